//! A manager makes a new version of the questions of a centre.

use super::filling::refused;
use super::question_api::{Difference, Line, NewQuestions, Questions, VersionLine};
use super::{store, text};
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Role;
use crate::kernel::{Actor, AppError, Ctx, Lang, dates, typed};
use crate::programme::centre_name;
use domain::civil_time::civil_day;
use domain::form::{
    Choice, FormError, FormPlace, FormRefusal, Kind, QUESTIONS_MAX, Question, Words, checked, key_of,
};
use domain::ids::{CentreId, FormVersionId};
use domain::plan::{TextError, checked_text};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The name under which what was typed is kept for a browser that loads the form anew.
pub const KEPT: &str = "form_questions";
/// Most characters of a reason.
const REASON_MAX: usize = 500;
/// Empty rows beside those that stand there.
const SPARE: usize = 2;

type Fields = BTreeMap<String, String>;

fn centre(cx: &Ctx) -> Result<CentreId, AppError> {
    match cx.actor {
        Actor::Staff { centre, .. } => Ok(centre),
        _ => Err(AppError::NotFound),
    }
}

fn say(words: &Words, lang: Lang) -> &str {
    match lang {
        Lang::Sv => &words.sv,
        Lang::En => &words.en,
    }
}

fn how(question: &Question, lang: Lang) -> String {
    match &question.kind {
        Kind::Scale { low, high } => text::scale(say(low, lang), say(high, lang), lang),
        Kind::Choice { choices } => {
            let all: Vec<&str> = choices.iter().map(|c| say(&c.words, lang)).collect();
            all.join(" · ")
        }
        Kind::Text => text::text_answer(lang).to_owned(),
    }
}

/// What differs between two versions, question by question.
fn differences(before: &[Question], after: &[Question], lang: Lang) -> Vec<Difference> {
    let mut found = Vec::new();
    let kept = |questions: &[Question], other: &[Question]| -> Vec<String> {
        questions
            .iter()
            .filter(|q| other.iter().any(|o| o.key == q.key))
            .map(|q| q.key.clone())
            .collect()
    };
    let (was, is) = (kept(before, after), kept(after, before));
    for question in after {
        let line = |what: &str, before: Option<String>| Difference {
            what: what.to_owned(),
            question: say(&question.words, lang).to_owned(),
            before,
        };
        let Some(old) = before.iter().find(|q| q.key == question.key) else {
            found.push(line(text::added(lang), None));
            continue;
        };
        if old.words != question.words {
            found.push(line(text::reworded(lang), Some(say(&old.words, lang).to_owned())));
        }
        if old.kind != question.kind {
            found.push(line(text::other_answers(lang), Some(how(old, lang))));
        }
        let place = |of: &[String]| of.iter().position(|key| *key == question.key);
        if place(&was) != place(&is) {
            found.push(line(text::moved(lang), None));
        }
    }
    for gone in before.iter().filter(|q| !after.iter().any(|a| a.key == q.key)) {
        found.push(Difference {
            what: text::removed(lang).to_owned(),
            question: say(&gone.words, lang).to_owned(),
            before: None,
        });
    }
    found
}

/// The questions of the acting centre, with their versions and what each changed.
///
/// # Errors
/// `NotFound` for whoever is of no centre.
pub async fn questions(cx: &mut Ctx) -> Result<Questions, AppError> {
    let here = centre(cx)?;
    let (lang, today) = (cx.lang, cx.today());
    let versions = store::versions(cx, here).await?;
    let now = versions.first().map_or(&[][..], |v| v.questions.as_slice());
    Ok(Questions {
        may_write: cx.actor.role() == Some(Role::Manager),
        lines: now
            .iter()
            .map(|q| Line {
                question: say(&q.words, lang).to_owned(),
                how: how(q, lang),
            })
            .collect(),
        versions: versions
            .iter()
            .enumerate()
            .map(|(n, v)| VersionLine {
                title: text::version(v.version, lang),
                made: text::made(
                    v.made_by.as_deref(),
                    &dates::short(civil_day(v.made_at), today, lang),
                    lang,
                ),
                reason: v.made_by.as_ref().map(|_| v.reason.clone()).unwrap_or_default(),
                used: text::used(v.used, lang),
                differs: versions
                    .get(n + 1)
                    .map(|before| differences(&before.questions, &v.questions, lang))
                    .unwrap_or_default(),
            })
            .collect(),
        centre: centre_name(cx, here).await?,
    })
}

