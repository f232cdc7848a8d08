//! Server functions of the record.

pub mod contact;
pub mod emergency;
pub mod find;
pub mod open;
pub mod protection;
pub mod reason;
