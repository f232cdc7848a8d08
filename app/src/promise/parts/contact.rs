use super::standing::Standing;
use crate::kernel::lang::use_lang;
use crate::promise::{OfReferral, text};
use leptos::prelude::*;

/// K4 on the page of a referral: how it stands, and why it was broken.
#[component]
pub fn ContactCard(promise: OfReferral) -> impl IntoView {
    let lang = use_lang();
    let OfReferral {
        line,
        reasons,
        explain,
        ..
    } = promise;
    view! {
        <section class="card stack" aria-labelledby="k4">
            <div class="row">
                <h2 class="section-title" id="k4">{text::of_contact(lang)}</h2>
                <Standing tone=line.tone words=line.state/>
            </div>
            <p>{line.words}</p>
            {line.why.map(|why| view! { <p><bdi>{why}</bdi></p> })}
            {explain.map(|href| view! { <p class="no-print"><a class="button" href=href>{text::give_reason(lang)}</a></p> })}
            // One reason is said above; who gave it, and those before it, stand here.
            {(!reasons.is_empty()).then(|| view! {
                <details class="disclosure">
                    <summary>{text::explained_by(lang)}</summary>
                    <ul class="list">
                        {reasons.into_iter().map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()}
                    </ul>
                </details>
            })}
        </section>
    }
}
