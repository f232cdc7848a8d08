//! Who sees the consents, the receipts and the texts.

use super::*;

#[tokio::test]
async fn a_receipt_says_what_was_agreed_to_and_is_ones_own() {
    let Cast {
        world, centre, who, ..
    } = cast().await;
    let form = Form {
        until_kind: "date",
        until: "2027-03-31",
        language: "en",
        ..Form::drawn(
            &world,
            "soc-bergsjon",
            &["to_agency.plan", "from_agency.planning"],
        )
    };
    let id = give(&world, who, &form)
        .await
        .unwrap()
        .signature
        .unwrap()
        .to_string();
    let paper = receipt(&world, who, &id).await.unwrap();
    assert_eq!(
        (paper.how, paper.text.version, paper.text.language.code()),
        (How::Screen, 1, "en")
    );
    assert_eq!(paper.party.code, "soc-bergsjon");
    assert_eq!(paper.signed, "Fredag 20 november 09:12");
    assert_eq!(
        paper.drawn.as_deref(),
        Some("M100 300L300 100L500 300M200 200L400 200")
    );
    let stored: Vec<u8> = sqlx::query_scalar("select sha256 from consent_text where language = 'en'")
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        u64::from_str_radix(&paper.text.hash, 16).unwrap().to_be_bytes(),
        stored[..8]
    );
    let lines: Vec<_> = paper
        .lines
        .iter()
        .map(|l| (l.category, l.until.clone(), l.state.clone()))
        .collect();
    let until = Some("31 mars 2027".to_owned());
    assert_eq!(
        lines,
        [
            (Category::Plan, until.clone(), State::InForce),
            (Category::Planning, until.clone(), State::InForce)
        ]
    );
    let plan = party(&world, who, "soc-bergsjon").await.agreed[0].id.clone();
    withdraw(&world, who, &plan, "").await.unwrap();
    let paper = receipt(&world, who, &id).await.unwrap();
    assert_eq!(paper.lines[0].state, State::Withdrawn("20 november".to_owned()));
    assert_eq!(paper.lines[1].state, State::InForce);
    let somebody = world.enrolled(centre).await;
    assert_eq!(receipt(&world, somebody, &id).await, Err(AppError::NotFound));
    assert_eq!(receipt(&world, who, "x").await, Err(AppError::NotFound));
}

#[tokio::test]
async fn staff_see_as_much_of_the_consents_as_the_grid_says_and_it_is_logged() {
    let Cast {
        world,
        centre,
        who,
        enrolment,
        desk,
        ..
    } = cast().await;
    let form = Form::paper(
        &world,
        "soc-bergsjon",
        &["to_agency.enrolment", "from_agency.planning"],
    );
    take(&world, desk, who, &form).await.unwrap();
    let summary = async |member: Member| -> Result<Summary, AppError> {
        let mut cx = about(&world, member.actor(), Action::OpenRecord, who).await?;
        let summary = summary_for(&mut cx).await?;
        cx.commit().await?;
        Ok(summary)
    };
    let Summary::Whole { parties, desk: path } = summary(desk).await.unwrap() else {
        panic!("the reception reads all of it");
    };
    assert_eq!(parties.iter().filter(|p| !p.agreed.is_empty()).count(), 1);
    assert_eq!(path, Some(format!("/deltagare/{}/samtycke", who.id)));

    let lead = world.member(centre, Role::TeamLeader).await;
    let Summary::Whole { desk: path, .. } = summary(lead).await.unwrap() else {
        panic!("the team leader reads all of it");
    };
    assert_eq!(path, None, "and takes none");

    for role in [Role::Coach, Role::Recruiter, Role::Specialist] {
        let member = world.member(centre, role).await;
        match role {
            Role::Specialist => assert_eq!(summary(member).await, Err(AppError::NotFound)),
            _ => assert_eq!(
                summary(member).await,
                Ok(Summary::Closed(Denial::NotAssigned)),
                "{role:?}"
            ),
        }
        sqlx::query(
            "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from)
             values (gen_random_uuid(), $1, $2, $3, $4, 'deputy', '2026-11-01')",
        )
        .bind(enrolment.as_uuid())
        .bind(who.id.as_uuid())
        .bind(centre.as_uuid())
        .bind(member.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
        let of_own = summary(member).await.unwrap();
        if role == Role::Coach {
            assert!(matches!(of_own, Summary::Whole { desk: None, .. }), "{of_own:?}");
        } else {
            let Summary::YesNo(rows) = of_own else {
                panic!("{role:?} is told yes or no alone");
            };
            let told: Vec<_> = rows.iter().map(|r| (r.name.code.as_str(), r.category)).collect();
            assert_eq!(
                told,
                [
                    ("soc-bergsjon", Category::Enrolment),
                    ("soc-bergsjon", Category::Planning)
                ]
            );
            assert_eq!(
                rows_of_consent(&world, member, who).await,
                0,
                "{role:?} reads no row of it"
            );
        }
    }
    let logged = "select count(*) from access_log where action = 'open_record' and permitted and categories = '{consents}'";
    assert_eq!(world.count(logged).await, 5);
}

async fn rows_of_consent(world: &World, member: Member, who: Person) -> i64 {
    rows(world, member.actor(), "consent", who).await
        + rows(world, member.actor(), "consent_signature", who).await
}

#[tokio::test]
async fn an_agency_reads_no_signature_and_no_other_partys_consent() {
    let Cast {
        world,
        who,
        desk,
        worker,
        ..
    } = cast().await;
    for agency in ["soc-bergsjon", "af-svingeln"] {
        take(
            &world,
            desk,
            who,
            &Form::drawn(&world, agency, &["to_agency.enrolment"]),
        )
        .await
        .unwrap();
    }
    assert_eq!(rows(&world, worker.actor(), "consent", who).await, 1);
    assert_eq!(rows(&world, worker.actor(), "consent_signature", who).await, 0);
}

#[tokio::test]
async fn the_desk_shows_the_parties_of_the_centre_and_logs_the_read() {
    let Cast { world, who, desk, .. } = cast().await;
    let mut cx = about(&world, desk.actor(), Action::TakeConsent, who)
        .await
        .unwrap();
    let page: Desk = shown::desk(&mut cx).await.unwrap();
    cx.commit().await.unwrap();
    let codes: Vec<_> = page.parties.iter().map(|p| p.name.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "soc-bergsjon",
            "soc-kortedala",
            "af-svingeln",
            "fk-gamlestaden",
            "primarvard-oster",
            "flyktingenheten",
            "vuxenutbildningen"
        ]
    );
    assert_eq!(page.texts.len(), 3);
    assert!(page.enrolled && page.parties.iter().all(|p| p.agreed.is_empty()));
    let logged =
        "select count(*) from access_log where action = 'take_consent' and permitted and reason = 'role'";
    assert_eq!(world.count(logged).await, 1);
}

