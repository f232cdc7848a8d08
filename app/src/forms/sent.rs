//! A form as a browser sends it, kept for a browser without script that loads it anew.

use crate::kernel::typed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name under which what was typed is kept.
pub const KEPT: &str = "form_sheet";

/// What a browser sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub enrolment: String,
    pub occasion: String,
    pub was: i32,
    pub version: String,
    pub key: String,
    pub answers: BTreeMap<String, String>,
}

/// Most characters of an answer in words that travel back: what is longer stays in the browser's own history.
const MOST: usize = 600;

/// What was typed, in one line.
pub fn kept(sent: &Sent) -> String {
    let mut short = sent.clone();
    for answer in short.answers.values_mut() {
        *answer = answer.chars().take(MOST).collect();
    }
    serde_json::to_string(&short).unwrap_or_default()
}

/// What was typed for this form and could not be accepted.
pub fn typed_for(enrolment: &str, occasion: &str) -> Option<BTreeMap<String, String>> {
    let sent: Sent = serde_json::from_str(&typed::value(KEPT)?).ok()?;
    (sent.enrolment == enrolment && sent.occasion == occasion).then_some(sent.answers)
}
