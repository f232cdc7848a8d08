//! The accounts that the demonstration's page offers. Their secrets are no secrets: they stand on the page.

use super::cast::STORIES;
use super::chance::stream;
use super::people::Participant;
use super::rows::{CredentialRow, Rows, ShownRow};
use super::staff::{
    CASE_WORKERS, Colleague, MANAGER, PARTNER, RECEPTION, RECRUITERS, SPECIALIST, STEERING, TEAM_LEADER,
};
use super::when::When;
use super::{DemoError, epoch};
use crate::identity::secret;
use domain::ids::CredentialId;
use domain::participant_number::ParticipantNumber;
use uuid::Uuid;

/// A member of the staff that the page offers.
struct Offered {
    /// Place in the cast.
    member: usize,
    login: &'static str,
    secret: &'static str,
    what_sv: &'static str,
    what_en: &'static str,
}

const OFFERED: [Offered; 13] = [
    Offered {
        member: 0,
        login: "karin.holm",
        secret: "kaffe-tavla-buss",
        what_sv: "Coach för Amina, Reza, Dawit och Grace.",
        what_en: "Coach of Amina, Reza, Dawit and Grace.",
    },
    Offered {
        member: 1,
        login: "peter.lund",
        secret: "penna-moln-torg",
        what_sv: "Coach för Yusuf, Hanna och Olena.",
        what_en: "Coach of Yusuf, Hanna and Olena.",
    },
    Offered {
        member: RECEPTION[0],
        login: "zeynep.aydin",
        secret: "nyckel-stol-regn",
        what_sv: "Reception. Startar skärmen vid dörren.",
        what_en: "Reception. Starts the screen by the door.",
    },
    Offered {
        member: TEAM_LEADER,
        login: "johan.ek",
        secret: "cykel-lampa-lunch",
        what_sv: "Samordnare. Ersätter en coach för några.",
        what_en: "Team leader. Stands in for a coach with a few.",
    },
    Offered {
        member: MANAGER,
        login: "kerstin.wallgren",
        secret: "fika-karta-sol",
        what_sv: "Enhetschef.",
        what_en: "Manager.",
    },
    Offered {
        member: RECRUITERS[0],
        login: "ali.rezai",
        secret: "hammare-bok-is",
        what_sv: "Rekryterare.",
        what_en: "Recruiter.",
    },
    Offered {
        member: SPECIALIST,
        login: "henrik.noren",
        secret: "boll-fjord-skog",
        what_sv: "Sjukgymnast, två timmar i veckan.",
        what_en: "Physiotherapist, two hours a week.",
    },
    Offered {
        member: super::staff::ARBVUX_COACH,
        login: "ewa.nowicka",
        secret: "trappa-te-duva",
        what_sv: "Coach på ett annat ställe, ARBVUX.",
        what_en: "Coach at another place, ARBVUX.",
    },
    Offered {
        member: CASE_WORKERS[0],
        login: "birgitta.lindgren",
        secret: "paraply-sten-ost",
        what_sv: "Handläggare, Socialtjänsten Bergsjön.",
        what_en: "Case worker, Social Services Bergsjön.",
    },
    Offered {
        member: CASE_WORKERS[1],
        login: "oskar.hedlund",
        secret: "blad-trumma-vind",
        what_sv: "Handläggare, Socialtjänsten Kortedala.",
        what_en: "Case worker, Social Services Kortedala.",
    },
    Offered {
        member: CASE_WORKERS[2],
        login: "amira.saleh",
        secret: "mugg-ankare-snö",
        what_sv: "Handläggare, Arbetsförmedlingen. Ingen har samtyckt än.",
        what_en: "Case worker, the employment service. Nobody has consented yet.",
    },
    Offered {
        member: PARTNER,
        login: "tomas.wiklund",
        secret: "planka-fik-dimma",
        what_sv: "Partner, Föreningen Verkstaden.",
        what_en: "Partner, the Workshop Association.",
    },
    Offered {
        member: STEERING,
        login: "gunilla.frid",
        secret: "tal-glas-höst",
        what_sv: "Styrgruppen. Ser bara siffror.",
        what_en: "The steering group. Sees figures only.",
    },
];

/// Ways to sign in for the accounts that the page offers, participants first.
pub fn make(
    when: &When,
    people: &[Participant],
    staff: &[Colleague],
    rows: &mut Rows,
) -> Result<(), DemoError> {
    for (p, story) in people.iter().zip(&STORIES) {
        let number = ParticipantNumber::from_body(story.number)
            .map_err(|_| DemoError::Lacks("a participant number"))?;
        rows.shown.push(ShownRow {
            account: p.account,
            name: format!("{} {}", story.given, story.family),
            what_sv: story.what_sv,
            what_en: story.what_en,
            kind: "card_pin",
            login: number.to_string(),
            secret: story.pin,
            home: "/idag",
            // The device of somebody who reads English speaks it.
            lang: (story.interface == "en").then_some("en"),
        });
        credential(p.account, "card_pin", number.digits(), story.pin, when, rows)?;
    }
    for offered in &OFFERED {
        let member = &staff[offered.member];
        rows.shown.push(ShownRow {
            account: member.account,
            name: format!("{} {}", member.given, member.family),
            what_sv: offered.what_sv,
            what_en: offered.what_en,
            kind: "password",
            login: offered.login.to_owned(),
            secret: offered.secret,
            home: member.role.home(),
            lang: None,
        });
        credential(
            member.account,
            "password",
            offered.login.to_owned(),
            offered.secret,
            when,
            rows,
        )?;
    }
    Ok(())
}

fn credential(
    account: Uuid,
    kind: &'static str,
    login: String,
    secret: &str,
    when: &When,
    rows: &mut Rows,
) -> Result<(), DemoError> {
    let mut random = stream(
        "credential",
        u32::try_from(rows.credentials.len()).unwrap_or_default(),
    );
    // The salt repeats itself like all else here: the secret is on the page.
    let secret_hash = secret::hash(secret, &mut random).map_err(|_| DemoError::Hashing)?;
    rows.credentials.push(CredentialRow {
        id: CredentialId::mint(epoch(), &mut random).as_uuid(),
        account,
        kind,
        login,
        secret_hash,
        created_at: when.moment(when.today, 0),
    });
    Ok(())
}
