//! The application against a real database, as one program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod access_log;
mod accounts;
mod check_in;
mod consent;
mod consent_race;
mod database;
#[cfg(feature = "demo")]
mod demo;
mod grid;
mod migrations;
mod plan;
mod programme;
mod protection;
mod record;
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
mod erasure;
mod migrations;
mod plan;
mod programme;
mod rights;
mod rooms;
mod row_security;
mod walls;
mod world;
