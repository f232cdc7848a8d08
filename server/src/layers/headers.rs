//! The headers that keep a page to itself (QUALITY, Lets nobody in).

use app::kernel::outside::SystemRandom;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::clock::RandomSource;
use std::sync::LazyLock;

/// The nonce of this answer's own script.
#[derive(Clone, Debug)]
pub struct PageNonce(pub String);

/// Whether people reach us by https.
#[derive(Clone, Copy, Debug)]
pub struct Https(pub bool);

const FIXED: [(HeaderName, HeaderValue); 4] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// `make dev` reloads the page through a socket of its own.
static RELOAD: LazyLock<&str> = LazyLock::new(|| {
    if std::env::var_os("LEPTOS_WATCH").is_some() {
        " ws://127.0.0.1:3001"
    } else {
        ""
    }
});

/// Mints the nonce, and sets the headers on whatever the answer is.
pub async fn layer(State(Https(https)): State<Https>, mut request: Request, next: Next) -> Response {
    let mut bytes = [0_u8; 16];
    SystemRandom.fill(&mut bytes);
    let nonce = STANDARD_NO_PAD.encode(bytes);
    request.extensions_mut().insert(PageNonce(nonce.clone()));
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if https {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
    // What is made for one person is nobody else's to keep, and Back shows nothing of a session that has ended.
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let is_page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    // A form without script is led back to by its referrer, and names its origin only with one: so pages of ours
    // tell it to ourselves, and nobody else is told anything.
    let referrer = if is_page { "same-origin" } else { "no-referrer" };
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(referrer));
    let policy = if is_page {
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; manifest-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            reload = *RELOAD,
        )
    } else {
        "default-src 'none'; frame-ancestors 'none'".to_owned()
    };
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer
}
