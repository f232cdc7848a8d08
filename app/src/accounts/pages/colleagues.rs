use crate::accounts::assign_api::{
    AddColleague, ChangeCoach, Colleague, Colleagues, EndAssignment, read_colleagues,
};
use crate::accounts::text;
use crate::frame::StaffFrame;
use crate::kernel::Choice;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{
    Choose, Done, ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, error_of,
    loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Who works with a participant, and who has.
pub struct ColleaguesPage;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Doing {
    coach: ServerAction<ChangeCoach>,
    add: ServerAction<AddColleague>,
    end: ServerAction<EndAssignment>,
}

impl ColleaguesPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let doing = Doing {
            coach: ServerAction::new(),
            add: ServerAction::new(),
            end: ServerAction::new(),
        };
        let coach_settled = settled(doing.coach);
        let add_settled = settled(doing.add);
        let end_settled = settled(doing.end);
        let answered = move || coach_settled.get() + add_settled.get() + end_settled.get();
        let colleagues = loaded(
            move || (params.read().get("id").unwrap_or_default(), answered()),
            |(id, _)| read_colleagues(id),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match colleagues.await {
                        Ok(colleagues) => Shown(ShownProps { colleagues, doing }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(colleagues: Colleagues, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let Colleagues {
        person,
        name,
        number,
        enrolled,
        coach_was,
        current,
        past,
        coaches,
        others,
        today,
    } = colleagues;
    let nobody = current.is_empty();
    let open: Vec<Choice> = current
        .iter()
        .map(|c| Choice {
            value: c.id.clone(),
            words: format!("{}, {} · {}", c.name, c.kind, c.days),
        })
        .collect();
    let over = text::of_person(&name, &number);
    view! {
        <StaffFrame>
            <PageTitle title=text::colleagues_title(lang) over=over/>
            <section class="card stack">
                <h2 class="section-title">{text::current(lang)}</h2>
                {nobody.then(|| view! { <p class="soft">{text::nobody_current(lang)}</p> })}
                {(!nobody).then(|| view! { <Table rows=current/> })}
                {(!open.is_empty()).then(|| view! { <EndForm person=person.clone() open=open action=doing.end/> })}
            </section>
            {if enrolled {
                view! {
                    <div class="cols cols--even no-print">
                        <CoachForm person=person.clone() was=coach_was coaches=coaches today=today.clone() action=doing.coach/>
                        <AddForm person=person others=others today=today action=doing.add/>
                    </div>
                }
                .into_any()
            } else {
                view! { <p class="notice">{text::not_enrolled(lang)}</p> }.into_any()
            }}
            {(!past.is_empty()).then(|| view! {
                <section class="card stack">
                    <h2 class="section-title">{text::past(lang)}</h2>
                    <Table rows=past/>
                </section>
            })}
        </StaffFrame>
    }
}

#[component]
fn Table(rows: Vec<Colleague>) -> impl IntoView {
    let lang = use_lang();
    let row = move |c: Colleague| {
        view! {
            <tr>
                <th scope="row">
                    <bdi>{c.name}</bdi>
                    {c.closed.then(|| view! { " " <span class="chip chip--late">{text::account_closed(lang)}</span> })}
                </th>
                <td data-label=text::task(lang)>{c.kind}</td>
                <td data-label=text::days_title(lang)>{c.days}</td>
                <td data-label=text::reason(lang)>{c.reason.unwrap_or_else(|| text::none(lang).to_owned())}</td>
            </tr>
        }
    };
    view! {
        <table class="table table--wrap">
            <thead>
                <tr>
                    <th scope="col">{text::name(lang)}</th>
                    <th scope="col">{text::task(lang)}</th>
                    <th scope="col">{text::days_title(lang)}</th>
                    <th scope="col">{text::reason(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn CoachForm(
    person: String,
    was: String,
    coaches: Vec<Choice>,
    today: String,
    action: ServerAction<ChangeCoach>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack">
            <h2 class="section-title">{text::new_coach(lang)}</h2>
            <p>{text::new_coach_lead(lang)}</p>
            <Done action=action/>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <input type="hidden" name="was" value=was/>
                <Choose field=Field::Coach label=text::coach(lang) choices=coaches error=error/>
                <Input field=Field::ValidFrom kind="date" label=text::valid_from(lang) value=today error=error/>
                <Input field=Field::Reason label=text::reason(lang) hint=text::reason_hint(lang) error=error/>
                <Pending pending=action.pending() label=text::new_coach_go(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn AddForm(
    person: String,
    others: Vec<(String, Vec<Choice>)>,
    today: String,
    action: ServerAction<AddColleague>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack">
            <h2 class="section-title row"><Icon name=IconName::Plus/>{text::add_colleague(lang)}</h2>
            <Done action=action/>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <Choose field=Field::Colleague label=text::colleague(lang) choices=others error=error/>
                <Input field=Field::When kind="date" label=text::valid_from(lang) value=today error=error/>
                <Input field=Field::Until kind="date" label=text::valid_to(lang) hint=text::until_hint(lang) error=error/>
                <Input field=Field::Words label=text::reason(lang) hint=text::reason_hint(lang) error=error/>
                <Pending pending=action.pending() label=text::add_role_go(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn EndForm(person: String, open: Vec<Choice>, action: ServerAction<EndAssignment>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <Done action=action/>
        <details class="disclosure no-print" open=refused>
            <summary>{text::end_assignment(lang)}</summary>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <Choose field=Field::Assignment label=text::assignment(lang) choices=open error=error/>
                <Input field=Field::LastDay kind="date" label=text::last_day(lang) hint=text::end_assignment_hint(lang) error=error/>
                <Pending pending=action.pending() label=text::end_assignment_go(lang)/>
            </ActionForm>
        </details>
    }
}
