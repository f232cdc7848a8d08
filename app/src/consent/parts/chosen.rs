use leptos::prelude::*;

/// What stands in a consent's form just now, read from the form itself. The page reads anew around a form that stays
/// (somebody takes a consent back, a part is refused, the session is proven again), so what was ticked is asked of the
/// form and kept nowhere else: the text that somebody signs is what the form will send, no more and no less (C1).
#[derive(Clone, Copy)]
pub struct Chosen {
    form: &'static str,
    pub agency: RwSignal<String>,
    pub ticked: RwSignal<Vec<String>>,
    pub purpose: RwSignal<String>,
    pub until_kind: RwSignal<String>,
    pub until_day: RwSignal<String>,
    pub language: RwSignal<String>,
    pub how: RwSignal<String>,
}

impl Chosen {
    /// Of the form with this id, once it is on the page. After each press that `stored` something the form is emptied: the
    /// next party begins with nothing ticked, as the first did (C1).
    pub fn of(form: &'static str, stored: Memo<usize>, emptied: StoredValue<usize>) -> Self {
        let word = || RwSignal::new(String::new());
        let chosen = Self {
            form,
            agency: word(),
            ticked: RwSignal::new(Vec::new()),
            purpose: word(),
            until_kind: word(),
            until_day: word(),
            language: word(),
            how: word(),
        };
        // After the view is there: what changes earlier is heard by the one before it, whose signals are gone.
        Effect::new(move |_| {
            let times = stored.get_untracked();
            if emptied.get_value() < times {
                emptied.set_value(times);
                if let Some(form) = form_with(form) {
                    form.reset();
                }
            }
            chosen.read();
        });
        chosen
    }

    /// Asks the form.
    pub fn read(self) {
        let Some(form) = form_with(self.form) else { return };
        let Ok(data) = web_sys::FormData::new_with_form(&form) else {
            return;
        };
        let word = |name: &str| data.get(name).as_string().unwrap_or_default();
        self.agency.set(word("agency"));
        self.ticked.set(
            data.get_all("consents[]")
                .iter()
                .filter_map(|code| code.as_string())
                .collect(),
        );
        self.purpose.set(word("purpose"));
        self.until_kind.set(word("until_kind"));
        self.until_day.set(word("until"));
        self.language.set(word("text_language"));
        self.how.set(word("how"));
    }
}

fn form_with(id: &str) -> Option<web_sys::HtmlFormElement> {
    use wasm_bindgen::JsCast;
    document().get_element_by_id(id)?.dyn_into().ok()
}
