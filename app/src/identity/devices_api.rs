//! Server functions of one's own sessions, ways in and roles.

use crate::kernel::AppError;
use crate::kernel::policy::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A device that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    pub session: String,
    pub device: String,
    pub begun: String,
    pub seen: String,
    /// The one that is looking.
    pub this: bool,
}

/// A passkey, as its owner knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPasskey {
    pub passkey: String,
    pub device: String,
    pub since: String,
    pub used: Option<String>,
}

/// One's own devices and ways in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MySignIn {
    /// The role that one acts in; none of a participant.
    pub role: Option<Role>,
    /// The roles that one holds today.
    pub roles: Vec<HeldRole>,
    pub devices: Vec<SignedIn>,
    /// The card's number.
    pub card: Option<String>,
    /// The name that goes with the password.
    pub login: Option<String>,
    /// Since when there is an app.
    pub app_since: Option<String>,
    pub codes_left: u32,
    pub passkeys: Vec<OwnPasskey>,
    /// Whether a passkey can be made under this server's address.
    pub passkeys_possible: bool,
    /// Whether a change is open without confirming first.
    pub confirmed: bool,
}

/// A role that one holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    pub id: String,
    pub role: Role,
    /// Of which centre or agency.
    pub place: String,
    /// The one that one acts in.
    pub active: bool,
}

/// One's own devices and ways in.
#[server(prefix = "/api", endpoint = "identity/my-sign-in", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_sign_in() -> Result<MySignIn, AppError> {
    crate::kernel::answer(server::my_sign_in()).await
}

/// Signs one of one's devices out.
#[server(prefix = "/api", endpoint = "identity/end-session")]
pub async fn end_session(#[server(default)] session: String) -> Result<(), AppError> {
    crate::kernel::answer(server::end_session(&session)).await
}

/// Signs all of one's devices out but this one.
#[server(prefix = "/api", endpoint = "identity/end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    crate::kernel::answer(server::end_other_sessions()).await
}

/// Another PIN; every other device is signed out.
#[server(prefix = "/api", endpoint = "identity/change-pin")]
pub async fn change_pin(
    #[server(default)] new_pin: String,
    #[server(default)] repeat: String,
) -> Result<(), AppError> {
    crate::kernel::answer(server::change_pin(&new_pin, &repeat)).await
}

/// Another password; every other device is signed out.
#[server(prefix = "/api", endpoint = "identity/change-password")]
pub async fn change_password(
    #[server(default)] new_password: String,
    #[server(default)] repeat: String,
) -> Result<(), AppError> {
    crate::kernel::answer(server::change_password(&new_password, &repeat)).await
}

/// On to setting an app up anew.
#[server(prefix = "/api", endpoint = "identity/change-app")]
pub async fn change_app() -> Result<(), AppError> {
    crate::kernel::answer(server::change_app()).await
}

/// Ten new recovery codes; those before open nothing any more.
#[server(prefix = "/api", endpoint = "identity/new-recovery-codes")]
pub async fn make_recovery_codes() -> Result<(), AppError> {
    crate::kernel::answer(server::new_codes()).await
}

/// The roles that one holds today.
#[server(prefix = "/api", endpoint = "identity/my-roles", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_my_roles() -> Result<Vec<HeldRole>, AppError> {
    crate::kernel::answer(server::my_roles()).await
}

/// Acts in another of one's roles: the session goes on under a new token, in that role alone.
#[server(prefix = "/api", endpoint = "identity/switch-role")]
pub async fn switch_role(#[server(default)] role: String) -> Result<(), AppError> {
    crate::kernel::answer(server::switch_role(&role)).await
}

#[cfg(feature = "ssr")]
pub(super) mod server {
    use super::{AppError, HeldRole, MySignIn, OwnPasskey, SignedIn};
    use crate::identity::api::server::{home, state_and_visitor, take_up};
    use crate::identity::proof_api::server::{fresh_codes, good_password, show_codes};
    use crate::identity::session::{self, Kind};
    use crate::identity::step::Purpose;
    use crate::identity::{passkeys, proof_store as store, secret};
    use crate::kernel::device::spoken;
    use crate::kernel::error::Field;
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::policy::{Action, Role};
    use crate::kernel::{Actor, Ctx, Lang, Visitor, dates};
    use chrono::{DateTime, NaiveDate, Utc};
    use domain::civil_time::{civil_day, clock_hm};
    use domain::ids::{AccountId, CredentialId, SessionId, StaffId, StaffRoleId};
    use domain::plan::TextError;

    const HERE: &str = "/mina-enheter";

    /// "20 november 09:12"
    fn moment(at: DateTime<Utc>, today: NaiveDate, lang: Lang) -> String {
        format!("{} {}", dates::short(civil_day(at), today, lang), clock_hm(at))
    }

