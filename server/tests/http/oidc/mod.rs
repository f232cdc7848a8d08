//! Signing in at providers, against a certified implementation on this machine (`end2end/support/oidc-provider.mjs`).

mod believing;
mod leaving_and_coming_back;
mod linking;

use crate::door::{Answer, Door};
use crate::world::Person;
use app::identity::oidc::{Audience, Providers, Settings};
use app::kernel::Actor;
use app::kernel::outside::SystemClock;
use app::kernel::policy::Role;
use domain::clock::Clock;
use openidconnect::reqwest;
use server::live::Stopping;
use server::router::{Ways, router_with};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub const LOA3: &str = "http://id.elegnamnden.se/loa/1.0/loa3";
pub const LOA2: &str = "http://id.elegnamnden.se/loa/1.0/loa2";

/// Our server, with two providers beside it that do as they are told.
pub struct Bench {
    pub door: Door,
    pub eid: String,
    pub work: String,
    http: reqwest::Client,
    /// Ends with the bench.
    _child: Child,
}

pub fn settings(name: &str, issuer: &str, audience: Audience) -> Settings {
    let staff = audience == Audience::Staff;
    Settings {
        name: name.to_owned(),
        label_sv: format!("Logga in med {name}"),
        label_en: format!("Sign in with {name}"),
        issuer: issuer.to_owned(),
        client_id: "arbetsforum".to_owned(),
        client_secret: "a secret of the tests alone, nobody keeps it".to_owned(),
        audience,
        acr_values: if staff {
            vec![LOA3.into(), LOA2.into()]
        } else {
            vec![LOA3.into()]
        },
        strong_acr_values: if staff { vec![LOA3.into()] } else { Vec::new() },
        scopes: vec![
            "profile".into(),
            "https://id.oidc.se/scope/naturalPersonNumber".into(),
        ],
        subject_claim: if staff { "oid" } else { "sub" }.to_owned(),
        tenant: if staff { "tenant-one" } else { "" }.to_owned(),
    }
}

impl Bench {
    /// `BankID` for participants, Entra ID for staff.
    pub async fn open() -> Self {
        Self::with(|eid, work| {
            vec![
                settings("bankid", eid, Audience::Participant),
                settings("entra", work, Audience::Staff),
            ]
        })
        .await
    }

    pub async fn with(configure: impl FnOnce(&str, &str) -> Vec<Settings>) -> Self {
        // Why a test fails stands in the log, which is shown when one does.
        let _ = tracing_subscriber::fmt()
            .with_test_writer()
            .with_max_level(tracing::Level::WARN)
            .try_init();
        let mut door = Door::open().await;
        // A certified provider goes by the real clock.
        door.world.clock.set(SystemClock.now());
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../end2end/support/oidc-provider.mjs"
        );
        let mut child = Command::new("node")
            .args([script, "http://127.0.0.1:3000/oidc/callback"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node runs");
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = tokio::time::timeout(Duration::from_secs(30), said.next_line())
            .await
            .expect("the providers start")
            .unwrap()
            .expect("the providers start: are the packages of end2end installed?");
        let at: BTreeMap<String, String> = serde_json::from_str(&line).unwrap();
        let (eid, work) = (at["participant"].clone(), at["staff"].clone());
        let providers = Providers::new(configure(&eid, &work), "http://127.0.0.1:3000").unwrap();
        let ways = Ways {
            trusted_proxy: false,
            stopping: Stopping(door.stop.subscribe()),
        };
        door.router = router_with(door.world.state.clone(), ways, providers);
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            door,
            eid,
            work,
            http,
            _child: child,
        }
    }

    /// Tells a provider what the next sign-ins are like; answers what it was asked so far.
    pub async fn tell(&self, provider: &str, will: &str) -> serde_json::Value {
        let answer = self
            .http
            .post(format!("{provider}/control"))
            .body(will.to_owned())
            .send()
            .await
            .unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser {
            bench: self,
            cookies: BTreeMap::new(),
        }
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.door.world.count(sql).await
    }

    pub async fn failures(&self, why: &str) -> i64 {
        sqlx::query_scalar("select count(*) from sign_in_failure where kind = 'oidc' and why = $1")
            .bind(why)
            .fetch_one(&self.door.world.db.owner)
            .await
            .unwrap()
    }

    pub async fn enrolled(&self) -> Person {
        let centre = self.door.world.centre("arbetsforum").await;
        self.door.world.enrolled(centre).await
    }

