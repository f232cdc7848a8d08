//! Live arrivals: heard by the coach of the centre, by nobody else, and without a name.

use crate::door::Door;
use app::kernel::live::Live;
use app::kernel::policy::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures::StreamExt;
use server::live::Stopping;
use server::router::{Ways, router};
use std::time::Duration;
use tower::ServiceExt;

#[tokio::test]
async fn an_arrival_told_in_one_process_is_heard_in_another() {
    let mut door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let cookie = door.session(coach.actor()).await;
    // Two processes on one database: each with its own tasks.
    let (here, here_tasks) = Live::new();
    let (there, there_tasks) = Live::new();
    door.world.state.live = here;
    tokio::spawn(here_tasks.run(door.world.state.pool.clone()));
    tokio::spawn(there_tasks.run(door.world.state.pool.clone()));
    let ways = Ways {
        trusted_proxy: false,
        stopping: Stopping(door.stop.subscribe()),
    };
    let router = router(door.world.state.clone(), ways);
    let asked = Request::get("/live/arrivals")
        .header("cookie", &cookie)
        .body(Body::empty())
        .unwrap();
    let answer = router.oneshot(asked).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut events = answer.into_body().into_data_stream();
    let heard = async {
        loop {
            // Told again until the listener is there: it connects in its own time.
            there.arrival(centre);
            if let Ok(Some(Ok(event))) = tokio::time::timeout(Duration::from_millis(300), events.next()).await
            {
                return String::from_utf8(event.to_vec()).unwrap();
            }
        }
    };
    let event = tokio::time::timeout(Duration::from_secs(10), heard)
        .await
        .expect("heard within ten seconds");
    assert_eq!(event, "event: arrival\ndata: 1\n\n");
    door.stop.send(true).unwrap();
    let ended = async { while events.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended)
        .await
        .expect("the stream ends when the server stops");
}
