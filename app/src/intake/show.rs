//! A half-done enrolment as its step's page shows it, and the finished one with its card.

use super::api::{
    AgreedLine, Body, CardForm, CoachChoice, ConsentForm, DoubleLine, Finished, InformationForm, IntakePage,
    MeetingForm, PersonForm, PointLine, TakenConsent, TimeChoice,
};
use super::draft::{Draft, PersonStep};
use super::finish::write_time;
use super::steps;
use super::store::{self, Expected, Intake};
use super::text;
use crate::booking::CoachTimes;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, Lang, access_log, dates};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::civil_time::{civil_day, clock_hm, day_bounds};
use domain::free_times::Span;
use domain::identity_number::IdentityNumber;
use domain::ids::{IdempotencyKey, IntakeId, PersonId};
use domain::intake::{LATER_DAYS, Step};
use domain::month_term;
use domain::participant_number::ParticipantNumber;
use domain::workdays::nth_working_day_after;

/// Later times of each coach that are shown.
const LATER_SHOWN: usize = 6;

/// The page of one's own half-done enrolment, at the step that is asked for where it can be opened, else at the first
/// that is open; of a finished one, the card.
///
/// # Errors
/// `NotFound` for what is not one's own.
pub async fn page(cx: &mut Ctx, id: &str, wanted: &str) -> Result<IntakePage, AppError> {
    let id: IntakeId = id.trim().parse().map_err(|_| AppError::NotFound)?;
    let intake = store::one(cx, id).await?.ok_or(AppError::NotFound)?;
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let programme = store::programmes(cx, centre)
        .await?
        .into_iter()
        .find(|p| p.id == intake.programme)
        .ok_or(AppError::NotFound)?;
    if let Some((person, enrolment)) = intake.finished {
        let finished = finished(cx, &intake, person, enrolment).await?;
        return Ok(IntakePage {
            id: id.to_string(),
            name: finished.name.clone(),
            programme: programme.name,
            from: None,
            step: Step::Meeting,
            done: Vec::new(),
            gone: false,
            body: Body::Finished(finished),
        });
    }
    let expected = store::expected(cx).await?;
    let referral = intake
        .referral
        .and_then(|r| expected.into_iter().find(|e| e.referral == r));
    if let Some(id) = intake.referral {
        // G6: what stands here came from it, also where it is not expected any more.
        let person = referral.as_ref().and_then(|e| e.person);
        crate::referral::log_read(cx, &[(id.into(), person)], &[Category::Referral], None).await?;
    }
    let open = intake.draft.first_open();
    let step = Step::from_code(wanted)
        .filter(|s| *s <= open || intake.draft.done(*s))
        .unwrap_or(open);
    let protected = referral.as_ref().is_some_and(|e| e.protected);
    let body = match step {
        Step::Person => Body::Person(person_form(cx, &intake, protected).await?),
        Step::Information => Body::Information(information(cx, &intake.draft).await?),
        Step::Consent => Body::Consent(consents(cx, &intake.draft).await?),
        Step::Card => Body::Card(card_form(&intake.draft)),
        Step::Meeting => Body::Meeting(meeting(cx, &intake, &programme.code).await?),
    };
    let today = cx.today();
    let from = |e: &Expected| {
        text::referred(
            &e.agency,
            &dates::short(civil_day(e.referred_at), today, cx.lang),
            cx.lang,
        )
    };
    Ok(IntakePage {
        id: id.to_string(),
        name: intake
            .draft
            .person
            .as_ref()
            .map(|p| p.name().trim().to_owned())
            .unwrap_or_default(),
        programme: programme.name,
        from: referral.as_ref().map(from),
        step,
        done: Step::ALL.into_iter().filter(|s| intake.draft.done(*s)).collect(),
        gone: intake.referral.is_some() && referral.is_none(),
        body,
    })
}

