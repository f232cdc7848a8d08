use crate::exit::follow_up_api::{FollowUp, FollowUps, Rate, RecordFollowUp, read_follow_ups};
use crate::exit::text;
use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::{Choice, Lang};
use crate::ui::{
    Choose, Done, ErrorSummary, Failed, FailedProps, Input, PageTitle, Pager, Pending, error_of, loaded,
    settled,
};
use domain::exit::Standing;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What is to be asked after an exit, and of whom.
pub struct FollowUpsPage;

impl FollowUpsPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let record = ServerAction::<RecordFollowUp>::new();
        let asked = Memo::new(move |_| {
            let query = query.read();
            let page: u32 = query.get("sida").and_then(|p| p.parse().ok()).unwrap_or(1);
            let asked = |name: &str| query.get(name).unwrap_or_default();
            (page, asked("till"), asked("ratta"))
        });
        let record_settled = settled(record);
        let found = loaded(
            move || (asked.get().0, record_settled.get()),
            |(page, _)| read_follow_ups(page),
        );
        view! {
            <StaffFrame>
                <PageTitle title=text::follow_title(use_lang()) over=text::follow_lead(use_lang()).to_owned()/>
                <Transition>
                    {move || {
                        // Read here, so that another row chosen on the same page is seen.
                        let (_, to, wrong) = asked.get();
                        Suspend::new(async move {
                            match found.await {
                                Ok(found) => Shown(ShownProps { found, record, to, wrong }).into_any(),
                                Err(error) => Failed(FailedProps { error }).into_any(),
                            }
                        })
                    }}
                </Transition>
            </StaffFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(found: FollowUps, record: ServerAction<RecordFollowUp>, to: String, wrong: String) -> impl IntoView {
    let lang = use_lang();
    let FollowUps {
        rows,
        total: _,
        page,
        pages,
        rates,
        today,
    } = found;
    let chosen = rows.iter().find(|r| r.id == to && r.standing.is_some()).cloned();
    let corrected = rows
        .iter()
        .find(|r| r.id == wrong && r.correctable.is_some())
        .cloned();
    let empty = rows.is_empty();
    let groups = [
        Some(Standing::Overdue),
        Some(Standing::Due),
        Some(Standing::Coming),
        None,
    ];
    let groups = groups
        .into_iter()
        .filter_map(|group| {
            let of: Vec<FollowUp> = rows.iter().filter(|r| r.standing == group).cloned().collect();
            (!of.is_empty()).then(|| view! { <Group group=group rows=of page=page/> })
        })
        .collect_view();
    view! {
        <Done action=record/>
        {chosen.map(|row| view! { <Try row=row page=page today=today action=record/> })}
        {corrected.map(|row| view! { <Correct row=row page=page action=record/> })}
        {empty.then(|| view! { <p class="card card--quiet soft">{text::none_follow(lang)}</p> })}
        {groups}
        {(pages > 1).then(|| view! { <Pager page=page pages=pages to=|page| format!("/uppfoljningar?sida={page}")/> })}
        {(!rates.is_empty()).then(|| view! { <Rates rates=rates/> })}
    }
}

#[component]
fn Group(group: Option<Standing>, rows: Vec<FollowUp>, page: u32) -> impl IntoView {
    let lang = use_lang();
    let title = group.map_or(text::closed(lang), |s| text::standing(s, lang));
    let open = group.is_some();
    let row = move |r: FollowUp| {
        let may = r.may_write && matches!(r.standing, Some(Standing::Due | Standing::Overdue));
        let wrong = r
            .correctable
            .is_some()
            .then(|| format!("/uppfoljningar?sida={page}&ratta={}", r.id));
        view! {
            <tr>
                <th scope="row"><a href=format!("/deltagare/{}", r.person)><bdi>{r.name}</bdi></a></th>
                <td data-label=text::when_due(lang)>{text::months(r.months, lang)} ", " {r.due}</td>
                <td data-label=text::outcome_then(lang)>{r.outcome}</td>
                <td data-label=text::tries(lang)>
                    {if r.attempts.is_empty() { text::no_tries(lang).to_owned() } else { r.attempts.join("; ") }}
                </td>
                <td data-label=text::result(lang)>
                    {r.result.map(|result| view! { <strong>{result}</strong> })}
                    {may.then(|| view! {
                        <a class="button no-print" href=format!("/uppfoljningar?sida={page}&till={}", r.id)>{text::record_try(lang)}</a>
                    })}
                    {wrong.map(|to| view! { <a class="button no-print" href=to>{text::correct_answer(lang)}</a> })}
                </td>
            </tr>
        }
    };
    view! {
        <section class="card stack" data-follow-ups=if open { "open" } else { "done" }>
            <h2 class="section-title">{title}</h2>
            <table class="table table--wrap">
                <thead>
                    <tr>
                        <th scope="col">{text::name(lang)}</th>
                        <th scope="col">{text::when_due(lang)}</th>
                        <th scope="col">{text::outcome_then(lang)}</th>
                        <th scope="col">{text::tries(lang)}</th>
                        <th scope="col">{text::result(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Try(row: FollowUp, page: u32, today: String, action: ServerAction<RecordFollowUp>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let list = |codes: &[&str], word: fn(&str, Lang) -> &'static str| -> Vec<Choice> {
        codes.iter().map(|c| Choice::new(*c, word(c, lang))).collect()
    };
    let ways = list(&["phone", "text_message", "email", "letter", "visit"], text::way);
    let results = list(&["work", "study", "other", "not_reached"], text::result_word);
    view! {
        <section class="card stack no-print">
            <h2 class="section-title"><bdi>{row.name}</bdi> " · " {text::months(row.months, lang)}</h2>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=row.person/>
                <input type="hidden" name="task" value=row.id/>
                <input type="hidden" name="key" value=row.key/>
                <input type="hidden" name="page" value=page.to_string()/>
                <Input field=Field::TriedOn kind="date" label=text::tried_on(lang) value=today error=error/>
                <Choose field=Field::How label=text::how(lang) choices=ways error=error/>
                <Choose field=Field::Result label=text::result_label(lang) hint=text::result_hint(lang) choices=results error=error/>
                <Pending pending=action.pending() label=text::try_go(lang)/>
            </ActionForm>
        </section>
    }
}

/// The answer alone: the attempt stays as it was made.
#[component]
fn Correct(row: FollowUp, page: u32, action: ServerAction<RecordFollowUp>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let results: Vec<Choice> = ["work", "study", "other", "not_reached"]
        .iter()
        .map(|c| Choice::new(*c, text::result_word(c, lang)))
        .collect();
    let was = row.correctable.unwrap_or_default();
    view! {
        <section class="card stack no-print">
            <h2 class="section-title">
                {text::correct_answer(lang)} ": " <bdi>{row.name}</bdi> " · " {text::months(row.months, lang)}
            </h2>
            <p>{text::correct_lead(lang)}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=row.person/>
                <input type="hidden" name="task" value=row.id/>
                <input type="hidden" name="was" value=was.clone()/>
                <input type="hidden" name="page" value=page.to_string()/>
                <Choose field=Field::Result label=text::result_label(lang) value=was choices=results error=error/>
                <Pending pending=action.pending() label=text::correct_go(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn Rates(rates: Vec<Rate>) -> impl IntoView {
    let lang = use_lang();
    let row = move |r: Rate| {
        view! {
            <tr>
                <th scope="row">{text::months(r.months, lang)}</th>
                <td data-label=text::of_all(lang)>{text::rate(r.onward, r.of, lang)}</td>
                <td data-label=text::not_reached_count(lang)>{r.not_reached}</td>
                <td data-label=text::still_open(lang)>{r.open}</td>
            </tr>
        }
    };
    view! {
        <section class="card stack">
            <h2 class="section-title">{text::rates_title(lang)}</h2>
            <p class="soft">{text::rates_lead(lang)}</p>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{text::months_title(lang)}</th>
                        <th scope="col">{text::of_all(lang)}</th>
                        <th scope="col">{text::not_reached_count(lang)}</th>
                        <th scope="col">{text::still_open(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rates.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}
