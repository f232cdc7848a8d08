//! Words that the server puts together: questions, what is left, what happened.

use super::{Condition, EntryGroup, Lang, QueueReason, ReferralState, words};
use crate::kernel::dates;
pub use crate::programme::{condition_word as condition, ground_word as ground};
use crate::referral::draft::Step;
use crate::referral::store::Outlook;
use chrono::NaiveDate;

words! {
    in_the_house: "Inskrivna och väntade i huset" | "Enrolled and expected in the house",
    as_soon_as: "Så snart som möjligt" | "As soon as possible",
    send_for_review: "Skickas för avstämningssamtal" | "Sent for a joint review",
    will_have_place: "Det finns en plats. Personen väntas när du har skickat." | "There is a place. The person is expected once you have sent.",
    from: "Från" | "From",
    programme: "Verksamhet" | "Programme",
    centre: "Center" | "Centre",
    way_in: "Väg in" | "Way in",
    ground_label: "Grund" | "Ground",
    told_label: "Informerad om villkoren" | "Told of the terms",
    wished: "Önskad start" | "Requested start",
    contacted_label: "Första kontakten" | "First contact",
    decided: "Avgjord" | "Decided",
    language: "Språk" | "Language",
    phone: "Telefon" | "Phone",
    interpreter_label: "Tolk" | "Interpreter",
}

/// "Sparad 12 november"
pub fn saved_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Sparad {day}"),
        Lang::En => format!("Saved {day}"),
    }
}

pub const fn group(group: EntryGroup, lang: Lang) -> &'static str {
    match (lang, group) {
        (Lang::Sv, EntryGroup::NewApplicants) => "Nybesök",
        (Lang::En, EntryGroup::NewApplicants) => "New applicants",
        (Lang::Sv, EntryGroup::OldCases) => "Gamla ärenden",
        (Lang::En, EntryGroup::OldCases) => "Old cases",
        (Lang::Sv, EntryGroup::LongTermRegistered) => "Långtidsinskrivna",
        (Lang::En, EntryGroup::LongTermRegistered) => "Long-term registered",
        (Lang::Sv, EntryGroup::Referred) => "Anvisade",
        (Lang::En, EntryGroup::Referred) => "Referred",
    }
}

/// "Nybesök i november"
pub fn group_in(which: EntryGroup, per: Option<&str>, today: NaiveDate, lang: Lang) -> String {
    let name = group(which, lang);
    match (per, lang) {
        (Some("half_year"), Lang::Sv) => format!("{name} det här halvåret"),
        (Some("half_year"), Lang::En) => format!("{name} this half-year"),
        (Some(_), Lang::Sv) => format!("{name} i {}", dates::month(today, lang)),
        (Some(_), Lang::En) => format!("{name} in {}", dates::month(today, lang)),
        (None, _) => name.to_owned(),
    }
}

/// "40 per månad, 2 i kö"
pub fn quota_words(o: &Outlook, lang: Lang) -> String {
    let mut parts = Vec::new();
    if let Some(quota) = o.quota {
        parts.push(match (o.per.as_deref(), lang) {
            (Some("half_year"), Lang::Sv) => format!("{quota} per halvår"),
            (Some("half_year"), Lang::En) => format!("{quota} each half-year"),
            (_, Lang::Sv) => format!("{quota} per månad"),
            (_, Lang::En) => format!("{quota} each month"),
        });
    }
    if let Some(most) = o.while_new_at_most {
        parts.push(match lang {
            Lang::Sv => format!("så länge högst {most} nybesök i månaden, nu {}", o.new_applicants),
            Lang::En => format!(
                "while at most {most} new applicants this month, now {}",
                o.new_applicants
            ),
        });
    }
    if o.waiting > 0 {
        parts.push(match lang {
            Lang::Sv => format!("{} i kö", o.waiting),
            Lang::En => format!("{} in the queue", o.waiting),
        });
    }
    parts.join(", ")
}

/// "36 kvar av dem, men huset har bara 18 platser"
pub fn house_has(in_quota: i32, rest: i32, lang: Lang) -> String {
    match (lang, rest) {
        (Lang::Sv, 1) => format!("{in_quota} kvar av dem, men huset har bara 1 plats"),
        (Lang::Sv, n) => format!("{in_quota} kvar av dem, men huset har bara {n} platser"),
        (Lang::En, 1) => format!("{in_quota} left of them, but the house has 1 place only"),
        (Lang::En, n) => format!("{in_quota} left of them, but the house has {n} places only"),
    }
}

