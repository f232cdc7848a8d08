//! Parts of the pages of the extension.

use crate::extension::api::{KeyLine, Proposal, TurnKey, TurnMyKey};
use crate::extension::text;
use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{Done, ErrorSummary, Icon, IconName, Pending, TextArea, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// All that a key is given over, and who has said what: the same for all three.
#[component]
pub fn ProposalCard(proposal: Proposal) -> impl IntoView {
    let lang = use_lang();
    let Proposal {
        words,
        old_end,
        new_end,
        deadline,
        revision,
        open,
        stage,
        keys,
        earlier,
        ..
    } = proposal;
    let from = if open {
        text::from_label(lang)
    } else {
        text::from_label_past(lang)
    };
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! {
        <section class="card stack">
            <p><strong>{stage}</strong></p>
            <dl class="definition">
                {fact(from, old_end)}
                {fact(text::until_label(lang), new_end)}
                {fact(text::deadline_label(lang), deadline)}
                {fact(text::revision_label(lang), revision.to_string())}
            </dl>
            <p class="pre-line"><bdi>{words}</bdi></p>
            <h2 class="section-title">{text::keys_title(lang)}</h2>
            <ul class="list">
                {keys
                    .into_iter()
                    .map(|KeyLine { who, said, given }| {
                        let icon = if given { IconName::Check } else { IconName::Clock };
                        view! { <li class="row"><Icon name=icon/><span><strong><bdi>{who}</bdi></strong> " " <bdi>{said}</bdi></span></li> }
                    })
                    .collect_view()}
            </ul>
            {(!earlier.is_empty()).then(|| view! {
                <details class="disclosure">
                    <summary>{text::earlier_title(lang)}</summary>
                    <ul class="list">{earlier.into_iter().map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()}</ul>
                </details>
            })}
        </section>
    }
}

#[component]
fn Answer(means: &'static str, error: Signal<Option<AppError>>, yes: AnyView, no: AnyView) -> impl IntoView {
    let lang = use_lang();
    let refused = move || matches!(error.get(), Some(AppError::Field { .. }));
    view! {
        <section class="card stack no-print">
            <h2 class="section-title">{text::yes_title(lang)}</h2>
            <ErrorSummary error=error/>
            <p>{means}</p>
            {yes}
            <details class="disclosure" open=refused>
                <summary>{text::no_summary(lang)}</summary>
                <div class="stack">
                    <p>{text::no_means(lang)}</p>
                    {no}
                </div>
            </details>
        </section>
    }
}

fn hidden(person: Option<&String>, proposal: &Proposal, answer: &'static str) -> AnyView {
    view! {
        {person.cloned().map(|person| view! { <input type="hidden" name="id" value=person/> })}
        <input type="hidden" name="extension" value=proposal.id.clone()/>
        <input type="hidden" name="hash" value=proposal.hash.clone()/>
        <input type="hidden" name="answer" value=answer/>
    }
    .into_any()
}

/// The key of the centre or of the agency.
#[component]
pub fn TheirAnswer(person: String, proposal: Proposal, action: ServerAction<TurnKey>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let person = Some(person);
    let says_yes = hidden(person.as_ref(), &proposal, "ja");
    let says_no = hidden(person.as_ref(), &proposal, "nej");
    let yes = view! {
        <ActionForm action=action>
            {says_yes}
            <Pending pending=action.pending() label=text::yes_go(lang)/>
        </ActionForm>
    }
    .into_any();
    let no = view! {
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            {says_no}
            <TextArea field=Field::Refusal label=text::refusal(lang) value="" error=error/>
            <Pending pending=action.pending() label=text::no_go(lang)/>
        </ActionForm>
    }
    .into_any();
    view! {
        <Done action=action/>
        <Answer means=text::yes_means(lang) error=error yes=yes no=no/>
    }
}

/// The participant's key.
#[component]
pub fn MyAnswer(proposal: Proposal, action: ServerAction<TurnMyKey>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let says_yes = hidden(None, &proposal, "ja");
    let says_no = hidden(None, &proposal, "nej");
    let yes = view! {
        <ActionForm action=action>
            {says_yes}
            <Pending pending=action.pending() label=text::yes_go(lang) icon=IconName::Check big=true/>
        </ActionForm>
    }
    .into_any();
    let no = view! {
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            {says_no}
            <TextArea field=Field::Refusal label=text::refusal(lang) value="" error=error/>
            <Pending pending=action.pending() label=text::no_go(lang)/>
        </ActionForm>
    }
    .into_any();
    view! { <Answer means=text::yes_means_me(lang) error=error yes=yes no=no/> }
}
