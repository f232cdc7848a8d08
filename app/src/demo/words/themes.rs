//! What people want to work with, in their own words.

use super::{Step, Theme};
use domain::plan::{ActivityKind as K, Doer as D};

pub const THEMES: &[Theme] = &[
    Theme {
        want: &[
            "Jag vill arbeta på lager.",
            "Jag vill köra truck på ett stort lager.",
            "Jag vill packa varor och ha fasta tider.",
        ],
        good_at: &["Jag är stark och kommer i tid.", "Jag är noga och räknar rätt."],
        need: &[
            "Jag behöver truckkort.",
            "Jag behöver träna svenska som man pratar på jobbet.",
        ],
        steps: &[
            Step::new(K::Training, D::Coach, "Boka plats på truckkurs"),
            Step::new(K::Placement, D::Recruiter, "Fråga om praktik på ett lager"),
            Step::new(K::Guidance, D::Participant, "Se hur ett lager fungerar")
                .why("Jag har aldrig varit på ett."),
        ],
    },
    Theme {
        want: &[
            "Jag vill laga mat i ett skolkök.",
            "Jag vill bli kock igen.",
            "Jag vill arbeta i ett kök där man äter gott.",
        ],
        good_at: &[
            "Jag lagar mat för många utan att stressa.",
            "Jag var kock i mitt förra jobb.",
        ],
        need: &[
            "Jag behöver kunna läsa recept på svenska.",
            "Jag behöver någon som frågar ett kök åt mig.",
        ],
        steps: &[
            Step::new(K::Training, D::Participant, "Kurs i hygien för kök"),
            Step::new(K::Placement, D::Recruiter, "Hitta ett skolkök som tar emot mig"),
            Step::new(
                K::Own,
                D::Participant,
                "Skriva ner mina tio bästa rätter på svenska",
            ),
        ],
    },
    Theme {
        want: &[
            "Jag vill hjälpa gamla människor.",
            "Jag vill bli undersköterska.",
            "Jag vill ha ett jobb i vården.",
        ],
        good_at: &["Jag har tålamod.", "Jag tog hand om min mormor."],
        need: &[
            "Jag behöver gå en utbildning.",
            "Jag behöver lära mig orden i vården.",
        ],
        steps: &[
            Step::new(K::Education, D::Participant, "Söka till vårdutbildningen"),
            Step::new(K::Placement, D::Recruiter, "Fråga om praktik på ett äldreboende"),
            Step::new(K::Own, D::Participant, "Lära mig fem ord om vård varje dag").when("varje dag"),
        ],
    },
    Theme {
        want: &[
            "Jag vill städa på ett hotell.",
            "Jag vill ha ett städjobb på dagtid.",
            "Jag vill arbeta med fönster och golv.",
        ],
        good_at: &[
            "Jag ser det som andra missar.",
            "Jag jobbar snabbt och får det fint.",
        ],
        need: &[
            "Jag behöver ett intyg på att jag kan.",
            "Jag behöver tider som passar förskolan.",
        ],
        steps: &[
            Step::new(K::Training, D::Participant, "Kurs för yrkesbevis i städning"),
            Step::new(K::JobSearch, D::Participant, "Lämna mitt CV på tre hotell"),
        ],
    },
    Theme {
        want: &[
            "Jag vill köra buss.",
            "Jag vill bli busschaufför i min egen stad.",
        ],
        good_at: &["Jag är lugn i trafiken.", "Jag hittar överallt."],
        need: &[
            "Jag behöver körkort för buss.",
            "Jag behöver veta vad utbildningen kräver.",
        ],
        steps: &[
            Step::new(K::Guidance, D::Participant, "Prata med en förare om jobbet"),
            Step::new(K::Education, D::Coach, "Ta reda på när bussutbildningen startar"),
            Step::new(K::Own, D::Participant, "Göra ett teoriprov i veckan").when("varje söndag"),
        ],
    },
    Theme {
        want: &[
            "Jag vill arbeta på en skola.",
            "Jag vill bli barnskötare.",
            "Jag vill vara med barn om dagarna.",
        ],
        good_at: &["Barn tycker om mig.", "Jag kan tre språk och hjälper gärna till."],
        need: &["Jag behöver mer svenska.", "Jag behöver prova jobbet först."],
        steps: &[
            Step::new(K::Placement, D::Recruiter, "Fråga en förskola om praktik"),
            Step::new(K::Education, D::Participant, "Läsa om kursen till barnskötare"),
            Step::new(K::Own, D::Participant, "Läsa högt på svenska för min dotter").when("varje kväll"),
        ],
    },
    Theme {
        want: &[
            "Jag vill stå i butik.",
            "Jag vill ha jobb i en mataffär.",
            "Jag vill sälja kläder.",
        ],
        good_at: &[
            "Jag är glad och pratar med alla.",
            "Jag har hjälpt till i en affär.",
        ],
        need: &[
            "Jag behöver våga prata mer svenska.",
            "Jag behöver lära mig kassan.",
        ],
        steps: &[
            Step::new(K::JobSearch, D::Participant, "Gå in i fem butiker och fråga"),
            Step::new(K::Placement, D::Recruiter, "Praktik i en mataffär"),
        ],
    },
    Theme {
        want: &[
            "Jag vill bygga hus.",
            "Jag vill bli målare.",
            "Jag vill arbeta ute med händerna.",
        ],
        good_at: &["Jag kan snickra och mura.", "Jag är van vid tungt arbete."],
        need: &["Jag behöver papper på vad jag kan.", "Jag behöver ett körkort."],
        steps: &[
            Step::new(K::Education, D::Other, "Visa vad jag kan som snickare").by("Vuxenutbildningen"),
            Step::new(
                K::Training,
                D::Participant,
                "Kurs om att jobba säkert på ställning",
            ),
            Step::new(K::JobSearch, D::Recruiter, "Fråga två byggfirmor"),
        ],
    },
    Theme {
        want: &[
            "Jag vill arbeta med datorer.",
            "Jag vill bli den som löser problem med datorn.",
        ],
        good_at: &["Jag lär mig nya program fort.", "Jag lagar vänners telefoner."],
        need: &[
            "Jag behöver en kurs som arbetsgivare känner till.",
            "Jag behöver någon att fråga.",
        ],
        steps: &[
            Step::new(K::Education, D::Participant, "Läsa om tre kurser i it"),
            Step::new(K::Placement, D::Recruiter, "Fråga en skola om praktik hos it"),
        ],
    },
    Theme {
        want: &["Jag vill klippa hår.", "Jag vill ha en egen salong en dag."],
        good_at: &["Jag klipper hela släkten.", "Jag har känsla för färg."],
        need: &[
            "Jag behöver praktik hos en frisör.",
            "Jag behöver veta hur man får gesällbrev.",
        ],
        steps: &[
            Step::new(K::Placement, D::Recruiter, "Hitta en salong som vill lära ut"),
            Step::new(K::Guidance, D::Coach, "Ta reda på vägen till gesällbrev"),
        ],
    },
    Theme {
        want: &["Jag vill arbeta i trädgård.", "Jag vill sköta parker."],
        good_at: &[
            "Jag kan växter. Vi hade en gård.",
            "Jag gillar att vara ute i alla väder.",
        ],
        need: &[
            "Jag behöver namnen på växter på svenska.",
            "Jag behöver en arbetsgivare som vågar prova mig.",
        ],
        steps: &[
            Step::new(K::Placement, D::Recruiter, "Fråga parkförvaltningen om praktik"),
            Step::new(K::Own, D::Participant, "Lära mig tjugo växter på svenska"),
        ],
    },
    Theme {
        want: &[
            "Jag vill baka bröd.",
            "Jag vill arbeta på ett bageri, gärna tidigt på morgonen.",
        ],
        good_at: &["Jag bakar varje dag.", "Jag är pigg på morgonen."],
        need: &[
            "Jag behöver praktik så att de ser vad jag kan.",
            "Jag behöver en buss som går före fem.",
        ],
        steps: &[
            Step::new(K::Placement, D::Recruiter, "Fråga bageriet på torget"),
            Step::new(K::Training, D::Participant, "Kurs i hygien för livsmedel"),
        ],
    },
    Theme {
        want: &["Jag vill svetsa.", "Jag vill arbeta på en verkstad."],
        good_at: &["Jag har svetsat förut.", "Jag kan läsa ritningar."],
        need: &[
            "Jag behöver ett nytt svetsprov.",
            "Jag behöver lära mig de svenska orden för verktyg.",
        ],
        steps: &[
            Step::new(K::Education, D::Other, "Göra ett svetsprov").by("Vuxenutbildningen"),
            Step::new(K::JobSearch, D::Recruiter, "Fråga en verkstad i Gamlestaden"),
        ],
    },
    Theme {
        want: &["Jag vill sitta i en reception.", "Jag vill arbeta på kontor."],
        good_at: &["Jag har ordning på papper.", "Jag är vänlig i telefon."],
        need: &[
            "Jag behöver bli säkrare på dator.",
            "Jag behöver träna på att skriva svenska.",
        ],
        steps: &[
            Step::new(K::Training, D::Other, "Kurs i kalkyl och brev")
                .by("Datacoachen")
                .at("Datasalen"),
            Step::new(K::Placement, D::Recruiter, "Prova en vecka i en reception"),
        ],
    },
    Theme {
        want: &["Jag vill sy.", "Jag vill laga kläder och ta betalt för det."],
        good_at: &["Jag syr allt från gardiner till bröllopskläder.", "Jag är noga."],
        need: &[
            "Jag behöver hjälp att förstå hur man startar eget.",
            "Jag behöver en plats att sy på.",
        ],
        steps: &[
            Step::new(K::Guidance, D::Coach, "Prata om att starta eget"),
            Step::new(
                K::Own,
                D::Participant,
                "Visa mina kläder för skrädderiet på torget",
            ),
        ],
    },
    Theme {
        want: &["Jag vill gå klart gymnasiet.", "Jag vill läsa in mina betyg."],
        good_at: &["Jag är bra på matte.", "Jag ger mig inte när det är svårt."],
        need: &[
            "Jag behöver någon som hjälper mig med ansökan.",
            "Jag behöver lugn när jag läser.",
        ],
        steps: &[
            Step::new(K::Education, D::Participant, "Söka matte och svenska på komvux"),
            Step::new(K::Guidance, D::Other, "Gå igenom mina gamla betyg")
                .by("Vägledaren")
                .at("Rum 4"),
            Step::new(K::Own, D::Participant, "Läsa en timme på biblioteket").when("måndag till torsdag"),
        ],
    },
    Theme {
        want: &["Jag vill köra taxi.", "Jag vill leverera varor med bil."],
        good_at: &["Jag kör bil varje dag.", "Jag hjälper folk med väskorna."],
        need: &[
            "Jag behöver taxilegitimation.",
            "Jag behöver byta mitt körkort till svenskt.",
        ],
        steps: &[
            Step::new(K::Own, D::Participant, "Ta reda på hur jag byter körkort"),
            Step::new(K::JobSearch, D::Recruiter, "Fråga två budfirmor"),
        ],
    },
    Theme {
        want: &[
            "Jag vill komma ut och träffa folk igen.",
            "Jag vill ha ett jobb som jag orkar med.",
            "Jag vet inte än. Jag vill prova.",
        ],
        good_at: &["Jag är ärlig.", "Jag lyssnar på andra.", "Jag lagar saker hemma."],
        need: &[
            "Jag behöver börja lugnt.",
            "Jag behöver tid att tänka.",
            "Jag behöver någon att prata med.",
        ],
        steps: &[
            Step::new(K::Guidance, D::Coach, "Prata om vad jag mår bra av att göra"),
            Step::new(K::Placement, D::Recruiter, "Prova två timmar om dagen"),
        ],
    },
];

