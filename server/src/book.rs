//! The participant's own book as a file: read whole, then sent piece by piece.

use app::kernel::actor::Visitor;
use app::kernel::{AppError, AppState};
use app::rights::book::{self, Shape};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Books that are put together at a time: each is some megabytes while it lasts.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(4);

/// `GET /min-bok/allt.json` and `GET /min-bok/allt.html`: of one's own session, never of anybody else.
pub async fn take(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(file): Path<String>,
) -> Response {
    let Some(shape) = Shape::of_file(&file) else {
        return refused(AppError::NotFound);
    };
    let page = visitor.wants_page;
    let Ok(Ok(_turn)) = timeout(PATIENCE, AT_ONCE.acquire()).await else {
        return refused(AppError::Unavailable);
    };
    match book::take(state, visitor, shape).await {
        Ok(file) => send(file),
        // The page says what is missing, such as a fresh proof of who one is.
        Err(AppError::Closed(_)) if page => Redirect::to("/min-bok").into_response(),
        Err(error) => refused(error),
    }
}

fn send(file: book::File) -> Response {
    // The name is ours: digits, letters, a dot.
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let Ok(disposition) = HeaderValue::from_str(&disposition) else {
        return refused(AppError::Internal);
    };
    let pieces = futures::stream::iter(file.pieces.into_iter().map(Ok::<_, Infallible>));
    let mut answer = Response::new(Body::from_stream(pieces));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    headers.insert(CONTENT_DISPOSITION, disposition);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn refused(error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = (status, axum::Json(error)).into_response();
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if error == AppError::Unavailable {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    answer
}