fn row(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

fn id(at: FormPlace) -> &'static str {
    at.id().unwrap_or("whole")
}

/// What the fields show for these questions.
fn fields_of(questions: &[Question]) -> Fields {
    let mut fields = Fields::new();
    for (n, question) in questions.iter().enumerate() {
        let n = row(n);
        let mut put = |name: String, value: &str| {
            fields.insert(name, value.to_owned());
        };
        put(format!("key_{n}"), &question.key);
        put(format!("place_{n}"), &(u16::from(n) + 1).to_string());
        put(id(FormPlace::Swedish(n)).to_owned(), &question.words.sv);
        put(id(FormPlace::English(n)).to_owned(), &question.words.en);
        match &question.kind {
            Kind::Scale { low, high } => {
                put(format!("kind_{n}"), "scale");
                put(id(FormPlace::LowSwedish(n)).to_owned(), &low.sv);
                put(id(FormPlace::LowEnglish(n)).to_owned(), &low.en);
                put(id(FormPlace::HighSwedish(n)).to_owned(), &high.sv);
                put(id(FormPlace::HighEnglish(n)).to_owned(), &high.en);
            }
            Kind::Choice { choices } => {
                put(format!("kind_{n}"), "choice");
                let lines: Vec<String> = choices
                    .iter()
                    .map(|c| format!("{} | {}", c.words.sv, c.words.en))
                    .collect();
                put(id(FormPlace::Choices(n)).to_owned(), &lines.join("\n"));
            }
            Kind::Text => put(format!("kind_{n}"), "text"),
        }
    }
    fields
}

/// The form of a new version, made from the latest; or from what was typed and could not be accepted.
///
/// # Errors
/// As [`questions`].
pub async fn begin(cx: &mut Ctx) -> Result<NewQuestions, AppError> {
    let here = centre(cx)?;
    let versions = store::versions(cx, here).await?;
    let latest = versions.first();
    let mut fields = fields_of(latest.map_or(&[][..], |v| v.questions.as_slice()));
    // The form says what it was made from, so that one that is loaded anew does not forget it.
    let made_from = latest.map_or(0, |v| v.version).to_string();
    fields.insert("made_from".to_owned(), made_from);
    if let Some(line) = typed::value(KEPT) {
        // Over what stands there: where there was not room for all that was typed, the rest is as it was.
        fields.extend(from_kept(&line));
    }
    let used = (0..QUESTIONS_MAX)
        .rev()
        .find(|n| fields.contains_key(id(FormPlace::Swedish(row(*n)))))
        .map_or(0, |last| last + 1);
    Ok(NewQuestions {
        key: FormVersionId::mint(cx.now, &mut SystemRandom).to_string(),
        rows: row((used + SPARE).min(QUESTIONS_MAX)),
        fields,
    })
}

/// What was typed, in one line: the reason and the last rows first, where what is new is written. Where there is not room
/// for all, the first questions are cut, which stand as they were.
pub fn kept(fields: &Fields) -> String {
    let row_of = |name: &str| name.rsplit('_').next().and_then(|n| n.parse::<u8>().ok());
    let mut ordered: Vec<_> = fields.iter().collect();
    ordered.sort_by_key(|(name, _)| (row_of(name).map(std::cmp::Reverse), *name));
    let plain = |v: &str| v.replace("\r\n", "\n").replace('\t', " ");
    let parts: Vec<String> = ordered
        .into_iter()
        .map(|(name, value)| format!("{}={}", plain(name), plain(value)))
        .collect();
    parts.join("\t")
}

