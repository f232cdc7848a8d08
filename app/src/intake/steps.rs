//! The steps of the flow, each checked before it is kept.

use super::draft::{CardStep, ConsentStep, Draft, PersonStep};
use super::store::{self, Double, Intake};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, access_log};
use domain::clock::RandomSource;
use domain::identity_number::IdentityNumber;
use domain::ids::{IntakeId, PersonId};
use domain::intake::{DeskRefusal, Step};
use domain::participant_number::ParticipantNumber;
use domain::plan::{TextError, checked_name};
use unicode_normalization::UnicodeNormalization;

/// Parties that one enrolment takes consents for, at most.
const CONSENTS_MAX: usize = 20;

pub(super) const fn refused(field: Field, why: DeskRefusal) -> AppError {
    AppError::Desk { field, why }
}

const fn problem(field: Field, problem: TextError) -> AppError {
    AppError::Field { field, problem }
}

/// One's own half-done enrolment, held until the transaction ends.
pub(super) async fn hold(cx: &mut Ctx, id: &str) -> Result<Intake, AppError> {
    let id: IntakeId = id.trim().parse().map_err(|_| AppError::NotFound)?;
    store::held(cx, id).await?.ok_or(AppError::NotFound)
}

/// Whether the referral's identity is protected: then no address is kept (G4).
async fn is_protected(cx: &mut Ctx, intake: &Intake) -> Result<bool, AppError> {
    let Some(referral) = intake.referral else {
        return Ok(false);
    };
    let expected = store::expected(cx).await?;
    Ok(expected.iter().any(|e| e.referral == referral && e.protected))
}

/// The first step as it was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedPerson<'a> {
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub birth_year: &'a str,
    /// Empty: the one that is kept already, which the page shows masked.
    pub identity_number: &'a str,
    /// Forget the one that is kept.
    pub no_number: bool,
    pub old_card: &'a str,
    /// Who it is of those who may be the same: an id, or `new`.
    pub same: &'a str,
    pub language: &'a str,
    pub needs_interpreter: bool,
    pub phone: &'a str,
    pub email: &'a str,
    pub street: &'a str,
    pub postal_code: &'a str,
    pub town: &'a str,
}

fn name(typed: &str, field: Field) -> Result<String, AppError> {
    Ok(checked_name(typed)
        .map_err(|why| problem(field, why))?
        .nfc()
        .collect())
}

fn year(typed: &str, this_year: i32) -> Result<Option<i16>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    typed
        .parse::<i16>()
        .ok()
        .filter(|y| typed.len() == 4 && (1890..=this_year).contains(&i32::from(*y)))
        .map(Some)
        .ok_or(refused(Field::BirthYear, DeskRefusal::BirthYear))
}

/// What was typed, as it can be kept; nothing is settled yet.
fn read_person(
    cx: &Ctx,
    typed: &TypedPerson<'_>,
    kept: Option<String>,
    no_address: bool,
) -> Result<PersonStep, AppError> {
    let today = cx.today();
    let given_name = name(typed.given_name, Field::GivenName)?;
    let family_name = name(typed.family_name, Field::FamilyName)?;
    let number = typed.identity_number.trim();
    let identity_number = if typed.no_number {
        None
    } else if number.is_empty() {
        kept
    } else {
        let number = IdentityNumber::parse(number, today)
            .map_err(|_| refused(Field::IdentityNumber, DeskRefusal::IdentityNumber))?;
        Some(number.reveal())
    };
    let birth_year = year(typed.birth_year, chrono::Datelike::year(&today))?;
    let says = identity_number
        .as_deref()
        .and_then(|number| IdentityNumber::parse(number, today).ok())
        .map(|number| number.birth_year());
    if let (Some(says), Some(year)) = (says, birth_year)
        && says != i32::from(year)
    {
        return Err(refused(Field::BirthYear, DeskRefusal::OtherYear));
    }
    if identity_number.is_none() && birth_year.is_none() {
        return Err(refused(Field::BirthYear, DeskRefusal::NumberOrYear));
    }
    let card = typed.old_card.trim();
    let old_card = if card.is_empty() {
        None
    } else {
        let number =
            ParticipantNumber::parse(card).map_err(|_| refused(Field::OldCard, DeskRefusal::CardNumber))?;
        Some(number.digits())
    };
    if !crate::record::LANGUAGES
        .iter()
        .any(|(tag, ..)| *tag == typed.language)
    {
        let why = if typed.language.is_empty() {
            TextError::Empty
        } else {
            TextError::Unreadable
        };
        return Err(problem(Field::Language, why));
    }
    let step = PersonStep {
        given_name,
        family_name,
        birth_year,
        identity_number,
        old_card,
        seen: true,
        found: None,
        settled: false,
        passed: Vec::new(),
        language: typed.language.to_owned(),
        needs_interpreter: typed.needs_interpreter,
        phone: typed.phone.to_owned(),
        email: typed.email.to_owned(),
        street: typed.street.to_owned(),
        postal_code: typed.postal_code.to_owned(),
        town: typed.town.to_owned(),
    };
    let card = crate::record::checked_contact(&step.contact(), no_address)?;
    Ok(PersonStep {
        phone: card.phone,
        email: card.email,
        street: card.street,
        postal_code: card.postal_code,
        town: card.town,
        ..step
    })
}

