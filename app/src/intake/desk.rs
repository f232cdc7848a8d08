//! Where the desk begins: whom the centre expects, one's own half-done enrolments, and the beginning of one.

use super::api::{DeskPage, DraftLine, ExpectedLine, ProgrammeChoice};
use super::draft::{Draft, PersonStep};
use super::store::{self, Expected};
use super::text;
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Category, Role};
use crate::kernel::{AppError, AppState, Ctx, dates};
use crate::referral::log_read;
use chrono::TimeDelta;
use domain::civil_time::civil_day;
use domain::ids::{IntakeId, ProgrammeId};
use domain::intake::{DRAFT_DAYS, DeskRefusal};
use domain::plan::TextError;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Expected people on one page: more than a centre meets in a day.
const SHOWN: usize = 60;

/// The desk; `search` is part of a name, or the beginning of a referral's number.
///
/// # Errors
/// When the database is away.
pub async fn page(cx: &mut Ctx, search: &str) -> Result<DeskPage, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let manager = cx.actor.role() == Some(Role::Manager);
    let programmes = store::programmes(cx, centre).await?;
    let names: BTreeMap<ProgrammeId, String> = programmes.iter().map(|p| (p.id, p.name.clone())).collect();
    let expected = store::expected(cx).await?;
    let mine = store::mine(cx).await?;
    let words: Vec<String> = search
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let fits = |e: &Expected| {
        let name = format!("{} {}", e.given_name, e.family_name).to_lowercase();
        words
            .iter()
            .all(|w| name.contains(w) || text::referral_number(e.referral).starts_with(w))
    };
    let total = expected.iter().filter(|e| fits(e)).count();
    let shown: Vec<&Expected> = expected.iter().filter(|e| fits(e)).take(SHOWN).collect();
    // G6: which referrals are shown, in the list and as what one has begun.
    let read: Vec<_> = expected
        .iter()
        .filter(|e| {
            shown.iter().any(|s| s.referral == e.referral)
                || mine.iter().any(|i| i.referral == Some(e.referral))
        })
        .map(Expected::read)
        .collect();
    log_read(cx, &read, &[Category::Referral], None).await?;
    let lines = shown
        .into_iter()
        .map(|e| ExpectedLine {
            referral: e.referral.to_string(),
            name: format!("{} {}", e.given_name, e.family_name),
            number: text::referral_number(e.referral),
            birth_year: e.birth_year.map(|y| y.to_string()),
            from: e.agency.clone(),
            referred: dates::short(civil_day(e.referred_at), today, lang),
            programme: names.get(&e.programme).cloned().unwrap_or_default(),
        })
        .collect();
    let drafts = mine
        .into_iter()
        .map(|intake| {
            let gone = intake
                .referral
                .is_some_and(|r| expected.iter().all(|e| e.referral != r));
            let name = intake
                .draft
                .person
                .as_ref()
                .map(PersonStep::name)
                .unwrap_or_default();
            DraftLine {
                id: intake.id.to_string(),
                name: name.trim().to_owned(),
                programme: names.get(&intake.programme).cloned().unwrap_or_default(),
                step: intake.draft.first_open(),
                touched: dates::short(civil_day(intake.updated_at), today, lang),
                cleared: dates::short(
                    civil_day(intake.updated_at + TimeDelta::days(DRAFT_DAYS)),
                    today,
                    lang,
                ),
                gone,
            }
        })
        .collect();
    let mut open = Vec::new();
    if !manager {
        for programme in programmes {
            let version = crate::programme::version_on(cx.db(), &programme.code, today).await?;
            if version.is_some_and(|v| v.rules.entries.is_empty()) {
                open.push(ProgrammeChoice {
                    value: programme.id.to_string(),
                    words: programme.name,
                });
            }
        }
    }
    Ok(DeskPage {
        expected: lines,
        total: u32::try_from(total).unwrap_or(u32::MAX),
        drafts,
        open,
        managers_own: if manager {
            0
        } else {
            store::managers_own(cx).await?
        },
        manager,
    })
}

/// Begins the enrolment of somebody who is expected, or goes on with one's own that is half done; without a referral in
/// a programme whose rules name no ways in.
///
/// # Errors
/// `Desk` for a referral that is not there any more, or a programme that is entered by referral alone.
pub async fn begin(cx: &mut Ctx, referral: &str, programme: &str) -> Result<IntakeId, AppError> {
    let id = IntakeId::mint(cx.now, &mut SystemRandom);
    if referral.trim().is_empty() {
        return begin_without(cx, id, programme).await;
    }
    let wanted = Uuid::try_parse(referral.trim()).unwrap_or_default();
    let expected = store::expected(cx)
        .await?
        .into_iter()
        .find(|e| e.referral == wanted)
        .ok_or(AppError::Desk {
            field: Field::Person,
            why: DeskRefusal::ReferralGone,
        })?;
    log_read(cx, &[expected.read()], &[Category::Referral], None).await?;
    let draft = Draft {
        person: Some(PersonStep {
            given_name: expected.given_name,
            family_name: expected.family_name,
            birth_year: expected.birth_year,
            identity_number: expected.identity_number,
            language: expected.language.unwrap_or_else(|| "sv".to_owned()),
            needs_interpreter: expected.needs_interpreter,
            phone: expected.phone,
            ..PersonStep::default()
        }),
        ..Draft::default()
    };
    store::begin(cx, id, expected.programme, Some(wanted), &draft).await
}

async fn begin_without(cx: &mut Ctx, id: IntakeId, programme: &str) -> Result<IntakeId, AppError> {
    let field = Field::Programme;
    if programme.trim().is_empty() {
        return Err(AppError::Field {
            field,
            problem: TextError::Empty,
        });
    }
    let needed = AppError::Desk {
        field,
        why: DeskRefusal::ReferralNeeded,
    };
    if cx.actor.role() == Some(Role::Manager) {
        return Err(needed);
    }
    let (centre, today) = (cx.actor.centre().ok_or(AppError::NotFound)?, cx.today());
    let wanted: ProgrammeId = programme.trim().parse().map_err(|_| AppError::Unreadable)?;
    let code = store::programmes(cx, centre)
        .await?
        .into_iter()
        .find(|p| p.id == wanted)
        .map(|p| p.code)
        .ok_or(AppError::NotFound)?;
    let version = crate::programme::version_on(cx.db(), &code, today).await?;
    if !version.is_some_and(|v| v.rules.entries.is_empty()) {
        return Err(needed);
    }
    let draft = Draft {
        person: Some(PersonStep {
            language: "sv".to_owned(),
            ..PersonStep::default()
        }),
        ..Draft::default()
    };
    store::begin(cx, id, wanted, None, &draft).await
}

/// Drops one's own half-done enrolment; one that is gone already is no error.
///
/// # Errors
/// When the database is away.
pub async fn discard(cx: &mut Ctx, id: &str) -> Result<(), AppError> {
    let id: IntakeId = id.trim().parse().map_err(|_| AppError::Unreadable)?;
    store::drop_one(cx, id).await?;
    Ok(())
}

/// Clears half-done enrolments that nobody came back to; a worker calls it.
///
/// # Errors
/// When the database is away.
pub async fn sweep(state: &AppState) -> Result<i64, AppError> {
    store::clear(state, state.clock.now() - TimeDelta::days(DRAFT_DAYS)).await
}
