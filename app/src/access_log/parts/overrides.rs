use crate::access_log::api::{AcknowledgeOverride, Override, Span};
use crate::access_log::text;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Icon, IconName, Pending, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Emergency overrides, those that the manager has not seen first (G2).
#[component]
pub fn Overrides(
    overrides: Vec<Override>,
    span: Span,
    action: ServerAction<AcknowledgeOverride>,
) -> impl IntoView {
    let lang = use_lang();
    let total = overrides.len();
    view! {
        <section class="card stack" aria-labelledby="overrides">
            <h2 class="section-title" id="overrides">{text::overrides(lang)} " · " {total}</h2>
            <ErrorSummary error=error_of(action)/>
            {if total == 0 {
                view! { <p class="soft">{text::no_overrides(lang)}</p> }.into_any()
            } else {
                view! {
                    <ul class="list">
                        {overrides.into_iter().map(|taken| view! { <One taken=taken span=span action=action/> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn One(taken: Override, span: Span, action: ServerAction<AcknowledgeOverride>) -> impl IntoView {
    let lang = use_lang();
    let note_id = format!("note-{}", taken.id);
    let unseen = taken.seen.is_none();
    view! {
        <li class="row row--top seen">
            <Icon name=IconName::Warn/>
            <div class="grow stack">
                <p class="chips">
                    {unseen.then(|| view! { <span class="chip chip--late">{text::override_new(lang)}</span> })}
                    {taken.in_force.then(|| view! { <span class="chip chip--warn">{text::in_force_now(lang)}</span> })}
                </p>
                <p><strong><bdi>{taken.who}</bdi></strong> " · " {text::about(lang)} ": " <bdi>{taken.about}</bdi></p>
                <p class="soft small">{taken.when}</p>
                <p>{text::reason(lang)} ": " <q><bdi>{taken.reason}</bdi></q></p>
                {taken.seen.map(|seen| view! { <p class="soft small">{seen}</p> })}
                {(!taken.note.is_empty()).then(|| view! { <p class="small"><bdi>{taken.note}</bdi></p> })}
                {unseen.then(|| view! {
                    <ActionForm action=action attr:class="stack no-print">
                        <input type="hidden" name="taken" value=taken.id/>
                        <input type="hidden" name="span" value=span_word(span)/>
                        <div class="field">
                            <label class="field__label" for=note_id.clone()>{text::note_label(lang)}</label>
                            <input class="field__input" id=note_id name="words" maxlength="500" autocomplete="off"/>
                        </div>
                        <Pending pending=action.pending() label=text::acknowledge(lang) icon=IconName::Check/>
                    </ActionForm>
                })}
            </div>
        </li>
    }
}

/// The span as a server function reads it.
pub(super) const fn span_word(span: Span) -> &'static str {
    match span {
        Span::Day => "day",
        Span::Week => "week",
        Span::Month => "month",
    }
}