/// Those who may be the same person, logged as read in the same commit (G6).
pub(super) async fn doubles(
    cx: &mut Ctx,
    intake: &Intake,
    step: &PersonStep,
) -> Result<Vec<Double>, AppError> {
    let found = store::doubles(cx, intake.programme, step).await?;
    let people: Vec<PersonId> = found.iter().map(|d| d.person).collect();
    if !people.is_empty() {
        access_log::read_categories(cx, &people, &[Category::Enrolled]).await?;
    }
    Ok(found)
}

/// Who it is (E6): the one who has the number that is shown, one of this centre's of the same name and year, or new.
fn settle(found: &[Double], same: &str) -> Result<Option<PersonId>, DeskRefusal> {
    let by_number = |d: &&Double| d.how != "name";
    if found.iter().any(|d| by_number(&d) && d.related) {
        return Err(DeskRefusal::Related);
    }
    if found.iter().any(|d| by_number(&d) && d.hand_over) {
        return Err(DeskRefusal::HandOver);
    }
    if found.is_empty() {
        return Ok(None);
    }
    let chosen = found.iter().find(|d| d.person.to_string() == same);
    match chosen {
        Some(one) if one.enrolled => Err(DeskRefusal::EnrolledAlready),
        // By a card: who has it and who shows the number are not the same.
        Some(one) if one.other_number => Err(DeskRefusal::OtherNumber),
        // A number is one person's: whoever else is chosen, it is not the one who shows it.
        Some(one) if one.how == "name" && found.iter().any(|d| by_number(&d)) => {
            Err(DeskRefusal::NumberKnown)
        }
        Some(one) => Ok(Some(one.person)),
        None if same == "new" && !found.iter().any(|d| by_number(&d)) => Ok(None),
        None if same == "new" => Err(DeskRefusal::NumberKnown),
        None => Err(DeskRefusal::MaybeSame),
    }
}

/// What became of the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Settled,
    /// Kept, and still to be chosen among those who may be the same, or refused for who it is.
    Open(DeskRefusal),
}

/// Keeps who it is. What was typed is kept even where somebody must first say who of several it is: the page shows them
/// from what is kept.
///
/// # Errors
/// At the field, where it cannot be kept; `NotFound` for what is not one's own half-done enrolment.
pub async fn person(cx: &mut Ctx, id: &str, typed: &TypedPerson<'_>) -> Result<Who, AppError> {
    let mut intake = hold(cx, id).await?;
    let no_address = is_protected(cx, &intake).await?;
    let kept = intake
        .draft
        .person
        .as_ref()
        .and_then(|p| p.identity_number.clone());
    let mut step = read_person(cx, typed, kept, no_address)?;
    let found = doubles(cx, &intake, &step).await?;
    let who = match settle(&found, typed.same.trim()) {
        Ok(person) => {
            step.found = person;
            step.settled = true;
            if person.is_none() {
                step.passed = found.iter().map(|d| d.person).collect();
            }
            Who::Settled
        }
        Err(why) => Who::Open(why),
    };
    // A card is somebody's: with another person it is made anew.
    let before = intake.draft.person.as_ref().and_then(|p| p.found);
    if before != step.found {
        intake.draft.card = None;
    }
    intake.draft.person = Some(step);
    store::write(cx, intake.id, &intake.draft).await?;
    Ok(who)
}