async fn person_form(cx: &mut Ctx, intake: &Intake, protected: bool) -> Result<PersonForm, AppError> {
    let step = intake.draft.person.clone().unwrap_or_default();
    // Nobody is looked for before somebody has pressed on.
    let found = if step.seen || step.settled {
        steps::doubles(cx, intake, &step).await?
    } else {
        Vec::new()
    };
    let by_number = found.iter().any(|d| d.how != "name");
    let lang = cx.lang;
    let doubles: Vec<DoubleLine> = found
        .into_iter()
        .filter(|d| !d.related && !d.hand_over)
        .map(|d| DoubleLine {
            words: text::double(
                &d.how,
                d.name.as_deref(),
                d.birth_year,
                d.number
                    .as_deref()
                    .and_then(|n| ParticipantNumber::parse(n).ok())
                    .map(|n| n.to_string())
                    .as_deref(),
                lang,
            ),
            enrolled: d.enrolled,
            // Of this centre's people alone is the name told, and their page there.
            href: (d.enrolled && d.name.is_some()).then(|| format!("/deltagare/{}", d.person)),
            id: d.person.to_string(),
        })
        .collect();
    let chosen = match (step.found, step.settled) {
        (Some(found), _) => found.to_string(),
        (None, true) => "new".to_owned(),
        (None, false) => String::new(),
    };
    let masked = step
        .identity_number
        .as_deref()
        .and_then(|n| IdentityNumber::parse(n, cx.today()).ok())
        .map(|n| n.masked());
    Ok(PersonForm {
        given_name: step.given_name,
        family_name: step.family_name,
        birth_year: step.birth_year.map(|y| y.to_string()).unwrap_or_default(),
        masked,
        old_card: step.old_card.unwrap_or_default(),
        may_be_new: !by_number,
        doubles,
        chosen,
        language: step.language,
        needs_interpreter: step.needs_interpreter,
        phone: step.phone,
        email: step.email,
        street: step.street,
        postal_code: step.postal_code,
        town: step.town,
        no_address: protected,
    })
}

async fn information(cx: &mut Ctx, draft: &Draft) -> Result<InformationForm, AppError> {
    let points = store::points(cx).await?;
    let version = points.first().map_or(0, |p| p.version);
    let done = draft.informed == Some(version);
    Ok(InformationForm {
        version,
        points: points
            .into_iter()
            .map(|p| PointLine {
                value: p.position.to_string(),
                expected: p.expected,
                words: match cx.lang {
                    Lang::Sv => p.sv,
                    Lang::En => p.en,
                },
                ticked: done,
            })
            .collect(),
    })
}

async fn consents(cx: &mut Ctx, draft: &Draft) -> Result<ConsentForm, AppError> {
    let (parties, texts) = crate::consent::offer_at_desk(cx).await?;
    let lang = cx.lang;
    let taken = draft
        .consents
        .iter()
        .map(|c| TakenConsent {
            agency: c.agency.clone(),
            party: parties
                .iter()
                .find(|p| p.code == c.agency)
                .map(|p| p.of(lang).to_owned())
                .unwrap_or_default(),
            what: text::categories(&c.consents, lang),
            on_paper: c.how == "paper",
        })
        .collect();
    Ok(ConsentForm {
        parties,
        texts,
        taken,
        none_chosen: draft.consents_done && draft.consents.is_empty(),
        key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
        today: cx.today().to_string(),
    })
}

fn card_form(draft: &Draft) -> CardForm {
    CardForm {
        found: draft.person.as_ref().is_some_and(|p| p.found.is_some()),
        done: draft.card.is_some(),
    }
}

