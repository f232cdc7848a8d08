//! Consents as they are shown: to the person, at the desk, to staff, and on a receipt.

use super::api::{ConsentText, Desk, MyConsents, Receipt, ReceiptLine, State, ToDecide};
use super::store::{self, Text};
use super::{Agreed, Party, Summary, Told, YesNo};
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Action, ActorKind, Category as Cell, Rule, Verb, rule};
use crate::kernel::{AppError, Ctx, access_log, dates};
use chrono::{DateTime, TimeDelta, Utc};
use domain::civil_time::{civil_day, clock_hm};
use domain::consent::{Category, How, Signature};
use domain::ids::{IdempotencyKey, PersonId};
use uuid::Uuid;

/// How much of the text's hash is shown: enough to compare by eye.
const HASH_SHOWN: usize = 8;

/// Logs that the actor has read the consents of the person that the action is about.
pub(super) async fn log(cx: &mut Ctx) -> Result<(), AppError> {
    let permit = cx.may(Cell::Consents, Verb::Read).map_err(AppError::Closed)?;
    access_log::read_about(cx, &[Cell::Enrolled, Cell::Consents], permit).await
}

fn short(cx: &Ctx, moment: DateTime<Utc>) -> String {
    dates::short(civil_day(moment), cx.today(), cx.lang)
}

/// The last day of a consent that ends at this moment, which is the first of the next day.
fn last_day(cx: &Ctx, end: DateTime<Utc>) -> String {
    short(cx, end - TimeDelta::seconds(1))
}

/// The person's consents in force, party by party, with what each has been told: whoever is asked about comes along,
/// agreed or not. For the person themselves and for those who may read all of it; the caller logs the read.
///
/// # Errors
/// When the database is away.
pub async fn list_for(cx: &mut Ctx, person: PersonId) -> Result<Vec<Party>, AppError> {
    let parties = store::parties(cx, person).await?;
    let in_force = store::in_force(cx, person).await?;
    let told = store::told(cx, person).await?;
    Ok(parties
        .into_iter()
        .map(|(agency, name)| Party {
            agreed: in_force
                .iter()
                .filter(|c| c.agency == agency)
                .map(|c| Agreed {
                    id: c.id.to_string(),
                    direction: c.item.direction(),
                    category: c.item.category(),
                    purpose: c.purpose,
                    since: short(cx, c.since),
                    until: c.until.map(|end| last_day(cx, end)),
                    how: c.how.unwrap_or(How::Paper),
                    signature: c.signature.to_string(),
                })
                .collect(),
            told: told
                .iter()
                .filter(|(to, ..)| *to == agency)
                .map(|(_, category, at)| Told {
                    category: *category,
                    day: short(cx, *at),
                })
                .collect(),
            name,
        })
        .collect())
}

/// Yes, party by party, and nothing more: for those whose cell is no more than that. The caller logs the read.
///
/// # Errors
/// When the database is away.
pub async fn yes_no_for(cx: &mut Ctx, person: PersonId) -> Result<Vec<YesNo>, AppError> {
    let rows = store::yes_no(cx, person).await?;
    Ok(rows
        .into_iter()
        .map(|(name, direction, category)| YesNo {
            name,
            direction,
            category,
        })
        .collect())
}

/// The consents of the person that the action is about, as far as the actor may know of them: what
/// [`super::ConsentSummary`] shows. The read is logged here, in the same commit.
///
/// # Errors
/// When the database is away; that it is closed is an answer, not an error.
pub async fn summary_for(cx: &mut Ctx) -> Result<Summary, AppError> {
    let person = cx.subject()?;
    let permit = match cx.may(Cell::Consents, Verb::Read) {
        Ok(permit) => permit,
        Err(why) => return Ok(Summary::Closed(why)),
    };
    let kind = cx.actor.kind();
    let yes_no = match kind {
        ActorKind::Staff(role) => rule(role, Cell::Consents, Verb::Read) == Some(Rule::OwnYesNo),
        _ => false,
    };
    let summary = if yes_no {
        Summary::YesNo(yes_no_for(cx, person).await?)
    } else {
        let parties = list_for(cx, person).await?;
        let desk = cx
            .may(Cell::Consents, Verb::Write)
            .is_ok()
            .then(|| Action::TakeConsent.conceivable(kind))
            .filter(|may| *may)
            .map(|_| format!("/deltagare/{person}/samtycke"));
        Summary::Whole { parties, desk }
    };
    access_log::read_about(cx, &[Cell::Consents], permit).await?;
    Ok(summary)
}

