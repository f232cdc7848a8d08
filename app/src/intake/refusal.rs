//! The words of what is refused at the desk, and of times.

use crate::kernel::Lang;
use domain::intake::DeskRefusal;

/// Why something at the desk, or a time, is refused, and what to do.
pub const fn words(why: DeskRefusal, lang: Lang) -> &'static str {
    use DeskRefusal as R;
    let (sv, en) = match why {
        R::IdentityNumber => (
            "Numret stämmer inte. Läs det igen, eller lämna tomt och skriv födelseåret.",
            "The number is not right. Read it again, or leave it empty and write the year of birth.",
        ),
        R::CardNumber => (
            "Numret stämmer inte. Läs det på kortet igen: sju siffror.",
            "The number is not right. Read it on the card again: seven digits.",
        ),
        R::BirthYear => (
            "Skriv ett år från 1890 till i år, med fyra siffror.",
            "Write a year from 1890 to this year, with four digits.",
        ),
        R::OtherYear => (
            "Födelseåret är inte det som står i personnumret. Kontrollera båda.",
            "The year of birth is not the one in the identity number. Check both.",
        ),
        R::NumberOrYear => (
            "Skriv personnumret eller födelseåret.",
            "Write the identity number or the year of birth.",
        ),
        R::MaybeSame => (
            "Det kan vara någon som redan finns. Välj vem det är.",
            "It may be somebody who is here already. Choose who it is.",
        ),
        R::NumberKnown => (
            "Numret hör till någon som redan finns. Välj den personen, läs numret igen, eller ta bort numret.",
            "The number belongs to somebody who is here already. Choose that person, read the number again, or remove the number.",
        ),
        R::EnrolledAlready => (
            "Personen är redan inskriven i verksamheten. Ingen ny inskrivning behövs: öppna personens sida, och ta bort utkastet.",
            "The person is already enrolled in the programme. No new enrolment is needed: open the person’s page, and remove the draft.",
        ),
        R::HandOver => (
            "Chefen tar hand om det här. Lämna över till chefen.",
            "The manager takes care of this. Hand over to the manager.",
        ),
        R::Related => (
            "Du kan inte skriva in dig själv eller en närstående. Lämna över till en kollega.",
            "You cannot enrol yourself or somebody close to you. Hand over to a colleague.",
        ),
        R::ReferralGone => (
            "Anvisningen är redan avgjord. En kollega kan ha skrivit in personen, eller så är den tillbakatagen.",
            "The referral is decided already. A colleague may have enrolled the person, or it was withdrawn.",
        ),
        R::ReferralNeeded => (
            "Till den här verksamheten kommer man bara med en anvisning. Be myndigheten skicka en.",
            "This programme is entered by referral alone. Ask the agency to send one.",
        ),
        R::Full => (
            "Det är fullt just nu. Utkastet är kvar. Fråga samordnaren om kön.",
            "The house is full right now. The draft is kept. Ask the team leader about the queue.",
        ),
        R::Informed => (
            "Gå igenom varje punkt med personen och kryssa för den.",
            "Go through every point with the person and tick it.",
        ),
        R::InformationChanged => (
            "Informationen har fått en ny lydelse. Läs den igen.",
            "The information has a new wording. Read it again.",
        ),
        R::ConsentOpen => (
            "Ta ett samtycke, eller välj att inget ges nu.",
            "Take a consent, or choose that none is given now.",
        ),
        R::StepOpen => (
            "Ett tidigare steg är inte klart. Gör klart det först.",
            "An earlier step is not done. Do it first.",
        ),
        R::TimeTaken => (
            "Tiden blev just tagen. Välj en av de andra.",
            "That time was just taken. Choose one of the others.",
        ),
        R::NotFree => (
            "Tiden är inte ledig hos coachen. Välj en av dem som visas.",
            "The coach is not free at that time. Choose one of those shown.",
        ),
        R::NotATime => ("Skriv en tid, som 09:00.", "Write a time, such as 09:00."),
        R::TimesCrossed => (
            "Välj en sluttid som är senare än starttiden.",
            "Choose an end that is later than the start.",
        ),
        R::HoursThere => (
            "Coachen har redan tider då. Välj andra tider.",
            "The coach has times then already. Choose other times.",
        ),
        R::DayPast => (
            "Dagen har varit. Välj i dag eller senare.",
            "The day is past. Choose today or later.",
        ),
        R::OtherNumber => (
            "Personen har ett annat personnummer här. Läs numret igen, eller ta bort det.",
            "The person has another identity number here. Read the number again, or remove it.",
        ),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}
