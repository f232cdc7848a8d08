//! Consent (samtycke): per party, per category of information, per direction (C1). There is no consent to everything,
//! so there is no value here that means it.

use crate::civil_time::day_bounds;
use crate::coded::code_enum;
use crate::plan::TextError;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

code_enum! {
    /// Which way information goes (C1).
    Direction {
        /// From the centre to the party.
        ToAgency = "to_agency",
        /// From the party to the centre.
        FromAgency = "from_agency",
    }
}

code_enum! {
    /// A category of information (C1). Each goes one way alone.
    Category {
        /// That the person is enrolled, which is itself secret without consent (C3).
        Enrolment = "enrolment",
        /// Contact card and language.
        Contact = "contact",
        /// The plan, in the versions that the participant publishes (P4).
        Plan = "plan",
        /// How the enrolment ended, and what became of it (X3, X4).
        Outcome = "outcome",
        /// What a joint review comes to (M3).
        Review = "review",
        /// What the party has planned with the person.
        Planning = "planning",
        /// Earlier investigations, so that the person is not investigated over again.
        Investigations = "investigations",
        /// Experience of work that the party knows of.
        WorkExperience = "work_experience",
    }
}

impl Category {
    /// Its place in the order that people read them in.
    pub const fn place(self) -> usize {
        self as usize
    }

    /// The one way that this category goes.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Enrolment | Self::Contact | Self::Plan | Self::Outcome | Self::Review => {
                Direction::ToAgency
            }
            Self::Planning | Self::Investigations | Self::WorkExperience => Direction::FromAgency,
        }
    }
}

code_enum! {
    /// What the information is for (C1). Never a decision on assistance: those stay with the authority (C4).
    Purpose {
        /// Samordna stödet.
        Coordination = "coordination",
        /// Följa upp.
        FollowUp = "follow_up",
        /// Praktik eller jobb.
        Placement = "placement",
    }
}

code_enum! {
    /// How a consent is signed (C1).
    How {
        /// On paper; the original is kept at a place that is named.
        Paper = "paper",
        /// Drawn by hand on a screen.
        Screen = "screen",
        /// With an electronic identity. Nothing signs so yet: the value is kept for it.
        Eid = "eid",
    }
}

code_enum! {
    /// The language that the text was read in (C1).
    TextLanguage {
        /// Swedish.
        Sv = "sv",
        /// Easy Swedish (lättläst).
        SvEasy = "sv-easy",
        /// English.
        En = "en",
    }
}

impl TextLanguage {
    /// The BCP 47 tag for a page.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sv | Self::SvEasy => "sv",
            Self::En => "en",
        }
    }
}

/// One thing that can be consented to with a party: a category and the way it goes (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Item {
    direction: Direction,
    category: Category,
}

impl Item {
    /// The category, the way that it goes.
    pub const fn of(category: Category) -> Self {
        Self {
            direction: category.direction(),
            category,
        }
    }

    /// Reads `direction.category`, as a form sends it.
    ///
    /// # Errors
    /// [`TextError::Unreadable`] for any other word, and for a category that does not go that way.
    pub fn parse(code: &str) -> Result<Self, TextError> {
        let (direction, category) = code.split_once('.').ok_or(TextError::Unreadable)?;
        let direction = Direction::from_code(direction).ok_or(TextError::Unreadable)?;
        let category = Category::from_code(category).ok_or(TextError::Unreadable)?;
        if category.direction() == direction {
            Ok(Self { direction, category })
        } else {
            Err(TextError::Unreadable)
        }
    }

    /// `direction.category`.
    pub fn code(self) -> String {
        format!("{}.{}", self.direction.code(), self.category.code())
    }

    pub const fn direction(self) -> Direction {
        self.direction
    }

    pub const fn category(self) -> Category {
        self.category
    }
}

