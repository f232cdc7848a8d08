//! One referral as its sender and the centre's desk read it.

use super::api::{AnswerLine, Double, May, Referral};
use super::lists::more;
use super::mine::masked;
use super::settle::hidden;
use super::store::{self, Happened, Whole};
use super::{text, typed_in};
use crate::kernel::policy::{Category, Role};
use crate::kernel::{AppError, Choice, Ctx, Lang, access_log, dates};
use crate::promise::{self, Chip, OfReferral};
use domain::civil_time::civil_day;
use domain::identity_number::IdentityNumber;
use domain::ids::{PersonId, ReferralId};
use domain::programme::{Condition, EntryGroup};
use domain::referral::ReferralState;

/// The referral, with what its reader may do; recorded as read. `explain` is the promise that a reason is given for.
///
/// # Errors
/// `NotFound` for what one may not know of, and recorded.
pub async fn one(cx: &mut Ctx, id: &str, explain: &str) -> Result<Referral, AppError> {
    let id: ReferralId = typed_in::id(id)?;
    let sender = cx.actor.agency().is_some();
    let found = if sender {
        store::mine(cx, id).await?
    } else {
        store::at_desk(cx, id).await?
    };
    let Some(whole) = found else {
        return Err(hidden(cx).await);
    };
    let state = ReferralState::from_code(&whole.state).unwrap_or(ReferralState::Review);
    let person: Option<PersonId> = whole.person_id.map(Into::into);
    let may = may(cx, &whole, state);
    let opened = may.number && store::number_opened(cx, id).await?;
    let mut categories = vec![Category::Referral];
    if opened {
        categories.push(Category::IdentityNumber);
    }
    store::log_read(cx, &[(id, person)], &categories, None).await?;
    let (clock, promise) = if sender {
        (None, promise::contact::of_my_referral(cx, id).await?)
    } else {
        (
            promise::contact_chips(cx, &[id]).await?.remove(&id),
            promise::contact::of_referral(cx, id, explain).await?,
        )
    };
    let events = if sender {
        store::my_events(cx, id).await?
    } else {
        store::desk_events(cx, id).await?
    };
    let doubles = if sender || person.is_some() || state.decided() {
        Vec::new()
    } else {
        doubles(cx, id).await?
    };
    let colleagues = if may.name {
        let all = store::colleagues(cx).await?;
        all.into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect()
    } else {
        Vec::new()
    };
    Ok(shown(
        cx,
        whole,
        Shown {
            state,
            sender,
            may,
            opened,
            events,
            doubles,
            colleagues,
            clock,
            promise,
        },
    ))
}

/// What stands beside the row itself.
struct Shown {
    state: ReferralState,
    sender: bool,
    may: May,
    opened: bool,
    events: Vec<Happened>,
    doubles: Vec<Double>,
    colleagues: Vec<Choice>,
    clock: Option<Chip>,
    promise: Option<OfReferral>,
}

fn may(cx: &Ctx, whole: &Whole, state: ReferralState) -> May {
    // A row from before referrals were whole is read, and nothing more.
    if whole.group.is_none() || state.decided() {
        return May::default();
    }
    let settles = matches!(cx.actor.role(), Some(Role::Reception | Role::TeamLeader));
    May {
        withdraw: cx.actor.role() == Some(Role::CaseWorker) && !whole.taken_over,
        refuse: settles,
        review: settles && state != ReferralState::Review,
        judge: settles && state == ReferralState::Review,
        contact: settles && whole.contacted_on.is_none(),
        name: cx.actor.role() == Some(Role::Manager) && whole.protected,
        number: settles && whole.identity_number.is_some() && whole.person_id.is_none(),
    }
}

async fn doubles(cx: &mut Ctx, id: ReferralId) -> Result<Vec<Double>, AppError> {
    let lang = cx.lang;
    let people = store::doubles(cx, id).await?;
    let read: Vec<PersonId> = people.iter().map(|d| d.person.into()).collect();
    if !read.is_empty() {
        access_log::read(cx, &read).await?;
    }
    let others = store::other_referrals(cx, id).await?;
    let read: Vec<_> = others.iter().map(|(id, _)| (*id, None)).collect();
    store::log_read(cx, &read, &[Category::Referral], None).await?;
    let people = people.into_iter().map(|d| Double {
        href: format!("/deltagare/{}", d.person),
        words: text::double_person(&d.name, d.birth_year, d.by_number, lang),
    });
    let others = others.into_iter().map(|(id, name)| Double {
        href: format!("/anvisningar/{id}"),
        words: text::double_referral(&name, lang),
    });
    Ok(people.chain(others).collect())
}

