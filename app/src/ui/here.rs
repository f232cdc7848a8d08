use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Where somebody confirms who they are (QUALITY, step-up).
const CONFIRM: &str = "/bekrafta";

/// The way to confirm who one is, and back to this page.
pub fn confirm_href() -> String {
    let location = use_location();
    let path = location.pathname.get_untracked();
    let search = location.search.get_untracked();
    format!("{CONFIRM}?next={}", escaped(&address(&path, &search)))
}

/// This page, loaded anew. Where one is signed out, that leads by signing in.
pub fn here_href() -> String {
    let location = use_location();
    address(
        &location.pathname.get_untracked(),
        &location.search.get_untracked(),
    )
}

/// The address of a page, without what a form without script has left in it.
fn address(path: &str, search: &str) -> String {
    let kept: Vec<&str> = search
        .trim_start_matches('?')
        .split('&')
        .filter(|part| !part.is_empty() && !part.starts_with("__"))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

/// Text as the value of a query.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_the_page_and_not_its_error() {
        assert_eq!(address("/konton", "?id=1&__path=x&__err=y"), "/konton?id=1");
        assert_eq!(address("/konton", ""), "/konton");
        assert_eq!(escaped("/a?b=ö&c"), "%2Fa%3Fb%3D%C3%B6%26c");
    }
}
