//! Is there a postmaster on our cluster already, and is it truly ours?
//!
//! `postmaster.pid` outlives a `kill -9`, and its process number may by now belong to anybody (after
//! a reboot, even to another PostgreSQL of the same user). So the number is only a hint, and the
//! process itself is asked, through `/proc`.

use std::{
    ffi::{OsStr, OsString},
    fs, io,
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
    path::Path,
};

use nix::{errno::Errno, sys::signal, unistd::Pid};

/// Who has a process number.
#[derive(Debug, PartialEq)]
pub(super) enum Process {
    /// The postmaster of this very cluster, with the words it was started with.
    Ours(Vec<OsString>),
    /// Something else, or what is left of something that ended.
    Other,
    /// It cannot be told (no `/proc`, or a closed one): better not to touch anything.
    Unknown,
}

/// The process that `postmaster.pid` names, if it lives and is our postmaster.
pub(super) fn running(cluster: &Path) -> Option<(u32, Vec<OsString>)> {
    let id = named_in(&cluster.join("postmaster.pid"))?;
    match identify(id, cluster) {
        Process::Ours(words) => Some((id, words)),
        Process::Other | Process::Unknown => None,
    }
}

/// Removes a lock file (`postmaster.pid`, or the socket's) that names a stranger: PostgreSQL would
/// take the stranger for a running postmaster and refuse to start. One that names nobody is left
/// for PostgreSQL to judge. Sessions that may have outlived their postmaster are still safe from a
/// second one: PostgreSQL also looks for their shared memory, which it finds without the file.
pub(super) fn clear_stale(file: &Path, cluster: &Path) {
    if let Some(id) = named_in(file)
        && exists(id)
        && identify(id, cluster) == Process::Other
    {
        tracing::warn!(process = id, file = %file.display(), "removing a lock file that names another process");
        if let Err(error) = fs::remove_file(file) {
            tracing::warn!(%error, file = %file.display(), "removing a stale lock file");
        }
    }
}

fn named_in(file: &Path) -> Option<u32> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().next()?.trim().parse().ok()
}

pub(super) fn is_ours(id: u32, cluster: &Path) -> bool {
    matches!(identify(id, cluster), Process::Ours(_))
}

pub(super) fn identify(id: u32, cluster: &Path) -> Process {
    let line = match fs::read(format!("/proc/{id}/cmdline")) {
        Ok(line) => line,
        Err(error) if error.kind() == io::ErrorKind::NotFound && Path::new("/proc/self").exists() => {
            return Process::Other;
        }
        Err(_) => return Process::Unknown,
    };
    // A process that has ended but was not waited for has an empty line.
    let words: Vec<OsString> = line
        .strip_suffix(&[0])
        .unwrap_or(&line)
        .split(|&byte| byte == 0)
        .map(|word| OsString::from_vec(word.to_vec()))
        .collect();
    let is_postgres = words
        .first()
        .and_then(|word| Path::new(word).file_name())
        .is_some_and(|name| name.as_bytes().starts_with(b"post"));
    if !is_postgres {
        return Process::Other;
    }
    // The line is readable for everybody; the working folder (every postmaster's is its cluster)
    // only for the same user and for a root with all its powers, which a container's may lack.
    match folder_in(&words) {
        Some(folder) if folder == cluster => Process::Ours(words),
        folder => match fs::read_link(format!("/proc/{id}/cwd")) {
            Ok(working) if working == cluster => Process::Ours(words),
            Ok(_) => Process::Other,
            Err(_) if folder.is_some_and(Path::is_absolute) => Process::Other,
            Err(_) => Process::Unknown,
        },
    }
}

fn folder_in(words: &[OsString]) -> Option<&Path> {
    let at = words.iter().position(|word| word == OsStr::new("-D"))?;
    words.get(at + 1).map(Path::new)
}

/// Living, or ended and not waited for yet.
fn exists(id: u32) -> bool {
    pid(id).is_some_and(|pid| matches!(signal::kill(pid, None), Ok(()) | Err(Errno::EPERM)))
}

/// Never 0 or less, which would mean a whole group of processes to `kill`.
pub(super) fn pid(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().filter(|id| *id > 0).map(Pid::from_raw)
}
