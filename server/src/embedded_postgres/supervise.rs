//! Keeps PostgreSQL running until the server asks it to stop.

use super::ClusterError;
use super::place::Lock;
use super::postmaster::{self, Launcher};
use std::time::Duration;
use tokio::process::Child;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A postmaster that lived this long was well: the pauses begin anew.
const STEADY: Duration = Duration::from_mins(1);

/// Ends when it is told to, or when the `Cluster` was dropped: the sender is gone then, which comes
/// to the same. The locks are held until PostgreSQL has stopped.
pub(super) async fn run(
    launcher: Launcher,
    mut child: Child,
    mut stop: oneshot::Receiver<()>,
    locks: Vec<Lock>,
) -> Result<(), ClusterError> {
    let mut pause = FIRST_PAUSE;
    let done = loop {
        let begun = Instant::now();
        tokio::select! {
            biased;
            _ = &mut stop => break postmaster::stop(&mut child).await,
            how = child.wait() => tracing::error!(?how, "PostgreSQL ended by itself; starting it again"),
        }
        if begun.elapsed() > STEADY {
            pause = FIRST_PAUSE;
        }
        child = tokio::select! {
            biased;
            _ = &mut stop => break Ok(()),
            child = again(&launcher, &mut pause) => child,
        };
    };
    drop(locks);
    done
}

async fn again(launcher: &Launcher, pause: &mut Duration) -> Child {
    loop {
        sleep(*pause).await;
        *pause = (*pause * 2).min(LONGEST_PAUSE);
        match launcher.launch().await {
            Ok(child) => return child,
            Err(error) => tracing::error!(%error, "PostgreSQL did not start; trying again"),
        }
    }
}
