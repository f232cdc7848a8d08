//! SQL of consent. What is history stays: a consent is never changed, a withdrawal is a row of its own (C2).

use crate::consent::PartyName;
use crate::kernel::ledger::Event;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, Utc};
use domain::consent::{Category, Direction, How, Item, Purpose, TextLanguage};
use domain::ids::{
    AccountId, AgencyId, CentreId, ConsentId, ConsentSignatureId, EnrolmentId, IdempotencyKey, PersonId,
};
use uuid::Uuid;

/// Waits for reads of the person under way, and makes the next ones wait, until this transaction ends (C2, L9).
pub async fn hold(cx: &mut Ctx, person: PersonId) -> Result<(), AppError> {
    sqlx::query!(
        r#"select access.hold_consents($1)::text as "held?""#,
        person.as_uuid()
    )
    .fetch_one(cx.db())
    .await?;
    Ok(())
}

/// The person's name, where the actor may know it.
pub async fn name(cx: &mut Ctx, person: PersonId) -> Result<Option<String>, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select given_name || ' ' || family_name as "name!" from person where person_id = $1"#,
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?)
}

/// A text as it is read.
#[derive(Debug)]
pub struct Text {
    pub id: Uuid,
    pub language: TextLanguage,
    pub version: i32,
    pub title: String,
    pub body: String,
    pub sha256: Vec<u8>,
}

/// The text in each of its languages, in the version that holds on this day.
pub async fn texts(cx: &mut Ctx) -> Result<Vec<Text>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        "select distinct on (language) consent_text_id, language, version, title, body, sha256
         from consent_text where valid_from <= $1 order by language, version desc",
        today,
    )
    .fetch_all(cx.db())
    .await?;
    let mut texts: Vec<_> = rows
        .into_iter()
        .filter_map(|r| {
            Some(Text {
                id: r.consent_text_id,
                language: TextLanguage::from_code(&r.language)?,
                version: r.version,
                title: r.title,
                body: r.body,
                sha256: r.sha256,
            })
        })
        .collect();
    texts.sort_by_key(|t| TextLanguage::ALL.iter().position(|l| *l == t.language));
    Ok(texts)
}

/// The parties that the person is asked about: those of the centres where they are enrolled, and any with which
/// something was agreed.
pub async fn parties(cx: &mut Ctx, person: PersonId) -> Result<Vec<(AgencyId, PartyName)>, AppError> {
    let rows = sqlx::query!(
        r#"select a.agency_id, a.code, a.name_sv, a.name_en from agency a
           where exists (select from centre_party p join enrolment e using (centre_id)
                         where p.agency_id = a.agency_id and e.person_id = $1 and e.ended_on is null)
              or exists (select from consent c where c.agency_id = a.agency_id and c.person_id = $1)
           order by a.agency_id"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let name = PartyName {
                code: r.code,
                sv: r.name_sv,
                en: r.name_en,
            };
            (r.agency_id.into(), name)
        })
        .collect())
}

/// The parties of a centre.
pub async fn parties_of_centre(cx: &mut Ctx, centre: CentreId) -> Result<Vec<PartyName>, AppError> {
    let rows = sqlx::query!(
        "select a.code, a.name_sv, a.name_en from centre_party p join agency a using (agency_id)
         where p.centre_id = $1 order by a.agency_id",
        centre.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| PartyName {
            code: r.code,
            sv: r.name_sv,
            en: r.name_en,
        })
        .collect())
}

/// The person's open enrolment, the latest one; at this centre where one is named.
pub async fn open_enrolment(
    cx: &mut Ctx,
    person: PersonId,
    centre: Option<CentreId>,
) -> Result<Option<(EnrolmentId, CentreId)>, AppError> {
    let today = cx.today();
    let row = sqlx::query!(
        "select enrolment_id, centre_id from enrolment
         where person_id = $1 and ($2::uuid is null or centre_id = $2) and enrolled_on <= $3
           and (ended_on is null or ended_on >= $3)
         order by ended_on desc nulls first, enrolled_on desc, enrolment_id limit 1",
        person.as_uuid(),
        centre.as_ref().map(CentreId::as_uuid),
        today,
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| (r.enrolment_id.into(), r.centre_id.into())))
}

