//! The golden grid: what the document says, what the code says, and what the database holds, cell by cell.

use crate::world::World;
use app::kernel::policy::{Category, Role, Rule, Verb, own, rule};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The roles in the order of the document's columns, after the participant's.
const COLUMNS: [Role; 9] = [
    Role::Reception,
    Role::Coach,
    Role::Recruiter,
    Role::TeamLeader,
    Role::Manager,
    Role::Specialist,
    Role::CaseWorker,
    Role::Partner,
    Role::Steering,
];

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)
}

/// The rows of the document's table: a name and ten cells.
fn rows() -> Vec<Vec<String>> {
    let text = fs::read_to_string(document("access.md")).unwrap();
    text.lines()
        .filter(|line| line.starts_with('|') && !line.starts_with("|---"))
        .skip(1)
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
}

/// What the words of a cell mean for whoever is not the person: the rule to read and the rule to write.
fn meaning(words: &str, category: Category) -> (Option<Rule>, Option<Rule>) {
    use Rule::{
        Asks, Author, Centre, Consent, Invited, InvitedWithConsent, Own, OwnActivities, OwnParty,
        OwnPlacements, OwnReferral, OwnSessions, OwnYesNo, Reason, ReferralOrConsent, VersionAndConsent,
        YesNo,
    };
    // Figures and accounts are not about a person: there the role alone decides.
    let everybody = if category.about_a_person() {
        Centre
    } else {
        Rule::Role
    };
    match words {
        "–" | "– (A3 question only)" => (None, None),
        "R" | "R (centre)" => (Some(everybody), None),
        "R W" | "W (centre)" | "answers" | "R, release" | "centre's key" => {
            (Some(everybody), Some(everybody))
        }
        "own" | "R own" => (Some(Own), None),
        "R W own" | "prepares, own" => (Some(Own), Some(Own)),
        "R own, W own activities" => (Some(Own), Some(OwnActivities)),
        "own activities" => (Some(OwnActivities), None),
        "own sessions" => (Some(OwnSessions), None),
        "own activity's" => (Some(OwnPlacements), None),
        "own reviews" | "invited" => (Some(Invited), None),
        "invited, c" => (Some(InvitedWithConsent), None),
        "L" => (Some(Reason), None),
        "asks, L" => (None, Some(Asks)),
        "c" => (Some(Consent), None),
        "p and c" => (Some(VersionAndConsent), None),
        "own referral until decided, then c" => (Some(ReferralOrConsent), None),
        "own referral" => (Some(OwnReferral), None),
        "R W own until decided" => (Some(OwnReferral), Some(OwnReferral)),
        "own party's" => (Some(OwnParty), None),
        "key, own party's" => (Some(OwnParty), Some(OwnParty)),
        "R own (yes/no)" | "own (yes/no)" => (Some(OwnYesNo), None),
        "excused yes/no" | "R (time)" => (Some(YesNo), None),
        "author R W" => (Some(Author), Some(Author)),
        other => panic!("nobody knows what \"{other}\" means"),
    }
}

/// What the words of the participant's own column mean: whether they read it, and write it.
fn own_meaning(words: &str) -> (bool, bool) {
    match words {
        "–" => (false, false),
        "R" | "own" => (true, false),
        "R W"
        | "R W jointly"
        | "R, W by checking in"
        | "R, excuse"
        | "R, W own lines"
        | "R, reply"
        | "key" => (true, true),
        other => panic!("nobody knows what \"{other}\" means"),
    }
}

#[test]
fn the_code_says_what_the_document_says() {
    let rows = rows();
    assert_eq!(
        rows.len(),
        Category::ALL.len(),
        "a row of the document for each category"
    );
    for (row, category) in rows.iter().zip(Category::ALL) {
        let [_, participant, others @ ..] = row.as_slice() else {
            panic!("an empty row");
        };
        assert_eq!(
            own_meaning(participant),
            (own(category, Verb::Read), own(category, Verb::Write)),
            "{category:?}, the participant"
        );
        assert_eq!(others.len(), COLUMNS.len(), "{category:?}");
        for (words, role) in others.iter().zip(COLUMNS) {
            assert_eq!(
                meaning(words, category),
                (
                    rule(role, category, Verb::Read),
                    rule(role, category, Verb::Write)
                ),
                "{category:?}, {role:?}: the document says \"{words}\""
            );
        }
    }
}

#[tokio::test]
async fn the_database_holds_what_the_code_says() {
    let world = World::new().await;
    let held: Vec<(String, String, String, String)> =
        sqlx::query_as("select role, category, verb, rule from access.grid")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    let held: BTreeSet<String> = held
        .into_iter()
        .map(|(role, category, verb, rule)| format!("{role} {category} {verb} {rule}"))
        .collect();
    let mut said = BTreeSet::new();
    for role in Role::ALL {
        for category in Category::ALL {
            for verb in Verb::ALL {
                // What is not about a person has no rows to secure.
                if let Some(rule) = rule(role, category, verb).filter(|r| *r != Rule::Role) {
                    said.insert(format!(
                        "{} {} {} {}",
                        role.code(),
                        category.code(),
                        verb.code(),
                        rule.code()
                    ));
                }
            }
        }
    }
    assert_eq!(held, said);
}

/// The whole grid as the code has it.
fn printed() -> String {
    let mut out = String::from(
        "What policy::rule and policy::own say, printed by app/tests/it/grid.rs; - is a denial.\n",
    );
    for category in Category::ALL {
        let _ = write!(out, "\n{}\n", category.code());
        let own_words = |verb| if own(category, verb) { "own" } else { "-" };
        let _ = writeln!(
            out,
            "  {:<12} read {:<20} write {}",
            "participant",
            own_words(Verb::Read),
            own_words(Verb::Write)
        );
        for role in COLUMNS {
            let words = |verb| rule(role, category, verb).map_or("-", Rule::code);
            let _ = writeln!(
                out,
                "  {:<12} read {:<20} write {}",
                role.code(),
                words(Verb::Read),
                words(Verb::Write)
            );
        }
    }
    out
}

#[test]
fn the_printed_grid_is_the_one_in_the_documents() {
    let place = document("access-grid.txt");
    let now = printed();
    if std::env::var_os("ARBETSFORUM_PRINT_GRID").is_some() {
        fs::write(&place, &now).unwrap();
    }
    let kept = fs::read_to_string(&place).unwrap();
    assert!(
        kept == now,
        "docs/access-grid.txt differs from the code; print it anew with ARBETSFORUM_PRINT_GRID=1 and read what changed"
    );
}
