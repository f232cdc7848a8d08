//! Steps that fit anybody.

use super::Step;
use domain::plan::{ActivityKind as K, Doer as D};

pub const STEPS: &[Step] = &[
    Step::new(K::JobSearch, D::Participant, "Skriva mitt CV")
        .why("Jag vill visa vad jag kan.")
        .at("Datasalen"),
    Step::new(
        K::JobSearch,
        D::Participant,
        "Skriva ett brev till en arbetsgivare",
    )
    .at("Datasalen"),
    Step::new(K::JobSearch, D::Participant, "Söka tre jobb i veckan").when("varje fredag"),
    Step::new(K::JobSearch, D::Participant, "Ringa fem arbetsgivare").why("De svarar oftare när man ringer."),
    Step::new(
        K::JobSearch,
        D::Participant,
        "Be om ett intyg från mitt förra jobb",
    ),
    Step::new(K::JobSearch, D::Participant, "Lägga ut mitt CV på nätet").at("Datasalen"),
    Step::new(K::JobSearch, D::Coach, "Öva på en intervju")
        .why("Jag blir nervös när jag pratar om mig själv."),
    Step::new(K::JobSearch, D::Recruiter, "Leta efter lediga jobb nära hemmet"),
    Step::new(K::JobSearch, D::Recruiter, "Tipsa en arbetsgivare om mig").why("Jag har sagt ja till det."),
    Step::new(K::Placement, D::Recruiter, "Fråga om en praktikplats").when("nästa vecka"),
    Step::new(K::Placement, D::Recruiter, "Besöka praktikplatsen tillsammans"),
    Step::new(K::Placement, D::Participant, "Praktik tre dagar i veckan")
        .why("Jag vill visa att jag klarar det."),
    Step::new(
        K::Placement,
        D::Participant,
        "Prata med handledaren om mina tider",
    ),
    Step::new(K::Training, D::Other, "Svenska i skrivstugan")
        .by("Lena")
        .when("tisdagar 13.00")
        .at("Skrivstugan"),
    Step::new(K::Training, D::Other, "Lära mig mer om datorn")
        .by("Datacoachen")
        .when("torsdagar 10.00")
        .at("Datasalen"),
    Step::new(K::Training, D::Participant, "Kurs i hjärt- och lungräddning"),
    Step::new(K::Training, D::Participant, "Kurs i svenska på jobbet")
        .why("Jag vill förstå vad kunderna säger."),
    Step::new(K::Education, D::Coach, "Söka till vuxenutbildningen"),
    Step::new(K::Education, D::Participant, "Skicka in mina betyg för bedömning")
        .why("Jag har gått i skola i ett annat land."),
    Step::new(K::Education, D::Participant, "Läsa svenska på kvällen").when("måndagar och onsdagar 17.30"),
    Step::new(K::Education, D::Other, "Få prövat vad jag kan i mitt yrke").by("Vuxenutbildningen"),
    Step::new(K::Guidance, D::Other, "Prata med studie- och yrkesvägledaren")
        .by("Vägledaren")
        .at("Rum 4"),
    Step::new(
        K::Guidance,
        D::Participant,
        "Göra en lista på jobb som passar mig",
    ),
    Step::new(K::Guidance, D::Coach, "Gå igenom vad jag har jobbat med förut")
        .why("Jag har glömt hur mycket jag kan."),
    Step::new(K::Guidance, D::Participant, "Gå på studiebesök på en arbetsplats"),
    Step::new(K::Health, D::Participant, "Promenera en halvtimme varje dag").when("varje morgon"),
    Step::new(K::Health, D::Other, "Rörelsegruppen")
        .by("Henrik")
        .when("torsdagar 14.00")
        .at("Stora salen"),
    Step::new(K::Health, D::Participant, "Äta frukost innan jag går hemifrån"),
    Step::new(K::Meeting, D::Coach, "Samtal om hur det går")
        .when("varannan onsdag 10.00")
        .at("Rum 2"),
    Step::new(K::Meeting, D::Other, "Information från Försäkringskassan")
        .by("Försäkringskassan")
        .at("Stora salen"),
    Step::new(K::Meeting, D::Coach, "Möte med min handläggare").why("Vi ska prata om våren tillsammans."),
    Step::new(K::Own, D::Participant, "Öva på teorin till körkort").when("på kvällen"),
    Step::new(K::Own, D::Participant, "Ordna barnomsorg på morgonen").why("Många jobb börjar klockan sju."),
    Step::new(K::Own, D::Participant, "Hitta bussen till jobbet"),
    Step::new(K::Own, D::Participant, "Prata svenska med min granne").when("varje dag"),
    Step::new(K::Own, D::Participant, "Läsa en bok på lätt svenska"),
    Step::new(K::Own, D::Participant, "Skriva tider i telefonens kalender"),
    Step::new(K::Own, D::Participant, "Fråga min kusin om hennes jobb"),
];

/// The same for those who read English.
pub const STEPS_EN: &[Step] = &[
    Step::new(K::JobSearch, D::Participant, "Write my CV in Swedish").at("Datasalen"),
    Step::new(K::JobSearch, D::Participant, "Apply for three jobs a week").when("every Friday"),
    Step::new(K::JobSearch, D::Coach, "Practise for an interview"),
    Step::new(
        K::JobSearch,
        D::Recruiter,
        "Find workplaces where they speak English",
    ),
    Step::new(K::Placement, D::Recruiter, "Ask about a placement"),
    Step::new(K::Training, D::Other, "Swedish in the writing room")
        .by("Lena")
        .when("Tuesdays 13.00")
        .at("Skrivstugan"),
    Step::new(K::Education, D::Participant, "Send in my degree for assessment"),
    Step::new(K::Guidance, D::Other, "Talk to the study adviser")
        .by("Vägledaren")
        .at("Rum 4"),
    Step::new(K::Health, D::Participant, "Go for a walk every morning").when("every morning"),
    Step::new(K::Meeting, D::Coach, "Talk about how it goes")
        .when("every second Wednesday 10.00")
        .at("Rum 2"),
    Step::new(K::Own, D::Participant, "Speak Swedish with my neighbour").when("every day"),
    Step::new(K::Own, D::Participant, "Study for the driving test"),
];