/// A consent in force.
#[derive(Debug)]
pub struct InForce {
    pub id: ConsentId,
    pub signature: ConsentSignatureId,
    pub agency: AgencyId,
    pub item: Item,
    pub purpose: Purpose,
    pub how: Option<How>,
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

/// The person's consents in force at the moment of the request, as far as the actor may know of them.
pub async fn in_force(cx: &mut Ctx, person: PersonId) -> Result<Vec<InForce>, AppError> {
    let rows = sqlx::query!(
        r#"select c.consent_id, c.consent_signature_id, c.agency_id, c.category, c.purpose, s.how as "how?",
                  c.valid_from, c.valid_until
           from consent c left join consent_signature s using (consent_signature_id)
           where c.person_id = $1
             and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until)
           order by c.valid_from"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    let mut found: Vec<_> = rows
        .into_iter()
        .filter_map(|r| {
            Some(InForce {
                id: r.consent_id.into(),
                signature: r.consent_signature_id.into(),
                agency: r.agency_id.into(),
                item: Item::of(Category::from_code(&r.category)?),
                purpose: Purpose::from_code(&r.purpose)?,
                how: r.how.as_deref().and_then(How::from_code),
                since: r.valid_from,
                until: r.valid_until,
            })
        })
        .collect();
    found.sort_by_key(|c: &InForce| (c.since, c.item.category().place()));
    Ok(found)
}

/// What has been told to each party, with the last moment of each category.
pub async fn told(
    cx: &mut Ctx,
    person: PersonId,
) -> Result<Vec<(AgencyId, Category, DateTime<Utc>)>, AppError> {
    let rows = sqlx::query!(
        r#"select agency_id, category, max(disclosed_at) as "last!" from disclosure
           where person_id = $1 group by agency_id, category order by 3 desc, category"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((r.agency_id.into(), Category::from_code(&r.category)?, r.last)))
        .collect())
}

/// A signature that is stored already under a key.
#[derive(Debug)]
pub struct Signed {
    pub id: ConsentSignatureId,
    pub person: PersonId,
    pub request_hash: Vec<u8>,
}

pub async fn signed_with(cx: &mut Ctx, key: IdempotencyKey) -> Result<Option<Signed>, AppError> {
    let row = sqlx::query!(
        "select consent_signature_id, person_id, request_hash from consent_signature where idempotency_key = $1",
        key.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| Signed {
        id: r.consent_signature_id.into(),
        person: r.person_id.into(),
        request_hash: r.request_hash,
    }))
}

/// A signature to be stored.
#[derive(Debug)]
pub struct NewSignature<'a> {
    pub id: ConsentSignatureId,
    pub person: PersonId,
    pub centre: CentreId,
    pub how: How,
    pub strokes: Option<serde_json::Value>,
    pub paper_place: &'a str,
    pub text: Uuid,
    pub recorded_by: AccountId,
    pub key: IdempotencyKey,
    pub request_hash: &'a [u8],
}

/// Stores the signature; a key that is used up, by whomever, is a conflict.
pub async fn sign(cx: &mut Ctx, new: &NewSignature<'_>) -> Result<(), AppError> {
    let now = cx.now;
    let stored = sqlx::query!(
        "insert into consent_signature (consent_signature_id, person_id, centre_id, how, strokes, paper_place,
                                        consent_text_id, signed_at, recorded_by, idempotency_key, request_hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict do nothing",
        new.id.as_uuid(),
        new.person.as_uuid(),
        new.centre.as_uuid(),
        new.how.code(),
        new.strokes,
        new.paper_place,
        new.text,
        now,
        new.recorded_by.as_uuid(),
        new.key.as_uuid(),
        new.request_hash,
    )
    .execute(cx.db())
    .await?;
    if stored.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::Conflict)
    }
}

/// Consents to be stored under one signature.
#[derive(Debug)]
pub struct NewConsents<'a> {
    pub signature: ConsentSignatureId,
    pub person: PersonId,
    pub centre: CentreId,
    pub enrolment: EnrolmentId,
    pub agency: AgencyId,
    pub purpose: Purpose,
    pub until: Option<DateTime<Utc>>,
    pub items: &'a [(ConsentId, Item)],
    pub recorded_by: AccountId,
}