fn from_kept(line: &str) -> Fields {
    line.split('\t')
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The questions that the fields hold, in their order, each with the row that it stands in.
///
/// # Errors
/// At the field.
fn questions_in(fields: &Fields, before: &[Question]) -> Result<Vec<(u8, Question)>, FormError> {
    let value = |name: &str| -> String {
        let typed = fields.get(name).map_or("", |v| v.trim());
        typed.nfc().collect()
    };
    let both = |sv: FormPlace, en: FormPlace| Words {
        sv: value(id(sv)),
        en: value(id(en)),
    };
    let mut placed: Vec<(u32, u8, Question)> = Vec::new();
    let mut taken: Vec<String> = before.iter().map(|q| q.key.clone()).collect();
    for n in 0..row(QUESTIONS_MAX) {
        let words = both(FormPlace::Swedish(n), FormPlace::English(n));
        let empty = words.sv.is_empty() && words.en.is_empty();
        if empty || fields.contains_key(&format!("drop_{n}")) {
            continue;
        }
        let old = before.iter().find(|q| q.key == value(&format!("key_{n}")));
        let key = old.map_or_else(|| key_of(&words.en, &taken), |q| q.key.clone());
        taken.push(key.clone());
        let kind = match value(&format!("kind_{n}")).as_str() {
            "choice" => Kind::Choice {
                choices: choices_in(&value(id(FormPlace::Choices(n))), n, old)?,
            },
            "text" => Kind::Text,
            _ => Kind::Scale {
                low: both(FormPlace::LowSwedish(n), FormPlace::LowEnglish(n)),
                high: both(FormPlace::HighSwedish(n), FormPlace::HighEnglish(n)),
            },
        };
        let place = value(&format!("place_{n}")).parse().unwrap_or(u32::from(n) + 1);
        placed.push((place, n, Question { key, words, kind }));
    }
    placed.sort_by_key(|(place, n, _)| (*place, *n));
    Ok(placed.into_iter().map(|(_, n, q)| (n, q)).collect())
}

/// A line each, in both languages; a choice that stood there before keeps its key.
fn choices_in(lines: &str, n: u8, old: Option<&Question>) -> Result<Vec<Choice>, FormError> {
    let before: &[Choice] = match old.map(|q| &q.kind) {
        Some(Kind::Choice { choices }) => choices,
        _ => &[],
    };
    let mut choices: Vec<Choice> = Vec::new();
    for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (sv, en) = line
            .split_once('|')
            .ok_or(FormError::new(FormPlace::Choices(n), FormRefusal::ChoiceShape))?;
        let words = Words {
            sv: sv.trim().to_owned(),
            en: en.trim().to_owned(),
        };
        let same = before
            .iter()
            .find(|c| c.words.sv == words.sv || c.words.en == words.en);
        let taken: Vec<String> = before.iter().chain(&choices).map(|c| c.key.clone()).collect();
        choices.push(Choice {
            key: same.map_or_else(|| key_of(&words.en, &taken), |c| c.key.clone()),
            words,
        });
    }
    Ok(choices)
}

