use super::text;
use crate::access_log::{count_unread_answers, count_waiting};
use crate::kernel::lang::use_lang;
use crate::ui::loaded;
use leptos::prelude::*;

/// How much waits for the manager: questions (G6) and overrides that nobody has seen (G2). Nothing where nothing does.
#[component]
pub fn WaitingMark() -> impl IntoView {
    let waiting = loaded(|| (), |()| count_waiting());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let many = waiting.await.map_or(0, |w| w.questions + w.overrides);
                mark(many, text::wait_for_you)
            })}
        </Transition>
    }
}

/// How many answers the participant has not read.
#[component]
pub fn UnreadMark() -> impl IntoView {
    let unread = loaded(|| (), |()| count_unread_answers());
    view! {
        <Transition>
            {move || Suspend::new(async move { mark(unread.await.unwrap_or(0), text::unread) })}
        </Transition>
    }
}

fn mark(many: u32, words: fn(crate::kernel::Lang) -> &'static str) -> Option<impl IntoView> {
    let lang = use_lang();
    (many > 0).then(|| {
        view! {
            <span class="mark">{many}<span class="visually-hidden">" "{words(lang)}</span></span>
        }
    })
}
