//! Those who have not been there long.

use super::State::{Agreed, Done, Idea, UnderWay};
use super::amina::AMINA;
use super::{Began, Story, planned, recurring};
use crate::demo::words::Step;
use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};
use domain::plan::{ActivityKind as K, Doer as D};

pub const REZA: Story = Story {
    number: 104_266,
    pin: "1379",
    given: "Reza",
    family: "Ahmadi",
    spoken: "fa",
    interface: "sv",
    age: 41,
    began: Began::Today,
    weekdays: &[Tue, Thu],
    wanted_first: "",
    want: "",
    good_at: "",
    need: "",
    steps: &[],
    what_sv: "Ny i dag. Planen är tom.",
    what_en: "New today. The plan is empty.",
    ..AMINA
};

pub const DAWIT: Story = Story {
    number: 104_189,
    pin: "4826",
    given: "Dawit",
    family: "Tesfay",
    spoken: "ti",
    interface: "sv",
    age: 28,
    began: Began::Ago(40),
    weekdays: &[Mon, Tue, Wed, Thu, Fri],
    comes: 96,
    checked_in: true,
    wanted_first: "",
    want: "Jag vill svetsa.",
    good_at: "Jag svetsade i tre år hos min farbror.",
    need: "Jag behöver ett svenskt svetsprov.",
    steps: &[
        planned(
            38,
            Done(20),
            -21,
            Step::new(K::JobSearch, D::Participant, "Skriva mitt CV").at("Datasalen"),
        ),
        planned(
            30,
            UnderWay,
            12,
            Step::new(K::Education, D::Other, "Göra ett svetsprov").by("Vuxenutbildningen"),
        ),
        planned(
            8,
            Agreed,
            4,
            Step::new(K::JobSearch, D::Recruiter, "Fråga en verkstad i Gamlestaden"),
        ),
        recurring(
            30,
            UnderWay,
            Step::new(K::Own, D::Participant, "Lära mig ord för verktyg").when("varje dag"),
        ),
    ],
    what_sv: "Redan incheckad i dag.",
    what_en: "Already checked in today.",
    ..AMINA
};

pub const GRACE: Story = Story {
    number: 104_152,
    pin: "7341",
    given: "Grace",
    family: "Adeleke",
    spoken: "en",
    interface: "en",
    age: 37,
    began: Began::Ago(58),
    weekdays: &[Tue, Wed, Thu],
    comes: 88,
    wanted_first: "",
    want: "I want to work in a hotel where I meet people.",
    good_at: "I speak four languages. I am friendly and I keep things tidy.",
    need: "I need practice in Swedish. I need someone to ask a hotel for me.",
    steps: &[
        planned(
            55,
            Done(41),
            -40,
            Step::new(K::JobSearch, D::Participant, "Write my CV in Swedish").at("Datasalen"),
        ),
        recurring(
            50,
            UnderWay,
            Step::new(K::Training, D::Other, "Swedish in the writing room")
                .by("Lena")
                .when("Tuesdays 13.00")
                .at("Skrivstugan"),
        ),
        planned(
            21,
            Agreed,
            3,
            Step::new(K::Placement, D::Recruiter, "Ask a hotel about a placement"),
        ),
        planned(
            9,
            Idea,
            14,
            Step::new(K::Guidance, D::Participant, "Visit the hotel by the station"),
        ),
    ],
    what_sv: "Läser appen på engelska.",
    what_en: "Reads the app in English.",
    ..AMINA
};

pub const OLENA: Story = Story {
    number: 104_231,
    pin: "5518",
    given: "Olena",
    family: "Koval",
    spoken: "uk",
    age: 46,
    began: Began::Ago(15),
    coach: 1,
    weekdays: &[Wed, Fri],
    comes: 75,
    wanted_first: "",
    want: "Jag vill sy och laga kläder.",
    good_at: "Jag syr allt från gardiner till bröllopskläder.",
    need: "Jag behöver en plats att sy på.",
    steps: &[
        planned(
            9,
            Agreed,
            -2,
            Step::new(
                K::Own,
                D::Participant,
                "Visa mina kläder för skrädderiet på torget",
            ),
        ),
        planned(
            6,
            Idea,
            16,
            Step::new(K::Guidance, D::Coach, "Prata om att starta eget"),
        ),
    ],
    what_sv: "Har börjat nyss. Några steg i planen.",
    what_en: "Has just begun. A few steps in the plan.",
    ..AMINA
};
