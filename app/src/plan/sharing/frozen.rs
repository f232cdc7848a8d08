//! From the plan as it is stored to a version, its proof, and the words that an agency reads.

use super::{FrozenLine, FrozenPlan, text};
use crate::kernel::{AppError, Ctx, Lang, dates};
use crate::plan::store::{Activity, Plan};
use crate::plan::text as plan_text;
use chrono::NaiveDate;
use domain::plan::{ActivityStatus, Doer};
use domain::plan_version::{FrozenStep, PlanContent, diff};
use sha2::{Digest, Sha256};

/// What would be published now.
pub fn content_of(plan: Plan, activities: Vec<Activity>) -> PlanContent {
    PlanContent {
        want: plan.want,
        good_at: plan.good_at,
        need: plan.need,
        steps: activities
            .into_iter()
            .map(|a| FrozenStep {
                id: a.id,
                kind: a.kind,
                title: a.title,
                why: a.why,
                doer: a.doer,
                doer_name: a.doer_name,
                due_on: a.due_on,
                when: a.when_text,
                place: a.place,
                status: a.status,
                done_on: a.done_on,
            })
            .collect(),
    }
}

/// SHA-256 of the canonical JSON: keys in order, no space between.
///
/// # Errors
/// `Internal` where it cannot be written as JSON, which text and dates always can.
pub fn hash(content: &PlanContent) -> Result<[u8; 32], AppError> {
    // A value's keys are kept sorted.
    let value = serde_json::to_value(content).map_err(|_| AppError::Internal)?;
    let canonical = serde_json::to_vec(&value).map_err(|_| AppError::Internal)?;
    Ok(Sha256::digest(canonical).into())
}

/// A version in words, the same whoever reads it.
pub fn shown(content: &PlanContent, cx: &Ctx) -> FrozenPlan {
    FrozenPlan {
        want: content.want.clone(),
        good_at: content.good_at.clone(),
        need: content.need.clone(),
        steps: content
            .steps
            .iter()
            .map(|s| line(s, cx.today(), cx.lang))
            .collect(),
    }
}

fn line(step: &FrozenStep, today: NaiveDate, lang: Lang) -> FrozenLine {
    let who = match (step.doer, &step.doer_name) {
        (Doer::Participant, _) => text::participant(lang).to_owned(),
        (_, Some(name)) => name.clone(),
        (Doer::Coach, None) => text::coach(lang).to_owned(),
        (Doer::Recruiter, None) => text::recruiter(lang).to_owned(),
        (Doer::Other, None) => text::somebody(lang).to_owned(),
    };
    let day = |d| dates::short(d, today, lang);
    let when = match (step.status, step.done_on, step.due_on) {
        (ActivityStatus::Done, Some(done), _) => day(done),
        (_, _, Some(due)) => plan_text::by_day(&day(due), lang),
        _ => step.when.clone(),
    };
    FrozenLine {
        title: step.title.clone(),
        why: step.why.clone(),
        status: plan_text::status(step.status, lang).to_owned(),
        meta: [who, when, step.place.clone()]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
    }
}

/// What changed from one version to the next, as sentences.
pub fn changes(before: &PlanContent, after: &PlanContent, lang: Lang) -> Vec<String> {
    diff(before, after)
        .iter()
        .map(|c| text::change(c, lang))
        .collect()
}
