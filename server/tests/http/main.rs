//! The router as a whole, asked as browsers and programs ask it, against a real database.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#![recursion_limit = "512"]

#[allow(dead_code, reason = "shared with the tests of the app, which use the rest")]
#[path = "../../../app/tests/it/database.rs"]
mod database;
#[allow(dead_code, reason = "shared with the tests of the app, which use the rest")]
#[path = "../../../app/tests/it/world.rs"]
mod world;

mod consent;
mod door;
mod headers;
mod live;
mod signing_in;
mod who_may;
