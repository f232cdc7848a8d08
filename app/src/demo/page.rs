//! The page of the demonstration's people: who they are, and a button to become each of them.
//!
//! Plain HTML without leptos: it is of use before anything else works.

use crate::identity::session::{self, Beginning, Kind};
use crate::identity::{self, ChooseLanguage};
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, AppState, Lang, Visitor, cookies};
use crate::shell::stylesheet_href;
use crate::words;
use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Router};
use domain::civil_time::civil_day;
use leptos::server_fn::ServerFn;
use serde::Deserialize;
use std::fmt::Write as _;
use uuid::Uuid;

words! {
    title: "Prova Arbetsforum" | "Try Arbetsforum",
    lead: "Alla här är påhittade. Välj en person och se vad den ser." | "Everyone here is invented. Choose a person and see what they see.",
    reset: "Varje dag börjar allt om." | "Every day it all starts over.",
    participants: "Deltagare" | "Participants",
    staff: "Personal" | "Staff",
    sign_in_as: "Logga in som" | "Sign in as",
    card: "Kortnummer" | "Card number",
    pin: "PIN" | "PIN",
    user: "Användarnamn" | "User name",
    password: "Lösenord" | "Password",
    by_hand: "Prova att logga in med kort och PIN" | "Try signing in with card and PIN",
    by_hand_staff: "Prova att logga in som personal" | "Try signing in as staff",
    skip: "Hoppa till innehållet" | "Skip to content",
}

/// `GET /demo` and `POST /demo/sign-in`.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/demo", get(show))
        .route("/demo/sign-in", post(sign_in))
}

/// An account as the page shows it.
#[derive(Debug, sqlx::FromRow)]
struct Shown {
    account_id: Uuid,
    name: String,
    what: String,
    kind: String,
    login: String,
    secret: String,
}

