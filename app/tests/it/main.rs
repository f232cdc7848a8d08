//! The application against a real database, as one program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod access_log;
mod accounts;
mod activity;
mod agency;
mod booking;
mod calendar;
mod check_in;
mod consent;
mod consent_race;
mod consented;
mod database;
#[cfg(feature = "demo")]
mod demo;
mod emergency;
mod erasure;
mod exit;
mod extension;
mod figures;
mod finding;
mod forms;
mod grid;
mod intake;
mod migrations;
mod places;
mod plan;
mod programme;
mod programme_versions;
mod promises;
mod protection;
mod publishing;
mod record;
mod referral;
mod rights;
mod rooms;
mod row_security;
mod step_up;
mod transfer;
mod two_centres;
mod walls;
mod without_coach;
mod world;
mod year;
