//! One line and two figures for each request: what kind, how it went, how long. Never who, never a path as typed.

use app::kernel::AppState;
use app::kernel::outside::SystemRandom;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use domain::ids::RequestId;
use std::time::Instant;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id, and logs it when it is answered.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = RequestId::mint(state.clock.now(), &mut SystemRandom);
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    // The route as it is written in the program: a typed path could hold anything.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", |m| m.as_str())
        .to_owned();
    let began = Instant::now();
    let mut answer = next.run(request).await;
    let took = began.elapsed();
    let status = answer.status().as_u16();
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    // A client may call its method anything; figures know three.
    let kind = match method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    };
    let labels = [
        ("method", kind.to_owned()),
        ("route", route.clone()),
        ("status", status.to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.clone()).record(took.as_secs_f64());
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::warn!(method = kind, route, status, millis, request = %id, "answered");
    } else {
        tracing::info!(method = kind, route, status, millis, request = %id, "answered");
    }
    answer
}
