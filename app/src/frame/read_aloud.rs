use super::text;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// Reads the page aloud with the device's own voice. Shown only where there is one, since it needs script.
#[component]
pub fn ReadAloud() -> impl IntoView {
    let lang = use_lang();
    let able = RwSignal::new(false);
    let reading = RwSignal::new(false);
    Effect::new(move |_| able.set(window().speech_synthesis().is_ok()));
    let press = move |_| {
        let Ok(voice) = window().speech_synthesis() else {
            return;
        };
        voice.cancel();
        if reading.get_untracked() {
            reading.set(false);
            return;
        }
        let words = document().get_element_by_id("main").and_then(|main| {
            use wasm_bindgen::JsCast;
            main.dyn_into::<web_sys::HtmlElement>()
                .ok()
                .map(|main| main.inner_text())
        });
        if let Ok(speech) = web_sys::SpeechSynthesisUtterance::new_with_text(&words.unwrap_or_default()) {
            speech.set_lang(lang.tag());
            voice.speak(&speech);
            reading.set(true);
        }
    };
    move || {
        able.get().then(|| {
            view! {
                <button type="button" class="tool" on:click=press aria-pressed=move || reading.get().to_string()>
                    <Icon name=IconName::Ear/>
                    <span class="visually-hidden">
                        {move || if reading.get() { text::stop_reading(lang) } else { text::read_aloud(lang) }}
                    </span>
                </button>
            }
        })
    }
}
