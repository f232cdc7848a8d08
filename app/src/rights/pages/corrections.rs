use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::rights::About;
use crate::rights::api::{Chosen, Correction, Corrections, JudgeCorrection, Now, read_corrections};
use crate::rights::parts::{Asked, Choice};
use crate::rights::text;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, TextArea, error_of, loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Rättelser: what participants ask to have put right, for the manager to judge.
pub struct CorrectionsPage;

impl CorrectionsPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let chosen = Memo::new(move |_| query.read().get("id").unwrap_or_default());
        let judge = ServerAction::<JudgeCorrection>::new();
        let judge_settled = settled(judge);
        let list = loaded(
            move || (chosen.get(), judge_settled.get()),
            |(chosen, _)| read_corrections(chosen),
        );
        view! {
            <StaffFrame>
                <Transition>
                    {move || Suspend::new(async move {
                        match list.await {
                            Ok(list) => Shown(ShownProps { list, judge }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
            </StaffFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(list: Corrections, judge: ServerAction<JudgeCorrection>) -> impl IntoView {
    let lang = use_lang();
    let (waiting, judged): (Vec<Correction>, Vec<Correction>) =
        list.rows.into_iter().partition(|r| r.judged.is_none());
    let none = waiting.is_empty();
    let group = move |title: &'static str, rows: Vec<Correction>, open: bool| {
        view! {
            <section class="stack">
                <h2 class="section-title">{title} " · " {rows.len()}</h2>
                {rows
                    .into_iter()
                    .map(|row| {
                        let href = format!("/rattelser?id={}", row.id);
                        view! {
                            <article class="card stack">
                                <Asked correction=row named=true/>
                                {open.then(|| view! { <a class="button" href=href>{text::open(lang)}</a> })}
                            </article>
                        }
                    })
                    .collect_view()}
            </section>
        }
    };
    view! {
        <PageTitle title=text::corrections_title(lang)/>
        <div class="cols cols--even">
            <div class="stack">
                {none.then(|| view! {
                    <div class="card card--quiet empty">
                        <h2>{text::none_waiting(lang)}</h2>
                        <p>{text::none_waiting_more(lang)}</p>
                    </div>
                })}
                {(!none).then(|| group(text::corrections_waiting(lang), waiting, true))}
            </div>
            <div class="stack">
                {list.chosen.filter(|c| c.correction.judged.is_none()).map(|chosen| view! { <Judge chosen=chosen judge=judge/> })}
                {(!judged.is_empty()).then(|| group(text::corrections_judged(lang), judged, false))}
            </div>
        </div>
    }
}

#[component]
fn Judge(chosen: Chosen, judge: ServerAction<JudgeCorrection>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(judge);
    let Chosen { correction, now } = chosen;
    let (id, about) = (correction.id.clone(), correction.about);
    view! {
        <section class="card stack" aria-labelledby="judge">
            <h2 class="section-title" id="judge">{text::judge(lang)}</h2>
            <Asked correction=correction named=true/>
            <ErrorSummary error=error/>
            <ActionForm action=judge attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="correction" value=id/>
                <Choice field=Field::Accept legend=text::decide_what(lang)
                    options=vec![("yes", text::accept(lang)), ("no", text::decline(lang))] error=error/>
                <p class="soft">{if about.by_app() { text::app_writes(lang) } else { text::hand_writes(lang) }}</p>
                {what_is_written(about, now, error)}
                <TextArea field=Field::Answer label=text::answer_label(lang) value="" error=error/>
                <p class="soft small">{text::answer_hint(lang)}</p>
                <Pending pending=judge.pending() label=text::judge(lang)/>
            </ActionForm>
        </section>
    }
}

/// The fields that the app writes when it is accepted, with what stands now.
fn what_is_written(about: About, now: Now, error: Signal<Option<crate::kernel::AppError>>) -> AnyView {
    let lang = use_lang();
    match about {
        About::Name => view! {
            <Input field=Field::GivenName label=text::given_name(lang) value=now.given_name error=error/>
            <Input field=Field::FamilyName label=text::family_name(lang) value=now.family_name error=error/>
        }
        .into_any(),
        About::BirthYear => view! {
            <Input field=Field::BirthYear label=text::birth_year(lang) value=now.birth_year error=error/>
        }
        .into_any(),
        About::Contact => view! {
            <Input field=Field::Phone label=text::phone(lang) value=now.phone error=error/>
            <Input field=Field::Email label=text::email(lang) value=now.email error=error/>
            {if now.protected {
                view! { <p class="notice">{text::no_address(lang)}</p> }.into_any()
            } else {
                view! {
                    <Input field=Field::Street label=text::street(lang) value=now.street error=error/>
                    <Input field=Field::PostalCode label=text::postal_code(lang) value=now.postal_code error=error/>
                    <Input field=Field::Town label=text::town(lang) value=now.town error=error/>
                }
                .into_any()
            }}
        }
        .into_any(),
        _ => ().into_any(),
    }
}
