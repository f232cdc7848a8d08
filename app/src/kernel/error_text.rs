//! The words of errors that any page may show: what happened, what was kept, what to do. The rooms say their own.

use super::error::Field;
use super::error::LinkRefusal;
use super::policy::Denial;
use super::{AppError, Lang};
use crate::words;
use domain::attendance::CheckInRefusal;
use domain::plan::TextError;
use std::sync::OnceLock;

words! {
    not_signed_in: "Du är utloggad." | "You are signed out.",
    not_found: "Sidan finns inte, eller så är den inte din." | "There is no such page, or it is not yours.",
    wrong_credential: "Numret eller koden stämmer inte. Försök igen." | "The number or the code is not right. Try again.",
    wrong_password: "Namnet eller lösenordet stämmer inte. Försök igen." | "The name or the password is not right. Try again.",
    wrong_pin: "PIN-koden stämmer inte. Försök igen." | "The PIN is not right. Try again.",
    wrong_code: "Koden stämmer inte. Vänta på nästa kod och försök igen." | "The code is not right. Wait for the next one and try again.",
    weak_password: "Välj ett längre lösenord: minst 12 tecken, och inte ditt namn." | "Choose a longer password: at least 12 characters, and not your name.",
    weak_pin: "Välj fyra till åtta siffror som ingen gissar." | "Choose four to eight digits that nobody guesses.",
    not_the_same: "Det är inte samma i båda rutorna." | "It is not the same in both boxes.",
    no_passkey: "Det gick inte med passnyckeln. Försök igen, eller använd lösenord." | "The passkey did not work. Try again, or use your password.",
    not_right: "Det stämmer inte. Försök igen." | "That is not right. Try again.",
    start_over: "Det tog för lång tid. Logga in igen." | "It took too long. Sign in again.",
    conflict: "Något har ändrats sedan du öppnade sidan. Läs den igen och försök en gång till." | "Something changed since you opened this page. Read it again and try once more.",
    other_place: "Du har bytt plats i ett annat fönster. Inget sparades. Läs in sidan igen." | "You changed place in another window. Nothing was saved. Load the page again.",
    unreadable: "Vi kunde inte läsa det som skickades. Ladda sidan igen." | "We could not read what was sent. Load the page again.",
    unavailable: "Det går inte just nu. Inget sparades. Försök om en liten stund." | "It does not work right now. Nothing was saved. Try again in a moment.",
    no_answer: "Ingen kontakt. Inget sparades. Kontrollera nätet och försök igen." | "No connection. Nothing was saved. Check the network and try again.",
    internal: "Något gick fel hos oss. Inget sparades. Försök igen." | "Something went wrong on our side. Nothing was saved. Try again.",
    empty: "Fyll i här." | "Fill this in.",
    too_long: "Texten är för lång. Gör den kortare." | "The text is too long. Make it shorter.",
    bad_character: "Texten har ett tecken som vi inte kan läsa." | "The text has a character that we cannot read.",
}

/// The words of an error that is a room's own.
pub type RoomsWords = fn(AppError, Lang) -> String;

/// How the rooms' own errors are said, once the part of the program has come that knows.
static ROOMS_WORDS: OnceLock<RoomsWords> = OnceLock::new();

/// Tells how the rooms' own errors are said. The pages that are there at once have none of them, and are spared all those
/// words (F5).
pub fn learn(words: RoomsWords) {
    // Told by every part that is loaded, always the same.
    let _ = ROOMS_WORDS.set(words);
}

/// What to tell a person about an error: what happened, what was kept, what to do.
pub fn message(error: AppError, lang: Lang) -> String {
    match error {
        AppError::NotSignedIn => not_signed_in(lang),
        AppError::NotFound => not_found(lang),
        AppError::Closed(why) => closed(why, lang),
        AppError::WrongCredential => wrong_credential(lang),
        AppError::NotRight(field) => match field {
            Field::Password => wrong_password(lang),
            Field::Pin => wrong_pin(lang),
            Field::Otp => wrong_code(lang),
            Field::NewPassword => weak_password(lang),
            Field::NewPin => weak_pin(lang),
            Field::Repeat => not_the_same(lang),
            Field::Passkey => no_passkey(lang),
            _ => not_right(lang),
        },
        AppError::StartOver => start_over(lang),
        AppError::TooManyTries { seconds } => return too_many(seconds, lang),
        AppError::CheckIn(why) => refusal(why, lang),
        AppError::Link(why) => link_refusal(why, lang),
        AppError::Field {
            problem: TextError::Empty,
            ..
        } => empty(lang),
        AppError::Field {
            problem: TextError::TooLong,
            ..
        } => too_long(lang),
        AppError::Field {
            problem: TextError::Unreadable,
            ..
        } => bad_character(lang),
        AppError::Account { .. }
        | AppError::Programme(_)
        | AppError::Form(_)
        | AppError::Referral { .. }
        | AppError::After { .. }
        | AppError::Promise { .. }
        | AppError::Desk { .. }
        | AppError::CentreDay(_) => match ROOMS_WORDS.get() {
            Some(words) => return words(error, lang),
            None => not_right(lang),
        },
        AppError::Conflict => conflict(lang),
        AppError::OtherPlace => other_place(lang),
        AppError::Unreadable => unreadable(lang),
        AppError::Unavailable => unavailable(lang),
        AppError::NoAnswer => no_answer(lang),
        AppError::Internal => internal(lang),
    }
    .to_owned()
}

