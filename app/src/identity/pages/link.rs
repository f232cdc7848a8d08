use crate::frame::PlainTop;
use crate::identity::linking::api::{LinkByCode, LinkStart, open_link_start};
use crate::identity::linking::text;
use crate::identity::parts::{Way, WayProps};
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::typed;
use crate::ui::{ErrorSummary, Failed, FailedProps, PageTitle, Pending, error_of, loaded};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where the code of an invitation is typed, by somebody who has just proved who they are.
pub struct LinkPage;

impl LinkPage {
    pub fn view() -> AnyView {
        let lang = use_lang();
        let action = ServerAction::<LinkByCode>::new();
        let start = loaded(|| (), |()| open_link_start());
        view! {
            <PlainTop/>
            <main class="page sign-in" id="main">
                <PageTitle title=text::link_title(lang)/>
                <Suspense>
                    {move || Suspend::new(async move {
                        match start.await {
                            Ok(start) => Shown(ShownProps { start, action }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .into_any()
    }
}

#[component]
fn Shown(start: LinkStart, action: ServerAction<LinkByCode>) -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    // By the link of an invitation the code is there already.
    let given = query.read_untracked().get("code").unwrap_or_default();
    let Some(way) = start.waiting else {
        let next = if given.is_empty() {
            "/koppla".to_owned()
        } else {
            format!("/koppla?code={given}")
        };
        if start.for_participants.is_empty() && start.for_staff.is_empty() {
            return view! {
                <p>{text::none(lang)}</p>
                <p><a href="/logga-in">{text::back(lang)}</a></p>
            }
            .into_any();
        }
        let group =
            |title: &'static str, ways: Vec<_>| {
                (!ways.is_empty()).then(|| view! {
                <section class="stack">
                    <h2>{title}</h2>
                    {ways.into_iter().map(|way| Way(WayProps { way, next: next.clone() })).collect_view()}
                </section>
            })
            };
        return view! {
            <p>{text::first_sign_in(lang)}</p>
            {group(text::for_participants(lang), start.for_participants)}
            {group(text::for_staff(lang), start.for_staff)}
        }
        .into_any();
    };
    let error = error_of(action);
    let told = move || {
        error
            .get()
            .map(|error| crate::kernel::error_text::message(error, lang))
    };
    let value = typed::value(Field::Code.id()).unwrap_or(given);
    let ask = if start.staff {
        text::link_use_invitation(lang)
    } else {
        text::link_ask_desk(lang)
    };
    view! {
        <p class="notice notice--info">{text::not_linked(&way.label, lang)}</p>
        <p>{ask}</p>
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <div class="field" class:field--error=move || told().is_some()>
                <label class="field__label" for="code">{text::code(lang)}</label>
                <p class="field__hint" id="code-hint">{text::code_hint(lang)}</p>
                {move || told().map(|said| view! { <p class="field__error" id="code-error">{said}</p> })}
                <input id="code" name="code" type="text" class="field__input field__input--number" autocomplete="one-time-code"
                    inputmode=if start.staff { "text" } else { "numeric" } value=value
                    aria-describedby=move || if told().is_some() { "code-hint code-error" } else { "code-hint" }
                    aria-invalid=move || told().map(|_| "true")/>
            </div>
            <Pending pending=action.pending() label=text::link_go(lang)/>
        </ActionForm>
        <p class="soft">{text::link_once(lang)}</p>
    }
    .into_any()
}
