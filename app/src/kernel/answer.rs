//! How every server function answers: one place that marks errors, measures, and keeps what was typed.

use super::policy::Denial;
use super::{AppError, Visitor, typed};
use http::header::{HeaderName, HeaderValue};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::future::Future;

/// A server function's error is HTTP 500 whatever it is; this header tells the server's status layer what it
/// should be for a client that asked for data. A browser that asked for a page gets its redirect back to the form.
pub const STATUS_HEADER: HeaderName = HeaderName::from_static("x-arbetsforum-status");

/// Runs the body of a server function.
///
/// # Errors
/// The body's own, marked with its status.
pub async fn answer<T>(body: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
    let outcome = body.await;
    if let Err(error) = &outcome
        && let Some(options) = use_context::<ResponseOptions>()
    {
        options.insert_header(STATUS_HEADER, HeaderValue::from(error.status()));
        if matches!(error, AppError::Unavailable) {
            options.insert_header(http::header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        if let AppError::TooManyTries { seconds } = error {
            options.insert_header(http::header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
    }
    outcome
}

/// The same for a form with text in it: what was typed is kept for a browser that will load the form anew.
///
/// # Errors
/// The body's own.
pub async fn answer_form<T>(
    fields: &[(&str, &str)],
    body: impl Future<Output = Result<T, AppError>>,
) -> Result<T, AppError> {
    let outcome = answer(body).await;
    match &outcome {
        // Signing in again, and the way to a second proof, leave the page: what was typed is there on the way back, with
        // script or without.
        Err(AppError::Closed(Denial::StepUpNeeded) | AppError::NotSignedIn) if typed::has_author() => {
            typed::keep_form(fields, typed::DETOUR_SECONDS);
        }
        Err(_) if Visitor::current().is_some_and(|v| v.wants_page) => {
            typed::keep_form(fields, typed::SECONDS);
        }
        Err(_) => {}
        Ok(_) => typed::forget(),
    }
    outcome
}
