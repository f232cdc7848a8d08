use crate::attendance::StampMark;
use crate::kernel::lang::use_lang;
use crate::record::api::open::{AbsencePart, AttendancePart, ConsentLine, EnrolmentLine};
use crate::record::text;
use leptos::prelude::*;

/// Where the person is enrolled, since when and until when, and who the coach is; from where they came, of those who moved.
#[component]
pub fn Enrolments(enrolments: Vec<EnrolmentLine>, moved_here: Option<String>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack" aria-labelledby="enrolment">
            <h2 class="section-title" id="enrolment">{text::enrolment(lang)}</h2>
            {moved_here.map(|moved| view! { <p><bdi>{moved}</bdi></p> })}
            <ul class="list">
                {enrolments
                    .into_iter()
                    .map(|e| {
                        let class = if e.soon { "chip chip--warn" } else { "chip chip--plain" };
                        let coach = e.coach.unwrap_or_else(|| text::no_coach(lang).to_owned());
                        view! {
                            <li>
                                <p><strong>{e.programme}</strong> " · " {e.centre}</p>
                                <p class="chips">
                                    <span>{e.since}</span>
                                    {e.left.map(|left| view! { <span class=class>{left}</span> })}
                                </p>
                                <p class="soft">
                                    {text::coach(lang)} ": " {coach}
                                    {(!e.deputies.is_empty()).then(|| format!(" · {}", text::deputies(&e.deputies, lang)))}
                                </p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// How often this month, and the last stamps.
#[component]
pub fn Attendance(attendance: AttendancePart) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack" aria-labelledby="attendance">
            <h2 class="section-title" id="attendance">
                {text::attendance(lang)} " · " {text::this_month(attendance.this_month, lang)}
            </h2>
            {if attendance.stamps.is_empty() {
                view! { <p class="soft">{text::no_stamps(lang)}</p> }.into_any()
            } else {
                view! {
                    <ul class="stamp-sheet">
                        {attendance
                            .stamps
                            .into_iter()
                            .map(|stamp| view! { <li><StampMark stamp=stamp/></li> })
                            .collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
}

/// Absence with the participant's own explanation; for the reception whether it is excused today, and no more.
#[component]
pub fn Absence(absence: AbsencePart) -> impl IntoView {
    let lang = use_lang();
    let body = match absence {
        AbsencePart::Excused(true) => view! { <p>{text::excused(lang)}</p> }.into_any(),
        AbsencePart::Excused(false) => view! { <p class="soft">{text::not_excused(lang)}</p> }.into_any(),
        AbsencePart::Days(days) if days.is_empty() => {
            view! { <p class="soft">{text::no_absence(lang)}</p> }.into_any()
        }
        AbsencePart::Days(days) => view! {
            <ul class="list">
                {days
                    .into_iter()
                    .map(|day| view! {
                        <li>
                            <p><strong>{day.day}</strong> " · " {day.what}</p>
                            {(!day.explanation.is_empty()).then(|| view! { <p><bdi>{day.explanation}</bdi></p> })}
                        </li>
                    })
                    .collect_view()}
            </ul>
        }
        .into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="absence">
            <h2 class="section-title" id="absence">{text::absence(lang)}</h2>
            {body}
        </section>
    }
}

/// Consents in force, by agency and direction.
#[component]
pub fn Consents(consents: Vec<ConsentLine>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack" aria-labelledby="consents">
            <h2 class="section-title" id="consents">{text::consents(lang)}</h2>
            {if consents.is_empty() {
                view! { <p class="soft">{text::no_consents(lang)}</p> }.into_any()
            } else {
                view! {
                    <ul class="list">
                        {consents
                            .into_iter()
                            .map(|c| view! { <li><p><strong>{c.agency}</strong></p><p class="soft">{c.words}</p></li> })
                            .collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
}

/// A section of plain lines.
#[component]
pub fn Lines(id: &'static str, title: &'static str, none: &'static str, lines: Vec<String>) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby=id>
            <h2 class="section-title" id=id>{title}</h2>
            {if lines.is_empty() {
                view! { <p class="soft">{none}</p> }.into_any()
            } else {
                view! { <ul class="list">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
                    .into_any()
            }}
        </section>
    }
}
