use super::own::{Own, OwnProps, Wanted};
use crate::forms::api::{FillForm, read_own_forms};
use crate::forms::text;
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, PrintButton, loaded, settled};
use leptos::prelude::*;

const PAGE: &str = "/formular";

/// The participant's own forms.
pub struct MyFormsPage;

impl MyFormsPage {
    pub fn view() -> AnyView {
        let wanted = Wanted::here();
        let action = ServerAction::<FillForm>::new();
        let action_settled = settled(action);
        let forms = loaded(move || action_settled.get(), |_| read_own_forms(false));
        let lang = use_lang();
        let back = move || {
            if wanted.get().fill.is_empty() {
                view! { <a class="back no-print" href="/mer">{text::back_more(lang)}</a> }
            } else {
                view! { <a class="back no-print" href=PAGE>{text::back_forms(lang)}</a> }
            }
        };
        view! {
            <ParticipantFrame tab=Tab::More>
                {back}
                <Transition>
                    {move || {
                        // Read here, so that another form chosen on the same page is seen.
                        let wanted = wanted.get();
                        Suspend::new(async move {
                            match forms.await {
                                Ok(forms) => Own(OwnProps { forms, wanted, action, page: PAGE }).into_any(),
                                Err(error) => Failed(FailedProps { error }).into_any(),
                            }
                        })
                    }}
                </Transition>
                <p class="no-print"><PrintButton/></p>
            </ParticipantFrame>
        }
        .into_any()
    }
}
