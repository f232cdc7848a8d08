//! The application against a real database, as one program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod access_log;
mod accounts;
mod agency;
mod check_in;
mod consent;
mod consent_race;
mod consented;
mod database;
#[cfg(feature = "demo")]
mod demo;
mod emergency;
mod erasure;
mod figures;
mod finding;
mod grid;
mod migrations;
mod plan;
mod programme;
mod protection;
mod publishing;
mod record;
mod rights;
mod rooms;
mod row_security;
mod step_up;
mod walls;
mod world;
