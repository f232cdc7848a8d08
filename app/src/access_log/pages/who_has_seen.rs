use crate::access_log::api::{AskAboutRead, Day, HaveReadAnswers, WhoHasSeen, who_has_seen_me};
use crate::access_log::parts::{EmergencyCard, EntryLine};
use crate::access_log::text;
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Icon, IconName, PageTitle, Pending, PrintButton, error_of, loaded,
    settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Vem har sett mig: who, when, what, why, and a way to question it (G6).
pub struct WhoHasSeenPage;

impl WhoHasSeenPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let month = Memo::new(move |_| query.read().get("manad").unwrap_or_default());
        let asking = Memo::new(move |_| query.read().get("fraga").unwrap_or_default());
        let ask = ServerAction::<AskAboutRead>::new();
        let read = ServerAction::<HaveReadAnswers>::new();
        let ask_settled = settled(ask);
        let read_settled = settled(read);
        let versions = move || (month.get(), ask_settled.get(), read_settled.get());
        let seen = loaded(versions, |(month, ..)| who_has_seen_me(month));
        view! {
            <ParticipantFrame tab=Tab::More>
                <Transition>
                    {move || {
                        let asking = asking.get();
                        Suspend::new(async move {
                            match seen.await {
                                Ok(seen) => Shown(ShownProps { seen, asking, ask, read }).into_any(),
                                Err(error) => Failed(FailedProps { error }).into_any(),
                            }
                        })
                    }}
                </Transition>
            </ParticipantFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(
    seen: WhoHasSeen,
    asking: String,
    ask: ServerAction<AskAboutRead>,
    read: ServerAction<HaveReadAnswers>,
) -> impl IntoView {
    let lang = use_lang();
    let WhoHasSeen {
        month,
        month_name,
        earlier,
        later,
        in_force,
        ended,
        days,
        unread,
        printed,
    } = seen;
    let none = days.is_empty() && ended.is_empty();
    let way = |to: Option<(String, String)>| {
        to.map(|(code, name)| {
            view! { <a class="button" href=format!("/vem-har-sett?manad={code}")>{name}</a> }
        })
    };
    let of_day = {
        let month = month.clone();
        move |day: Day| {
            OneDay(OneDayProps {
                day,
                month: month.clone(),
                asking: asking.clone(),
                ask,
            })
        }
    };
    view! {
        <a class="back" href="/mer">"‹ " {text::back(lang)}</a>
        <PageTitle title=text::title(lang)/>
        <p class="print-only">{printed}</p>
        <p>{text::lead(lang)} " " {text::lead_more(lang)}</p>
        {in_force.into_iter().map(|emergency| view! { <EmergencyCard title=text::in_force(lang) emergency=emergency now=true/> }).collect_view()}
        {(unread > 0).then(|| view! {
            <div class="notice notice--done no-print">
                <Icon name=IconName::Question/>
                <div class="grow stack">
                    <p><strong>{text::new_answer(lang)}</strong></p>
                    <ActionForm action=read>
                        <input type="hidden" name="month" value=month.clone()/>
                        <Pending pending=read.pending() label=text::have_read(lang)/>
                    </ActionForm>
                </div>
            </div>
        })}
        <ErrorSummary error=error_of(ask)/>
        <h2 class="section-title">{month_name}</h2>
        {none.then(|| view! {
            <div class="card card--quiet empty">
                <h3>{text::nobody(lang)}</h3>
                <p>{text::nobody_more(lang)}</p>
            </div>
        })}
        {ended.into_iter().map(|emergency| view! { <EmergencyCard title=text::ended(lang) emergency=emergency now=false/> }).collect_view()}
        {days.into_iter().map(of_day).collect_view()}
        <nav class="pager" aria-label=text::months(lang)>
            {way(earlier)}
            {way(later)}
        </nav>
        <PrintButton/>
    }
}

#[component]
fn OneDay(day: Day, month: String, asking: String, ask: ServerAction<AskAboutRead>) -> impl IntoView {
    let lang = use_lang();
    let Day { title, opened, lists } = day;
    let count = lists.len();
    // What is asked about is shown, wherever it stands.
    let open = lists.iter().any(|e| e.id == asking || e.question.is_some());
    let line = move |entry| {
        view! { <EntryLine entry=entry month=month.clone() asking=asking.clone() action=ask/> }
    };
    view! {
        <section class="stack">
            <h3 class="section-title">{title}</h3>
            {(!opened.is_empty()).then(|| view! {
                <ul class="card list">{opened.into_iter().map(&line).collect_view()}</ul>
            })}
            {(count > 0).then(|| view! {
                <details class="disclosure" open=open>
                    <summary>{text::in_lists(lang)} " · " {count}</summary>
                    <ul class="list">{lists.into_iter().map(&line).collect_view()}</ul>
                </details>
            })}
        </section>
    }
}
