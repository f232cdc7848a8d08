use super::text;
use crate::access_log::{count_unread_answers, count_waiting};
use crate::accounts::count_without_coach;
use crate::extension::count_extensions_waiting;
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

/// How many of the centre have no coach today.
#[component]
pub fn WithoutCoachMark() -> impl IntoView {
    let count = loaded(|| (), |()| count_without_coach());
    view! {
        <Transition>
            {move || Suspend::new(async move { mark(count.await.unwrap_or(0), text::are_waiting) })}
        </Transition>
    }
}

/// How many extensions wait for the centre's key (X1), of those who hold it.
#[component]
pub fn ExtensionsMark() -> impl IntoView {
    let waiting = loaded(|| (), |()| count_extensions_waiting());
    view! {
        <Transition>
            {move || Suspend::new(async move { mark(waiting.await.unwrap_or(0), text::extensions_wait) })}
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
