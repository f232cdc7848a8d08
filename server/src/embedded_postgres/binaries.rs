//! Finds PostgreSQL's programs on this machine.

use super::ClusterError;
use std::path::{Path, PathBuf};
use std::{env, fs};
use tokio::process::Command;

pub(super) const OLDEST_MAJOR: u32 = 14;

/// The folder that holds the programs, and their major version.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }
}

/// The programs to use: of the major version that made the cluster, if there is one (several
/// versions may be installed side by side); else the first that is new enough.
pub(super) async fn find(
    chosen: Option<&Path>,
    made_by: Option<u32>,
    cluster: &Path,
) -> Result<Binaries, ClusterError> {
    let (candidates, searched) = match chosen {
        Some(folder) => (vec![folder.to_path_buf()], format!("in {}", folder.display())),
        None => (search().await, "on this machine".to_owned()),
    };
    let mut found: Vec<Binaries> = Vec::new();
    for candidate in candidates {
        if let Some(binaries) = examine(&candidate).await
            && !found.contains(&binaries)
        {
            found.push(binaries);
        }
    }
    let usable = |binaries: &&Binaries| match made_by {
        Some(major) => binaries.major == major,
        None => binaries.major >= OLDEST_MAJOR,
    };
    if let Some(binaries) = found.iter().find(usable) {
        return Ok(binaries.clone());
    }
    match made_by {
        Some(made_by) if !found.is_empty() => Err(ClusterError::OtherMajor {
            cluster: cluster.to_path_buf(),
            made_by,
            found: found
                .iter()
                .map(|binaries| format!("PostgreSQL {}", binaries.major))
                .collect::<Vec<_>>()
                .join(" and "),
        }),
        _ => Err(ClusterError::NoBinaries { searched }),
    }
}

/// In order: PATH, what `pg_config` says, the distributions' folders with the newest first.
async fn search() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect())
        .unwrap_or_default();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output().await
        && let Ok(folder) = String::from_utf8(output.stdout)
    {
        folders.push(PathBuf::from(folder.trim()));
    }
    // Debian: /usr/lib/postgresql/17/bin. Red Hat: /usr/pgsql-17/bin.
    let mut installed: Vec<(u32, PathBuf)> = Vec::new();
    for (parent, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")] {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if let Some(version) = name.to_str().and_then(|name| name.strip_prefix(prefix))
                && let Ok(major) = version.parse()
            {
                installed.push((major, entry.path().join("bin")));
            }
        }
    }
    installed.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    folders.extend(installed.into_iter().map(|(_, folder)| folder));
    folders
}

/// `None` unless both programs are there and tell their version. Links are followed first:
/// a distribution's `/usr/local/bin/postgres` leads to the folder that has all of them.
async fn examine(folder: &Path) -> Option<Binaries> {
    let postgres = fs::canonicalize(folder.join("postgres")).ok()?;
    let folder = postgres.parent()?.to_path_buf();
    if !folder.join("initdb").is_file() {
        return None;
    }
    let output = Command::new(&postgres).arg("--version").output().await.ok()?;
    let major = major_of(&String::from_utf8(output.stdout).ok()?)?;
    Some(Binaries { folder, major })
}

/// "postgres (PostgreSQL) 15.18 (Debian …)" or "… 18beta1": 15, 18.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    let end = number
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(number.len());
    number[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_however_it_is_written() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0)"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_of("nonsense"), None);
    }
}
