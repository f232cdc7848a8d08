//! Starts, awaits and stops the postmaster.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use nix::{
    fcntl::OFlag,
    sys::signal::{self, Signal},
};
use sqlx::{ConnectOptions as _, Connection as _, postgres::PgConnectOptions};
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep, timeout},
};

use super::{ClusterError, PORT, place::Account, recognise};

const LARGEST_LOG: u64 = 10 * 1024 * 1024;
/// Crash recovery replays at most a few checkpoints' worth of work; a slow disk takes minutes.
const READY_WITHIN: Duration = Duration::from_mins(5);
/// A cluster that ran already answers at once, unless it is on its way down.
const ADOPTED_WITHIN: Duration = Duration::from_secs(30);
const FAST_STOP_WITHIN: Duration = Duration::from_secs(30);
const IMMEDIATE_STOP_WITHIN: Duration = Duration::from_secs(15);
/// After a crash, sessions of the dead postmaster may need a moment to notice and go.
const ATTEMPTS: u32 = 5;

/// The postmaster: a child of ours, or one that a killed server left behind.
#[derive(Debug)]
pub(super) enum Postmaster {
    Child(Child),
    Adopted { id: u32, cluster: PathBuf },
}

impl Postmaster {
    pub(super) fn id(&self) -> Option<u32> {
        match self {
            Self::Child(child) => child.id(),
            Self::Adopted { id, .. } => Some(*id),
        }
    }

    /// Waits until the process has ended; tells how. May be cancelled and called again.
    pub(super) async fn ended(&mut self) -> String {
        match self {
            Self::Child(child) => match child.wait().await {
                Ok(status) => status.to_string(),
                Err(error) => error.to_string(),
            },
            // Nobody's child but init's: all that can be done is to look.
            Self::Adopted { id, cluster } => {
                while recognise::is_ours(*id, cluster) {
                    sleep(Duration::from_millis(250)).await;
                }
                "it is gone".to_owned()
            }
        }
    }

    pub(super) async fn stop(&mut self) -> Result<(), ClusterError> {
        let Some(id) = self.id() else {
            return Ok(());
        };
        for (signal, limit) in [
            (Signal::SIGINT, FAST_STOP_WITHIN),
            (Signal::SIGQUIT, IMMEDIATE_STOP_WITHIN),
        ] {
            self.signal(signal);
            if timeout(limit, self.ended()).await.is_ok() {
                tracing::info!(process = id, "PostgreSQL stopped");
                return Ok(());
            }
            tracing::warn!(process = id, %signal, "PostgreSQL did not stop in time");
        }
        Err(ClusterError::DidNotStop { process: id })
    }

    fn signal(&self, signal: Signal) {
        // An ended child keeps its number until it is waited for, and then `id` is `None`; an
        // adopted one may have lost its number to a stranger, who must not be hit.
        let target = match self {
            Self::Child(child) => child.id(),
            Self::Adopted { id, cluster } => Some(*id).filter(|id| recognise::is_ours(*id, cluster)),
        };
        if let Some(pid) = target.and_then(recognise::pid)
            && let Err(error) = signal::kill(pid, signal)
        {
            tracing::warn!(%pid, %signal, %error, "signalling PostgreSQL");
        }
    }
}

/// All that it takes to start the postmaster, again and again.
#[derive(Debug)]
pub(super) struct Launcher {
    pub(super) postgres: PathBuf,
    pub(super) cluster: PathBuf,
    pub(super) socket_folder: PathBuf,
    pub(super) log: PathBuf,
    pub(super) account: Option<Account>,
    pub(super) max_connections: u32,
    /// To the database that every cluster has.
    pub(super) probe: PgConnectOptions,
}

enum NotReady {
    Ended(String),
    TooSlow(Duration),
}

impl Launcher {
    /// Adopts the postmaster that runs, or starts one; returns when it answers. The process is put
    /// into `slot` before anything is awaited, so that a caller who gives up can still stop it.
    pub(super) async fn launch(&self, slot: &mut Option<Postmaster>) -> Result<(), ClusterError> {
        let pid_file = self.cluster.join("postmaster.pid");
        let socket_lock = self.socket_folder.join(format!(".s.PGSQL.{PORT}.lock"));
        // A clean stop removes the file: if it is there, something was killed.
        let after_crash = pid_file.exists();
        if self.adopt(slot).await? {
            return Ok(());
        }
        let mut pause = Duration::from_millis(200);
        let mut attempts = 0;
        loop {
            attempts += 1;
            recognise::clear_stale(&pid_file, &self.cluster);
            recognise::clear_stale(&socket_lock, &self.cluster);
            let (child, log_begins) = self.spawn()?;
            let id = child.id();
            let ready = {
                let child = slot.insert(Postmaster::Child(child));
                self.ready(child, READY_WITHIN).await
            };
            match ready {
                Ok(()) => {
                    tracing::info!(process = id, cluster = %self.cluster.display(), "PostgreSQL started");
                    return Ok(());
                }
                Err(NotReady::Ended(how)) => {
                    *slot = None;
                    if !after_crash || attempts >= ATTEMPTS {
                        return Err(ClusterError::EndedEarly {
                            how,
                            log: self.log.clone(),
                            tail: tail(&self.log, log_begins),
                        });
                    }
                    sleep(pause).await;
                    pause *= 2;
                }
                Err(NotReady::TooSlow(limit)) => {
                    return Err(ClusterError::NotReady {
                        seconds: limit.as_secs(),
                        log: self.log.clone(),
                    });
                }
            }
        }
    }

