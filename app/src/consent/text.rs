//! Words of consent. What a participant reads, they read as "you", at the desk too: it is read to them there.

use crate::kernel::Lang;
use crate::words;
use domain::consent::{Category, Direction, How, Purpose, TextLanguage};

words! {
    title: "Vem får veta vad" | "Who may know what",
    lead: "Du bestämmer. Du kan ändra dig när du vill." | "You decide. You can change your mind at any time.",
    back: "Tillbaka" | "Back",
    yes: "Ja" | "Yes",
    no: "Nej" | "No",
    not_talking: "Vi får inte prata med varandra om dig." | "We may not talk to each other about you.",
    read_and_decide: "Läs och bestäm" | "Read and decide",
    add_more: "Ändra eller lägg till" | "Change or add",
    withdraw: "Ta tillbaka" | "Take back",
    withdraw_all: "Ta tillbaka allt" | "Take back all of it",
    withdraw_go: "Ja, ta tillbaka" | "Yes, take it back",
    told_stays: "Det de redan har läst står kvar i listan." | "What they have read already stays in the list.",
    told_title: "Det här har de fått veta" | "This is what they have been told",
    not_enrolled: "Du är inte inskriven nu. Då finns det inget att säga ja till." | "You are not enrolled now. Then there is nothing to say yes to.",
    none_asked: "Just nu finns det ingen att bestämma om." | "There is nobody to decide about right now.",
    withdrawn: "Klart. Det gäller från nu." | "Done. It holds from now on.",
    already: "Det har du redan sagt ja till. Inget ändrades." | "You have agreed to that already. Nothing changed.",
    receipt: "Kvitto" | "Receipt",
    decide_over: "Läs och bestäm" | "Read and decide",
    read_in: "Läs på" | "Read in",
    may_say_no: "Vill du säga nej? Då behöver du inte göra något." | "Do you want to say no? Then you need not do anything.",
    what: "Vad får vi berätta?" | "What may be told?",
    what_hint: "Kryssa bara det du vill." | "Tick only what you want.",
    change_hint: "Vill du ändra något? Ta då först tillbaka det." | "Do you want to change something? Then first take it back.",
    why: "Varför?" | "Why?",
    how_long: "Hur länge?" | "How long?",
    as_long_as_enrolled: "Så länge du är inskriven" | "For as long as you are enrolled",
    until_a_day: "Till en viss dag" | "Until a certain day",
    last_day: "Sista dagen" | "Last day",
    sign: "Skriv under här" | "Sign here",
    sign_hint: "Skriv ditt namn med fingret, en penna eller musen." | "Write your name with a finger, a pen or the mouse.",
    sign_again: "Gör om" | "Start over",
    sign_field: "Fält att skriva under i" | "Field to sign in",
    sign_paper: "Kan du inte skriva på skärmen? Skriv under på papper i receptionen." | "Can you not write on the screen? Sign on paper at the reception.",
    sign_no_script: "Den här telefonen kan inte ta emot en underskrift. Skriv under på papper i receptionen." | "This device cannot take a signature. Sign on paper at the reception.",
    sign_missing: "Skriv under först." | "Sign first.",
    say_yes: "Ja, jag samtycker" | "Yes, I consent",
    version: "Text" | "Text",
    agreed_to: "Det här sa du ja till" | "This is what you agreed to",
    party: "Part" | "Party",
    whom: "Namn" | "Name",
    signed_at: "När" | "When",
    signed_how: "Hur" | "How",
    kept_at: "Papperet finns" | "The paper is kept",
    language: "Språk" | "Language",
    signature: "Underskrift" | "Signature",
    the_text: "Texten du läste" | "The text that you read",
    in_force: "Gäller" | "In force",
    ended: "Gäller inte längre" | "No longer in force",
    print: "Skriv ut" | "Print",
    desk_title: "Samtycke" | "Consent",
    desk_lead: "Läs tillsammans. Deltagaren väljer själv. Inget är valt från början." | "Read it together. The participant chooses. Nothing is chosen beforehand.",
    desk_take: "Ta emot samtycke" | "Take consent",
    desk_now: "Gäller nu" | "In force now",
    desk_none: "Det finns inget samtycke." | "There is no consent.",
    desk_not_enrolled: "Personen är inte inskriven här nu. Samtycke kan inte tas emot." | "The person is not enrolled here now. Consent cannot be taken.",
    desk_who: "Vilken part?" | "Which party?",
    desk_language: "Vilket språk läses det på?" | "In which language is it read?",
    desk_how: "Hur skrivs det under?" | "How is it signed?",
    on_paper: "På papper" | "On paper",
    on_paper_hint: "Originalet är underskrivet och sparas här." | "The original is signed and kept here.",
    on_screen: "På den här skärmen" | "On this screen",
    on_screen_hint: "Visa texten och låt deltagaren skriva under." | "Show the text and let the participant sign.",
    on_screen_needs: "Att skriva under på skärmen går inte här. Ta emot det på papper." | "Signing on the screen does not work here. Take it on paper.",
    paper_place: "Var finns papperet?" | "Where is the paper kept?",
    paper_place_hint: "Till exempel: Pärm 3, receptionen." | "For example: Binder 3, reception.",
    desk_save: "Spara samtycket" | "Save the consent",
    desk_show: "Visa för deltagaren" | "Show it to the participant",
    desk_back: "Tillbaka till valen" | "Back to the choices",
    desk_saved: "Samtycket är sparat." | "The consent is saved.",
    desk_already: "Det finns redan. Inget nytt sparades." | "It is there already. Nothing new was saved.",
    desk_on_behalf: "Läs upp för deltagaren. Ta bara tillbaka när deltagaren ber om det." | "Read it to the participant. Take it back only when they ask for it.",
    summary_title: "Samtycken" | "Consents",
    summary_none: "Inga samtycken gäller." | "No consents are in force.",
    summary_desk: "Ta emot eller ta tillbaka" | "Take or withdraw",
}

