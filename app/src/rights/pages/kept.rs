use crate::frame::{ParticipantFrame, StaffFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::rights::api::{Kept, WhatIsKept, read_what_is_kept};
use crate::rights::text;
use crate::ui::{Failed, FailedProps, PageTitle, loaded};
use leptos::prelude::*;

/// Vad sparas: what is kept how long and why, from the rules that are carried out.
pub struct KeptPage;

impl KeptPage {
    pub fn view() -> AnyView {
        let kept = loaded(|| (), |()| read_what_is_kept());
        view! {
            <Suspense>
                {move || Suspend::new(async move {
                    match kept.await {
                        Ok(kept) => Shown(ShownProps { kept }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

#[component]
fn Shown(kept: WhatIsKept) -> impl IntoView {
    let lang = use_lang();
    let WhatIsKept { rules, participant } = kept;
    let body = view! {
        <PageTitle title=text::kept_title(lang)/>
        <p>{text::kept_lead(lang)}</p>
        <div class="stack">{rules.into_iter().map(|rule| view! { <Rule rule=rule/> }).collect_view()}</div>
    };
    if participant {
        view! {
            <ParticipantFrame tab=Tab::More>
                {body}
                <a class="button button--wide" href="/min-bok">{text::back_to_book(lang)}</a>
            </ParticipantFrame>
        }
        .into_any()
    } else {
        view! { <StaffFrame>{body}</StaffFrame> }.into_any()
    }
}

#[component]
fn Rule(rule: Kept) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack">
            <h2 class="section-title">{rule.what}</h2>
            <dl class="definition">
                <div><dt>{text::how_long_term(lang)}</dt><dd><strong>{rule.how_long}</strong></dd></div>
                <div><dt>{text::then_term(lang)}</dt><dd>{rule.then}</dd></div>
                <div><dt>{text::why_term(lang)}</dt><dd>{rule.why}</dd></div>
                <div><dt>{text::ground_term(lang)}</dt><dd class="small">{rule.ground}</dd></div>
            </dl>
            {(!rule.decided).then(|| view! { <p><span class="chip chip--warn">{text::default_value(lang)}</span></p> })}
        </section>
    }
}
