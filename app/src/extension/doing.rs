//! Preparing an extension, and turning its keys (X1).

use super::api::{AgencyExtension, ExtensionDesk, KeyLine, MyExtension, Proposal};
use super::store::{self, Key, New, Row};
use super::text;
use crate::exit::{day_in, refused};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Category, Role};
use crate::kernel::{AppError, Choice, Ctx, Visitor, access_log, dates};
use chrono::NaiveDate;
use domain::civil_time::civil_day;
use domain::exit::AfterRefusal;
use domain::extension::{REASON_MAX, WORDS_MAX, canonical_words, warns};
use domain::ids::{AgencyId, ExtensionId, IdempotencyKey, PersonId, SessionId};
use domain::month_term::days_left;
use domain::participant_number::ParticipantNumber;
use domain::plan::{TextError, checked_text};
use domain::programme::ExtensionKey;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

/// A browser without script goes back to the page.
pub fn back_to(page: &str) {
    if Visitor::current().is_some_and(|v| v.wants_page) {
        leptos_axum::redirect(page);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Thirty-two bytes in hexadecimal, as a page carries them.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let text = text.trim().as_bytes();
    (text.len() == 64)
        .then(|| {
            text.chunks(2)
                .map(|pair| {
                    let pair = std::str::from_utf8(pair).ok()?;
                    u8::from_str_radix(pair, 16).ok()
                })
                .collect()
        })
        .flatten()
}

/// The key that the actor holds.
pub(super) const fn own_key(cx: &Ctx) -> Option<ExtensionKey> {
    match (cx.actor.person(), cx.actor.role()) {
        (Some(_), _) => Some(ExtensionKey::Participant),
        (None, Some(Role::CaseWorker)) => Some(ExtensionKey::CaseWorker),
        (None, Some(Role::TeamLeader | Role::Manager)) => Some(ExtensionKey::Centre),
        _ => None,
    }
}

fn shown(cx: &Ctx, row: Row, keys: &[Key], texts: &[store::Earlier]) -> Proposal {
    let (today, lang) = (cx.today(), cx.lang);
    let day = |day: NaiveDate| dates::short(day, today, lang);
    let of = |key: &Key| key.extension == row.id;
    let open = row.stage == "open";
    let mine = own_key(cx);
    let given = |wanted: &str| {
        keys.iter()
            .find(|k| of(k) && k.key == wanted && k.revision == row.revision && !k.refused)
    };
    let lines = row
        .keys
        .iter()
        .map(|wanted| {
            // The participant reads of themselves.
            let self_read = cx.actor.person().is_some() && wanted == ExtensionKey::Participant.code();
            let who = if self_read {
                text::you(lang).to_owned()
            } else {
                text::who(wanted, row.agency.as_deref(), lang)
            };
            let refusal = keys.iter().find(|k| of(k) && k.key == *wanted && k.refused);
            let void = keys
                .iter()
                .any(|k| of(k) && k.key == *wanted && k.revision != row.revision && !k.refused);
            let (said, yes) = match (refusal, given(wanted)) {
                (Some(k), _) => (text::refused(&day(civil_day(k.given_at)), &k.reason, lang), false),
                (None, Some(k)) => (text::given(&day(civil_day(k.given_at)), lang), true),
                (None, None) if void => (text::void(lang).to_owned(), false),
                (None, None) if self_read => (text::you_wait(lang).to_owned(), false),
                (None, None) => (text::waits(lang).to_owned(), false),
            };
            KeyLine {
                who,
                said,
                given: yes,
            }
        })
        .collect();
    Proposal {
        id: row.id.to_string(),
        old_end: day(row.old_end),
        new_end: day(row.new_end),
        deadline: day(row.deadline),
        hash: hex(&row.hash),
        revision: row.revision,
        open,
        stage: text::stage(&row.stage, &day(row.deadline), &day(row.new_end), lang),
        earlier: texts
            .iter()
            .filter(|t| t.extension == row.id && t.revision < row.revision)
            .map(|t| {
                let days = (&*day(t.new_end), &*day(t.deadline));
                text::earlier(&day(civil_day(t.written_at)), days, &t.words, lang)
            })
            .collect(),
        waits_for_me: open
            && row.deadline >= today
            && mine.is_some_and(|k| row.keys.iter().any(|w| w == k.code()) && given(k.code()).is_none()),
        new_end_on: row.new_end.to_string(),
        deadline_on: row.deadline.to_string(),
        keys: lines,
        words: row.words,
    }
}

async fn proposals(cx: &mut Ctx, person: PersonId) -> Result<(Vec<Proposal>, bool), AppError> {
    let rows = store::proposals(cx, person).await?;
    let keys = store::keys(cx, person).await?;
    let texts = store::texts(cx, person).await?;
    let blind = rows.iter().any(|r| r.stage == "open" && r.blind);
    let shown = rows
        .into_iter()
        .map(|row| shown(cx, row, &keys, &texts))
        .collect();
    Ok((shown, blind))
}

fn term_words(cx: &Ctx, end: NaiveDate) -> String {
    text::term(
        &dates::short(end, cx.today(), cx.lang),
        days_left(cx.today(), end),
        cx.lang,
    )
}

/// The page of the centre's staff.
///
/// # Errors
/// `NotFound` for whoever is of no centre.
pub async fn desk(cx: &mut Ctx) -> Result<ExtensionDesk, AppError> {
    let (person, centre) = (cx.subject()?, cx.actor.centre().ok_or(AppError::NotFound)?);
    let (name, number) = store::person(cx, person).await?;
    let term = store::term(cx, person, Some(centre)).await?;
    let agencies = store::agencies(cx, centre).await?;
    let (proposals, agency_blind) = proposals(cx, person).await?;
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Enrolled, Category::Extension], permit).await?;
    let end = term.as_ref().and_then(|t| t.term_ends_on);
    let today = cx.today();
    let referred_by = term.as_ref().and_then(|t| t.referred_by);
    let (open, past): (Vec<_>, Vec<_>) = proposals.into_iter().partition(|p| p.open);
    Ok(ExtensionDesk {
        person: person.to_string(),
        name,
        number: ParticipantNumber::parse(&number).map_or(number, |n| n.to_string()),
        term: end.map_or_else(|| text::no_term(cx.lang).to_owned(), |end| term_words(cx, end)),
        near: end.is_some_and(|end| warns(end, today)),
        possible: term.as_ref().is_some_and(|t| !t.keys.is_empty()) && end.is_some_and(|e| e >= today),
        asks_agency: term
            .as_ref()
            .is_some_and(|t| t.keys.iter().any(|k| k == "case_worker")),
        agency: referred_by
            .filter(|a| agencies.iter().any(|(id, _)| id.as_uuid() == *a))
            .map(|a| a.to_string())
            .unwrap_or_default(),
        agencies: agencies
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
        agency_blind,
        open: open.into_iter().next(),
        past,
        key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
        latest_deadline: end.map(|e| e.to_string()).unwrap_or_default(),
    })
}

