//! The demonstration's page over HTTP: it shows its people, and makes one of them of you, nobody else.

use super::NOON;
use crate::world::World;
use app::demo::{accounts, ensure, routes};
use app::identity::session;
use app::kernel::device::Device;
use app::kernel::{Actor, Lang, Visitor};
use axum::{Extension, Router};
use domain::clock::{Clock, SeededRandom};
use domain::ids::RequestId;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use uuid::Uuid;

fn visitor(lang: Lang) -> Visitor {
    Visitor {
        request: RequestId::from_uuid(Uuid::nil()),
        lang,
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        session: None,
        stepped_up_at: None,
        actor: None,
        was: None,
        device: Device::of(""),
        wants_page: true,
    }
}

async fn serve(world: &World, visitor: Visitor) -> SocketAddr {
    let app: Router = routes().layer(Extension(visitor)).with_state(world.state.clone());
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// The whole answer, as text.
async fn ask(address: SocketAddr, request: String) -> String {
    tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    })
    .await
    .unwrap()
}

async fn become_someone(address: SocketAddr, form: &str) -> String {
    let length = form.len();
    let head = "POST /demo/sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded";
    ask(
        address,
        format!("{head}\r\nContent-Length: {length}\r\n\r\n{form}"),
    )
    .await
}

fn header<'a>(answer: &'a str, name: &str) -> Vec<&'a str> {
    answer
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_offers_everybody_and_signs_in_as_them_alone() {
    let world = World::new().await;
    world.at(NOON);
    ensure(&world.db.owner, world.clock.now()).await.unwrap();
    let offered = accounts(&world.db.web).await.unwrap();

    let english = serve(&world, visitor(Lang::En)).await;
    let get = "GET /demo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned();
    assert!(ask(english, get.clone()).await.contains("Sign in as Amina"));
    let address = serve(&world, visitor(Lang::Sv)).await;
    let page = ask(address, get).await;
    assert!(page.starts_with("HTTP/1.1 200"));
    for account in &offered {
        for text in [&account.name, &account.what, &account.login, &account.secret] {
            assert!(page.contains(text.as_str()), "{text}");
        }
    }

    for account in &offered {
        let answer = become_someone(address, &format!("account={}", account.account)).await;
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        assert_eq!(header(&answer, "location"), [account.home.as_str()]);
        let cookies = header(&answer, "set-cookie");
        assert!(cookies.iter().all(
            |c| c.ends_with("; Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax")
                || c.ends_with("; Path=/; Max-Age=36000; Secure; HttpOnly; SameSite=Lax")
        ));
        let token = cookies[0]
            .strip_prefix("__Host-session=")
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        let found = session::find(&world.state, token).await.unwrap().unwrap();
        assert_eq!(found.actor.account(), Some(account.account));
        assert_eq!(
            cookies.get(1).is_some_and(|c| c.starts_with("__Host-lang=en;")),
            account.name.starts_with("Grace")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_account_and_the_session_before_ends() {
    let world = World::new().await;
    world.at(NOON);
    ensure(&world.db.owner, world.clock.now()).await.unwrap();
    let address = serve(&world, visitor(Lang::Sv)).await;
    let other: Uuid = sqlx::query_scalar(
        "select account_id from account where account_id not in (select account_id from demo_account) limit 1",
    )
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    assert!(
        become_someone(address, &format!("account={other}"))
            .await
            .starts_with("HTTP/1.1 404")
    );
    for bad in ["account=nonsense", "", "account='"] {
        assert!(
            become_someone(address, bad).await.starts_with("HTTP/1.1 4"),
            "{bad}"
        );
    }

    let amina = &accounts(&world.db.web).await.unwrap()[0];
    let today = "2026-11-23".parse().unwrap();
    let actor = app::identity::actor_of_account(&world.db.web, amina.account, today)
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(actor, Actor::Participant { .. }));
    let now = world.clock.now();
    let token = session::begin(&world.db.web, actor, now, &mut SeededRandom::new(5))
        .await
        .unwrap();
    let old = session::find(&world.state, &token).await.unwrap().unwrap();
    let returning = serve(
        &world,
        Visitor {
            session: Some(old.session),
            ..visitor(Lang::Sv)
        },
    )
    .await;
    become_someone(returning, &format!("account={}", amina.account)).await;
    assert!(session::find(&world.state, &token).await.unwrap().is_none());
}
