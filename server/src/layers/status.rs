//! A server function's error is HTTP 500 whatever it is. A program is told what it really was; a browser without
//! script gets its redirect back to the form. What could not even be read has no marker and is the client's mistake.

use app::kernel::actor::Visitor;
use app::kernel::answer::STATUS_HEADER;
use axum::extract::Request;
use axum::http::{HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// How a server function marks its own errors, those of reading its arguments among them.
const UNREAD: HeaderName = HeaderName::from_static("serverfnerror");

/// Takes the status from its marker, and the marker away.
pub async fn layer(request: Request, next: Next) -> Response {
    let page = request
        .extensions()
        .get::<Visitor>()
        .is_some_and(|v| v.wants_page);
    let mut answer = next.run(request).await;
    if let Some(marked) = answer.headers_mut().remove(STATUS_HEADER) {
        if !page && let Ok(status) = StatusCode::from_bytes(marked.as_bytes()) {
            *answer.status_mut() = status;
        }
    } else if !page
        && answer.status() == StatusCode::INTERNAL_SERVER_ERROR
        && answer.headers().contains_key(UNREAD)
    {
        *answer.status_mut() = StatusCode::BAD_REQUEST;
    }
    answer
}
