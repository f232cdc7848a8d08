use crate::booking::offers_api::{CorrectOffer, OfferActivity, OfferLine, Offers, TakeBackOffer, WrongOffer};
use crate::booking::offers_text as text;
use crate::kernel::Choice;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{
    Choose, Done, ErrorSummary, Form, Icon, IconName, Input, Pending, TextArea, error_of, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// What can be done about what is offered.
#[derive(Clone, Copy)]
pub struct Offering {
    offer: ServerAction<OfferActivity>,
    correct: ServerAction<CorrectOffer>,
    take_back: ServerAction<TakeBackOffer>,
}

impl Offering {
    pub fn new() -> Self {
        Self {
            offer: ServerAction::new(),
            correct: ServerAction::new(),
            take_back: ServerAction::new(),
        }
    }

    pub fn forms(self) -> [Form; 3] {
        [
            Form::of(self.offer),
            Form::of(self.correct),
            Form::of(self.take_back),
        ]
    }

    /// Counts what has been done.
    pub fn settled(self) -> Memo<usize> {
        let (offer, correct, take_back) = (
            settled(self.offer),
            settled(self.correct),
            settled(self.take_back),
        );
        Memo::new(move |_| offer.get() + correct.get() + take_back.get())
    }
}

/// What is offered (K3): what has been, and a form of what may be, or of what was wrong.
#[component]
pub fn Offered(person: String, offers: Offers, doing: Offering) -> impl IntoView {
    let Offers {
        choices,
        lines,
        wrong,
    } = offers;
    let (corrected, taken_back) = (error_of(doing.correct), error_of(doing.take_back));
    let list = (!choices.is_empty() || !lines.is_empty())
        .then(|| view! { <Lines person=person.clone() lines=lines/> });
    let form = match wrong {
        Some(wrong) => view! { <Wrong person=person wrong=wrong doing=doing/> }.into_any(),
        None if choices.is_empty() => ().into_any(),
        None => view! { <Offer person=person choices=choices action=doing.offer/> }.into_any(),
    };
    view! {
        // Of an offer that somebody else has put right the form is gone: what went wrong is said outside it.
        <ErrorSummary error=corrected/>
        <ErrorSummary error=taken_back/>
        <Done action=doing.correct/>
        <Done action=doing.take_back/>
        {form}
        {list}
    }
}

#[component]
fn Lines(person: String, lines: Vec<OfferLine>) -> impl IntoView {
    let lang = use_lang();
    let none = lines.is_empty();
    view! {
        <section class="card stack" aria-labelledby="offered">
            <h2 class="section-title" id="offered">{text::offered(lang)}</h2>
            {none.then(|| view! { <p class="soft">{text::none(lang)}</p> })}
            <ul class="list">
                {lines
                    .into_iter()
                    .map(|line| view! { <Line person=person.clone() line=line/> })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Line(person: String, line: OfferLine) -> impl IntoView {
    let lang = use_lang();
    let spoken = line.words.clone();
    let (word, whole) = line.became.unzip();
    view! {
        <li class="stack">
            <p class="row">
                <strong><bdi>{line.words}</bdi></strong>
                {word.map(|word| view! { <span class="chip chip--plain"><Icon name=IconName::Undo/>{word}</span> })}
            </p>
            {(!line.by.is_empty()).then(|| view! { <p class="soft"><bdi>{line.by}</bdi></p> })}
            {whole.map(|whole| view! { <p class="soft"><bdi>{whole}</bdi></p> })}
            {line.correct.map(|offer| view! {
                <p class="no-print">
                    <a class="button button--quiet" href=format!("/deltagare/{person}/samtal?ratta={offer}#aktivitet")>
                        {text::correct(lang)}
                        <span class="visually-hidden">": " {spoken}</span>
                    </a>
                </p>
            })}
        </li>
    }
}

#[component]
fn Offer(
    person: String,
    choices: Vec<(String, Vec<Choice>)>,
    action: ServerAction<OfferActivity>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack no-print" id="aktivitet">
            <h2 class="section-title">{text::title(lang)}</h2>
            <p class="soft">{text::lead(lang)}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <Choose field=Field::Activity label=text::what(lang) choices=choices error=error/>
                <Pending pending=action.pending() label=text::go(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn Wrong(person: String, wrong: WrongOffer, doing: Offering) -> impl IntoView {
    let lang = use_lang();
    let (corrected, taken_back) = (error_of(doing.correct), error_of(doing.take_back));
    let back = format!("/deltagare/{person}/samtal");
    let whose = person.clone();
    let offer = wrong.offer.clone();
    view! {
        <section class="card stack no-print" id="aktivitet">
            <h2 class="section-title">{text::correct_title(lang)}</h2>
            <p><strong><bdi>{wrong.words}</bdi></strong></p>
            <p class="soft">{text::correct_lead(lang)} " " {wrong.until}</p>
            <ActionForm action=doing.correct attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=whose/>
                <input type="hidden" name="offer" value=offer/>
                <input type="hidden" name="key" value=wrong.key/>
                <Choose field=Field::Activity label=text::correct_what(lang) value=wrong.activity choices=wrong.choices error=corrected/>
                <Input field=Field::Day label=text::correct_day(lang) kind="date" value=wrong.day error=corrected/>
                <Pending pending=doing.correct.pending() label=text::correct_go(lang)/>
            </ActionForm>
            <h3>{text::take_back_title(lang)}</h3>
            <p class="soft">{text::take_back_lead(lang)}</p>
            <ActionForm action=doing.take_back attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <input type="hidden" name="offer" value=wrong.offer/>
                <input type="hidden" name="key" value=wrong.take_back_key/>
                <Choose field=Field::Reason label=text::why(lang) choices=wrong.reasons error=taken_back/>
                <TextArea field=Field::Words label=text::words(lang) hint=text::words_hint(lang) value="" error=taken_back/>
                <Pending pending=doing.take_back.pending() label=text::take_back_go(lang)/>
            </ActionForm>
            <a class="button button--quiet" href=back>{text::cancel(lang)}</a>
        </section>
    }
}
