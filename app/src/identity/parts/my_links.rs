use crate::identity::linking::api::{EndMyLink, list_my_links};
use crate::identity::linking::text;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, error_of, loaded, settled};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// What is linked to oneself, and the end of it; nothing where nothing is.
#[component]
pub fn MyLinks() -> impl IntoView {
    let lang = use_lang();
    let end = ServerAction::<EndMyLink>::new();
    let error = error_of(end);
    let end_settled = settled(end);
    let links = loaded(move || end_settled.get(), |_| list_my_links());
    view! {
        <ErrorSummary error=error/>
        <Transition>
            {move || Suspend::new(async move {
                let links = links.await.unwrap_or_default();
                (!links.is_empty()).then(|| view! {
                    <section class="card stack">
                        <h2>{text::my_links(lang)}</h2>
                        <ul class="list">
                            {links.into_iter().map(|link| {
                                let named = format!("{} {}", text::end_link(lang), link.label);
                                view! {
                                    <li class="row">
                                        <span>{link.label}" "{text::since(&link.since, lang)}</span>
                                        <ActionForm action=end>
                                            <input type="hidden" name="link" value=link.id/>
                                            <button type="submit" class="button" aria-label=named>{text::end_link(lang)}</button>
                                        </ActionForm>
                                    </li>
                                }
                            }).collect_view()}
                        </ul>
                    </section>
                })
            })}
        </Transition>
    }
}
