use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Denial;
use crate::kernel::{APP_NAME, AppError};
use crate::ui::{confirm_href, here_href, text};
use domain::centre_day::CentreDayRefusal;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The field that an error is about, if it is about one.
pub const fn field_of(error: AppError) -> Option<&'static str> {
    match error {
        AppError::Field { field, .. }
        | AppError::NotRight(field)
        | AppError::Account { field, .. }
        | AppError::Referral { field, .. }
        | AppError::After { field, .. }
        | AppError::Promise { field, .. }
        | AppError::Desk { field, .. } => Some(field.id()),
        AppError::Programme(error) => error.at.id(),
        AppError::Form(error) => error.at.id(),
        AppError::CentreDay(CentreDayRefusal::NoKind) => Some("kind"),
        // About a line of the list, or a day that stands there: no field can be put right.
        AppError::CentreDay(CentreDayRefusal::There | CentreDayRefusal::Gone) => None,
        AppError::CentreDay(_) => Some("day"),
        AppError::CheckIn(_) | AppError::Link(_) => Some("code"),
        AppError::WrongCredential => Some("card"),
        _ => None,
    }
}

/// The error of an action's last outcome, apart from what it would have given: what the kit's parts look at.
pub fn error_of<A>(action: ServerAction<A>) -> Signal<Option<AppError>>
where
    A: leptos::server_fn::ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Send + Sync + 'static,
{
    let outcome = action.value();
    Signal::derive(move || outcome.with(|o| o.as_ref().and_then(|o| o.as_ref().err().copied())))
}

/// The error of a form: takes focus, and links to the field with the same words as stand there.
#[component]
pub fn ErrorSummary(error: Signal<Option<AppError>>) -> impl IntoView {
    let lang = use_lang();
    let node = NodeRef::<Div>::new();
    let (confirm, here) = (confirm_href(), here_href());
    Effect::new(move |_| {
        // A page that is read anew twice at once throws this away before it has run, and what it looks at with it.
        if error.try_get().flatten().is_some()
            && let Some(node) = node.get()
        {
            let _ = node.focus();
        }
    });
    move || {
        error.get().map(|error| {
            let words = message(error, lang);
            let title = format!(
                "{}{} – {}",
                text::error_prefix(lang),
                text::error_heading(lang),
                APP_NAME
            );
            let said = match field_of(error) {
                Some(id) => {
                    // The router would only scroll there; a field is gone to, to be put right.
                    let go = move |event: web_sys::MouseEvent| {
                        if let Some(field) = document().get_element_by_id(id)
                            && let Some(field) = field.dyn_ref::<web_sys::HtmlElement>()
                        {
                            event.prevent_default();
                            let _ = field.focus();
                        }
                    };
                    view! { <a href=format!("#{id}") on:click=go>{words}</a> }.into_any()
                }
                None if error == AppError::Closed(Denial::StepUpNeeded) => {
                    view! { <a href=confirm.clone() rel="external">{words}</a> }.into_any()
                }
                None if error == AppError::NotSignedIn => view! {
                    {words} " "
                    <a href=here.clone() rel="external">{text::sign_in_and_back(lang)}</a>
                }
                .into_any(),
                None => words.into_any(),
            };
            view! {
                <leptos_meta::Title text=title/>
                <div class="error-summary" role="alert" tabindex="-1" node_ref=node>
                    <h2>{text::error_heading(lang)}</h2>
                    <ul><li>{said}</li></ul>
                </div>
            }
        })
    }
}

/// Counts the outcomes of an action after which a page reads anew what it shows. Where a field is to be put right, or
/// nothing could be read now, the page stays as it is, with what was typed and chosen in it.
pub fn settled<A>(action: ServerAction<A>) -> Memo<usize>
where
    A: leptos::server_fn::ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Send + Sync + 'static,
{
    outcomes(action.version(), error_of(action), |error| {
        unreadable(error) || field_of(error).is_some() || error == AppError::Closed(Denial::StepUpNeeded)
    })
}

/// The same for a page whose choices may be gone when a field is to be put right: it reads anew then too.
pub fn answered<A>(action: ServerAction<A>) -> Memo<usize>
where
    A: leptos::server_fn::ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Send + Sync + 'static,
{
    outcomes(action.version(), error_of(action), unreadable)
}

/// Whether nothing could be read after such an error: the session has ended, the server is away.
const fn unreadable(error: AppError) -> bool {
    matches!(
        error,
        AppError::NotSignedIn | AppError::OtherPlace | AppError::NoAnswer | AppError::Unavailable
    )
}

/// Counts the outcomes of an action but for the errors after which the page stays. Of no one action, so that it is in the
/// program once (F5).
fn outcomes(
    version: RwSignal<usize>,
    error: Signal<Option<AppError>>,
    stays: fn(AppError) -> bool,
) -> Memo<usize> {
    // The outcome that was looked at last: one that is only forgotten is no other.
    let seen = StoredValue::new(0);
    Memo::new(move |before: Option<&usize>| {
        let (version, stays) = (version.get(), error.get().is_some_and(stays));
        let same = seen.get_value() == version;
        seen.set_value(version);
        match before {
            Some(before) if same || stays => *before,
            _ => version,
        }
    })
}

/// Counts the times that an action has stored something: a refusal leaves the page, and what was typed in it, as it is.
pub fn stored<A>(action: ServerAction<A>) -> Memo<usize>
where
    A: leptos::server_fn::ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Clone + Send + Sync + 'static,
{
    let (version, value) = (action.version(), action.value());
    Memo::new(move |before: Option<&usize>| {
        version.track();
        before.copied().unwrap_or(0) + usize::from(matches!(value.get(), Some(Ok(_))))
    })
}
