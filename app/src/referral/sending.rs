//! Sending a referral: the database decides in one step whether it has a place, waits, or goes to a joint review.

use super::draft::{Draft, Step};
use super::typed_in::wrong;
use super::{draft_store, store};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx};
use domain::ids::{IdempotencyKey, ReferralId};
use domain::programme::{EntryGroup, ProgrammeRules};
use domain::referral::ReferralProblem;
use serde_json::json;
use sha2::{Digest, Sha256};

/// The agency's ways in by these rules.
pub fn groups(rules: &ProgrammeRules, agency: &str) -> Vec<EntryGroup> {
    rules
        .entries
        .iter()
        .filter(|e| e.agency == agency)
        .map(|e| e.group)
        .collect()
}

/// Sends what is whole; the same key with the same content is the same referral, with another content a conflict.
///
/// # Errors
/// `Referral` at the field where something is missing; `Conflict`.
pub async fn send(cx: &mut Ctx, key: IdempotencyKey, draft: &Draft) -> Result<ReferralId, AppError> {
    let (Some(programme), Some(centre)) = (draft.programme, draft.centre) else {
        return Err(wrong(Field::Programme, ReferralProblem::Choose));
    };
    let rules = draft_store::rules(cx, programme).await?;
    let (code, ..) = draft_store::agency(cx).await?;
    let groups = rules.as_ref().map(|r| groups(r, &code)).unwrap_or_default();
    let no_way_in = wrong(Field::Programme, ReferralProblem::NoWayIn);
    let group = match draft.way_in(&groups) {
        Some(group) => group,
        None if groups.is_empty() => return Err(no_way_in),
        None => return Err(wrong(Field::Kind, ReferralProblem::Choose)),
    };
    let today = cx.today();
    let missing = draft
        .steps(rules.as_ref(), &groups)
        .into_iter()
        .find(|s| *s != Step::Check && !draft.answered(*s, rules.as_ref(), &groups, today));
    match missing {
        None => {}
        Some(Step::Person) if !draft.of_age(rules.as_ref(), today) => {
            return Err(wrong(Field::BirthYear, ReferralProblem::Age));
        }
        Some(Step::Terms) => return Err(wrong(Field::Accept, ReferralProblem::TermsNotTold)),
        Some(_) => return Err(wrong(Field::Answer, ReferralProblem::Unanswered)),
    }
    let Some(who) = &draft.who else {
        return Err(wrong(Field::GivenName, ReferralProblem::Unanswered));
    };
    let asked: serde_json::Map<_, _> = rules
        .iter()
        .flat_map(|r| &r.conditions)
        .filter_map(|c| {
            let judged = draft.answers.get(c.code())?;
            Some((
                c.code().to_owned(),
                json!({"yes": judged.yes, "judged_on": judged.judged_on}),
            ))
        })
        .collect();
    let sent = json!({
        "programme_id": programme,
        "centre_id": centre,
        "entry_group": group.code(),
        "ground": draft.ground,
        "given_name": who.given_name,
        "family_name": who.family_name,
        "birth_year": who.birth_year,
        "identity_number": who.identity_number,
        "phone": who.phone,
        "spoken_language": who.language,
        "needs_interpreter": who.needs_interpreter,
        "protected": who.protected,
        "reason": draft.reason,
        "answers": asked,
        "told_terms_on": draft.told_terms_on,
        "wished_start": draft.wished_start,
    });
    // Keys stand in the order of the alphabet, so that the same content has the same hash.
    let hash = Sha256::digest(sent.to_string().as_bytes()).to_vec();
    let id = ReferralId::mint(cx.now, &mut SystemRandom);
    let (id, outcome) = store::send(cx, id, key, &hash, &sent).await?;
    match (outcome.as_str(), id) {
        ("sent" | "same", Some(id)) => Ok(id),
        ("no_way_in", _) => Err(no_way_in),
        ("unanswered", _) => Err(wrong(Field::Answer, ReferralProblem::Unanswered)),
        _ => Err(AppError::Conflict),
    }
}
