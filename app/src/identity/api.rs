//! Server functions of signing in and out.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where the day of a staff member begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffStart {
    pub given_name: String,
    pub day: String,
    pub may_start_screen: bool,
}

/// What the start page of the staff shows.
#[server(prefix = "/api", endpoint = "identity/staff-start", input = leptos::server_fn::codec::GetUrl)]
pub async fn open_start() -> Result<StaffStart, AppError> {
    use super::store;
    use crate::kernel::policy::{Action, decide};
    use crate::kernel::{Ctx, answer, dates};
    answer(async {
        let mut cx = Ctx::begin(Action::OpenStart).await?;
        let staff = cx.actor.staff().ok_or(AppError::NotFound)?;
        let given_name = store::given_name(cx.db(), staff)
            .await?
            .ok_or(AppError::NotFound)?;
        let start = StaffStart {
            given_name,
            day: dates::long_capital(cx.today(), cx.lang),
            may_start_screen: decide(cx.actor.kind(), Action::StartScreen).is_ok(),
        };
        cx.commit().await?;
        Ok(start)
    })
    .await
}

/// A participant signs in with the card's number and the PIN chosen at the desk.
#[server(prefix = "/api", endpoint = "identity/sign-in-with-card")]
pub async fn sign_in_with_card(
    #[server(default)] card: String,
    #[server(default)] pin: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    use crate::kernel::error::Field;
    use domain::participant_number::ParticipantNumber;
    use domain::plan::TextError;

    answer_form(&[("card", &card)], async {
        if card.trim().is_empty() {
            return Err(AppError::Field {
                field: Field::Card,
                problem: TextError::Empty,
            });
        }
        if pin.trim().is_empty() {
            return Err(AppError::Field {
                field: Field::Pin,
                problem: TextError::Empty,
            });
        }
        // A number with a wrong check digit is nobody's; it is answered like any other wrong one.
        let login = ParticipantNumber::parse(&card)
            .map_or_else(|_| card.trim().to_owned(), ParticipantNumber::digits);
        server::sign_in("card_pin", &login, pin.trim(), &next, "/idag").await
    })
    .await
}

/// Staff without another way in sign in with name and password.
#[server(prefix = "/api", endpoint = "identity/sign-in-with-password")]
pub async fn sign_in_with_password(
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    use crate::kernel::error::Field;
    use domain::plan::TextError;

    answer_form(&[("name", &name)], async {
        if name.trim().is_empty() {
            return Err(AppError::Field {
                field: Field::Name,
                problem: TextError::Empty,
            });
        }
        if password.is_empty() {
            return Err(AppError::Field {
                field: Field::Password,
                problem: TextError::Empty,
            });
        }
        server::sign_in("password", &name.trim().to_lowercase(), &password, &next, "").await
    })
    .await
}

/// Ends the session of this device, and has the browser forget what it kept of ours.
#[server(prefix = "/api", endpoint = "identity/sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    crate::kernel::answer(server::sign_out()).await
}

