//! The process around the application: configuration, command line, the private database, HTTP.
#![recursion_limit = "512"]

pub mod book;
pub mod cli;
pub mod config;
pub mod embedded_postgres;
pub mod health;
pub mod layers;
pub mod live;
pub mod metrics;
pub mod oidc;
pub mod rights;
pub mod router;
pub mod secret;
pub mod serve;
