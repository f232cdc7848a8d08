//! The sender's side: begin, one question a page, send.

use super::draft::{Draft, Judged, Step, Who};
use super::draft_api::{Ask, Beginning, Check, Choice, DraftLine, PersonForm, Question};
use super::draft_store::{self, Goal};
use super::outlook::{free, places, verdict, with_reason};
use super::typed_in::{self, wrong};
use super::{sending, store, text};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, Lang, dates};
use domain::civil_time::civil_day;
use domain::identity_number::IdentityNumber;
use domain::ids::{IdempotencyKey, ReferralDraftId, ReferralId};
use domain::programme::{EntryGroup, ProgrammeRules};
use domain::quota::QueueReason;
use domain::referral::{ReferralProblem, may_be_of_age};

/// The names of a goal: programme, and where there are several its centre.
fn goal_name(goal: &Goal, lang: Lang) -> String {
    let name = match lang {
        Lang::Sv => &goal.name_sv,
        Lang::En => &goal.name_en,
    };
    if goal.several {
        format!("{name}, {}", goal.centre_name)
    } else {
        name.clone()
    }
}

async fn agency_name(cx: &mut Ctx) -> Result<String, AppError> {
    let lang = cx.lang;
    let (_, sv, en) = draft_store::agency(cx).await?;
    Ok(if lang == Lang::Sv { sv } else { en })
}

pub async fn beginning(cx: &mut Ctx) -> Result<Beginning, AppError> {
    let (lang, today) = (cx.lang, cx.today());
    let goals = draft_store::goals(cx).await?;
    let drafts = draft_store::list(cx).await?;
    let key = ReferralDraftId::mint(cx.now, &mut SystemRandom);
    Ok(Beginning {
        agency: agency_name(cx).await?,
        key: key.to_string(),
        programmes: goals.iter().map(|g| goal_name(g, lang)).collect(),
        drafts: drafts
            .into_iter()
            .map(|line| DraftLine {
                id: line.id.to_string(),
                name: line
                    .draft
                    .who
                    .map(|w| format!("{} {}", w.given_name, w.family_name)),
                saved: text::saved_on(&dates::short(civil_day(line.updated_at), today, lang), lang),
            })
            .collect(),
    })
}

/// A draft with what its questions lean on.
struct Open {
    id: ReferralDraftId,
    draft: Draft,
    rules: Option<ProgrammeRules>,
    groups: Vec<EntryGroup>,
}

async fn open(cx: &mut Ctx, id: &str) -> Result<Open, AppError> {
    let id: ReferralDraftId = typed_in::id(id)?;
    let draft = draft_store::one(cx, id).await?.ok_or(AppError::NotFound)?;
    of_draft(cx, id, draft).await
}

async fn of_draft(cx: &mut Ctx, id: ReferralDraftId, draft: Draft) -> Result<Open, AppError> {
    let rules = match draft.programme {
        Some(programme) => draft_store::rules(cx, programme).await?,
        None => None,
    };
    let (code, ..) = draft_store::agency(cx).await?;
    let groups = rules
        .as_ref()
        .map(|r| sending::groups(r, &code))
        .unwrap_or_default();
    Ok(Open {
        id,
        draft,
        // Without a way in the programme is as if it had not been chosen (E1).
        rules: rules.filter(|_| !groups.is_empty()),
        groups,
    })
}

impl Open {
    /// Whether every question has its answer: then it has been looked at as a whole, or could be.
    fn is_whole(&self, today: chrono::NaiveDate) -> bool {
        let check = Step::Check.code();
        self.draft.at(&check, self.rules.as_ref(), &self.groups, today).0 == Step::Check
    }
}

fn address(id: ReferralDraftId, step: Step) -> String {
    format!("/anvisa/{id}?steg={}", step.code())
}

/// Where a draft asks who it is about.
///
/// # Errors
/// `NotFound` for what is no id.
pub fn person_address(id: &str) -> Result<String, AppError> {
    Ok(address(typed_in::id(id)?, Step::Person))
}

