//! A half-done enrolment as it is kept: each step as it was accepted.

use crate::consent::Asked;
use crate::kernel::AppError;
use crate::record::TypedContact;
use domain::ids::PersonId;
use domain::intake::{Step, first_open};
use serde::{Deserialize, Serialize};

/// The steps that have been done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub person: Option<PersonStep>,
    /// The version of the information that was gone through (N2).
    pub informed: Option<i32>,
    pub consents: Vec<ConsentStep>,
    /// Whether the consents are seen to; with none of them, none was given.
    pub consents_done: bool,
    pub card: Option<CardStep>,
}

/// Who it is, and how they are reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonStep {
    pub given_name: String,
    pub family_name: String,
    pub birth_year: Option<i16>,
    /// Twelve digits.
    pub identity_number: Option<String>,
    /// Of a card from before, seven digits.
    pub old_card: Option<String>,
    /// Whether somebody at the desk has pressed on from here: what a referral says may be put right first.
    pub seen: bool,
    /// Who was found to be the same (E6).
    pub found: Option<PersonId>,
    /// Whether it is settled that this is the one who was found, or somebody new.
    pub settled: bool,
    /// Of somebody new: who was shown and is not the same.
    pub passed: Vec<PersonId>,
    pub language: String,
    pub needs_interpreter: bool,
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
}

impl PersonStep {
    pub fn contact(&self) -> TypedContact<'_> {
        TypedContact {
            revision: 0,
            phone: &self.phone,
            email: &self.email,
            street: &self.street,
            postal_code: &self.postal_code,
            town: &self.town,
            language: &self.language,
            needs_interpreter: self.needs_interpreter,
        }
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// The year that doubles are looked for by (E6): the one that was told, else the one in the number. It is no proof of
    /// a birth date, and is kept nowhere.
    pub fn search_year(&self) -> Option<i16> {
        self.birth_year.or_else(|| {
            let number = self.identity_number.as_deref()?;
            number.get(..4)?.parse().ok()
        })
    }
}

/// A consent with one party, as its form was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentStep {
    pub key: String,
    pub agency: String,
    pub consents: Vec<String>,
    pub purpose: String,
    pub until_kind: String,
    pub until: String,
    pub text_language: String,
    pub text_version: i32,
    pub how: String,
    pub paper_place: String,
    pub signature: String,
}

impl ConsentStep {
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            key: &self.key,
            agency: &self.agency,
            consents: &self.consents,
            purpose: &self.purpose,
            until_kind: &self.until_kind,
            until: &self.until,
            text_language: &self.text_language,
            text_version: self.text_version,
            how: &self.how,
            paper_place: &self.paper_place,
            signature: &self.signature,
        }
    }
}

/// The card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardStep {
    /// Seven digits; of somebody who was found it is their own.
    pub number: String,
    /// The PIN is never kept, only its hash.
    pub pin_hash: String,
}

impl Draft {
    /// What the database holds.
    ///
    /// # Errors
    /// `Internal` where this program cannot read it.
    pub fn of_json(json: serde_json::Value) -> Result<Self, AppError> {
        serde_json::from_value(json).map_err(|_| AppError::Internal)
    }

    pub fn done(&self, step: Step) -> bool {
        match step {
            Step::Person => self.person.as_ref().is_some_and(|p| p.settled),
            Step::Information => self.informed.is_some(),
            Step::Consent => self.consents_done,
            Step::Card => self.card.is_some(),
            Step::Meeting => false,
        }
    }

    /// Where the flow goes on.
    pub fn first_open(&self) -> Step {
        first_open(|step| self.done(step))
    }

    /// Whether every step before the last is done.
    pub fn ready(&self) -> bool {
        self.first_open() == Step::Meeting
    }
}