/// Reads what was ticked: at least one, each once, in the order of [`Category`].
///
/// # Errors
/// [`TextError::Empty`] when nothing is ticked: nothing is ever ticked for somebody. [`TextError::Unreadable`] as
/// [`Item::parse`].
pub fn parse_items<S: AsRef<str>>(codes: &[S]) -> Result<Vec<Item>, TextError> {
    let mut items = codes
        .iter()
        .map(|code| Item::parse(code.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    items.sort_by_key(|item| item.category.place());
    items.dedup();
    if items.is_empty() {
        return Err(TextError::Empty);
    }
    Ok(items)
}

/// Until when a consent holds (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// For as long as the enrolment lasts in which it is given.
    Enrolled,
    /// Through this civil day.
    Day(NaiveDate),
}

impl Until {
    /// Reads a choice: `enrolled`, or `date` and a day such as `2027-03-31`, today at the earliest.
    ///
    /// # Errors
    /// [`TextError::Empty`] when nothing is chosen or no day is given, [`TextError::Unreadable`] for what is no day of
    /// this or the next century or lies before `today`.
    pub fn parse(kind: &str, day: &str, today: NaiveDate) -> Result<Self, TextError> {
        match kind {
            "enrolled" => Ok(Self::Enrolled),
            "" => Err(TextError::Empty),
            "date" if day.trim().is_empty() => Err(TextError::Empty),
            "date" => NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d")
                .ok()
                .filter(|day| *day >= today && day.year() < 2200)
                .map(Self::Day)
                .ok_or(TextError::Unreadable),
            _ => Err(TextError::Unreadable),
        }
    }

    /// The first moment when it no longer holds; `None` where the enrolment decides.
    pub fn end(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Enrolled => None,
            Self::Day(day) => Some(day_bounds(day).1),
        }
    }
}

/// Width of the field that a signature is drawn in, in its own units.
pub const SIGNATURE_WIDTH: u16 = 1000;
/// Height of it.
pub const SIGNATURE_HEIGHT: u16 = 400;
/// Most points of a signature: written out they fit in a form of 64 kB with room to spare.
pub const SIGNATURE_POINTS_MAX: usize = 3000;
/// Shortest way that a pen goes in a signature, in units: a tap or a dot is none.
const SIGNATURE_LENGTH_MIN: f64 = 150.0;

/// A signature drawn by hand: strokes of points, in units of a field of 1000 × 400.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signature(Vec<Vec<(u16, u16)>>);

impl Signature {
    /// Reads `x.y.x.y_x.y.x.y`: points of a stroke by full stops, strokes by underscores. Characters that a form
    /// sends as they are, so that a long signature stays short.
    ///
    /// # Errors
    /// [`TextError::Empty`] for nothing or next to nothing, [`TextError::TooLong`] over [`SIGNATURE_POINTS_MAX`] points,
    /// [`TextError::Unreadable`] for anything else that is not such a text.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        // A point takes at most nine characters and a separator.
        if text.len() > SIGNATURE_POINTS_MAX * 10 {
            return Err(TextError::TooLong);
        }
        let mut strokes = Vec::new();
        let mut points = 0;
        for stroke in text.split('_') {
            let numbers = stroke
                .split('.')
                .map(|n| n.parse::<u16>().map_err(|_| TextError::Unreadable))
                .collect::<Result<Vec<_>, _>>()?;
            let (pairs, rest) = numbers.as_chunks::<2>();
            let inside = pairs
                .iter()
                .all(|[x, y]| *x <= SIGNATURE_WIDTH && *y <= SIGNATURE_HEIGHT);
            if !rest.is_empty() || !inside {
                return Err(TextError::Unreadable);
            }
            points += pairs.len();
            strokes.push(pairs.iter().map(|[x, y]| (*x, *y)).collect());
        }
        if points > SIGNATURE_POINTS_MAX {
            return Err(TextError::TooLong);
        }
        let signature = Self(strokes);
        if signature.length() < SIGNATURE_LENGTH_MIN {
            return Err(TextError::Empty);
        }
        Ok(signature)
    }

    /// How far the pen has gone, in units.
    fn length(&self) -> f64 {
        let step = |(a, b): (&(u16, u16), &(u16, u16))| {
            (f64::from(a.0) - f64::from(b.0)).hypot(f64::from(a.1) - f64::from(b.1))
        };
        self.0
            .iter()
            .map(|stroke| stroke.iter().zip(stroke.iter().skip(1)).map(step).sum::<f64>())
            .sum()
    }

    /// The path that draws it again (SVG).
    pub fn path(&self) -> String {
        use std::fmt::Write;
        let mut path = String::new();
        for stroke in &self.0 {
            for (n, (x, y)) in stroke.iter().enumerate() {
                let letter = if n == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{letter}{x} {y}");
            }
        }
        path
    }
}

