//! Words of the extension. The participant reads the same text as the others.

#[cfg(feature = "ssr")]
use super::waiting_api::KeyState;
#[cfg(feature = "ssr")]
use crate::kernel::Lang;
use crate::words;

words! {
    title: "Förlängning" | "Extension",
    my_title: "Mer tid" | "More time",
    back: "Till personens sida" | "To the person’s page",
    to_exit: "Avsluta inskrivningen" | "End the enrolment",
    back_day: "Till i dag" | "To today",
    lead: "Tre ska säga ja till samma text och samma dagar: deltagaren, handläggaren och centret. Om något ändras måste alla tre svara igen." | "Three are to say yes to the same text and the same days: the participant, the case worker and the centre. If anything changes, all three must answer again.",
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
    from_label: "Sista dag nu" | "Last day now",
    from_label_past: "Sista dag förut" | "Last day before",
    until_label: "Ny sista dag" | "New last day",
    deadline_label: "Svar senast" | "Answer by",
    revision_label: "Version" | "Version",
    yes_title: "Ditt svar" | "Your answer",
    yes_means: "Ja gäller bara den här texten och de här dagarna." | "Yes holds for this text and these days only.",
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
    you: "Du" | "You",
    #[cfg(feature = "ssr")]
    you_wait: "har inte svarat än" | "have not answered yet",
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
    to_list: "Alla förlängningar" | "All extensions",
    list_title: "Förlängningar" | "Extensions",
    list_lead: "Förslag som väntar på ja, och tider som snart tar slut." | "Proposals that await a yes, and terms that end soon.",
    which_mine: "Väntar på mig" | "Waiting for me",
    which_waiting: "Alla som väntar" | "All that wait",
    which_without: "Slutar snart, inget förslag" | "Ends soon, nothing proposed",
    which_decided: "Avgjorda" | "Decided",
    decided_lead: "Avgjorda de senaste 90 dagarna." | "Decided in the last 90 days.",
    without_lead: "Tiden slutar inom två månader. Utan förlängning avslutas inskrivningen då." | "The term ends within two months. Without an extension the enrolment ends then.",
    order_label: "Ordna efter" | "Order by",
    order_answer: "Svar senast" | "Answer by",
    order_decided: "Senast avgjord" | "Latest decided",
    order_end: "Sista dag" | "Last day",
    order_name: "Namn" | "Name",
    order_go: "Ordna" | "Order",
    name: "Namn" | "Name",
    coach: "Coach" | "Coach",
    no_coach: "Ingen coach" | "No coach",
    days: "Sista dag" | "Last day",
    answers: "Svar" | "Answers",
    standing: "Svar senast" | "Answer by",
    outcome: "Hur det gick" | "How it went",
    before_label: "Förslag" | "Proposal",
    waits_for_you: "Väntar på dig" | "Waits for you",
    none_mine: "Inget väntar på ditt svar." | "Nothing waits for your answer.",
    none_waiting: "Inga förslag väntar." | "No proposals wait.",
    none_without: "Ingen tid slutar snart utan förslag." | "No term ends soon without a proposal.",
    none_decided: "Inget är avgjort de senaste 90 dagarna." | "Nothing was decided in the last 90 days.",
    none_more: "Ett förslag läggs fram på personens sida." | "A proposal is put forward on the person’s page.",
    #[cfg(feature = "ssr")]
    never_proposed: "Inget förslag" | "No proposal",
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

/// A text that has been changed since, with its days.
#[cfg(feature = "ssr")]
pub fn earlier(written: &str, (new_end, deadline): (&str, &str), words: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("{written}, till {new_end}, svar senast {deadline}: {words}"),
        Lang::En => format!("{written}, until {new_end}, answer by {deadline}: {words}"),
    }
}

/// "8 januari, 7 dagar kvar"
#[cfg(feature = "ssr")]
pub fn with_days_left(day: &str, left: i64, lang: Lang) -> String {
    match (lang, left) {
        (Lang::Sv, 0) => format!("{day}, sista dagen"),
        (Lang::Sv, 1) => format!("{day}, 1 dag kvar"),
        (Lang::Sv, n) => format!("{day}, {n} dagar kvar"),
        (Lang::En, 0) => format!("{day}, last day"),
        (Lang::En, 1) => format!("{day}, 1 day left"),
        (Lang::En, n) => format!("{day}, {n} days left"),
    }
}

/// How a key stands, in the list.
#[cfg(feature = "ssr")]
pub fn mark(state: KeyState, day: Option<&str>, lang: Lang) -> String {
    let word = match (lang, state) {
        (Lang::Sv, KeyState::Given) => "ja",
        (Lang::En, KeyState::Given) => "yes",
        (Lang::Sv, KeyState::Refused) => "nej",
        (Lang::En, KeyState::Refused) => "no",
        (Lang::Sv, KeyState::Awaited) => "väntar",
        (Lang::En, KeyState::Awaited) => "awaited",
        (Lang::Sv, KeyState::Never) => "inget svar",
        (Lang::En, KeyState::Never) => "no answer",
    };
    day.map_or_else(|| word.to_owned(), |day| format!("{word} {day}"))
}

/// How a proposal ended, and when.
#[cfg(feature = "ssr")]
pub fn decided(stage: &str, day: &str, lang: Lang) -> String {
    let word = match (lang, stage) {
        (Lang::Sv, "extended") => "Förlängd",
        (Lang::En, "extended") => "Extended",
        (Lang::Sv, "refused") => "Nej",
        (Lang::En, "refused") => "No",
        (Lang::Sv, "lapsed") => "Alla svar kom inte",
        (Lang::En, "lapsed") => "Not all answered",
        (Lang::Sv, "withdrawn") => "Tillbakadraget",
        (Lang::En, "withdrawn") => "Withdrawn",
        (Lang::Sv, _) => "Inskrivningen slutade eller flyttades",
        (Lang::En, _) => "The enrolment ended or moved",
    };
    format!("{word}, {day}")
}

/// How the last proposal about this term went.
#[cfg(feature = "ssr")]
pub fn before(stage: &str, lang: Lang) -> &'static str {
    match (lang, stage) {
        (Lang::Sv, "refused") => "Någon sa nej",
        (Lang::En, "refused") => "Somebody said no",
        (Lang::Sv, "withdrawn") => "Centret drog tillbaka det",
        (Lang::En, "withdrawn") => "The centre withdrew it",
        (Lang::Sv, "closed") => "Inskrivningen slutade eller flyttades",
        (Lang::En, "closed") => "The enrolment ended or moved",
        (Lang::Sv, _) => "Alla svar kom inte i tid",
        (Lang::En, _) => "Not all answered in time",
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
