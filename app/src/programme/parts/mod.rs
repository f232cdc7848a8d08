//! Parts of the programmes' pages.

mod compare;
mod field;
mod rules;

pub use compare::{CompareForm, CompareFormProps, DifferenceTable, DifferenceTableProps};
pub use field::{Boxes, Form, Line, Lines, Pick, Tick};
pub use rules::Rules;