    /// True if a postmaster runs that does what ours would, and answers. One that does not is
    /// stopped.
    async fn adopt(&self, slot: &mut Option<Postmaster>) -> Result<bool, ClusterError> {
        let Some((id, words)) = recognise::running(&self.cluster) else {
            return Ok(false);
        };
        let postmaster = slot.insert(Postmaster::Adopted {
            id,
            cluster: self.cluster.clone(),
        });
        if words
            .split_first()
            .is_some_and(|(first, rest)| first == self.postgres.as_os_str() && rest == self.arguments())
        {
            match self.ready(postmaster, ADOPTED_WITHIN).await {
                Ok(()) => {
                    tracing::warn!(process = id, "adopted the PostgreSQL of a server that was killed");
                    return Ok(true);
                }
                Err(NotReady::Ended(_)) => {}
                Err(NotReady::TooSlow(_)) => postmaster.stop().await?,
            }
        } else {
            tracing::warn!(
                process = id,
                "PostgreSQL runs with other settings than ours: starting it again"
            );
            postmaster.stop().await?;
        }
        *slot = None;
        Ok(false)
    }

    /// On the command line rather than in `postgresql.conf`: they belong to this version of the
    /// server, are the same in every cluster, and show in `ps` whether a running one has them.
    /// What is not here (memory, archiving) is the operator's to set in `postgresql.conf`.
    fn arguments(&self) -> Vec<OsString> {
        let mut arguments = vec![OsString::from("-D"), self.cluster.clone().into_os_string()];
        let mut socket_folder = OsString::from("unix_socket_directories=");
        socket_folder.push(&self.socket_folder);
        let settings = [
            format!("port={PORT}"),
            format!("max_connections={}", self.max_connections),
        ];
        let settings = settings
            .into_iter()
            .chain(SETTINGS.iter().map(|setting| (*setting).to_owned()))
            .map(OsString::from)
            .chain([socket_folder]);
        for setting in settings {
            arguments.push("-c".into());
            arguments.push(setting);
        }
        arguments
    }

    fn spawn(&self) -> Result<(Child, u64), ClusterError> {
        let (log, begins) = self.open_log()?;
        let errors = log
            .try_clone()
            .map_err(ClusterError::file("opening", &self.log))?;
        let mut command = Command::new(&self.postgres);
        command
            .args(self.arguments())
            // The server's environment holds its secrets, and PG* variables that are not meant
            // for this cluster.
            .env_clear()
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .env("PATH", "/usr/bin:/bin")
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            // Out of reach of the terminal's Ctrl-C: the server first ends what it is answering.
            .process_group(0);
        if let Some(account) = self.account {
            // Root's supplementary groups are dropped along with the user.
            command.uid(account.user).gid(account.group);
        }
        let child = command
            .spawn()
            .map_err(ClusterError::file("running", &self.postgres))?;
        Ok((child, begins))
    }

    /// Opened here and inherited, so that PostgreSQL's user needs no way into the data folder.
    fn open_log(&self) -> Result<(File, u64), ClusterError> {
        let path = &self.log;
        if fs::symlink_metadata(path).is_ok_and(|log| log.size() > LARGEST_LOG) {
            let mut older = path.clone().into_os_string();
            older.push(".1");
            fs::rename(path, older).map_err(ClusterError::file("renaming", path))?;
        }
        let log = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlag::O_NOFOLLOW.bits())
            .open(path)
            .map_err(ClusterError::file("opening", path))?;
        let length = log
            .metadata()
            .map_err(ClusterError::file("reading", path))?
            .size();
        Ok((log, length))
    }

    async fn ready(&self, postmaster: &mut Postmaster, limit: Duration) -> Result<(), NotReady> {
        let begun = Instant::now();
        let mut pause = Duration::from_millis(20);
        loop {
            tokio::select! {
                how = postmaster.ended() => return Err(NotReady::Ended(how)),
                answers = self.answers() => if answers { return Ok(()) },
            }
            if begun.elapsed() > limit {
                return Err(NotReady::TooSlow(limit));
            }
            sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(250));
        }
    }

    /// By a real session: that it accepts them is all that counts.
    async fn answers(&self) -> bool {
        let session = self.probe.clone().disable_statement_logging();
        match timeout(Duration::from_secs(5), session.connect()).await {
            Ok(Ok(connection)) => connection.close().await.is_ok(),
            Ok(Err(error)) => {
                tracing::trace!(%error, "PostgreSQL is not ready yet");
                false
            }
            Err(_) => false,
        }
    }
}

/// Nothing that a person typed may reach the log: no statements, no parameters, no DETAIL lines
/// (terse: they quote the offending row), and no session's errors, whose text quotes values
/// ("invalid input syntax for type date: …"). Those go to the client, which is us. Left are the
/// server's own messages.
const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "cluster_name=arbetsforum",
    "shared_buffers=128MB",
    "wal_level=replica",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
    "password_encryption=scram-sha-256",
    "logging_collector=off",
    "log_destination=stderr",
    "log_line_prefix=%m [%p] ",
    "log_statement=none",
    "log_min_duration_statement=-1",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
];

/// The last lines that were written since `begins`, for the operator's eyes.
fn tail(log: &Path, begins: u64) -> String {
    let mut text = Vec::new();
    if let Ok(mut file) = File::open(log) {
        let length = file.metadata().map_or(0, |log| log.size());
        let from = begins.max(length.saturating_sub(4096));
        // A log that cannot be read leaves an empty tail: the message names the file anyway.
        let _ = file
            .seek(SeekFrom::Start(from))
            .and_then(|_| file.read_to_end(&mut text));
    }
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
