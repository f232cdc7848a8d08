//! The folder of the socket: a way in for nobody but PostgreSQL's user (and root).

use super::ClusterError;
use super::place::{self, Home};
use nix::unistd::geteuid;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, lchown};
use std::path::{Path, PathBuf};

/// `sun_path` has 108 bytes on Linux and 104 elsewhere, with its closing zero.
const LONGEST: usize = 103;
const SOCKET_NAME: &str = "/.s.PGSQL.5432.lock";

/// Beside the cluster if its path fits a socket address; else in a short folder of its own, named
/// after the cluster's path.
pub(super) fn folder(home: &Home) -> Result<PathBuf, ClusterError> {
    let beside = home.base.join("socket");
    let folder = if fits(&beside) {
        beside
    } else {
        let name = format!("arbetsforum-{}-{}", place::hash(&home.cluster), home.user());
        Path::new("/tmp").join(name)
    };
    secure(&folder, home)?;
    Ok(folder)
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
    if fs::symlink_metadata(folder).is_err() {
        place::make_folder(folder, 0o700)?;
    }
    let found = fs::symlink_metadata(folder).map_err(ClusterError::file("reading", folder))?;
    let ours = found.uid() == home.user() || found.uid() == geteuid().as_raw();
    if !found.is_dir() || !ours || found.mode() & 0o077 != 0 {
        return Err(ClusterError::UnsafeSocketFolder {
            folder: folder.to_path_buf(),
        });
    }
    match home.account {
        Some(account) => lchown(folder, Some(account.user), Some(account.group))
            .map_err(ClusterError::file("giving away", folder)),
        None => Ok(()),
    }
}