/// "7 kvar"
pub fn left(quota: Option<i32>, taken: i32, lang: Lang) -> String {
    match (quota, lang) {
        (Some(quota), Lang::Sv) => format!("{} kvar", (quota - taken).max(0)),
        (Some(quota), Lang::En) => format!("{} left", (quota - taken).max(0)),
        (None, Lang::Sv) => "ingen gräns".to_owned(),
        (None, Lang::En) => "no limit".to_owned(),
    }
}

pub fn left_words(quota: Option<i32>, taken: i32, waiting: i32, lang: Lang) -> String {
    let left = left(quota, taken, lang);
    match (waiting, lang) {
        (0, _) => left,
        (n, Lang::Sv) => format!("{left}, {n} i kö"),
        (n, Lang::En) => format!("{left}, {n} in the queue"),
    }
}

/// "av 250"
pub fn of_capacity(capacity: Option<i32>, waiting: i32, lang: Lang) -> String {
    let of = match (capacity, lang) {
        (Some(most), Lang::Sv) => format!("av {most}"),
        (Some(most), Lang::En) => format!("of {most}"),
        (None, Lang::Sv) => "ingen gräns".to_owned(),
        (None, Lang::En) => "no limit".to_owned(),
    };
    match (waiting, lang) {
        (0, _) => of,
        (n, Lang::Sv) => format!("{of}, {n} i kö"),
        (n, Lang::En) => format!("{of}, {n} in the queue"),
    }
}

/// The question of a step, and a line under it.
pub const fn question(step: Step, lang: Lang) -> (&'static str, Option<&'static str>) {
    const YES_NO: (&str, &str) = (
        "Svara bara ja eller nej. Skriv inget om hälsa eller familj.",
        "Answer yes or no only. Write nothing about health or family.",
    );
    let yes_no = Some(match lang {
        Lang::Sv => YES_NO.0,
        Lang::En => YES_NO.1,
    });
    match (lang, step) {
        (Lang::Sv, Step::Programme) => ("Vart vill du anvisa?", None),
        (Lang::En, Step::Programme) => ("Where do you want to refer to?", None),
        (Lang::Sv, Step::Group) => ("Vilken väg in gäller det?", None),
        (Lang::En, Step::Group) => ("Which way in is it?", None),
        (Lang::Sv, Step::Person) => ("Vem gäller det?", None),
        (Lang::En, Step::Person) => ("Who is it about?", None),
        (Lang::Sv, Step::Ground) => ("På vilken grund hör personen till målgruppen?", None),
        (Lang::En, Step::Ground) => ("On what ground does the person belong to the target group?", None),
        (Lang::Sv, Step::Condition(c)) => (
            match c {
                Condition::ChildCareArranged => "Har personen ordnad barntillsyn, om det behövs?",
                Condition::NoOngoingAbuse => "Är personen fri från pågående missbruk?",
                Condition::NoHinderingIllness => {
                    "Kan personen delta utan att fysisk eller psykisk sjukdom hindrar?"
                }
                Condition::CommunicatesInSwedishOrEnglish => {
                    "Kan personen göra sig förstådd på svenska eller engelska?"
                }
                Condition::WantsWork => "Vill personen arbeta?",
            },
            yes_no,
        ),
        (Lang::En, Step::Condition(c)) => (
            match c {
                Condition::ChildCareArranged => "Has the person arranged child care, if needed?",
                Condition::NoOngoingAbuse => "Is the person free of ongoing abuse?",
                Condition::NoHinderingIllness => {
                    "Can the person take part without physical or mental illness hindering it?"
                }
                Condition::CommunicatesInSwedishOrEnglish => {
                    "Can the person communicate in Swedish or English?"
                }
                Condition::WantsWork => "Does the person want work?",
            },
            yes_no,
        ),
        (Lang::Sv, Step::AfterNo) => ("Du har svarat nej på något. Vad vill du göra?", None),
        (Lang::En, Step::AfterNo) => ("You have answered no to something. What do you want to do?", None),
        (Lang::Sv, Step::Terms) => (
            "Är personen informerad?",
            Some(
                "Personen ska veta vad som gäller, och att samtycke ges skriftligt till varje part för sig.",
            ),
        ),
        (Lang::En, Step::Terms) => (
            "Has the person been told?",
            Some(
                "The person is to know the terms, and that consent is given in writing to each party apart.",
            ),
        ),
        (Lang::Sv, Step::Wish) => ("När, och varför?", None),
        (Lang::En, Step::Wish) => ("When, and why?", None),
        (Lang::Sv, Step::Check) => ("Stämmer allt?", None),
        (Lang::En, Step::Check) => ("Is everything right?", None),
    }
}