pub async fn question(cx: &mut Ctx, id: &str, asked: &str) -> Result<Question, AppError> {
    let (lang, today) = (cx.lang, cx.today());
    let id: ReferralDraftId = typed_in::id(id)?;
    let Some(draft) = draft_store::one(cx, id).await? else {
        return sent(cx, id).await;
    };
    let open = of_draft(cx, id, draft).await?;
    let (step, steps) = open.draft.at(asked, open.rules.as_ref(), &open.groups, today);
    let place = steps.iter().position(|s| *s == step).unwrap_or(0);
    let back = match place.checked_sub(1) {
        Some(before) => address(open.id, steps[before]),
        None => "/anvisa".to_owned(),
    };
    let outlook = match open.draft.programme {
        Some(programme) if open.rules.is_some() => store::outlook(cx, programme).await?,
        _ => Vec::new(),
    };
    let day = |d: chrono::NaiveDate| d.to_string();
    let draft = &open.draft;
    let ask = match step {
        Step::Programme => {
            let chosen = match (draft.programme, draft.centre) {
                (Some(p), Some(c)) => format!("{p} {c}"),
                _ => String::new(),
            };
            let goals = draft_store::goals(cx).await?;
            let choices = goals
                .iter()
                .map(|g| Choice {
                    value: format!("{} {}", g.programme, g.centre),
                    words: goal_name(g, lang),
                    more: None,
                })
                .collect();
            Ask::Programme(choices, chosen)
        }
        Step::Group => {
            let choices = outlook
                .iter()
                .filter_map(|o| {
                    let group = EntryGroup::from_code(&o.group)?;
                    Some(Choice {
                        value: o.group.clone(),
                        words: text::group(group, lang).to_owned(),
                        more: Some(with_reason(
                            text::left_words(free(o), 0, o.waiting, lang),
                            o,
                            lang,
                        )),
                    })
                })
                .collect();
            let chosen = draft.group.map_or("", EntryGroup::code);
            Ask::Group(choices, chosen.to_owned())
        }
        Step::Person => Ask::Person(PersonForm {
            not_of_age: !draft.of_age(open.rules.as_ref(), today),
            ..person_form(draft.who.as_ref())
        }),
        Step::Ground => {
            let choices = open.rules.iter().flat_map(|r| &r.target_group);
            let choices = choices
                .map(|g| Choice {
                    value: g.clone(),
                    words: text::ground(g, lang),
                    more: None,
                })
                .collect();
            Ask::Ground(choices, draft.ground.clone().unwrap_or_default())
        }
        Step::Condition(condition) => {
            let given = draft.answers.get(condition.code());
            Ask::Condition {
                yes: given.map(|a| a.yes),
                judged_on: day(given.map_or(today, |a| a.judged_on)),
            }
        }
        Step::AfterNo => Ask::AfterNo,
        Step::Terms => Ask::Terms {
            told: draft.told_terms_on.is_some(),
            told_on: day(draft.told_terms_on.unwrap_or(today)),
        },
        Step::Wish => Ask::Wish {
            start: draft.wished_start.map(day).unwrap_or_default(),
            reason: draft.reason.clone(),
        },
        Step::Check => Ask::Check(check(cx, &open, &steps, &outlook).await?),
    };
    let (title, hint) = text::question(step, lang);
    Ok(Question {
        id: open.id.to_string(),
        agency: agency_name(cx).await?,
        step: step.code(),
        title: title.to_owned(),
        hint: hint.map(str::to_owned),
        no: u32::try_from(place + 1).unwrap_or(1),
        of: u32::try_from(steps.len()).unwrap_or(1),
        back,
        ask,
        places: places(&outlook, today, lang),
    })
}

