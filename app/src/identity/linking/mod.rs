//! The ways in that providers offer, and what links somebody's identity there to their account here.

pub mod api;
pub mod text;
