//! Cookies: few, host-bound, and written in one way.

use http::HeaderMap;
use http::header::{COOKIE, HeaderValue, SET_COOKIE};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The token of the session.
pub const SESSION: &str = "__Host-session";
/// A step on the way in: for one purpose and some minutes, never a session.
pub const STEP: &str = "__Host-step";
/// A challenge to a passkey, beside whatever step is under way.
pub const CHALLENGE: &str = "__Host-challenge";
/// The language chosen on this device.
pub const LANG: &str = "__Host-lang";
/// Proof that this browser opened a fresh code.
pub const ARRIVAL: &str = "__Host-arrival";
/// Binds a sign-in at a provider to the browser that began it.
pub const ELSEWHERE: &str = "__Host-elsewhere";
/// What was typed in a form that could not be accepted, for a browser without script.
pub const TYPED: &str = "__Host-typed";

/// The value of a cookie of the request.
pub fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A Set-Cookie value; `max_age` in seconds, zero removes it. The value must be made of cookie-safe characters.
pub fn set_cookie(name: &str, value: &str, max_age: i64) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Max-Age={max_age}; Secure; HttpOnly; SameSite=Lax"
    ))
    .ok()
}

/// Adds a cookie to the answer that is being made.
pub fn put(name: &str, value: &str, max_age: i64) {
    if let (Some(answer), Some(cookie)) = (use_context::<ResponseOptions>(), set_cookie(name, value, max_age))
    {
        answer.append_header(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_cookie_among_several_and_no_namesake() {
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            HeaderValue::from_static("x__Host-session=no; __Host-session=yes; b=2"),
        );
        assert_eq!(read(&headers, SESSION), Some("yes"));
        assert_eq!(read(&headers, "c"), None);
    }

    #[test]
    fn a_value_cannot_start_a_header_of_its_own() {
        assert!(set_cookie(LANG, "sv\r\nX: y", 1).is_none());
    }
}
