use crate::attendance::{self, StampCard};
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::plan::{SetActivityStatus, StatusChanged, StepCard};
use crate::promise::PromiseList;
use crate::today::api::{Place, Today, read_today};
use crate::today::parts::TimeLine;
use crate::today::text;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, loaded, settled};
use leptos::prelude::*;

/// Idag: check in or today's stamp, the next step, the time left.
#[component]
pub fn TodayPage() -> impl IntoView {
    let status = ServerAction::<SetActivityStatus>::new();
    let status_settled = settled(status);
    let day = loaded(move || status_settled.get(), |_| read_today());
    view! {
        <ParticipantFrame tab=Tab::Today>
            <Transition>
                {move || Suspend::new(async move {
                    match day.await {
                        Ok(day) => Shown(ShownProps { day, status }).into_any(),
                        Err(error) => Failed(FailedProps { error }).into_any(),
                    }
                })}
            </Transition>
            <StatusChanged action=status/>
        </ParticipantFrame>
    }
}

#[component]
fn Shown(day: Today, status: ServerAction<SetActivityStatus>) -> impl IntoView {
    let lang = use_lang();
    let Today {
        given_name,
        day,
        place,
        coach,
        next_step,
        time_left,
        promises,
        moved,
    } = day;
    let lead = coach.as_deref().map_or_else(
        || text::sit_down(lang).to_owned(),
        |coach| text::knows(coach, lang),
    );
    let place = match place {
        Place::Stamped(stamp) => view! { <StampCard stamp=stamp lead=lead/> }.into_any(),
        Place::Open { centre } => view! {
            <div class="stack">
                <a class="button button--act button--big" href="/checka-in">
                    <Icon name=IconName::Pin/>
                    <span>{attendance::here_word(lang)}</span>
                </a>
                <p class="soft">{centre}</p>
            </div>
        }
        .into_any(),
        Place::Closed { centre } => view! {
            <div class="card card--quiet empty">
                <h2>{text::closed(lang)}</h2>
                <p>{centre} ". " {text::closed_more(lang)}</p>
            </div>
        }
        .into_any(),
        Place::NotEnrolled => view! {
            <div class="card card--quiet empty">
                <h2>{text::not_enrolled(lang)}</h2>
                <p>{text::not_enrolled_more(lang)}</p>
            </div>
        }
        .into_any(),
    };
    let step = match next_step {
        Some(step) => view! {
            <ul class="steps"><StepCard step=step action=status next="/idag"/></ul>
        }
        .into_any(),
        None => view! {
            <div class="card card--quiet stack">
                <p class="soft">{text::no_step(lang)}</p>
                <a class="button" href="/min-plan">{text::to_plan(lang)}</a>
            </div>
        }
        .into_any(),
    };
    view! {
        <PageTitle title=text::hello(&given_name, lang) over=day/>
        {moved.map(|moved| view! {
            <div class="notice">
                <Icon name=IconName::Pin/>
                <div>
                    <p><strong><bdi>{moved.words}</bdi></strong></p>
                    <p><bdi>{moved.coach}</bdi></p>
                    <p><a href="/flytt">{text::to_move(lang)}</a></p>
                </div>
            </div>
        })}
        {place}
        <section>
            <h2 class="section-title">{text::next_step(lang)}</h2>
            {step}
        </section>
        <PromiseList lines=promises/>
        {time_left.map(|time| view! { <TimeLine time=time/> })}
    }
}
