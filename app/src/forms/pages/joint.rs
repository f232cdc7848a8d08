use super::own::{Own, OwnProps, Wanted};
use crate::forms::api::{FillForm, OwnForms, read_own_forms};
use crate::forms::text;
use crate::frame::PlainTop;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, Icon, IconName, loaded, settled};
use leptos::prelude::*;

const PAGE: &str = "/tillsammans";

/// A colleague's device that is locked to a person: their forms, and the way back for the colleague. Nothing else.
pub struct JointPage;

impl JointPage {
    pub fn view() -> AnyView {
        let wanted = Wanted::here();
        let action = ServerAction::<FillForm>::new();
        let action_settled = settled(action);
        let forms = loaded(move || action_settled.get(), |_| read_own_forms(true));
        view! {
            <PlainTop/>
            <main class="page" id="main">
                <Transition>
                    {move || {
                        let wanted = wanted.get();
                        Suspend::new(async move {
                            match forms.await {
                                Ok(forms) => Shown(ShownProps { forms, wanted, action }).into_any(),
                                Err(error) => Failed(FailedProps { error }).into_any(),
                            }
                        })
                    }}
                </Transition>
            </main>
        }
        .into_any()
    }
}

#[component]
fn Shown(forms: OwnForms, wanted: Wanted, action: ServerAction<FillForm>) -> impl IntoView {
    let lang = use_lang();
    let back = forms.back.clone().unwrap_or_default();
    view! {
        <p class="notice row"><Icon name=IconName::Lock/><span>{text::locked(lang)}</span></p>
        {Own(OwnProps { forms, wanted, action, page: PAGE })}
        <section class="card card--quiet stack">
            <p class="soft">{text::hand_back_means(lang)}</p>
            <a class="button" href=format!("/bekrafta?next={back}") rel="external">{text::hand_back(lang)}</a>
        </section>
    }
}