/// Makes the version; the same press once more is the same version.
///
/// # Errors
/// At the field that cannot be accepted; `Stale` where another version has been made meanwhile.
pub async fn make(cx: &mut Ctx, key: &str, was: i32, fields: &Fields) -> Result<(), AppError> {
    let here = centre(cx)?;
    let id: FormVersionId = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let versions = store::versions(cx, here).await?;
    let before = versions
        .iter()
        .find(|v| v.version == was)
        .map_or(&[][..], |v| v.questions.as_slice());
    let rows = questions_in(fields, before).map_err(AppError::Form)?;
    let (places, questions): (Vec<u8>, Vec<Question>) = rows.into_iter().unzip();
    checked(&questions).map_err(|error| {
        // An error stands in the row that was typed, wherever the question comes in the order.
        let at = error.at.row().and_then(|n| places.get(usize::from(n)));
        AppError::Form(FormError::new(
            at.map_or(error.at, |n| error.at.in_row(*n)),
            error.why,
        ))
    })?;
    let reason =
        checked_text(fields.get("reason").map_or("", String::as_str), REASON_MAX).map_err(|problem| {
            AppError::Form(FormError::new(
                FormPlace::Reason,
                match problem {
                    TextError::Empty => FormRefusal::Empty,
                    TextError::TooLong => FormRefusal::TooLong,
                    TextError::Unreadable => FormRefusal::Unreadable,
                },
            ))
        })?;
    let reason: String = reason.nfc().collect();
    match store::add(cx, id, was, &questions, &reason).await?.as_str() {
        "done" => Ok(()),
        "stale" => Err(refused(FormRefusal::Stale)),
        "same" => Err(refused(FormRefusal::NoDifference)),
        "conflict" => Err(AppError::Conflict),
        _ => Err(AppError::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Vec<Question> {
        let words = |sv: &str, en: &str| Words {
            sv: sv.to_owned(),
            en: en.to_owned(),
        };
        vec![
            Question {
                key: "near".to_owned(),
                words: words("Hur nära?", "How near?"),
                kind: Kind::Scale {
                    low: words("lite", "little"),
                    high: words("mycket", "much"),
                },
            },
            Question {
                key: "days".to_owned(),
                words: words("Vad gör du?", "What do you do?"),
                kind: Kind::Choice {
                    choices: vec![
                        Choice {
                            key: "work".to_owned(),
                            words: words("Arbetar", "Work"),
                        },
                        Choice {
                            key: "study".to_owned(),
                            words: words("Studerar", "Study"),
                        },
                    ],
                },
            },
        ]
    }

    fn read(fields: &Fields) -> Vec<Question> {
        let rows = questions_in(fields, &first()).unwrap();
        rows.into_iter().map(|(_, q)| q).collect()
    }

    #[test]
    fn what_the_form_shows_is_what_it_sends() {
        assert_eq!(read(&fields_of(&first())), first());
        assert_eq!(differences(&first(), &first(), Lang::En), []);
    }

    #[test]
    fn what_was_typed_is_kept_with_what_is_new_first() {
        let mut fields = fields_of(&first());
        fields.insert("reason".to_owned(), "Därför.\r\nOch\tdärför.".to_owned());
        let line = kept(&fields);
        assert!(line.starts_with("reason=Därför.\nOch därför."), "{line}");
        let back = from_kept(&line);
        assert_eq!(read(&back), first());
        let cut: String = line.chars().take(line.chars().count() / 2).collect();
        let mut over = fields_of(&first());
        over.extend(from_kept(&cut));
        assert_eq!(read(&over).len(), 2, "no question is lost with what was cut");
    }

    #[test]
    fn a_question_keeps_its_key_whatever_its_words_and_a_new_one_has_its_own() {
        let mut fields = fields_of(&first());
        fields.insert("sv_0".to_owned(), "Hur långt bort?".to_owned());
        fields.insert("place_0".to_owned(), "9".to_owned());
        fields.insert(
            "choices_1".to_owned(),
            "Jobbar | Work\n\nStuderar | Study\nVilar | Rest".to_owned(),
        );
        fields.insert("sv_2".to_owned(), "Vem?".to_owned());
        fields.insert("en_2".to_owned(), "Near".to_owned());
        fields.insert("kind_2".to_owned(), "text".to_owned());
        let after = read(&fields);
        let keys: Vec<_> = after.iter().map(|q| q.key.as_str()).collect();
        assert_eq!(keys, ["days", "near_2", "near"]);
        let Kind::Choice { choices } = &after[0].kind else {
            panic!("no choices");
        };
        let keys: Vec<_> = choices.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["work", "study", "rest"]);
        let told: Vec<_> = differences(&first(), &after, Lang::En)
            .into_iter()
            .map(|d| d.what)
            .collect();
        assert_eq!(
            told,
            [
                "Other answers",
                "Another place in the order",
                "New question",
                "Other words",
                "Another place in the order"
            ]
        );
    }

    #[test]
    fn what_is_dropped_or_empty_is_not_asked_and_a_line_without_a_bar_is_told() {
        let mut fields = fields_of(&first());
        fields.insert("drop_0".to_owned(), "on".to_owned());
        assert_eq!(read(&fields), first()[1..]);
        assert_eq!(
            differences(&first(), &first()[1..], Lang::En)[0].what,
            "The question is gone"
        );
        fields.insert("choices_1".to_owned(), "Arbetar".to_owned());
        let error = questions_in(&fields, &first()).unwrap_err();
        assert_eq!(
            error,
            FormError::new(FormPlace::Choices(1), FormRefusal::ChoiceShape)
        );
    }
}