impl std::fmt::Debug for Signature {
    /// Never the strokes: logs hold nobody's hand.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signature(…)")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_category_goes_one_way_and_the_other_is_refused() {
        for category in Category::ALL {
            let item = Item::of(category);
            assert_eq!(Item::parse(&item.code()), Ok(item));
            for direction in Direction::ALL.iter().filter(|d| **d != category.direction()) {
                let wrong = format!("{}.{}", direction.code(), category.code());
                assert_eq!(Item::parse(&wrong), Err(TextError::Unreadable), "{wrong}");
            }
        }
        for wrong in [
            "",
            "plan",
            "to_agency",
            "to_agency.",
            "to_agency.all",
            "all.plan",
            "*.*",
        ] {
            assert_eq!(Item::parse(wrong), Err(TextError::Unreadable), "{wrong}");
        }
    }

    #[test]
    fn nothing_ticked_is_nothing_and_twice_is_once() {
        assert_eq!(parse_items::<&str>(&[]), Err(TextError::Empty));
        let twice = parse_items(&["from_agency.planning", "to_agency.plan", "to_agency.plan"]).unwrap();
        assert_eq!(twice, [Item::of(Category::Plan), Item::of(Category::Planning)]);
        assert_eq!(
            parse_items(&["to_agency.plan", "to_agency.planning"]),
            Err(TextError::Unreadable)
        );
    }

    #[test]
    fn a_day_holds_through_its_last_moment_in_stockholm() {
        let today: NaiveDate = "2026-11-20".parse().unwrap();
        let until = Until::parse("date", "2027-03-31", today).unwrap();
        assert_eq!(until.end(), Some("2027-03-31T22:00:00Z".parse().unwrap()));
        assert_eq!(Until::parse("enrolled", "", today), Ok(Until::Enrolled));
        assert_eq!(Until::Enrolled.end(), None);
        assert!(Until::parse("date", "2026-11-20", today).is_ok());
        for (kind, day, why) in [
            ("", "2027-03-31", TextError::Empty),
            ("date", " ", TextError::Empty),
            ("date", "2026-11-19", TextError::Unreadable),
            ("date", "31/3", TextError::Unreadable),
            ("date", "9999-01-01", TextError::Unreadable),
            ("for_ever", "", TextError::Unreadable),
        ] {
            assert_eq!(Until::parse(kind, day, today), Err(why), "{kind} {day}");
        }
    }

    #[test]
    fn a_dot_is_no_signature_and_a_book_is_none_either() {
        for (text, why) in [
            (String::new(), TextError::Empty),
            ("500.200".to_owned(), TextError::Empty),
            ("500.200.510.200_10.10".to_owned(), TextError::Empty),
            ("1.2.3".to_owned(), TextError::Unreadable),
            ("a.b".to_owned(), TextError::Unreadable),
            ("0.0.1001.0".to_owned(), TextError::Unreadable),
            ("0.0.0.401".to_owned(), TextError::Unreadable),
            ("0.0__300.300".to_owned(), TextError::Unreadable),
            ("1.1.".repeat(3000) + "900.1", TextError::TooLong),
            ("9".repeat(40_000), TextError::TooLong),
        ] {
            assert_eq!(
                Signature::parse(&text).err(),
                Some(why),
                "{}",
                &text[..text.len().min(30)]
            );
        }
        let drawn = Signature::parse("0.0.300.0_10.10.20.20").unwrap();
        assert_eq!(drawn.path(), "M0 0L300 0M10 10L20 20");
        assert_eq!(
            serde_json::to_string(&drawn).unwrap(),
            "[[[0,0],[300,0]],[[10,10],[20,20]]]"
        );
        assert_eq!(format!("{drawn:?}"), "Signature(…)");
    }

    proptest! {
        #[test]
        fn whatever_is_sent_reading_it_does_not_panic(text in "[0-9._x]{0,200}") {
            let _ = Signature::parse(&text);
            let _ = Item::parse(&text);
        }
    }
}
