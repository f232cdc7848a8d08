//! Server functions of signing in by a provider, of inviting to it and of ending it.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A provider that signs in, as it stands on a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayIn {
    pub name: String,
    pub label: String,
}

/// What the page where the code is typed begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkStart {
    /// By which provider somebody has proved who they are in this browser, and whether they are staff.
    pub waiting: Option<WayIn>,
    pub staff: bool,
    pub for_participants: Vec<WayIn>,
    pub for_staff: Vec<WayIn>,
}

/// A code that was made now, and is told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// As it is read out: in groups.
    pub code: String,
    /// Where it is typed, for one that is sent.
    pub link: Option<String>,
    /// Until when it is good: "10:22", or a day.
    pub until: String,
}

/// An eID or a work account that is linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub id: String,
    pub label: String,
    pub since: String,
}

/// The providers of one page of signing in: `participant` or `staff`.
#[server(prefix = "/api", endpoint = "identity/ways-in", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_ways_in(#[server(default)] audience: String) -> Result<Vec<WayIn>, AppError> {
    use crate::identity::oidc::Audience;
    crate::kernel::answer(async {
        let audience = Audience::from_code(&audience).ok_or(AppError::Unreadable)?;
        Ok(server::ways_in(audience))
    })
    .await
}

/// Who waits in this browser for a code.
#[server(prefix = "/api", endpoint = "identity/link-start", input = leptos::server_fn::codec::GetUrl)]
pub async fn open_link_start() -> Result<LinkStart, AppError> {
    crate::kernel::answer(server::link_start()).await
}

/// Links whoever waits in this browser by the code of their invitation, and signs them in.
#[server(prefix = "/api", endpoint = "identity/link-by-code")]
pub async fn link_by_code(#[server(default)] code: String) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    use crate::kernel::error::Field;
    use domain::plan::TextError;
    answer_form(&[("code", &code)], async {
        let problem = match code.trim() {
            "" => TextError::Empty,
            typed if typed.len() > 100 => TextError::TooLong,
            typed => return server::link(typed).await,
        };
        Err(AppError::Field {
            field: Field::Code,
            problem,
        })
    })
    .await
}

/// A code for a participant who stands at the desk: ten minutes, once.
#[server(prefix = "/api", endpoint = "identity/invite-participant")]
pub async fn invite_participant(#[server(default)] person: String) -> Result<Invitation, AppError> {
    crate::kernel::answer(server::invite_participant(person)).await
}

/// A link for a member of staff: seven days, once.
#[server(prefix = "/api", endpoint = "identity/invite-staff")]
pub async fn invite_staff(#[server(default)] staff: String) -> Result<Invitation, AppError> {
    crate::kernel::answer(server::invite_staff(staff)).await
}

/// Ends every eID that is linked to a participant: lost, or linked to the wrong one.
#[server(prefix = "/api", endpoint = "identity/end-links")]
pub async fn end_links(#[server(default)] person: String) -> Result<(), AppError> {
    crate::kernel::answer(server::end_links(person)).await
}

/// What is linked to oneself.
#[server(prefix = "/api", endpoint = "identity/my-links", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_my_links() -> Result<Vec<Link>, AppError> {
    crate::kernel::answer(server::my_links()).await
}

/// Ends a link of one's own.
#[server(prefix = "/api", endpoint = "identity/end-my-link")]
pub async fn end_my_link(#[server(default)] link: String) -> Result<(), AppError> {
    crate::kernel::answer(server::end_my_link(link)).await
}

#[cfg(feature = "ssr")]
mod server {
    use super::{AppError, Invitation, Link, LinkStart, WayIn};
    use crate::identity::oidc::{self, Audience, Fresh, Providers};
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::policy::Action;
    use crate::kernel::{AppState, Ctx, Lang, Visitor, cookies, dates, typed};
    use chrono::{DateTime, Utc};
    use domain::civil_time::{civil_day, clock_hm};
    use domain::ids::{ExternalIdentityId, PersonId, StaffId};
    use leptos::prelude::use_context;

    fn providers() -> Providers {
        use_context::<Providers>().unwrap_or_default()
    }

    fn lang() -> Lang {
        Visitor::current().map(|v| v.lang).unwrap_or_default()
    }

    /// What this browser keeps from a sign-in at a provider.
    fn browser() -> Option<String> {
        let parts = use_context::<http::request::Parts>()?;
        cookies::read(&parts.headers, cookies::ELSEWHERE).map(str::to_owned)
    }

    pub fn ways_in(audience: Audience) -> Vec<WayIn> {
        let lang = lang();
        let way = |s: &oidc::Settings| WayIn {
            name: s.name.clone(),
            label: s.label(lang).to_owned(),
        };
        providers().of(audience).map(way).collect()
    }