/// The page of a draft that has been sent since: whoever goes back to it is told so, and where the referral is.
async fn sent(cx: &mut Ctx, id: ReferralDraftId) -> Result<Question, AppError> {
    let referral = store::sent_as(cx, IdempotencyKey::from(id.as_uuid()))
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(Question {
        id: id.to_string(),
        agency: agency_name(cx).await?,
        step: "skickad".to_owned(),
        title: text::sent_already(cx.lang).to_owned(),
        hint: Some(text::sent_already_more(cx.lang).to_owned()),
        no: 1,
        of: 1,
        back: "/anvisningar".to_owned(),
        ask: Ask::Sent(format!("/anvisningar/{referral}")),
        places: Vec::new(),
    })
}

fn person_form(who: Option<&Who>) -> PersonForm {
    let Some(who) = who else {
        return PersonForm {
            language: "sv".to_owned(),
            ..PersonForm::default()
        };
    };
    PersonForm {
        given_name: who.given_name.clone(),
        family_name: who.family_name.clone(),
        birth_year: who.birth_year.to_string(),
        identity_number: who.identity_number.clone().unwrap_or_default(),
        phone: who.phone.clone(),
        language: who.language.clone(),
        needs_interpreter: who.needs_interpreter,
        protected: who.protected,
        not_of_age: false,
    }
}

async fn check(
    cx: &mut Ctx,
    open: &Open,
    steps: &[Step],
    outlook: &[store::Outlook],
) -> Result<Check, AppError> {
    let (lang, today) = (cx.lang, cx.today());
    let draft = &open.draft;
    let goals = draft_store::goals(cx).await?;
    let short = |d| dates::short(d, today, lang);
    let mut lines = Vec::new();
    for step in steps {
        let said = match step {
            Step::Programme => goals
                .iter()
                .find(|g| Some(g.programme) == draft.programme && Some(g.centre) == draft.centre)
                .map(|g| goal_name(g, lang)),
            Step::Group => draft.group.map(|g| text::group(g, lang).to_owned()),
            Step::Person => draft.who.as_ref().map(|w| {
                let number = w.identity_number.as_deref().and_then(|n| masked(n, today));
                [
                    Some(format!("{} {}", w.given_name, w.family_name)),
                    Some(w.birth_year.to_string()),
                    number,
                    Some(w.phone.clone()).filter(|p| !p.is_empty()),
                    Some(crate::record::language_name(&w.language, lang)),
                    w.needs_interpreter.then(|| text::interpreter(lang).to_owned()),
                    w.protected.then(|| text::protected(lang).to_owned()),
                ]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
            }),
            Step::Ground => draft.ground.as_deref().map(|g| text::ground(g, lang)),
            Step::Condition(c) => draft.answers.get(c.code()).map(|a| {
                let word = if a.yes { text::yes(lang) } else { text::no(lang) };
                format!("{word} · {}", text::judged_on(&short(a.judged_on), lang))
            }),
            Step::AfterNo => Some(text::send_for_review(lang).to_owned()),
            Step::Terms => draft.told_terms_on.map(|d| text::told_on(&short(d), lang)),
            Step::Wish => {
                let start = draft
                    .wished_start
                    .map_or_else(|| text::as_soon_as(lang).to_owned(), short);
                Some(if draft.reason.is_empty() {
                    start
                } else {
                    format!("{start} · {}", draft.reason)
                })
            }
            Step::Check => None,
        };
        if let Some(said) = said {
            lines.push((text::label(*step, lang).to_owned(), said, address(open.id, *step)));
        }
    }
    let group = draft.way_in(&open.groups);
    let of_mine = outlook
        .iter()
        .find(|o| group.is_some_and(|g| g.code() == o.group));
    let review = draft.review || group.is_some_and(EntryGroup::judged_jointly);
    let (will, place) = match (review, of_mine.and_then(verdict), of_mine) {
        (true, ..) => (text::will_be_reviewed(draft.review, lang).to_owned(), false),
        (false, Some(reason), Some(o)) => {
            let ahead = if reason == QueueReason::HouseFull {
                o.house_waiting
            } else {
                o.waiting
            };
            (text::will_wait(ahead + 1, reason, lang), false)
        }
        _ => (text::will_have_place(lang).to_owned(), true),
    };
    let doubles = match &draft.who {
        Some(w) => {
            let found = store::my_doubles(
                cx,
                &w.given_name,
                &w.family_name,
                w.birth_year,
                w.identity_number.as_deref(),
            )
            .await?;
            let read: Vec<_> = found.iter().map(|(id, ..)| (*id, None)).collect();
            store::log_read(cx, &read, &[Category::Referral], None).await?;
            found
                .into_iter()
                .map(|(id, name, at)| {
                    let day = dates::short(civil_day(at), today, lang);
                    (format!("/anvisningar/{id}"), text::double_sent(&name, &day, lang))
                })
                .collect()
        }
        None => Vec::new(),
    };
    Ok(Check {
        lines,
        will,
        place,
        doubles,
    })
}