/// Stores the consents with a row of the ledger for each, in one statement.
pub async fn give(cx: &mut Ctx, new: &NewConsents<'_>) -> Result<(), AppError> {
    let (now, today) = (cx.now, cx.today());
    let ids: Vec<Uuid> = new.items.iter().map(|(id, _)| id.as_uuid()).collect();
    let directions: Vec<String> = new
        .items
        .iter()
        .map(|(_, item)| item.direction().code().to_owned())
        .collect();
    let categories: Vec<String> = new
        .items
        .iter()
        .map(|(_, item)| item.category().code().to_owned())
        .collect();
    let entered = sqlx::query!(
        "with given as (
           insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category,
                                purpose, valid_from, valid_until)
           select n.id, $1, $2, $3, $4, n.direction, n.category, $5, $6, $7
           from unnest($8::uuid[], $9::text[], $10::text[]) as n (id, direction, category)
           returning consent_id, person_id, centre_id, agency_id, direction, category
         )
         insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         select $11, person_id, centre_id, $12, $13, $6, $14,
                jsonb_build_object('consent_id', consent_id, 'agency_id', agency_id, 'direction', direction,
                                   'category', category)
         from given",
        new.signature.as_uuid(),
        new.person.as_uuid(),
        new.centre.as_uuid(),
        new.agency.as_uuid(),
        new.purpose.code(),
        now,
        new.until,
        &ids,
        &directions,
        &categories,
        new.enrolment.as_uuid(),
        Event::Consented.code(),
        today,
        new.recorded_by.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    if entered.rows_affected() == new.items.len() as u64 {
        Ok(())
    } else {
        Err(AppError::Internal)
    }
}

/// Which consents are withdrawn.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// This one.
    One(ConsentId),
    /// All that are in force with this party, by its code.
    Party(&'a str),
}

/// Withdraws what is in force of it, with a row of the ledger for each; how many that were. `NotFound` where the person
/// has none such, in force or not.
pub async fn withdraw(cx: &mut Ctx, person: PersonId, which: Which<'_>) -> Result<u64, AppError> {
    let (now, today) = (cx.now, cx.today());
    let account = cx.actor.account().ok_or(AppError::NotFound)?;
    let (consent, party) = match which {
        Which::One(consent) => (Some(consent.as_uuid()), None),
        Which::Party(code) => (None, Some(code)),
    };
    let withdrawn = sqlx::query!(
        "with wanted as (
           select c.consent_id, c.person_id, c.centre_id, c.agency_id, c.direction, c.category,
                  (select e.enrolment_id from enrolment e where e.person_id = c.person_id and e.centre_id = c.centre_id
                   order by e.ended_on desc nulls first, e.enrolled_on desc limit 1) as enrolment_id
           from consent c join agency a using (agency_id)
           where c.person_id = $1 and ($2::uuid is null or c.consent_id = $2) and ($3::text is null or a.code = $3)
             and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until)
         ), taken as (
           insert into consent_withdrawal (consent_id, person_id, centre_id, agency_id, withdrawn_at, withdrawn_by)
           select consent_id, person_id, centre_id, agency_id, $4, $5 from wanted
           on conflict do nothing
           returning consent_id
         )
         insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         select enrolment_id, person_id, centre_id, $6, $7, $4, $5,
                jsonb_build_object('consent_id', consent_id, 'agency_id', agency_id, 'direction', direction,
                                   'category', category)
         from wanted join taken using (consent_id)",
        person.as_uuid(),
        consent,
        party,
        now,
        account.as_uuid(),
        Event::ConsentWithdrawn.code(),
        today,
    )
    .execute(cx.db())
    .await?
    .rows_affected();
    if withdrawn > 0 {
        return Ok(withdrawn);
    }
    let any = sqlx::query_scalar!(
        r#"select exists (select from consent c join agency a using (agency_id)
             where c.person_id = $1 and ($2::uuid is null or c.consent_id = $2)
               and ($3::text is null or a.code = $3)) as "any!""#,
        person.as_uuid(),
        consent,
        party,
    )
    .fetch_one(cx.db())
    .await?;
    if any { Ok(0) } else { Err(AppError::NotFound) }
}

