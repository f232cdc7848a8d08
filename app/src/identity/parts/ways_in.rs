use crate::identity::linking::api::{WayIn, list_ways_in};
use crate::identity::linking::text;
use crate::kernel::lang::use_lang;
use crate::ui::loaded;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What came of a sign-in at a provider that came to nothing.
#[component]
pub fn Problem() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    move || {
        let said = text::problem(&query.read().get("eid")?, lang)?;
        Some(view! { <p class="notice notice--info" role="status">{said}</p> })
    }
}

/// A link, not a form: a form of ours may lead nowhere but to ourselves.
#[component]
pub fn Way(way: WayIn, next: String) -> impl IntoView {
    let next = one_word(&next);
    let href = if next.is_empty() {
        format!("/oidc/{}/start", way.name)
    } else {
        format!("/oidc/{}/start?next={next}", way.name)
    };
    view! { <a class="button button--act button--wide" href=href rel="external">{way.label}</a> }
}

/// Percent-encoding that is the same on both sides: unreserved characters stay.
fn one_word(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

/// One button for each provider of these people, and the words before the other way in; nothing where there is none.
#[component]
pub fn WaysIn(audience: &'static str, or: &'static str) -> impl IntoView {
    let ways = loaded(|| (), move |()| list_ways_in(audience.to_owned()));
    let query = use_query_map();
    view! {
        <Problem/>
        <Suspense>
            {move || Suspend::new(async move {
                let ways = ways.await.unwrap_or_default();
                let next = query.read_untracked().get("next").unwrap_or_default();
                (!ways.is_empty()).then(|| view! {
                    <div class="stack">
                        {ways.into_iter().map(|way| Way(WayProps { way, next: next.clone() })).collect_view()}
                    </div>
                    <p class="sign-in__or soft">{or}</p>
                })
            })}
        </Suspense>
    }
}

/// What leads to a sign-in at a provider, where there is one for these people; nothing where there is none.
#[component]
pub fn WhereThereIsAWay(audience: &'static str, children: ChildrenFn) -> impl IntoView {
    let ways = loaded(|| (), move |()| list_ways_in(audience.to_owned()));
    let children = StoredValue::new(children);
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let there_is = !ways.await.unwrap_or_default().is_empty();
                there_is.then(|| children.with_value(|inside| inside()))
            })}
        </Suspense>
    }
}

#[cfg(test)]
mod tests {
    use super::one_word;

    #[test]
    fn a_way_on_stays_one_word() {
        assert_eq!(one_word("/checka-in?c=a&k=1"), "%2Fchecka-in%3Fc%3Da%26k%3D1");
    }
}
