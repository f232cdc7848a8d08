use crate::consent::{Party, Summary, text};
use crate::kernel::Lang;
use crate::kernel::error_text::closed;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use domain::consent::{Category, Direction};
use leptos::prelude::*;

/// A person's consents on their record, as far as whoever reads it may know.
#[component]
pub fn ConsentSummary(summary: Summary) -> impl IntoView {
    let lang = use_lang();
    let body = match summary {
        Summary::Closed(why) => {
            view! { <p class="row row--top"><Icon name=IconName::Lock/><span>{closed(why, lang)}</span></p> }
                .into_any()
        }
        Summary::YesNo(rows) => {
            let mut parties: Vec<(String, Vec<(Direction, Category)>)> = Vec::new();
            for row in rows {
                let name = row.name.of(lang).to_owned();
                match parties.last_mut() {
                    Some((last, items)) if *last == name => items.push((row.direction, row.category)),
                    _ => parties.push((name, vec![(row.direction, row.category)])),
                }
            }
            list(
                parties
                    .into_iter()
                    .map(|(name, items)| (name, items, None))
                    .collect(),
                lang,
            )
        }
        Summary::Whole { parties, desk } => {
            let rows = parties
                .into_iter()
                .filter(|p| !p.agreed.is_empty())
                .map(|p: Party| {
                    let name = p.name.of(lang).to_owned();
                    let since = p
                        .agreed
                        .first()
                        .map(|a| text::holds(&a.since, a.until.as_deref(), lang));
                    let items = p.agreed.iter().map(|a| (a.direction, a.category)).collect();
                    (name, items, since)
                })
                .collect();
            view! {
                {list(rows, lang)}
                {desk.map(|href| view! { <a class="button no-print" href=href>{text::summary_desk(lang)}</a> })}
            }
            .into_any()
        }
    };
    view! {
        <section class="stack">
            <h2 class="section-title">{text::summary_title(lang)}</h2>
            {body}
        </section>
    }
}

type Row = (String, Vec<(Direction, Category)>, Option<String>);

fn list(rows: Vec<Row>, lang: Lang) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="soft">{text::summary_none(lang)}</p> }.into_any();
    }
    let language = text::text_of(lang);
    let lines = rows.into_iter().map(move |(name, items, since)| {
        let ways = [Direction::FromAgency, Direction::ToAgency].map(|way| {
            let words: Vec<&str> = items
                .iter()
                .filter(|(d, _)| *d == way)
                .map(|(_, c)| text::category(*c, lang))
                .collect();
            (!words.is_empty())
                .then(|| view! { <p class="small">{text::way(way, language)} " " {text::joined(&words, language)}</p> })
        });
        view! {
            <li>
                <h3>{name}</h3>
                {ways.into_iter().flatten().collect_view()}
                {since.map(|s| view! { <p class="soft small">{s}</p> })}
            </li>
        }
    });
    view! { <ul class="list">{lines.collect_view()}</ul> }.into_any()
}
