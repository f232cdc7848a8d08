//! A browser without script: it keeps its cookies, and posts forms.

use crate::door::{Answer, Door};
use crate::world::Member;
use app::identity::secret;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use domain::clock::{Clock, SeededRandom};
use std::collections::BTreeMap;

pub const PASSWORD: &str = "kaffe-tavla-buss";

pub struct Browser<'a> {
    pub door: &'a Door,
    pub cookies: BTreeMap<String, String>,
    /// Whence it comes, where the door trusts its proxy.
    pub address: &'static str,
    pub agent: &'static str,
}

impl<'a> Browser<'a> {
    pub const fn new(door: &'a Door) -> Self {
        Self {
            door,
            cookies: BTreeMap::new(),
            address: "192.0.2.1",
            agent: "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
        }
    }

    pub fn session(&self) -> Option<&str> {
        self.cookies.get("__Host-session").map(String::as_str)
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for set in headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let (name, rest) = set.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if set.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn cookie(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        pairs.join("; ")
    }

    pub async fn page(&mut self, path: &str) -> Answer {
        let request = Request::get(path)
            .header("accept", "text/html")
            .header("user-agent", self.agent)
            .header("x-forwarded-for", self.address)
            .header("cookie", self.cookie())
            .body(Body::empty())
            .unwrap();
        let answer = self.door.ask(request).await;
        self.keep(&answer.headers);
        answer
    }

    async fn send(&mut self, path: &str, form: String, accept: &str) -> Answer {
        let request = Request::post(path)
            .header("accept", accept)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("referer", "http://127.0.0.1:3000/")
            .header("user-agent", self.agent)
            .header("x-forwarded-for", self.address)
            .header("cookie", self.cookie())
            .body(Body::from(form))
            .unwrap();
        let answer = self.door.ask(request).await;
        self.keep(&answer.headers);
        answer
    }

    /// A form, as a browser sends it; where it leads.
    pub async fn post(&mut self, path: &str, form: impl Into<String>) -> String {
        let answer = self.send(path, form.into(), "text/html").await;
        assert!(answer.status.is_redirection(), "{path}: {}", answer.status);
        answer.header("location").to_owned()
    }

    /// The same, as a program sends it: the answer says what is wrong.
    pub async fn call(&mut self, path: &str, form: impl Into<String>) -> Answer {
        self.send(path, form.into(), "application/json").await
    }
}

/// Gives a member of staff a name and the password.
pub async fn with_password(door: &Door, member: Member, login: &str) {
    let hash = secret::hash(PASSWORD, &mut SeededRandom::new(1)).unwrap();
    sqlx::query(
        "insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
         values (gen_random_uuid(), $1, 'password', $2, $3, $4)",
    )
    .bind(member.account.as_uuid())
    .bind(login)
    .bind(hash)
    .bind(door.world.clock.now())
    .execute(&door.world.db.owner)
    .await
    .unwrap();
}

/// The form that signs this name in.
pub fn by_name(login: &str) -> String {
    format!("name={login}&password={PASSWORD}")
}

/// The code that an app with this secret, as the page spells it, shows at the door's time.
pub fn code(door: &Door, spelled: &str) -> String {
    let plain: String = spelled.split_whitespace().collect();
    let secret = totp_rs::Secret::try_from_base32(plain).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let seconds = u64::try_from(door.world.clock.now().timestamp()).unwrap();
    totp.generate(seconds).to_string()
}

/// What stands on a page in the letters of codes.
pub fn in_mono(page: &str) -> Vec<String> {
    page.split("class=\"mono\">")
        .skip(1)
        .map(|rest| {
            let inner = rest.split("</bdi>").next().unwrap();
            // What leptos marks its texts with is no part of them.
            inner.replace("<!>", "").replace("<!---->", "").trim().to_owned()
        })
        .collect()
}

/// Signs in with the password, sets an app up, puts the recovery codes away: the app's secret and the codes.
pub async fn set_up(browser: &mut Browser<'_>, login: &str) -> (String, Vec<String>) {
    set_up_as(browser, &by_name(login)).await
}

/// The same with a form of one's own.
pub async fn set_up_as(browser: &mut Browser<'_>, form: &str) -> (String, Vec<String>) {
    let to = browser.post("/api/identity/sign-in-with-password", form).await;
    assert_eq!(to, "/personal/ny-kod");
    let secret = in_mono(&browser.page("/personal/ny-kod").await.body).remove(0);
    let form = format!("otp={}", code(browser.door, &secret));
    let to = browser.post("/api/identity/confirm-new-code", form).await;
    assert_eq!(to, "/personal/reservkoder");
    let codes = in_mono(&browser.page("/personal/reservkoder").await.body);
    browser.post("/api/identity/codes-kept", "").await;
    (secret, codes)
}
