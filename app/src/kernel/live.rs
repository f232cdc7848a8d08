//! Live pages over LISTEN/NOTIFY (decision 5): one notifier that coalesces, one listener a process.
//!
//! NOTIFY takes a global lock at commit, so a check-in does not call it: it leaves the centre's id
//! here, and a task tells the database once per [`GATHER`], however many people arrive. A notice is
//! only a hint to look again; a page that missed one looks again when it reconnects.

use domain::ids::CentreId;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};

const CHANNEL: &str = "arrivals";
/// How long arrivals are gathered before the database is told.
const GATHER: Duration = Duration::from_millis(100);

/// The way in for notices, and out to the pages.
#[derive(Clone, Debug)]
pub struct Live {
    arrived: mpsc::UnboundedSender<CentreId>,
    heard: broadcast::Sender<CentreId>,
}

/// What [`Live::run`] needs; made together with the [`Live`] it serves.
#[derive(Debug)]
pub struct LiveTasks {
    arrived: mpsc::UnboundedReceiver<CentreId>,
    heard: broadcast::Sender<CentreId>,
}

impl Live {
    pub fn new() -> (Self, LiveTasks) {
        let (arrived, receiver) = mpsc::unbounded_channel();
        let (heard, _) = broadcast::channel(256);
        (
            Self {
                arrived,
                heard: heard.clone(),
            },
            LiveTasks {
                arrived: receiver,
                heard,
            },
        )
    }

    /// Somebody has arrived at this centre; called after the commit.
    pub fn arrival(&self, centre: CentreId) {
        // Without a task on the other end (a test of the store alone) nobody listens, and nothing is lost.
        let _ = self.arrived.send(centre);
    }

    /// Centres where somebody has arrived, as they are heard of from any server process.
    pub fn subscribe(&self) -> broadcast::Receiver<CentreId> {
        self.heard.subscribe()
    }
}

impl LiveTasks {
    /// Tells and listens until the server ends.
    pub async fn run(self, pool: PgPool) {
        tokio::join!(tell(self.arrived, pool.clone()), listen(pool, self.heard));
    }
}

async fn tell(mut arrived: mpsc::UnboundedReceiver<CentreId>, pool: PgPool) {
    while let Some(first) = arrived.recv().await {
        tokio::time::sleep(GATHER).await;
        let mut centres = BTreeSet::from([first]);
        while let Ok(centre) = arrived.try_recv() {
            centres.insert(centre);
        }
        let ids: Vec<String> = centres.iter().map(ToString::to_string).collect();
        let told = sqlx::query!(
            "select pg_notify($1, id) as told from unnest($2::text[]) as id",
            CHANNEL,
            &ids
        )
        .fetch_all(&pool)
        .await;
        if let Err(error) = told {
            tracing::warn!(%error, "arrivals not announced");
        }
    }
}

async fn listen(pool: PgPool, heard: broadcast::Sender<CentreId>) {
    loop {
        match PgListener::connect_with(&pool).await {
            Ok(mut listener) => {
                if listener.listen(CHANNEL).await.is_ok() {
                    while let Ok(notice) = listener.recv().await {
                        if let Ok(centre) = notice.payload().parse() {
                            let _ = heard.send(centre);
                        }
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "not listening for arrivals"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
