//! Starts, awaits and stops the postmaster.

use super::place::Account;
use super::{ClusterError, PORT, orphan};
use nix::fcntl::OFlag;
use nix::sys::signal::Signal;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

/// How to stop: sessions are ended and all is written out (fast); else at once, and crash recovery
/// does the rest (immediate).
pub(super) const STOPPING: [(Signal, Duration); 2] = [
    (Signal::SIGINT, Duration::from_secs(30)),
    (Signal::SIGQUIT, Duration::from_secs(15)),
];
/// Crash recovery replays at most a few checkpoints' worth of work; a slow disk takes minutes.
const READY_WITHIN: Duration = Duration::from_mins(5);
/// After a crash, sessions of the dead postmaster may need a moment to notice and go.
const ATTEMPTS: u32 = 6;
const LARGEST_LOG: u64 = 10 * 1024 * 1024;

/// Nothing that a person typed may reach the log: no statements, no parameters, no DETAIL lines
/// (terse: they quote the offending row), and no session's errors, whose text quotes values
/// ("invalid input syntax for type date: …"). Those go to the client, which is us. Left are the
/// server's own messages.
const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "cluster_name=arbetsforum",
    "shared_buffers=128MB",
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
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

/// One of PostgreSQL's programs, as the user that owns the cluster. The server's environment holds its
/// secrets, and PG* variables that are not meant for this cluster: none of it is passed on.
pub(super) fn program(path: &Path, account: Option<Account>) -> Command {
    let mut command = Command::new(path);
    command
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env("PATH", "/usr/bin:/bin")
        .current_dir("/")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if let Some(account) = account {
        // Root's supplementary groups are dropped along with the user.
        command.uid(account.user).gid(account.group);
    }
    command
}

pub(super) async fn stop(child: &mut Child) -> Result<(), ClusterError> {
    let Some(id) = child.id() else {
        return Ok(());
    };
    for (signal, limit) in STOPPING {
        orphan::send(id, signal);
        if timeout(limit, child.wait()).await.is_ok() {
            tracing::info!(process = id, "PostgreSQL stopped");
            return Ok(());
        }
        tracing::warn!(process = id, %signal, "PostgreSQL did not stop in time");
    }
    Err(ClusterError::DidNotStop { process: id })
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

impl Launcher {
    /// Starts the postmaster; returns when it answers. One that an earlier server left is ended first.
    pub(super) async fn launch(&self) -> Result<Child, ClusterError> {
        let pid_file = self.cluster.join("postmaster.pid");
        let socket_lock = self.socket_folder.join(format!(".s.PGSQL.{PORT}.lock"));
        // A clean stop removes the file: if it is there, something was killed.
        let after_crash = pid_file.exists();
        let mut pause = Duration::from_millis(200);
        for attempt in 1.. {
            orphan::end(&self.cluster).await?;
            orphan::clear_stale(&pid_file, &self.cluster);
            orphan::clear_stale(&socket_lock, &self.cluster);
            let (mut child, log_begins) = self.spawn()?;
            let how = tokio::select! {
                how = child.wait() => how.map_or_else(|error| error.to_string(), |how: ExitStatus| how.to_string()),
                ready = timeout(READY_WITHIN, self.answers()) => return match ready {
                    Ok(()) => {
                        tracing::info!(process = child.id(), cluster = %self.cluster.display(), "PostgreSQL started");
                        Ok(child)
                    }
                    Err(_) => Err(ClusterError::NotReady {
                        seconds: READY_WITHIN.as_secs(),
                        log: self.log.clone(),
                    }),
                },
            };
            // There only now: an orphan that had just been started has got ahead of ours.
            if !(after_crash || pid_file.exists()) || attempt == ATTEMPTS {
                return Err(ClusterError::EndedEarly {
                    how,
                    log: self.log.clone(),
                    tail: tail(&self.log, log_begins),
                });
            }
            sleep(pause).await;
            pause *= 2;
        }
        unreachable!("the last attempt has returned")
    }

    /// Settings go on the command line rather than into `postgresql.conf`: they belong to this version
    /// of the server and are the same in every cluster. What is not here (memory, archiving) is the
    /// operator's to set there.
    fn spawn(&self) -> Result<(Child, u64), ClusterError> {
        let (log, begins) = self.open_log()?;
        let errors = log
            .try_clone()
            .map_err(ClusterError::file("opening", &self.log))?;
        let mut command = program(&self.postgres, self.account);
        command.arg("-D").arg(&self.cluster);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        let child = command
            .arg("-c")
            .arg(format!(
                "unix_socket_directories={}",
                self.socket_folder.display()
            ))
            .args(["-c", &format!("port={PORT}")])
            .args(["-c", &format!("max_connections={}", self.max_connections)])
            .stdout(log)
            .stderr(errors)
            // Out of reach of the terminal's Ctrl-C: the server first ends what it is answering.
            .process_group(0)
            .spawn()
            .map_err(ClusterError::file("running", &self.postgres))?;
        Ok((child, begins))
    }

    /// Opened here and inherited, so that PostgreSQL's user needs no way into the data folder.
    fn open_log(&self) -> Result<(File, u64), ClusterError> {
        let path = &self.log;
        if fs::symlink_metadata(path).is_ok_and(|log| log.size() > LARGEST_LOG) {
            let older = path.with_extension("log.1");
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

    /// Resolves at the first real session: that it accepts them is all that counts.
    async fn answers(&self) {
        let mut pause = Duration::from_millis(10);
        loop {
            if let Ok(Ok(connection)) = timeout(Duration::from_secs(5), self.probe.connect()).await {
                // It has answered; how the farewell goes is no matter.
                let _ = connection.close().await;
                return;
            }
            sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(250));
        }
    }
}

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
