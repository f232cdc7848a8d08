use crate::identity::text;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// Printing needs script; without it the browser's own menu does the same.
#[component]
pub fn PrintButton() -> impl IntoView {
    let lang = use_lang();
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
    move || {
        able.get().then(|| {
            view! {
                <button type="button" class="button button--wide no-print" on:click=|_| { let _ = window().print(); }>
                    <Icon name=IconName::Print/>
                    {text::print(lang)}
                </button>
            }
        })
    }
}