fn shown(cx: &Ctx, whole: Whole, beside: Shown) -> Referral {
    let (lang, today) = (cx.lang, cx.today());
    let short = |d| dates::short(d, today, lang);
    let pick = |sv: String, en: String| if lang == Lang::Sv { sv } else { en };
    let (state, sender) = (beside.state, beside.sender);
    let group = whole.group.as_deref().and_then(EntryGroup::from_code);
    let from = [
        Some(whole.sender).filter(|s| !s.is_empty()),
        Some(pick(whole.agency_sv, whole.agency_en)).filter(|s| !s.is_empty()),
    ];
    let from = from.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let facts = [
        (text::from(lang), Some(from).filter(|f| !f.is_empty())),
        (text::sent(lang), Some(short(civil_day(whole.referred_at)))),
        (
            text::programme(lang),
            Some(pick(whole.programme_sv, whole.programme_en)),
        ),
        (text::centre(lang), Some(whole.centre).filter(|c| !c.is_empty())),
        (text::way_in(lang), group.map(|g| text::group(g, lang).to_owned())),
        (
            text::ground_label(lang),
            whole.ground.as_deref().map(|g| text::ground(g, lang)),
        ),
        (text::told_label(lang), whole.told_terms_on.map(short)),
        (text::wished(lang), whole.wished_start.map(short)),
        (text::contacted_label(lang), whole.contacted_on.map(short)),
        (
            text::decided(lang),
            whole.decided_at.map(|at| short(civil_day(at))),
        ),
    ];
    let person = [
        (text::birth_year(lang), whole.birth_year.map(|y| y.to_string())),
        (text::phone(lang), Some(whole.phone).filter(|p| !p.is_empty())),
        (
            text::language(lang),
            whole
                .spoken_language
                .as_deref()
                .map(|l| crate::record::language_name(l, lang)),
        ),
        (
            text::interpreter_label(lang),
            whole.needs_interpreter.then(|| text::yes(lang).to_owned()),
        ),
    ];
    let there = |all: Vec<(&str, Option<String>)>| -> Vec<(String, String)> {
        all.into_iter()
            .filter_map(|(label, value)| Some((label.to_owned(), value?)))
            .collect()
    };
    let number = whole.identity_number.as_deref().and_then(|n| {
        if beside.opened {
            IdentityNumber::parse(n, today).ok().map(|n| n.reveal())
        } else {
            masked(n, today)
        }
    });
    let answers = Condition::ALL
        .into_iter()
        .filter_map(|c| {
            let given = whole.answers.get(c.code())?;
            let judged = given.get("judged_on")?.as_str()?.parse().ok()?;
            Some(AnswerLine {
                what: text::condition(c, lang).to_owned(),
                yes: given.get("yes")?.as_bool()?,
                judged: text::judged_on(&short(judged), lang),
            })
        })
        .collect();
    let given = whole.given_name.unwrap_or_default();
    let name = format!("{given} {}", whole.family_name.unwrap_or_default());
    let name = Some(name.trim().to_owned()).filter(|n| !n.is_empty());
    Referral {
        id: whole.id.to_string(),
        sender,
        name: name.unwrap_or_else(|| text::no_name(lang).to_owned()),
        state,
        state_words: text::state_of(state, whole.taken_over, sender, lang).to_owned(),
        more: more(
            state,
            whole.queue_place,
            whole.queue_reason.as_deref(),
            whole.refusal.as_deref(),
            lang,
        ),
        said: Some(whole.refusal_words).filter(|w| !w.is_empty()),
        clock: beside.clock,
        promise: beside.promise,
        facts: there(facts.into()),
        person: there(person.into()),
        number,
        reason: Some(whole.reason).filter(|r| !r.is_empty()),
        answers,
        protected: whole.protected,
        named: whole.named,
        colleagues: beside.colleagues,
        events: beside
            .events
            .iter()
            .filter_map(|e| {
                text::event(&e.event, e.why.as_deref(), e.reason.as_deref(), lang)
                    .map(|words| text::on_day(&short(e.on), &words))
            })
            .collect(),
        doubles: beside.doubles,
        record: whole.person_id.map(|p| format!("/deltagare/{p}")),
        may: beside.may,
        today: today.to_string(),
    }
}
