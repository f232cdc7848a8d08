//! What somebody typed in a form that could not be accepted, given back to them.
//!
//! With script the fields never lose it, but where its author must first sign in again. Without, the form is loaded anew:
//! the text travels in a cookie of that browser, never in the address and never on the server. It is given back on the page
//! that it was typed on, and to nobody but who typed it.

#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::policy::ActorKind;
    use crate::kernel::{Actor, Visitor, cookies};
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
    /// How long signing in again, or giving a second proof, may take.
    pub const DETOUR_SECONDS: i64 = 600;

    /// Where somebody signs in.
    const WAYS_IN: [&str; 2] = ["/logga-in", "/personal"];
    /// Of which page it is. No field has such a name.
    const PAGE: &str = "@";
    /// By whose account it was typed.
    const BY: &str = "#";

    /// Keeps something for the page that the answer leads to.
    pub fn keep(fields: &[(&str, &str)], seconds: i64) {
        put(fields, BTreeMap::new(), seconds);
    }

    /// Keeps what was typed in a form, for the page that it stands on and for whoever typed it: who is signed in, or was
    /// until now.
    pub fn keep_form(fields: &[(&str, &str)], seconds: i64) {
        let (page, by) = (page_of_form(), author());
        // Who signs in to go on with a form does not lose it by a wrong PIN.
        let way_in = Visitor::current().is_some_and(|v| v.kind() == ActorKind::Nobody)
            && page
                .as_deref()
                .is_some_and(|page| WAYS_IN.iter().any(|way| page.starts_with(way)));
        if way_in && kept().is_some_and(|kept| kept.get(PAGE).is_some_and(|of| Some(of) != page.as_ref())) {
            return;
        }
        let mut marks = BTreeMap::new();
        marks.extend(page.map(|page| (PAGE, page)));
        marks.extend(by.map(|by| (BY, by)));
        put(fields, marks, seconds);
    }

    /// Whether it is known who typed what is sent now.
    pub fn has_author() -> bool {
        author().is_some()
    }

    fn author() -> Option<String> {
        let visitor = Visitor::current()?;
        let account = visitor.actor.as_ref().and_then(Actor::account).or(visitor.was)?;
        Some(account.to_string())
    }

    /// The page that a form was sent from.
    fn page_of_form() -> Option<String> {
        let parts = use_context::<http::request::Parts>()?;
        let from: http::Uri = parts
            .headers
            .get(http::header::REFERER)?
            .to_str()
            .ok()?
            .parse()
            .ok()?;
        Some(from.path().to_owned())
    }

    fn kept() -> Option<BTreeMap<String, String>> {
        let parts = use_context::<http::request::Parts>()?;
        let json = URL_SAFE_NO_PAD
            .decode(cookies::read(&parts.headers, cookies::TYPED)?)
            .ok()?;
        serde_json::from_slice(&json).ok()
    }

    fn put(fields: &[(&str, &str)], marks: BTreeMap<&str, String>, seconds: i64) {
        let mut left = MOST;
        let mut kept: BTreeMap<&str, &str> = marks.iter().map(|(mark, of)| (*mark, of.as_str())).collect();
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

    /// Once it is accepted nothing of it is given back; what waits on another page stays.
    pub fn forget() {
        let Some(kept) = kept() else { return };
        let elsewhere = kept
            .get(PAGE)
            .is_some_and(|page| page_of_form().is_some_and(|of_form| of_form != *page));
        // What this very answer keeps (a link that is shown once) is not what was typed before.
        let fresh = use_context::<ResponseOptions>().is_some_and(|answer| {
            answer.0.read().is_ok_and(|answer| {
                let mut set = answer.headers.get_all(SET_COOKIE).iter();
                set.any(|v| v.as_bytes().starts_with(cookies::TYPED.as_bytes()))
            })
        });
        if !elsewhere && !fresh {
            cookies::put(cookies::TYPED, "", 0);
        }
    }

    pub fn value(field: &str) -> Option<String> {
        let mut kept = kept()?;
        let here = use_context::<http::request::Parts>()?;
        if kept.get(PAGE).is_some_and(|page| page != here.uri.path()) {
            return None;
        }
        if kept.contains_key(BY) {
            let who = Visitor::current()?.actor?.account()?.to_string();
            if kept.get(BY) != Some(&who) {
                return None;
            }
        }
        kept.remove(field)
    }
}

#[cfg(feature = "ssr")]
pub use server::{DETOUR_SECONDS, SECONDS, forget, has_author, keep, keep_form};

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