/// The page of the agency's case worker: what its own key is asked for.
///
/// # Errors
/// `NotFound` for whoever is of no agency.
pub async fn of_agency(cx: &mut Ctx) -> Result<AgencyExtension, AppError> {
    if cx.actor.agency().is_none() {
        return Err(AppError::NotFound);
    }
    let person = cx.subject()?;
    let (proposals, _) = proposals(cx, person).await?;
    // Nothing is asked of this agency: it learns nothing here (C3).
    if proposals.is_empty() {
        return Err(AppError::NotFound);
    }
    // The name is told to an agency that may know of the enrolment; another reads the proposal alone.
    let name = store::person(cx, person)
        .await
        .map(|(name, _)| name)
        .unwrap_or_default();
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Extension], permit).await?;
    store::disclose(cx, person, "enrolment").await?;
    Ok(AgencyExtension {
        person: person.to_string(),
        name,
        proposals,
    })
}

/// The participant's own page.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn mine(cx: &mut Ctx) -> Result<MyExtension, AppError> {
    let person = cx.oneself()?;
    let term = store::term(cx, person, None).await?;
    let (proposals, _) = proposals(cx, person).await?;
    Ok(MyExtension {
        term: term.and_then(|t| t.term_ends_on).map(|end| term_words(cx, end)),
        proposals,
    })
}

/// For the agency's page of a person: a proposal that its key is asked for, or that the term's end is near where the
/// person lets the agency know of the enrolment. The address, and what it says.
///
/// # Errors
/// When the database is away.
pub async fn for_agency(cx: &mut Ctx, person: PersonId) -> Result<Option<(String, String)>, AppError> {
    let page = format!("/myndighet/{person}/forlangning");
    let (proposals, _) = proposals(cx, person).await?;
    if let Some(waits) = proposals.iter().find(|p| p.open) {
        let words = if waits.waits_for_me {
            text::agency_waits(cx.lang)
        } else {
            text::agency_open(cx.lang)
        };
        return Ok(Some((page, words.to_owned())));
    }
    let end = store::term_for_agency(cx, person).await?;
    Ok(end
        .filter(|end| warns(*end, cx.today()))
        .map(|end| (String::new(), term_words(cx, end)))
        .or_else(|| (!proposals.is_empty()).then(|| (page, text::agency_past(cx.lang).to_owned()))))
}

/// For the participant's day: the proposal that waits for their key, whenever it does; else, when the term's end is near
/// (K5), what can be read of that.
///
/// # Errors
/// When the database is away.
pub async fn my_warning(
    cx: &mut Ctx,
    person: PersonId,
    end: Option<NaiveDate>,
) -> Result<Option<&'static str>, AppError> {
    if store::waits_for_participant(cx, person).await? {
        return Ok(Some(text::day_waits(cx.lang)));
    }
    let near = end.is_some_and(|end| warns(end, cx.today()));
    Ok(near.then(|| text::day_ends(cx.lang)))
}

/// What the form sent.
pub struct Typed<'a> {
    pub agency: &'a str,
    pub new_end: &'a str,
    pub deadline: &'a str,
    pub words: &'a str,
}

