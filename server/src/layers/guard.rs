//! Pages of those who are signed in lead strangers to the way in, and back again afterwards; a device that is locked to a
//! person has no page but that person's form, and the one where its owner proves who they are.

use app::kernel::actor::Visitor;
use app::kernel::policy::ActorKind;
use app::routes;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header::LOCATION};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Where a device that is locked to a person may go: its own page, and the steps by which its owner proves who they are.
const OF_A_LOCKED_DEVICE: [&str; 4] = ["/tillsammans", "/bekrafta", "/personal/kod", "/personal/ny-kod"];
/// Out to a provider of sign-ins and back: no page, and no way for a locked device. A session that the colleague has there
/// would give the device back to whoever holds it.
const ELSEWHERE: &str = "/oidc/";

/// Redirects nobody-in-particular from a guarded page to the way in, and a locked device from any other page to its own.
pub async fn layer(request: Request, next: Next) -> Response {
    let kind = request
        .extensions()
        .get::<Visitor>()
        .map_or(ActorKind::Nobody, Visitor::kind);
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if kind == ActorKind::Joint {
        let here = OF_A_LOCKED_DEVICE.contains(&path.trim_end_matches('/'));
        if !here && (routes::is_page(path) || path.starts_with(ELSEWHERE)) {
            return lead_to(OF_A_LOCKED_DEVICE[0]);
        }
        return next.run(request).await;
    }
    let Some(action) = routes::guard(path).filter(|_| kind == ActorKind::Nobody) else {
        return next.run(request).await;
    };
    let way_in = action.way_in();
    let back = request.uri().path_and_query().map_or("/", |p| p.as_str());
    lead_to(&format!(
        "{way_in}?next={}",
        utf8_percent_encode(back, NON_ALPHANUMERIC)
    ))
}

fn lead_to(place: &str) -> Response {
    match HeaderValue::from_str(place) {
        Ok(to) => (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
