//! SQL of the figures: the ledger, read by a role that sees figures and no person (S2).

use crate::kernel::{AppError, AppState};
use chrono::NaiveDate;
use domain::ids::CentreId;
use uuid::Uuid;

/// One stay at the centre without anybody's name or number: when it began, when it ended, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    pub came: Option<NaiveDate>,
    pub left: Option<NaiveDate>,
    /// How it went, as a word of the ledger; of a move to another centre [`TRANSFERRED`].
    pub outcome: Option<String>,
}

/// What a spell that went on at another centre ended with.
pub const TRANSFERRED: &str = "transferred";

/// A coming or a going of an enrolment, as the ledger tells them in order.
struct Step {
    enrolment: Uuid,
    comes: bool,
    on: NaiveDate,
    outcome: Option<String>,
}

/// Comings and goings in their order, paired into stays. A going without a coming stays a stay, so that books that do
/// not balance are seen (S3).
fn paired(steps: Vec<Step>) -> Vec<Spell> {
    let mut spells: Vec<(Uuid, Spell)> = Vec::new();
    for step in steps {
        let open = spells
            .last_mut()
            .filter(|(enrolment, spell)| *enrolment == step.enrolment && spell.left.is_none());
        match (step.comes, open) {
            // Told twice: the first one counts.
            (true, Some(_)) => {}
            (true, None) => spells.push((
                step.enrolment,
                Spell {
                    came: Some(step.on),
                    left: None,
                    outcome: None,
                },
            )),
            (false, Some((_, spell))) => {
                spell.left = Some(step.on);
                spell.outcome = step.outcome;
            }
            (false, None) => spells.push((
                step.enrolment,
                Spell {
                    came: None,
                    left: Some(step.on),
                    outcome: step.outcome,
                },
            )),
        }
    }
    spells.into_iter().map(|(_, spell)| spell).collect()
}

/// Every stay at a centre up to a day, as it was known at the end of another. An exit that was corrected or taken back
/// by then is not there; a transfer is out at one centre and in at the other.
pub async fn spells(
    state: &AppState,
    centre: CentreId,
    until: NaiveDate,
    known: NaiveDate,
) -> Result<Vec<Spell>, AppError> {
    let rows = sqlx::query!(
        r#"select l.enrolment_id as "enrolment!", l.event, l.concerns_on, l.payload ->> 'outcome' as outcome,
                  coalesce(l.payload ->> 'way', '') as "way!"
           from ledger l
           where l.centre_id = $1 and l.event in ('enrolled', 'exited', 'transferred') and l.concerns_on <= $2
             and l.enrolment_id is not null
             and l.recorded_at < (($3::date + 1)::timestamp at time zone 'Europe/Stockholm')
             and not exists (select from ledger c
               where c.enrolment_id = l.enrolment_id and c.event = 'corrected' and c.payload -> 'of' = to_jsonb(l.ledger_id)
                 and c.recorded_at < (($3::date + 1)::timestamp at time zone 'Europe/Stockholm'))
           order by l.enrolment_id, l.concerns_on, l.ledger_id"#,
        centre.as_uuid(),
        until,
        known,
    )
    .fetch_all(&state.reports)
    .await?;
    let steps = rows
        .into_iter()
        .map(|r| Step {
            enrolment: r.enrolment,
            comes: r.event == "enrolled" || (r.event == "transferred" && r.way == "in"),
            on: r.concerns_on,
            outcome: if r.event == "transferred" {
                Some(TRANSFERRED.to_owned())
            } else {
                r.outcome
            },
        })
        .collect();
    Ok(paired(steps))
}

pub async fn centre_name(state: &AppState, centre: CentreId) -> Result<String, AppError> {
    Ok(
        sqlx::query_scalar!("select name from centre where centre_id = $1", centre.as_uuid())
            .fetch_one(&state.reports)
            .await?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_and_in_again_are_two_stays_and_a_going_alone_is_seen() {
        let step = |enrolment: u128, comes, on: &str| Step {
            enrolment: Uuid::from_u128(enrolment),
            comes,
            on: on.parse().unwrap(),
            outcome: None,
        };
        let spells = paired(vec![
            step(1, true, "2026-01-01"),
            step(1, false, "2026-02-01"),
            step(1, true, "2026-03-01"),
            step(2, false, "2026-03-05"),
            step(3, true, "2026-03-06"),
        ]);
        let days: Vec<_> = spells
            .iter()
            .map(|s| (s.came.map(|d| d.to_string()), s.left.map(|d| d.to_string())))
            .collect();
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(
            days,
            [
                (day("2026-01-01"), day("2026-02-01")),
                (day("2026-03-01"), None),
                (None, day("2026-03-05")),
                (day("2026-03-06"), None),
            ]
        );
    }
}
