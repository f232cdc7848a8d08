//! One person, as far as they are open to an agency: every part decided, logged and disclosed by itself.

use super::api::{Changed, ConsentLine, Contact, OwnStep, Part, Published, Record};
use super::{store, text};
use crate::extension;
use crate::kernel::policy::{Category, Permit, Verb};
use crate::kernel::{Actor, AppError, Ctx, access_log, dates};
use crate::plan::{sharing, status_word};
use chrono::{DateTime, Utc};
use domain::civil_time::civil_day;
use domain::ids::PersonId;

/// What was read, and by which permit: the log's own words for it.
type Reads = Vec<(Category, Permit)>;

/// The person that the action is about.
///
/// # Errors
/// `NotFound` for anybody who is of no agency.
pub async fn record(cx: &mut Ctx) -> Result<Record, AppError> {
    let person = cx.subject()?;
    let Actor::Agency { role, .. } = cx.actor else {
        return Err(AppError::NotFound);
    };
    let name = store::name(cx, person).await?.ok_or(AppError::NotFound)?;
    let mut reads: Reads = vec![(Category::Enrolled, cx.permit)];
    let enrolled = enrolled(cx, person).await?;
    let contact = match open(cx, Category::ContactCard, &mut reads) {
        Part::Closed(why) => Part::Closed(why),
        Part::Open(()) => Part::Open(contact(cx, person).await?),
    };
    let plan = match open(cx, Category::PlanVersion, &mut reads) {
        Part::Closed(why) => Part::Closed(why),
        Part::Open(()) => Part::Open(published(cx, person).await?),
    };
    let consents = match open(cx, Category::Consents, &mut reads) {
        Part::Closed(why) => Part::Closed(why),
        Part::Open(()) => Part::Open(consents(cx, person).await?),
    };
    let own_steps = match open(cx, Category::PlanDraft, &mut reads) {
        Part::Closed(why) => Part::Closed(why),
        Part::Open(()) => Part::Open(own_steps(cx, person).await?),
    };
    let extension = match cx.may(Category::Extension, Verb::Read) {
        Ok(permit) => {
            reads.push((Category::Extension, permit));
            extension::for_agency(cx, person).await?
        }
        Err(_) => None,
    };
    log(cx, person, &reads).await?;
    Ok(Record {
        name,
        role,
        enrolled,
        contact,
        plan,
        consents,
        own_steps,
        extension,
    })
}

/// Whether a part is open; it is then read.
fn open(cx: &Ctx, category: Category, reads: &mut Reads) -> Part<()> {
    match cx.may(category, Verb::Read) {
        Ok(permit) => {
            reads.push((category, permit));
            Part::Open(())
        }
        Err(why) => Part::Closed(why),
    }
}

/// One entry of the log for each permit; and what was told under a consent is listed.
async fn log(cx: &mut Ctx, person: PersonId, reads: &Reads) -> Result<(), AppError> {
    let mut permits: Vec<Permit> = Vec::new();
    for (_, permit) in reads {
        if !permits.contains(permit) {
            permits.push(*permit);
        }
    }
    for permit in permits {
        let categories: Vec<Category> = reads
            .iter()
            .filter(|(_, p)| *p == permit)
            .map(|(c, _)| *c)
            .collect();
        access_log::read_about(cx, &categories, permit).await?;
    }
    for (category, permit) in reads {
        if let (Permit::Consent, Some(told)) = (permit, category.consent()) {
            store::disclose(cx, person, told).await?;
        }
    }
    Ok(())
}

fn day(cx: &Ctx, at: DateTime<Utc>) -> String {
    dates::short(civil_day(at), cx.today(), cx.lang)
}

async fn enrolled(cx: &mut Ctx, person: PersonId) -> Result<Vec<String>, AppError> {
    let rows = store::enrolments(cx, person).await?;
    let (today, lang) = (cx.today(), cx.lang);
    Ok(rows
        .into_iter()
        .map(|row| {
            let from = dates::short(row.enrolled_on, today, lang);
            let to = row.ended_on.map(|d| dates::short(d, today, lang));
            text::enrolled(&row.programme, &row.centre, &from, to.as_deref(), lang)
        })
        .collect())
}

async fn contact(cx: &mut Ctx, person: PersonId) -> Result<Contact, AppError> {
    let row = store::contact(cx, person).await?;
    let lang = cx.lang;
    Ok(row.map_or_else(Contact::default, |row| Contact {
        phone: row.phone,
        email: row.email,
        address: [
            row.street,
            format!("{} {}", row.postal_code, row.town).trim().to_owned(),
        ]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(", "),
        language: text::language_word(&row.language, lang).to_owned(),
        interpreter: row.needs_interpreter,
    }))
}

async fn published(cx: &mut Ctx, person: PersonId) -> Result<Published, AppError> {
    let versions = store::versions(cx, person).await?;
    let latest = versions.first().ok_or(AppError::NotFound)?;
    let steps_of_change = versions
        .windows(2)
        .map(|pair| Changed {
            day: day(cx, pair[0].published_at),
            changes: sharing::changes(&pair[1].content, &pair[0].content, cx.lang),
            news: !pair[0].read,
        })
        .collect();
    let published = Published {
        since: text::published(&day(cx, latest.published_at), cx.lang),
        message: latest.message.clone(),
        latest: sharing::shown(&latest.content, cx),
        steps_of_change,
    };
    for version in versions.iter().filter(|v| !v.read) {
        store::mark_read(cx, person, version.id).await?;
    }
    Ok(published)
}

async fn consents(cx: &mut Ctx, person: PersonId) -> Result<Vec<ConsentLine>, AppError> {
    let rows = store::consents(cx, person).await?;
    Ok(rows
        .into_iter()
        .map(|row| ConsentLine {
            what: text::consent(&row.direction, &row.category, cx.lang),
            why: text::purpose(&row.purpose, cx.lang).to_owned(),
            from: day(cx, row.valid_from),
            until: row.valid_until.map(|at| day(cx, at)),
        })
        .collect())
}

async fn own_steps(cx: &mut Ctx, person: PersonId) -> Result<Vec<OwnStep>, AppError> {
    let rows = store::own_steps(cx, person).await?;
    let (today, lang) = (cx.today(), cx.lang);
    Ok(rows
        .into_iter()
        .map(|row| OwnStep {
            title: row.title,
            why: row.why,
            status: status_word(row.status, lang).to_owned(),
            when: row.due_on.map_or(row.when_text, |d| dates::short(d, today, lang)),
        })
        .collect())
}
