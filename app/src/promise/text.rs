//! Words of the promises.

use crate::kernel::Lang;
use crate::words;
use domain::promise::{Reason, Which};

words! {
    own_title: "Det vi har lovat dig" | "What we have promised you",
    title: "Löften" | "Promises",
    lead: "Det som är lovat varje person, och hur det gick." | "What each person has been promised, and how it went.",
    of_person_title: "Löften till" | "Promises to",
    to_do: "Att göra" | "To do",
    broken_all: "Brutna" | "Broken",
    running_all: "Pågår" | "Running",
    everything: "Alla" | "All",
    clock: "Löfte" | "Promise",
    state: "Läge" | "State",
    coach: "Coach" | "Coach",
    no_coach: "Ingen coach" | "No coach",
    every_coach: "Alla coacher" | "All coaches",
    every_clock: "Alla löften" | "All promises",
    show: "Visa" | "Show",
    name: "Namn" | "Name",
    due: "Sista dag" | "Last day",
    action: "Gör" | "Do",
    none: "Inget att visa här." | "Nothing to show here.",
    none_more: "Löften som bryts eller snart går ut kommer hit." | "Promises that break or soon run out come here.",
    totals: "Så står det" | "How it stands",
    kept: "Hållna" | "Kept",
    broken: "Brutna" | "Broken",
    unexplained: "Utan orsak" | "Without a reason",
    running: "Pågår" | "Running",
    stopped: "Avslutade" | "Stopped",
    not_promised: "Inte lovat" | "Not promised",
    give_reason: "Ange orsak" | "Give the reason",
    by_calendar: "Arbetsdagar räknas efter" | "Working days are counted by",
    to_calendar: "centrets kalender" | "the centre’s calendar",
    reason: "Varför höll vi det inte?" | "Why did we not keep it?",
    reason_lead: "Deltagaren läser samma ord." | "The participant reads the same words.",
    words: "Med några ord" | "In a few words",
    words_hint: "Behövs vid ”annat”. Skriv inget om hälsa." | "Needed with “other”. Write nothing about health.",
    save_reason: "Spara orsaken" | "Save the reason",
    cancel: "Avbryt" | "Cancel",
    why: "Orsak" | "Reason",
    no_reason_yet: "Ingen orsak är angiven än." | "No reason has been given yet.",
    explained_by: "Det här hände" | "What happened",
    nothing_happened: "Inget är registrerat än." | "Nothing has been recorded yet.",
    to_talks: "Till samtalen" | "To the talks",
    to_person: "Till personens sida" | "To the person’s page",
    extend_or_end: "Förläng eller avsluta" | "Extend or end",
    end_enrolment: "Avsluta inskrivningen" | "End the enrolment",
    of_contact: "Löftet om första kontakt" | "The promise of a first contact",
    referral_lead: "Den som anvisade läser samma ord." | "Whoever referred reads the same words.",
    referral_hint: "Behövs vid ”annat”. Skriv inget om hälsa. Skriv inte om någon är inskriven här." | "Needed with “other”. Write nothing about health. Do not write whether anybody is enrolled here.",
    offer_activity: "Erbjud aktivitet" | "Offer an activity",
    hold_meeting: "Boka eller registrera" | "Book or record",
    offer_talk: "Erbjud samtal" | "Offer a talk",
    to_extensions: "Tider som slutar: förlängningar" | "Terms that end: extensions",
    no_promises: "Verksamheten har inga löften med tid." | "The programme has no timed promises.",
}

