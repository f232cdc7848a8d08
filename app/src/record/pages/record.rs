use crate::frame::{StaffFrame, role_here};
use crate::identity::{InviteToSignIn, WhereThereIsAWay};
use crate::kernel::lang::use_lang;
use crate::kernel::policy::{Action, ActorKind};
use crate::record::api::contact::WriteContact;
use crate::record::api::emergency::TakeOverride;
use crate::record::api::open::{Record, open_record};
use crate::record::api::reason::{ShowIdentityNumber, StateReason as StateReasonAction};
use crate::record::parts::{
    Absence, Attendance, ClosedList, Consents, Contact, Emergency, Enrolments, IdentityNumber, Lines, Plan,
    Protect, StateReason,
};
use crate::record::text;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, loaded, settled};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The record of one person: what one may see of them, and why the rest is closed.
pub struct RecordPage;

/// What its forms do; a stated reason leads to an address of its own, and is no reason to look again by itself.
#[derive(Clone, Copy)]
struct Forms {
    contact: ServerAction<WriteContact>,
    reason: ServerAction<StateReasonAction>,
    identity: ServerAction<ShowIdentityNumber>,
    emergency: ServerAction<TakeOverride>,
}

impl RecordPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            (
                params.read().get("id").unwrap_or_default(),
                query.read().get("skal").unwrap_or_default(),
            )
        });
        let forms = Forms {
            contact: ServerAction::new(),
            reason: ServerAction::new(),
            identity: ServerAction::new(),
            emergency: ServerAction::new(),
        };
        let contact_settled = settled(forms.contact);
        let emergency_settled = settled(forms.emergency);
        let record = loaded(
            move || (asked.get(), contact_settled.get(), emergency_settled.get()),
            |((person, stated), ..)| open_record(person, stated),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match record.await {
                        Ok(record) => Shown(ShownProps { record, forms }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(record: Record, forms: Forms) -> impl IntoView {
    let lang = use_lang();
    let Record {
        person,
        name,
        given_name: _,
        number,
        protected,
        emergency_until,
        reason_until,
        enrolments,
        moved_here,
        contact,
        identity,
        referrals,
        consents,
        plan,
        attendance,
        absence,
        versions,
        closed,
        may_state_reason,
        may_override,
        may_protect,
        reason_key,
        override_key,
    } = record;
    let lead = [
        Some(number.clone()),
        enrolments.first().map(|e| e.since.clone()),
        enrolments.first().and_then(|e| e.left.clone()),
        contact.as_ref().map(|c| c.language_name.clone()),
    ];
    let lead: Vec<String> = lead.into_iter().flatten().collect();
    let person = StoredValue::new(person);
    let own_words = attendance.is_some() || absence.is_some() || plan.is_some();
    view! {
        <StaffFrame>
            <PageTitle title=name over=lead.join(" · ")/>
            {protected.then(|| view! {
                <p class="notice notice--warn"><Icon name=IconName::Lock/>
                    <span><strong>{text::protected(lang)}</strong> ". " {text::protected_more(lang)}</span></p>
            })}
            {emergency_until.map(|until| view! {
                <p class="notice notice--error" role="status"><Icon name=IconName::Warning/>
                    <span>{text::emergency_until(&until, lang)}</span></p>
            })}
            {reason_until.map(|until| view! {
                <p class="notice" role="status"><Icon name=IconName::Eye/><span>{text::reason_until(&until, lang)}</span></p>
            })}
            <div class="cols">
                <div class="stack">
                    {plan.map(|plan| view! { <Plan plan=plan/> })}
                    {attendance.map(|attendance| view! { <Attendance attendance=attendance/> })}
                    {absence.map(|absence| view! { <Absence absence=absence/> })}
                    {(!own_words).then(|| view! { <Enrolments enrolments=enrolments.clone() moved_here=moved_here.clone()/> })}
                    {versions.map(|lines| view! {
                        <Lines id="versions" title=text::versions(lang) none=text::no_versions(lang) lines=lines/>
                    })}
                </div>
                <div class="stack">
                    {own_words.then(|| view! { <Enrolments enrolments=enrolments moved_here=moved_here/> })}
                    {contact.map(|card| view! { <Contact person=person.get_value() card=card action=forms.contact/> })}
                    {identity.map(|identity| view! {
                        <IdentityNumber person=person.get_value() identity=identity key=reason_key.clone() action=forms.identity/>
                    })}
                    {referrals.map(|lines| view! {
                        <Lines id="referrals" title=text::referral(lang) none=text::no_referral(lang) lines=lines/>
                    })}
                    {consents.map(|consents| view! { <Consents consents=consents/> })}
                    <WaysOn person=person.get_value()/>
                    <ClosedList closed=closed/>
                    {may_state_reason.then(|| view! {
                        <StateReason person=person.get_value() key=reason_key.clone() action=forms.reason/>
                    })}
                    {may_override.then(|| view! {
                        <Emergency person=person.get_value() key=override_key action=forms.emergency/>
                    })}
                    {may_protect.then(|| view! { <Protect number=number/> })}
                </div>
            </div>
        </StaffFrame>
    }
}

/// What else is done about the person, by those whose role does it.
#[component]
fn WaysOn(person: String) -> impl IntoView {
    let lang = use_lang();
    let kind = role_here().map_or(ActorKind::Nobody, ActorKind::Staff);
    let ways = [
        (
            Action::TakeConsent,
            "samtycke",
            IconName::Share,
            text::to_consent(lang),
        ),
        (
            Action::ReadTalks,
            "samtal",
            IconName::Calendar,
            text::to_talks(lang),
        ),
        (
            Action::ReadPromisesOf,
            "loften",
            IconName::Clock,
            text::to_promises(lang),
        ),
        (
            Action::Assign,
            "medarbetare",
            IconName::People,
            text::to_colleagues(lang),
        ),
        (Action::ReadForms, "formular", IconName::Pen, text::to_forms(lang)),
        (
            Action::HandleExtension,
            "forlangning",
            IconName::Clock,
            text::to_extension(lang),
        ),
        (Action::HandleExit, "avslut", IconName::Leave, text::to_exit(lang)),
        (
            Action::ProposeTransfer,
            "flytt",
            IconName::Pin,
            text::to_transfer(lang),
        ),
    ];
    let ways: Vec<_> = ways
        .into_iter()
        .filter(|(action, ..)| action.conceivable(kind))
        .map(|(_, part, icon, word)| view! {
            <a class="button button--wide no-print" href=format!("/deltagare/{person}/{part}")><Icon name=icon/>{word}</a>
        })
        .collect();
    let invites = Action::InviteToSignIn.conceivable(kind);
    let person = StoredValue::new(person);
    view! {
        {(!ways.is_empty()).then(|| view! { <div class="stack">{ways}</div> })}
        {invites.then(|| view! {
            <WhereThereIsAWay audience="participant">
                <InviteToSignIn person=person.get_value()/>
            </WhereThereIsAWay>
        })}
    }
}
