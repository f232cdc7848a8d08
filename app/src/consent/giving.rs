//! The giving of consent: at the desk, and on the participant's own screen. All of it in one transaction (N1, C1).

use super::store::{self, NewConsents, NewSignature};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::consent::{How, Item, Purpose, Signature, TextLanguage, Until, parse_items};
use domain::ids::{CentreId, ConsentId, ConsentSignatureId, IdempotencyKey, PersonId};
use domain::intake::DeskRefusal;
use domain::plan::{TextError, checked_text};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// Longest place where a paper is kept, in characters.
const PLACE_MAX: usize = 200;

/// What a form asks for, as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub key: &'a str,
    /// The party's code.
    pub agency: &'a str,
    /// `direction.category` of each that was ticked.
    pub consents: &'a [String],
    pub purpose: &'a str,
    /// `enrolled` or `date`.
    pub until_kind: &'a str,
    pub until: &'a str,
    pub text_language: &'a str,
    /// The version of the text that was shown.
    pub text_version: i32,
    /// `paper` or `screen`.
    pub how: &'a str,
    pub paper_place: &'a str,
    /// Strokes, as [`Signature::parse`] reads them.
    pub signature: &'a str,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The signature that was stored; none where all of it was in force already.
    pub signature: Option<ConsentSignatureId>,
    /// What was in force before and stands as it was.
    pub already: Vec<Item>,
}

/// A form that can be accepted.
struct Checked {
    key: IdempotencyKey,
    items: Vec<Item>,
    purpose: Purpose,
    until: Until,
    language: TextLanguage,
    how: How,
    paper_place: String,
    signature: Option<Signature>,
    hash: [u8; 32],
}

const fn at(field: Field, problem: TextError) -> AppError {
    AppError::Field { field, problem }
}

/// One of a list's words, chosen by the person: none is chosen for them.
fn choice<T>(typed: &str, field: Field, from: impl Fn(&str) -> Option<T>) -> Result<T, AppError> {
    if typed.is_empty() {
        return Err(at(field, TextError::Empty));
    }
    from(typed).ok_or(at(field, TextError::Unreadable))
}

fn check(cx: &Ctx, person: PersonId, asked: &Asked<'_>) -> Result<Checked, AppError> {
    if asked.agency.is_empty() {
        return Err(at(Field::Agency, TextError::Empty));
    }
    let items = parse_items(asked.consents).map_err(|why| at(Field::Consents, why))?;
    let purpose = choice(asked.purpose, Field::Purpose, Purpose::from_code)?;
    let until = Until::parse(asked.until_kind, asked.until, cx.today()).map_err(|why| {
        let past =
            NaiveDate::parse_from_str(asked.until.trim(), "%Y-%m-%d").is_ok_and(|day| day < cx.today());
        if asked.until_kind == "date" && past {
            AppError::Desk {
                field: Field::Until,
                why: DeskRefusal::DayPast,
            }
        } else {
            at(Field::Until, why)
        }
    })?;
    let language = choice(asked.text_language, Field::TextLanguage, TextLanguage::from_code)?;
    // An electronic identity signs nothing yet, whatever a form says.
    let how = choice(asked.how, Field::How, |code| {
        How::from_code(code).filter(|how| *how != How::Eid)
    })?;
    // A paper is kept by the centre: nobody says so at home.
    if how == How::Paper && cx.actor.centre().is_none() {
        return Err(at(Field::How, TextError::Unreadable));
    }
    let (paper_place, signature) = match how {
        How::Paper => {
            let place: String = asked.paper_place.nfc().collect();
            let place = checked_text(&place, PLACE_MAX).map_err(|why| at(Field::PaperPlace, why))?;
            (place.to_owned(), None)
        }
        How::Screen | How::Eid => {
            let drawn = Signature::parse(asked.signature).map_err(|why| at(Field::Signature, why))?;
            (String::new(), Some(drawn))
        }
    };
    let key = Uuid::try_parse(asked.key)
        .map_err(|_| AppError::Unreadable)?
        .into();
    let codes = items.iter().map(|i| i.code()).collect::<Vec<_>>().join(" ");
    let mut hash = Sha256::new();
    hash.update(person.as_uuid().as_bytes());
    let version = asked.text_version.to_string();
    for part in [
        asked.agency,
        &codes,
        purpose.code(),
        asked.until_kind,
        if until == Until::Enrolled { "" } else { asked.until },
        language.code(),
        &version,
        how.code(),
        &paper_place,
        if signature.is_some() { asked.signature } else { "" },
    ] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    Ok(Checked {
        key,
        items,
        purpose,
        until,
        language,
        how,
        paper_place,
        signature,
        hash: hash.finalize().into(),
    })
}

