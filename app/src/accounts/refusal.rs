//! The words of what is refused of accounts, roles and assignments.

use crate::kernel::Lang;
use domain::account::AccountRefusal;

/// Why a change of accounts, roles or assignments is refused, and what to do.
pub const fn words(why: AccountRefusal, lang: Lang) -> &'static str {
    use AccountRefusal as R;
    let (sv, en) = match why {
        R::NameShape => (
            "Använd 3–40 tecken: a–z, siffror, punkt och bindestreck.",
            "Use 3–40 characters: a–z, digits, dot and hyphen.",
        ),
        R::NameTaken => (
            "Namnet är upptaget. Välj ett annat.",
            "The name is taken. Choose another.",
        ),
        R::PasswordShort => (
            "Lösenordet är för kort. Det ska ha minst 12 tecken.",
            "The password is too short. It needs at least 12 characters.",
        ),
        R::PasswordCommon => (
            "Lösenordet är lätt att gissa. Välj till exempel flera ord som inte hör ihop.",
            "The password is easy to guess. Choose several words that do not belong together, for example.",
        ),
        R::PasswordsDiffer => (
            "Lösenorden är inte lika. Skriv samma lösenord två gånger.",
            "The passwords differ. Write the same password twice.",
        ),
        R::InvitationGone => (
            "Inbjudan gäller inte längre. Be din chef om en ny.",
            "The invitation is no longer valid. Ask your manager for a new one.",
        ),
        R::ShareShape => (
            "Skriv en andel från 0,01 till 1,00.",
            "Write a share from 0.01 to 1.00.",
        ),
        R::ShareNeeded => (
            "Den som arbetar på centret har en andel av en tjänst. Skriv den.",
            "Whoever works at the centre has a share of a position. Write it.",
        ),
        R::NotADay => (
            "Skriv en dag, som 2026-12-01.",
            "Write a day, such as 2026-12-01.",
        ),
        R::DaysCrossed => (
            "Sista dagen är före den första.",
            "The last day is before the first.",
        ),
        R::DayPast => (
            "Dagen har varit. Välj i dag eller senare.",
            "The day is past. Choose today or later.",
        ),
        R::WrongAgency => (
            "Välj en organisation som rollen kan höra till.",
            "Choose an organisation that the role can belong to.",
        ),
        R::RoleHeld => (
            "Personen har redan rollen de dagarna.",
            "The person already has the role on those days.",
        ),
        R::OwnManagerRole => (
            "Du kan inte avsluta din egen sista chefsroll. En annan chef kan.",
            "You cannot end your own last role as manager. Another manager can.",
        ),
        R::LastManager => (
            "Centret måste ha minst en chef som kan logga in. Utse en till först.",
            "The centre must have at least one manager who can sign in. Appoint another first.",
        ),
        R::OwnAccount => (
            "Du kan inte stänga ditt eget konto. En annan chef kan.",
            "You cannot close your own account. Another manager can.",
        ),
        R::NotANumber => (
            "Numret stämmer inte. Läs det på kortet igen: sju siffror.",
            "The number is not right. Read it on the card again: seven digits.",
        ),
        R::NotInRole => (
            "Kollegan har inte den rollen de dagarna.",
            "The colleague does not have that role on those days.",
        ),
        R::AlreadyAssigned => (
            "Kollegan är redan knuten till personen de dagarna.",
            "The colleague is already assigned on those days.",
        ),
        R::SamePerson => (
            "Välj någon annan: man vikarierar inte för sig själv.",
            "Choose somebody else: nobody covers for themselves.",
        ),
        R::LastDayNeeded => (
            "En vikarie har en sista dag. Skriv den.",
            "A deputy has a last day. Write it.",
        ),
        R::NotEnrolled => (
            "Personen är inte inskriven här just nu.",
            "The person is not enrolled here right now.",
        ),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}