/// What a category is, as "you" hear it, in the language of a text.
pub const fn in_text(category: Category, language: TextLanguage) -> &'static str {
    use Category as C;
    match (language, category) {
        (TextLanguage::Sv | TextLanguage::SvEasy, C::Enrolment) => "att du är inskriven",
        (TextLanguage::En, C::Enrolment) => "that you are enrolled",
        (TextLanguage::Sv, C::Contact) => "dina kontaktuppgifter och ditt språk",
        (TextLanguage::SvEasy, C::Contact) => "ditt telefonnummer, din adress och ditt språk",
        (TextLanguage::En, C::Contact) => "your contact details and your language",
        (TextLanguage::Sv | TextLanguage::SvEasy, C::Plan) => "din plan, när du delar den",
        (TextLanguage::En, C::Plan) => "your plan, when you share it",
        (TextLanguage::Sv | TextLanguage::SvEasy, C::Outcome) => "hur det gick när du slutade",
        (TextLanguage::En, C::Outcome) => "how it went when you left",
        (TextLanguage::Sv, C::Review) => "det vi kommer fram till på avstämningssamtal",
        (TextLanguage::SvEasy, C::Review) => "det vi bestämmer när vi träffas alla",
        (TextLanguage::En, C::Review) => "what joint reviews come to",
        (TextLanguage::Sv | TextLanguage::SvEasy, C::Planning) => "din planering",
        (TextLanguage::En, C::Planning) => "what they have planned with you",
        (TextLanguage::Sv, C::Investigations) => "tidigare utredningar",
        (TextLanguage::SvEasy, C::Investigations) => "det de har utrett om dig förut",
        (TextLanguage::En, C::Investigations) => "earlier investigations",
        (TextLanguage::Sv, C::WorkExperience) => "din arbetslivserfarenhet",
        (TextLanguage::SvEasy, C::WorkExperience) => "vad du har jobbat med",
        (TextLanguage::En, C::WorkExperience) => "your work experience",
    }
}

/// The language of a text that the interface's language begins with.
pub const fn text_of(lang: Lang) -> TextLanguage {
    match lang {
        Lang::Sv => TextLanguage::Sv,
        Lang::En => TextLanguage::En,
    }
}

/// What a category is, in the interface's language.
pub const fn category(category: Category, lang: Lang) -> &'static str {
    in_text(category, text_of(lang))
}

/// "They may tell us:".
pub const fn way(direction: Direction, language: TextLanguage) -> &'static str {
    match (language, direction) {
        (TextLanguage::Sv | TextLanguage::SvEasy, Direction::FromAgency) => "De får berätta för oss:",
        (TextLanguage::En, Direction::FromAgency) => "They may tell us:",
        (TextLanguage::Sv | TextLanguage::SvEasy, Direction::ToAgency) => "Vi får berätta för dem:",
        (TextLanguage::En, Direction::ToAgency) => "We may tell them:",
    }
}

