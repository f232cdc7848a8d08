//! Programmes and versions as pages show them.

use super::api::{Difference, NewVersion, Programme, ProgrammeLine, Programmes, VersionLine};
use super::form::{ENTRY, KEPT, MADE_FROM, TARGET, fields_of, from_kept, rows_of};
use super::make::{centre, may_write, programme};
use super::said::{differences, sections};
use super::store::{self, Kept};
use super::text;
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Choice, Ctx, Lang, dates, typed};
use chrono::{Datelike, NaiveDate};
use domain::civil_time::civil_day;
use domain::ids::ProgrammeVersionId;
use domain::programme::{ROWS_MAX, RulePlace};

/// Rows beside those that are filled in.
const SPARE_ENTRIES: u8 = 3;
const SPARE_TARGETS: u8 = 2;

/// The version that an enrolment of this day begins under, as [`store::version_on`] finds it.
fn in_force(versions: &[Kept], day: NaiveDate) -> Option<&Kept> {
    versions
        .iter()
        .filter(|v| v.valid_from <= day)
        .max_by_key(|v| (v.valid_from, v.version))
}

/// "20 november 2026": rules are read years later.
fn whole(day: NaiveDate, lang: Lang) -> String {
    format!("{} {} {}", day.day(), dates::month(day, lang), day.year())
}

/// The programmes of the reader's centre.
///
/// # Errors
/// `NotFound` for whoever belongs to no centre.
pub async fn list(cx: &mut Ctx) -> Result<Programmes, AppError> {
    let (today, lang, here) = (cx.today(), cx.lang, centre(cx)?);
    let mut rows = Vec::new();
    for programme in store::of_centre(cx, here).await? {
        let versions = store::versions(cx, programme.id).await?;
        let enrolled = store::enrolled_by_version(cx, programme.id).await?;
        let Some(now) = in_force(&versions, today) else {
            continue;
        };
        let coming = versions
            .iter()
            .filter(|v| v.valid_from > today)
            .min_by_key(|v| v.valid_from);
        rows.push(ProgrammeLine {
            code: programme.code,
            name: programme.name,
            version: now.version,
            since: whole(now.valid_from, lang),
            coming: coming.map(|v| text::version_from(v.version, &whole(v.valid_from, lang), lang)),
            enrolled: enrolled.iter().map(|u| u.now).sum(),
        });
    }
    Ok(Programmes {
        centre: store::centre_name(cx, here).await?,
        rows,
    })
}

/// One programme; a version that is not there is the one that holds.
///
/// # Errors
/// `NotFound` where no such programme runs at the reader's centre.
pub async fn one(cx: &mut Ctx, code: &str, version: i32, between: (i32, i32)) -> Result<Programme, AppError> {
    let programme = programme(cx, code).await?;
    let (today, lang, here) = (cx.today(), cx.lang, centre(cx)?);
    let versions = store::versions(cx, programme.id).await?;
    let parties = store::agencies(cx).await?;
    let enrolled = store::enrolled_by_version(cx, programme.id).await?;
    let holds = in_force(&versions, today)
        .or(versions.last())
        .ok_or(AppError::NotFound)?;
    let numbered = |n: i32| versions.iter().find(|v| v.version == n);
    let shown = numbered(version).unwrap_or(holds);
    let difference = numbered(between.0)
        .zip(numbered(between.1))
        .map(|(from, till)| Difference {
            from: from.version,
            till: till.version,
            changes: differences(&from.rules, &till.rules, &parties, lang),
        });
    let line = |v: &Kept| {
        let under = enrolled.iter().find(|u| u.version == v.version);
        let made = v.by_somebody.then(|| {
            let on = whole(civil_day(v.created_at), lang);
            v.made_by
                .as_ref()
                .map_or_else(|| on.clone(), |name| format!("{on}, {name}"))
        });
        VersionLine {
            version: v.version,
            from: whole(v.valid_from, lang),
            holds: v.id == holds.id,
            coming: v.valid_from > today,
            enrolled: under.map_or(0, |u| u.now),
            ever: under.map_or(0, |u| u.ever),
            source: v.source.clone(),
            reason: v.reason.clone(),
            made,
        }
    };
    Ok(Programme {
        code: programme.code,
        name: programme.name,
        may_write: may_write(cx),
        shown: shown.version,
        shown_from: whole(shown.valid_from, lang),
        sections: sections(&shown.rules, &parties, lang),
        versions: versions.iter().map(line).collect(),
        difference,
        centre: store::centre_name(cx, here).await?,
    })
}

/// The form of a new version, made from the latest; or from what was typed and could not be accepted.
///
/// # Errors
/// As [`one`].
pub async fn new_version(cx: &mut Ctx, code: &str) -> Result<NewVersion, AppError> {
    let programme = programme(cx, code).await?;
    let (now, today, lang) = (cx.now, cx.today(), cx.lang);
    let versions = store::versions(cx, programme.id).await?;
    let latest = versions.first().ok_or(AppError::NotFound)?;
    let earliest = latest.valid_from.max(today);
    let typed = typed::value(KEPT).and_then(|line| from_kept(&programme.code, &line));
    let fields = typed.unwrap_or_else(|| {
        let mut fields = fields_of(&latest.rules, lang);
        let day = RulePlace::ValidFrom.id().unwrap_or_default();
        fields.insert(day.to_owned(), earliest.to_string());
        // The form says what it was made from, so that one that is loaded anew does not forget it.
        fields.insert(MADE_FROM.to_owned(), latest.version.to_string());
        fields
    });
    let most = u8::try_from(ROWS_MAX).unwrap_or(u8::MAX);
    Ok(NewVersion {
        key: ProgrammeVersionId::mint(now, &mut SystemRandom).to_string(),
        entry_rows: (rows_of(&fields, &ENTRY) + SPARE_ENTRIES).min(most),
        target_rows: (rows_of(&fields, &TARGET) + SPARE_TARGETS).min(most),
        agencies: store::agencies(cx)
            .await?
            .into_iter()
            .map(|(id, name)| Choice::new(id, name))
            .collect(),
        earliest: whole(earliest, lang),
        code: programme.code,
        name: programme.name,
        fields,
    })
}
