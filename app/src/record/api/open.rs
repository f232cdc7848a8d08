//! Opening a record: each category is decided on its own; what is open is read and logged in one entry, what is closed
//! says why.

use crate::attendance::Stamp;
use crate::kernel::AppError;
use crate::kernel::policy::{Category, Denial};
use domain::plan::ActivityStatus;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What one may see of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of one page")]
pub struct Record {
    pub person: String,
    pub name: String,
    pub given_name: String,
    /// The number on the card.
    pub number: String,
    pub protected: bool,
    /// Until when an emergency keeps it open (G2).
    pub emergency_until: Option<String>,
    /// Until when a stated reason keeps parts of it open (L).
    pub reason_until: Option<String>,
    pub enrolments: Vec<EnrolmentLine>,
    /// From where and when they came from another centre.
    pub moved_here: Option<String>,
    pub contact: Option<ContactCard>,
    pub identity: Option<Identity>,
    pub referrals: Option<Vec<String>>,
    pub consents: Option<Vec<ConsentLine>>,
    pub plan: Option<PlanPart>,
    pub attendance: Option<AttendancePart>,
    pub absence: Option<AbsencePart>,
    pub versions: Option<Vec<String>>,
    pub closed: Vec<Closed>,
    /// Some of what is closed opens with a stated reason.
    pub may_state_reason: bool,
    /// Some of what is closed opens in an emergency.
    pub may_override: bool,
    pub may_protect: bool,
    /// Fresh keys of the forms.
    pub reason_key: String,
    pub override_key: String,
}