async fn show(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Html<String>, Refused> {
    let lang = visitor.lang;
    let people: Vec<Shown> = sqlx::query_as(
        "select account_id, name, case $1 when 'sv' then what_sv else what_en end as what, kind, login, secret
         from demo_account order by position",
    )
    .bind(lang.tag())
    .fetch_all(&state.pool)
    .await
    .map_err(AppError::from)?;
    Ok(Html(page(&people, lang, &stylesheet_href(&state.leptos))))
}

/// The whole document.
fn page(people: &[Shown], lang: Lang, stylesheet: &str) -> String {
    let (participants, staff): (Vec<&Shown>, Vec<&Shown>) = people.iter().partition(|p| p.kind == "card_pin");
    let other = match lang {
        Lang::Sv => Lang::En,
        Lang::En => Lang::Sv,
    };
    format!(
        "<!DOCTYPE html>\
<html lang=\"{tag}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
<title>{title}</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
<link rel=\"stylesheet\" href=\"{stylesheet}\"></head><body><div class=\"phone\">\
<a class=\"skip-link\" href=\"#main\">{skip}</a>\
<header class=\"top\"><a class=\"top__brand\" href=\"/demo\">Arbetsforum</a><div class=\"top__tools\">\
<form method=\"post\" action=\"{language_action}\"><input type=\"hidden\" name=\"lang\" value=\"{other_tag}\">\
<input type=\"hidden\" name=\"next\" value=\"/demo\">\
<button type=\"submit\" class=\"tool\" lang=\"{other_tag}\">{other_name}</button></form></div></header>\
<main class=\"page page--wide\" id=\"main\"><div class=\"page-title\"><h1>{title}</h1></div>\
<p>{lead} {reset}</p>\
<section class=\"stack\"><h2 class=\"section-title\">{participants_word}</h2><ul class=\"demo-people\" role=\"list\">{participants}</ul>\
<p class=\"soft\"><a href=\"/logga-in\">{by_hand}</a></p></section>\
<section class=\"stack\"><h2 class=\"section-title\">{staff_word}</h2><ul class=\"demo-people\" role=\"list\">{staff}</ul>\
<p class=\"soft\"><a href=\"/personal\">{by_hand_staff}</a></p></section></main></div></body></html>",
        tag = lang.tag(),
        dir = lang.dir(),
        title = title(lang),
        skip = skip(lang),
        stylesheet = escaped(stylesheet),
        language_action = ChooseLanguage::url(),
        other_tag = other.tag(),
        other_name = other.own_name(),
        lead = lead(lang),
        reset = reset(lang),
        participants_word = self::participants(lang),
        participants = cards(&participants, lang),
        by_hand = by_hand(lang),
        staff_word = self::staff(lang),
        staff = cards(&staff, lang),
        by_hand_staff = by_hand_staff(lang),
    )
}

fn cards(people: &[&Shown], lang: Lang) -> String {
    people.iter().fold(String::new(), |mut html, person| {
        let (login_word, secret_word) = if person.kind == "card_pin" {
            (card(lang), pin(lang))
        } else {
            (user(lang), password(lang))
        };
        let _ = write!(
            html,
            "<li class=\"card\"><div><h3>{name}</h3><p>{what}</p></div>\
<p class=\"soft small\">{login_word}: <bdi>{login}</bdi><br>{secret_word}: <bdi>{secret}</bdi></p>\
<form method=\"post\" action=\"/demo/sign-in\"><input type=\"hidden\" name=\"account\" value=\"{account}\">\
<button type=\"submit\" class=\"button button--act button--wide\">{sign_in_as} {given}</button></form></li>",
            name = escaped(&person.name),
            what = escaped(&person.what),
            login = escaped(&person.login),
            secret = escaped(&person.secret),
            account = person.account_id,
            sign_in_as = sign_in_as(lang),
            given = escaped(person.name.split(' ').next().unwrap_or_default()),
        );
        html
    })
}

/// Text as text, in an element or in an attribute's quotes.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[derive(Deserialize)]
struct SignIn {
    account: Uuid,
}

/// Becomes one of the page's people, and nobody else.
async fn sign_in(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Form(SignIn { account }): Form<SignIn>,
) -> Result<Response, Refused> {
    let now = state.clock.now();
    let (home, lang): (String, Option<String>) =
        sqlx::query_as("select home, lang from demo_account where account_id = $1")
            .bind(account)
            .fetch_optional(&state.pool)
            .await
            .map_err(AppError::from)?
            .ok_or(AppError::NotFound)?;
    let actor = identity::actor_of_account(&state.pool, account.into(), civil_day(now))
        .await?
        .ok_or(AppError::NotFound)?;
    if let Some(old) = visitor.session {
        session::end(&state.pool, old, now).await?;
    }
    // One press is all the proof that this page asks for.
    let beginning = Beginning {
        now,
        two_proofs: true,
        device: Some(visitor.device.name()),
    };
    let token = session::begin_as(&state.pool, actor, &beginning, &mut SystemRandom).await?;
    let kind = Kind::of(&actor);
    let cookie =
        cookies::set_cookie(cookies::SESSION, &token, kind.life().num_seconds()).ok_or(AppError::Internal)?;
    let home = HeaderValue::from_str(&home).map_err(|_| AppError::Internal)?;
    let mut answer = (StatusCode::SEE_OTHER, [(LOCATION, home), (SET_COOKIE, cookie)]).into_response();
    let lang = lang.and_then(|lang| cookies::set_cookie(cookies::LANG, &lang, kind.life().num_seconds()));
    if let Some(cookie) = lang {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(answer)
}

/// An error of these pages: its status, and nothing more.
struct Refused(AppError);

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, self.0.to_string()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_markup_are_text() {
        let person = Shown {
            account_id: Uuid::nil(),
            name: "<script>alert('x')</script>".to_owned(),
            what: "a & \"b\"".to_owned(),
            kind: "card_pin".to_owned(),
            login: "104071-3".to_owned(),
            secret: "2580".to_owned(),
        };
        let html = page(&[person], Lang::En, "/pkg/arbetsforum.css");
        assert!(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        assert!(html.contains("a &amp; &quot;b&quot;"));
        assert!(!html.contains("<script") && !html.contains("style="));
        assert!(html.contains("<html lang=\"en\""));
    }
}