fn words_in(typed: &str, most: usize, field: Field) -> Result<String, AppError> {
    let composed: String = canonical_words(typed).nfc().collect();
    checked_text(&composed, most)
        .map(str::to_owned)
        .map_err(|problem| AppError::Field { field, problem })
}

fn answered(code: &str) -> Result<(), AppError> {
    match code {
        "done" | "given" | "extended" | "refused" => Ok(()),
        "ended" => Err(refused(Field::NewEnd, AfterRefusal::Ended)),
        "no_extension" => Err(refused(Field::NewEnd, AfterRefusal::NoExtension)),
        "open" => Err(refused(Field::Words, AfterRefusal::OpenAlready)),
        "not_later" => Err(refused(Field::NewEnd, AfterRefusal::NotLater)),
        "too_far" => Err(refused(Field::NewEnd, AfterRefusal::TooFar)),
        "deadline" => Err(refused(Field::Deadline, AfterRefusal::DeadlineOutside)),
        "agency" => Err(refused(Field::Agency, AfterRefusal::WrongAgency)),
        "closed" => Err(refused(Field::Extension, AfterRefusal::Closed)),
        "late" => Err(refused(Field::Extension, AfterRefusal::TooLate)),
        "changed" => Err(refused(Field::Extension, AfterRefusal::Changed)),
        "same_hand" => Err(refused(Field::Extension, AfterRefusal::SameHand)),
        "conflict" => Err(AppError::Conflict),
        _ => Err(AppError::NotFound),
    }
}

/// Proposes, or changes the one that is named; the same press again changes nothing.
///
/// # Errors
/// At the field; `Conflict` where somebody else changed it meanwhile.
pub async fn propose(
    cx: &mut Ctx,
    key: &str,
    (extension, was): (&str, i32),
    typed: &Typed<'_>,
) -> Result<(), AppError> {
    let (person, centre) = (cx.subject()?, cx.actor.centre().ok_or(AppError::NotFound)?);
    let empty = |field| AppError::Field {
        field,
        problem: TextError::Empty,
    };
    let until = day_in(typed.new_end, Field::NewEnd)?.ok_or(empty(Field::NewEnd))?;
    let words = words_in(typed.words, WORDS_MAX, Field::Words)?;
    let deadline = day_in(typed.deadline, Field::Deadline)?.ok_or(empty(Field::Deadline))?;
    if !extension.trim().is_empty() {
        let id: ExtensionId = extension.trim().parse().map_err(|_| AppError::Unreadable)?;
        return answered(&store::change(cx, id, was, until, &words, deadline).await?);
    }
    let key: IdempotencyKey = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let term = store::term(cx, person, Some(centre))
        .await?
        .ok_or(refused(Field::NewEnd, AfterRefusal::Ended))?;
    let agency: Option<AgencyId> = match typed.agency.trim() {
        "" if term.keys.iter().any(|k| k == "case_worker") => return Err(empty(Field::Agency)),
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::Unreadable)?),
    };
    let new = New {
        enrolment: term.enrolment,
        key,
        agency,
        until,
        words: &words,
        deadline,
    };
    let id = ExtensionId::mint(cx.now, &mut SystemRandom);
    answered(&store::propose(cx, id, &new).await?)
}

/// Withdraws the one that is named.
///
/// # Errors
/// `Closed` refusal where it is settled.
pub async fn withdraw(cx: &mut Ctx, extension: &str) -> Result<(), AppError> {
    let id: ExtensionId = extension.trim().parse().map_err(|_| AppError::Unreadable)?;
    answered(&store::withdraw(cx, id).await?)
}

/// A key ("ja") or a refusal ("nej") of whoever acts, over the hash that their page showed, from their own session.
///
/// # Errors
/// At the field: without a reason, changed since, settled, or the same hand or session as another key.
pub async fn turn(
    cx: &mut Ctx,
    extension: &str,
    hash: &str,
    (answer, refusal): (&str, &str),
    session: Option<SessionId>,
) -> Result<(), AppError> {
    let id: ExtensionId = extension.trim().parse().map_err(|_| AppError::Unreadable)?;
    let over = unhex(hash).ok_or(AppError::Unreadable)?;
    let session = session.ok_or(AppError::NotSignedIn)?;
    let (refuses, why) = match answer.trim() {
        "ja" => (false, String::new()),
        "nej" => (true, words_in(refusal, REASON_MAX, Field::Refusal)?),
        _ => return Err(AppError::Unreadable),
    };
    let session = Sha256::digest(session.as_uuid().as_bytes());
    // Its own id, from the moment and chance like the others'.
    let entry = ExtensionId::mint(cx.now, &mut SystemRandom).as_uuid();
    answered(&store::turn(cx, id, entry, &over, &session, refuses, &why).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_back_and_nothing_else_is_one() {
        let hash: Vec<u8> = (0..32).collect();
        assert_eq!(unhex(&hex(&hash)), Some(hash));
        for bad in ["", "00", &"0".repeat(63), &"z".repeat(64), &"å".repeat(32)] {
            assert_eq!(unhex(bad), None, "{bad}");
        }
    }
}
