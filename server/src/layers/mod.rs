//! What every request passes on its way in and every answer on its way out.

pub mod arrival;
pub mod guard;
pub mod headers;
pub mod origin;
pub mod place;
pub mod status;
pub mod trace;
pub mod visitor;
