use crate::identity::linking::api::{EndLinks, Invitation, InviteParticipant, InviteStaff};
use crate::identity::linking::text;
use crate::kernel::lang::use_lang;
use crate::kernel::typed;
use crate::ui::{ErrorSummary, Pending, error_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// At the desk: a code for the participant who stands there, shown once and large. `person` is their id.
#[component]
pub fn InviteToSignIn(#[prop(into)] person: String) -> impl IntoView {
    let lang = use_lang();
    let invite = ServerAction::<InviteParticipant>::new();
    let end = ServerAction::<EndLinks>::new();
    let error = error_of(invite);
    let end_error = error_of(end);
    let same = person.clone();
    let ended = move || end.value().with(|v| matches!(v, Some(Ok(()))));
    view! {
        <section class="card stack">
            <h2>{text::invite_title(lang)}</h2>
            <p>{text::invite_lead(lang)}</p>
            <ErrorSummary error=error/>
            <Told invitation=Signal::derive(move || invite.value().get().and_then(Result::ok)) steps=text::invite_steps(lang)/>
            <ActionForm action=invite attr:class="stack">
                <input type="hidden" name="person" value=person/>
                <Pending pending=invite.pending() label=text::invite_go(lang)/>
            </ActionForm>
            <details class="disclosure">
                <summary>{text::end_links(lang)}</summary>
                <p>{text::end_links_more(lang)}</p>
                <ErrorSummary error=end_error/>
                {move || ended().then(|| view! { <p role="status">{text::ended_links(lang)}</p> })}
                <ActionForm action=end>
                    <input type="hidden" name="person" value=same/>
                    <button type="submit" class="button">{text::end_links(lang)}</button>
                </ActionForm>
            </details>
        </section>
    }
}

/// A link for a colleague, shown once. `staff` is their id.
#[component]
pub fn InviteStaffToSignIn(#[prop(into)] staff: String) -> impl IntoView {
    let lang = use_lang();
    let invite = ServerAction::<InviteStaff>::new();
    let error = error_of(invite);
    view! {
        <section class="card stack">
            <h2>{text::invite_title(lang)}</h2>
            <p>{text::invite_staff_lead(lang)}</p>
            <ErrorSummary error=error/>
            <Told invitation=Signal::derive(move || invite.value().get().and_then(Result::ok)) steps=""/>
            <ActionForm action=invite attr:class="stack">
                <input type="hidden" name="staff" value=staff/>
                <Pending pending=invite.pending() label=text::invite_staff_go(lang)/>
            </ActionForm>
        </section>
    }
}

/// The code that was just made: from the answer, or (without script) from what the page was loaded anew with.
#[component]
fn Told(invitation: Signal<Option<Invitation>>, steps: &'static str) -> impl IntoView {
    let lang = use_lang();
    let kept = typed::value("fresh-code").map(|code| Invitation {
        code,
        link: typed::value("fresh-link").filter(|link| !link.is_empty()),
        until: typed::value("fresh-until").unwrap_or_default(),
    });
    move || {
        invitation.get().or_else(|| kept.clone()).map(|told| {
            let shown = match told.link {
                Some(link) => view! { <p class="invitation__link"><code>{link}</code></p> }.into_any(),
                None => view! { <p class="invitation__code">{told.code}</p> }.into_any(),
            };
            view! {
                <div class="invitation stack" role="status">
                    {shown}
                    <p><strong>{text::valid_until(&told.until, lang)}</strong></p>
                    <p>{steps}</p>
                    <p class="soft">{text::invite_anew(lang)}</p>
                </div>
            }
        })
    }
}
