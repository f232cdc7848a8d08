use super::shift::ChangedLine;
use crate::forms::api::{BeginTogether, Card, Life, Said};
use crate::forms::text;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// How a form is begun from its card.
#[derive(Clone)]
pub enum Begin {
    /// By a link to it, on this page.
    Here(&'static str),
    /// By locking the device to the person; the page asks who that is.
    Together(String, ServerAction<BeginTogether>),
    /// Not by this reader.
    No,
}

/// The start and exit form of an enrolment, and what has changed between them.
#[component]
pub fn LifeCards(life: Life, begin: Begin) -> impl IntoView {
    let lang = use_lang();
    let Life {
        enrolment,
        programme,
        days,
        cards,
        changed,
    } = life;
    let heading = format!("livet-{enrolment}");
    let labelled = heading.clone();
    view! {
        <section class="stack" aria-labelledby=labelled>
            <h2 class="section-title" id=heading>{programme} " · " {days}</h2>
            {(!changed.is_empty()).then(|| view! {
                <div class="card stack">
                    <h3 class="section-title">{text::changed_title(lang)}</h3>
                    <p class="soft small">{text::changed_lead(lang)}</p>
                    <ul class="list">
                        {changed.into_iter().map(|c| view! { <ChangedLine changed=c/> }).collect_view()}
                    </ul>
                </div>
            })}
            {cards
                .into_iter()
                .map(|card| view! { <FormCard enrolment=enrolment.clone() card=card begin=begin.clone()/> })
                .collect_view()}
        </section>
    }
}

#[component]
fn FormCard(enrolment: String, card: Card, begin: Begin) -> impl IntoView {
    let lang = use_lang();
    let Card {
        occasion,
        title,
        standing,
        filled,
        open,
        said,
        ..
    } = card;
    let icon = if filled { IconName::Check } else { IconName::Pen };
    let way = match begin {
        Begin::Here(page) if open => {
            let class = if filled { "button" } else { "button button--act" };
            view! {
                <p class="no-print">
                    <a class=class href=format!("{page}?fyll={occasion}&av={enrolment}")>
                        {if filled { text::change(lang) } else { text::fill(lang) }}
                    </a>
                </p>
            }
            .into_any()
        }
        Begin::Together(person, action) if open => view! {
            <ActionForm action=action attr:class="no-print">
                <input type="hidden" name="id" value=person/>
                <input type="hidden" name="enrolment" value=enrolment/>
                <input type="hidden" name="occasion" value=occasion/>
                <button type="submit" class="button">
                    <Icon name=IconName::Lock/>
                    <span>{if filled { text::change_together(lang) } else { text::fill_together(lang) }}</span>
                </button>
            </ActionForm>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <div class="card stack">
            <p class="row"><Icon name=icon/><span><strong>{title}</strong> " " {standing}</span></p>
            {(!said.is_empty()).then(|| view! {
                <details class="disclosure">
                    <summary>{text::answers(lang)}</summary>
                    <dl class="definition definition--long">
                        {said
                            .into_iter()
                            .map(|Said { question, answer }| view! {
                                <div>
                                    <dt>{question}</dt>
                                    <dd class="pre-line"><bdi>{answer}</bdi></dd>
                                </div>
                            })
                            .collect_view()}
                    </dl>
                </details>
            })}
            {way}
        </div>
    }
}