async fn meeting(cx: &mut Ctx, intake: &Intake, code: &str) -> Result<MeetingForm, AppError> {
    let (today, lang, now) = (cx.today(), cx.lang, cx.now);
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let rules = crate::programme::version_on(cx.db(), code, today)
        .await?
        .map(|v| v.rules)
        .unwrap_or_default();
    let furthest = today + TimeDelta::days(LATER_DAYS);
    let calendar = crate::booking::calendar(cx, centre, today, furthest).await?;
    let promised: Option<NaiveDate> = rules
        .first_meeting_working_days
        .and_then(|n| nth_working_day_after(today, n, &calendar).ok());
    let span = Span {
        from: now,
        to: day_bounds(furthest.max(promised.unwrap_or(today))).1,
    };
    let coaches: Vec<CoachTimes> = crate::booking::free_times(cx, span).await?;
    let choice = |coach: &CoachTimes, at: DateTime<Utc>| TimeChoice {
        value: write_time(coach.staff, at),
        words: text::time(&dates::long(civil_day(at), lang), &clock_hm(at)),
    };
    let coaches: Vec<CoachChoice> = coaches
        .iter()
        .map(|coach| {
            let (inside, later): (Vec<DateTime<Utc>>, Vec<DateTime<Utc>>) = coach
                .times
                .iter()
                .copied()
                .partition(|at| promised.is_none_or(|last| civil_day(*at) <= last));
            let most = if promised.is_some() {
                usize::MAX
            } else {
                LATER_SHOWN
            };
            CoachChoice {
                name: coach.name.clone(),
                load: coach.load,
                inside: inside
                    .into_iter()
                    .take(most)
                    .map(|at| choice(coach, at))
                    .collect(),
                later: later
                    .into_iter()
                    .take(LATER_SHOWN)
                    .map(|at| choice(coach, at))
                    .collect(),
            }
        })
        .collect();
    let step = intake.draft.person.clone().unwrap_or_default();
    let until = rules.term_months.and_then(|m| month_term::last_day(today, m));
    Ok(MeetingForm {
        promised: promised.map(|d| dates::long(d, lang)),
        coaches,
        interpreter: step.needs_interpreter,
        language: crate::record::language_name(&step.language, lang),
        until: until.map(|d| dates::short(d, today, lang)),
        consents: u32::try_from(intake.draft.consents.len()).unwrap_or(0),
        again: step.found.is_some(),
        number: card_number(&intake.draft, &step),
        ready: intake.draft.ready(),
    })
}

/// Of somebody who was found the number stands on their own card.
fn card_number(draft: &Draft, step: &PersonStep) -> Option<String> {
    draft
        .card
        .as_ref()
        .filter(|_| step.found.is_none())
        .and_then(|c| ParticipantNumber::parse(&c.number).ok())
        .map(|n| n.to_string())
}

async fn finished(
    cx: &mut Ctx,
    intake: &Intake,
    person: PersonId,
    enrolment: domain::ids::EnrolmentId,
) -> Result<Finished, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let (name, number) = store::person(cx, person).await?.ok_or(AppError::NotFound)?;
    let parties = crate::consent::list_for(cx, person).await?;
    let met = crate::booking::meeting_of(cx, IdempotencyKey::from(intake.id.as_uuid())).await?;
    let until = store::term_ends(cx, enrolment).await?;
    access_log::read_categories(
        cx,
        &[person],
        &[Category::Enrolled, Category::Consents, Category::Bookings],
    )
    .await?;
    Ok(Finished {
        person: person.to_string(),
        name,
        number: ParticipantNumber::parse(&number).map_or(number, |n| n.to_string()),
        centre: store::centre_name(cx, centre).await?,
        meeting: met
            .map(|(coach, at)| text::meeting(&coach, &dates::long(civil_day(at), lang), &clock_hm(at), lang)),
        until: until.map(|d| dates::short(d, today, lang)),
        day: dates::long(today, lang),
        agreed: parties
            .into_iter()
            .filter(|p| !p.agreed.is_empty())
            .map(|p| AgreedLine {
                party: p.name.of(lang).to_owned(),
                what: p
                    .agreed
                    .iter()
                    .map(|a| crate::consent::category_word(a.category, lang).to_owned())
                    .collect(),
            })
            .collect(),
    })
}
