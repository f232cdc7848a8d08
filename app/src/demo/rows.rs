//! What the demonstration puts into the tables: one kind of row a table, made first and written afterwards.

use super::promises::{BookingRow, ReasonRow};
use chrono::{DateTime, NaiveDate, Utc};
use domain::plan::{ActivityKind, ActivityStatus, Doer};
use serde_json::Value;
use uuid::Uuid;

/// Every row of the demonstration.
#[derive(Debug, Default)]
pub struct Rows {
    pub people: Vec<PersonRow>,
    pub staff: Vec<StaffRow>,
    pub accounts: Vec<AccountRow>,
    pub credentials: Vec<CredentialRow>,
    pub shown: Vec<ShownRow>,
    pub enrolments: Vec<EnrolmentRow>,
    pub assignments: Vec<AssignmentRow>,
    pub plans: Vec<PlanRow>,
    pub activities: Vec<ActivityRow>,
    pub history: Vec<HistoryRow>,
    pub attendance: Vec<AttendanceRow>,
    pub corrections: Vec<CorrectionRow>,
    pub absences: Vec<AbsenceRow>,
    pub open_days: Vec<OpenDayRow>,
    pub ledger: Vec<LedgerRow>,
    pub bookings: Vec<BookingRow>,
    pub reasons: Vec<ReasonRow>,
}

impl Rows {
    /// Puts what is numbered as it is written into the order in which it happened.
    pub fn in_order(mut self) -> Self {
        self.history.sort_by_key(|r| r.changed_at);
        self.ledger.sort_by_key(|r| r.recorded_at);
        self
    }
}

#[derive(Debug)]
pub struct PersonRow {
    pub id: Uuid,
    pub number: String,
    pub given_name: &'static str,
    pub family_name: &'static str,
    pub birth_year: Option<i16>,
    pub identity_number: Option<&'static str>,
    pub spoken: &'static str,
    pub interface: &'static str,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug)]
pub struct StaffRow {
    pub id: Uuid,
    pub given_name: &'static str,
    pub family_name: &'static str,
    pub employer: Uuid,
    /// Hundredths of full time; none for those who hold no position at the centre.
    pub share: Option<i32>,
    pub role_id: Uuid,
    pub role: &'static str,
    pub centre: Option<Uuid>,
    pub agency: Option<Uuid>,
    pub since: NaiveDate,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug)]
pub struct AccountRow {
    pub id: Uuid,
    pub person: Option<Uuid>,
    pub staff: Option<Uuid>,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug)]
pub struct CredentialRow {
    pub id: Uuid,
    pub account: Uuid,
    pub kind: &'static str,
    pub login: String,
    pub secret_hash: String,
    pub created_at: DateTime<Utc>,
}

/// An account that the demonstration's page offers.
#[derive(Debug)]
pub struct ShownRow {
    pub account: Uuid,
    pub name: String,
    pub what_sv: &'static str,
    pub what_en: &'static str,
    pub kind: &'static str,
    /// As it is typed: with the hyphen, if it is a card's number.
    pub login: String,
    pub secret: &'static str,
    pub home: &'static str,
    /// The language that this person's device speaks, where it is not the visitor's own.
    pub lang: Option<&'static str>,
}

#[derive(Debug)]
pub struct EnrolmentRow {
    pub id: Uuid,
    pub person: Uuid,
    pub programme: Uuid,
    pub version: Uuid,
    pub centre: Uuid,
    pub enrolled_on: NaiveDate,
    pub term_ends_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug)]
pub struct AssignmentRow {
    pub id: Uuid,
    pub enrolment: Uuid,
    pub person: Uuid,
    pub centre: Uuid,
    pub staff: Uuid,
    pub kind: &'static str,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

#[derive(Debug)]
pub struct PlanRow {
    pub id: Uuid,
    pub person: Uuid,
    pub want: String,
    pub good_at: String,
    pub need: String,
    pub revision: i32,
    pub updated_at: DateTime<Utc>,
}

#[derive(Debug)]
pub struct ActivityRow {
    pub id: Uuid,
    pub plan: Uuid,
    pub person: Uuid,
    pub kind: ActivityKind,
    pub title: &'static str,
    pub why: &'static str,
    pub doer: Doer,
    pub doer_staff: Option<Uuid>,
    pub doer_name: Option<&'static str>,
    pub due_on: Option<NaiveDate>,
    pub when_text: &'static str,
    pub place: &'static str,
    pub status: ActivityStatus,
    pub agreed_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub key: Uuid,
    pub created_by: Uuid,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Debug)]
pub struct HistoryRow {
    pub person: Uuid,
    pub plan: Uuid,
    pub activity: Option<Uuid>,
    pub changed_at: DateTime<Utc>,
    pub changed_by: Uuid,
    pub change: Value,
}

#[derive(Debug)]
pub struct AttendanceRow {
    pub id: Uuid,
    pub enrolment: Uuid,
    pub person: Uuid,
    pub centre: Uuid,
    pub day: NaiveDate,
    pub at: DateTime<Utc>,
    pub method: &'static str,
    pub key: Uuid,
    pub request_hash: Vec<u8>,
    pub recorded_by: Uuid,
}

#[derive(Debug)]
pub struct CorrectionRow {
    pub id: Uuid,
    pub attendance: Uuid,
    pub person: Uuid,
    pub centre: Uuid,
    pub stands: bool,
    pub reason: &'static str,
    pub at: DateTime<Utc>,
    pub by: Uuid,
}

#[derive(Debug)]
pub struct AbsenceRow {
    pub id: Uuid,
    pub enrolment: Uuid,
    pub person: Uuid,
    pub centre: Uuid,
    pub day: NaiveDate,
    pub kind: &'static str,
    pub reason: Option<&'static str>,
    pub explanation: &'static str,
    pub accepted: Option<bool>,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug)]
pub struct OpenDayRow {
    pub centre: Uuid,
    pub day: NaiveDate,
}

#[derive(Debug)]
pub struct LedgerRow {
    pub enrolment: Uuid,
    pub person: Uuid,
    pub centre: Uuid,
    pub event: &'static str,
    pub concerns_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: Option<Uuid>,
    pub payload: Value,
}
