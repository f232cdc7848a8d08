use super::Gone;
use crate::frame::PlainTop;
use crate::identity::parts::PrintButton;
use crate::identity::proof_api::{OnTheWay, PutCodesAway, read_on_the_way};
use crate::identity::text;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, PageTitle, loaded_first};
use leptos::prelude::*;

/// Ten recovery codes, shown once, to print or write down.
pub struct RecoveryCodesPage;

impl RecoveryCodesPage {
    pub fn view() -> AnyView {
        let step = loaded_first(|| (), |()| read_on_the_way());
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <Suspense>
                    {move || Suspend::new(async move {
                        match step.await {
                            Ok(OnTheWay::Codes { codes }) => Shown(ShownProps { codes }).into_any(),
                            Ok(_) => Gone().into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .into_any()
    }
}

#[component]
fn Shown(codes: Vec<String>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <PageTitle title=text::codes_title(lang)/>
        <p><strong>{text::codes_lead(lang)}</strong></p>
        <p>{text::codes_more(lang)}</p>
        <ol class="recovery-codes">
            {codes.into_iter().map(|code| view! { <li><bdi class="mono">{code}</bdi></li> }).collect_view()}
        </ol>
        <PrintButton/>
        <form method="post" action={<PutCodesAway as leptos::server_fn::ServerFn>::url()} class="no-print">
            <button type="submit" class="button button--act button--wide">{text::codes_kept(lang)}</button>
        </form>
    }
}
