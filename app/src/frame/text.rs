//! Words of what is around the pages.

use crate::words;

words! {
    today: "Idag" | "Today",
    plan: "Min plan" | "My plan",
    more: "Mer" | "More",
    find: "Sök" | "Find",
    operations: "Drift" | "Operations",
    accounts: "Konton" | "Accounts",
    figures: "Siffror" | "Figures",
    mine: "Mitt konto" | "My account",
    screen: "Skärmen" | "The screen",
    skip: "Hoppa till innehållet" | "Skip to content",
    main_menu: "Huvudmeny" | "Main menu",
    read_aloud: "Läs upp" | "Read aloud",
    stop_reading: "Sluta läsa" | "Stop reading",
    language: "Byt språk till" | "Change language to",
    lost_title: "Här finns inget" | "Nothing here",
    to_start: "Till startsidan" | "To the start page",
    not_here: "Sidan finns inte, eller så är den inte din." | "There is no such page, or it is not yours.",
}
