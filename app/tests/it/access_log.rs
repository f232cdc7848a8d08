//! The access log: every way to tamper with it is found, rows that are committed late are not passed by, and what the
//! participant and the manager are told.

mod chain;
mod page;
