//! Words of signing in.

use crate::words;

words! {
    title: "Logga in" | "Sign in",
    card: "Kortnummer" | "Card number",
    card_hint: "Sju siffror, till exempel 104071-3" | "Seven digits, for example 104071-3",
    pin: "PIN" | "PIN",
    pin_hint: "Du valde den i receptionen." | "You chose it at the reception.",
    go: "Logga in" | "Sign in",
    help: "Har du glömt? Fråga i receptionen." | "Forgotten it? Ask at the reception.",
    staff_link: "Personal loggar in här" | "Staff sign in here",
    participant_link: "Deltagare loggar in här" | "Participants sign in here",
    staff_title: "Personal" | "Staff",
    name: "Användarnamn" | "User name",
    password: "Lösenord" | "Password",
    sign_out: "Logga ut" | "Sign out",
    arrived: "Du är här. Logga in, så får du din stämpel." | "You are here. Sign in to get your stamp.",
    start_screen_title: "Skärmen vid dörren" | "The screen by the door",
    start_screen_lead: "Visa koden som deltagarna checkar in med." | "Show the code that participants check in with.",
    start_screen_go: "Öppna skärmen" | "Open the screen",
    nothing_yet: "Här kommer det du behöver." | "What you need will be here.",
    nothing_yet_more: "Din roll har inget eget att göra här än." | "Your role has nothing of its own to do here yet.",
}

/// "Hej Karin"
pub fn hello(name: &str, lang: crate::kernel::Lang) -> String {
    match lang {
        crate::kernel::Lang::Sv => format!("Hej {name}"),
        crate::kernel::Lang::En => format!("Hello {name}"),
    }
}
