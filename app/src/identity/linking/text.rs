//! Words of signing in by a provider, and of inviting to it.

use crate::kernel::Lang;
use crate::words;

words! {
    or_card: "Eller med kort och PIN" | "Or with card and PIN",
    or_password: "Eller med användarnamn och lösenord" | "Or with user name and password",
    away: "Det går inte att nå den inloggningen just nu. Använd ett annat sätt här nedanför, eller försök om en stund."
        | "That way of signing in cannot be reached right now. Use another way below, or try again in a moment.",
    cancelled: "Du avbröt inloggningen. Inget har hänt." | "You cancelled signing in. Nothing has happened.",
    refused: "Inloggningen godkändes inte. Försök igen, eller använd ett annat sätt."
        | "The sign-in was not accepted. Try again, or use another way.",
    not_just_now: "Du behöver visa på nytt vem du är, och det gick inte att se att du gjorde det. Försök igen, eller använd ett annat sätt."
        | "You need to show anew who you are, and it could not be seen that you did. Try again, or use another way.",
    stale: "Inloggningen tog för lång tid, eller hörde till ett annat fönster. Försök igen."
        | "Signing in took too long, or belonged to another window. Try again.",
    ended: "Ditt konto är avslutat. Fråga på centret." | "Your account has ended. Ask at the centre.",
    passkey: "Den inloggningen räcker inte ensam. Logga in med din passnyckel i stället."
        | "That sign-in alone is not enough. Sign in with your passkey instead.",
    too_many: "För många försök härifrån. Vänta en kvart, eller använd ett annat sätt."
        | "Too many tries from here. Wait a quarter of an hour, or use another way.",
    link_title: "Koppla din inloggning" | "Link your sign-in",
    link_ask_desk: "Be om en kod i receptionen. Den gäller i tio minuter. Skriv den här."
        | "Ask for a code at the reception. It is valid for ten minutes. Type it here.",
    link_use_invitation: "Använd koden i din inbjudan. Har du ingen? Fråga den som leder verksamheten."
        | "Use the code in your invitation. Have you none? Ask whoever leads the centre.",
    link_once: "Du gör det här en gång. Sedan räcker det att logga in."
        | "You do this once. After that, signing in is enough.",
    code: "Koden" | "The code",
    code_hint: "Till exempel 1234 5678" | "For example 1234 5678",
    link_go: "Koppla och logga in" | "Link and sign in",
    first_sign_in: "Logga först in med det som du vill koppla. Sedan skriver du koden."
        | "First sign in with what you want to link. Then you type the code.",
    for_participants: "Deltagare" | "Participants",
    for_staff: "Personal" | "Staff",
    none: "Här går det inte att logga in med e-legitimation." | "There is no signing in with an eID here.",
    back: "Till inloggningen" | "To signing in",
    invite_title: "Inloggning med e-legitimation" | "Signing in with an eID",
    invite_lead: "Ge koden till personen som står framför dig. Kontrollera först vem det är."
        | "Give the code to the person in front of you. First check who it is.",
    invite_go: "Skapa kod" | "Make a code",
    invite_anew: "Koden visas en gång. En ny kod ersätter den här." | "The code is shown once. A new code replaces this one.",
    invite_steps: "Personen loggar in med sin e-legitimation och skriver koden."
        | "The person signs in with their eID and types the code.",
    invite_staff_lead: "Skicka länken till kollegan. Den fungerar en gång." | "Send the link to your colleague. It works once.",
    invite_staff_go: "Skapa inbjudan" | "Make an invitation",
    end_links: "Avsluta kopplade e-legitimationer" | "End linked eIDs",
    end_links_more: "Personen loggas ut. Nästa gång behövs en ny kod." | "The person is signed out. Next time a new code is needed.",
    ended_links: "Inget är kopplat längre." | "Nothing is linked any more.",
    my_links: "Kopplade inloggningar" | "Linked sign-ins",
    my_links_none: "Ingenting är kopplat." | "Nothing is linked.",
    end_link: "Ta bort" | "Remove",
}

/// "You have signed in with …. It is not linked to you here yet."
pub fn not_linked(label: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Du har loggat in med {label}. Det är inte kopplat till dig här än."),
        Lang::En => format!("You have signed in with {label}. It is not linked to you here yet."),
    }
}

/// "Gäller till 10:22"
pub fn valid_until(until: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Gäller till {until}"),
        Lang::En => format!("Valid until {until}"),
    }
}

/// "sedan 20 november"
pub fn since(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("sedan {day}"),
        Lang::En => format!("since {day}"),
    }
}

/// The sentence for the word that a sign-in came back with in the page's address; nothing for any other word.
pub fn problem(code: &str, lang: Lang) -> Option<&'static str> {
    Some(match code {
        "borta" => away(lang),
        "avbruten" => cancelled(lang),
        "nekad" => refused(lang),
        "inte-nyss" => not_just_now(lang),
        "gammal" => stale(lang),
        "avslutad" => ended(lang),
        "passnyckel" => passkey(lang),
        "for-manga" => too_many(lang),
        _ => return None,
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::identity::oidc::Problem;

    #[test]
    fn every_problem_has_its_sentence() {
        for why in [
            Problem::NoProvider,
            Problem::Away,
            Problem::Cancelled,
            Problem::Refused,
            Problem::NotJustNow,
            Problem::Stale,
            Problem::Ended,
            Problem::Passkey,
            Problem::TooMany,
        ] {
            for lang in [Lang::Sv, Lang::En] {
                assert!(problem(why.code(), lang).is_some(), "{why:?}");
            }
        }
        assert_eq!(problem("<script>", Lang::Sv), None);
    }
}
