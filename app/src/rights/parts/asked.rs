use crate::kernel::lang::use_lang;
use crate::rights::api::Correction;
use crate::rights::text;
use leptos::prelude::*;

/// A correction: what was asked for, and how it went.
#[component]
pub fn Asked(correction: Correction, #[prop(optional)] named: bool) -> impl IntoView {
    let lang = use_lang();
    let Correction {
        name,
        about,
        wrong,
        should_be,
        asked,
        judged,
        ..
    } = correction;
    let chip = match &judged {
        None => view! { <span class="chip chip--warn">{text::waits(lang)}</span> }.into_any(),
        Some(j) if j.accepted => {
            view! { <span class="chip chip--done">{text::accepted(lang)}</span> }.into_any()
        }
        Some(_) => view! { <span class="chip chip--late">{text::declined(lang)}</span> }.into_any(),
    };
    view! {
        <p class="row"><strong>{text::about(about, lang)}</strong>{chip}</p>
        {named.then(|| view! { <p><bdi>{name}</bdi></p> })}
        <p class="soft small">{text::asked_on(&asked, lang)}</p>
        <dl class="definition">
            <div><dt>{text::wrong(lang)}</dt><dd><bdi>{wrong}</bdi></dd></div>
            <div><dt>{text::should_be(lang)}</dt><dd><bdi>{should_be}</bdi></dd></div>
            {judged.map(|j| {
                let done = match (j.accepted, j.by_app) {
                    (false, _) => "",
                    (true, true) => text::by_app(lang),
                    (true, false) => text::by_hand(lang),
                };
                view! {
                    <div>
                        <dt>{text::answer(lang)} " · " {j.day}</dt>
                        <dd><bdi>{j.answer}</bdi> " " {done}</dd>
                    </div>
                }
            })}
        </dl>
    }
}
