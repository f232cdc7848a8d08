use crate::exit::api::{ExitPage as Page, Filled as Fields, RecordExit, ReopenExit, read_exit};
use crate::exit::text;
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

/// The exit of a person: recorded, corrected, taken back.
pub struct ExitPage;

impl ExitPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let record = ServerAction::<RecordExit>::new();
        let reopen = ServerAction::<ReopenExit>::new();
        let record_settled = settled(record);
        let reopen_settled = settled(reopen);
        let page = loaded(
            move || {
                (
                    params.read().get("id").unwrap_or_default(),
                    record_settled.get() + reopen_settled.get(),
                )
            },
            |(id, _)| read_exit(id),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => Shown(ShownProps { page, record, reopen }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(page: Page, record: ServerAction<RecordExit>, reopen: ServerAction<ReopenExit>) -> impl IntoView {
    let lang = use_lang();
    let Page {
        person,
        name,
        number,
        programme,
        since,
        open,
        may_write,
        reopen_until,
        outcomes,
        ends,
        filled,
        was,
        history,
        earlier,
        key,
        reopen_key,
    } = page;
    let back = format!("/deltagare/{person}");
    let reopen_error = error_of(reopen);
    let reopened = person.clone();
    let lines = |lines: Vec<String>| {
        lines
            .into_iter()
            .map(|line| view! { <li><bdi>{line}</bdi></li> })
            .collect_view()
    };
    view! {
        <StaffFrame>
            <a class="back no-print" href=back>{text::back(lang)}</a>
            <PageTitle title=text::title(lang) over=format!("{name} · {number}")/>
            <p><bdi>{programme}</bdi> ". " {since}</p>
            <Done action=record/>
            <Done action=reopen/>
            <div class="cols cols--even">
                <div class="stack">
                    {if may_write {
                        view! { <Form person=person open=open outcomes=outcomes ends=ends filled=filled was=was key=key action=record/> }.into_any()
                    } else {
                        view! { <p class="notice">{text::read_only(lang)}</p> }.into_any()
                    }}
                </div>
                <div class="stack">
                    {(!history.is_empty()).then(|| view! {
                        <section class="card stack">
                            <h2 class="section-title">{text::history(lang)}</h2>
                            <ul class="list">{lines(history)}</ul>
                        </section>
                    })}
                    {reopen_until.map(|until| view! {
                        <section class="card stack no-print">
                            <h2 class="section-title">{text::reopen_title(lang)}</h2>
                            <p>{text::reopen_lead(lang)}</p>
                            <p class="soft">{text::reopen_until(&until, lang)}</p>
                            <ErrorSummary error=reopen_error/>
                            <ActionForm action=reopen attr:class="stack">
                                <input type="hidden" name="id" value=reopened/>
                                <input type="hidden" name="key" value=reopen_key/>
                                <Pending pending=reopen.pending() label=text::reopen_go(lang)/>
                            </ActionForm>
                        </section>
                    })}
                    {(!earlier.is_empty()).then(|| view! {
                        <section class="card stack">
                            <h2 class="section-title">{text::earlier(lang)}</h2>
                            <ul class="list">{lines(earlier)}</ul>
                        </section>
                    })}
                </div>
            </div>
        </StaffFrame>
    }
}

#[component]
fn Form(
    person: String,
    open: bool,
    outcomes: Vec<Choice>,
    ends: Vec<String>,
    filled: Fields,
    was: i32,
    key: String,
    action: ServerAction<RecordExit>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let lasts = vec![
        Choice::new("ja", text::yes(lang)),
        Choice::new("nej", text::no(lang)),
    ];
    let Fields {
        outcome,
        ended_on,
        starts_on,
        extent,
        lasts: expected,
    } = filled;
    view! {
        <section class="card stack">
            <h2 class="section-title">{if open { text::form_title(lang) } else { text::correct_title(lang) }}</h2>
            {if open {
                view! {
                    <div class="notice">
                        <p class="row"><Icon name=IconName::Warning/><strong>{text::ends_title(lang)}</strong></p>
                        <ul class="list">
                            {ends.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                            <li>{text::follow_ups_made(lang)}</li>
                            <li>{text::plan_stays(lang)}</li>
                        </ul>
                    </div>
                }
                .into_any()
            } else {
                view! { <p>{text::correct_lead(lang)}</p> }.into_any()
            }}
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=person/>
                <input type="hidden" name="key" value=key/>
                <input type="hidden" name="was" value=was.to_string()/>
                <Choose field=Field::Outcome label=text::outcome_label(lang) value=outcome choices=outcomes error=error/>
                <Input field=Field::EndedOn kind="date" label=text::ended_on(lang) value=ended_on error=error/>
                <Input field=Field::StartsOn kind="date" label=text::starts_on(lang) hint=text::only_work(lang) value=starts_on
                    error=error/>
                <Input field=Field::Extent label=text::extent(lang) hint=text::only_work(lang) inputmode="numeric" value=extent
                    error=error/>
                <Choose field=Field::Lasts label=text::lasts(lang) hint=text::only_work(lang) value=expected choices=lasts error=error/>
                <Pending pending=action.pending() label=if open { text::go(lang) } else { text::correct_go(lang) }/>
            </ActionForm>
        </section>
    }
}