    fn account_of(cx: &Ctx) -> Result<AccountId, AppError> {
        cx.actor.account().ok_or(AppError::NotFound)
    }

    pub async fn my_sign_in() -> Result<MySignIn, AppError> {
        let (_, visitor) = state_and_visitor()?;
        let mut cx = Ctx::begin(Action::ManageOwnSignIn).await?;
        let account = account_of(&cx)?;
        let (now, today, lang) = (cx.now, cx.today(), cx.lang);
        let rested_since = now - Kind::of(&cx.actor).rest();
        let sessions = store::sessions(&mut *cx.db(), account, rested_since, now).await?;
        let card = store::own_credential(&mut *cx.db(), account, "card_pin").await?;
        let password = store::own_credential(&mut *cx.db(), account, "password").await?;
        let (since, left) = store::second_proofs(&mut *cx.db(), account).await?;
        let keys = store::passkeys(&mut *cx.db(), account).await?;
        let of_staff = cx.actor.staff().is_some();
        let roles = match cx.actor.staff() {
            Some(staff) => held(&mut cx, staff).await?,
            None => Vec::new(),
        };
        let mine = MySignIn {
            role: cx.actor.role(),
            roles,
            devices: sessions
                .into_iter()
                .map(|s| SignedIn {
                    this: visitor.session == Some(s.id),
                    session: s.id.to_string(),
                    device: spoken(s.device.as_deref(), lang),
                    begun: moment(s.begun, today, lang),
                    seen: moment(s.seen, today, lang),
                })
                .collect(),
            card: card.map(|(login, _)| login),
            login: password.map(|(login, _)| login),
            app_since: since.map(|at| dates::short(civil_day(at), today, lang)),
            codes_left: u32::try_from(left).unwrap_or(0),
            passkeys: keys
                .into_iter()
                .map(|key| OwnPasskey {
                    passkey: key.id.to_string(),
                    device: spoken(Some(&key.device), lang),
                    since: dates::short(civil_day(key.created), today, lang),
                    used: key.used.map(|at| moment(at, today, lang)),
                })
                .collect(),
            passkeys_possible: of_staff && passkeys::ceremony(&cx.state).is_some(),
            confirmed: visitor.stepped_up(now),
        };
        cx.commit().await?;
        Ok(mine)
    }

    pub async fn end_session(session: &str) -> Result<(), AppError> {
        let mut cx = Ctx::begin(Action::ManageOwnSignIn).await?;
        let account = account_of(&cx)?;
        let session: SessionId = session.parse().map_err(|_| AppError::Unreadable)?;
        let now = cx.now;
        // Ended already is ended; somebody else's is not there.
        if !store::end_own(&mut *cx.db(), account, session, now).await? {
            return Err(AppError::NotFound);
        }
        cx.commit().await?;
        leptos_axum::redirect(HERE);
        Ok(())
    }

    pub async fn end_other_sessions() -> Result<(), AppError> {
        let (_, visitor) = state_and_visitor()?;
        let mut cx = Ctx::begin(Action::ManageOwnSignIn).await?;
        let (account, now) = (account_of(&cx)?, cx.now);
        store::end_others(&mut *cx.db(), account, visitor.session, now).await?;
        cx.commit().await?;
        leptos_axum::redirect(HERE);
        Ok(())
    }

    /// Whether a PIN that somebody chose may be kept: four to eight digits that are not guessed first, twice the same.
    ///
    /// # Errors
    /// At the field.
    pub fn good_pin(new: &str, repeat: &str) -> Result<(), AppError> {
        if new.is_empty() {
            return Err(AppError::Field {
                field: Field::NewPin,
                problem: TextError::Empty,
            });
        }
        let digits = new.as_bytes();
        let plain = digits.iter().all(u8::is_ascii_digit) && (4..=8).contains(&digits.len());
        // 0000, 1234, 4321.
        let steps: std::collections::BTreeSet<i16> = digits
            .windows(2)
            .map(|pair| i16::from(pair[1]) - i16::from(pair[0]))
            .collect();
        let guessed = steps.len() == 1 && steps.iter().all(|step| (-1..=1).contains(step));
        if !plain || guessed {
            return Err(AppError::NotRight(Field::NewPin));
        }
        if new != repeat {
            return Err(AppError::NotRight(Field::Repeat));
        }
        Ok(())
    }

    async fn replace(mut cx: Ctx, visitor: &Visitor, kind: &str, new: &str) -> Result<(), AppError> {
        let (account, now) = (account_of(&cx)?, cx.now);
        let hash = secret::hash_async(new.to_owned()).await?;
        let id = CredentialId::mint(now, &mut SystemRandom);
        if !store::replace_secret(&mut *cx.db(), account, kind, id, &hash, now).await? {
            return Err(AppError::NotFound);
        }
        store::end_others(&mut *cx.db(), account, visitor.session, now).await?;
        cx.commit().await?;
        leptos_axum::redirect(HERE);
        Ok(())
    }

