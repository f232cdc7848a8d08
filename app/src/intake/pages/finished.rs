use crate::intake::api::{AgreedLine, Finished};
use crate::intake::text;
use crate::kernel::lang::use_lang;
use crate::ui::{PageTitle, PrintButton};
use leptos::prelude::*;

/// The card to print – name, number, centre, no PIN – and the receipt of the consents.
#[component]
pub fn Done(finished: Finished) -> impl IntoView {
    let lang = use_lang();
    let Finished {
        person,
        name,
        number,
        centre,
        meeting,
        until,
        day,
        agreed,
    } = finished;
    let none = agreed.is_empty();
    let lines = agreed
        .into_iter()
        .map(|AgreedLine { party, what }| view! { <li><strong>{party}</strong> ": " {what.join(", ")}</li> })
        .collect_view();
    view! {
        <PageTitle title=text::finished(lang) over=name.clone()/>
        <p class="notice notice--done no-print" role="status">{text::finished_lead(lang)}</p>
        <section class="card stack participant-card" aria-label=text::card(lang)>
            <p class="soft">{centre} " · " {text::card(lang)}</p>
            <p class="participant-card__name"><bdi>{name}</bdi></p>
            <p class="participant-card__number">{number}</p>
        </section>
        <section class="card stack" aria-labelledby="receipt">
            <h2 class="section-title" id="receipt">{text::receipt(lang)}</h2>
            <p class="soft">{day}</p>
            <p>{text::enrolled_until(until.as_deref(), lang)}</p>
            {meeting.map(|words| view! { <p>{words}</p> })}
            {none.then(|| view! { <p>{text::receipt_none(lang)}</p> })}
            {(!none).then(|| view! { <ul class="list">{lines}</ul> })}
        </section>
        <div class="row row--wrap no-print">
            <PrintButton/>
            <a class="button" href=format!("/deltagare/{person}")>{text::to_record(lang)}</a>
            <a class="button button--act" href="/inskrivning">{text::next_person(lang)}</a>
        </div>
    }
}