/// LIX: words a sentence, and how many in a hundred are longer than six letters.
fn lix(text: &str) -> f64 {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .collect();
    let sentences = text.matches(['.', ':', '?', '!']).count().max(1);
    let long = words.iter().filter(|w| w.chars().count() > 6).count();
    #[allow(clippy::cast_precision_loss, reason = "a text of a page")]
    let lix = words.len() as f64 / sentences as f64 + 100.0 * long as f64 / words.len() as f64;
    lix
}

#[tokio::test]
async fn the_texts_are_whole_in_each_language_easy_to_read_proven_by_their_hash_and_never_changed() {
    let world = World::new().await;
    let texts = sqlx::query(
        "select language, title, body, sha256 from consent_text where version = 1 order by language",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    let languages: Vec<String> = texts.iter().map(|t| t.get(0)).collect();
    assert_eq!(languages, ["en", "sv", "sv-easy"]);
    for text in &texts {
        let (language, title, body): (&str, &str, &str) = (text.get(0), text.get(1), text.get(2));
        let hash: Vec<u8> = text.get(3);
        assert_eq!(hash, Sha256::digest(format!("{title}\n{body}")).to_vec());
        assert_eq!(
            body.split("\n\n").count(),
            8,
            "{language}: who, what, which way, why, how long, withdrawing, no, C4"
        );
        for sentence in body.split(['.', ':', '?', '\n']) {
            let words = sentence.split_whitespace().count();
            assert!(words <= 15, "{language}: {words} words: {sentence}");
        }
        if language != "en" {
            assert!(lix(body) <= 30.0, "{language}: LIX {}", lix(body));
        }
    }
    let swedish: &str = texts[1].get(2);
    for said in [
        "Du får säga nej",
        "ta tillbaka",
        "Centret fattar inga sådana beslut",
    ] {
        assert!(swedish.contains(said), "{said}");
    }
    for table in [
        "consent_text",
        "consent",
        "consent_signature",
        "consent_withdrawal",
        "disclosure",
    ] {
        let may: bool = sqlx::query_scalar(
            "select has_table_privilege('arbetsforum_web', $1, 'update') or has_table_privilege('arbetsforum_web', $1, 'delete')",
        )
        .bind(table)
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
        assert!(!may, "{table} is history");
    }
    let changed = sqlx::query("update consent_text set title = 'Något annat', sha256 = sha256('x')")
        .execute(&world.db.owner)
        .await
        .unwrap_err();
    assert!(changed.to_string().contains("append-only"), "{changed}");
}
