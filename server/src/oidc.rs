//! Out to a provider of sign-ins and back: two plain GETs. What comes back signs somebody in, so it is believed only
//! with a state that was given out once, in the browser that it was given to.

use app::identity::oidc::{self, Answer, BROWSER_LIFE, Finished, Providers};
use app::kernel::actor::Visitor;
use app::kernel::{AppState, cookies};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// Where to go on after signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    next: String,
}

/// `GET /oidc/{provider}/start`
pub async fn start(
    State(state): State<AppState>,
    Extension(providers): Extension<Providers>,
    Extension(visitor): Extension<Visitor>,
    Path(provider): Path<String>,
    Query(asked): Query<Start>,
    headers: HeaderMap,
) -> Response {
    let browser = cookies::read(&headers, cookies::ELSEWHERE);
    match oidc::start(&providers, &state, &visitor, &provider, &asked.next, browser).await {
        Ok(started) => to(
            &started.to,
            &[(cookies::ELSEWHERE, &started.browser, BROWSER_LIFE.num_seconds())],
        ),
        Err(Some(told)) => to(&told, &[]),
        Err(None) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /oidc/callback`
pub async fn callback(
    State(state): State<AppState>,
    Extension(providers): Extension<Providers>,
    Extension(visitor): Extension<Visitor>,
    Query(answer): Query<Answer>,
    headers: HeaderMap,
) -> Response {
    let browser = cookies::read(&headers, cookies::ELSEWHERE);
    match oidc::finish(&providers, &state, &visitor, answer, browser).await {
        Finished::In(entry) => to(
            &entry.to,
            &[
                (entry.cookie, &entry.token, entry.age),
                (cookies::ELSEWHERE, "", 0),
            ],
        ),
        Finished::Unlinked { to: on } | Finished::Failed { to: on } => to(&on, &[]),
    }
}

/// A redirect, with cookies.
fn to(address: &str, set: &[(&str, &str, i64)]) -> Response {
    let Ok(location) = HeaderValue::from_str(address) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut answer = (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
    for (name, value, age) in set {
        if let Some(cookie) = cookies::set_cookie(name, value, *age) {
            answer.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    answer
}