    /// The answer of a server function to somebody of the centre, as a program gets it.
    pub async fn ask_as(&self, role: Role, path: &str, form: &str) -> Answer {
        let centre = self.door.world.centre("arbetsforum").await;
        let member = self.door.world.member(centre, role).await;
        self.ask_by(member.actor(), path, form).await
    }

    pub async fn ask_by(&self, actor: Actor, path: &str, form: &str) -> Answer {
        let cookie = self.door.session(actor).await;
        self.door.post(path, &cookie, form, false).await
    }

    /// A code from the desk for this person.
    pub async fn code_for(&self, person: Person) -> String {
        let form = format!("person={}", person.id);
        let told = self
            .ask_as(Role::Reception, "/api/identity/invite-participant", &form)
            .await;
        assert_eq!(told.status, 200, "{}", told.body);
        let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
        told["code"].as_str().unwrap().to_owned()
    }

    /// A participant whose eID (of `who` at the provider) is linked already.
    pub async fn linked(&self, who: &str) -> Person {
        let person = self.enrolled().await;
        self.tell(&self.eid, &format!("{{\"who\":\"{who}\"}}")).await;
        let mut browser = self.browser();
        assert_eq!(browser.sign_in("bankid", "").await, "/koppla");
        let code = self.code_for(person).await;
        let linked = browser.type_code(&code).await;
        assert_eq!(linked.header("location"), "/idag", "{}", linked.body);
        person
    }
}

/// A browser: what it keeps of ours, and the way over the provider.
pub struct Browser<'b> {
    pub bench: &'b Bench,
    pub cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    pub fn cookie(&self) -> String {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep(&mut self, answer: &Answer) {
        for set in answer.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            if set.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.bench.door.page(path, &self.cookie()).await;
        self.keep(&answer);
        answer
    }

    /// Leaves for a provider: where to.
    pub async fn leave(&mut self, provider: &str, next: &str) -> String {
        let answer = self.get(&format!("/oidc/{provider}/start?next={next}")).await;
        assert_eq!(answer.status, 303);
        answer.header("location").to_owned()
    }

    /// At the provider, until it sends back: the path of ours that it sends to.
    pub async fn prove(&self, departure: &str) -> String {
        let mut kept: BTreeMap<String, String> = BTreeMap::new();
        let mut at = departure.to_owned();
        for _ in 0..8 {
            let origin: String = at.split('/').take(3).collect::<Vec<_>>().join("/");
            let cookies: Vec<_> = kept
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let answer = self
                .bench
                .http
                .get(&at)
                .header("cookie", cookies.join("; "))
                .send()
                .await
                .unwrap();
            for set in answer.headers().get_all("set-cookie") {
                let pair = set.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                kept.insert(name.to_owned(), value.to_owned());
            }
            let to = answer
                .headers()
                .get("location")
                .map(|to| to.to_str().unwrap().to_owned());
            let Some(to) = to else {
                panic!("{at} leads nowhere: {}", answer.text().await.unwrap());
            };
            if let Some(ours) = to.strip_prefix("http://127.0.0.1:3000") {
                return ours.to_owned();
            }
            at = if to.starts_with('/') {
                format!("{origin}{to}")
            } else {
                to
            };
        }
        panic!("the provider does not come to an end");
    }

    /// The whole way: where it ends.
    pub async fn sign_in(&mut self, provider: &str, next: &str) -> String {
        let departure = self.leave(provider, next).await;
        let back = self.prove(&departure).await;
        let answer = self.get(&back).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.header("location").to_owned()
    }

    /// The code of an invitation, typed without script.
    pub async fn type_code(&mut self, code: &str) -> Answer {
        let form = format!("code={}", code.replace(' ', "+"));
        let answer = self
            .bench
            .door
            .post_from(
                "/koppla",
                "/api/identity/link-by-code",
                &self.cookie(),
                &form,
                true,
            )
            .await;
        self.keep(&answer);
        answer
    }

    /// The same as a program, which is told why not.
    pub async fn refused(&mut self, code: &str) -> String {
        let form = format!("code={}", code.replace(' ', "+"));
        let answer = self
            .bench
            .door
            .post("/api/identity/link-by-code", &self.cookie(), &form, false)
            .await;
        assert!(!answer.status.is_success(), "{}", answer.body);
        assert!(answer.cookie("__Host-session").is_none());
        answer.body
    }

    pub fn signed_in(&self) -> bool {
        self.cookies.contains_key("__Host-session")
    }
}
