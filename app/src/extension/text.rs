//! Words of the extension. The participant reads the same text as the others.

#[cfg(feature = "ssr")]
use crate::kernel::Lang;
use crate::words;

words! {
    title: "Förlängning" | "Extension",
    my_title: "Mer tid" | "More time",
    back: "Till personens sida" | "To the person’s page",
    back_day: "Till i dag" | "To today",
    lead: "Tre ska säga ja till samma text: deltagaren, handläggaren och centret. Om texten ändras måste alla tre svara igen." | "Three are to say yes to the same text: the participant, the case worker and the centre. If the text changes, all three must answer again.",
    not_possible: "Den här inskrivningen kan inte förlängas." | "This enrolment cannot be extended.",
    #[cfg(feature = "ssr")]
    no_term: "Ingen pågående inskrivning med sluttid." | "No enrolment under way that has an end.",
    near: "Slutet är nära. Utan förlängning avslutas inskrivningen när tiden är slut." | "The end is near. Without an extension the enrolment ends with its term.",
    propose_title: "Nytt förslag" | "New proposal",
    change_title: "Ändra förslaget" | "Change the proposal",
    change_lead: "Varje ändring av text eller dag gör att alla tre måste svara igen." | "Any change of text or day means that all three must answer again.",
    agency: "Vilken myndighet ska säga ja?" | "Which agency is to say yes?",
    new_end: "Ny sista dag" | "New last day",
    deadline: "Svar senast" | "Answer by",
    words_label: "Varför, och vad som ska göras" | "Why, and what is to be done",
    words_hint: "Deltagaren, handläggaren och centret läser samma text." | "The participant, the case worker and the centre read the same text.",
    propose_go: "Lägg fram förslaget" | "Put the proposal forward",
    change_go: "Spara ändringen" | "Save the change",
    withdraw: "Dra tillbaka förslaget" | "Withdraw the proposal",
    blind: "Myndigheten kan inte läsa förslaget: personen har inte samtyckt till det." | "The agency cannot read the proposal: the person has not consented to it.",
    now_title: "Förslaget" | "The proposal",
    past_title: "Tidigare förslag" | "Earlier proposals",
    earlier_title: "Texter som har ändrats" | "Texts that were changed",
    keys_title: "Vem har sagt ja" | "Who has said yes",
    until_label: "Ny sista dag" | "New last day",
    yes_title: "Ditt svar" | "Your answer",
    yes_means: "Ja gäller bara den här texten och den här dagen." | "Yes holds for this text and this day only.",
    yes_means_me: "Om du säger ja kan du vara kvar till den nya dagen. De andra två måste också säga ja." | "If you say yes you can stay until the new day. The other two must say yes as well.",
    yes_go: "Ja, förläng" | "Yes, extend",
    no_summary: "Säg nej" | "Say no",
    no_means: "Om du säger nej är förslaget slut. Alla tre kan läsa varför." | "If you say no the proposal ends. All three can read why.",
    refusal: "Varför inte?" | "Why not?",
    no_go: "Nej, förläng inte" | "No, do not extend",
    nothing_mine: "Det finns inget förslag om att förlänga din tid." | "There is no proposal to extend your time.",
    ask_coach: "Prata med din coach om du vill ha mer tid." | "Talk to your coach if you want more time.",
    #[cfg(feature = "ssr")]
    waits: "har inte svarat än" | "has not answered yet",
    #[cfg(feature = "ssr")]
    void: "sa ja till en tidigare text, som inte gäller" | "said yes to an earlier text, which does not count",
    #[cfg(feature = "ssr")]
    agency_waits: "Ett förslag om förlängning väntar på ert svar." | "A proposed extension awaits your answer.",
    #[cfg(feature = "ssr")]
    agency_open: "Ett förslag om förlängning väntar på de andras svar." | "A proposed extension awaits the others’ answers.",
    #[cfg(feature = "ssr")]
    agency_past: "Tidigare förslag om förlängning" | "Earlier proposed extensions",
    #[cfg(feature = "ssr")]
    day_waits: "Läs förslaget om mer tid" | "Read the proposal of more time",
    #[cfg(feature = "ssr")]
    day_ends: "Kan tiden förlängas?" | "Can the time be extended?",
    to_person: "Till personens sida" | "To the person’s page",
}