/// A category that is there and closed, and why (C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub category: Category,
    pub why: Denial,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentLine {
    pub programme: String,
    pub centre: String,
    /// "Inskriven 9 november" or "Avslutad 2 juni".
    pub since: String,
    /// "170 dagar kvar, till 8 maj".
    pub left: Option<String>,
    pub soon: bool,
    pub coach: Option<String>,
    pub deputies: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCard {
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
    pub needs_interpreter: bool,
    /// The tag, and its name in words.
    pub language: String,
    pub language_name: String,
    pub revision: i32,
    pub may_write: bool,
    /// G4: no address is kept.
    pub no_address: bool,
}

/// The identity number: nothing of it is sent until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    Hidden,
    Shown(String),
    None,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentLine {
    pub agency: String,
    /// Who may tell, and what.
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPart {
    pub want: String,
    pub good_at: String,
    pub need: String,
    pub steps: Vec<StepLine>,
    /// One's own activities alone, and not the plan around them.
    pub own_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLine {
    pub title: String,
    pub why: String,
    pub status: ActivityStatus,
    /// Who does it and when, in one line.
    pub meta: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendancePart {
    pub this_month: u32,
    /// The last ones, latest first.
    pub stamps: Vec<Stamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AbsencePart {
    /// Excused today, and not why.
    Excused(bool),
    Days(Vec<AbsenceLine>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceLine {
    pub day: String,
    pub what: String,
    /// In the participant's own words.
    pub explanation: String,
}

/// The record of a person; `stated` is the id of a reason that was stated for it.
#[server(prefix = "/api", endpoint = "record/open", input = leptos::server_fn::codec::GetUrl)]
pub async fn open_record(
    #[server(default)] person: String,
    #[server(default)] stated: String,
) -> Result<Record, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin_about(Action::OpenRecord, crate::record::person_of(&person), None).await?;
        let record = server::open(&mut cx, &stated).await?;
        cx.commit().await?;
        Ok(record)
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{
        AbsenceLine, AbsencePart, AttendancePart, Closed, ConsentLine, ContactCard, EnrolmentLine, Identity,
        PlanPart, Record, StepLine,
    };
    use crate::attendance::{self, Stamp};
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::policy::{Action, Category, Denial, Permit, Rule, Verb, decide, rule};
    use crate::kernel::{AppError, Ctx, access_log, dates};
    use crate::record::store::{self, Purpose, Stated};
    use crate::record::text;
    use crate::transfer;
    use chrono::{Datelike, Months};
    use domain::access::StatedReason;
    use domain::civil_time::{civil_day, clock_hm};
    use domain::extension::warns;
    use domain::ids::{IdempotencyKey, PersonId};
    use domain::month_term::days_left;
    use domain::plan::{ActivityStatus, Doer};
    use uuid::Uuid;

    /// How far back attendance and absence go here, and how many stamps are drawn.
    const MONTHS_SHOWN: u32 = 2;
    const STAMPS_SHOWN: usize = 8;

    /// What was decided, as it is gathered: what is read under which permit, and what is closed.
    struct Decided {
        read: Vec<Category>,
        permit: Permit,
        closed: Vec<Closed>,
    }

    impl Decided {
        /// Whether a category is open; either way it is remembered.
        fn open(&mut self, cx: &Ctx, category: Category) -> bool {
            match cx.may(category, Verb::Read) {
                Ok(permit) => {
                    self.reads(category, permit);
                    true
                }
                Err(why) => {
                    self.closed.push(Closed { category, why });
                    false
                }
            }
        }

        /// The entry of the log names the permit that asked for most: an emergency before a reason, a reason before an
        /// assignment, an assignment before what the role has of everybody.
        fn reads(&mut self, category: Category, permit: Permit) {
            let weight = |permit: Permit| match permit {
                Permit::Override => 3,
                Permit::Reason => 2,
                Permit::Assigned => 1,
                _ => 0,
            };
            self.read.push(category);
            if weight(permit) > weight(self.permit) {
                self.permit = permit;
            }
        }
    }

    pub async fn open(cx: &mut Ctx, stated: &str) -> Result<Record, AppError> {
        let person = cx.subject()?;
        // The record is the centre's: a participant has the book, an agency a view of its own.
        cx.actor.centre().ok_or(AppError::NotFound)?;
        let stated = lean_on(cx, person, stated).await?;
        let mut decided = Decided {
            read: Vec::new(),
            permit: cx.permit,
            closed: Vec::new(),
        };
        decided.reads(Category::Enrolled, cx.permit);
        let head = store::head(cx, person).await?;
        let enrolments = enrolments(cx, person).await?;
        let moved_here = transfer::moved_here(cx, person).await?;
        let contact = if decided.open(cx, Category::ContactCard) {
            Some(contact(cx, person, &head.spoken_language).await?)
        } else {
            None
        };
        let identity = identity(cx, person, stated.as_ref(), &mut decided).await?;
        let referrals = if decided.open(cx, Category::Referral) {
            Some(referrals(cx, person).await?)
        } else {
            None
        };
        let consents = if decided.open(cx, Category::Consents) {
            Some(consents(cx, person).await?)
        } else {
            None
        };
        let plan = if decided.open(cx, Category::PlanDraft) {
            Some(plan(cx, person, &head.given_name).await?)
        } else {
            None
        };
        let attendance = if decided.open(cx, Category::Attendance) {
            Some(attendance(cx, person).await?)
        } else {
            None
        };
        let absence = if decided.open(cx, Category::Absence) {
            Some(absence(cx, person).await?)
        } else {
            None
        };
        let versions = if decided.open(cx, Category::PlanVersion) {
            Some(versions(cx, person).await?)
        } else {
            None
        };
        access_log::read_about(cx, &decided.read, decided.permit).await?;
        let emergency_until = emergency(cx).await?;
        let about = cx.about.as_ref().ok_or(AppError::NotFound)?;
        let opens_with = |wanted: Denial| decided.closed.iter().any(|c| c.why == wanted);
        let fresh_key = || IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string();
        Ok(Record {
            person: person.to_string(),
            name: format!("{} {}", head.given_name, head.family_name),
            given_name: head.given_name,
            number: text::card_number(&head.participant_number),
            protected: about.standing.protected,
            reason_until: stated
                .filter(|s| s.purpose == Purpose::Record)
                .map(|s| clock_hm(s.valid_until)),
            may_state_reason: opens_with(Denial::ReasonNeeded),
            may_override: !about.standing.protected
                && emergency_until.is_none()
                && decide(cx.actor.kind(), Action::TakeOverride).is_ok()
                && (opens_with(Denial::ReasonNeeded) || opens_with(Denial::NotAssigned)),
            may_protect: decide(cx.actor.kind(), Action::ManageProtection).is_ok()
                && !about.standing.protected,
            reason_key: fresh_key(),
            override_key: fresh_key(),
            emergency_until,
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
            closed: decided.closed,
        })
    }

    /// A reason that was stated for this, if it is still in force; both walls hear of it.
    async fn lean_on(cx: &mut Ctx, person: PersonId, stated: &str) -> Result<Option<Stated>, AppError> {
        let Ok(id) = Uuid::try_parse(stated) else {
            return Ok(None);
        };
        let stated = store::lean_on(cx, person, id.into()).await?;
        if let Some(stated) = &stated {
            let reason = StatedReason::parse(&stated.reason).map_err(|_| AppError::Internal)?;
            cx.state(reason).await?;
        }
        Ok(stated)
    }

    async fn emergency(cx: &mut Ctx) -> Result<Option<String>, AppError> {
        let Some(id) = cx.about.as_ref().and_then(|a| a.override_id) else {
            return Ok(None);
        };
        let (today, lang) = (cx.today(), cx.lang);
        let ends = store::override_ends(cx, id.into()).await?;
        Ok(ends.map(|at| format!("{} {}", dates::short(civil_day(at), today, lang), clock_hm(at))))
    }

    async fn enrolments(cx: &mut Ctx, person: PersonId) -> Result<Vec<EnrolmentLine>, AppError> {
        let (today, lang) = (cx.today(), cx.lang);
        let short = |day| dates::short(day, today, lang);
        Ok(store::enrolments(cx, person)
            .await?
            .into_iter()
            .map(|e| {
                let term = e.term_ends_on.filter(|_| e.ended_on.is_none());
                let left = term.map(|last| days_left(today, last));
                EnrolmentLine {
                    programme: e.programme,
                    centre: e.centre,
                    since: match e.ended_on {
                        Some(day) => text::ended_on(&short(day), lang),
                        None => text::enrolled_on(&short(e.enrolled_on), lang),
                    },
                    soon: term.is_some_and(|last| last < today || warns(last, today)),
                    left: term
                        .zip(left)
                        .map(|(last, days)| text::left(days, &short(last), lang)),
                    coach: e.coach,
                    deputies: e.deputies,
                }
            })
            .collect())
    }

    async fn contact(cx: &mut Ctx, person: PersonId, language: &str) -> Result<ContactCard, AppError> {
        let card = store::contact(cx, person).await?;
        Ok(ContactCard {
            phone: card.phone,
            email: card.email,
            street: card.street,
            postal_code: card.postal_code,
            town: card.town,
            needs_interpreter: card.needs_interpreter,
            language_name: text::language(language, cx.lang),
            language: language.to_owned(),
            revision: card.revision,
            may_write: cx.may(Category::ContactCard, Verb::Write).is_ok(),
            no_address: cx.about.as_ref().is_some_and(|a| a.standing.protected),
        })
    }

    /// Shown once, to whoever has just stated why; to those who could state it, that it can be shown.
    async fn identity(
        cx: &mut Ctx,
        person: PersonId,
        stated: Option<&Stated>,
        decided: &mut Decided,
    ) -> Result<Option<Identity>, AppError> {
        let for_this = stated.is_some_and(|s| s.purpose == Purpose::IdentityNumber);
        match cx.may(Category::IdentityNumber, Verb::Read) {
            Ok(permit) if for_this => {
                let number = store::identity_number(cx, person).await?;
                decided.reads(Category::IdentityNumber, permit);
                Ok(Some(number.map_or(Identity::None, |n| {
                    let (day, last) = n.split_at_checked(8).unwrap_or((&n, ""));
                    Identity::Shown(format!("{day}-{last}"))
                })))
            }
            // An emergency alone does not show it: it is asked for by itself.
            Ok(_) | Err(Denial::ReasonNeeded) => Ok(Some(Identity::Hidden)),
            Err(why) => {
                decided.closed.push(Closed {
                    category: Category::IdentityNumber,
                    why,
                });
                Ok(None)
            }
        }
    }

    async fn referrals(cx: &mut Ctx, person: PersonId) -> Result<Vec<String>, AppError> {
        let (today, lang) = (cx.today(), cx.lang);
        let short = |at| dates::short(civil_day(at), today, lang);
        Ok(store::referrals(cx, person)
            .await?
            .into_iter()
            .map(|r| {
                let decided = r.decided_at.map(short);
                text::referral_line(
                    &r.agency,
                    &r.programme,
                    &short(r.referred_at),
                    decided.as_deref(),
                    lang,
                )
            })
            .collect())
    }

    /// One line an agency and direction.
    async fn consents(cx: &mut Ctx, person: PersonId) -> Result<Vec<ConsentLine>, AppError> {
        let yes_no = cx
            .actor
            .role()
            .and_then(|role| rule(role, Category::Consents, Verb::Read))
            == Some(Rule::OwnYesNo);
        let rows = if yes_no {
            store::consents_yes_no(cx, person).await?
        } else {
            store::consents(cx, person).await?
        };
        let lang = cx.lang;
        let mut lines: Vec<(String, String, Vec<&'static str>)> = Vec::new();
        for row in rows {
            let word = text::consent_category(&row.category, lang);
            match lines.last_mut() {
                Some((agency, direction, words)) if *agency == row.agency && *direction == row.direction => {
                    words.push(word);
                }
                _ => lines.push((row.agency, row.direction, vec![word])),
            }
        }
        Ok(lines
            .into_iter()
            .map(|(agency, direction, words)| ConsentLine {
                words: text::consent(&direction, &words.join(", "), lang),
                agency,
            })
            .collect())
    }

    async fn plan(cx: &mut Ctx, person: PersonId, given_name: &str) -> Result<PlanPart, AppError> {
        let (today, lang) = (cx.today(), cx.lang);
        let own_only = cx
            .actor
            .role()
            .and_then(|role| rule(role, Category::PlanDraft, Verb::Read))
            == Some(Rule::OwnActivities);
        // Row security keeps what is not the actor's own from both of these.
        let goal = store::goal(cx, person).await?;
        let steps = crate::plan::activities(cx, person).await?;
        let short = |day| dates::short(day, today, lang);
        Ok(PlanPart {
            want: goal.want,
            good_at: goal.good_at,
            need: goal.need,
            own_only,
            steps: steps
                .into_iter()
                .map(|a| {
                    let who = match a.doer {
                        Doer::Participant => given_name.to_owned(),
                        other => a.doer_name.unwrap_or_else(|| text::doer(other, lang).to_owned()),
                    };
                    let when = match (a.status, a.done_on, a.due_on) {
                        (ActivityStatus::Done, Some(done), _) => text::done_on(&short(done), lang),
                        (_, _, Some(due)) => text::by_day(&short(due), lang),
                        _ => a.when_text,
                    };
                    let meta: Vec<String> = [who, when, a.place]
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect();
                    StepLine {
                        title: a.title,
                        why: a.why,
                        status: a.status,
                        meta: meta.join(" · "),
                    }
                })
                .collect(),
        })
    }

    async fn attendance(cx: &mut Ctx, person: PersonId) -> Result<AttendancePart, AppError> {
        let (today, lang) = (cx.today(), cx.lang);
        let since = today.with_day(1).unwrap_or(today) - Months::new(MONTHS_SHOWN - 1);
        let days = attendance::days(cx, person, since).await?;
        let there: Vec<_> = days
            .into_iter()
            .filter_map(|d| d.attended_at.map(|at| (d.day, d.stamp_name, at)))
            .collect();
        let this_month = there
            .iter()
            .filter(|(day, ..)| (day.year(), day.month()) == (today.year(), today.month()))
            .count();
        Ok(AttendancePart {
            this_month: u32::try_from(this_month).unwrap_or(u32::MAX),
            stamps: there
                .into_iter()
                .take(STAMPS_SHOWN)
                .map(|(day, place, at)| Stamp::new(&place, day, at, lang))
                .collect(),
        })
    }

    async fn absence(cx: &mut Ctx, person: PersonId) -> Result<AbsencePart, AppError> {
        let (today, lang) = (cx.today(), cx.lang);
        let yes_no = cx
            .actor
            .role()
            .and_then(|role| rule(role, Category::Absence, Verb::Read))
            == Some(Rule::YesNo);
        if yes_no {
            return Ok(AbsencePart::Excused(store::is_excused(cx, person).await?));
        }
        let since = today.with_day(1).unwrap_or(today) - Months::new(MONTHS_SHOWN - 1);
        let days = store::absences(cx, person, since).await?;
        Ok(AbsencePart::Days(
            days.into_iter()
                .map(|a| AbsenceLine {
                    day: dates::short(a.day, today, lang),
                    what: text::absence_line(&a.kind, a.reason.as_deref(), a.accepted, lang),
                    explanation: a.explanation,
                })
                .collect(),
        ))
    }

    async fn versions(cx: &mut Ctx, person: PersonId) -> Result<Vec<String>, AppError> {
        let (today, lang) = (cx.today(), cx.lang);
        let short = |at| dates::short(civil_day(at), today, lang);
        Ok(store::versions(cx, person)
            .await?
            .into_iter()
            .map(|v| {
                let revoked = v.revoked_at.map(short);
                text::version_line(&v.agency, &short(v.published_at), revoked.as_deref(), lang)
            })
            .collect())
    }
}
