use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::plan::parts::{FrozenPlanCard, reach};
use crate::plan::sharing::api::{PublishPlan, SharePage, SharedNow, StopSharing, read_share_page};
use crate::plan::sharing::text as words;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Icon, IconName, PageTitle, Pending, TextArea, error_of, loaded,
    settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One agency: what it has, what it would see, and the two presses that share and stop.
pub struct SharePlanPage;

impl SharePlanPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let agency = Memo::new(move |_| params.read().get("agency").unwrap_or_default());
        let publish = ServerAction::<PublishPlan>::new();
        let stop = ServerAction::<StopSharing>::new();
        let publish_settled = settled(publish);
        let stop_settled = settled(stop);
        let page = loaded(
            move || (agency.get(), publish_settled.get(), stop_settled.get()),
            |(agency, ..)| read_share_page(agency),
        );
        view! {
            <ParticipantFrame tab=Tab::Plan>
                <Transition>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok(page) => Shown(ShownProps { page, publish, stop }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
            </ParticipantFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(
    page: SharePage,
    publish: ServerAction<PublishPlan>,
    stop: ServerAction<StopSharing>,
) -> impl IntoView {
    let lang = use_lang();
    let SharePage {
        party,
        consented,
        known,
        preview,
        hash,
        key,
        now,
        history,
    } = page;
    let error = error_of(publish);
    let stop_error = error_of(stop);
    let empty = preview.steps.is_empty()
        && preview.want.is_empty()
        && preview.good_at.is_empty()
        && preview.need.is_empty();
    let shared = now.is_some();
    let may_publish = consented && !empty && now.as_ref().is_none_or(|n| !n.changes.is_empty());
    let message = now.as_ref().map(|n| n.message.clone()).unwrap_or_default();
    let code = party.code.clone();
    let publish_to = code.clone();
    view! {
        <a class="back" href="/min-plan">{words::back(lang)}</a>
        <PageTitle title=words::share_with(&party.name, lang)/>
        <ErrorSummary error=error/>
        <ErrorSummary error=stop_error/>
        {now.map(|now| view! { <Now now=now/> })}
        {(!consented).then(|| view! {
            <div class="notice">
                <p><b>{words::needs_consent(lang)}</b></p>
                <p>{words::needs_consent_more(lang)}</p>
                <p><a class="button" href="/samtycke">{words::to_consent(lang)}</a></p>
            </div>
        })}
        {(consented && !known && !shared).then(|| view! {
            <div class="notice">
                <p>{words::not_known(lang)}</p>
                <p><a class="button" href="/samtycke">{words::to_consent(lang)}</a></p>
            </div>
        })}
        {if empty {
            view! { <p class="card card--quiet soft">{words::empty(lang)}</p> }.into_any()
        } else if consented {
            view! {
                <section class="stack" aria-labelledby="seen">
                    <h2 class="section-title" id="seen">{words::what_they_see(lang)}</h2>
                    <p>{words::what_they_see_more(lang)}</p>
                    <FrozenPlanCard plan=preview/>
                </section>
            }
            .into_any()
        } else {
            ().into_any()
        }}
        {may_publish.then(|| view! {
            <ActionForm action=publish attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="key" value=key/>
                <input type="hidden" name="agency" value=publish_to/>
                <input type="hidden" name="hash" value=hash/>
                <TextArea field=Field::Words label=words::message(lang) value=message error=error/>
                <Pending pending=publish.pending() label=if shared { words::go_anew(lang) } else { words::go(lang) }/>
            </ActionForm>
        })}
        {shared.then(|| view! {
            <details class="disclosure">
                <summary>{words::stop(lang)}</summary>
                <p>{words::stop_more(lang)}</p>
                <ActionForm action=stop>
                    <input type="hidden" name="agency" value=code/>
                    <button type="submit" class="button">{words::stop_go(lang)}</button>
                </ActionForm>
            </details>
        })}
        {(!history.is_empty()).then(|| view! {
            <section>
                <h2 class="section-title">{words::history(lang)}</h2>
                <ul class="list card">{history.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </section>
        })}
    }
}

/// What the agency has now, and what has changed since.
#[component]
fn Now(now: SharedNow) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack stack--tight" aria-labelledby="shared-now">
            <h2 class="row" id="shared-now"><Icon name=IconName::Eye/><span>{words::shared_now(lang)}</span></h2>
            <p>{now.since} ". " {now.read.unwrap_or_else(|| words::unread(lang).to_owned())}</p>
            {reach(now.reach).map(|word| view! { <p class="notice">{word(lang)}</p> })}
            {(!now.message.is_empty()).then(|| view! {
                <p><span class="soft">{words::your_message(lang)} ": "</span><bdi>{now.message}</bdi></p>
            })}
            {if now.changes.is_empty() {
                view! { <p>{words::same(lang)}</p> }.into_any()
            } else {
                view! {
                    <h3 class="section-title">{words::since_then(lang)}</h3>
                    <ul class="list">
                        {now.changes.into_iter().map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
}
