//! Where the cluster lies, whose it is, and the lock on it.
//!
//! PostgreSQL refuses to run as root. A server that is root therefore runs it as `postgres`, or
//! `nobody` where that user does not exist, and gives it the cluster's folder. Such a user must be
//! able to reach that folder: where it cannot (a checkout under `/root`), the cluster is made in
//! `/var/lib/arbetsforum/<hash of the data folder>-<random>/` and the data folder gets a link
//! `postgres` to it. The link is the authority: no link, no such cluster. An abandoned folder over
//! there is never taken up or removed by itself.

use super::ClusterError;
use app::kernel::outside::SystemRandom;
use domain::clock::RandomSource as _;
use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg, OFlag};
use nix::unistd::{User, geteuid};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const ELSEWHERE: &str = "/var/lib/arbetsforum";
const FREE_WITHIN: Duration = Duration::from_secs(1);

pub(super) type Lock = Flock<File>;

/// The user that PostgreSQL runs as when the server is root.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    pub(super) user: u32,
    pub(super) group: u32,
}

#[derive(Debug)]
pub(super) struct Home {
    /// The folder that holds the cluster (and, if its path is short enough, the socket's folder).
    pub(super) base: PathBuf,
    /// PGDATA, free of links.
    pub(super) cluster: PathBuf,
    /// `None`: the server's own user.
    pub(super) account: Option<Account>,
}

impl Home {
    /// The major version that made the cluster; `None` when it is still to be made.
    pub(super) fn made_by(&self) -> Result<Option<u32>, ClusterError> {
        if fs::symlink_metadata(&self.cluster).is_err() {
            return Ok(None);
        }
        fs::read_to_string(self.cluster.join("PG_VERSION"))
            .ok()
            .and_then(|version| version.trim().parse().ok())
            .map(Some)
            .ok_or_else(|| ClusterError::NotACluster {
                cluster: self.cluster.clone(),
            })
    }

    /// Of the user that runs PostgreSQL.
    pub(super) fn user(&self) -> u32 {
        self.account
            .map_or_else(|| geteuid().as_raw(), |account| account.user)
    }
}

/// Makes the folder and gives its true path. What is in it has modes of its own, so for root it may
/// be passed through (0711), or PostgreSQL's user could not reach its cluster.
pub(super) fn make_data_folder(folder: &Path) -> Result<PathBuf, ClusterError> {
    if !folder.exists() {
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(ClusterError::file("making", parent))?;
        }
        make_shared_folder(folder, if geteuid().is_root() { 0o711 } else { 0o700 })?;
    }
    fs::canonicalize(folder).map_err(ClusterError::file("opening", folder))
}

/// One server per folder, for as long as the process lives: the kernel lets go of the lock however
/// the process ends, and PostgreSQL does not inherit it. A program that a killed server was about to
/// run holds it for a moment longer: until its `exec` closes what it inherited. Hence the patience.
pub(super) async fn lock(folder: &Path, data_folder: &Path) -> Result<Lock, ClusterError> {
    let path = folder.join("lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(OFlag::O_NOFOLLOW.bits())
        .open(&path)
        .map_err(ClusterError::file("opening", &path))?;
    let deadline = Instant::now() + FREE_WITHIN;
    let mut lock = loop {
        match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
            Ok(lock) => break lock,
            Err((held, Errno::EWOULDBLOCK)) if Instant::now() < deadline => file = held,
            Err((held, Errno::EWOULDBLOCK)) => return Err(in_use(held, data_folder)),
            Err((_, errno)) => return Err(ClusterError::file("locking", path)(errno.into())),
        }
        sleep(Duration::from_millis(20)).await;
    };
    // Only for the sentence that a second server shows.
    lock.set_len(0)
        .and_then(|()| lock.rewind())
        .and_then(|()| writeln!(*lock, "{}", process::id()))
        .map_err(ClusterError::file("writing", &path))?;
    Ok(lock)
}

fn in_use(mut lock: File, data_folder: &Path) -> ClusterError {
    let mut holder = String::new();
    let process = match lock.read_to_string(&mut holder) {
        Ok(_) if !holder.trim().is_empty() => format!("process {}", holder.trim()),
        _ => "process unknown".to_owned(),
    };
    ClusterError::InUse {
        process,
        data_folder: data_folder.to_path_buf(),
    }
}

