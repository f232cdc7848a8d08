//! Pages of the forms: one's own, on a locked device, a person's, and the questions.

mod desk;
mod joint;
mod mine;
mod new_questions;
mod own;
mod questions;

pub use desk::FormsDeskPage;
pub use joint::JointPage;
pub use mine::MyFormsPage;
pub use new_questions::NewQuestionsPage;
pub use questions::QuestionsPage;
