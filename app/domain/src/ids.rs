//! Typed identifiers: one newtype over [`Uuid`] per kind of row, so that a person's id cannot be
//! passed where a plan's id is wanted.
//!
//! Ids are `UUIDv7` (RFC 9562): 48 bits of milliseconds since 1970-01-01T00:00:00Z followed by
//! 74 random bits, so that they sort by the moment they were made. They are minted from a given
//! moment and a given [`RandomSource`], never from the wall clock or the operating system.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::clock::RandomSource;

/// Builds a `UUIDv7` from a moment and ten random bytes, of which 74 bits are used.
///
/// The moment is cut to whole milliseconds; one before 1970 counts as 1970-01-01T00:00:00Z.
fn uuid_v7(now: DateTime<Utc>, random: &mut dyn RandomSource) -> Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    let mut bytes = [0_u8; 10];
    random.fill(&mut bytes);
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that is already known to name this kind of thing.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }

            /// Makes a new id: `UUIDv7` with `now` in whole milliseconds and 74 bits from `random`.
            ///
            /// A moment before 1970 counts as 1970-01-01T00:00:00Z.
            pub fn mint(now: DateTime<Utc>, random: &mut dyn RandomSource) -> Self {
                Self(uuid_v7(now, random))
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            /// Lower-case, hyphenated.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self.0.as_hyphenated(), f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            /// Reads any form the `uuid` crate reads; fails with [`uuid::Error`] on anything else.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// A person, whatever roles they have.
    PersonId;
    /// A way to sign in.
    AccountId;
    /// A member of staff.
    StaffId;
    /// A centre.
    CentreId;
    /// A programme, across all its versions.
    ProgrammeId;
    /// One version of a programme's rules; an enrolment keeps the version it began under.
    ProgrammeVersionId;
    /// One enrolment of one person in one programme (E6).
    EnrolmentId;
    /// A proposed extension of a term (X1).
    ExtensionId;
    /// A follow-up after an exit (X4).
    FollowUpTaskId;
    /// A transfer to another centre.
    TransferId;
    /// A version of the questions of a centre's start and exit forms (X2).
    FormVersionId;
    /// A start or exit form as it was filled once (X2).
    FormEntryId;
    /// A participant's plan (P1).
    PlanId;
    /// A version of a plan that was published to an agency (P4).
    PlanVersionId;
    /// An activity in a plan (P2).
    ActivityId;
    /// One row of attendance (A1, A6).
    AttendanceId;
    /// One absence from a booked time (A4).
    AbsenceId;
    /// A signed-in session.
    SessionId;
    /// An agency, a party to the agreement.
    AgencyId;
    /// A credential: a card, a key, a code generator.
    CredentialId;
    /// The secret that an account shares with an authenticator app.
    TotpId;
    /// A recovery code.
    RecoveryCodeId;
    /// A passkey.
    PasskeyId;
    /// A step on the way in.
    SignInStepId;
    /// A role that a member of staff holds for a time.
    StaffRoleId;
    /// An account's identity at a provider of sign-ins.
    ExternalIdentityId;
    /// An invitation, used once: to link such an identity, or to choose one's own password.
    InvitationId;
    /// An assignment of a member of staff, for instance a coach to a participant.
    AssignmentId;
    /// One consent: a party, a category, a direction (C1).
    ConsentId;
    /// A signature under one or more consents.
    ConsentSignatureId;
    /// A participant's question about an entry of the access log (G6).
    QuestionId;
    /// A time with somebody (M1).
    BookingId;
    /// Hours of a week in which somebody has times.
    FreeHoursId;
    /// A half-done enrolment at the desk (N1).
    IntakeId;
    /// One request to the server, for the logs.
    RequestId;
    /// A reason that was stated for reading about a person (L).
    StatedReasonId;
    /// An opening in an emergency (G2).
    OverrideId;
    /// A member of staff named for a protected identity (G4).
    NamingId;
    /// A declared relation to a participant (G1).
    RelationId;
    /// A correction that a participant has asked for.
    CorrectionId;
    /// One erasure of one person.
    ErasureId;
    /// One run of the retention rules.
    RetentionRunId;
    /// A referral from an agency (E1).
    ReferralId;
    /// A referral that is being written.
    ReferralDraftId;
    /// Made by the sender; the same press sent twice carries the same key (A2).
    IdempotencyKey;
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use uuid::{Uuid, Variant};

    use super::{AttendanceId, PersonId};
    use crate::clock::{RandomSource, SeededRandom};

    /// Fills with one byte, to see which bits of the id are fixed.
    struct Constant(u8);

    impl RandomSource for Constant {
        fn fill(&mut self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn seventy_four_bits_are_random() {
        let now = DateTime::UNIX_EPOCH;
        let zeros = PersonId::mint(now, &mut Constant(0x00)).as_uuid().as_u128();
        let ones = PersonId::mint(now, &mut Constant(0xff)).as_uuid().as_u128();
        assert_eq!((zeros ^ ones).count_ones(), 74);
    }

    #[test]
    fn moments_before_1970_count_as_1970() {
        let before = DateTime::from_timestamp(-5, 0).unwrap();
        let first = PersonId::mint(before, &mut SeededRandom::new(1));
        let second = PersonId::mint(DateTime::UNIX_EPOCH, &mut SeededRandom::new(1));
        assert_eq!(first, second);
    }

    #[test]
    fn nonsense_is_not_an_id() {
        assert!("".parse::<PersonId>().is_err());
        assert!("person".parse::<PersonId>().is_err());
    }

    proptest! {
        #[test]
        fn ids_sort_by_time(a in 0_i64..1 << 47, b in 0_i64..1 << 42, seed: u64) {
            let random = &mut SeededRandom::new(seed);
            let earlier = DateTime::from_timestamp_millis(a.min(b)).unwrap();
            let later = DateTime::from_timestamp_millis(a.max(b) + 1).unwrap();
            let first = AttendanceId::mint(earlier, random);
            let second = AttendanceId::mint(later, random);
            prop_assert!(first < second);
            prop_assert!(first.to_string() < second.to_string());
        }

        #[test]
        fn ids_carry_version_variant_and_moment(millis in 0_i64..1 << 42, seed: u64) {
            let now = DateTime::from_timestamp_millis(millis).unwrap();
            let uuid = AttendanceId::mint(now, &mut SeededRandom::new(seed)).as_uuid();
            prop_assert_eq!(uuid.get_version_num(), 7);
            prop_assert_eq!(uuid.get_variant(), Variant::RFC4122);
            prop_assert_eq!(uuid.as_u128() >> 80, u128::try_from(millis).unwrap());
        }

        #[test]
        fn ids_round_trip(raw: u128) {
            let id = PersonId::from_uuid(Uuid::from_u128(raw));
            prop_assert_eq!(id.to_string().parse::<PersonId>().unwrap(), id);
            prop_assert_eq!(id.to_string().len(), 36);
            prop_assert_eq!(PersonId::from(Uuid::from(id)), id);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{id}\""));
            prop_assert_eq!(serde_json::from_str::<PersonId>(&json).unwrap(), id);
        }
    }
}