/// An identity number as it may be shown.
pub fn masked(number: &str, today: chrono::NaiveDate) -> Option<String> {
    IdentityNumber::parse(number, today).ok().map(|n| n.masked())
}

/// What a form of one question says.
pub struct Answered<'a> {
    pub programme: &'a str,
    pub group: &'a str,
    pub ground: &'a str,
    pub answer: &'a str,
    pub when: &'a str,
    pub told: bool,
    pub start: &'a str,
    pub reason: &'a str,
}

/// Saves an answer and says where to go on.
///
/// # Errors
/// What is wrong, at its field; `NotFound` for a draft that is not one's own or gone.
pub async fn save(cx: &mut Ctx, id: &str, step: &str, answered: &Answered<'_>) -> Result<String, AppError> {
    let today = cx.today();
    let mut open = open(cx, id).await?;
    let whole = open.is_whole(today);
    let (at, _) = open.draft.at(step, open.rules.as_ref(), &open.groups, today);
    // A question that is not there, or lies behind one that is open, is not answered.
    if at.code() != step {
        return Ok(address(open.id, at));
    }
    let choose = |field| wrong(field, ReferralProblem::Choose);
    match at {
        Step::Programme => {
            let goals = draft_store::goals(cx).await?;
            let chosen = goals
                .iter()
                .find(|g| format!("{} {}", g.programme, g.centre) == answered.programme)
                .ok_or(choose(Field::Programme))?;
            if open.draft.programme != Some(chosen.programme) {
                // Another programme asks other questions; who it is about stays, and is asked again where the age does
                // not fit.
                open.draft = Draft {
                    who: open.draft.who.take(),
                    ..Draft::default()
                };
            }
            open.draft.programme = Some(chosen.programme);
            open.draft.centre = Some(chosen.centre);
        }
        Step::Group => {
            let group = EntryGroup::from_code(answered.group).filter(|g| open.groups.contains(g));
            open.draft.group = Some(group.ok_or(choose(Field::Kind))?);
        }
        Step::Ground => {
            let listed = open.rules.iter().flat_map(|r| &r.target_group);
            let ground = listed.into_iter().find(|g| *g == answered.ground).cloned();
            open.draft.ground = Some(ground.ok_or(choose(Field::About))?);
        }
        Step::Condition(condition) => {
            let yes = match answered.answer {
                "yes" => true,
                "no" => false,
                _ => return Err(choose(Field::Answer)),
            };
            let judged_on = typed_in::past_day(answered.when, Field::When, today)?;
            open.draft
                .answers
                .insert(condition.code().to_owned(), Judged { yes, judged_on });
            // What to do after a "no" is asked again where the answers have changed.
            if open.rules.as_ref().is_some_and(|r| !open.draft.has_no(r)) || !yes {
                open.draft.review = false;
            }
        }
        Step::AfterNo => match answered.answer {
            "review" => open.draft.review = true,
            "stop" => {
                draft_store::discard(cx, open.id).await?;
                return Ok("/anvisa?slutade".to_owned());
            }
            _ => return Err(choose(Field::Answer)),
        },
        Step::Terms => {
            if !answered.told {
                return Err(wrong(Field::Accept, ReferralProblem::TermsNotTold));
            }
            open.draft.told_terms_on = Some(typed_in::past_day(answered.when, Field::When, today)?);
        }
        Step::Wish => {
            open.draft.wished_start = typed_in::coming_day(answered.start, Field::ValidFrom, today)?;
            open.draft.reason = typed_in::some_words(answered.reason, 1000, Field::Reason)?;
            open.draft.wished = true;
        }
        Step::Person | Step::Check => return Ok(address(open.id, at)),
    }
    after(cx, &open.id, &open.draft, at, whole).await
}

