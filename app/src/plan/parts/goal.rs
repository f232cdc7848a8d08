use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::plan::api::WriteGoal;
use crate::plan::text;
use crate::ui::{ErrorSummary, Pending, TextArea, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The goal in the participant's own words, and the form to write it.
#[component]
pub fn Goal(
    want: String,
    good_at: String,
    need: String,
    revision: i32,
    action: ServerAction<WriteGoal>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    let empty = want.is_empty() && good_at.is_empty() && need.is_empty();
    let said = |title: &'static str, words: &str| {
        (!words.is_empty()).then(|| {
            view! {
                <h2 class="section-title">{title}</h2>
                <p class="goal"><bdi>{words.to_owned()}</bdi></p>
            }
        })
    };
    view! {
        <section class="stack">
            {empty.then(|| view! { <p class="soft">{text::no_goal(lang)}</p> })}
            {said(text::want(lang), &want)}
            {said(text::good_at(lang), &good_at)}
            {said(text::need(lang), &need)}
            <details class="disclosure no-print" open=refused>
                <summary>{if empty { text::write_goal(lang) } else { text::edit_goal(lang) }}</summary>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="revision" value=revision.to_string()/>
                    <TextArea field=Field::Want label=text::want(lang) value=want error=error/>
                    <TextArea field=Field::GoodAt label=text::good_at(lang) value=good_at error=error/>
                    <TextArea field=Field::Need label=text::need(lang) value=need error=error/>
                    <Pending pending=action.pending() label=text::save(lang)/>
                </ActionForm>
            </details>
        </section>
    }
}
