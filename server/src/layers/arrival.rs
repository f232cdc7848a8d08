//! Who opens a fresh code's link gets proof of it, whatever the answer is (decision 005).

use app::attendance::arrival::{COOKIE_SECONDS, Link, prove};
use app::kernel::{AppState, cookies};
use axum::extract::{Query, Request, State};
use axum::http::Method;
use axum::http::header::SET_COOKIE;
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;

#[derive(Deserialize)]
struct Parts {
    c: String,
    t: String,
    k: String,
}

/// Adds the proof's cookie to the answer of a GET of a fresh link.
pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let opened = (request.method() == Method::GET && request.uri().path() == "/checka-in")
        .then(|| Query::<Parts>::try_from_uri(request.uri()).ok())
        .flatten();
    let cookie = opened.and_then(|Query(Parts { c, t, k })| {
        let proof = prove(&state.keys, Link::parse(&c, &t, &k)?, state.clock.now())?;
        cookies::set_cookie(cookies::ARRIVAL, &proof, COOKIE_SECONDS)
    });
    let mut answer = next.run(request).await;
    if let Some(cookie) = cookie {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}
