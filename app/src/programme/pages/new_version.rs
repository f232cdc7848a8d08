use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, Choice};
use crate::programme::api::{MakeVersion, NewVersion, begin_version};
use crate::programme::parts::{Boxes, Form, Line, Lines, Pick, Tick};
use crate::programme::text;
use crate::ui::{ErrorSummary, Failed, FailedProps, PageTitle, Pending, error_of, loaded};
use domain::programme::{
    Condition, EntryGroup, ExtensionKey, Outcome, QuotaPeriod, RuleError, RulePlace as P, RuleRefusal,
    TargetDenominator,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

const TEXT: &str = "field__input";

/// The form of a new version, filled in from the latest.
pub struct NewVersionPage;

impl NewVersionPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let code = Memo::new(move |_| params.read().get("code").unwrap_or_default());
        let form = loaded(move || code.get(), begin_version);
        let make = ServerAction::<MakeVersion>::new();
        view! {
            <StaffFrame>
                <a class="back" href=move || format!("/program/{}", code.get())>{text::back_to_one(use_lang())}</a>
                <Suspense>
                    {move || Suspend::new(async move {
                        match form.await {
                            Ok(form) => Shown(ShownProps { form, action: make }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </StaffFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(form: NewVersion, action: ServerAction<MakeVersion>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let NewVersion {
        code,
        name,
        key,
        fields,
        entry_rows,
        target_rows,
        agencies,
        earliest,
    } = form;
    let made_from = fields.get("made_from").cloned().unwrap_or_default();
    let f = Form {
        fields: Arc::new(fields),
        error,
    };
    let stale = f.clone();
    let stale_code = code.clone();
    let stale_from = made_from.clone();
    let entries = (0..entry_rows)
        .map(|n| view! { <EntryRow form=f.clone() n=n agencies=agencies.clone()/> })
        .collect_view();
    let targets = (0..target_rows)
        .map(|n| view! { <TargetRow form=f.clone() n=n/> })
        .collect_view();
    let conditions = Condition::ALL
        .map(|c| (c.code(), text::condition(c, lang)))
        .to_vec();
    let keys = ExtensionKey::ALL.map(|k| (k.code(), text::key(k, lang))).to_vec();
    let outcomes = Outcome::ALL
        .map(|o| (o.code(), text::outcome_word(o, lang)))
        .to_vec();
    let heading = |words: &'static str| view! { <h2 class="section-title">{words}</h2> };
    view! {
        <PageTitle title=text::new_version(lang) over=name/>
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <p>{text::new_lead(lang)}</p>
            <input type="hidden" name="code" value=code/>
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="form[made_from]" value=made_from/>
            <div class="card stack">
                {heading(text::ages(lang))}
                <Line form=f.clone() at=P::AgeFrom label=text::age_from(lang)/>
                <Line form=f.clone() at=P::AgeBelow label=text::age_below(lang)/>
                <Lines form=f.clone() at=P::TargetGroup label=text::target_group(lang) hint=text::one_a_line(lang)/>
                <Boxes form=f.clone() at=P::Conditions label=text::conditions(lang) choices=conditions/>
            </div>
            <div class="card stack">
                {heading(text::entries(lang))}
                <p class="soft small">{text::entries_hint(lang)}</p>
                {entries}
                <Line form=f.clone() at=P::Capacity label=text::capacity(lang)/>
            </div>
            <div class="card stack">
                {heading(text::promises(lang))}
                <Line form=f.clone() at=P::FirstMeeting label=text::first_meeting(lang)/>
                <Line form=f.clone() at=P::TalksOffered label=text::talks_offered(lang)/>
                <Line form=f.clone() at=P::TalksWithin label=text::talks_within(lang)/>
                <Line form=f.clone() at=P::OfferWithin label=text::offer_within(lang)/>
                <Line form=f.clone() at=P::ContactWithin label=text::contact_within(lang)/>
            </div>
            <div class="card stack">
                {heading(text::term(lang))}
                <Line form=f.clone() at=P::TermMonths label=text::term_months(lang)/>
                <Boxes form=f.clone() at=P::ExtensionKeys label=text::extension(lang) choices=keys/>
                <Lines form=f.clone() at=P::Steps label=text::steps(lang) hint=text::one_a_line(lang)/>
                <Boxes form=f.clone() at=P::Outcomes label=text::outcomes(lang) choices=outcomes/>
            </div>
            <div class="card stack">
                {heading(text::targets(lang))}
                {targets}
            </div>
            <div class="card stack">
                {heading(text::new_version(lang))}
                <Line form=f.clone() at=P::ValidFrom kind="date" class=TEXT label=text::valid_from(lang)
                    hint=text::earliest(&earliest, lang)/>
                <Line form=f.clone() at=P::Source inputmode="text" class=TEXT label=text::source(lang) hint=text::source_hint(lang)/>
                <Lines form=f.clone() at=P::Reason label=text::reason(lang) hint=text::reason_hint(lang)/>
                <Stale form=stale code=stale_code made_from=stale_from/>
                <Pending pending=action.pending() label=text::save(lang)/>
            </div>
        </ActionForm>
    }
}

/// Somebody else made a version meanwhile: what differs, and a box to say that it was seen.
#[component]
fn Stale(form: Form, code: String, made_from: String) -> impl IntoView {
    let lang = use_lang();
    let error = form.error;
    let said: Option<u32> = form.fields.get("builds_on").and_then(|n| n.parse().ok());
    // Once told it stays, whatever the next try says.
    let latest = Memo::new(move |before: Option<&Option<u32>>| match error.get() {
        Some(AppError::Programme(RuleError {
            why: RuleRefusal::Stale { latest },
            ..
        })) => Some(latest),
        _ => before.copied().flatten().or(said),
    });
    move || {
        let (code, made_from) = (code.clone(), made_from.clone());
        latest.get().map(|n| {
            view! {
                <div class="notice notice--error stack">
                    <p>
                        <a href=format!("/program/{code}?fran={made_from}&till={n}") target="_blank" rel="noopener">
                            {text::stale_look(lang)}
                        </a>
                    </p>
                    <label class="check">
                        <input type="checkbox" name="form[builds_on]" value=n checked=said == Some(n)/>
                        <span>{text::stale_yes(lang)}</span>
                    </label>
                </div>
            }
        })
    }
}

#[component]
fn EntryRow(form: Form, n: u8, agencies: Vec<Choice>) -> impl IntoView {
    let lang = use_lang();
    let groups = EntryGroup::ALL
        .map(|g| Choice::new(g.code(), text::entry_group(g, lang)))
        .to_vec();
    let periods = QuotaPeriod::ALL
        .map(|p| Choice::new(p.code(), text::period(p, lang)))
        .to_vec();
    view! {
        <fieldset class="rule-row">
            <legend>{text::entry_row(n, lang)}</legend>
            <Pick form=form.clone() at=P::EntryAgency(n) label=text::agency(lang) choices=agencies/>
            <Pick form=form.clone() at=P::EntryGroup(n) label=text::group(lang) choices=groups/>
            <Line form=form.clone() at=P::EntryQuota(n) label=text::quota(lang)/>
            <Pick form=form.clone() at=P::EntryPer(n) label=text::per(lang) choices=periods/>
            <Line form=form.clone() at=P::EntryWhile(n) label=text::while_new(lang)/>
            <Tick form=form name=format!("entry_drop_{n}") label=text::drop_row(lang)/>
        </fieldset>
    }
}

#[component]
fn TargetRow(form: Form, n: u8) -> impl IntoView {
    let lang = use_lang();
    let of = TargetDenominator::ALL
        .map(|t| Choice::new(t.code(), text::denominator(t, lang)))
        .to_vec();
    view! {
        <fieldset class="rule-row">
            <legend>{text::target_row(n, lang)}</legend>
            <Line form=form.clone() at=P::TargetPercent(n) label=text::target_percent(lang)/>
            <Pick form=form.clone() at=P::TargetOf(n) label=text::target_of(lang) choices=of/>
            <Line form=form.clone() at=P::TargetWithin(n) label=text::target_within(lang)/>
            <Tick form=form name=format!("target_drop_{n}") label=text::drop_row(lang)/>
        </fieldset>
    }
}