/// Whether a form could be accepted, before there is a person to accept it for (N1). It is checked anew when it is given.
///
/// # Errors
/// `Field` for what was left out or cannot be.
pub fn check_at_desk(cx: &Ctx, asked: &Asked<'_>) -> Result<(), AppError> {
    check(cx, Uuid::nil().into(), asked).map(|_| ())
}

/// Gives consent for this person, in the transaction of an action that may: the participant's own, or the reception's
/// about them. `centre` is the centre that the party may tell and be told by; without one, the person's own.
///
/// # Errors
/// `Field` for what was left out or cannot be; `Conflict` for a key that was used for something else, a text that has
/// a newer version, or a person without an enrolment there; `NotFound` for a party that is not asked about.
pub async fn give(
    cx: &mut Ctx,
    person: PersonId,
    centre: Option<CentreId>,
    asked: &Asked<'_>,
) -> Result<Given, AppError> {
    let checked = check(cx, person, asked)?;
    let recorded_by = cx.actor.account().ok_or(AppError::NotFound)?;
    store::hold(cx, person).await?;
    // The same press again: the same answer, whatever has become of it meanwhile.
    if let Some(stored) = store::signed_with(cx, checked.key).await? {
        return if stored.person == person && stored.request_hash == checked.hash {
            Ok(Given {
                signature: Some(stored.id),
                already: Vec::new(),
            })
        } else {
            Err(AppError::Conflict)
        };
    }
    let agency = store::parties(cx, person)
        .await?
        .into_iter()
        .find(|(_, name)| name.code == asked.agency)
        .map(|(agency, _)| agency)
        .ok_or(AppError::NotFound)?;
    let (enrolment, centre) = store::open_enrolment(cx, person, centre)
        .await?
        .ok_or(AppError::Conflict)?;
    let text = store::texts(cx)
        .await?
        .into_iter()
        .find(|t| t.language == checked.language && t.version == asked.text_version)
        .ok_or(AppError::Conflict)?;
    let in_force = store::in_force(cx, person).await?;
    let (already, new): (Vec<Item>, Vec<Item>) = checked
        .items
        .iter()
        .partition(|item| in_force.iter().any(|c| c.agency == agency && c.item == **item));
    if new.is_empty() {
        return Ok(Given {
            signature: None,
            already,
        });
    }
    let signature = ConsentSignatureId::mint(cx.now, &mut SystemRandom);
    let strokes = checked
        .signature
        .map(|s| serde_json::to_value(s).map_err(|_| AppError::Internal))
        .transpose()?;
    store::sign(
        cx,
        &NewSignature {
            id: signature,
            person,
            centre,
            how: checked.how,
            strokes,
            paper_place: &checked.paper_place,
            text: text.id,
            recorded_by,
            key: checked.key,
            request_hash: &checked.hash,
        },
    )
    .await?;
    let items: Vec<_> = new
        .into_iter()
        .map(|item| (ConsentId::mint(cx.now, &mut SystemRandom), item))
        .collect();
    store::give(
        cx,
        &NewConsents {
            signature,
            person,
            centre,
            enrolment,
            agency,
            purpose: checked.purpose,
            until: checked.until.end(),
            items: &items,
            recorded_by,
        },
    )
    .await?;
    Ok(Given {
        signature: Some(signature),
        already,
    })
}

/// At the desk: the same, logged as a read of the person's consents in the same commit.
///
/// # Errors
/// As [`give`].
pub async fn take(cx: &mut Ctx, asked: &Asked<'_>) -> Result<Given, AppError> {
    let person = cx.subject()?;
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let given = give(cx, person, Some(centre), asked).await?;
    super::shown::log(cx).await?;
    Ok(given)
}
