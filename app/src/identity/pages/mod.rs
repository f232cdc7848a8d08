//! Pages of signing in, and where staff begin.

mod code;
mod confirm;
mod devices;
mod new_code;
mod new_password;
mod link;
mod participant_sign_in;
mod recovery_codes;
mod staff_sign_in;
mod staff_start;

pub use code::CodePage;
pub use confirm::ConfirmPage;
pub use devices::DevicesPage;
pub use new_code::NewCodePage;
pub use new_password::NewPasswordPage;
pub use link::LinkPage;
pub use participant_sign_in::SignInPage;
pub use recovery_codes::RecoveryCodesPage;
pub use staff_sign_in::StaffSignInPage;
pub use staff_start::StaffStartPage;

use crate::identity::text;
use crate::kernel::lang::use_lang;
use crate::ui::PageTitle;
use leptos::prelude::*;

/// A step that is not under way: it took too long, or is done.
#[component]
fn Gone() -> impl IntoView {
    let lang = use_lang();
    view! {
        <PageTitle title=text::gone_title(lang)/>
        <p>{text::gone(lang)}</p>
        <a class="button button--act button--wide" href="/personal">{text::gone_go(lang)}</a>
    }
}
