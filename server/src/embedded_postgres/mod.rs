//! The private PostgreSQL cluster of a server that was given no `DATABASE_URL`.
//!
//! It is made by the machine's own PostgreSQL programs under the server's data folder, listens on a
//! unix socket only, and lives and dies with the server:
//!
//! ```text
//! <data folder>/
//!   lock            held (flock) for as long as a server uses the folder; holds its process number
//!   postgres/       the cluster (or, for root, a link to it: see `place`)
//!   socket/         the socket, in a folder that nobody else may enter (or a short path: see `socket`)
//!   postgres.log    PostgreSQL's own log, without statements, parameters or values
//! ```
//!
//! **Why `trust` is safe here.** The socket is the only way in and lies in a 0700 folder of the
//! account which also owns the cluster's files. Whoever may enter it may read and rewrite those
//! files anyway, so a password would lock a door beside an open wall, and would be one more secret
//! to keep. TCP is off (`listen_addresses=''`), and its `pg_hba.conf` lines say `reject`.
//!
//! **When the server is killed** (`kill -9`, or SIGTERM while it starts: nothing listens for it before
//! the server serves), PostgreSQL lives on as an orphan. The next server finds it through
//! `postmaster.pid`, makes sure that it is this very cluster, ends it and starts its own. If both were
//! killed, PostgreSQL's own crash recovery does the work; what an interrupted `initdb` left is removed.
//!
//! **When PostgreSQL dies** under a running server, a task starts it again with growing pauses; the
//! pool connects again by itself.

mod binaries;
mod error;
mod initialise;
mod orphan;
mod place;
mod postmaster;
mod socket;
mod supervise;

pub use error::ClusterError;

use postmaster::Launcher;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::{Path, PathBuf};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The owner of the cluster and of its database: a superuser, used for migrations and for nothing
/// that answers a request.
const OWNER: &str = "arbetsforum";
const DATABASE: &str = "arbetsforum";
/// Only names the socket file: nothing listens on TCP.
const PORT: u16 = 5432;

#[derive(Clone, Debug)]
pub struct Settings {
    /// Made if absent. One server at a time.
    pub data_folder: PathBuf,
    /// Of PostgreSQL: the pool's size and a few for `psql` and backups.
    pub max_connections: u32,
    /// The folder of PostgreSQL's programs; searched for when `None`.
    pub binaries: Option<PathBuf>,
}

impl Settings {
    /// With PostgreSQL's usual number of connections, and the programs that are found.
    pub fn new(data_folder: impl Into<PathBuf>) -> Self {
        Self {
            data_folder: data_folder.into(),
            max_connections: 100,
            binaries: None,
        }
    }
}

/// A running cluster.
///
/// End it with [`Cluster::stop`]. If it is only dropped, its supervising task stops PostgreSQL in the
/// background and frees the folder after that; if the runtime ends first, PostgreSQL is killed and
/// recovers at the next start. Nothing is lost either way.
#[derive(Debug)]
pub struct Cluster {
    options: PgConnectOptions,
    stop: oneshot::Sender<()>,
    supervisor: JoinHandle<Result<(), ClusterError>>,
}

impl Cluster {
    /// Makes the cluster if there is none, starts it, and returns when it answers and has its database.
    pub async fn start(settings: &Settings) -> Result<Self, ClusterError> {
        // Plain `std::fs` in here: a handful of small calls, before the server serves anybody.
        let data_folder = place::make_data_folder(&settings.data_folder)?;
        let mut locks = vec![place::lock(&data_folder, &data_folder).await?];
        let home = place::settle(&data_folder)?;
        let made_by = home.made_by()?;
        let binaries = binaries::find(settings.binaries.as_deref(), made_by, &home.cluster).await?;
        if home.base != data_folder {
            if made_by.is_none() {
                place::make_elsewhere(&home.base, &data_folder)?;
            }
            // A copied data folder carries the link along: the cluster itself is locked too.
            locks.push(place::lock(&home.base, &data_folder).await?);
        }
        if made_by.is_none() {
            initialise::run(&binaries, &home, &data_folder).await?;
        }

        let socket_folder = socket::folder(&home)?;
        let options = connect_options(&socket_folder);
        let launcher = Launcher {
            postgres: binaries.postgres(),
            cluster: home.cluster,
            log: data_folder.join("postgres.log"),
            account: home.account,
            max_connections: settings.max_connections,
            probe: options.clone().database("postgres").disable_statement_logging(),
            socket_folder,
        };
        let mut postmaster = launcher.launch().await?;
        if let Err(error) = ensure_database(&launcher.probe).await {
            postmaster::stop(&mut postmaster).await?;
            return Err(error.into());
        }
        let (stop, stop_asked) = oneshot::channel();
        let supervisor = tokio::spawn(supervise::run(launcher, postmaster, stop_asked, locks));
        Ok(Self {
            options,
            stop,
            supervisor,
        })
    }

    /// As the owner, to the database of a cluster that another process of ours has started in this folder; `None` where
    /// none answers.
    pub async fn running(settings: &Settings) -> Option<PgConnectOptions> {
        let data_folder = settings.data_folder.canonicalize().ok()?;
        let home = place::settle(&data_folder).ok()?;
        home.made_by().ok()??;
        let options = connect_options(&socket::folder(&home).ok()?);
        options.connect().await.ok()?.close().await.ok()?;
        Some(options)
    }

    /// As the owner, to the application's database.
    pub fn connect_options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Ends the sessions, writes everything out and stops; if that takes too long, stops at once and
    /// leaves the rest to crash recovery. Close the pool first.
    pub async fn stop(self) -> Result<(), ClusterError> {
        // A failed send means that the supervisor is already gone: its result tells why.
        let _ = self.stop.send(());
        self.supervisor.await.map_err(|_| ClusterError::Supervisor)?
    }
}

fn connect_options(socket_folder: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket_folder)
        .port(PORT)
        .username(OWNER)
        .database(DATABASE)
        .ssl_mode(PgSslMode::Disable)
        .application_name("arbetsforum")
}

/// The database is made from `template0` with a locale of its own, so that it is the same whatever
/// the machine's language; Swedish order comes from the ICU collations.
async fn ensure_database(options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    let exists: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(DATABASE)
        .fetch_one(&mut connection)
        .await?;
    if !exists {
        sqlx::raw_sql(
            "create database arbetsforum owner arbetsforum template template0 encoding 'UTF8' \
             lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'",
        )
        .execute(&mut connection)
        .await?;
    }
    connection.close().await
}