/// What a step is called in the summary.
pub const fn label(step: Step, lang: Lang) -> &'static str {
    match (lang, step) {
        (_, Step::Condition(c)) => condition(c, lang),
        (Lang::Sv, Step::Programme) => "Verksamhet",
        (Lang::En, Step::Programme) => "Programme",
        (Lang::Sv, Step::Group) => "Väg in",
        (Lang::En, Step::Group) => "Way in",
        (Lang::Sv, Step::Person) => "Personen",
        (Lang::En, Step::Person) => "The person",
        (Lang::Sv, Step::Ground) => "Grund",
        (Lang::En, Step::Ground) => "Ground",
        (Lang::Sv, Step::AfterNo) => "Efter ett nej",
        (Lang::En, Step::AfterNo) => "After a no",
        (Lang::Sv, Step::Terms) => "Informerad om villkoren",
        (Lang::En, Step::Terms) => "Told of the terms",
        (Lang::Sv, Step::Wish) => "Önskad start och skäl",
        (Lang::En, Step::Wish) => "Requested start and reason",
        (Lang::Sv, Step::Check) => "Granska",
        (Lang::En, Step::Check) => "Check",
    }
}

pub fn judged_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("bedömt {day}"),
        Lang::En => format!("judged {day}"),
    }
}

pub fn told_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Informerad {day}"),
        Lang::En => format!("Told {day}"),
    }
}

pub const fn queue_reason(reason: QueueReason, lang: Lang) -> &'static str {
    match (lang, reason) {
        (Lang::Sv, QueueReason::QuotaFull) => "platserna för den här vägen in är slut den här perioden",
        (Lang::En, QueueReason::QuotaFull) => "the places for this way in are taken for this period",
        (Lang::Sv, QueueReason::ClosedForOldCases) => {
            "nybesöken är fler än gränsen, och då väntar gamla ärenden"
        }
        (Lang::En, QueueReason::ClosedForOldCases) => {
            "the new applicants exceed the limit, and then old cases wait"
        }
        (Lang::Sv, QueueReason::HouseFull) => "huset är fullt",
        (Lang::En, QueueReason::HouseFull) => "the house is full",
    }
}

pub fn waits(place: i32, reason: QueueReason, lang: Lang) -> String {
    let why = queue_reason(reason, lang);
    match lang {
        Lang::Sv => format!("Plats {place} i kön: {why}"),
        Lang::En => format!("Number {place} in the queue: {why}"),
    }
}

pub fn will_wait(place: i32, reason: QueueReason, lang: Lang) -> String {
    let why = queue_reason(reason, lang);
    match lang {
        Lang::Sv => format!("Anvisningen får plats {place} i kön, för {why}. Den försvinner inte."),
        Lang::En => format!("The referral becomes number {place} in the queue: {why}. It is not lost."),
    }
}

pub const fn will_be_reviewed(after_no: bool, lang: Lang) -> &'static str {
    match (lang, after_no) {
        (Lang::Sv, true) => {
            "Anvisningen går till avstämningssamtal. Den tar ingen plats förrän ni har sagt ja vid samtalet."
        }
        (Lang::En, true) => {
            "The referral goes to a joint review. It takes no place until you have said yes at the review."
        }
        (Lang::Sv, false) => "Ni och centret bedömer den tillsammans. Den tar en plats när ni har sagt ja.",
        (Lang::En, false) => "You and the centre judge it together. It takes a place when you have said yes.",
    }
}

/// A state in words. To the sender a person who has been reached and one who is enrolled look the same (C3).
pub const fn state_of(state: ReferralState, taken_over: bool, sender: bool, lang: Lang) -> &'static str {
    match (lang, state) {
        (Lang::Sv, ReferralState::Placed) if taken_over => "Centret har tagit vid",
        (Lang::En, ReferralState::Placed) if taken_over => "The centre has taken over",
        (Lang::Sv, ReferralState::Placed) if sender => "Har plats",
        (Lang::En, ReferralState::Placed) if sender => "Has a place",
        (Lang::Sv, ReferralState::Placed) => "Väntas",
        (Lang::En, ReferralState::Placed) => "Expected",
        (Lang::Sv, ReferralState::Queued) => "I kö",
        (Lang::En, ReferralState::Queued) => "In the queue",
        (Lang::Sv, ReferralState::Review) => "Avstämningssamtal",
        (Lang::En, ReferralState::Review) => "Joint review",
        (Lang::Sv, ReferralState::Refused) => "Nej",
        (Lang::En, ReferralState::Refused) => "No",
        (Lang::Sv, ReferralState::Withdrawn) => "Tillbakatagen",
        (Lang::En, ReferralState::Withdrawn) => "Withdrawn",
        (Lang::Sv, ReferralState::Enrolled) => "Inskriven",
        (Lang::En, ReferralState::Enrolled) => "Enrolled",
    }
}