/// The language of this device.
#[server(prefix = "/api", endpoint = "identity/choose-language")]
pub async fn choose_language(lang: String, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::kernel::{Lang, answer, cookies};
    answer(async {
        let lang = Lang::from_tag(&lang).ok_or(AppError::Unreadable)?;
        cookies::put(cookies::LANG, lang.tag(), 60 * 60 * 24 * 365);
        leptos_axum::redirect(server::own_path(&next).unwrap_or("/"));
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::AppError;
    use crate::identity::session::{self, Kind};
    use crate::identity::{secret, store};
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::policy::Role;
    use crate::kernel::throttle::{self, Limit};
    use crate::kernel::{Actor, AppState, Visitor, cookies};
    use chrono::TimeDelta;
    use domain::civil_time::civil_day;
    use http::HeaderValue;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    /// Slips of one person at one place: enough for tired fingers, too few for guessing.
    const HERE: Limit = Limit {
        name: "sign-in here",
        attempts: 8,
        window: TimeDelta::minutes(15),
    };
    /// One address, whoever it tries to be; a centre's whole house may share one.
    const ADDRESS: Limit = Limit {
        name: "sign-in address",
        attempts: 120,
        window: TimeDelta::minutes(15),
    };
    /// One account from anywhere. The owner's known places are counted under `HERE` alone, so that
    /// somebody else's guessing does not lock them out.
    const ACCOUNT: Limit = Limit {
        name: "sign-in account",
        attempts: 60,
        window: TimeDelta::hours(24),
    };

    /// A path of our own to go on to: never another host.
    pub fn own_path(next: &str) -> Option<&str> {
        let plain = next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains(['\\', '\r', '\n'])
            && next.is_ascii()
            && next.len() < 500;
        plain.then_some(next)
    }

    pub async fn sign_in(
        kind: &str,
        login: &str,
        secret: &str,
        next: &str,
        home: &str,
    ) -> Result<(), AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        let now = state.clock.now();
        // Bounded before it is hashed: nobody needs a longer one, and hashing megabytes is work given away.
        if login.len() > 200 || secret.len() > 500 {
            return Err(AppError::WrongCredential);
        }

        let address = visitor.address.to_string();
        let (address, kind_login) = (address.as_bytes(), format!("{kind} {login}"));
        let here: [&[u8]; 2] = [kind_login.as_bytes(), address];
        throttle::count(&state.pool, &state.keys, ADDRESS, &[address], now).await?;
        throttle::count(&state.pool, &state.keys, HERE, &here, now).await?;
        throttle::count(&state.pool, &state.keys, ACCOUNT, &[kind_login.as_bytes()], now).await?;

        let credential = store::credential(&state.pool, kind, login).await?;
        let hash = credential.as_ref().map(|c| c.secret_hash.clone());
        if !secret::verify(secret.to_owned(), hash).await? {
            metrics::counter!("sign_ins_refused").increment(1);
            return Err(AppError::WrongCredential);
        }
        let credential = credential.ok_or(AppError::WrongCredential)?;
        throttle::forget(&state.pool, &state.keys, HERE, &here).await?;
        throttle::forget(&state.pool, &state.keys, ACCOUNT, &[kind_login.as_bytes()]).await?;

        let (actor, home) = match (credential.person, credential.staff) {
            (Some(person), _) => (
                Actor::Participant {
                    account: credential.account,
                    person,
                },
                home,
            ),
            (None, Some(staff)) => {
                let actor = store::first_role(&state.pool, credential.account, staff, civil_day(now))
                    .await?
                    .ok_or(AppError::WrongCredential)?;
                (actor, actor.role().map_or("/", Role::home))
            }
            (None, None) => return Err(AppError::Internal),
        };
        begin(&state, &visitor, actor).await?;
        leptos_axum::redirect(own_path(next).unwrap_or(home));
        Ok(())
    }

    /// A new session at every sign-in; the one the browser had before ends.
    pub async fn begin(state: &AppState, visitor: &Visitor, actor: Actor) -> Result<(), AppError> {
        let token = fresh_session(state, visitor, actor, false).await?;
        session::hand_over(&token, Kind::of(&actor));
        Ok(())
    }

    /// The same, for who hands the token over by another way; `strong` where two factors have been proved.
    pub async fn fresh_session(
        state: &AppState,
        visitor: &Visitor,
        actor: Actor,
        strong: bool,
    ) -> Result<String, AppError> {
        let now = state.clock.now();
        if let Some(old) = visitor.session {
            session::end(&state.pool, old, now).await?;
        }
        if strong {
            session::begin_strong(&state.pool, actor, now, &mut SystemRandom).await
        } else {
            session::begin(&state.pool, actor, now, &mut SystemRandom).await
        }
    }

    pub async fn sign_out() -> Result<(), AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        if let Some(session) = visitor.session {
            session::end(&state.pool, session, state.clock.now()).await?;
        }
        cookies::put(cookies::SESSION, "", 0);
        if let Some(answer) = use_context::<ResponseOptions>() {
            answer.insert_header(
                http::header::HeaderName::from_static("clear-site-data"),
                HeaderValue::from_static("\"cache\", \"storage\""),
            );
        }
        leptos_axum::redirect("/logga-in");
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use super::own_path;

        #[test]
        fn only_paths_of_our_own() {
            assert_eq!(own_path("/checka-in?c=a&k=1"), Some("/checka-in?c=a&k=1"));
            for bad in ["", "https://x", "//x", "/\\x", "/a\r\nb", "idag"] {
                assert_eq!(own_path(bad), None, "{bad:?}");
            }
        }
    }
}
