//! The way of a sign-in: out to the provider, back, and on to a session or to the page where the code is typed.

use super::client::{PATIENCE, Problem, Proven};
use super::invitation::code_hash;
use super::settings::Audience;
use super::store::{self, Waiting};
use super::{Providers, Settings};
use crate::identity::api::server::{fresh_session, kept_for, own_path, second_purpose};
use crate::identity::session::Kind;
use crate::identity::step;
use crate::identity::store::actor_of_account;
use crate::kernel::error::LinkRefusal;
use crate::kernel::keys::{Keys, Purpose};
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Action, Role};
use crate::kernel::throttle::{self, Limit};
use crate::kernel::{Actor, AppError, AppState, Ctx, Visitor, cookies};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::civil_time::civil_day;
use domain::clock::RandomSource;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

/// How long a sign-in may take, and how long one who is not linked waits for the code.
pub const BROWSER_LIFE: TimeDelta = TimeDelta::minutes(10);
/// Journeys of one address; a centre's whole house may share one.
const STARTS: Limit = Limit {
    name: "sign-in elsewhere",
    attempts: 240,
    window: TimeDelta::minutes(15),
};
/// Codes typed in one browser, and from one address: eight digits are few.
const CODES_HERE: Limit = Limit {
    name: "link here",
    attempts: 8,
    window: TimeDelta::minutes(15),
};
const CODES_ADDRESS: Limit = Limit {
    name: "link address",
    attempts: 60,
    window: TimeDelta::minutes(15),
};

/// Where to go, and what the browser keeps to come back with.
pub struct Started {
    pub to: String,
    pub browser: String,
}

/// What whoever is known by now is let in with: a cookie, for so many seconds, and where to go on.
pub struct Entry {
    pub cookie: &'static str,
    pub token: String,
    pub age: i64,
    pub to: String,
}

/// How somebody came back.
pub enum Finished {
    /// In, or (staff, by one factor alone) on to the second.
    In(Entry),
    /// Proved, and nobody's account yet: the cookie stays, and the code is typed.
    Unlinked {
        to: String,
    },
    Failed {
        to: String,
    },
}

/// What a provider sends somebody back with.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Answer {
    pub code: String,
    pub state: String,
    pub iss: Option<String>,
    pub error: Option<String>,
}

