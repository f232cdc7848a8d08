//! The application against a real database, as one program.

mod check_in;
mod database;
#[cfg(feature = "demo")]
mod demo;
mod migrations;
mod plan;
mod programme;
mod rooms;
mod row_security;
mod world;