/// "Tiden slutar 9 maj: 20 dagar kvar."
#[cfg(feature = "ssr")]
pub fn term(end: &str, left: i64, lang: Lang) -> String {
    match (lang, left) {
        (Lang::Sv, 0) => "Tiden slutar i dag: sista dagen.".to_owned(),
        (Lang::Sv, 1) => format!("Tiden slutar {end}: 1 dag kvar."),
        (Lang::Sv, n) if n >= 0 => format!("Tiden slutar {end}: {n} dagar kvar."),
        (Lang::Sv, _) => format!("Tiden slutade {end}."),
        (Lang::En, 0) => "The term ends today: last day.".to_owned(),
        (Lang::En, 1) => format!("The term ends {end}: 1 day left."),
        (Lang::En, n) if n >= 0 => format!("The term ends {end}: {n} days left."),
        (Lang::En, _) => format!("The term ended {end}."),
    }
}

/// Who holds a key.
#[cfg(feature = "ssr")]
pub fn who(key: &str, agency: Option<&str>, lang: Lang) -> String {
    match (lang, key, agency) {
        (Lang::Sv, "participant", _) => "Deltagaren".to_owned(),
        (Lang::En, "participant", _) => "The participant".to_owned(),
        (Lang::Sv, "case_worker", Some(agency)) => format!("Handläggaren på {agency}"),
        (Lang::En, "case_worker", Some(agency)) => format!("The case worker at {agency}"),
        (Lang::Sv, "case_worker", None) => "Handläggaren".to_owned(),
        (Lang::En, "case_worker", None) => "The case worker".to_owned(),
        (Lang::Sv, ..) => "Centret".to_owned(),
        (Lang::En, ..) => "The centre".to_owned(),
    }
}

#[cfg(feature = "ssr")]
pub fn given(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("sa ja {day}"),
        Lang::En => format!("said yes {day}"),
    }
}

#[cfg(feature = "ssr")]
pub fn refused(day: &str, why: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("sa nej {day}: {why}"),
        Lang::En => format!("said no {day}: {why}"),
    }
}

/// How a proposal stands.
#[cfg(feature = "ssr")]
pub fn stage(code: &str, deadline: &str, new_end: &str, lang: Lang) -> String {
    match (lang, code) {
        (Lang::Sv, "open") => format!("Väntar på svar, senast {deadline}."),
        (Lang::En, "open") => format!("Awaits answers, by {deadline}."),
        (Lang::Sv, "extended") => format!("Tiden är förlängd till {new_end}."),
        (Lang::En, "extended") => format!("The term is extended to {new_end}."),
        (Lang::Sv, "refused") => "Någon sa nej.".to_owned(),
        (Lang::En, "refused") => "Somebody said no.".to_owned(),
        (Lang::Sv, "lapsed") => format!("Alla svar kom inte till {deadline}."),
        (Lang::En, "lapsed") => format!("Not all had answered by {deadline}."),
        (Lang::Sv, "withdrawn") => "Centret drog tillbaka förslaget.".to_owned(),
        (Lang::En, "withdrawn") => "The centre withdrew the proposal.".to_owned(),
        (Lang::Sv, _) => "Inskrivningen avslutades eller flyttades.".to_owned(),
        (Lang::En, _) => "The enrolment ended or moved.".to_owned(),
    }
}

/// A text that has been changed since.
#[cfg(feature = "ssr")]
pub fn earlier(written: &str, new_end: &str, words: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{written}, till {new_end}: {words}"),
        Lang::En => format!("{written}, until {new_end}: {words}"),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_told_as_such() {
        assert_eq!(term("9 maj", 0, Lang::Sv), "Tiden slutar i dag: sista dagen.");
        assert_eq!(term("9 maj", 1, Lang::Sv), "Tiden slutar 9 maj: 1 dag kvar.");
    }
}