pub const THEMES_EN: &[Theme] = &[
    Theme {
        want: &["I want to work as a nurse again.", "I want a job in health care."],
        good_at: &[
            "I stay calm when others do not.",
            "I was a nurse before I came here.",
        ],
        need: &[
            "I need to know how to get my licence here.",
            "I need more Swedish.",
        ],
        steps: &[Step::new(
            K::Education,
            D::Participant,
            "Find out how to get my licence",
        )],
    },
    Theme {
        want: &["I want to work in a hotel.", "I want a job where I meet people."],
        good_at: &["I speak four languages.", "I am friendly and quick."],
        need: &[
            "I need practice in Swedish.",
            "I need someone to ask a hotel for me.",
        ],
        steps: &[Step::new(
            K::Placement,
            D::Recruiter,
            "Ask a hotel about a placement",
        )],
    },
    Theme {
        want: &["I want to work with computers.", "I want to test programs."],
        good_at: &["I learn fast.", "I have worked in an office."],
        need: &[
            "I need to meet employers.",
            "I need to write my CV in the Swedish way.",
        ],
        steps: &[Step::new(K::Guidance, D::Participant, "Visit two companies")],
    },
    Theme {
        want: &["I want to drive a lorry.", "I want a steady job and my own flat."],
        good_at: &["I am careful on the road.", "I can repair most engines."],
        need: &["I need a Swedish licence.", "I need to know which papers to get."],
        steps: &[Step::new(
            K::Own,
            D::Participant,
            "Change my licence to a Swedish one",
        )],
    },
];