fn token() -> String {
    let mut bytes = [0_u8; 32];
    SystemRandom.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Nonce and PKCE verifier follow from what the browser keeps and the state: neither is stored anywhere.
fn bound(keys: &Keys, what: &str, browser: &str, state: &str) -> String {
    keys.mac_text(
        Purpose::SignInElsewhere,
        &[what.as_bytes(), browser.as_bytes(), state.as_bytes()],
    )
}

/// A page of ours that tells the problem, with the way on kept.
fn told(way_in: &str, problem: Problem, next: &str) -> String {
    let on = own_path(next).map_or_else(String::new, |next| {
        format!("&next={}", utf8_percent_encode(next, NON_ALPHANUMERIC))
    });
    format!("{way_in}?eid={}{on}", problem.code())
}

/// Sends somebody to a provider. The browser's cookie, if it has one already, serves a second tab as well.
///
/// # Errors
/// The page that tells why not; nothing for a provider that there is not.
pub async fn start(
    providers: &Providers,
    state: &AppState,
    visitor: &Visitor,
    name: &str,
    next: &str,
    browser: Option<&str>,
) -> Result<Started, Option<String>> {
    let provider = providers.named(name).ok_or(None)?;
    let next = own_path(next).unwrap_or_default();
    let way_in = provider.settings.audience.way_in();
    let no = |problem| Some(told(way_in, problem, next));
    let now = state.clock.now();
    let address = visitor.address.to_string();
    throttle::count(&state.pool, &state.keys, STARTS, &[address.as_bytes()], now)
        .await
        .map_err(|e| {
            no(match e {
                AppError::TooManyTries { .. } => Problem::TooMany,
                _ => Problem::Away,
            })
        })?;
    let browser = browser
        .filter(|b| b.len() == 43)
        .map_or_else(token, str::to_owned);
    let id = token();
    let (nonce, verifier) = (
        bound(&state.keys, "nonce", &browser, &id),
        bound(&state.keys, "verifier", &browser, &id),
    );
    let to = timeout(
        PATIENCE,
        provider.departure(id.clone(), nonce, verifier, visitor.lang.tag(), now),
    )
    .await
    .unwrap_or(Err(Problem::Away))
    .map_err(no)?;
    let attempt = store::Attempt {
        state_hash: &hash(&id),
        browser_hash: &hash(&browser),
        provider: name,
        next,
    };
    store::insert_attempt(&state.pool, &attempt, now, now + BROWSER_LIFE)
        .await
        .map_err(|_| no(Problem::Away))?;
    Ok(Started { to, browser })
}

/// Somebody has come back from a provider.
pub async fn finish(
    providers: &Providers,
    state: &AppState,
    visitor: &Visitor,
    answer: Answer,
    browser: Option<&str>,
) -> Finished {
    let now = state.clock.now();
    let attempt = match browser {
        Some(browser) => store::use_attempt(&state.pool, &hash(&answer.state), &hash(browser), now).await,
        None => Ok(None),
    };
    let (browser, attempt) = match (browser, attempt) {
        (Some(browser), Ok(Some(attempt))) => (browser, attempt),
        (_, Ok(_)) => {
            note(state, None, "refused", now).await;
            return failed("/logga-in", Problem::Stale, "");
        }
        (_, Err(_)) => return failed("/logga-in", Problem::Away, ""),
    };
    let Some(provider) = providers.named(&attempt.provider) else {
        return failed("/logga-in", Problem::NoProvider, &attempt.next);
    };
    let settings = &provider.settings;
    let no = |problem| failed(settings.audience.way_in(), problem, &attempt.next);

    // RFC 9207: an answer of one provider is not taken to another.
    if answer.iss.as_ref().is_some_and(|iss| *iss != settings.issuer) {
        note(state, None, "refused", now).await;
        return no(Problem::Refused);
    }
    if let Some(error) = answer.error {
        return no(match error.as_str() {
            "access_denied" | "login_required" | "interaction_required" | "consent_required" => {
                Problem::Cancelled
            }
            "temporarily_unavailable" | "server_error" => Problem::Away,
            _ => {
                note(state, None, "refused", now).await;
                Problem::Refused
            }
        });
    }
    let nonce = bound(&state.keys, "nonce", browser, &answer.state);
    let verifier = bound(&state.keys, "verifier", browser, &answer.state);
    let proven = timeout(PATIENCE, provider.prove(answer.code, nonce, verifier, now))
        .await
        .unwrap_or(Err(Problem::Away));
    let proven = match proven {
        Ok(proven) => proven,
        Err(problem) => {
            if matches!(problem, Problem::Refused | Problem::NotJustNow) {
                note(state, None, "refused", now).await;
            }
            return no(problem);
        }
    };
    match arrive(state, visitor, settings, proven, browser, &attempt.next, now).await {
        Ok(finished) => finished,
        Err(error) => {
            tracing::warn!(provider = settings.name, %error, "a sign-in could not be finished");
            no(Problem::Away)
        }
    }
}

fn failed(way_in: &str, problem: Problem, next: &str) -> Finished {
    metrics::counter!("sign_ins_refused").increment(1);
    Finished::Failed {
        to: told(way_in, problem, next),
    }
}

/// Whoever it is is proved: their account, or the wait for a code.
async fn arrive(
    state: &AppState,
    visitor: &Visitor,
    settings: &Settings,
    proven: Proven,
    browser: &str,
    next: &str,
    now: DateTime<Utc>,
) -> Result<Finished, AppError> {
    let subject_hash = state.keys.mac(
        Purpose::External,
        &[b"subject", settings.issuer.as_bytes(), proven.subject.as_bytes()],
    );
    let account = store::linked_account(&state.pool, &settings.issuer, &subject_hash).await?;
    let Some(account) = account else {
        let waiting = Waiting {
            provider: settings.name.clone(),
            issuer: settings.issuer.clone(),
            subject_hash: subject_hash.to_vec(),
            number_hash: proven.number.map(|n| number_hash(&state.keys, &n).to_vec()),
            strong: proven.strong,
            // Opened by the link of an invitation, which is led back to: the way on begins after it.
            next: if next.starts_with("/koppla") { "" } else { next }.to_owned(),
        };
        store::put_waiting(&state.pool, &hash(browser), &waiting, now, now + BROWSER_LIFE).await?;
        note(state, None, "unknown", now).await;
        let to = if next.starts_with("/koppla?") {
            next
        } else {
            "/koppla"
        };
        return Ok(Finished::Unlinked { to: to.to_owned() });
    };
    let actor = actor_of_account(&state.pool, account, civil_day(now)).await?;
    let Some(actor) = actor.filter(|a| audience_of(a) == Some(settings.audience)) else {
        note(state, Some(account), "ended", now).await;
        return Ok(failed(settings.audience.way_in(), Problem::Ended, next));
    };
    let on = own_path(next).filter(|next| !next.starts_with("/koppla"));
    match enter(state, visitor, actor, proven.strong, on).await {
        Ok(entry) => Ok(Finished::In(entry)),
        Err(AppError::NotRight(_)) => Ok(failed(settings.audience.way_in(), Problem::Passkey, next)),
        Err(error) => Err(error),
    }
}

/// A session for participants, and for staff who have given two factors; else the step to the second, as after a
/// password.
async fn enter(
    state: &AppState,
    visitor: &Visitor,
    actor: Actor,
    strong: bool,
    on: Option<&str>,
) -> Result<Entry, AppError> {
    if let (Some(account), Some(_), false) = (actor.account(), actor.staff(), strong) {
        let purpose = second_purpose(state, account).await?;
        let kept = kept_for(purpose);
        let token = step::prepare(state, purpose, Some(account), on.unwrap_or_default(), &kept).await?;
        return Ok(Entry {
            cookie: purpose.cookie(),
            token,
            age: purpose.life().num_seconds(),
            to: purpose.page().to_owned(),
        });
    }
    Ok(Entry {
        cookie: cookies::SESSION,
        token: fresh_session(state, visitor, actor, strong).await?,
        age: Kind::of(&actor).life().num_seconds(),
        to: on.unwrap_or(home(&actor)).to_owned(),
    })
}

fn number_hash(keys: &Keys, number: &str) -> [u8; 32] {
    keys.mac(Purpose::External, &[b"number", number.as_bytes()])
}

fn audience_of(actor: &Actor) -> Option<Audience> {
    match actor {
        Actor::Participant { .. } => Some(Audience::Participant),
        Actor::Staff { .. } | Actor::Agency { .. } => Some(Audience::Staff),
        Actor::Screen { .. } | Actor::Joint { .. } => None,
    }
}

fn home(actor: &Actor) -> &'static str {
    actor.role().map_or("/idag", Role::home)
}

