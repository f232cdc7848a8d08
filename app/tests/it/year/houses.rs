//! Who takes part in the year: the centres with their desks, coaches and leads, and the agencies that refer to them.

use crate::booking::acting;
use crate::world::{Member, World};
use app::booking::hours;
use app::kernel::policy::{Action, Role};
use domain::ids::CentreId;
use domain::programme::{EntryGroup, ProgrammeRules};
use sqlx::types::Json;
use uuid::Uuid;

/// A way in to a house: who sends, and whom.
pub struct Way {
    pub worker: Member,
    pub group: EntryGroup,
    /// How many of a hundred referrals to the house come this way.
    pub share: u32,
}

/// A centre with its programme.
pub struct House {
    pub centre: CentreId,
    pub programme: Uuid,
    pub rules: ProgrammeRules,
    pub desk: Member,
    pub lead: Member,
    pub ways: Vec<Way>,
    /// How many of a hundred of the year's people come to it.
    pub share: u32,
}

pub struct Year {
    pub world: World,
    pub houses: Vec<House>,
    pub referred: u32,
    chance: u64,
}

/// Who sends, whom, and what part of the house's people in per cent.
type Ways = &'static [(&'static str, EntryGroup, u32)];

/// Centre, programme, its part of the people in per cent, and its ways in with theirs.
const HOUSES: [(&str, &str, u32, Ways); 7] = [
    (
        "arbetsforum",
        "arbetsforum",
        52,
        &[
            ("soc-bergsjon", EntryGroup::NewApplicants, 36),
            ("soc-bergsjon", EntryGroup::OldCases, 14),
            ("soc-kortedala", EntryGroup::NewApplicants, 32),
            ("soc-kortedala", EntryGroup::OldCases, 10),
            ("af-svingeln", EntryGroup::LongTermRegistered, 8),
        ],
    ),
    ("kompetenscenter-hisingen", "kompetenscenter", 8, REFERRED),
    ("kompetenscenter-centrum-vaster", "kompetenscenter", 6, REFERRED),
    ("kompetenscenter-oster", "kompetenscenter", 6, REFERRED),
    ("kompetenscenter-angered", "kompetenscenter", 6, REFERRED),
    // No source names a way in: people come to the desk.
    ("arbvux", "arbvux-trappan", 8, &[]),
    (
        "jobbcentrum-enkoping",
        "jobbcentrum-enkoping",
        14,
        &[
            ("af-enkoping", EntryGroup::Referred, 60),
            ("soc-enkoping", EntryGroup::Referred, 40),
        ],
    ),
];
const REFERRED: Ways = &[("soc-goteborg", EntryGroup::Referred, 100)];

impl Year {
    /// Everybody is at their desk on the first working day of November.
    pub async fn begin() -> Self {
        let world = World::new().await;
        world.at("2026-11-02T06:00:00Z");
        let mut houses = Vec::new();
        for (centre, programme, share, ways) in HOUSES {
            houses.push(house(&world, centre, programme, share, ways).await);
        }
        Self {
            world,
            houses,
            referred: 0,
            chance: 0x9e37_79b9_7f4a_7c15,
        }
    }

    /// A number below `below`, the same in every year that is lived.
    pub const fn chance(&mut self, below: u32) -> u32 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        ((self.chance >> 32) as u32) % below
    }
}

async fn house(world: &World, centre: &str, programme: &str, share: u32, ways: Ways) -> House {
    let centre = world.centre(centre).await;
    let (programme, rules): (Uuid, Json<ProgrammeRules>) =
        sqlx::query_as("select programme_id, rules from programme join programme_version using (programme_id) where code = $1")
            .bind(programme)
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
    let desk = world.member(centre, Role::Reception).await;
    let lead = world.member(centre, Role::TeamLeader).await;
    // Coaches enough for those who come.
    for _ in 0..=(share / 8) {
        let coach = world.member(centre, Role::Coach).await;
        for weekday in ["1", "2", "3", "4", "5"] {
            let mut cx = acting(world, coach.actor(), Action::KeepHours).await.unwrap();
            hours::add(&mut cx, "", weekday, "09:00", "15:00", "2026-11-02")
                .await
                .unwrap();
            cx.commit().await.unwrap();
        }
    }
    let mut in_ways = Vec::new();
    for (agency, group, share) in ways {
        in_ways.push(Way {
            worker: world.outsider(agency, Role::CaseWorker).await,
            group: *group,
            share: *share,
        });
    }
    House {
        centre,
        programme,
        rules: rules.0,
        desk,
        lead,
        ways: in_ways,
        share,
    }
}