/// Keeps that every point of the information was gone through (N2).
///
/// # Errors
/// `Desk` where a point is not ticked, or the points have changed meanwhile.
pub async fn informed(cx: &mut Ctx, id: &str, version: i32, ticked: &[String]) -> Result<(), AppError> {
    let mut intake = hold(cx, id).await?;
    let points = store::points(cx).await?;
    if points.iter().any(|p| p.version != version) {
        return Err(refused(Field::Points, DeskRefusal::InformationChanged));
    }
    if !points
        .iter()
        .all(|p| ticked.iter().any(|t| *t == p.position.to_string()))
    {
        return Err(refused(Field::Points, DeskRefusal::Informed));
    }
    intake.draft.informed = Some(version);
    store::write(cx, intake.id, &intake.draft).await
}

/// Keeps a consent with one party; the same key or the same party again replaces it.
///
/// # Errors
/// `Field` for what was left out or cannot be; `NotFound` for a party that the centre does not have.
pub async fn add_consent(cx: &mut Ctx, id: &str, form: ConsentStep) -> Result<(), AppError> {
    let mut intake = hold(cx, id).await?;
    crate::consent::check_at_desk(cx, &form.asked())?;
    let (parties, texts) = crate::consent::offer_at_desk(cx).await?;
    if !parties.iter().any(|p| p.code == form.agency) {
        return Err(AppError::NotFound);
    }
    if !texts
        .iter()
        .any(|t| t.language.code() == form.text_language && t.version == form.text_version)
    {
        return Err(AppError::Conflict);
    }
    let consents = &mut intake.draft.consents;
    consents.retain(|c| c.key != form.key && c.agency != form.agency);
    if consents.len() >= CONSENTS_MAX {
        return Err(AppError::Conflict);
    }
    consents.push(form);
    store::write(cx, intake.id, &intake.draft).await
}

/// Takes a consent out of the half-done enrolment again.
///
/// # Errors
/// As [`hold`].
pub async fn remove_consent(cx: &mut Ctx, id: &str, agency: &str) -> Result<(), AppError> {
    let mut intake = hold(cx, id).await?;
    intake.draft.consents.retain(|c| c.agency != agency.trim());
    if intake.draft.consents.is_empty() {
        intake.draft.consents_done = false;
    }
    store::write(cx, intake.id, &intake.draft).await
}

/// The consents are seen to; that none is given is a choice of its own, said and not assumed.
///
/// # Errors
/// `Desk` where there is none and none was not chosen.
pub async fn consents_done(cx: &mut Ctx, id: &str, none: bool) -> Result<(), AppError> {
    let mut intake = hold(cx, id).await?;
    if none {
        intake.draft.consents.clear();
    } else if intake.draft.consents.is_empty() {
        return Err(refused(Field::Consents, DeskRefusal::ConsentOpen));
    }
    intake.draft.consents_done = true;
    store::write(cx, intake.id, &intake.draft).await
}

/// A number that is nobody's and has been nobody's.
pub(super) async fn fresh_number(cx: &mut Ctx) -> Result<ParticipantNumber, AppError> {
    for _ in 0..20 {
        let mut bytes = [0_u8; 4];
        SystemRandom.fill(&mut bytes);
        let span = ParticipantNumber::MAX_BODY - ParticipantNumber::MIN_BODY + 1;
        let body = ParticipantNumber::MIN_BODY + u32::from_le_bytes(bytes) % span;
        let number = ParticipantNumber::from_body(body).map_err(|_| AppError::Internal)?;
        if is_free(cx, number).await? {
            return Ok(number);
        }
    }
    Err(AppError::Unavailable)
}

