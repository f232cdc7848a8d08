//! The folder of the socket: a way in for nobody but PostgreSQL's user (and root).

use std::{
    env, fs, io,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{MetadataExt as _, lchown},
    },
    path::{Path, PathBuf},
};

use nix::unistd::geteuid;

use super::{
    ClusterError,
    place::{self, Home},
};

/// `sun_path` has 108 bytes on Linux and 104 elsewhere, with its closing zero.
const LONGEST: usize = 103;
const SOCKET_NAME: &str = "/.s.PGSQL.5432.lock";

/// Beside the cluster if its path fits a socket address; else in a short folder of its own, named
/// after the cluster's path, so that the next server looks in the same place.
pub(super) fn folder(home: &Home) -> Result<PathBuf, ClusterError> {
    let beside = home.base.join("socket");
    if fits(&beside) {
        return secure(&beside, home).map(|()| beside);
    }
    let name = format!("arbetsforum-{}-{}", &place::hash(&home.cluster), home.user());
    // /run is root's alone. A session's own folder comes last: it goes away at logout.
    let parents = if geteuid().is_root() {
        [Some(PathBuf::from("/run")), Some(PathBuf::from("/tmp"))]
    } else {
        [
            Some(PathBuf::from("/tmp")),
            env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from),
        ]
    };
    let mut refusal = ClusterError::UnsafeSocketFolder { folder: beside };
    for folder in parents.into_iter().flatten().map(|parent| parent.join(&name)) {
        if !fits(&folder) {
            continue;
        }
        match secure(&folder, home) {
            Ok(()) => return Ok(folder),
            Err(error) => refusal = error,
        }
    }
    Err(refusal)
}

/// Short, and of letters which neither `unix_socket_directories` (a list) nor a driver reads as
/// anything else.
fn fits(folder: &Path) -> bool {
    let bytes = folder.as_os_str().as_bytes();
    bytes.len() + SOCKET_NAME.len() <= LONGEST
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

/// Makes the folder, or checks the one that is there. In a folder that all may write to, somebody
/// could have put a link or a folder of his own in our place: neither is followed or used. Once it
/// is ours, the sticky bit keeps others from replacing it.
fn secure(folder: &Path, home: &Home) -> Result<(), ClusterError> {
    match place::make_folder(folder, 0o700) {
        Ok(()) => {}
        Err(ClusterError::File { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let found = fs::symlink_metadata(folder).map_err(ClusterError::file("reading", folder))?;
    let owner = found.uid();
    let ours = owner == home.user() || owner == geteuid().as_raw();
    if !found.is_dir() || !ours || found.mode() & 0o077 != 0 {
        return Err(ClusterError::UnsafeSocketFolder {
            folder: folder.to_path_buf(),
        });
    }
    match home.account {
        Some(account) if owner != account.user => lchown(folder, Some(account.user), Some(account.group))
            .map_err(ClusterError::file("giving away", folder)),
        _ => Ok(()),
    }
}
