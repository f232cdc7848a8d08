//! Nothing changes because another site said so.

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Where people reach the app; what a browser must name as its origin.
#[derive(Clone, Debug)]
pub struct Own(pub Arc<str>);

/// Refuses methods other than GET, HEAD and POST, and posts from other sites.
pub async fn layer(State(own): State<Own>, request: Request, next: Next) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD => next.run(request).await,
        Method::POST if is_own(request.headers(), &own) => next.run(request).await,
        Method::POST => StatusCode::FORBIDDEN.into_response(),
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// A browser tells where a post comes from, in one header or the other, and a page cannot forge either. Who tells
/// nothing is no browser, and carries no cookie that somebody else's page could ride on.
fn is_own(headers: &HeaderMap, Own(own): &Own) -> bool {
    let text = |name| headers.get(name).map(|v| v.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site".parse().unwrap_or(ORIGIN)) {
        return site == "same-origin" || site == "none";
    }
    match text(ORIGIN) {
        None => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            origin == own.as_ref() || (host.is_some() && host == text(HOST))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).parse().unwrap(), (*value).parse().unwrap()))
            .collect();
        is_own(&headers, &Own("https://forum.example.se".into()))
    }

    #[test]
    fn another_site_is_told_by_either_header() {
        assert!(says(&[("sec-fetch-site", "same-origin")]));
        assert!(says(&[("sec-fetch-site", "none")]));
        assert!(!says(&[("sec-fetch-site", "cross-site")]));
        assert!(!says(&[
            ("sec-fetch-site", "same-site"),
            ("origin", "https://forum.example.se")
        ]));
        assert!(says(&[("origin", "https://forum.example.se")]));
        assert!(says(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000")
        ]));
        assert!(!says(&[
            ("origin", "https://elsewhere.example"),
            ("host", "forum.example.se")
        ]));
        assert!(!says(&[("origin", "null")]));
        assert!(says(&[]));
    }
}
