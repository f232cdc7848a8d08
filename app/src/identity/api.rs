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
        let proof = crate::identity::guess::Proof::CardPin;
        server::sign_in(proof, &login, pin.trim(), &next, AppError::WrongCredential).await
    })
    .await
}

/// Staff without another way in begin with name and password: right, they open a step on the way, never a session.
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
        let proof = crate::identity::guess::Proof::Password;
        let wrong = AppError::NotRight(Field::Password);
        server::sign_in(proof, &name.trim().to_lowercase(), &password, &next, wrong).await
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
    use crate::identity::guess::{Guess, Proof};
    use crate::identity::session::{self, Beginning, Kind};
    use crate::identity::step::{self, Purpose};
    use crate::identity::{proof_store, secret, store};
    use crate::kernel::error::Field;
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::policy::Role;
    use crate::kernel::{Actor, AppState, Visitor, cookies};
    use domain::civil_time::civil_day;
    use domain::ids::AccountId;
    use http::HeaderValue;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    /// A path of our own to go on to: never another host.
    pub fn own_path(next: &str) -> Option<&str> {
        let plain = next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains(['\\', '\r', '\n'])
            && next.is_ascii()
            && next.len() < 500;
        plain.then_some(next)
    }

    pub fn state_and_visitor() -> Result<(AppState, Visitor), AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        Ok((state, visitor))
    }

    /// A card and its PIN, or a name and its password: the first opens the day of a participant, the second a step on
    /// the way in for staff. `wrong` is what whoever has it wrong is told, whatever was wrong.
    pub async fn sign_in(
        proof: Proof,
        login: &str,
        secret: &str,
        next: &str,
        wrong: AppError,
    ) -> Result<(), AppError> {
        let (state, visitor) = state_and_visitor()?;
        let now = state.clock.now();
        // Bounded before it is hashed: nobody needs a longer one, and hashing megabytes is work given away.
        if login.len() > 200 || secret.len() > 500 {
            return Err(wrong);
        }
        let guess = Guess::count(&state, &visitor, proof, login).await?;
        let credential = store::credential(&state.pool, proof.code(), login, now).await?;
        let hash = credential.as_ref().and_then(|c| c.secret_hash.clone());
        let matches = secret::verify(secret.to_owned(), hash).await?;
        // The same work for a wrong secret as for nobody's: the time tells nothing.
        let credential = match credential {
            Some(credential) if matches => credential,
            other => {
                let why = other
                    .as_ref()
                    .map_or("unknown", |c| if c.ended { "ended" } else { "wrong" });
                guess.failed(other.map(|c| c.account), why).await?;
                return Err(wrong);
            }
        };
        guess.right().await?;
        match (credential.person, credential.staff) {
            (Some(person), _) => {
                let actor = Actor::Participant {
                    account: credential.account,
                    person,
                };
                begin(&state, &visitor, actor).await?;
                leptos_axum::redirect(own_path(next).unwrap_or("/idag"));
                Ok(())
            }
            (None, Some(staff)) => {
                let role = store::first_role(&state.pool, credential.account, staff, civil_day(now)).await?;
                if role.is_none() {
                    guess.failed(Some(credential.account), "ended").await?;
                    return Err(wrong);
                }
                if credential.must_change {
                    return take_up(&state, Purpose::NewPassword, credential.account, next).await;
                }
                second_proof(&state, credential.account, next).await
            }
            (None, None) => Err(AppError::Internal),
        }
    }

    /// The password was right, which opens nothing: on to the code of the app, or to setting one up.
    pub async fn second_proof(state: &AppState, account: AccountId, next: &str) -> Result<(), AppError> {
        take_up(state, second_purpose(state, account).await?, account, next).await
    }

    /// The step that the first proof leads on to.
    pub async fn second_purpose(state: &AppState, account: AccountId) -> Result<Purpose, AppError> {
        Ok(if proof_store::totp(&state.pool, account).await?.is_some() {
            Purpose::Code
        } else if proof_store::passkeys(&state.pool, account).await?.is_empty() {
            Purpose::NewTotp
        } else {
            // A password is no way past the passkey that is there.
            return Err(AppError::NotRight(Field::Passkey));
        })
    }

    /// On to the page of a step; with the secret of an app where one is set up.
    pub async fn take_up(
        state: &AppState,
        purpose: Purpose,
        account: AccountId,
        next: &str,
    ) -> Result<(), AppError> {
        let next = own_path(next).unwrap_or_default();
        step::begin(state, purpose, Some(account), next, &kept_for(purpose)).await?;
        leptos_axum::redirect(purpose.page());
        Ok(())
    }

    /// What a step begins with.
    pub fn kept_for(purpose: Purpose) -> Vec<u8> {
        match purpose {
            Purpose::NewTotp | Purpose::ChangeTotp => {
                crate::identity::totp::new_secret(&mut SystemRandom).to_vec()
            }
            _ => Vec::new(),
        }
    }

    /// A new session at every sign-in; the one the browser had before ends.
    pub async fn begin(state: &AppState, visitor: &Visitor, actor: Actor) -> Result<(), AppError> {
        begin_with(state, visitor, actor, false).await
    }

    /// The same; `two_proofs` when who signs in has given two, so that nothing is asked for again at once.
    pub async fn begin_with(
        state: &AppState,
        visitor: &Visitor,
        actor: Actor,
        two_proofs: bool,
    ) -> Result<(), AppError> {
        let token = fresh_session(state, visitor, actor, two_proofs).await?;
        session::hand_over(&token, Kind::of(&actor));
        Ok(())
    }

    /// The same, for who hands the token over by another way.
    pub async fn fresh_session(
        state: &AppState,
        visitor: &Visitor,
        actor: Actor,
        two_proofs: bool,
    ) -> Result<String, AppError> {
        let now = state.clock.now();
        if let Some(old) = visitor.session {
            session::end(&state.pool, old, now).await?;
        }
        let beginning = Beginning {
            now,
            two_proofs,
            device: Some(visitor.device.name()),
        };
        session::begin_as(&state.pool, actor, &beginning, &mut SystemRandom).await
    }

    /// The session of somebody who has given both proofs; the way goes on to where they were going.
    pub async fn begin_fully(
        state: &AppState,
        visitor: &Visitor,
        account: AccountId,
        next: &str,
    ) -> Result<(), AppError> {
        let to = begin_for_account(state, visitor, account, next).await?;
        leptos_axum::redirect(&to);
        Ok(())
    }

    /// The same, and where they were going.
    pub async fn begin_for_account(
        state: &AppState,
        visitor: &Visitor,
        account: AccountId,
        next: &str,
    ) -> Result<String, AppError> {
        // Who was signed in already goes on in the role that they act in.
        let actor = match visitor.actor {
            Some(actor) if actor.account() == Some(account) => actor.unlocked(),
            _ => {
                let today = civil_day(state.clock.now());
                let first = store::actor_of_account(&state.pool, account, today).await?;
                first.ok_or(AppError::StartOver)?
            }
        };
        begin_with(state, visitor, actor, true).await?;
        Ok(own_path(next).unwrap_or_else(|| home(&actor)).to_owned())
    }

    /// The session goes on under a new token, confirmed just now; it lives no longer for it.
    pub async fn confirm(state: &AppState, visitor: &Visitor, actor: Actor) -> Result<(), AppError> {
        let old = visitor.session.ok_or(AppError::NotSignedIn)?;
        session::go_on_as(state, old, actor, Some(state.clock.now())).await
    }

    /// Where an actor's day begins.
    pub fn home(actor: &Actor) -> &'static str {
        actor.role().map_or("/idag", Role::home)
    }

    pub async fn sign_out() -> Result<(), AppError> {
        let (state, visitor) = state_and_visitor()?;
        if let Some(session) = visitor.session {
            session::end(&state.pool, session, state.clock.now()).await?;
        }
        // A step that is under way is worth nothing to whoever sits down next.
        step::abandon(&state).await?;
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
