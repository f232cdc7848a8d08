//! Pages of those who are signed in lead strangers to the way in, and back again afterwards.

use app::kernel::actor::Visitor;
use app::kernel::policy::ActorKind;
use app::routes;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header::LOCATION};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Redirects nobody-in-particular from a guarded page to the way in.
pub async fn layer(request: Request, next: Next) -> Response {
    let nobody = request
        .extensions()
        .get::<Visitor>()
        .is_none_or(|v| v.kind() == ActorKind::Nobody);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(action) = routes::guard(request.uri().path()).filter(|_| nobody && reads) else {
        return next.run(request).await;
    };
    let way_in = action.way_in();
    let back = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let to = format!("{way_in}?next={}", utf8_percent_encode(back, NON_ALPHANUMERIC));
    match HeaderValue::from_str(&to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
