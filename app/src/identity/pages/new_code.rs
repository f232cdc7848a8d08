use super::Gone;
use crate::frame::PlainTop;
use crate::identity::proof_api::{ConfirmNewCode, OnTheWay, Square, read_on_the_way};
use crate::identity::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded_first};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// An app is set up: it scans the picture, and its first code proves that it did.
pub struct NewCodePage;

impl NewCodePage {
    pub fn view() -> AnyView {
        let step = loaded_first(|| (), |()| read_on_the_way());
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <Suspense>
                    {move || Suspend::new(async move {
                        match step.await {
                            Ok(OnTheWay::NewCode { square, secret }) => Shown(ShownProps { square, secret }).into_any(),
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
fn Shown(square: Square, secret: String) -> impl IntoView {
    let lang = use_lang();
    let action = ServerAction::<ConfirmNewCode>::new();
    let error = error_of(action);
    // A quiet rim of four squares, as readers want it.
    let view_box = format!("-4 -4 {0} {0}", square.side + 8);
    view! {
        <PageTitle title=text::new_code_title(lang)/>
        <p>{text::new_code_lead(lang)}</p>
        <ErrorSummary error=error/>
        <ol class="stack">
            <li>{text::new_code_1(lang)}</li>
            <li>{text::new_code_2(lang)}</li>
            <li>{text::new_code_3(lang)}</li>
        </ol>
        <svg class="qr" role="img" aria-label=text::new_code_qr(lang) shape-rendering="crispEdges" viewBox=view_box>
            <path d=square.path></path>
        </svg>
        <dl class="definition">
            <div>
                <dt>{text::new_code_secret(lang)}</dt>
                <dd><bdi class="mono">{secret}</bdi></dd>
            </div>
        </dl>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <Input field=Field::Otp label=text::otp(lang) hint=text::new_code_otp_hint(lang) error=error
                inputmode="numeric" autocomplete="one-time-code" class="field__input"/>
            <Pending pending=action.pending() label=text::new_code_go(lang)/>
        </ActionForm>
    }
}