pub(super) async fn is_free(cx: &mut Ctx, number: ParticipantNumber) -> Result<bool, AppError> {
    let hash = crate::rights::erasure::retired_hash(&cx.state.keys, number);
    store::number_is_free(cx, &number.digits(), &hash).await
}

/// Keeps the card: a number, and the PIN that the person chose, by its hash alone. Making the hash takes a while, so it
/// is made before the draft is held.
///
/// # Errors
/// At the field; `Desk` where who it is stands open.
pub async fn card(cx: &mut Ctx, id: &str, pin: &str, repeat: &str) -> Result<(), AppError> {
    crate::identity::good_pin(pin.trim(), repeat.trim())?;
    let pin_hash = crate::identity::make_secret(pin.trim().to_owned()).await?;
    let mut intake = hold(cx, id).await?;
    if !intake.draft.done(Step::Person) {
        return Err(refused(Field::NewPin, DeskRefusal::StepOpen));
    }
    let kept = intake.draft.card.take().map(|c| c.number);
    let number = match kept {
        Some(number) => number,
        None => fresh_number(cx).await?.digits(),
    };
    intake.draft.card = Some(CardStep { number, pin_hash });
    store::write(cx, intake.id, &intake.draft).await
}

/// What is still to be done before the last press.
pub(super) fn whole(draft: &Draft) -> Result<(&PersonStep, i32, &CardStep), AppError> {
    match (&draft.person, draft.informed, &draft.card) {
        (Some(person), Some(informed), Some(card)) if draft.ready() => Ok((person, informed, card)),
        _ => Err(refused(Field::Time, DeskRefusal::StepOpen)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn double(n: u128, how: &str) -> Double {
        Double {
            person: Uuid::from_u128(n).into(),
            how: how.to_owned(),
            name: None,
            number: None,
            birth_year: None,
            hand_over: false,
            related: false,
            enrolled: false,
            other_number: false,
        }
    }

    #[test]
    fn a_number_that_is_shown_is_one_persons_and_a_name_may_be_somebody_elses() {
        let (one, other) = (double(1, "number"), double(2, "name"));
        let id = |d: &Double| d.person.to_string();
        assert_eq!(settle(&[], ""), Ok(None));
        assert_eq!(
            settle(std::slice::from_ref(&other), ""),
            Err(DeskRefusal::MaybeSame)
        );
        assert_eq!(settle(std::slice::from_ref(&other), "new"), Ok(None));
        assert_eq!(
            settle(std::slice::from_ref(&other), &id(&other)),
            Ok(Some(other.person))
        );
        assert_eq!(
            settle(std::slice::from_ref(&one), ""),
            Err(DeskRefusal::MaybeSame)
        );
        assert_eq!(
            settle(std::slice::from_ref(&one), "new"),
            Err(DeskRefusal::NumberKnown)
        );
        assert_eq!(
            settle(std::slice::from_ref(&one), &id(&one)),
            Ok(Some(one.person))
        );
        assert_eq!(
            settle(&[one.clone(), other.clone()], &id(&other)),
            Err(DeskRefusal::NumberKnown)
        );
        // Somebody who was never shown cannot be chosen.
        assert_eq!(
            settle(&[one], &Uuid::from_u128(9).to_string()),
            Err(DeskRefusal::MaybeSame)
        );
        let enrolled = Double {
            enrolled: true,
            ..other.clone()
        };
        assert_eq!(
            settle(std::slice::from_ref(&enrolled), &id(&enrolled)),
            Err(DeskRefusal::EnrolledAlready)
        );
        let unlike = Double {
            other_number: true,
            ..double(5, "card")
        };
        assert_eq!(
            settle(std::slice::from_ref(&unlike), &id(&unlike)),
            Err(DeskRefusal::OtherNumber)
        );
        let protected = Double {
            hand_over: true,
            ..double(3, "card")
        };
        assert_eq!(
            settle(std::slice::from_ref(&protected), &id(&protected)),
            Err(DeskRefusal::HandOver)
        );
        let related = Double {
            related: true,
            ..double(4, "card")
        };
        assert_eq!(settle(&[related], ""), Err(DeskRefusal::Related));
    }
}
