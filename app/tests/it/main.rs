//! The application against a real database, as one program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod check_in;
mod database;
#[cfg(feature = "demo")]
mod demo;
mod emergency;
mod finding;
mod migrations;
mod plan;
mod programme;
mod protection;
mod record;
mod rooms;
mod row_security;
mod world;
