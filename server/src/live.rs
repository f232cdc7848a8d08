//! Arrivals as server-sent events: a hint to look again, with nothing about anybody in it.

use app::kernel::actor::Visitor;
use app::kernel::policy::{Action, decide};
use app::kernel::{AppState, cookies};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// How often a stream makes sure that its session is still in force.
const LOOK_AGAIN: Duration = Duration::from_mins(1);

/// Ends every stream when the server stops: they would hold it for ever.
#[derive(Clone)]
pub struct Stopping(pub watch::Receiver<bool>);

/// Tells of arrivals at the actor's centre for as long as the session is in force.
pub async fn arrivals(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Extension(Stopping(mut stopping)): Extension<Stopping>,
    headers: HeaderMap,
) -> Response {
    let centre = visitor.actor.and_then(|actor| actor.centre());
    let (Ok(_), Some(centre)) = (decide(visitor.kind(), Action::ReadPortfolio), centre) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let token = cookies::read(&headers, cookies::SESSION)
        .unwrap_or_default()
        .to_owned();
    let mut heard = state.live.subscribe();
    let stream = async_stream(move |tell| async move {
        let mut look = tokio::time::interval(LOOK_AGAIN);
        look.tick().await;
        loop {
            tokio::select! {
                arrival = heard.recv() => match arrival {
                    Ok(at) if at == centre => {
                        // A notice is also how an account that was ended lets its streams go at once (G5).
                        if !app::identity::session::still_in_force(&state, &token).await {
                            return;
                        }
                        if tell.send(Event::default().event("arrival").data("1")).await.is_err() {
                            return;
                        }
                    }
                    // Missed some: one of them may have been ours.
                    Err(RecvError::Lagged(_)) => {
                        if !app::identity::session::still_in_force(&state, &token).await {
                            return;
                        }
                        if tell.send(Event::default().event("arrival").data("1")).await.is_err() {
                            return;
                        }
                    }
                    Ok(_) => {}
                    Err(RecvError::Closed) => return,
                },
                _ = stopping.changed() => return,
                _ = look.tick() => {
                    if !app::identity::session::still_in_force(&state, &token).await {
                        return;
                    }
                }
            }
        }
    });
    Sse::new(stream)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

/// A stream of what a task sends; the task ends when nobody reads any more.
fn async_stream<F, W>(work: W) -> impl Stream<Item = Result<Event, Infallible>>
where
    W: FnOnce(tokio::sync::mpsc::Sender<Event>) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    use futures::StreamExt;
    let (tell, events) = tokio::sync::mpsc::channel(8);
    let gone = tell.clone();
    let work = work(tell);
    tokio::spawn(async move {
        tokio::select! {
            () = work => {}
            () = gone.closed() => {}
        }
    });
    tokio_stream::wrappers::ReceiverStream::new(events).map(Ok)
}
