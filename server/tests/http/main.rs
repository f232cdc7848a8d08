//! The router as a whole, asked as browsers and programs ask it, against a real database.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#![recursion_limit = "512"]

#[allow(dead_code, reason = "shared with the tests of the app, which use the rest")]
#[path = "../../../app/tests/it/consented.rs"]
mod consented;
#[allow(dead_code, reason = "shared with the tests of the app, which use the rest")]
#[path = "../../../app/tests/it/database.rs"]
mod database;
#[allow(dead_code, reason = "shared with the tests of the app, which use the rest")]
#[path = "../../../app/tests/it/world.rs"]
mod world;

mod accounts;
mod browser;
mod consent;
mod devices;
mod door;
mod guessing;
mod headers;
mod joint;
mod live;
mod oidc;
mod outside;
mod passkey;
mod place;
mod promises;
mod record;
mod rights;
mod second_proof;
mod seen;
mod sessions;
mod signing_in;
mod typed;
mod who_may;
