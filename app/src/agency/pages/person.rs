use crate::agency::api::{Changed, ConsentLine, Contact, OwnStep, Published, Record, read_agency_person};
use crate::agency::parts::Section;
use crate::agency::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Role;
use crate::plan::FrozenPlanCard;
use crate::ui::{Failed, FailedProps, PageTitle, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One person, as far as they are open to the agency.
pub struct AgencyPersonPage;

impl AgencyPersonPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
        let record = loaded(move || id.get(), read_agency_person);
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match record.await {
                        Ok(record) => Shown(ShownProps { record }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(record: Record) -> impl IntoView {
    let lang = use_lang();
    let Record {
        name,
        role,
        enrolled,
        contact,
        plan,
        consents,
        own_steps,
        extension,
    } = record;
    let partner = role == Role::Partner;
    view! {
        <StaffFrame>
            <a class="back no-print" href="/myndighet">{text::back(lang)}</a>
            <PageTitle title=name/>
            <p class="soft small">{text::logged(lang)}</p>
            {extension.map(|(href, words)| {
                let said = if href.is_empty() {
                    words.into_any()
                } else {
                    view! { <a href=href>{words}</a> }.into_any()
                };
                view! { <p class="notice">{said}</p> }
            })}
            <div class="cols cols--even">
                <div class="stack">
                    <section class="card stack" aria-labelledby="enrolled">
                        <h2 class="section-title" id="enrolled">{text::enrolled_title(lang)}</h2>
                        {if enrolled.is_empty() {
                            view! { <p class="soft">{text::not_enrolled(lang)}</p> }.into_any()
                        } else {
                            view! {
                                <ul class="list">{enrolled.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                            }
                            .into_any()
                        }}
                    </section>
                    <Section id="contact" title=text::contact_title(lang) part=contact open=|card| view! { <Card card=card/> }.into_any()/>
                    {(!partner).then(|| view! {
                        <Section id="consents" title=text::consents_title(lang) part=consents
                            open=|lines| view! { <Consents lines=lines/> }.into_any()/>
                    })}
                </div>
                <div class="stack">
                    {if partner {
                        view! {
                            <Section id="own-steps" title=text::own_steps_title(lang) part=own_steps
                                open=|steps| view! { <OwnSteps steps=steps/> }.into_any()/>
                        }
                        .into_any()
                    } else {
                        ().into_any()
                    }}
                    <Section id="plan" title=text::plan_title(lang) part=plan open=|plan| view! { <Plan plan=plan/> }.into_any()/>
                </div>
            </div>
        </StaffFrame>
    }
}

#[component]
fn Card(card: Contact) -> impl IntoView {
    let lang = use_lang();
    let line = move |title: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <div>
                    <dt>{title}</dt>
                    <dd><bdi>{value}</bdi></dd>
                </div>
            }
        })
    };
    if card == Contact::default() {
        return view! { <p class="soft">{text::none_given(lang)}</p> }.into_any();
    }
    view! {
        <dl class="definition">
            {line(text::phone(lang), card.phone)}
            {line(text::email(lang), card.email)}
            {line(text::address(lang), card.address)}
            {line(text::language(lang), card.language)}
        </dl>
        {card.interpreter.then(|| view! { <p>{text::interpreter(lang)}</p> })}
    }
    .into_any()
}

#[component]
fn Plan(plan: Published) -> impl IntoView {
    let lang = use_lang();
    view! {
        <p>{plan.since}</p>
        {(!plan.message.is_empty()).then(|| view! {
            <p class="notice"><span class="soft">{text::message(lang)} ": "</span><bdi>{plan.message}</bdi></p>
        })}
        <FrozenPlanCard plan=plan.latest/>
        {(!plan.steps_of_change.is_empty()).then(|| view! {
            <h3 class="section-title">{text::changes_title(lang)}</h3>
            {plan.steps_of_change.into_iter().map(|changed| view! { <Change changed=changed/> }).collect_view()}
        })}
    }
}

#[component]
fn Change(changed: Changed) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="stack stack--tight">
            <h4>
                {changed.day}
                {changed.news.then(|| view! { " " <span class="chip chip--done">{text::news(lang)}</span> })}
            </h4>
            {if changed.changes.is_empty() {
                view! { <p class="soft">{text::no_changes(lang)}</p> }.into_any()
            } else {
                view! {
                    <ul class="list">
                        {changed.changes.into_iter().map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </div>
    }
}

#[component]
fn Consents(lines: Vec<ConsentLine>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <ul class="list">
            {lines
                .into_iter()
                .map(|line| view! {
                    <li>
                        <p>{line.what}</p>
                        <p class="soft small">
                            {text::consent_why(lang)} ": " {line.why} ". " {text::consent_from(lang)} " " {line.from} ". "
                            {text::consent_until(lang)} " " {line.until.unwrap_or_else(|| text::while_enrolled(lang).to_owned())} "."
                        </p>
                    </li>
                })
                .collect_view()}
        </ul>
    }
}

#[component]
fn OwnSteps(steps: Vec<OwnStep>) -> impl IntoView {
    let lang = use_lang();
    if steps.is_empty() {
        return view! { <p class="soft">{text::no_own_steps(lang)}</p> }.into_any();
    }
    view! {
        <ul class="list">
            {steps
                .into_iter()
                .map(|step| view! {
                    <li>
                        <p><b><bdi>{step.title}</bdi></b></p>
                        <p class="soft small">{step.status} " " {step.when}</p>
                        {(!step.why.is_empty()).then(|| view! { <p><bdi>{step.why}</bdi></p> })}
                    </li>
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}
