//! One who has left, and one who is enrolled at another centre.

use super::State::{Agreed, Done, Stopped, UnderWay};
use super::amina::AMINA;
use super::{Began, Story, planned};
use crate::demo::words::Step;
use chrono::Weekday::{Mon, Thu, Tue, Wed};
use domain::plan::{ActivityKind as K, Doer as D};

pub const MARKO: Story = Story {
    number: 104_059,
    pin: "8037",
    given: "Marko",
    family: "Petrović",
    spoken: "bs",
    age: 52,
    began: Began::Left {
        ago: 20,
        stayed: 131,
        outcome: "work",
    },
    coach: 0,
    weekdays: &[Mon, Wed],
    comes: 85,
    wanted_first: "",
    want: "Jag vill köra buss igen.",
    good_at: "Jag är lugn i trafiken. Jag hittar överallt.",
    need: "Jag behöver förnya mitt busskort.",
    steps: &[
        planned(
            120,
            Done(96),
            -95,
            Step::new(K::Education, D::Coach, "Ta reda på hur jag förnyar busskortet"),
        ),
        planned(
            92,
            Done(31),
            -30,
            Step::new(K::Education, D::Participant, "Gå kursen för busskortet"),
        ),
        planned(
            28,
            Done(6),
            -5,
            Step::new(K::JobSearch, D::Participant, "Söka jobb hos två bussbolag"),
        ),
        planned(
            20,
            Stopped(4),
            -1,
            Step::new(K::JobSearch, D::Participant, "Söka jobb som vaktmästare")
                .why("Jag fick jobbet på bussen i stället."),
        ),
    ],
    what_sv: "Har fått jobb och är inte inskriven längre.",
    what_en: "Has found work and is not enrolled any more.",
    ..AMINA
};

pub const ROJIN: Story = Story {
    number: 104_127,
    pin: "3692",
    given: "Rojin",
    family: "Karim",
    spoken: "ckb",
    age: 31,
    at_arbvux: true,
    began: Began::Ago(140),
    weekdays: &[Tue, Wed, Thu],
    comes: 85,
    wanted_first: "",
    want: "Jag vill bli barnskötare.",
    good_at: "Jag har tålamod. Jag kan tre språk.",
    need: "Jag behöver gå klart kursen och få ett första jobb.",
    steps: &[
        planned(
            120,
            Done(70),
            -70,
            Step::new(K::Placement, D::Participant, "Praktik på en förskola"),
        ),
        planned(
            66,
            UnderWay,
            40,
            Step::new(K::Education, D::Participant, "Kursen till barnskötare").at("Komvux"),
        ),
        planned(
            14,
            Agreed,
            10,
            Step::new(K::JobSearch, D::Participant, "Fråga förskolan om timmar på loven"),
        ),
    ],
    what_sv: "Inskriven på ett annat ställe, ARBVUX.",
    what_en: "Enrolled at another place, ARBVUX.",
    ..AMINA
};
