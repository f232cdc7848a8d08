use crate::forms::api::{FillForm, OwnForms};
use crate::forms::parts::{Begin, LifeCards, SheetForm};
use crate::forms::text;
use crate::kernel::lang::use_lang;
use crate::ui::PageTitle;
use leptos::prelude::*;

/// What the address asks for: a form to fill in, or what was just saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub fill: String,
    pub of: String,
    pub saved: bool,
}

impl Wanted {
    /// As the address of the page has it.
    pub fn here() -> Memo<Self> {
        let query = leptos_router::hooks::use_query_map();
        Memo::new(move |_| {
            let query = query.read();
            Self {
                fill: query.get("fyll").unwrap_or_default(),
                of: query.get("av").unwrap_or_default(),
                saved: query.get("sparat").is_some(),
            }
        })
    }
}

/// One's own forms: the one that is asked for, to fill in; or all of them, with what has changed. The same on one's own
/// phone and on a device that is locked to oneself.
#[component]
pub fn Own(
    forms: OwnForms,
    wanted: Wanted,
    action: ServerAction<FillForm>,
    page: &'static str,
) -> impl IntoView {
    let lang = use_lang();
    let title = forms.name.map_or_else(
        || text::title(lang).to_owned(),
        |name| format!("{name} · {}", text::title(lang)),
    );
    let chosen = forms
        .lives
        .iter()
        .find(|life| life.enrolment == wanted.of)
        .and_then(|life| {
            let card = life.cards.iter().find(|card| card.occasion == wanted.fill)?;
            Some((
                life.enrolment.clone(),
                card.title.clone(),
                card.occasion.clone(),
                card.sheet.clone()?,
            ))
        });
    if let Some((enrolment, over, occasion, sheet)) = chosen {
        return view! {
            <PageTitle title=title over=over/>
            <p>{text::lead(lang)}</p>
            <SheetForm enrolment=enrolment occasion=occasion sheet=sheet action=action back=page/>
        }
        .into_any();
    }
    let empty = forms.lives.is_empty();
    view! {
        <PageTitle title=title/>
        {wanted.saved.then(|| view! { <p class="notice notice--done" role="status">{text::saved(lang)}</p> })}
        <p>{text::lead(lang)}</p>
        {empty.then(|| view! { <div class="card card--quiet empty"><p>{text::nothing(lang)}</p></div> })}
        {forms
            .lives
            .into_iter()
            .map(|life| view! { <LifeCards life=life begin=Begin::Here(page)/> })
            .collect_view()}
    }
    .into_any()
}