    pub async fn link_start() -> Result<LinkStart, AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let (providers, lang) = (providers(), lang());
        let waiting = oidc::waiting(&state, browser().as_deref()).await?;
        let waiting = waiting.and_then(|name| providers.settings(&name));
        Ok(LinkStart {
            staff: waiting.is_some_and(|s| s.audience == Audience::Staff),
            waiting: waiting.map(|s| WayIn {
                name: s.name.clone(),
                label: s.label(lang).to_owned(),
            }),
            for_participants: ways_in(Audience::Participant),
            for_staff: ways_in(Audience::Staff),
        })
    }

    pub async fn link(code: &str) -> Result<(), AppError> {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        let entry = oidc::link(&providers(), &state, &visitor, browser().as_deref(), code).await?;
        cookies::put(entry.cookie, &entry.token, entry.age);
        cookies::put(cookies::ELSEWHERE, "", 0);
        leptos_axum::redirect(&entry.to);
        Ok(())
    }

    /// In Stockholm: the time today, else the day.
    fn until(moment: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> String {
        let (day, today) = (civil_day(moment), civil_day(now));
        if day == today {
            clock_hm(moment)
        } else {
            dates::long(day, lang)
        }
    }

    /// Eight digits as two fours.
    fn grouped(code: &str) -> String {
        let bytes: Vec<_> = code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
        bytes.join(" ")
    }

    /// Tells the code, in the page that a browser without script will load anew as well.
    fn tell(fresh: &Fresh, link: Option<String>, now: DateTime<Utc>, lang: Lang) -> Invitation {
        let told = Invitation {
            code: grouped(&fresh.code),
            link,
            until: until(fresh.until, now, lang),
        };
        if Visitor::current().is_some_and(|v| v.wants_page) {
            typed::keep(
                &[
                    ("fresh-code", &told.code),
                    ("fresh-link", told.link.as_deref().unwrap_or_default()),
                    ("fresh-until", &told.until),
                ],
                typed::SECONDS,
            );
        }
        told
    }

    /// The person that is named; who may not do it of anybody is told that alone.
    async fn named(person: &str) -> Result<PersonId, AppError> {
        if let Ok(person) = person.parse() {
            return Ok(person);
        }
        Ctx::begin(Action::InviteToSignIn).await?;
        Err(AppError::Unreadable)
    }

    pub async fn invite_participant(person: String) -> Result<Invitation, AppError> {
        let person = named(&person).await?;
        let mut cx = Ctx::begin_about(Action::InviteToSignIn, person, None).await?;
        let fresh = oidc::invite_person(&mut cx, &mut SystemRandom).await?;
        let (now, lang) = (cx.now, cx.lang);
        cx.commit().await?;
        Ok(tell(&fresh, None, now, lang))
    }

    pub async fn invite_staff(staff: String) -> Result<Invitation, AppError> {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        let staff: StaffId = staff.parse().map_err(|_| AppError::Unreadable)?;
        let fresh = oidc::invite_colleague(&mut cx, staff, &mut SystemRandom).await?;
        let (now, lang) = (cx.now, cx.lang);
        let link = format!("{}/koppla?code={}", cx.state.public_url, fresh.code);
        cx.commit().await?;
        Ok(tell(&fresh, Some(link), now, lang))
    }

    pub async fn end_links(person: String) -> Result<(), AppError> {
        let person = named(&person).await?;
        let mut cx = Ctx::begin_about(Action::InviteToSignIn, person, None).await?;
        oidc::end_links_of(&mut cx).await?;
        cx.commit().await
    }

    pub async fn my_links() -> Result<Vec<Link>, AppError> {
        let mut cx = Ctx::begin(Action::ManageOwnSignIn).await?;
        let account = cx.actor.account().ok_or(AppError::NotFound)?;
        let rows = oidc::links_of(&mut cx, account).await?;
        let (providers, today, lang) = (providers(), cx.today(), cx.lang);
        cx.commit().await?;
        let shown = |row: oidc::LinkRow| Link {
            id: row.id.to_string(),
            label: providers
                .settings(&row.provider)
                .map_or(row.provider.clone(), |s| s.label(lang).to_owned()),
            since: dates::short(civil_day(row.linked_at), today, lang),
        };
        Ok(rows.into_iter().map(shown).collect())
    }

    pub async fn end_my_link(link: String) -> Result<(), AppError> {
        let mut cx = Ctx::begin(Action::ManageOwnSignIn).await?;
        let id: ExternalIdentityId = link.parse().map_err(|_| AppError::Unreadable)?;
        oidc::end_own_link(&mut cx, id).await?;
        cx.commit().await
    }
}
