//! Server functions of the participant's rights.

use super::About;
use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What there is about me, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyBook {
    pub sections: Vec<BookSection>,
    pub total: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookSection {
    pub name: String,
    pub count: u64,
    /// What it is made of, where there is any: in words, and how many.
    pub lines: Vec<(String, u64)>,
}

/// A correction as its owner and the manager see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub id: String,
    /// Whose it is, for the manager.
    pub name: String,
    pub about: About,
    pub wrong: String,
    pub should_be: String,
    pub asked: String,
    pub judged: Option<Judged>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub accepted: bool,
    pub by_app: bool,
    pub answer: String,
    pub day: String,
}

/// One's own corrections, and a fresh key for the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyCorrections {
    pub rows: Vec<Correction>,
    pub key: String,
    /// Whether there is a centre to ask.
    pub may_ask: bool,
}

/// The manager's list; and the one that is chosen, with what stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    pub rows: Vec<Correction>,
    pub chosen: Option<Chosen>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    pub correction: Correction,
    pub now: Now,
}

/// What stands now of what the app can put right; empty where it is about something else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    pub given_name: String,
    pub family_name: String,
    pub birth_year: String,
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
    /// A protected identity has no address (G4).
    pub protected: bool,
}

/// A retention rule in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub class: String,
    pub what: String,
    pub how_long: String,
    pub then: String,
    pub why: String,
    pub ground: String,
    /// Whether the centre has decided it; else it is a default.
    pub decided: bool,
}

/// What is kept how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIsKept {
    pub rules: Vec<Kept>,
    /// Whether the reader is a participant: their frame, and the way to their book.
    pub participant: bool,
}

/// What the rules would take today, and what the last runs took, at the manager's centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    pub due: Vec<Due>,
    pub runs: Vec<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub what: String,
    pub how_long: String,
    pub then: String,
    /// People or rows.
    pub how_many: u32,
    pub unit: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub began: String,
    pub ended: bool,
    /// What it was, and how many.
    pub lines: Vec<(String, u32)>,
}

/// What there is about oneself, counted (P6).
#[server(prefix = "/api", endpoint = "rights/my-book", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_book() -> Result<MyBook, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::TakeOwnBook).await?;
        let book = server::my_book(&mut cx).await?;
        cx.commit().await?;
        Ok(book)
    })
    .await
}

/// One's own corrections.
#[server(prefix = "/api", endpoint = "rights/my-corrections", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_corrections() -> Result<MyCorrections, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::AskForCorrection).await?;
        let mine = server::my_corrections(&mut cx).await?;
        cx.commit().await?;
        Ok(mine)
    })
    .await
}

/// Asks for a correction of what stands about oneself.
#[server(prefix = "/api", endpoint = "rights/ask-for-correction")]
pub async fn ask_for_correction(
    #[server(default)] key: String,
    #[server(default)] about: String,
    #[server(default)] wrong: String,
    #[server(default)] should_be: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(
        &[("about", &about), ("wrong", &wrong), ("should_be", &should_be)],
        async {
            let mut cx = Ctx::begin(Action::AskForCorrection).await?;
            server::ask(&mut cx, &key, &about, &wrong, &should_be).await?;
            cx.commit().await?;
            server::back_to("/rattelse");
            Ok(())
        },
    )
    .await
}

/// What participants of the manager's centre ask to have corrected; `chosen` is the id of one.
#[server(prefix = "/api", endpoint = "rights/corrections", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_corrections(#[server(default)] chosen: String) -> Result<Corrections, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::JudgeCorrection).await?;
        let corrections = server::corrections(&mut cx, &chosen).await?;
        cx.commit().await?;
        Ok(corrections)
    })
    .await
}

/// What the manager decides about a correction, as the form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// "yes" or "no".
    #[serde(default)]
    pub accept: String,
    #[serde(default)]
    pub answer: String,
    #[serde(default)]
    pub given_name: String,
    #[serde(default)]
    pub family_name: String,
    #[serde(default)]
    pub birth_year: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub street: String,
    #[serde(default)]
    pub postal_code: String,
    #[serde(default)]
    pub town: String,
}

/// Accepts or declines a correction; what is accepted is carried out where the app can.
#[server(prefix = "/api", endpoint = "rights/judge-correction")]
#[allow(clippy::too_many_arguments, reason = "the fields of a form")]
pub async fn judge_correction(
    #[server(default)] correction: String,
    #[server(default)] accept: String,
    #[server(default)] answer: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] birth_year: String,
    #[server(default)] phone: String,
    #[server(default)] email: String,
    #[server(default)] street: String,
    #[server(default)] postal_code: String,
    #[server(default)] town: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let decision = Decision {
        accept,
        answer,
        given_name,
        family_name,
        birth_year,
        phone,
        email,
        street,
        postal_code,
        town,
    };
    let typed = decision.clone();
    let typed = [
        ("accept", typed.accept.as_str()),
        ("answer", typed.answer.as_str()),
        ("given_name", typed.given_name.as_str()),
        ("family_name", typed.family_name.as_str()),
        ("birth_year", typed.birth_year.as_str()),
        ("phone", typed.phone.as_str()),
        ("email", typed.email.as_str()),
        ("street", typed.street.as_str()),
        ("postal_code", typed.postal_code.as_str()),
        ("town", typed.town.as_str()),
    ];
    answer_form(&typed, async {
        let mut cx = Ctx::begin(Action::JudgeCorrection).await?;
        server::judge(&mut cx, &correction, decision).await?;
        cx.commit().await?;
        server::back_to("/rattelser");
        Ok(())
    })
    .await
}

/// What is kept how long, and why.
#[server(prefix = "/api", endpoint = "rights/what-is-kept", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_what_is_kept() -> Result<WhatIsKept, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadWhatIsKept).await?;
        let kept = server::what_is_kept(&mut cx).await?;
        cx.commit().await?;
        Ok(kept)
    })
    .await
}

/// The dry run of the manager's centre, and the last runs.
#[server(prefix = "/api", endpoint = "rights/retention", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_retention() -> Result<Retention, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::JudgeCorrection).await?;
        let retention = server::retention(&mut cx).await?;
        cx.commit().await?;
        Ok(retention)
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{
        BookSection, Chosen, Correction, Corrections, Decision, Due, Judged, Kept, MyBook, MyCorrections,
        Now, Retention, Run, WhatIsKept,
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

    pub async fn ask(
        cx: &mut Ctx,
        key: &str,
        about: &str,
        wrong: &str,
        should_be: &str,
    ) -> Result<(), AppError> {
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
}
