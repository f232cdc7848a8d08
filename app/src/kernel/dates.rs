//! Dates and times in words, made on the server in Europe/Stockholm (ARCHITECTURE, traps).

use super::Lang;
use chrono::{Datelike, NaiveDate};

const DAYS_SV: [&str; 7] = [
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS_SV: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "november" or "November".
pub fn month(day: NaiveDate, lang: Lang) -> &'static str {
    let index = day.month0() as usize;
    match lang {
        Lang::Sv => MONTHS_SV[index],
        Lang::En => MONTHS_EN[index],
    }
}

fn weekday(day: NaiveDate, lang: Lang) -> &'static str {
    let index = day.weekday().num_days_from_monday() as usize;
    match lang {
        Lang::Sv => DAYS_SV[index],
        Lang::En => DAYS_EN[index],
    }
}

/// "fredag 20 november" or "Friday 20 November".
pub fn long(day: NaiveDate, lang: Lang) -> String {
    format!("{} {} {}", weekday(day, lang), day.day(), month(day, lang))
}

/// The same at the start of a line: "Fredag 20 november".
pub fn long_capital(day: NaiveDate, lang: Lang) -> String {
    let text = long(day, lang);
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// "20 november", with the year when it is not this one.
pub fn short(day: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    if day.year() == today.year() {
        format!("{} {}", day.day(), month(day, lang))
    } else {
        format!("{} {} {}", day.day(), month(day, lang), day.year())
    }
}

/// "20 NOV", for the stamp.
pub fn stamp(day: NaiveDate, lang: Lang) -> String {
    let month: String = month(day, lang).chars().take(3).collect();
    format!("{} {}", day.day(), month.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_people_say_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        assert_eq!(long_capital(day, Lang::Sv), "Fredag 20 november");
        assert_eq!(long(day, Lang::En), "Friday 20 November");
        assert_eq!(stamp(day, Lang::Sv), "20 NOV");
        assert_eq!(
            short(day, NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(), Lang::Sv),
            "20 november 2026"
        );
    }
}