/// What a clock is called.
pub const fn which(which: Which, lang: Lang) -> &'static str {
    let (sv, en) = match which {
        Which::FirstMeeting => ("Första mötet", "First meeting"),
        Which::CoachTalks => ("Coachsamtal", "Coach talks"),
        Which::Activity => ("Erbjuden aktivitet", "Activity offered"),
        Which::Contact => ("Första kontakt", "First contact"),
        Which::Term => ("Tidsgräns", "Time limit"),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// Why a promise was not kept: the same words to everybody (P7).
pub const fn reason_words(reason: Reason, lang: Lang) -> &'static str {
    let (sv, en) = match reason {
        Reason::PersonCouldNot => ("Du kunde inte då", "You could not come then"),
        Reason::NoFreeTime => ("Det fanns ingen ledig tid", "There was no free time"),
        Reason::CoachIll => ("Coachen var sjuk", "The coach was ill"),
        Reason::Closed => ("Vi hade stängt", "We were closed"),
        Reason::Other => ("Annat", "Other"),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// The same of somebody who was referred and is not here: said about them, to their sender too.
pub const fn reason_of_referral(reason: Reason, lang: Lang) -> &'static str {
    match (reason, lang) {
        (Reason::PersonCouldNot, Lang::Sv) => "Personen kunde inte då",
        (Reason::PersonCouldNot, Lang::En) => "The person could not then",
        (Reason::CoachIll, Lang::Sv) => "Den som skulle höra av sig var sjuk",
        (Reason::CoachIll, Lang::En) => "Whoever was to make contact was ill",
        _ => reason_words(reason, lang),
    }
}

#[cfg(feature = "ssr")]
pub use server::*;

/// What is said of one person's clocks: made on the server.
#[cfg(feature = "ssr")]
mod server {
    use crate::kernel::Lang;
    use crate::promise::Tone;
    use domain::plan::ActivityKind;
    use domain::promise::{Happening, TakenBack, TalkStep, Tally, Which};

    pub const fn tone(tone: Tone, lang: Lang) -> &'static str {
        let (sv, en) = match tone {
            Tone::Running => ("pågår", "running"),
            Tone::Soon => ("snart", "soon"),
            Tone::Kept => ("hållet", "kept"),
            Tone::Broken => ("brutet", "broken"),
            Tone::Stopped => ("avslutat", "stopped"),
        };
        match lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    /// "2 arbetsdagar kvar", "sista dagen".
    pub fn left(days: u32, working: bool, lang: Lang) -> String {
        match (lang, days, working) {
            (Lang::Sv, 0, _) => "sista dagen".to_owned(),
            (Lang::En, 0, _) => "last day".to_owned(),
            (Lang::Sv, 1, true) => "1 arbetsdag kvar".to_owned(),
            (Lang::En, 1, true) => "1 working day left".to_owned(),
            (Lang::Sv, 1, false) => "1 dag kvar".to_owned(),
            (Lang::En, 1, false) => "1 day left".to_owned(),
            (Lang::Sv, n, true) => format!("{n} arbetsdagar kvar"),
            (Lang::En, n, true) => format!("{n} working days left"),
            (Lang::Sv, n, false) => format!("{n} dagar kvar"),
            (Lang::En, n, false) => format!("{n} days left"),
        }
    }

    /// "hölls 24 november".
    pub fn kept_on(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("hållet {day}"),
            Lang::En => format!("kept {day}"),
        }
    }

    /// "bröts 25 november" and when it was done all the same.
    pub fn broken_on(since: &str, late: Option<&str>, lang: Lang) -> String {
        match (lang, late) {
            (Lang::Sv, None) => format!("bröts {since}"),
            (Lang::En, None) => format!("broken {since}"),
            (Lang::Sv, Some(late)) => format!("bröts {since}, gjort {late}"),
            (Lang::En, Some(late)) => format!("broken {since}, done {late}"),
        }
    }

    pub fn stopped_on(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("avslutat {day}"),
            Lang::En => format!("stopped {day}"),
        }
    }

    /// "Erbjudna: 2 av 3 · hållna: 1 · tackade nej: 1": what is none is not said.
    pub fn tally(t: &Tally, lang: Lang) -> String {
        let offered = match (lang, t.needed) {
            (Lang::Sv, 0) => format!("Erbjudna: {}", t.offered),
            (Lang::En, 0) => format!("Offered: {}", t.offered),
            (Lang::Sv, n) => format!("Erbjudna: {} av {n}", t.offered),
            (Lang::En, n) => format!("Offered: {} of {n}", t.offered),
        };
        let rest = [
            (t.waiting, "väntar på svar", "waiting for an answer"),
            (t.booked, "bokade", "booked"),
            (t.held, "hållna", "held"),
            (t.declined, "tackade nej", "declined"),
            (t.missed, "kom inte", "missed"),
            (t.cancelled, "avbokade", "cancelled"),
        ];
        let rest = rest
            .iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, sv, en)| match lang {
                Lang::Sv => format!("{sv}: {n}"),
                Lang::En => format!("{en}: {n}"),
            });
        std::iter::once(offered)
            .chain(rest)
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// What a row of the ledger says.
    pub fn happened(happening: &Happening, lang: Lang) -> &'static str {
        let (sv, en) = match happening {
            Happening::Referred => ("Anvisningen skickades", "The referral was sent"),
            Happening::ReferralEnded => ("Anvisningen avslutades", "The referral ended"),
            Happening::Contacted => ("Första kontakt", "First contact"),
            Happening::Enrolled => ("Inskriven", "Enrolled"),
            Happening::Talk { step, .. } => return talk_step(*step, lang),
            Happening::ActivityOffered => ("Aktivitet erbjuden", "Activity offered"),
            Happening::Explained { .. } => ("Orsak angiven", "Reason given"),
            Happening::Extended { .. } => ("Tiden förlängd", "The term was extended"),
            Happening::Exited => ("Avslutad", "Left"),
            Happening::Corrected { .. } => ("Rättat", "Corrected"),
        };
        match lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    pub const fn talk_step(step: TalkStep, lang: Lang) -> &'static str {
        let (sv, en) = match step {
            TalkStep::Offered => ("Samtal erbjudet", "Talk offered"),
            TalkStep::Booked => ("Samtal bokat", "Talk booked"),
            TalkStep::Held => ("Samtal hållet", "Talk held"),
            TalkStep::Declined => ("Tackade nej till samtal", "Talk declined"),
            TalkStep::Missed => ("Kom inte till samtal", "Missed a talk"),
            TalkStep::Cancelled => ("Samtal avbokat av oss", "Talk cancelled by us"),
        };
        match lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    /// Who was not the own coach: why such a talk keeps no K1.
    pub const fn other_coach(lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => "med en annan än den egna coachen",
            Lang::En => "with another than the own coach",
        }
    }

    /// What was offered, by its kind (K3).
    pub fn offered(kind: &str, lang: Lang) -> Option<&'static str> {
        let (sv, en) = match ActivityKind::from_code(kind)? {
            ActivityKind::JobSearch => ("jobbsökning", "job search"),
            ActivityKind::Placement => ("praktik", "a placement"),
            ActivityKind::Training => ("kurs", "a course"),
            ActivityKind::Education => ("utbildning", "education"),
            ActivityKind::Guidance => ("vägledning", "guidance"),
            ActivityKind::Health | ActivityKind::Meeting | ActivityKind::Own => return None,
        };
        Some(match lang {
            Lang::Sv => sv,
            Lang::En => en,
        })
    }

    /// A row that a later one has taken away.
    pub const fn struck(lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => "rättat, räknas inte",
            Lang::En => "corrected, does not count",
        }
    }

    /// Why an offer was taken back.
    pub const fn taken_back(reason: TakenBack, lang: Lang) -> &'static str {
        let (sv, en) = match reason {
            TakenBack::WrongPerson => ("Det gällde någon annan", "It was meant for somebody else"),
            TakenBack::NotOffered => ("Det blev aldrig erbjudet", "It was never offered"),
            TakenBack::Twice => ("Det stod två gånger", "It was written twice"),
            TakenBack::Other => ("Annat", "Other"),
        };
        match lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    /// What became of an offer that was wrong: put right, or taken back and why.
    pub fn became(day: &str, by: &str, why: Option<&str>, lang: Lang) -> String {
        match (lang, why) {
            (Lang::Sv, None) => format!("rättat {day} av {by}, räknas inte"),
            (Lang::En, None) => format!("corrected {day} by {by}, does not count"),
            (Lang::Sv, Some(why)) => format!("taget tillbaka {day} av {by}: {why}"),
            (Lang::En, Some(why)) => format!("taken back {day} by {by}: {why}"),
        }
    }

    /// The same to the person: which offer, and what there is instead of it.
    pub fn own_mended(
        (day, kind): (&str, &str),
        instead: Option<(&str, &str)>,
        why: Option<&str>,
        lang: Lang,
    ) -> String {
        let why = why.unwrap_or_default().trim_end_matches('.');
        match (lang, instead) {
            (Lang::Sv, None) => format!("Erbjudandet {day} ({kind}) togs tillbaka: {why}."),
            (Lang::En, None) => format!("The offer of {day} ({kind}) was taken back: {why}."),
            (Lang::Sv, Some((on, what))) => {
                format!("Erbjudandet {day} ({kind}) är rättat: {what}, {on}.")
            }
            (Lang::En, Some((on, what))) => {
                format!("The offer of {day} ({kind}) is corrected: {what}, {on}.")
            }
        }
    }

    pub fn until(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("till {day}"),
            Lang::En => format!("until {day}"),
        }
    }

    /// What one's own promise says while it runs.
    pub fn own_running(which: Which, day: &str, t: &Tally, lang: Lang) -> String {
        match (lang, which) {
            (Lang::Sv, Which::FirstMeeting) => format!("Du träffar din coach senast {day}."),
            (Lang::En, Which::FirstMeeting) => format!("You meet your coach by {day}."),
            (Lang::Sv, Which::CoachTalks) => format!(
                "Du får erbjudande om {} samtal senast {day}. Hittills {}.",
                t.needed, t.offered
            ),
            (Lang::En, Which::CoachTalks) if t.needed == 1 => {
                format!("You are offered 1 talk by {day}. So far {}.", t.offered)
            }
            (Lang::En, Which::CoachTalks) => {
                format!(
                    "You are offered {} talks by {day}. So far {}.",
                    t.needed, t.offered
                )
            }
            (Lang::Sv, Which::Activity) => {
                format!("Du får ett erbjudande om jobb, studier eller jobbsökning senast {day}.")
            }
            (Lang::En, Which::Activity) => format!("You are offered work, studies or job search by {day}."),
            (Lang::Sv, Which::Contact) => format!("Vi hör av oss senast {day}."),
            (Lang::En, Which::Contact) => format!("We contact you by {day}."),
            (Lang::Sv, Which::Term) => format!("Din tid här går till {day}."),
            (Lang::En, Which::Term) => format!("Your time here runs until {day}."),
        }
    }

    pub fn own_kept(which: Which, day: &str, lang: Lang) -> String {
        match (lang, which) {
            (Lang::Sv, Which::FirstMeeting) => format!("Du träffade din coach {day}."),
            (Lang::En, Which::FirstMeeting) => format!("You met your coach on {day}."),
            (Lang::Sv, Which::CoachTalks) => "Du har fått erbjudande om alla samtal.".to_owned(),
            (Lang::En, Which::CoachTalks) => "You have been offered all your talks.".to_owned(),
            (Lang::Sv, Which::Activity) => format!("Du fick ett erbjudande {day}."),
            (Lang::En, Which::Activity) => format!("You were offered something on {day}."),
            (Lang::Sv, Which::Contact | Which::Term) => format!("Vi hörde av oss {day}."),
            (Lang::En, Which::Contact | Which::Term) => format!("We contacted you on {day}."),
        }
    }

    pub fn own_broken(which: Which, day: &str, late: Option<&str>, t: &Tally, lang: Lang) -> String {
        let was = match (lang, which) {
            (Lang::Sv, Which::FirstMeeting) => format!("Du skulle träffa din coach senast {day}."),
            (Lang::En, Which::FirstMeeting) => format!("You should have met your coach by {day}."),
            (Lang::Sv, Which::CoachTalks) => format!(
                "Du skulle få erbjudande om {} samtal senast {day}. Det blev {}.",
                t.needed, t.offered
            ),
            (Lang::En, Which::CoachTalks) if t.needed == 1 => format!(
                "You should have been offered 1 talk by {day}. You were offered {}.",
                t.offered
            ),
            (Lang::En, Which::CoachTalks) => format!(
                "You should have been offered {} talks by {day}. You were offered {}.",
                t.needed, t.offered
            ),
            (Lang::Sv, Which::Activity) => format!("Du skulle få ett erbjudande senast {day}."),
            (Lang::En, Which::Activity) => format!("You should have been offered something by {day}."),
            (Lang::Sv, Which::Contact) => format!("Vi skulle höra av oss senast {day}."),
            (Lang::En, Which::Contact) => format!("We should have contacted you by {day}."),
            (Lang::Sv, Which::Term) => format!("Din tid här gick ut {day}."),
            (Lang::En, Which::Term) => format!("Your time here ran out on {day}."),
        };
        match (lang, late) {
            (_, None) => was,
            (Lang::Sv, Some(late)) => format!("{was} Det blev {late} i stället."),
            (Lang::En, Some(late)) => format!("{was} It happened on {late} instead."),
        }
    }

    /// What the totals count: enrolments, and referrals that are none.
    pub fn counted(enrolments: usize, referrals: usize, days: i64, lang: Lang) -> String {
        let of_enrolments = match (lang, enrolments) {
            (Lang::Sv, 1) => format!("1 inskrivning: öppen, eller slutade de senaste {days} dagarna."),
            (Lang::En, 1) => format!("1 enrolment: open, or ended in the last {days} days."),
            (Lang::Sv, n) => {
                format!("{n} inskrivningar: de öppna, och de som slutade de senaste {days} dagarna.")
            }
            (Lang::En, n) => {
                format!("{n} enrolments: the open ones, and those that ended in the last {days} days.")
            }
        };
        let of_referrals = match (lang, referrals) {
            (_, 0) => return of_enrolments,
            (Lang::Sv, 1) => format!(
                "Första kontakt räknar också 1 anvisning: den väntar, eller avslutades de senaste {days} dagarna utan inskrivning."
            ),
            (Lang::En, 1) => format!(
                "First contact counts 1 referral too: it waits, or ended in the last {days} days without an enrolment."
            ),
            (Lang::Sv, n) => format!(
                "Första kontakt räknar också {n} anvisningar: de som väntar, och de som avslutades de senaste {days} dagarna utan inskrivning."
            ),
            (Lang::En, n) => format!(
                "First contact counts {n} referrals too: those that wait, and those that ended in the last {days} days without an enrolment."
            ),
        };
        format!("{of_enrolments} {of_referrals}")
    }

    /// "12 rader, de brutna utan orsak först".
    pub fn rows(n: usize, lang: Lang) -> String {
        match (lang, n) {
            (Lang::Sv, 1) => "1 rad".to_owned(),
            (Lang::En, 1) => "1 row".to_owned(),
            (Lang::Sv, n) => format!("{n} rader, de brutna utan orsak först"),
            (Lang::En, n) => format!("{n} rows, the broken without a reason first"),
        }
    }

    /// "angiven av Karin Lund 25 november".
    pub fn given_by(name: &str, day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("angiven av {name} {day}"),
            Lang::En => format!("given by {name} on {day}"),
        }
    }

    /// "senast 24 november".
    pub fn by(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("senast {day}"),
            Lang::En => format!("by {day}"),
        }
    }

    /// Where a coach's name would stand: of a referral.
    pub const fn not_enrolled(lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => "Anvisad, inte inskriven",
            Lang::En => "Referred, not enrolled",
        }
    }

    pub const fn no_name(lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => "Utan namn",
            Lang::En => "No name",
        }
    }

    /// K4 on the page of a referral, to its sender and at the desk alike.
    pub fn contact_running(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Centret ska höra av sig till personen senast {day}."),
            Lang::En => format!("The centre is to contact the person by {day}."),
        }
    }

    pub fn contact_kept(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!("Centret hörde av sig till personen {day}."),
            Lang::En => format!("The centre contacted the person on {day}."),
        }
    }

    pub fn contact_broken(day: &str, late: Option<&str>, lang: Lang) -> String {
        match (lang, late) {
            (Lang::Sv, None) => format!("Centret skulle ha hört av sig till personen senast {day}."),
            (Lang::En, None) => format!("The centre should have contacted the person by {day}."),
            (Lang::Sv, Some(late)) => {
                format!(
                    "Centret skulle ha hört av sig till personen senast {day}. Det blev {late} i stället."
                )
            }
            (Lang::En, Some(late)) => {
                format!(
                    "The centre should have contacted the person by {day}. It happened on {late} instead."
                )
            }
        }
    }

    /// It was refused or taken back before the last day: neither kept nor broken (decision 029).
    pub fn contact_stopped(day: &str, lang: Lang) -> String {
        match lang {
            Lang::Sv => format!(
                "Anvisningen avslutades {day}, före sista dagen för kontakt. Löftet gäller inte längre."
            ),
            Lang::En => format!(
                "The referral ended on {day}, before the last day for contact. The promise holds no longer."
            ),
        }
    }

    /// What settles a first contact (K4), where the referral is read.
    pub const fn note_contact(lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => "Notera kontakten",
            Lang::En => "Note the contact",
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use domain::promise::Tally;

    #[test]
    fn talks_are_told_apart_and_one_is_one() {
        let t = Tally {
            needed: 3,
            offered: 2,
            held: 1,
            declined: 1,
            ..Tally::default()
        };
        assert_eq!(
            tally(&t, Lang::Sv),
            "Erbjudna: 2 av 3 · hållna: 1 · tackade nej: 1"
        );
        let one = Tally {
            needed: 1,
            ..Tally::default()
        };
        assert_eq!(
            own_broken(Which::CoachTalks, "24 November", None, &one, Lang::En),
            "You should have been offered 1 talk by 24 November. You were offered 0."
        );
        assert_eq!(rows(1, Lang::Sv), "1 rad");
        assert_eq!(
            counted(1, 0, 90, Lang::En),
            "1 enrolment: open, or ended in the last 90 days."
        );
        assert_eq!(
            counted(1, 1, 60, Lang::Sv),
            "1 inskrivning: öppen, eller slutade de senaste 60 dagarna. Första kontakt räknar också 1 anvisning: den \
             väntar, eller avslutades de senaste 60 dagarna utan inskrivning."
        );
    }
}
