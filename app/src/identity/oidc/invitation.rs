//! Invitations: the one way to a first link. A code that works once, given by a person who knows whom they give it to.

use super::store;
use crate::kernel::keys::{Keys, Purpose};
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, access_log};
use chrono::{DateTime, TimeDelta, Utc};
use domain::clock::RandomSource;
use domain::ids::{AccountId, PersonId, StaffId};

/// At the desk both are there: ten minutes are enough.
const AT_THE_DESK: TimeDelta = TimeDelta::minutes(10);
/// A link that is sent is opened when there is time.
const SENT: TimeDelta = TimeDelta::days(7);
/// Without letters that are taken for digits.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An invitation that was made now; its code is told here and nowhere else.
pub struct Fresh {
    pub code: String,
    pub until: DateTime<Utc>,
}

/// Eight digits, to be read out and typed: good for ten minutes, after a sign-in, with few tries.
pub fn desk_code(random: &mut dyn RandomSource) -> String {
    let mut bytes = [0_u8; 8];
    random.fill(&mut bytes);
    format!("{:08}", u64::from_be_bytes(bytes) % 100_000_000)
}

/// A hundred random bits, to be sent as a link.
pub fn staff_code(random: &mut dyn RandomSource) -> String {
    let mut bytes = [0_u8; 20];
    random.fill(&mut bytes);
    bytes
        .iter()
        .map(|b| char::from(ALPHABET[usize::from(b % 32)]))
        .collect()
}

/// The keyed hash that is stored, of a code as it was typed.
pub fn code_hash(keys: &Keys, typed: &str) -> [u8; 32] {
    let code: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    keys.mac(Purpose::Invitation, &[code.as_bytes()])
}

/// Invites the person that the action is about; they get an account if they have none.
///
/// # Errors
/// `NotFound` where the actor may not, or their account is disabled.
pub async fn invite_person(cx: &mut Ctx, random: &mut (dyn RandomSource + Send)) -> Result<Fresh, AppError> {
    let person = cx.subject()?;
    let account = match store::account_of(cx, Some(person), None).await? {
        Some(account) => account,
        None => store::insert_account(cx, person, random).await?,
    };
    // Whoever can sign in as somebody reads all of theirs: they see who gave the code.
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Enrolled], permit).await?;
    invite(cx, account, Some(person), desk_code(random), AT_THE_DESK, random).await
}

/// Invites a member of the centre's staff.
///
/// # Errors
/// `NotFound` where there is no such colleague at the actor's centre.
pub async fn invite_colleague(
    cx: &mut Ctx,
    staff: StaffId,
    random: &mut (dyn RandomSource + Send),
) -> Result<Fresh, AppError> {
    let account = store::account_of(cx, None, Some(staff))
        .await?
        .ok_or(AppError::NotFound)?;
    invite(cx, account, None, staff_code(random), SENT, random).await
}

/// In place of an invitation that they may have already.
async fn invite(
    cx: &mut Ctx,
    account: AccountId,
    person: Option<PersonId>,
    code: String,
    life: TimeDelta,
    random: &mut (dyn RandomSource + Send),
) -> Result<Fresh, AppError> {
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    if !store::may_invite(cx, account, person, centre).await? {
        return Err(AppError::NotFound);
    }
    let until = cx.now + life;
    let hash = code_hash(&cx.state.keys, &code);
    store::withdraw_invitations(cx, account).await?;
    store::insert_invitation(cx, account, person, centre, &hash, until, random).await?;
    Ok(Fresh { code, until })
}

/// Ends every link of the person that the action is about, and their sessions.
///
/// # Errors
/// When the database is away.
pub async fn end_links_of(cx: &mut Ctx) -> Result<(), AppError> {
    let person = cx.subject()?;
    match store::account_of(cx, Some(person), None).await? {
        Some(account) => store::end_links(cx, account).await,
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock::SeededRandom;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let keys = Keys::new(&[7; 32]).unwrap();
        assert_eq!(code_hash(&keys, "1234 5678"), code_hash(&keys, "12345678"));
        assert_eq!(code_hash(&keys, "ab-cl o"), code_hash(&keys, "ABC10"));
        assert_ne!(code_hash(&keys, "12345678"), code_hash(&keys, "12345679"));
        let other = Keys::new(&[8; 32]).unwrap();
        assert_ne!(code_hash(&keys, "1"), code_hash(&other, "1"));
    }

    #[test]
    fn codes_are_as_long_as_they_should_be_and_differ() {
        let mut random = SeededRandom::new(1);
        let (one, two) = (desk_code(&mut random), desk_code(&mut random));
        assert!(one.len() == 8 && one != two && one.bytes().all(|b| b.is_ascii_digit()));
        let long = staff_code(&mut random);
        assert!(long.len() == 20 && long.bytes().all(|b| ALPHABET.contains(&b)));
    }
}
