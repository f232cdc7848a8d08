//! The small kit that every page is built from (decision 8).

mod choose;
mod error_summary;
mod failed;
mod field;
mod here;
mod icon;
mod loaded;
mod one_at_a_time;
mod page_title;
mod pager;
mod print_button;
mod text;

pub use choose::{Choose, Done};
pub use error_summary::{ErrorSummary, answered, error_of, field_of, settled, stored};
pub use failed::{Failed, FailedProps};
pub use field::{Input, Pending, TextArea, described, error_at};
pub use here::{confirm_href, here_href};
pub use icon::{Icon, IconName};
pub use loaded::{loaded, loaded_first};
pub use one_at_a_time::{Form, one_at_a_time};
pub use page_title::PageTitle;
pub use pager::Pager;
pub use print_button::PrintButton;
pub use text::choose as choose_words;
