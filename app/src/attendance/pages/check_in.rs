use crate::attendance::api::{CheckIn, CheckedIn, prepare_check_in};
use crate::attendance::parts::StampCard;
use crate::attendance::text;
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, error_of, loaded_first,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page that the code's link opens: one button, then the stamp. Without a link, the digits are typed.
#[component]
pub fn CheckInPage() -> impl IntoView {
    let before = loaded_first(|| (), |()| prepare_check_in());
    view! {
        <ParticipantFrame tab=Tab::None>
            <Suspense>
                {move || Suspend::new(async move {
                    match before.await {
                        Ok(before) => match before.stamp {
                            Some(stamp) => Stamped(StampedProps { checked_in: CheckedIn { stamp, already: true } }).into_any(),
                            None => Form(FormProps { key: before.key }).into_any(),
                        },
                        Err(error) => Failed(FailedProps { error }).into_any(),
                    }
                })}
            </Suspense>
        </ParticipantFrame>
    }
}

#[component]
fn Form(key: String) -> impl IntoView {
    let lang = use_lang();
    let action = ServerAction::<CheckIn>::new();
    let query = use_query_map();
    let part = move |name: &'static str| query.read_untracked().get(name).unwrap_or_default();
    let opened = !part("k").is_empty();
    let outcome = action.value();
    let error = error_of(action);
    // Memos: what is typed must outlive an answer that changes nothing here.
    let stored = Memo::new(move |_| outcome.get().and_then(Result::ok));
    // A link that was refused is of no more use: the digits on the screen are.
    let by_link = Memo::new(move |_| opened && !matches!(error.get(), Some(AppError::CheckIn(_))));
    let key = StoredValue::new(key);
    move || {
        match stored.get() {
        Some(checked_in) => Stamped(StampedProps { checked_in }).into_any(),
        None => view! {
            <PageTitle title=text::title(lang)/>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack code-entry" attr:novalidate="novalidate">
                <input type="hidden" name="key" value=key.get_value()/>
                {move || if by_link.get() {
                    view! {
                        <p>{text::opened(lang)}</p>
                        <input type="hidden" name="centre" value=part("c")/>
                        <input type="hidden" name="step" value=part("t")/>
                        <input type="hidden" name="code" value=part("k")/>
                    }.into_any()
                } else {
                    view! {
                        <Input field=Field::Code label=text::enter_code(lang) hint=text::code_hint(lang) error=error
                            inputmode="numeric" autocomplete="one-time-code" class="field__input field__input--code"/>
                    }.into_any()
                }}
                <Pending pending=action.pending() label=text::here(lang) icon=IconName::Pin big=true/>
                {move || (!by_link.get()).then(|| view! {
                    <p class="soft row"><Icon name=IconName::Camera/><span>{text::or_camera(lang)}</span></p>
                })}
            </ActionForm>
        }
        .into_any(),
    }
    }
}

#[component]
fn Stamped(checked_in: CheckedIn) -> impl IntoView {
    let lang = use_lang();
    let lead = if checked_in.already {
        text::already(lang)
    } else {
        text::sit_down(lang)
    };
    view! {
        <PageTitle title=text::welcome(lang)/>
        <StampCard stamp=checked_in.stamp lead=lead landing=!checked_in.already/>
        <a class="button button--act button--wide" href="/idag">{text::to_today(lang)}</a>
    }
}
