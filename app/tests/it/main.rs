//! The application against a real database, as one program.

mod check_in;
mod database;
mod plan;
mod rooms;
mod row_security;
mod world;
