use crate::identity::devices_api::{HeldRole, SwitchRole};
use crate::identity::text;
use crate::kernel::lang::use_lang;
use leptos::prelude::*;

/// The roles that one holds, the active one marked; a press acts in another. With one role it only says which.
#[component]
pub fn Roles(roles: Vec<HeldRole>) -> impl IntoView {
    let lang = use_lang();
    let words = move |held: &HeldRole| format!("{} · {}", text::role(held.role, lang), held.place);
    if let [only] = &roles[..] {
        return view! { <p class="soft small">{words(only)}</p> }.into_any();
    }
    // A plain form: the whole page comes back as the other role sees it.
    view! {
        <form method="post" action={<SwitchRole as leptos::server_fn::ServerFn>::url()} class="chips no-print" role="group"
            aria-label=text::roles_title(lang)>
            {roles
                .into_iter()
                .map(|held| {
                    let words = words(&held);
                    view! {
                        <button type="submit" class="chip" name="role" value=held.id aria-pressed=if held.active { "true" } else { "false" }>
                            {words}
                        </button>
                    }
                })
                .collect_view()}
        </form>
    }
    .into_any()
}
