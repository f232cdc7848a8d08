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
//! **When the server is killed** (`kill -9`), PostgreSQL lives on as an orphan. The next server finds
//! it through `postmaster.pid`, makes sure that it is this very cluster, and adopts it if it runs
//! with the settings we would give it; else it is stopped and started. If both were killed,
//! PostgreSQL's own crash recovery does the work.
//!
//! **When PostgreSQL dies** under a running server, a task starts it again with growing pauses; the
//! pool connects again by itself.
#![allow(clippy::doc_markdown, reason = "PostgreSQL is a name")]

mod binaries;
mod error;
mod initialise;
mod place;
mod postmaster;
mod recognise;
mod socket;
mod supervise;

use std::{ffi::OsStr, fmt::Write as _, path::PathBuf};

use sqlx::{
    ConnectOptions as _, Connection as _,
    postgres::{PgConnectOptions, PgConnection, PgSslMode},
};
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
};

pub use error::ClusterError;
use postmaster::{Launcher, Postmaster};

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
    /// The folder of PostgreSQL's programs. `None`: `ARBETSFORUM_POSTGRES_BIN`, else search.
    pub binaries: Option<PathBuf>,
}

impl Settings {
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
/// background and frees the folder after that; if the runtime ends first (or the process is
/// killed), PostgreSQL is left running, and the next start on the folder adopts it. Nothing is
/// lost either way.
#[derive(Debug)]
pub struct Cluster {
    options: PgConnectOptions,
    socket_folder: PathBuf,
    process: watch::Receiver<Option<u32>>,
    stop: oneshot::Sender<()>,
    supervisor: JoinHandle<Result<(), ClusterError>>,
}

impl Cluster {
    /// Makes the cluster if there is none, starts or adopts it, and returns when it answers and has
    /// its database.
    pub async fn start(settings: &Settings) -> Result<Self, ClusterError> {
        // Plain `std::fs` in here: a handful of small calls, before the server serves anybody.
        let data_folder = place::make_data_folder(&settings.data_folder)?;
        let mut locks = vec![place::lock(&data_folder, &data_folder)?];

        let home = place::settle(&data_folder)?;
        if home.base != data_folder {
            // A copied data folder carries the link along: the cluster itself is locked too.
            locks.push(place::lock(&home.base, &data_folder)?);
        }
        let made_by = home.made_by()?;
        let binaries = binaries::find(settings.binaries.as_deref(), made_by, &home.cluster).await?;
        if made_by.is_none() {
            initialise::run(&binaries, &home, &data_folder).await?;
        }

        let socket_folder = socket::folder(&home)?;
        let launcher = Launcher {
            postgres: binaries.postgres(),
            cluster: home.cluster,
            log: data_folder.join("postgres.log"),
            account: home.account,
            max_connections: settings.max_connections,
            probe: connect_options(&socket_folder).database("postgres"),
            socket_folder,
        };
        let options = connect_options(&launcher.socket_folder);
        let socket_folder = launcher.socket_folder.clone();

        let mut slot = None;
        let begun = async {
            launcher.launch(&mut slot).await?;
            ensure_database(&launcher.probe).await
        }
        .await;
        if let Err(error) = begun {
            if let Some(mut postmaster) = slot {
                postmaster.stop().await?;
            }
            return Err(error);
        }

        let (stop, stop_asked) = oneshot::channel();
        let (report, process) = watch::channel(slot.as_ref().and_then(Postmaster::id));
        let supervisor = tokio::spawn(supervise::run(launcher, slot, report, stop_asked, locks));
        Ok(Self {
            options,
            socket_folder,
            process,
            stop,
            supervisor,
        })
    }

    /// As the owner, to the application's database.
    pub fn connect_options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// For people and `psql`; holds no secret.
    pub fn url(&self) -> String {
        format!(
            "postgres://{OWNER}@{}:{PORT}/{DATABASE}",
            percent_encoded(self.socket_folder.as_os_str())
        )
    }

    /// The postmaster's process number; `None` while it is being started again.
    pub fn process_id(&self) -> Option<u32> {
        *self.process.borrow()
    }

    /// Follows [`Cluster::process_id`]: for a health page, or to wait until it is back.
    pub fn watch(&self) -> watch::Receiver<Option<u32>> {
        self.process.clone()
    }

    /// Ends the sessions, writes everything out and stops (SIGINT); if that takes too long, stops at
    /// once and leaves the rest to crash recovery (SIGQUIT). Close the pool first.
    pub async fn stop(self) -> Result<(), ClusterError> {
        // A failed send means that the supervisor is already gone: its result tells why.
        let _ = self.stop.send(());
        self.supervisor
            .await
            .map_err(|error| ClusterError::Supervisor(error.to_string()))?
    }
}

fn connect_options(socket_folder: &std::path::Path) -> PgConnectOptions {
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
async fn ensure_database(options: &PgConnectOptions) -> Result<(), ClusterError> {
    let mut connection = options.clone().disable_statement_logging().connect().await?;
    let icu: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'sv-x-icu')")
            .fetch_one(&mut connection)
            .await?;
    if !icu {
        close(connection).await;
        return Err(ClusterError::NoIcu);
    }
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(DATABASE)
        .fetch_one(&mut connection)
        .await?;
    if !exists {
        sqlx::raw_sql(
            "CREATE DATABASE arbetsforum OWNER arbetsforum TEMPLATE template0 ENCODING 'UTF8' \
             LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
        )
        .execute(&mut connection)
        .await?;
    }
    close(connection).await;
    Ok(())
}

/// Says goodbye politely; a connection that is already gone is no error here.
async fn close(connection: PgConnection) {
    if let Err(error) = connection.close().await {
        tracing::debug!(%error, "closing a connection");
    }
}

fn percent_encoded(text: &OsStr) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    let mut encoded = String::new();
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
