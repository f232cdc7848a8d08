//! What the server functions do: read and check what was typed, call the store, answer in words.

use super::{
    BookSection, Chosen, Correction, Corrections, Decision, Due, Judged, Kept, MyBook, MyCorrections, Now,
    Retention, Run, WhatIsKept,
};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, Lang, Visitor, access_log, dates};
use crate::rights::inventory::{Class, Section};
use crate::rights::store::{self, NewCorrection, NewJudgement, Row};
use crate::rights::{About, book_store, text};
use chrono::Datelike;
use domain::civil_time::{civil_day, clock_hm};
use domain::ids::{CorrectionId, IdempotencyKey};
use domain::plan::{TextError, checked_text};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// Most characters of what is wrong, of what it should be, and of the answer.
const WORDS_MAX: usize = 1000;
const NAME_MAX: usize = 100;
/// How many corrections the manager's list holds.
const LISTED: i64 = 100;
const RUNS_SHOWN: i32 = 10;

pub fn back_to(path: &'static str) {
    if Visitor::current().is_some_and(|v| v.wants_page) {
        leptos_axum::redirect(path);
    }
}

pub async fn my_book(cx: &mut Ctx) -> Result<MyBook, AppError> {
    let person = cx.oneself()?;
    let counts = book_store::counts(cx, person).await?;
    let lang = cx.lang;
    let sections: Vec<BookSection> = Section::ALL
        .into_iter()
        .map(|section| {
            let lines: Vec<(String, u64)> = counts
                .iter()
                .filter(|(table, n)| table.section == section && *n > 0)
                .map(|(table, n)| (table.what(lang).to_owned(), *n))
                .collect();
            BookSection {
                name: section.name(lang).to_owned(),
                count: lines.iter().map(|(_, n)| n).sum(),
                lines,
            }
        })
        .collect();
    Ok(MyBook {
        total: sections.iter().map(|s| s.count).sum(),
        sections,
    })
}

fn shown(cx: &Ctx, row: &Row) -> Correction {
    let day = |at| dates::short(civil_day(at), cx.today(), cx.lang);
    Correction {
        id: row.id.to_string(),
        name: row.name.clone(),
        about: row.about,
        wrong: row.wrong.clone(),
        should_be: row.should_be.clone(),
        asked: day(row.asked_at),
        judged: row.judged.as_ref().map(|j| Judged {
            accepted: j.accepted,
            by_app: j.by_app,
            answer: j.answer.clone(),
            day: day(j.at),
        }),
    }
}

pub async fn my_corrections(cx: &mut Ctx) -> Result<MyCorrections, AppError> {
    let person = cx.oneself()?;
    let rows = store::of_person(cx, person).await?;
    Ok(MyCorrections {
        rows: rows.iter().map(|r| shown(cx, r)).collect(),
        key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
        may_ask: store::centre_of(cx, person).await?.is_some(),
    })
}

pub async fn ask(cx: &mut Ctx, key: &str, about: &str, wrong: &str, should_be: &str) -> Result<(), AppError> {
    let person = cx.oneself()?;
    let key: IdempotencyKey = Uuid::try_parse(key).map_err(|_| AppError::Unreadable)?.into();
    let about = About::from_code(about).ok_or(AppError::Field {
        field: Field::About,
        problem: TextError::Empty,
    })?;
    let wrong = needed(wrong, WORDS_MAX, Field::Wrong)?;
    let should_be = needed(should_be, WORDS_MAX, Field::ShouldBe)?;
    let centre = store::centre_of(cx, person).await?.ok_or(AppError::NotFound)?;
    let new = NewCorrection {
        id: CorrectionId::mint(cx.now, &mut SystemRandom),
        person,
        centre,
        about,
        wrong: &wrong,
        should_be: &should_be,
        key,
    };
    store::ask(cx, &new).await
}