/// A row of the ledger in words; `None` for what is not a referral's.
pub fn event(event: &str, why: Option<&str>, reason: Option<&str>, lang: Lang) -> Option<String> {
    let sv = lang == Lang::Sv;
    let (words_sv, words_en) = match event {
        "referred" => ("Anvisningen kom in", "The referral came in"),
        "referral_placed" => match why {
            Some("judged") => (
                "Fick plats efter avstämningssamtalet",
                "Got a place after the joint review",
            ),
            Some("new_period") => (
                "Fick plats: en ny period började",
                "Got a place: a new period began",
            ),
            Some("rules_changed") => ("Fick plats: reglerna ändrades", "Got a place: the rules changed"),
            Some("sent") => ("Fick plats", "Got a place"),
            _ => ("Fick plats: en plats blev ledig", "Got a place: one became free"),
        },
        "referral_queued" => {
            let why = reason
                .and_then(QueueReason::from_code)
                .map(|r| queue_reason(r, lang));
            return Some(match (sv, why) {
                (true, Some(why)) => format!("Ställdes i kö: {why}"),
                (false, Some(why)) => format!("Queued: {why}"),
                (true, None) => "Ställdes i kö".to_owned(),
                (false, None) => "Queued".to_owned(),
            });
        }
        "referral_review" => match why {
            Some("judged_jointly") => ("Ska bedömas gemensamt", "To be judged jointly"),
            Some("condition_not_met") => (
                "Till avstämningssamtal efter ett nej",
                "To a joint review after a no",
            ),
            _ => ("Kallad till avstämningssamtal", "A joint review was called"),
        },
        "referral_refused" => ("Centret sa nej", "The centre said no"),
        "referral_withdrawn" => ("Togs tillbaka", "Was withdrawn"),
        "contacted" => ("Första kontakten", "First contact"),
        "promise_explained" => (
            "En orsak angavs till sen kontakt",
            "A reason was given for a late contact",
        ),
        "enrolled" => ("Inskriven", "Enrolled"),
        _ => return None,
    };
    Some(if sv { words_sv } else { words_en }.to_owned())
}

/// K4, at the desk: whether somebody who is expected has been reached, and when they wish to begin.
pub fn reached(contacted: Option<&str>, wished: Option<&str>, lang: Lang) -> String {
    let reached = match (contacted, lang) {
        (Some(day), Lang::Sv) => format!("kontakt {day}"),
        (Some(day), Lang::En) => format!("reached {day}"),
        (None, Lang::Sv) => "ingen kontakt än".to_owned(),
        (None, Lang::En) => "not reached yet".to_owned(),
    };
    match (wished, lang) {
        (Some(day), Lang::Sv) => format!("{reached}, vill börja {day}"),
        (Some(day), Lang::En) => format!("{reached}, wishes to begin {day}"),
        (None, _) => reached,
    }
}

/// "12 november: Fick plats"
pub fn on_day(day: &str, words: &str) -> String {
    format!("{day}: {words}")
}

pub fn double_sent(name: &str, day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{name}, skickad {day}"),
        Lang::En => format!("{name}, sent {day}"),
    }
}

pub fn double_person(name: &str, year: Option<i16>, by_number: bool, lang: Lang) -> String {
    let year = year.map(|y| format!(", {y}")).unwrap_or_default();
    match (lang, by_number) {
        (Lang::Sv, true) => format!("{name}{year} – samma personnummer"),
        (Lang::En, true) => format!("{name}{year} – the same identity number"),
        (Lang::Sv, false) => format!("{name}{year} – samma namn"),
        (Lang::En, false) => format!("{name}{year} – the same name"),
    }
}

pub fn double_referral(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{name} – en annan anvisning"),
        Lang::En => format!("{name} – another referral"),
    }
}
