//! A manager makes a new version of a programme's rules.

use super::form::{BUILDS_ON, Fields, MADE_FROM, rules_from, value};
use super::store::{self, NewVersion, Row};
use crate::kernel::policy::Role;
use crate::kernel::{Actor, AppError, Ctx};
use chrono::NaiveDate;
use domain::ids::{CentreId, ProgrammeVersionId};
use domain::plan::{TextError, checked_text};
use domain::programme::{RuleError, RulePlace, RuleRefusal};
use unicode_normalization::UnicodeNormalization;

/// Most characters of a source and of a reason.
const SOURCE_MAX: usize = 200;
const REASON_MAX: usize = 500;

/// A new version as a form sends it.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    pub code: &'a str,
    pub key: &'a str,
    pub fields: &'a Fields,
}

fn refused(at: RulePlace, why: RuleRefusal) -> AppError {
    AppError::Programme(RuleError::new(at, why))
}

/// The centre of the acting member of staff.
pub fn centre(cx: &Ctx) -> Result<CentreId, AppError> {
    match cx.actor {
        Actor::Staff { centre, .. } => Ok(centre),
        _ => Err(AppError::NotFound),
    }
}

/// A programme that runs at the acting centre; any other is not there.
pub async fn programme(cx: &mut Ctx, code: &str) -> Result<Row, AppError> {
    let centre = centre(cx)?;
    let all = store::of_centre(cx, centre).await?;
    all.into_iter().find(|p| p.code == code).ok_or(AppError::NotFound)
}

/// Whether the actor may make versions.
pub fn may_write(cx: &Ctx) -> bool {
    cx.actor.role() == Some(Role::Manager)
}

fn words(fields: &Fields, at: RulePlace, most: usize) -> Result<String, AppError> {
    let text = checked_text(value(fields, at), most).map_err(|problem| match problem {
        TextError::Empty => refused(at, RuleRefusal::Empty),
        TextError::TooLong | TextError::Unreadable => refused(at, RuleRefusal::TooLong),
    })?;
    Ok(text.nfc().collect())
}

fn day(fields: &Fields) -> Result<NaiveDate, AppError> {
    let typed = value(fields, RulePlace::ValidFrom);
    // Ten characters: no year of five digits, which the database could not sort with the others.
    NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        .filter(|_| typed.len() == 10)
        .ok_or(refused(RulePlace::ValidFrom, RuleRefusal::NotADay))
}

/// The version that the form was made from, or a newer one that the sender says they have seen since.
fn made_from(fields: &Fields) -> i32 {
    let number = |name: &str| fields.get(name).and_then(|n| n.parse().ok()).unwrap_or(0);
    number(MADE_FROM).max(number(BUILDS_ON))
}

/// Makes the version, and tells its number; the same key once more is the same version.
///
/// # Errors
/// At the field that cannot be accepted; `Stale` where a newer version than the form's has been made meanwhile;
/// `Conflict` where the key is another version's.
pub async fn make(cx: &mut Ctx, sent: &Sent<'_>) -> Result<i32, AppError> {
    let programme = programme(cx, sent.code).await?;
    // A role may have ended while the request was under way.
    if !store::still_manages(cx).await? {
        return Err(AppError::NotSignedIn);
    }
    let id: ProgrammeVersionId = sent.key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let agencies: Vec<String> = store::agencies(cx)
        .await?
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    let rules = rules_from(sent.fields, &agencies).map_err(AppError::Programme)?;
    let valid_from = day(sent.fields)?;
    let source = words(sent.fields, RulePlace::Source, SOURCE_MAX)?;
    let reason = words(sent.fields, RulePlace::Reason, REASON_MAX)?;

    store::hold(cx, programme.id).await?;
    let versions = store::versions(cx, programme.id).await?;
    if let Some(made) = versions.iter().find(|v| v.id == id) {
        let same = made.rules == rules
            && made.valid_from == valid_from
            && made.source == source
            && made.reason == reason;
        return if same {
            Ok(made.version)
        } else {
            Err(AppError::Conflict)
        };
    }
    let latest = versions.first().ok_or(AppError::NotFound)?;
    if latest.version != made_from(sent.fields) {
        let latest = u32::try_from(latest.version).unwrap_or(0);
        return Err(refused(RulePlace::Whole, RuleRefusal::Stale { latest }));
    }
    if valid_from < cx.today() {
        return Err(refused(RulePlace::ValidFrom, RuleRefusal::DayPast));
    }
    if valid_from < latest.valid_from {
        return Err(refused(RulePlace::ValidFrom, RuleRefusal::BeforeLatest));
    }
    if rules == latest.rules {
        return Err(refused(RulePlace::Whole, RuleRefusal::NoDifference));
    }
    let version = latest.version + 1;
    let new = NewVersion {
        id,
        programme: programme.id,
        version,
        valid_from,
        rules: &rules,
        source: &source,
        reason: &reason,
    };
    if store::add(cx, &new).await? {
        Ok(version)
    } else {
        Err(AppError::Conflict)
    }
}
