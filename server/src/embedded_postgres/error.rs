use std::io;
use std::path::PathBuf;

/// What an operator reads when the database does not start: one plain sentence, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL {} or newer was not found {searched}; install it with `apt-get install postgresql`, \
         or set DATABASE_URL to a database that already runs.",
        super::binaries::OLDEST_MAJOR
    )]
    NoBinaries { searched: String },

    #[error(
        "The database in {} was made by PostgreSQL {made_by}, but this machine has {found}; install \
         PostgreSQL {made_by} beside it, or move the data with pg_dump or pg_upgrade. Nothing was changed.",
        cluster.display()
    )]
    OtherMajor {
        cluster: PathBuf,
        made_by: u32,
        found: String,
    },

    #[error(
        "Another Arbetsforum server ({process}) already uses this data folder: {}",
        data_folder.display()
    )]
    InUse { process: String, data_folder: PathBuf },

    #[error(
        "{} is not a whole PostgreSQL cluster (it has no readable PG_VERSION); move it away or restore it \
         from a backup. Nothing was changed.",
        cluster.display()
    )]
    NotACluster { cluster: PathBuf },

    #[error(
        "{} should lead to the database but leads nowhere; restore what it points to, or remove it to \
         begin with an empty database.",
        link.display()
    )]
    LeadsNowhere { link: PathBuf },

    #[error(
        "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody` to \
         run it as; start the server as an ordinary user."
    )]
    NoAccount,

    #[error(
        "No private folder for the database's socket: {} belongs to somebody else or is open to others; \
         remove it, or use a data folder with a shorter path.",
        folder.display()
    )]
    UnsafeSocketFolder { folder: PathBuf },

    #[error("The database could not be made: initdb failed: {output}")]
    Initdb { output: String },

    #[error("PostgreSQL ended before it was ready ({how}); the end of {}:\n{tail}", log.display())]
    EndedEarly { how: String, log: PathBuf, tail: String },

    #[error("PostgreSQL was not ready within {seconds} seconds; see {}", log.display())]
    NotReady { seconds: u64, log: PathBuf },

    #[error("PostgreSQL (process {process}) did not stop when told to.")]
    DidNotStop { process: u32 },

    #[error("The private database failed at {doing} {}: {source}", path.display())]
    File {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },

    #[error("The private database answered with an error: {0}")]
    Database(#[from] sqlx::Error),

    #[error("The task that looks after PostgreSQL failed.")]
    Supervisor,
}

impl ClusterError {
    /// For `map_err`: what was being done, and to which file.
    pub(super) fn file(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { doing, path, source }
    }
}
