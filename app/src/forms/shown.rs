//! The forms as a page shows them: what is answered, what can be filled in, and what has changed.

use super::api::{Asked, Card, Changed, FormsOf, Kind, Life, OwnForms, Said, Sheet};
use super::filling::{open, whose};
use super::sent::typed_for;
use super::store::{self, Enrolled, Entry};
use super::text;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, Lang, access_log, dates};
use domain::civil_time::civil_day;
use domain::form::{Answer, Answers, Filling, Kind as Asks, Occasion, Question, START_DAYS, Words, changes};
use domain::ids::{IdempotencyKey, PersonId};
use domain::participant_number::ParticipantNumber;

/// What the reader may do with the forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Fill them in, alone.
    Alone,
    /// Fill them in, together on this device.
    Jointly,
    /// Read them; and lock a device to fill them in.
    Colleague,
}

fn say(words: &Words, lang: Lang) -> String {
    match lang {
        Lang::Sv => words.sv.clone(),
        Lang::En => words.en.clone(),
    }
}

/// An answer in words.
fn told(question: &Question, answer: &Answer, lang: Lang) -> String {
    match (&question.kind, answer) {
        (Asks::Choice { choices }, Answer::Words(key)) => choices
            .iter()
            .find(|c| c.key == *key)
            .map_or_else(|| key.clone(), |c| say(&c.words, lang)),
        (_, Answer::Words(words)) => words.clone(),
        (_, Answer::Step(step)) => text::step(*step, lang),
    }
}

fn asked(question: &Question, answer: String, lang: Lang) -> Asked {
    Asked {
        key: question.key.clone(),
        words: say(&question.words, lang),
        kind: match &question.kind {
            Asks::Scale { low, high } => Kind::Scale {
                low: say(low, lang),
                high: say(high, lang),
            },
            Asks::Choice { choices } => Kind::Choice {
                choices: choices
                    .iter()
                    .map(|c| (c.key.clone(), say(&c.words, lang)))
                    .collect(),
            },
            Asks::Text => Kind::Text,
        },
        answer,
    }
}

fn plain(answer: &Answer) -> String {
    match answer {
        Answer::Step(step) => step.to_string(),
        Answer::Words(words) => words.clone(),
    }
}

fn card(
    cx: &Ctx,
    of: &Enrolled,
    occasion: Occasion,
    entry: Option<&Entry>,
    questions: &[Question],
    reader: Reader,
) -> Card {
    let (lang, today) = (cx.lang, cx.today());
    let is_open = open(cx, of, occasion, reader != Reader::Alone);
    // A colleague opens it only where the two work together in this very enrolment.
    let is_theirs = reader != Reader::Colleague || of.together;
    let standing = match entry {
        Some(entry) => {
            let day = dates::short(civil_day(entry.given_at), today, lang);
            text::filled(&day, entry.filling == Filling::Jointly.code(), lang)
        }
        None if is_open => text::not_filled(lang).to_owned(),
        None => match occasion {
            Occasion::Start => text::start_passed(START_DAYS, lang),
            Occasion::Exit if of.ended_on.is_some() => text::exit_passed(lang).to_owned(),
            Occasion::Exit => text::exit_to_come(lang).to_owned(),
        },
    };
    let none = Answers::new();
    let answers = entry.map_or(&none, |e| &e.answers.0);
    let sheet = (is_open && reader != Reader::Colleague).then(|| {
        let typed = typed_for(&of.id.to_string(), occasion.code());
        Sheet {
            version: of.version.to_string(),
            was: entry.map_or(0, |e| e.revision),
            key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
            asked: questions
                .iter()
                .map(|q| {
                    let before = || answers.get(&q.key).map(plain).unwrap_or_default();
                    let answer = match &typed {
                        Some(typed) => typed.get(&q.key).cloned().unwrap_or_default(),
                        None => before(),
                    };
                    asked(q, answer, lang)
                })
                .collect(),
        }
    });
    Card {
        occasion: occasion.code().to_owned(),
        title: text::occasion(occasion, lang).to_owned(),
        standing,
        filled: entry.is_some(),
        open: is_open && is_theirs,
        said: questions
            .iter()
            .filter_map(|q| {
                let answer = answers.get(&q.key)?;
                Some(Said {
                    question: say(&q.words, lang),
                    answer: told(q, answer, lang),
                })
            })
            .collect(),
        sheet,
    }
}