pub async fn corrections(cx: &mut Ctx, chosen: &str) -> Result<Corrections, AppError> {
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let rows = store::of_centre(cx, centre, LISTED).await?;
    if !rows.is_empty() {
        let people: Vec<_> = rows.iter().map(|r| r.person).collect();
        access_log::read(cx, &people).await?;
    }
    let chosen = Uuid::try_parse(chosen)
        .ok()
        .and_then(|id| rows.iter().find(|r| r.id.as_uuid() == id));
    let chosen = match chosen {
        Some(row) => Some(Chosen {
            correction: shown(cx, row),
            now: now(cx, row).await?,
        }),
        None => None,
    };
    Ok(Corrections {
        rows: rows.iter().map(|r| shown(cx, r)).collect(),
        chosen,
    })
}

/// What stands now, for what the app can put right and is not judged yet; a read of the contact card is logged as such.
async fn now(cx: &mut Ctx, row: &Row) -> Result<Now, AppError> {
    if !row.about.by_app() || row.judged.is_some() {
        return Ok(Now::default());
    }
    let is = store::standing(cx, row.person).await?;
    let mut now = Now {
        protected: is.protected,
        ..Now::default()
    };
    match row.about {
        About::Name => {
            now.given_name = is.given_name;
            now.family_name = is.family_name;
        }
        About::BirthYear => {
            now.birth_year = is.birth_year.map(|y| y.to_string()).unwrap_or_default();
        }
        _ => {
            access_log::read_categories(cx, &[row.person], &[Category::ContactCard]).await?;
            now.phone = is.phone;
            now.email = is.email;
            now.street = is.street;
            now.postal_code = is.postal_code;
            now.town = is.town;
        }
    }
    Ok(now)
}

pub async fn judge(cx: &mut Ctx, correction: &str, decision: Decision) -> Result<(), AppError> {
    let id: CorrectionId = Uuid::try_parse(correction)
        .map_err(|_| AppError::Unreadable)?
        .into();
    // Row security holds who of them may: what it does not show is not there.
    let row = store::one(cx, id).await?.ok_or(AppError::NotFound)?;
    let accepted = match decision.accept.as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            return Err(AppError::Field {
                field: Field::Accept,
                problem: TextError::Empty,
            });
        }
    };
    let answer = needed(&decision.answer, WORDS_MAX, Field::Answer)?;
    let by_app = accepted && row.about.by_app();
    let became = if by_app {
        became(cx, &row, &decision).await?
    } else {
        json!({})
    };
    access_log::read(cx, &[row.person]).await?;
    let new = NewJudgement {
        accepted,
        by_app,
        answer: &answer,
        became: &became,
    };
    if row.judged.is_none() && store::judge(cx, &row, &new).await? {
        return Ok(());
    }
    // Judged before: the same again is done already, anything else is too late.
    let judged = store::one(cx, id).await?.and_then(|r| r.judged);
    let same = judged.is_some_and(|j| {
        j.accepted == accepted && j.by_app == by_app && j.answer == answer && j.became == became
    });
    if same { Ok(()) } else { Err(AppError::Conflict) }
}

/// What the app is to write, field by field.
async fn became(cx: &mut Ctx, row: &Row, decision: &Decision) -> Result<Value, AppError> {
    Ok(match row.about {
        About::Name => json!({
            "given_name": needed(&decision.given_name, NAME_MAX, Field::GivenName)?,
            "family_name": needed(&decision.family_name, NAME_MAX, Field::FamilyName)?,
        }),
        About::BirthYear => {
            let typed = needed(&decision.birth_year, 10, Field::BirthYear)?;
            let year: i32 = typed
                .parse()
                .ok()
                .filter(|y| (1890..=cx.today().year()).contains(y))
                .ok_or(AppError::Field {
                    field: Field::BirthYear,
                    problem: TextError::Unreadable,
                })?;
            json!({ "birth_year": year })
        }
        _ => {
            let protected = store::standing(cx, row.person).await?.protected;
            let mut address = [
                optional(&decision.street, 200, Field::Street)?,
                postal_code(&decision.postal_code)?,
                optional(&decision.town, 100, Field::Town)?,
            ];
            if protected {
                address = Default::default();
            }
            let [street, postal_code, town] = address;
            json!({
                "phone": optional(&decision.phone, 40, Field::Phone)?,
                "email": optional(&decision.email, 200, Field::Email)?,
                "street": street,
                "postal_code": postal_code,
                "town": town,
            })
        }
    })
}