    pub async fn change_pin(new: &str, repeat: &str) -> Result<(), AppError> {
        let (_, visitor) = state_and_visitor()?;
        let cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
        cx.oneself()?;
        good_pin(new.trim(), repeat.trim())?;
        replace(cx, &visitor, "card_pin", new.trim()).await
    }

    pub async fn change_password(new: &str, repeat: &str) -> Result<(), AppError> {
        let (_, visitor) = state_and_visitor()?;
        let mut cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
        cx.actor.staff().ok_or(AppError::NotFound)?;
        let account = account_of(&cx)?;
        let own = store::own_credential(&mut *cx.db(), account, "password").await?;
        good_password(
            new,
            repeat,
            own.map(|(login, _)| login).unwrap_or_default().as_str(),
        )?;
        replace(cx, &visitor, "password", new).await
    }

    pub async fn change_app() -> Result<(), AppError> {
        let cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
        cx.actor.staff().ok_or(AppError::NotFound)?;
        let (account, state) = (account_of(&cx)?, cx.state.clone());
        cx.commit().await?;
        take_up(&state, Purpose::ChangeTotp, account, HERE).await
    }

    pub async fn new_codes() -> Result<(), AppError> {
        let mut cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
        cx.actor.staff().ok_or(AppError::NotFound)?;
        let (account, state, now) = (account_of(&cx)?, cx.state.clone(), cx.now);
        // Without an app they would be the only second proof there is.
        if store::second_proofs(&mut *cx.db(), account).await?.0.is_none() {
            return Err(AppError::Conflict);
        }
        let (shown, kept) = fresh_codes(&state, account, now);
        store::replace_codes(&mut *cx.db(), account, &kept, now).await?;
        cx.commit().await?;
        show_codes(&state, account, HERE, &shown).await
    }

    fn staff_of(cx: &Ctx) -> Result<StaffId, AppError> {
        cx.actor.staff().ok_or(AppError::NotFound)
    }

    pub async fn my_roles() -> Result<Vec<HeldRole>, AppError> {
        let mut cx = Ctx::begin(Action::SwitchRole).await?;
        let staff = staff_of(&cx)?;
        let roles = held(&mut cx, staff).await?;
        cx.commit().await?;
        Ok(roles)
    }

    async fn held(cx: &mut Ctx, staff: StaffId) -> Result<Vec<HeldRole>, AppError> {
        let (today, lang, actor) = (cx.today(), cx.lang, cx.actor);
        let rows = store::roles(cx.db(), staff, today).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let role = Role::from_code(&row.role)?;
                let active = actor.role() == Some(role)
                    && actor.centre() == row.centre
                    && actor.agency() == row.agency;
                Some(HeldRole {
                    id: row.id.to_string(),
                    role,
                    place: match lang {
                        Lang::Sv => row.place_sv,
                        Lang::En => row.place_en,
                    },
                    active,
                })
            })
            .collect())
    }

    pub async fn switch_role(role: &str) -> Result<(), AppError> {
        let (_, visitor) = state_and_visitor()?;
        let mut cx = Ctx::begin(Action::SwitchRole).await?;
        let (staff, account, today) = (staff_of(&cx)?, account_of(&cx)?, cx.today());
        let wanted: StaffRoleId = role.parse().map_err(|_| AppError::Unreadable)?;
        let rows = store::roles(&mut *cx.db(), staff, today).await?;
        // Not held today, or never: the same answer.
        let row = rows
            .into_iter()
            .find(|row| row.id == wanted)
            .ok_or(AppError::Conflict)?;
        let actor = crate::identity::store::acting(
            account,
            staff,
            row.centre.map(Into::into),
            row.agency.map(Into::into),
            &row.role,
        );
        let actor: Actor = actor.ok_or(AppError::Internal)?;
        let (before, state) = (cx.actor, cx.state.clone());
        cx.commit().await?;
        if actor != before {
            let old = visitor.session.ok_or(AppError::NotSignedIn)?;
            let since = visitor.stepped_up_at;
            session::go_on_as(&state, old, actor, since).await?;
        }
        leptos_axum::redirect(home(&actor));
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_pin_is_four_to_eight_digits_that_nobody_tries_first() {
            for good in ["2580", "10407", "98765431"] {
                assert_eq!(good_pin(good, good), Ok(()), "{good}");
            }
            for bad in ["123", "1234", "0000", "87654321", "123456789", "12a4", "٢٥٨٠"] {
                assert_eq!(
                    good_pin(bad, bad),
                    Err(AppError::NotRight(Field::NewPin)),
                    "{bad}"
                );
            }
            assert_eq!(good_pin("2580", "2581"), Err(AppError::NotRight(Field::Repeat)));
        }
    }
}
