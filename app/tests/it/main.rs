//! The application against a real database, as one program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod agency;
mod check_in;
mod consented;
mod database;
#[cfg(feature = "demo")]
mod demo;
mod figures;
mod migrations;
mod plan;
mod programme;
mod publishing;
mod rooms;
mod row_security;
mod world;
