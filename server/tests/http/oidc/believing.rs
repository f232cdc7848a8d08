//! What is believed of a provider's word, and what never is.

use super::{Bench, settings};
use app::identity::oidc::Audience;
use chrono::TimeDelta;

#[tokio::test]
async fn who_is_linked_signs_in_and_goes_on_to_where_they_were_going() {
    let bench = Bench::open().await;
    let person = bench.linked("ada").await;
    let before = bench.count("select count(*) from session").await;
    let mut browser = bench.browser();
    let departure = browser.leave("bankid", "%2Fmin-plan").await;
    for part in [
        "response_type=code",
        "code_challenge_method=S256",
        "code_challenge=",
        "nonce=",
        "state=",
        "acr_values=http",
        "redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Foidc%2Fcallback",
    ] {
        assert!(departure.contains(part), "{part} in {departure}");
    }
    let back = browser.prove(&departure).await;
    let answer = browser.get(&back).await;
    assert_eq!(answer.header("location"), "/min-plan");
    let set: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    let session = set[0].to_str().unwrap();
    for part in [
        "__Host-session=",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Max-Age=43200",
    ] {
        assert!(session.contains(part), "{part} in {session}");
    }
    assert!(
        !browser.cookies.contains_key("__Host-elsewhere"),
        "of no use any more"
    );
    assert_eq!(browser.get("/min-plan").await.status, 200);
    assert_eq!(bench.count("select count(*) from session").await, before + 1);
    let whose: uuid::Uuid = sqlx::query_scalar(
        "select person_id from session where person_id is not null order by created_at desc limit 1",
    )
    .fetch_one(&bench.door.world.db.owner)
    .await
    .unwrap();
    assert_eq!(whose, person.id.as_uuid());
}

#[tokio::test]
async fn nothing_is_kept_of_what_the_provider_calls_somebody() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    bench.browser().sign_in("bankid", "").await;
    for table in [
        "external_identity",
        "oidc_waiting",
        "oidc_attempt",
        "sign_in_invitation",
        "sign_in_failure",
    ] {
        let sql = format!("select coalesce(string_agg(t::text, ' '), '') from {table} t");
        let all: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(&bench.door.world.db.owner)
            .await
            .unwrap();
        // A word of its own: hashes hold any letters.
        let told = |word: &str| word == "ada" || word == "199001012385";
        assert!(
            !all.split(|c: char| !c.is_alphanumeric()).any(told),
            "{table}: {all}"
        );
    }
}