/// Saves who it is about, and says where to go on.
///
/// # Errors
/// As [`save`].
pub async fn save_person(cx: &mut Ctx, id: &str, form: &PersonForm) -> Result<String, AppError> {
    let today = cx.today();
    let mut open = open(cx, id).await?;
    let whole = open.is_whole(today);
    let (at, _) = open.draft.at("person", open.rules.as_ref(), &open.groups, today);
    if at != Step::Person {
        return Ok(address(open.id, at));
    }
    let birth_year = typed_in::year(&form.birth_year, Field::BirthYear, today)?;
    if open
        .rules
        .as_ref()
        .is_some_and(|r| !may_be_of_age(r, birth_year, today))
    {
        return Err(wrong(Field::BirthYear, ReferralProblem::Age));
    }
    let typed = form.identity_number.trim();
    let identity_number = if typed.is_empty() {
        None
    } else {
        let number = IdentityNumber::parse(typed, today)
            .map_err(|_| wrong(Field::IdentityNumber, ReferralProblem::IdentityNumber))?;
        if number.birth_year() != birth_year {
            return Err(wrong(Field::BirthYear, ReferralProblem::OtherYear));
        }
        Some(number.reveal())
    };
    let language = crate::record::LANGUAGES
        .iter()
        .find(|(tag, ..)| *tag == form.language)
        .map_or("sv", |(tag, ..)| *tag);
    let phone = crate::record::checked_phone(&form.phone)?;
    open.draft.who = Some(Who {
        given_name: typed_in::name(&form.given_name, Field::GivenName)?,
        family_name: typed_in::name(&form.family_name, Field::FamilyName)?,
        birth_year,
        identity_number,
        phone,
        language: language.to_owned(),
        needs_interpreter: form.needs_interpreter,
        protected: form.protected,
    });
    after(cx, &open.id, &open.draft, at, whole).await
}

/// The question after this one; of a referral that was `whole` before, the first that is open now, or the last look.
async fn after(
    cx: &mut Ctx,
    id: &ReferralDraftId,
    draft: &Draft,
    at: Step,
    whole: bool,
) -> Result<String, AppError> {
    draft_store::save(cx, *id, draft).await?;
    let open = open(cx, &id.to_string()).await?;
    if whole {
        let check = Step::Check.code();
        let (next, _) = open
            .draft
            .at(&check, open.rules.as_ref(), &open.groups, cx.today());
        return Ok(address(open.id, next));
    }
    let steps = open.draft.steps(open.rules.as_ref(), &open.groups);
    let next = steps
        .iter()
        .position(|s| *s == at)
        .and_then(|i| steps.get(i + 1))
        .unwrap_or(&Step::Check);
    Ok(address(open.id, *next))
}

/// Sends a draft, which is then gone; sent again it is the same referral.
///
/// # Errors
/// As [`sending::send`].
pub async fn send(cx: &mut Ctx, id: &str) -> Result<ReferralId, AppError> {
    let id: ReferralDraftId = typed_in::id(id)?;
    let key = IdempotencyKey::from(id.as_uuid());
    let Some(draft) = draft_store::one(cx, id).await? else {
        return store::sent_as(cx, key).await?.ok_or(AppError::NotFound);
    };
    let sent = sending::send(cx, key, &draft).await?;
    draft_store::discard(cx, id).await?;
    Ok(sent)
}
