//! The first: half way, and her plan is in full swing.

use super::State::{Agreed, Done, Idea, Stopped, UnderWay};
use super::{Began, Story, planned, recurring};
use crate::demo::words::Step;
use chrono::Weekday::{Fri, Mon, Wed};
use domain::plan::{ActivityKind as K, Doer as D};

pub const AMINA: Story = Story {
    number: 104_071,
    pin: "2580",
    given: "Amina",
    family: "Warsame",
    spoken: "so",
    interface: "sv",
    age: 34,
    identity_number: None,
    at_arbvux: false,
    began: Began::Ago(92),
    coach: 0,
    weekdays: &[Mon, Wed, Fri],
    comes: 90,
    checked_in: false,
    wanted_first: "Jag vill ha ett jobb.",
    want: "Jag vill arbeta på lager och ta truckkort.",
    good_at: "Jag är stark och noga. Jag kommer i tid. Jag har packat varor i min brors affär.",
    need: "Jag behöver träna svenska som man pratar på jobbet. Jag behöver någon som frågar ett lager åt mig.",
    steps: &[
        planned(
            88,
            Done(71),
            -70,
            Step::new(K::JobSearch, D::Participant, "Skriva mitt CV")
                .why("Jag vill visa vad jag kan.")
                .at("Datasalen"),
        ),
        planned(
            85,
            Done(63),
            -62,
            Step::new(K::Guidance, D::Participant, "Se hur ett lager fungerar")
                .why("Jag har aldrig varit på ett stort lager."),
        ),
        planned(
            80,
            Stopped(50),
            -45,
            Step::new(K::JobSearch, D::Participant, "Söka jobb på kafé")
                .why("Jag ville prova. Men jag vill hellre arbeta på lager."),
        ),
        recurring(
            70,
            UnderWay,
            Step::new(K::Training, D::Other, "Svenska i skrivstugan")
                .by("Lena")
                .when("tisdagar 13.00")
                .at("Skrivstugan"),
        ),
        planned(
            61,
            Done(33),
            -30,
            Step::new(K::JobSearch, D::Coach, "Öva på en intervju")
                .why("Jag blir nervös när jag pratar om mig själv.")
                .at("Rum 2"),
        ),
        planned(
            47,
            Done(12),
            -12,
            Step::new(K::Own, D::Participant, "Ordna barnomsorg på morgonen")
                .why("Lagret börjar klockan sju."),
        ),
        planned(
            19,
            UnderWay,
            9,
            Step::new(K::Training, D::Coach, "Boka plats på truckkurs")
                .why("Nästan alla lager vill att man har truckkort."),
        ),
        planned(
            12,
            Agreed,
            6,
            Step::new(K::Placement, D::Recruiter, "Fråga om praktik på ett lager"),
        ),
        planned(
            5,
            Agreed,
            1,
            Step::new(K::JobSearch, D::Participant, "Ringa lagret i Gamlestaden")
                .why("De söker folk till våren."),
        ),
        recurring(
            5,
            Idea,
            Step::new(K::Own, D::Participant, "Öva på teorin till körkort").when("på kvällen"),
        ),
    ],
    what_sv: "Halvvägs, med mycket i planen. Kan checka in i dag.",
    what_en: "Half way, with much in the plan. Can check in today.",
};
