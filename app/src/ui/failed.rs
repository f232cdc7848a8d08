use crate::kernel::AppError;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Denial;
use crate::ui::{PageTitle, confirm_href, text};
use leptos::prelude::*;

/// A page that could not be shown, and the way on.
#[component]
pub fn Failed(error: AppError) -> impl IntoView {
    let lang = use_lang();
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>()
        && let Ok(status) = http::StatusCode::from_u16(error.status())
    {
        options.set_status(status);
    }
    let (href, way_on) = match error {
        AppError::NotSignedIn => ("/logga-in".to_owned(), text::sign_in_again(lang)),
        AppError::NotFound => ("/".to_owned(), text::to_start(lang)),
        AppError::Closed(Denial::StepUpNeeded) => (confirm_href(), text::confirm(lang)),
        // Trying again helps nobody who may not.
        AppError::Closed(_) => ("/".to_owned(), text::to_start(lang)),
        _ => (String::new(), text::retry(lang)),
    };
    view! {
        <div class="lost">
            <PageTitle title=text::error_heading(lang)/>
            <p>{message(error, lang)}</p>
            <a class="button button--act" href=href rel="external">{way_on}</a>
        </div>
    }
}
