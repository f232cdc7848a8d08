//! Words of the kit.

use crate::words;

words! {
    error_heading: "Det blev fel" | "Something is wrong",
    error_prefix: "Fel: " | "Error: ",
    sign_in_again: "Logga in igen" | "Sign in again",
    sign_in_and_back: "Logga in igen, så kommer du tillbaka hit" | "Sign in again, and you come back here",
    to_start: "Till startsidan" | "To the start page",
    confirm: "Bekräfta att det är du" | "Confirm that it is you",
    print: "Skriv ut" | "Print",
    choose: "Välj" | "Choose",
    saved: "Sparat." | "Saved.",
    retry: "Försök igen" | "Try again",
    pages: "Sidor" | "Pages",
    previous: "Föregående" | "Previous",
    next: "Nästa" | "Next",
}