/// Finds the cluster of this data folder, or decides where it will be.
pub(super) fn settle(data_folder: &Path) -> Result<Home, ClusterError> {
    let link = data_folder.join("postgres");
    if fs::symlink_metadata(&link).is_ok() {
        return settled(&link);
    }
    if !geteuid().is_root() {
        return Ok(Home {
            base: data_folder.to_path_buf(),
            cluster: link,
            account: None,
        });
    }
    let account = account()?;
    let base = if may_enter(account, data_folder) {
        data_folder.to_path_buf()
    } else {
        elsewhere(data_folder)
    };
    Ok(Home {
        cluster: base.join("postgres"),
        base,
        account: Some(account),
    })
}

/// A cluster that is there runs as the user that owns it, whatever we would choose for a new one.
fn settled(link: &Path) -> Result<Home, ClusterError> {
    let nowhere = || ClusterError::LeadsNowhere {
        link: link.to_path_buf(),
    };
    let cluster = fs::canonicalize(link).map_err(|_| nowhere())?;
    let base = cluster.parent().ok_or_else(nowhere)?.to_path_buf();
    let owner = fs::metadata(&cluster).map_err(ClusterError::file("reading", &cluster))?;
    let account = geteuid().is_root().then(|| Account {
        user: owner.uid(),
        group: owner.gid(),
    });
    Ok(Home {
        base,
        cluster,
        account,
    })
}

fn account() -> Result<Account, ClusterError> {
    for name in ["postgres", "nobody"] {
        if let Ok(Some(user)) = User::from_name(name)
            && !user.uid.is_root()
        {
            return Ok(Account {
                user: user.uid.as_raw(),
                group: user.gid.as_raw(),
            });
        }
    }
    Err(ClusterError::NoAccount)
}

/// By the mode bits. An access list that allows more is not seen: then the cluster lies elsewhere,
/// which is never wrong.
fn may_enter(account: Account, folder: &Path) -> bool {
    folder.ancestors().all(|folder| {
        fs::metadata(folder).is_ok_and(|metadata| {
            let bit = if metadata.uid() == account.user {
                0o100
            } else if metadata.gid() == account.group {
                0o010
            } else {
                0o001
            };
            metadata.mode() & bit != 0
        })
    })
}

/// A fresh folder, so that the remains of a data folder that was removed are not mistaken for its
/// successor's.
fn elsewhere(data_folder: &Path) -> PathBuf {
    Path::new(ELSEWHERE).join(format!("{}-{}", hash(data_folder), random_name()))
}

/// Makes that folder: not before PostgreSQL was found, or every start without it would leave one.
pub(super) fn make_elsewhere(base: &Path, data_folder: &Path) -> Result<(), ClusterError> {
    make_shared_folder(Path::new(ELSEWHERE), 0o711)?;
    make_folder(base, 0o711)?;
    tracing::info!(
        data_folder = %data_folder.display(), cluster = %base.display(),
        "PostgreSQL's user cannot enter the data folder: the database lies elsewhere"
    );
    Ok(())
}

/// The folder may be there already: another server that starts at the same moment may have made it.
fn make_shared_folder(folder: &Path, mode: u32) -> Result<(), ClusterError> {
    match make_folder(folder, mode) {
        Err(ClusterError::File { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Exactly this mode, whatever the umask (which only takes away).
pub(super) fn make_folder(folder: &Path, mode: u32) -> Result<(), ClusterError> {
    DirBuilder::new()
        .mode(mode)
        .create(folder)
        .and_then(|()| fs::set_permissions(folder, fs::Permissions::from_mode(mode)))
        .map_err(ClusterError::file("making", folder))
}

/// FNV-1a of the path: the same in every build, unlike the standard library's hasher. It only names
/// folders; nothing depends on it being hard to forge.
pub(super) fn hash(path: &Path) -> String {
    let hash = path
        .as_os_str()
        .as_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

pub(super) fn random_name() -> String {
    let mut bytes = [0; 4];
    SystemRandom.fill(&mut bytes);
    format!("{:08x}", u32::from_be_bytes(bytes))
}

/// A rename or a link is only durable when its folder is.
pub(super) fn sync_folder(folder: &Path) -> Result<(), ClusterError> {
    File::open(folder)
        .and_then(|file| file.sync_all())
        .or_else(|error| match error.kind() {
            // Some file systems do not sync folders.
            io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported => Ok(()),
            _ => Err(error),
        })
        .map_err(ClusterError::file("syncing", folder))
}
