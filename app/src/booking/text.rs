//! Words of hours and bookings.

use crate::kernel::Lang;
use crate::words;

words! {
    title: "Tider för möten" | "Times for meetings",
    lead: "Här står när coachen har tid för nya möten. Receptionen ser de lediga tiderna." | "Here is when the coach has time for new meetings. The reception sees the free times.",
    coaches: "Coacher" | "Coaches",
    coach: "Coach" | "Coach",
    load: "Deltagare" | "Participants",
    free: "Lediga tider på två veckor" | "Free times in two weeks",
    choose_coach: "Välj en coach i listan." | "Choose a coach in the list.",
    week: "Varje vecka" | "Every week",
    no_week: "Inga tider än. Lägg till de första här under." | "No times yet. Add the first below.",
    add: "Lägg till" | "Add",
    add_title: "Lägg till tider i veckan" | "Add times of the week",
    weekday_label: "Veckodag" | "Day of the week",
    from_time: "Från" | "From",
    to_time: "Till" | "To",
    time_hint: "Till exempel 09:00" | "For example 09:00",
    valid_from: "Från och med" | "From",
    remove: "Ta bort" | "Remove",
    days: "Dagar som är annorlunda" | "Days that differ",
    no_days: "Inga dagar är annorlunda." | "No day differs.",
    day: "Dag" | "Day",
    day_title: "En dag med andra tider, eller en dag borta" | "A day with other hours, or away",
    day_hint: "Lämna tiderna tomma om coachen inte är här den dagen." | "Leave the times empty if the coach is not here that day.",
    away: "Inte här" | "Not here",
    undo: "Ångra" | "Undo",
    save: "Spara dagen" | "Save the day",
    meetings: "Bokade möten" | "Booked meetings",
    no_meetings: "Inga möten är bokade de närmaste två veckorna." | "No meetings are booked in the next two weeks.",
    no_meetings_then: "Du ser inga möten den dagen." | "You see no meetings on that day.",
    to_calendar: "Centrets kalender" | "The centre’s calendar",
    interpreter: "tolk" | "interpreter",
    monday: "Måndag" | "Monday",
    tuesday: "Tisdag" | "Tuesday",
    wednesday: "Onsdag" | "Wednesday",
    thursday: "Torsdag" | "Thursday",
    friday: "Fredag" | "Friday",
    #[cfg(feature = "ssr")]
    saturday: "Lördag" | "Saturday",
    #[cfg(feature = "ssr")]
    sunday: "Söndag" | "Sunday",
}

type Word = fn(Lang) -> &'static str;

/// The days that can be chosen, by their number: Monday is 1.
pub const WEEKDAYS: [(&str, Word); 5] = [
    ("1", monday),
    ("2", tuesday),
    ("3", wednesday),
    ("4", thursday),
    ("5", friday),
];

#[cfg(feature = "ssr")]
pub const fn weekday(day: chrono::Weekday, lang: Lang) -> &'static str {
    use chrono::Weekday as W;
    match day {
        W::Mon => monday(lang),
        W::Tue => tuesday(lang),
        W::Wed => wednesday(lang),
        W::Thu => thursday(lang),
        W::Fri => friday(lang),
        W::Sat => saturday(lang),
        W::Sun => sunday(lang),
    }
}

/// A day of the week by its number; none but those that can be chosen.
#[cfg(feature = "ssr")]
pub fn weekday_of(number: &str) -> Option<chrono::Weekday> {
    WEEKDAYS.iter().find(|(n, _)| *n == number)?;
    chrono::Weekday::try_from(number.parse::<u8>().ok()? - 1).ok()
}

/// "12 lediga tider på två veckor".
pub fn free_times(n: u32, lang: Lang) -> String {
    match (lang, n) {
        (Lang::Sv, 1) => "1 ledig tid de närmaste två veckorna".to_owned(),
        (Lang::Sv, n) => format!("{n} lediga tider de närmaste två veckorna"),
        (Lang::En, 1) => "1 free time in the next two weeks".to_owned(),
        (Lang::En, n) => format!("{n} free times in the next two weeks"),
    }
}

/// "Bokade möten måndag 28 december".
pub fn meetings_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Bokade möten {day}"),
        Lang::En => format!("Booked meetings on {day}"),
    }
}

/// "från 1 december".
pub fn begins(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("från {day}"),
        Lang::En => format!("from {day}"),
    }
}