fn needed(typed: &str, max: usize, field: Field) -> Result<String, AppError> {
    let typed: String = typed.nfc().collect();
    checked_text(&typed, max)
        .map(str::to_owned)
        .map_err(|problem| AppError::Field { field, problem })
}

fn optional(typed: &str, max: usize, field: Field) -> Result<String, AppError> {
    match needed(typed, max, field) {
        Err(AppError::Field {
            problem: TextError::Empty,
            ..
        }) => Ok(String::new()),
        other => other,
    }
}

/// Five digits, with a space after three or none; or nothing.
fn postal_code(typed: &str) -> Result<String, AppError> {
    let text = optional(typed, 10, Field::PostalCode)?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let shape = text
        .chars()
        .enumerate()
        .all(|(i, c)| c.is_ascii_digit() || (i == 3 && c == ' '));
    if text.is_empty() || (digits.len() == 5 && shape) {
        Ok(text)
    } else {
        Err(AppError::Field {
            field: Field::PostalCode,
            problem: TextError::Unreadable,
        })
    }
}

pub async fn what_is_kept(cx: &mut Ctx) -> Result<WhatIsKept, AppError> {
    Ok(WhatIsKept {
        rules: rules(cx).await?,
        participant: cx.actor.person().is_some(),
    })
}

async fn rules(cx: &mut Ctx) -> Result<Vec<Kept>, AppError> {
    let today = cx.today();
    let mut rules = store::rules(cx, today).await?;
    rules.sort_by_key(|r| Class::ALL.iter().position(|c| c.code() == r.class));
    let lang = cx.lang;
    Ok(rules
        .into_iter()
        .map(|r| {
            let (why, ground) = match lang {
                Lang::Sv => (r.why_sv, r.ground_sv),
                Lang::En => (r.why_en, r.ground_en),
            };
            Kept {
                what: text::class(&r.class, lang).to_owned(),
                how_long: text::how_long(r.months, r.counted_from.as_deref(), lang),
                then: text::then(&r.what, lang).to_owned(),
                why,
                ground,
                decided: r.decided,
                class: r.class,
            }
        })
        .collect())
}

fn few(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

pub async fn retention(cx: &mut Ctx) -> Result<Retention, AppError> {
    let lang = cx.lang;
    let counts = store::due_here(cx).await?;
    let due = rules(cx)
        .await?
        .into_iter()
        .map(|rule| Due {
            how_many: few(counts
                .iter()
                .find(|(c, _)| *c == rule.class)
                .map_or(0, |(_, n)| *n)),
            unit: text::unit(&rule.class, lang).to_owned(),
            what: rule.what,
            how_long: rule.how_long,
            then: rule.then,
        })
        .collect();
    let mut runs: Vec<(chrono::DateTime<chrono::Utc>, Run)> = Vec::new();
    for line in store::runs(cx, RUNS_SHOWN).await? {
        if runs.last().is_none_or(|(at, _)| *at != line.began_at) {
            let day = dates::short(civil_day(line.began_at), cx.today(), lang);
            let run = Run {
                began: format!("{day} {}", clock_hm(line.began_at)),
                ended: line.ended_at.is_some(),
                lines: Vec::new(),
            };
            runs.push((line.began_at, run));
        }
        if let (Some((_, run)), Some(class), Some(n)) = (runs.last_mut(), line.class, line.how_many) {
            run.lines.push((text::class(&class, lang).to_owned(), few(n)));
        }
    }
    Ok(Retention {
        due,
        runs: runs.into_iter().map(|(_, run)| run).collect(),
    })
}
