use super::overrides::span_word;
use crate::access_log::api::{AnswerQuestion, Asked, Span};
use crate::access_log::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Icon, IconName, Pending, TextArea, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Questions from participants, those that wait first; the one that is being answered has the form.
#[component]
pub fn Questions(
    questions: Vec<Asked>,
    answering: String,
    span: Span,
    action: ServerAction<AnswerQuestion>,
) -> impl IntoView {
    let lang = use_lang();
    let waiting = questions.iter().filter(|q| q.answer.is_none()).count();
    view! {
        <section class="card stack" aria-labelledby="questions">
            <h2 class="section-title" id="questions">{text::questions(lang)} " · " {waiting} " " {text::waiting(lang)}</h2>
            <ErrorSummary error=error_of(action)/>
            {(waiting == 0).then(|| view! { <p class="soft">{text::no_questions(lang)}</p> })}
            {(!questions.is_empty()).then(|| view! {
                <ul class="list">
                    {questions
                        .into_iter()
                        .map(|asked| {
                            let open = asked.id == answering;
                            view! { <One asked=asked open=open span=span action=action/> }
                        })
                        .collect_view()}
                </ul>
            })}
        </section>
    }
}

#[component]
fn One(asked: Asked, open: bool, span: Span, action: ServerAction<AnswerQuestion>) -> impl IntoView {
    let lang = use_lang();
    let here = format!("f{}", asked.id);
    let address = format!("/drift?tid={}&svara={}#{here}", span.code(), asked.id);
    let of = format!(": {}", asked.from);
    let error = error_of(action);
    let waits = asked.answer.is_none();
    let words = if asked.words.is_empty() {
        view! { <p class="soft">{text::no_words(lang)}</p> }.into_any()
    } else {
        view! { <p><q><bdi>{asked.words}</bdi></q></p> }.into_any()
    };
    view! {
        <li class="row row--top seen" id=here>
            <Icon name=IconName::Question/>
            <div class="grow stack">
                <p><strong><bdi>{asked.from}</bdi></strong> <span class="soft small">" · " {asked.asked}</span></p>
                {words}
                <div class="seen__question">
                    <p class="soft small">{text::as_shown(lang)}</p>
                    <p><bdi>{asked.entry}</bdi></p>
                    <p class="soft small">{asked.entry_meta}</p>
                    {asked.quote.map(|quote| view! { <p class="small">{text::reason(lang)} ": " <q><bdi>{quote}</bdi></q></p> })}
                </div>
                {asked.answer.map(|answer| view! {
                    <p><strong>{text::the_answer(lang)} ": "</strong><bdi>{answer.words}</bdi></p>
                    <p class="soft small">{answer.answered}</p>
                })}
                {(waits && open).then(|| view! {
                    <ActionForm action=action attr:class="stack no-print" attr:novalidate="novalidate">
                        <input type="hidden" name="question" value=asked.id/>
                        <input type="hidden" name="span" value=span_word(span)/>
                        <TextArea field=Field::Answer label=text::answer_label(lang) value="" error=error/>
                        <Pending pending=action.pending() label=text::answer_go(lang)/>
                    </ActionForm>
                })}
            </div>
            {(waits && !open).then(|| view! {
                <a class="button no-print" href=address>{text::answer(lang)}<span class="visually-hidden">{of}</span></a>
            })}
        </li>
    }
}