/// A failure is told to the manager; that it could not be written down changes nothing for whoever signs in.
async fn note(state: &AppState, account: Option<domain::ids::AccountId>, why: &str, now: DateTime<Utc>) {
    if let Err(error) = store::note_failure(&state.pool, account, why, now).await {
        tracing::error!(%error, "a failed sign-in could not be written down");
    }
}

/// Who waits in this browser for the code of an invitation: by which provider.
///
/// # Errors
/// When the database is away.
pub async fn waiting(state: &AppState, browser: Option<&str>) -> Result<Option<String>, AppError> {
    let Some(browser) = browser else { return Ok(None) };
    let waiting = store::waiting(&state.pool, &hash(browser), state.clock.now()).await?;
    Ok(waiting.map(|w| w.provider))
}

/// Links whoever waits in this browser by the code of an invitation, and lets them in.
///
/// # Errors
/// `Link` with the reason; `TooManyTries`.
pub async fn link(
    providers: &Providers,
    state: &AppState,
    visitor: &Visitor,
    browser: Option<&str>,
    code: &str,
) -> Result<Entry, AppError> {
    let now = state.clock.now();
    let nothing = AppError::Link(LinkRefusal::NothingWaiting);
    // A device that is locked to a person ends no sign-in that was begun before (decision 026).
    if visitor.actor.is_some_and(|a| a.joint_person().is_some()) {
        return Err(nothing);
    }
    let browser = hash(browser.ok_or(nothing)?);
    let address = visitor.address.to_string();
    throttle::count(
        &state.pool,
        &state.keys,
        CODES_ADDRESS,
        &[address.as_bytes()],
        now,
    )
    .await?;
    throttle::count(&state.pool, &state.keys, CODES_HERE, &[&browser], now).await?;
    let waiting = store::waiting(&state.pool, &browser, now).await?.ok_or(nothing)?;
    let settings = providers.settings(&waiting.provider).ok_or(nothing)?;

    // Used, withdrawn, too old, never given, for another kind of people, of a disabled account: one answer.
    let unknown = AppError::Link(LinkRefusal::UnknownCode);
    let code_hash = code_hash(&state.keys, code);
    let Some((account, invitation)) = store::invited_account(&state.pool, &code_hash, now).await? else {
        note(state, None, "wrong", now).await;
        return Err(unknown);
    };
    let actor = actor_of_account(&state.pool, account, civil_day(now))
        .await?
        .filter(|a| audience_of(a) == Some(settings.audience))
        .ok_or(unknown)?;

    let theirs = Visitor {
        actor: Some(actor),
        ..visitor.clone()
    };
    let mut cx = Ctx::begin_for(state.clone(), theirs, Action::ManageOwnSignIn).await?;
    // A number makes no link, but it may contradict one: the code went to somebody else.
    if let (Some(person), Some(told)) = (actor.person(), &waiting.number_hash)
        && let Some(number) = store::own_number(&mut cx, person).await?
        && number_hash(&state.keys, &number)[..] != told[..]
    {
        drop(cx);
        note(state, Some(account), "refused", now).await;
        return Err(AppError::Link(LinkRefusal::OtherPerson));
    }
    let linked = store::link(&mut cx, account, invitation, &waiting, &mut SystemRandom)
        .await
        .map_err(|e| match e {
            AppError::Conflict => AppError::Link(LinkRefusal::LinkedAlready),
            other => other,
        })?;
    if !linked {
        return Err(unknown);
    }
    store::end_waiting(cx.db(), &browser).await?;
    cx.commit().await?;

    enter(state, visitor, actor, waiting.strong, own_path(&waiting.next)).await
}
