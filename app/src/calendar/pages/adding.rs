use crate::calendar::api::{AddDay, Asked, LookAtDay, MeetingsLine};
use crate::calendar::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::{Choice, Lang};
use crate::ui::{Choose, ErrorSummary, Icon, IconName, Input, Pending, error_of};
use domain::centre_day::CentreDayKind;
use leptos::form::ActionForm;
use leptos::prelude::*;

fn kinds(lang: Lang) -> Vec<Choice> {
    vec![
        Choice::new(CentreDayKind::Closed.code(), text::closed(lang)),
        Choice::new(CentreDayKind::Open.code(), text::open(lang)),
    ]
}

/// Which day, and how it differs: what it touches is shown before anything is saved.
#[component]
pub fn Look() -> impl IntoView {
    let lang = use_lang();
    let look = ServerAction::<LookAtDay>::new();
    let error = error_of(look);
    view! {
        <section class="card stack no-print" aria-labelledby="lagg-till">
            <h2 class="section-title" id="lagg-till">{text::add_title(lang)}</h2>
            <ErrorSummary error=error/>
            <ActionForm action=look attr:class="stack" attr:novalidate="novalidate">
                <Input field=Field::Day kind="date" label=text::day(lang) hint=text::day_hint(lang) error=error/>
                <Choose field=Field::Kind label=text::kind(lang) choices=kinds(lang) error=error/>
                <Pending pending=look.pending() label=text::look(lang) icon=IconName::Eye/>
            </ActionForm>
        </section>
    }
}

/// The meetings of a day, each colleague's with the way to where they are moved.
#[component]
pub fn MeetingLinks(meetings: Vec<MeetingsLine>) -> impl IntoView {
    let lines = meetings
        .into_iter()
        .map(|MeetingsLine { words, href }| match href {
            Some(href) => view! { <li><a href=href><bdi>{words}</bdi></a></li> }.into_any(),
            None => view! { <li><bdi>{words}</bdi></li> }.into_any(),
        })
        .collect_view();
    view! { <ul class="list">{lines}</ul> }
}

/// What the day touches, and why it is so.
#[component]
pub fn Confirm(asked: Asked) -> impl IntoView {
    let lang = use_lang();
    // Made here: what was wrong with another day is not said of this one.
    let add = ServerAction::<AddDay>::new();
    let error = error_of(add);
    let Asked {
        day,
        kind,
        title,
        touches,
        meetings,
        key,
        there,
    } = asked;
    let some = !meetings.is_empty();
    let touches = touches
        .into_iter()
        .map(|words| view! { <li>{words}</li> })
        .collect_view();
    let body = if there {
        view! {
            <p class="notice">{text::there(lang)}</p>
            <p><a class="button" href="/kalender">{text::see_list(lang)}</a></p>
        }
        .into_any()
    } else {
        view! {
            <h3>{text::what_it_touches(lang)}</h3>
            <ul class="stack">{touches}</ul>
            {some.then(|| view! { <MeetingLinks meetings=meetings/> })}
            <ActionForm action=add attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="day" value=day/>
                <input type="hidden" name="kind" value=kind/>
                <input type="hidden" name="key" value=key/>
                <Input field=Field::Reason label=text::reason(lang) hint=text::reason_hint(lang) error=error/>
                <Pending pending=add.pending() label=text::save(lang)/>
            </ActionForm>
            <p><a href="/kalender"><Icon name=IconName::Undo/> " " {text::other_day(lang)}</a></p>
        }
        .into_any()
    };
    view! {
        <section class="card stack no-print" aria-labelledby="dagen">
            <h2 class="section-title" id="dagen">{title}</h2>
            <ErrorSummary error=error/>
            {body}
        </section>
    }
}
