//! The domain: what the centre's rules say, and nothing of where it is stored or shown.
//!
//! Pure: no wall clock, no operating-system randomness, no input or output. Moments are UTC, civil
//! days are Europe/Stockholm's. Rule ids such as `K1` are those of the project's domain document.

pub mod access;
pub mod account;
pub mod attendance;
pub mod centre_day;
pub mod civil_time;
pub mod clock;
pub mod coded;
pub mod consent;
pub mod csv;
pub mod exit;
pub mod extension;
pub mod forecast;
pub mod form;
pub mod free_times;
pub mod identity_number;
pub mod ids;
pub mod intake;
pub mod month_term;
pub mod participant_number;
pub mod plan;
pub mod plan_version;
pub mod programme;
pub mod programme_change;
pub mod promise;
pub mod quota;
pub mod referral;
pub mod suppression;
pub mod workdays;