#[tokio::test]
async fn a_token_that_is_not_right_in_every_way_signs_nobody_in() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let sessions = bench.count("select count(*) from session").await;
    let wrong = [
        ("another nonce", r#"{"alter":{"nonce":"x"}}"#),
        ("no nonce", r#"{"alter":{"nonce":null}}"#),
        ("another audience", r#"{"alter":{"aud":"somebody-else"}}"#),
        (
            "an audience more",
            r#"{"alter":{"aud":["arbetsforum","somebody-else"]}}"#,
        ),
        ("no audience", r#"{"alter":{"aud":null}}"#),
        ("for another party", r#"{"alter":{"azp":"somebody-else"}}"#),
        ("another issuer", r#"{"alter":{"iss":"https://idp.example"}}"#),
        (
            "an issuer that looks alike",
            r#"{"alter":{"iss":"http://127.0.0.1/"}}"#,
        ),
        ("expired", r#"{"alter":{"exp":"now-70"}}"#),
        ("no end", r#"{"alter":{"exp":null}}"#),
        ("not yet valid", r#"{"alter":{"nbf":"now+90"}}"#),
        ("made in the future", r#"{"alter":{"iat":"now+90"}}"#),
        ("made long ago", r#"{"alter":{"iat":"now-3600"}}"#),
        ("without acr", r#"{"alter":{"acr":null}}"#),
        (
            "with too weak an acr",
            r#"{"alter":{"acr":"http://id.elegnamnden.se/loa/1.0/loa2"}}"#,
        ),
        ("of another subject than userinfo's", r#"{"alter":{"sub":"bo"}}"#),
        ("signed by nobody", r#"{"sign":"none"}"#),
        ("signed with the shared secret", r#"{"sign":"secret"}"#),
        ("signed with another's key", r#"{"sign":"foreign"}"#),
    ];
    for (index, (what, will)) in wrong.iter().enumerate() {
        bench.tell(&bench.eid, r#"{"alter":null,"sign":null}"#).await;
        bench.tell(&bench.eid, will).await;
        let mut browser = bench.browser();
        let to = browser.sign_in("bankid", "%2Fmin-plan").await;
        assert_eq!(to, "/logga-in?eid=nekad&next=%2Fmin%2Dplan", "{what}");
        assert!(!browser.signed_in(), "{what}");
        assert_eq!(
            bench.failures("refused").await,
            i64::try_from(index).unwrap() + 1,
            "{what}"
        );
    }
    assert_eq!(bench.count("select count(*) from session").await, sessions);
    bench.tell(&bench.eid, r#"{"alter":null,"sign":null}"#).await;
    assert_eq!(
        bench.browser().sign_in("bankid", "").await,
        "/idag",
        "the same, unaltered"
    );
}

#[tokio::test]
async fn staff_prove_who_they_are_just_now_and_a_session_at_the_provider_is_no_proof() {
    let bench = Bench::open().await;
    let departure = bench.browser().leave("entra", "").await;
    assert!(
        departure.contains("prompt=login") && departure.contains("max_age=0"),
        "{departure}"
    );
    let participant = bench.browser().leave("bankid", "").await;
    assert!(!participant.contains("prompt="), "{participant}");
    bench.tell(&bench.work, r#"{"who":"stina"}"#).await;
    for (index, will) in [
        r#"{"alter":{"auth_time":"now-600"}}"#,
        r#"{"alter":{"auth_time":"now+90"}}"#,
        r#"{"alter":{"auth_time":null}}"#,
    ]
    .iter()
    .enumerate()
    {
        bench.tell(&bench.work, will).await;
        let mut browser = bench.browser();
        let to = browser.sign_in("entra", "").await;
        assert_eq!(to, "/personal?eid=inte-nyss", "{will}");
        assert!(!browser.signed_in(), "{will}");
        assert_eq!(
            bench.failures("refused").await,
            i64::try_from(index).unwrap() + 1,
            "{will}"
        );
    }
    let page = bench.browser().get("/personal?eid=inte-nyss").await;
    assert!(
        page.body.contains("Du behöver visa på nytt vem du är"),
        "{}",
        page.body
    );
    bench
        .tell(&bench.work, r#"{"alter":{"auth_time":"now-60"}}"#)
        .await;
    assert_eq!(bench.browser().sign_in("entra", "").await, "/koppla");
}

#[tokio::test]
async fn clocks_may_be_a_minute_apart() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    for will in [
        r#"{"alter":{"exp":"now-40"}}"#,
        r#"{"alter":{"nbf":"now+40"}}"#,
        r#"{"alter":{"iat":"now+40"}}"#,
    ] {
        bench.tell(&bench.eid, will).await;
        assert_eq!(bench.browser().sign_in("bankid", "").await, "/idag", "{will}");
    }
}

#[tokio::test]
async fn new_keys_are_fetched_once_and_not_for_everybody_who_names_one() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let keys = async || {
        bench.tell(&bench.eid, "{}").await["asked"]["keys"]
            .as_i64()
            .unwrap()
    };
    let first = keys().await;
    let rotate = r#"{"rotate":true}"#;

    bench.tell(&bench.eid, rotate).await;
    assert_eq!(
        bench.browser().sign_in("bankid", "").await,
        "/idag",
        "signed with a new key"
    );
    assert_eq!(keys().await, first + 1);

    bench.tell(&bench.eid, rotate).await;
    assert_eq!(bench.browser().sign_in("bankid", "").await, "/logga-in?eid=nekad");
    assert_eq!(keys().await, first + 1, "not asked again within a minute");

    // Whoever leaves later takes with them what the provider says of itself by then.
    bench.door.world.clock.advance(TimeDelta::seconds(3));
    assert_eq!(bench.browser().sign_in("bankid", "").await, "/idag");
    assert_eq!(keys().await, first + 2);
}

#[tokio::test]
async fn a_provider_that_calls_itself_something_else_is_none() {
    let bench =
        Bench::with(|eid, _| vec![settings("bankid", &format!("{eid}/"), Audience::Participant)]).await;
    let mut browser = bench.browser();
    assert_eq!(browser.leave("bankid", "").await, "/logga-in?eid=borta");
}

#[tokio::test]
async fn staff_are_known_by_the_claim_that_stays_and_only_of_their_own_tenant() {
    let bench = Bench::with(|_, work| {
        let entra = settings("entra", work, Audience::Staff);
        let mut siths = settings("siths", work, Audience::Staff);
        siths.subject_claim = "employeeHsaId".into();
        let mut other = settings("other-tenant", work, Audience::Staff);
        other.tenant = "tenant-two".into();
        vec![entra, siths, other]
    })
    .await;
    bench.tell(&bench.work, r#"{"who":"stina"}"#).await;
    for provider in ["entra", "siths"] {
        assert_eq!(
            bench.browser().sign_in(provider, "").await,
            "/koppla",
            "{provider}"
        );
    }
    let different = "select count(distinct subject_hash) from oidc_waiting";
    assert_eq!(bench.count(different).await, 2, "an oid is not an HSA id");
    assert_eq!(
        bench.browser().sign_in("other-tenant", "").await,
        "/personal?eid=nekad"
    );
    // Somebody of whom the directory does not tell the claim.
    bench.tell(&bench.work, r#"{"who":"bo"}"#).await;
    assert_eq!(bench.browser().sign_in("siths", "").await, "/personal?eid=nekad");
}
