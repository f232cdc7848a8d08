//! Those who have come a long way.

use super::State::{Agreed, Done, Idea, Stopped, UnderWay};
use super::amina::AMINA;
use super::{Began, Story, planned, recurring};
use crate::demo::words::Step;
use chrono::Weekday::{Mon, Thu, Tue};
use domain::plan::{ActivityKind as K, Doer as D};

pub const YUSUF: Story = Story {
    number: 104_088,
    pin: "6205",
    given: "Yusuf",
    family: "Barre",
    spoken: "so",
    age: 25,
    began: Began::Ago(128),
    coach: 1,
    weekdays: &[Mon, Tue, Thu],
    comes: 93,
    wanted_first: "Jag vill jobba med mat.",
    want: "Jag vill bli bagare. Jag gillar att börja tidigt.",
    good_at: "Jag bakar varje dag. Jag är pigg på morgonen. Jag lär mig fort när någon visar.",
    need: "Jag behöver få visa vad jag kan på ett riktigt bageri.",
    steps: &[
        planned(
            126,
            Done(110),
            -110,
            Step::new(K::JobSearch, D::Participant, "Skriva mitt CV").at("Datasalen"),
        ),
        planned(
            124,
            Done(101),
            -100,
            Step::new(K::Guidance, D::Other, "Prata med studie- och yrkesvägledaren")
                .by("Vägledaren")
                .at("Rum 4"),
        ),
        planned(
            120,
            Done(95),
            -98,
            Step::new(
                K::Guidance,
                D::Participant,
                "Göra en lista på jobb som passar mig",
            ),
        ),
        planned(
            110,
            Stopped(84),
            -80,
            Step::new(K::JobSearch, D::Participant, "Söka jobb i pizzeria")
                .why("De ville ha någon på nätterna. Det går inte för mig."),
        ),
        planned(
            104,
            Done(77),
            -77,
            Step::new(K::Training, D::Participant, "Kurs i hygien för livsmedel")
                .why("Alla bagerier frågar efter det."),
        ),
        recurring(
            100,
            Done(31),
            Step::new(K::Training, D::Other, "Svenska i skrivstugan")
                .by("Lena")
                .when("tisdagar 13.00")
                .at("Skrivstugan"),
        ),
        planned(
            90,
            Done(66),
            -66,
            Step::new(K::Placement, D::Recruiter, "Fråga bageriet på torget"),
        ),
        planned(
            80,
            Done(58),
            -59,
            Step::new(K::JobSearch, D::Coach, "Öva på en intervju").at("Rum 2"),
        ),
        planned(
            64,
            Stopped(40),
            -42,
            Step::new(K::Health, D::Participant, "Simma en gång i veckan")
                .why("Badet stängde. Nu går jag till bageriet i stället."),
        ),
        planned(
            60,
            UnderWay,
            19,
            Step::new(K::Placement, D::Participant, "Praktik på bageriet")
                .why("Jag vill visa att jag klarar det.")
                .at("Bageriet på torget"),
        ),
        planned(
            44,
            Done(23),
            -23,
            Step::new(K::Placement, D::Recruiter, "Besöka bageriet tillsammans").at("Bageriet på torget"),
        ),
        planned(
            30,
            Done(9),
            -8,
            Step::new(K::Own, D::Participant, "Hitta en buss som går före fem"),
        ),
        recurring(
            26,
            UnderWay,
            Step::new(K::Meeting, D::Coach, "Samtal om hur det går")
                .when("varannan onsdag 10.00")
                .at("Rum 2"),
        ),
        planned(
            11,
            Agreed,
            5,
            Step::new(K::Meeting, D::Coach, "Möte med bagaren om våren")
                .why("Vi ska fråga om det kan bli ett jobb."),
        ),
        planned(
            4,
            Idea,
            24,
            Step::new(K::Education, D::Participant, "Läsa om bagarutbildningen"),
        ),
    ],
    what_sv: "Har många steg i planen, och praktik.",
    what_en: "Has many steps in the plan, and a placement.",
    ..AMINA
};

pub const HANNA: Story = Story {
    number: 104_035,
    pin: "9164",
    given: "Hanna",
    family: "Lindqvist",
    spoken: "sv",
    age: 36,
    identity_number: Some("199001012385"),
    began: Began::TermEndsIn(9),
    coach: 1,
    weekdays: &[Mon, Thu],
    comes: 95,
    wanted_first: "Jag vet inte än.",
    want: "Jag vill arbeta på kontor. Helst halvtid först.",
    good_at: "Jag har ordning på papper. Jag skriver bra. Jag är lugn i telefon.",
    need: "Jag behöver en arbetsgivare som låter mig börja lugnt.",
    steps: &[
        planned(
            170,
            Done(150),
            -150,
            Step::new(K::Guidance, D::Coach, "Gå igenom vad jag har jobbat med förut")
                .why("Jag hade glömt hur mycket jag kan."),
        ),
        planned(
            160,
            Done(139),
            -140,
            Step::new(K::JobSearch, D::Participant, "Skriva mitt CV").at("Datasalen"),
        ),
        planned(
            120,
            Done(60),
            -60,
            Step::new(K::Training, D::Other, "Kurs i kalkyl och brev")
                .by("Datacoachen")
                .at("Datasalen"),
        ),
        planned(
            75,
            Done(14),
            -14,
            Step::new(K::Placement, D::Participant, "Prova tre veckor i en reception"),
        ),
        planned(
            15,
            UnderWay,
            2,
            Step::new(K::JobSearch, D::Participant, "Söka jobbet på vårdcentralen")
                .why("Jag känner dem från praktiken."),
        ),
        planned(
            10,
            Agreed,
            4,
            Step::new(K::Meeting, D::Coach, "Möte om vad som händer sedan")
                .why("Min tid här tar snart slut."),
        ),
    ],
    what_sv: "Tiden tar slut om en dryg vecka.",
    what_en: "The time here ends in a little over a week.",
    ..AMINA
};