fn changed(questions: &[Question], start: &Answers, exit: &Answers, lang: Lang) -> Vec<Changed> {
    changes(questions, start, exit)
        .into_iter()
        .map(|change| {
            let steps = match (change.start, change.exit) {
                (Some(Answer::Step(from)), Some(Answer::Step(to))) => Some((*from, *to)),
                _ => None,
            };
            let ends = match &change.question.kind {
                Asks::Scale { low, high } => Some((say(low, lang), say(high, lang))),
                _ => None,
            };
            let words = if let (Some(way), Some(ends)) = (change.direction(), &ends) {
                text::shift(way, steps.unwrap_or_default(), ends, lang)
            } else {
                let said = |answer: Option<&Answer>| answer.map(|a| told(change.question, a, lang));
                text::both(said(change.start).as_deref(), said(change.exit).as_deref(), lang)
            };
            Changed {
                question: say(&change.question.words, lang),
                steps,
                ends: ends.filter(|_| steps.is_some()),
                words,
            }
        })
        .collect()
}

async fn lives(cx: &mut Ctx, person: PersonId, reader: Reader) -> Result<Vec<Life>, AppError> {
    let enrolled = store::enrolments(cx, person).await?;
    let entries = store::entries(cx, person).await?;
    let mut lives = Vec::with_capacity(enrolled.len());
    for of in enrolled {
        let questions = store::questions(cx, of.version).await?;
        let entry = |occasion: Occasion| {
            entries
                .iter()
                .find(|e| e.enrolment == of.id && e.occasion == occasion.code())
        };
        let (start, exit) = (entry(Occasion::Start), entry(Occasion::Exit));
        let (lang, today) = (cx.lang, cx.today());
        let day = |day| dates::short(day, today, lang);
        lives.push(Life {
            enrolment: of.id.to_string(),
            programme: of.programme.clone(),
            days: text::days(
                &day(of.enrolled_on),
                of.ended_on.or(of.term_ends_on).map(day).as_deref(),
                lang,
            ),
            cards: vec![
                card(cx, &of, Occasion::Start, start, &questions, reader),
                card(cx, &of, Occasion::Exit, exit, &questions, reader),
            ],
            changed: match (start, exit) {
                (Some(start), Some(exit)) => changed(&questions, &start.answers, &exit.answers, lang),
                _ => Vec::new(),
            },
        });
    }
    Ok(lives)
}

/// One's own forms, or those of the person that the device is locked to: of those, the enrolments in which the device's
/// colleague works with them, or did until the last day.
///
/// # Errors
/// `NotFound` for anybody else, and on a device whose colleague works with the person no more.
pub async fn own(cx: &mut Ctx) -> Result<OwnForms, AppError> {
    let person = whose(cx)?;
    let Some(locked) = cx.actor.joint_person() else {
        return Ok(OwnForms {
            name: None,
            back: None,
            lives: lives(cx, person, Reader::Alone).await?,
        });
    };
    let name = store::joint_name(cx, locked).await?.ok_or(AppError::NotFound)?;
    let lives = lives(cx, person, Reader::Jointly).await?;
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Forms], permit).await?;
    Ok(OwnForms {
        name: Some(name),
        back: Some(format!("/deltagare/{locked}/formular")),
        lives,
    })
}

/// The forms of the person that the action is about.
///
/// # Errors
/// When the database is away.
pub async fn of(cx: &mut Ctx) -> Result<FormsOf, AppError> {
    let person = cx.subject()?;
    let (name, number) = store::person(cx, person).await?;
    let lives = lives(cx, person, Reader::Colleague).await?;
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Enrolled, Category::Forms], permit).await?;
    Ok(FormsOf {
        person: person.to_string(),
        name,
        number: ParticipantNumber::parse(&number).map_or(number, |n| n.to_string()),
        may_fill: lives.iter().any(|life| life.cards.iter().any(|card| card.open)),
        lives,
    })
}
