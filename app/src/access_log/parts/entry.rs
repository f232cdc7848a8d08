use crate::access_log::api::{AskAboutRead, Emergency, Entry, Question};
use crate::access_log::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName, Pending, TextArea, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Somebody may read more in an emergency, or could.
#[component]
pub fn EmergencyCard(title: &'static str, emergency: Emergency, now: bool) -> impl IntoView {
    let lang = use_lang();
    let class = if now { "notice notice--warn" } else { "notice" };
    view! {
        <section class=class>
            <Icon name=IconName::Warn/>
            <div class="grow">
                <h2>{title}</h2>
                <p><strong><bdi>{emergency.who}</bdi></strong>{emergency.rest}</p>
                <p class="soft small">{emergency.when}</p>
                <p class="small">{text::reason(lang)} ": " <q><bdi>{emergency.reason}</bdi></q></p>
            </div>
        </section>
    }
}

/// One line: a sentence, when and why, and a way to question it.
#[component]
pub fn EntryLine(
    entry: Entry,
    month: String,
    asking: String,
    action: ServerAction<AskAboutRead>,
) -> impl IntoView {
    let lang = use_lang();
    let Entry {
        id,
        who,
        rest,
        meta,
        quote,
        urgent,
        question,
    } = entry;
    let here = format!("h{id}");
    let asks = question.is_none() && asking == id;
    let may_ask = question.is_none() && !asks;
    let address = format!("/vem-har-sett?manad={month}&fraga={id}#{here}");
    let of = format!(": {who}{rest}");
    view! {
        <li class="row row--top seen" id=here>
            <Icon name={if urgent { IconName::Warn } else { IconName::Eye }}/>
            <div class="grow">
                <p><strong><bdi>{who}</bdi></strong>{rest}</p>
                <p class="soft small">{meta}</p>
                {quote.map(|quote| view! { <p class="small">{text::reason(lang)} ": " <q><bdi>{quote}</bdi></q></p> })}
                {question.map(|question| view! { <Asked question=question/> })}
                {asks.then(|| view! { <AskForm entry=id month=month action=action/> })}
            </div>
            {may_ask.then(|| view! {
                <a class="button button--quiet no-print" href=address>
                    <Icon name=IconName::Question/>
                    <span>{text::ask(lang)}<span class="visually-hidden">{of}</span></span>
                </a>
            })}
        </li>
    }
}

#[component]
fn AskForm(entry: String, month: String, action: ServerAction<AskAboutRead>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let not = format!("/vem-har-sett?manad={month}");
    view! {
        <ActionForm action=action attr:class="stack no-print" attr:novalidate="novalidate">
            <h4>{text::ask_title(lang)}</h4>
            <input type="hidden" name="entry" value=entry/>
            <input type="hidden" name="month" value=month/>
            <TextArea field=Field::Words label=text::ask_words(lang) value="" error=error/>
            <Pending pending=action.pending() label=text::ask_go(lang) icon=IconName::Question/>
            <a class="button button--quiet" href=not>{text::ask_not(lang)}</a>
        </ActionForm>
    }
}

#[component]
fn Asked(question: Question) -> impl IntoView {
    let lang = use_lang();
    let chip = if question.answer.is_some() {
        view! { <span class="chip chip--done">{text::answered(lang)}</span> }
    } else {
        view! { <span class="chip chip--warn">{text::asked(lang)}</span> }
    };
    let words = question.words;
    view! {
        <div class="seen__question stack">
            <p class="chips">
                {chip}
                {question.answer.as_ref().is_some_and(|a| a.unread).then(|| view! { <span class="chip">{text::new_answer(lang)}</span> })}
                <span class="soft small">{question.asked}</span>
            </p>
            {(!words.is_empty()).then(|| view! { <p class="small">{text::your_words(lang)} ": " <q><bdi>{words}</bdi></q></p> })}
            {match question.answer {
                None => view! { <p class="small">{text::waits(lang)}</p> }.into_any(),
                Some(answer) => view! {
                    <p><strong>{text::the_answer(lang)} ": "</strong><bdi>{answer.words}</bdi></p>
                    <p class="soft small">{answer.answered}</p>
                }.into_any(),
            }}
        </div>
    }
}
