//! The words of the rooms' own refusals, told to whatever shows errors.

use crate::kernel::error_text::learn;
use crate::kernel::{AppError, Lang};
use crate::{accounts, calendar, exit, forms, intake, programme, promise, referral};

/// From here on the rooms' refusals are said in their own words. Every bundle tells it, since the program that is loaded
/// first leaves them out; the server tells it before it draws a page.
pub fn told() {
    learn(words);
}

fn words(error: AppError, lang: Lang) -> String {
    match error {
        AppError::Account { why, .. } => accounts::refusal::words(why, lang),
        AppError::Referral { why, .. } => referral::refusal::words(why, lang),
        AppError::After { why, .. } => exit::refusal::words(why, lang),
        AppError::Promise { why, .. } => promise::refusal::words(why, lang),
        AppError::Desk { why, .. } => intake::refusal::words(why, lang),
        AppError::CentreDay(why) => calendar::refusal::words(why, lang),
        AppError::Form(error) => forms::refusal::words(error.why, lang),
        AppError::Programme(error) => return programme::refusal::words(error.why, lang),
        _ => "",
    }
    .to_owned()
}
