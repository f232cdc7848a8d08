//! The secret of a server with its own database: made once, kept beside it, readable by its owner alone.

use app::kernel::keys::Keys;
use app::kernel::outside::SystemRandom;
use domain::clock::RandomSource;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Whether a secret has been made in this folder.
pub fn is_kept(data_dir: &Path) -> bool {
    data_dir.join("secret").is_file()
}

/// The keys of the secret in this folder, which is made if it is not there.
///
/// # Errors
/// When the file cannot be read or written, or is too short.
pub fn keys_in(data_dir: &Path) -> io::Result<Keys> {
    let file = data_dir.join("secret");
    let mut secret = Vec::new();
    match OpenOptions::new().read(true).open(&file) {
        Ok(mut open) => {
            open.read_to_end(&mut secret)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            secret = vec![0; 48];
            SystemRandom.fill(&mut secret);
            // Whole or not at all: written beside, then put in its place.
            let fresh = data_dir.join("secret.new");
            let mut open = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&fresh)?;
            open.write_all(&secret)?;
            open.sync_all()?;
            fs::rename(&fresh, &file)?;
        }
        Err(error) => return Err(error),
    }
    Keys::new(&secret).map_err(|error| io::Error::other(format!("{}: {error}", file.display())))
}
