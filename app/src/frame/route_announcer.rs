use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// After a change of page the focus goes to its heading, so that those who listen hear where they are.
#[component]
pub fn RouteAnnouncer() -> impl IntoView {
    let at = use_location();
    Effect::new(move |before: Option<(String, String)>| {
        let now = (at.pathname.get(), at.search.get());
        if let Some(before) = before {
            if before.0 != now.0 {
                // The heading is there once the page's data is: look after the next paint.
                request_animation_frame(to_heading);
            } else if before.1 != now.1 {
                // The next question of the same page: what was pressed may be gone with the one before it.
                set_timeout(to_heading_if_lost, ONCE_READ);
            }
        }
        now
    });
}

/// How long the next question may take until it stands there.
const ONCE_READ: std::time::Duration = std::time::Duration::from_millis(400);

fn to_heading_if_lost() {
    let lost = document()
        .active_element()
        .is_none_or(|at| at.tag_name() == "BODY");
    if lost {
        to_heading();
    }
}

fn to_heading() {
    if let Ok(Some(heading)) = document().query_selector("main h1")
        && let Some(heading) = heading.dyn_ref::<web_sys::HtmlElement>()
    {
        let _ = heading.focus();
    }
}
