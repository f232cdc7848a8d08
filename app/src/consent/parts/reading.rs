use crate::consent::api::ConsentText;
use leptos::prelude::*;

/// The text as it is read, in its own language.
#[component]
pub fn Reading(text: ConsentText) -> impl IntoView {
    let paragraphs = text
        .body
        .into_iter()
        .map(|paragraph| match paragraph.split_once(": ") {
            Some((about, words)) => {
                view! { <p><strong>{about.to_owned()} ": "</strong>{words.to_owned()}</p> }.into_any()
            }
            None => view! { <p>{paragraph}</p> }.into_any(),
        });
    view! {
        <article class="card stack consent-text" lang=text.language.tag()>
            <h2>{text.title}</h2>
            {paragraphs.collect_view()}
        </article>
    }
}
