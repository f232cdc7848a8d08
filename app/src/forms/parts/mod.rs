//! Parts of the pages of the forms.

mod life;
mod question_row;
mod sheet;
mod shift;

pub use life::{Begin, LifeCards};
pub use question_row::{QuestionRow, Reason, Rows};
pub use sheet::SheetForm;