/// What it is for.
pub const fn purpose(purpose: Purpose, language: TextLanguage) -> &'static str {
    match (language, purpose) {
        (TextLanguage::Sv, Purpose::Coordination) => "För att samordna ditt stöd",
        (TextLanguage::SvEasy, Purpose::Coordination) => "För att hjälpa dig tillsammans",
        (TextLanguage::En, Purpose::Coordination) => "To coordinate your support",
        (TextLanguage::Sv, Purpose::FollowUp) => "För att följa upp hur det går",
        (TextLanguage::SvEasy, Purpose::FollowUp) => "För att se hur det går för dig",
        (TextLanguage::En, Purpose::FollowUp) => "To follow up how it goes",
        (TextLanguage::Sv | TextLanguage::SvEasy, Purpose::Placement) => "För att hitta praktik eller jobb",
        (TextLanguage::En, Purpose::Placement) => "To find a placement or a job",
    }
}

/// How it was signed.
pub const fn how(how: How, lang: Lang) -> &'static str {
    match (lang, how) {
        (Lang::Sv, How::Paper) => "På papper",
        (Lang::En, How::Paper) => "On paper",
        (Lang::Sv, How::Screen) => "Underskrivet på skärm",
        (Lang::En, How::Screen) => "Signed on a screen",
        (Lang::Sv, How::Eid) => "Med e-legitimation",
        (Lang::En, How::Eid) => "With an electronic identity",
    }
}

/// The name of a text's language, in that language.
pub const fn language_name(language: TextLanguage) -> &'static str {
    match language {
        TextLanguage::Sv => "Svenska",
        TextLanguage::SvEasy => "Lätt svenska",
        TextLanguage::En => "English",
    }
}

/// "a", "a and b", "a, b and c".
pub fn joined(words: &[&str], language: TextLanguage) -> String {
    let and = match language {
        TextLanguage::Sv | TextLanguage::SvEasy => " och ",
        TextLanguage::En => " and ",
    };
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
    }
}

/// "From 9 November. Holds for as long as you are enrolled."
pub fn holds(since: &str, until: Option<&str>, lang: Lang) -> String {
    match (lang, until) {
        (Lang::Sv, None) => format!("Från {since}. Gäller så länge du är inskriven."),
        (Lang::En, None) => format!("From {since}. Holds for as long as you are enrolled."),
        (Lang::Sv, Some(day)) => format!("Från {since}. Gäller till och med {day}."),
        (Lang::En, Some(day)) => format!("From {since}. Holds through {day}."),
    }
}

/// "Until when", of what is chosen, in the language of a text.
pub fn until(day: Option<&str>, language: TextLanguage) -> String {
    match (language, day) {
        (TextLanguage::Sv | TextLanguage::SvEasy, None) => "Så länge du är inskriven".to_owned(),
        (TextLanguage::En, None) => "For as long as you are enrolled".to_owned(),
        (TextLanguage::Sv | TextLanguage::SvEasy, Some(day)) => format!("Till och med {day}"),
        (TextLanguage::En, Some(day)) => format!("Through {day}"),
    }
}

/// What changes when this is withdrawn: one sentence a way.
pub fn withdrawal(party: &str, direction: Direction, categories: &[Category], lang: Lang) -> String {
    let words: Vec<&str> = categories
        .iter()
        .map(|c| match (lang, c) {
            // Here it is no longer shared: the condition would only puzzle.
            (Lang::Sv, Category::Plan) => "din plan",
            (Lang::En, Category::Plan) => "your plan",
            _ => category(*c, lang),
        })
        .collect();
    let what = joined(&words, text_of(lang));
    match (lang, direction) {
        (Lang::Sv, Direction::ToAgency) => format!("{party} ser inte längre {what}."),
        (Lang::En, Direction::ToAgency) => format!("{party} will no longer see {what}."),
        (Lang::Sv, Direction::FromAgency) => format!("{party} får inte längre berätta för oss om {what}."),
        (Lang::En, Direction::FromAgency) => format!("{party} may no longer tell us about {what}."),
    }
}

/// "Taken back on 3 December".
pub fn withdrawn_on(day: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Tillbakataget {day}"),
        Lang::En => format!("Taken back on {day}"),
    }
}

/// "Version 1 · 3f2a…".
pub fn version_and_hash(version: i32, hash: &str) -> String {
    format!("{version} · {hash}")
}