/// Keeps that the actor's agency is told this about the person that the action is about, under the consent that opens it
/// (C2): to be called in the commit of the read.
///
/// # Errors
/// `Closed` where no such consent is in force; `NotFound` for an actor of no agency.
pub async fn record_disclosure(cx: &mut Ctx, category: Category) -> Result<(), AppError> {
    let person = cx.subject()?;
    let (Some(agency), Some(account)) = (cx.actor.agency(), cx.actor.account()) else {
        return Err(AppError::NotFound);
    };
    if store::disclose(cx, person, agency, category, account).await? {
        Ok(())
    } else {
        Err(AppError::Closed(crate::kernel::policy::Denial::NoConsent))
    }
}

fn text(text: Text) -> ConsentText {
    use std::fmt::Write;
    let mut hash = String::new();
    for byte in text.sha256.iter().take(HASH_SHOWN) {
        let _ = write!(hash, "{byte:02x}");
    }
    ConsentText {
        language: text.language,
        version: text.version,
        title: text.title,
        body: text.body.split("\n\n").map(str::to_owned).collect(),
        hash,
    }
}

fn key(cx: &Ctx) -> String {
    IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string()
}

/// The participant's own page.
pub async fn mine(cx: &mut Ctx) -> Result<MyConsents, AppError> {
    let person = cx.oneself()?;
    Ok(MyConsents {
        enrolled: store::open_enrolment(cx, person, None).await?.is_some(),
        parties: list_for(cx, person).await?,
    })
}

/// One party to read about and decide on.
pub async fn to_decide(cx: &mut Ctx, agency: &str) -> Result<ToDecide, AppError> {
    let person = cx.oneself()?;
    let party = list_for(cx, person)
        .await?
        .into_iter()
        .find(|p| p.name.code == agency)
        .ok_or(AppError::NotFound)?;
    Ok(ToDecide {
        party,
        texts: store::texts(cx).await?.into_iter().map(text).collect(),
        enrolled: store::open_enrolment(cx, person, None).await?.is_some(),
        key: key(cx),
        today: cx.today().to_string(),
    })
}

/// The desk's page about somebody.
pub async fn desk(cx: &mut Ctx) -> Result<Desk, AppError> {
    let person = cx.subject()?;
    let centre = cx.actor.centre();
    let desk = Desk {
        person: person.to_string(),
        name: store::name(cx, person).await?.ok_or(AppError::NotFound)?,
        enrolled: store::open_enrolment(cx, person, centre).await?.is_some(),
        parties: list_for(cx, person).await?,
        texts: store::texts(cx).await?.into_iter().map(text).collect(),
        key: key(cx),
        today: cx.today().to_string(),
    };
    log(cx).await?;
    Ok(desk)
}

/// Whom somebody is asked about at a centre before they are enrolled there (N1), and the texts.
///
/// # Errors
/// `NotFound` for an actor of no centre; when the database is away.
pub async fn offer_at_desk(cx: &mut Ctx) -> Result<(Vec<super::PartyName>, Vec<ConsentText>), AppError> {
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let parties = store::parties_of_centre(cx, centre).await?;
    let texts = store::texts(cx).await?.into_iter().map(text).collect();
    Ok((parties, texts))
}

/// The participant's own receipt of a signature.
pub async fn receipt(cx: &mut Ctx, signature: &str) -> Result<Receipt, AppError> {
    let person = cx.oneself()?;
    let signature = Uuid::try_parse(signature).map_err(|_| AppError::NotFound)?.into();
    let stored = store::receipt(cx, person, signature)
        .await?
        .ok_or(AppError::NotFound)?;
    let lines = stored
        .lines
        .iter()
        .map(|line| ReceiptLine {
            category: line.category,
            purpose: line.purpose,
            until: line.until.map(|end| last_day(cx, end)),
            state: match line.withdrawn_at {
                Some(at) => State::Withdrawn(short(cx, at)),
                None if line.in_force => State::InForce,
                None => State::Ended,
            },
        })
        .collect();
    let drawn = stored
        .strokes
        .and_then(|strokes| serde_json::from_value::<Signature>(strokes).ok())
        .map(|signature| signature.path());
    Ok(Receipt {
        name: stored.name,
        party: stored.party,
        how: stored.how,
        paper_place: stored.paper_place,
        drawn,
        signed: format!(
            "{} {}",
            dates::long_capital(civil_day(stored.signed_at), cx.lang),
            clock_hm(stored.signed_at)
        ),
        signed_on: civil_day(stored.signed_at).to_string(),
        text: text(stored.text),
        lines,
    })
}
