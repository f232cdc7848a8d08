//! The server's door without a network: a request in, an answer out.

use crate::world::World;
use app::identity::session::{self, Beginning};
use app::kernel::Actor;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use domain::clock::{Clock, SeededRandom};
use server::live::Stopping;
use server::router::{Ways, router};
use tokio::sync::watch;
use tower::ServiceExt;

pub struct Door {
    pub world: World,
    pub router: Router,
    /// Dropped, it would end every stream.
    pub stop: watch::Sender<bool>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// The value of a cookie that the answer sets, without its attributes.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let mut set = self.headers.get_all("set-cookie").iter();
        set.find_map(|v| {
            v.to_str()
                .ok()?
                .strip_prefix(name)?
                .strip_prefix('=')?
                .split(';')
                .next()
        })
    }
}

impl Door {
    pub async fn open() -> Self {
        Self::open_as("http://127.0.0.1:3000", false).await
    }

    /// The same under another public address, or behind a proxy that says whose address it is.
    pub async fn open_as(public_url: &str, trusted_proxy: bool) -> Self {
        let mut world = World::new().await;
        world.state.public_url = public_url.into();
        let (stop, stopping) = watch::channel(false);
        let ways = Ways {
            trusted_proxy,
            stopping: Stopping(stopping),
        };
        Self {
            router: router(world.state.clone(), ways),
            world,
            stop,
        }
    }

    /// A session of this actor, who has given two proofs just now, as its cookie.
    pub async fn session(&self, actor: Actor) -> String {
        self.session_as(actor, true).await
    }

    /// The same, with two proofs or with one.
    pub async fn session_as(&self, actor: Actor, two_proofs: bool) -> String {
        let mut random = SeededRandom::new(u64::from(self.world.number()) + 1_000_000);
        let beginning = Beginning {
            now: self.world.clock.now(),
            two_proofs,
            device: None,
        };
        let token = session::begin_as(&self.world.state.pool, actor, &beginning, &mut random)
            .await
            .unwrap();
        format!("__Host-session={token}")
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 4 << 20).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// A browser's GET of a page.
    pub async fn page(&self, path: &str, cookie: &str) -> Answer {
        self.ask(
            Request::get(path)
                .header("accept", "text/html")
                .header("cookie", cookie)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    /// A POST of a form: by a browser without script when `page`, else by a program.
    pub async fn post(&self, path: &str, cookie: &str, form: &str, page: bool) -> Answer {
        self.post_from("/logga-in", path, cookie, form, page).await
    }

    /// The same from a page of one's own choice, to which a browser is led back.
    pub async fn post_from(&self, from: &str, path: &str, cookie: &str, form: &str, page: bool) -> Answer {
        self.ask(
            Request::post(path)
                .header("accept", if page { "text/html" } else { "application/json" })
                .header("content-type", "application/x-www-form-urlencoded")
                .header("referer", format!("http://127.0.0.1:3000{from}"))
                .header("cookie", cookie)
                .body(Body::from(form.to_owned()))
                .unwrap(),
        )
        .await
    }
}
