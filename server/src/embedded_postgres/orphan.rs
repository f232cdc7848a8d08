//! What a killed server leaves behind: a postmaster that runs on, or lock files that name a stranger.
//!
//! `postmaster.pid` outlives a `kill -9`, and its process number may by now belong to anybody (after
//! a reboot, even to another PostgreSQL of the same user). So the number is only a hint, and the
//! process itself is asked, through `/proc`.

use super::{ClusterError, postmaster};
use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};
use tokio::time::{Instant, sleep};

/// A postmaster writes its number right after it has made the file; one that is empty for longer is what
/// a full disk or a power cut left.
const NUMBER_WITHIN: Duration = Duration::from_secs(1);

/// Ends the postmaster that runs on this cluster, if there is one.
pub(super) async fn end(cluster: &Path) -> Result<(), ClusterError> {
    let file = cluster.join("postmaster.pid");
    let deadline = Instant::now() + NUMBER_WITHIN;
    while names_nobody(&file) && Instant::now() < deadline {
        sleep(Duration::from_millis(50)).await;
    }
    let Some(id) = named_in(&file) else {
        return Ok(());
    };
    for (signal, limit) in postmaster::STOPPING {
        if is_ours(id, cluster) != Some(true) {
            return Ok(());
        }
        tracing::warn!(process = id, %signal, "ending the PostgreSQL of a server that was killed");
        send(id, signal);
        let deadline = Instant::now() + limit;
        while is_ours(id, cluster) == Some(true) && Instant::now() < deadline {
            sleep(Duration::from_millis(50)).await;
        }
    }
    match is_ours(id, cluster) {
        Some(true) => Err(ClusterError::DidNotStop { process: id }),
        _ => Ok(()),
    }
}

/// Removes a lock file (`postmaster.pid`, or the socket's) that holds no number or names a stranger:
/// PostgreSQL would not dare to start, or take the stranger for a running postmaster. One that names
/// a process that is gone is left for PostgreSQL to judge. Sessions that may have outlived their
/// postmaster are still safe from a second one: PostgreSQL also looks for their shared memory, which
/// it finds without the file.
pub(super) fn clear_stale(file: &Path, cluster: &Path) {
    let process = named_in(file);
    let stale = match process {
        Some(id) => exists(id) && is_ours(id, cluster) == Some(false),
        None => names_nobody(file),
    };
    if stale {
        tracing::warn!(process, file = %file.display(), "removing a lock file that does not name our PostgreSQL");
        if let Err(error) = fs::remove_file(file) {
            tracing::warn!(%error, file = %file.display(), "the lock file stays");
        }
    }
}

fn named_in(file: &Path) -> Option<u32> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().next()?.trim().parse().ok()
}

/// It is there and can be read, but holds no number.
fn names_nobody(file: &Path) -> bool {
    fs::read(file).is_ok() && named_in(file).is_none()
}

/// Whether the process is the postmaster of this cluster; `None` where that cannot be told (no `/proc`,
/// or a closed one): then nothing is touched.
fn is_ours(id: u32, cluster: &Path) -> Option<bool> {
    let line = match fs::read(format!("/proc/{id}/cmdline")) {
        Ok(line) => line,
        Err(error) if error.kind() == io::ErrorKind::NotFound && Path::new("/proc/self").exists() => {
            return Some(false);
        }
        Err(_) => return None,
    };
    // A process that has ended but was not waited for has an empty line.
    let mut words = line.split(|&byte| byte == 0).map(OsStr::from_bytes);
    let is_postgres = words
        .next()
        .and_then(|word| Path::new(word).file_name())
        .is_some_and(|name| name == "postgres");
    let folder = words.skip_while(|word| *word != "-D").nth(1);
    Some(is_postgres && folder == Some(cluster.as_os_str()))
}

/// Living, or ended and not waited for yet.
fn exists(id: u32) -> bool {
    pid(id).is_some_and(|pid| matches!(signal::kill(pid, None), Ok(()) | Err(Errno::EPERM)))
}

pub(super) fn send(id: u32, signal: Signal) {
    if let Some(pid) = pid(id)
        && let Err(error) = signal::kill(pid, signal)
    {
        tracing::warn!(%pid, %signal, %error, "signalling PostgreSQL");
    }
}

/// Never 0 or less, which would mean a whole group of processes to `kill`.
fn pid(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().filter(|id| *id > 0).map(Pid::from_raw)
}
