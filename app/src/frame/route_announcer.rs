use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// After a change of page the focus goes to its heading, so that those who listen hear where they are.
#[component]
pub fn RouteAnnouncer() -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            // The heading is there once the page's data is: look after the next paint.
            request_animation_frame(|| {
                if let Ok(Some(heading)) = document().query_selector("main h1") {
                    use wasm_bindgen::JsCast;
                    if let Some(heading) = heading.dyn_ref::<web_sys::HtmlElement>() {
                        let _ = heading.focus();
                    }
                }
            });
        }
        now
    });
}
