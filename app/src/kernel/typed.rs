//! What somebody typed in a form that could not be accepted, given back to them.
//!
//! With script the fields never lose it. Without, the form is loaded anew: the text travels in a
//! cookie of that browser for two minutes, never in the address and never on the server.

#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::cookies;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use http::header::SET_COOKIE;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;
    use std::collections::BTreeMap;

    /// Cookies hold about 4 kB; a longer text is cut rather than lost whole.
    const MOST: usize = 2600;

    /// How long a form that is loaded anew may take.
    pub const SECONDS: i64 = 120;
    /// How long giving a second proof may take.
    pub const DETOUR_SECONDS: i64 = 600;

    pub fn keep(fields: &[(&str, &str)], seconds: i64) {
        let mut left = MOST;
        let mut kept = BTreeMap::new();
        for (name, text) in fields {
            let end = text
                .char_indices()
                .map(|(i, c)| i + c.len_utf8())
                .take_while(|end| *end <= left)
                .last()
                .unwrap_or(0);
            left -= end;
            kept.insert(*name, &text[..end]);
        }
        if let Ok(json) = serde_json::to_vec(&kept) {
            cookies::put(cookies::TYPED, &URL_SAFE_NO_PAD.encode(json), seconds);
        }
    }

    /// Once it is accepted nothing of it is given back.
    pub fn forget() {
        let kept = use_context::<http::request::Parts>()
            .is_some_and(|parts| cookies::read(&parts.headers, cookies::TYPED).is_some());
        // What this very answer keeps (a link that is shown once) is not what was typed before.
        let fresh = use_context::<ResponseOptions>().is_some_and(|answer| {
            answer.0.read().is_ok_and(|answer| {
                let mut set = answer.headers.get_all(SET_COOKIE).iter();
                set.any(|v| v.as_bytes().starts_with(cookies::TYPED.as_bytes()))
            })
        });
        if kept && !fresh {
            cookies::put(cookies::TYPED, "", 0);
        }
    }

    pub fn value(field: &str) -> Option<String> {
        let parts = use_context::<http::request::Parts>()?;
        let json = URL_SAFE_NO_PAD
            .decode(cookies::read(&parts.headers, cookies::TYPED)?)
            .ok()?;
        serde_json::from_slice::<BTreeMap<String, String>>(&json)
            .ok()?
            .remove(field)
    }
}

#[cfg(feature = "ssr")]
pub use server::{DETOUR_SECONDS, SECONDS, forget, keep};

/// What was typed in this field before, on the page that is being made; in the browser the field itself knows.
pub fn value(field: &str) -> Option<String> {
    #[cfg(feature = "ssr")]
    return server::value(field);
    #[cfg(not(feature = "ssr"))]
    {
        let _ = field;
        None
    }
}