/// A signature with everything that stands under it.
#[derive(Debug)]
pub struct Receipt {
    pub name: String,
    pub party: PartyName,
    pub how: How,
    pub strokes: Option<serde_json::Value>,
    pub paper_place: String,
    pub signed_at: DateTime<Utc>,
    pub text: Text,
    pub lines: Vec<ReceiptLine>,
}

/// A consent of a receipt, and what has become of it.
#[derive(Debug)]
pub struct ReceiptLine {
    pub category: Category,
    pub purpose: Purpose,
    pub until: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub in_force: bool,
}

pub async fn receipt(
    cx: &mut Ctx,
    person: PersonId,
    signature: ConsentSignatureId,
) -> Result<Option<Receipt>, AppError> {
    let rows = sqlx::query!(
        r#"select p.given_name || ' ' || p.family_name as "name!", a.code, a.name_sv, a.name_en, s.how, s.strokes,
                  s.paper_place, s.signed_at, t.consent_text_id, t.language, t.version, t.title, t.body, t.sha256,
                  c.category, c.purpose, c.valid_until, w.withdrawn_at as "withdrawn_at?",
                  access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until) as "in_force!"
           from consent_signature s
           join person p using (person_id)
           join consent_text t using (consent_text_id)
           join consent c using (consent_signature_id)
           join agency a using (agency_id)
           left join consent_withdrawal w using (consent_id)
           where s.consent_signature_id = $1 and s.person_id = $2"#,
        signature.as_uuid(),
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    let mut receipt: Option<Receipt> = None;
    for r in rows {
        let (Some(how), Some(language)) = (How::from_code(&r.how), TextLanguage::from_code(&r.language))
        else {
            continue;
        };
        let receipt = receipt.get_or_insert_with(|| Receipt {
            name: r.name,
            party: PartyName {
                code: r.code,
                sv: r.name_sv,
                en: r.name_en,
            },
            how,
            strokes: r.strokes,
            paper_place: r.paper_place,
            signed_at: r.signed_at,
            text: Text {
                id: r.consent_text_id,
                language,
                version: r.version,
                title: r.title,
                body: r.body,
                sha256: r.sha256,
            },
            lines: Vec::new(),
        });
        if let (Some(category), Some(purpose)) =
            (Category::from_code(&r.category), Purpose::from_code(&r.purpose))
        {
            receipt.lines.push(ReceiptLine {
                category,
                purpose,
                until: r.valid_until,
                withdrawn_at: r.withdrawn_at,
                in_force: r.in_force,
            });
        }
    }
    if let Some(receipt) = &mut receipt {
        receipt.lines.sort_by_key(|line| line.category.place());
    }
    Ok(receipt)
}

/// Yes, party by party, where the actor may know that much of the person and no more.
pub async fn yes_no(
    cx: &mut Ctx,
    person: PersonId,
) -> Result<Vec<(PartyName, Direction, Category)>, AppError> {
    let rows = sqlx::query!(
        r#"select distinct a.agency_id, a.code, a.name_sv, a.name_en, y.direction as "direction!", y.category as "category!"
           from access.consents_yes_no($1) y join agency a on a.agency_id = y.agency_id
           order by a.agency_id, 5 desc, 6"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            let name = PartyName {
                code: r.code,
                sv: r.name_sv,
                en: r.name_en,
            };
            Some((
                name,
                Direction::from_code(&r.direction)?,
                Category::from_code(&r.category)?,
            ))
        })
        .collect())
}

/// Keeps that the actor's agency is told this about the person now, under the consent that opens it; `false` where none
/// is in force.
pub async fn disclose(
    cx: &mut Ctx,
    person: PersonId,
    agency: AgencyId,
    category: Category,
    account: AccountId,
) -> Result<bool, AppError> {
    let now: DateTime<Utc> = cx.now;
    let told = sqlx::query!(
        "insert into disclosure (person_id, agency_id, consent_id, category, disclosed_at, disclosed_to)
         select c.person_id, c.agency_id, c.consent_id, c.category, $4, $5 from consent c
         where c.person_id = $1 and c.agency_id = $2 and c.direction = 'to_agency' and c.category = $3
           and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until)
         order by c.valid_from limit 1",
        person.as_uuid(),
        agency.as_uuid(),
        category.code(),
        now,
        account.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    Ok(told.rows_affected() == 1)
}