/// Why something that is there is closed to whoever asks.
pub const fn closed(why: Denial, lang: Lang) -> &'static str {
    match (lang, why) {
        (Lang::Sv, Denial::NotSignedIn) => "Du är utloggad.",
        (Lang::En, Denial::NotSignedIn) => "You are signed out.",
        (Lang::Sv, Denial::RoleWithout) => "Stängt: din roll läser inte det här.",
        (Lang::En, Denial::RoleWithout) => "Closed: your role does not read this.",
        // Never told where it would give a person away: the same words as for what is not there.
        (Lang::Sv, Denial::NotHere | Denial::Related | Denial::Protected) => {
            "Sidan finns inte, eller så är den inte din."
        }
        (Lang::En, Denial::NotHere | Denial::Related | Denial::Protected) => {
            "There is no such page, or it is not yours."
        }
        (Lang::Sv, Denial::NotAssigned) => "Stängt: personen är inte knuten till dig.",
        (Lang::En, Denial::NotAssigned) => "Closed: the person is not assigned to you.",
        (Lang::Sv, Denial::ReasonNeeded) => "Stängt: ange först varför du behöver läsa det.",
        (Lang::En, Denial::ReasonNeeded) => "Closed: first say why you need to read it.",
        (Lang::Sv, Denial::NoConsent) => "Stängt: personen har inte samtyckt till det.",
        (Lang::En, Denial::NoConsent) => "Closed: the person has not consented to it.",
        (Lang::Sv, Denial::NotPublished) => "Stängt: personen har inte delat någon plan med er.",
        (Lang::En, Denial::NotPublished) => "Closed: the person has shared no plan with you.",
        (Lang::Sv, Denial::NoReferral) => "Stängt: anvisningen är avgjord.",
        (Lang::En, Denial::NoReferral) => "Closed: the referral has been decided.",
        (Lang::Sv, Denial::NotTheirs) => "Stängt: det är inget av ditt eget här.",
        (Lang::En, Denial::NotTheirs) => "Closed: nothing here is yours.",
        (Lang::Sv, Denial::StepUpNeeded) => "Bekräfta först att det är du.",
        (Lang::En, Denial::StepUpNeeded) => "First confirm that it is you.",
    }
}

/// "Wait so long": minutes once it is more than one.
fn too_many(seconds: u32, lang: Lang) -> String {
    let minutes = seconds.div_ceil(60);
    match lang {
        Lang::Sv => format!("För många försök. Vänta {minutes} min, eller fråga i receptionen."),
        Lang::En => format!("Too many tries. Wait {minutes} min, or ask at the reception."),
    }
}

/// What to tell somebody whose eID or work account is not linked to them here: what happened, and what to do.
const fn link_refusal(why: LinkRefusal, lang: Lang) -> &'static str {
    use LinkRefusal as R;
    match (lang, why) {
        (Lang::Sv, R::UnknownCode) => "Koden gäller inte. Be om en ny.",
        (Lang::En, R::UnknownCode) => "The code is not valid. Ask for a new one.",
        (Lang::Sv, R::NothingWaiting) => "Det gick för lång tid. Logga in igen och skriv koden sedan.",
        (Lang::En, R::NothingWaiting) => "It took too long. Sign in again and then type the code.",
        (Lang::Sv, R::OtherPerson) => "Koden hör till någon annan. Fråga den som gav dig den.",
        (Lang::En, R::OtherPerson) => "The code belongs to somebody else. Ask whoever gave it to you.",
        (Lang::Sv, R::LinkedAlready) => {
            "Din inloggning hör redan till ett konto. Fråga den som gav dig koden."
        }
        (Lang::En, R::LinkedAlready) => {
            "Your sign-in belongs to an account already. Ask whoever gave you the code."
        }
    }
}

/// What to tell somebody whose check-in was not recorded: what happened, and what to do.
const fn refusal(why: CheckInRefusal, lang: Lang) -> &'static str {
    use CheckInRefusal as R;
    match (lang, why) {
        (Lang::Sv, R::NotEnrolled) => "Du är inte inskriven här just nu. Fråga i receptionen.",
        (Lang::En, R::NotEnrolled) => "You are not enrolled here right now. Ask at the reception.",
        (Lang::Sv, R::ClosedDay) => "Det är stängt i dag. Ingen närvaro registreras.",
        (Lang::En, R::ClosedDay) => "It is closed today. No attendance is registered.",
        (Lang::Sv, R::UnknownCode) => "Koden stämmer inte. Läs siffrorna på skärmen igen.",
        (Lang::En, R::UnknownCode) => "That is not the code. Read the digits on the screen again.",
        (Lang::Sv, R::StaleCode) => "Koden är för gammal. Ta den som syns på skärmen nu.",
        (Lang::En, R::StaleCode) => "The code is too old. Use the one on the screen now.",
        (Lang::Sv, R::CodeNotYet) => "Koden gäller inte än. Fråga i receptionen om skärmen går rätt.",
        (Lang::En, R::CodeNotYet) => "The code is not valid yet. Ask the reception if the screen is on time.",
        (Lang::Sv, R::WrongCentre) => "Koden hör till ett annat ställe än ditt.",
        (Lang::En, R::WrongCentre) => "The code belongs to another place than yours.",
    }
}
