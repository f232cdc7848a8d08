//! Makes a new cluster, whole or not at all.

use super::binaries::Binaries;
use super::place::{self, Home};
use super::{ClusterError, OWNER, postmaster};
use std::fs;
use std::os::unix::fs::{chown, symlink};
use std::path::Path;

const UNFINISHED: &str = "postgres.init-";

/// `initdb` works in a folder with another name, which becomes the cluster by one rename when all is
/// written: a crash on the way leaves something that no start takes for a cluster, and that the
/// next one removes.
pub(super) async fn run(binaries: &Binaries, home: &Home, data_folder: &Path) -> Result<(), ClusterError> {
    remove_unfinished(&home.base);
    let unfinished = home.base.join(format!("{UNFINISHED}{}", place::random_name()));
    place::make_folder(&unfinished, 0o700)?;
    if let Some(account) = home.account {
        // The folder is new and empty, in a parent of ours: nothing can have been slipped in.
        chown(&unfinished, Some(account.user), Some(account.group))
            .map_err(ClusterError::file("giving away", &unfinished))?;
    }
    let output = postmaster::program(&binaries.initdb(), home.account)
        .arg("--pgdata")
        .arg(&unfinished)
        .arg(format!("--username={OWNER}"))
        .args(["--encoding=UTF8", "--locale=C.UTF-8"])
        // The module's page tells why.
        .args(["--auth-local=trust", "--auth-host=reject"])
        .args(["--data-checksums", "--no-instructions"])
        .output()
        .await
        .map_err(ClusterError::file("running", binaries.initdb()))?;
    if !output.status.success() {
        remove_unfinished(&home.base);
        if home.base != data_folder
            && let Err(error) = fs::remove_dir_all(&home.base)
        {
            tracing::warn!(%error, path = %home.base.display(), "the folder of no cluster is left");
        }
        return Err(ClusterError::Initdb {
            output: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        });
    }
    fs::rename(&unfinished, &home.cluster).map_err(ClusterError::file("making", &home.cluster))?;
    place::sync_folder(&home.base)?;
    if home.base != data_folder {
        let link = data_folder.join("postgres");
        symlink(&home.cluster, &link).map_err(ClusterError::file("making", &link))?;
        place::sync_folder(data_folder)?;
    }
    tracing::info!(cluster = %home.cluster.display(), "a new PostgreSQL cluster was made");
    Ok(())
}

/// As well as it can: a leftover does no harm but takes space.
fn remove_unfinished(base: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED)
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, path = %entry.path().display(), "an unfinished cluster is left");
        }
    }
}
