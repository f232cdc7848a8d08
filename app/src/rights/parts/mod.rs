mod asked;
mod fields;

pub use asked::Asked;
pub use fields::Choice;
