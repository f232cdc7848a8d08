//! Keeps PostgreSQL running until the server asks it to stop.

use std::time::Duration;

use tokio::{
    sync::{oneshot, watch},
    time::{Instant, sleep},
};

use super::{
    ClusterError,
    place::Lock,
    postmaster::{Launcher, Postmaster},
};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A postmaster that lived this long was well: the pauses begin anew.
const STEADY: Duration = Duration::from_mins(1);

/// Ends when it is told to, or when the `Cluster` was dropped: the sender is gone then, which comes
/// to the same. The locks are held until PostgreSQL has stopped.
pub(super) async fn run(
    launcher: Launcher,
    mut slot: Option<Postmaster>,
    report: watch::Sender<Option<u32>>,
    mut stop: oneshot::Receiver<()>,
    locks: Vec<Lock>,
) -> Result<(), ClusterError> {
    let mut pause = FIRST_PAUSE;
    let result = loop {
        if let Some(postmaster) = &mut slot {
            let begun = Instant::now();
            tokio::select! {
                biased;
                _ = &mut stop => break postmaster.stop().await,
                how = postmaster.ended() => {
                    tracing::error!(%how, "PostgreSQL ended by itself; starting it again");
                }
            }
            slot = None;
            report.send_replace(None);
            if begun.elapsed() > STEADY {
                pause = FIRST_PAUSE;
            }
        }

        tokio::select! {
            biased;
            _ = &mut stop => break Ok(()),
            () = sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
        }
        let launched = tokio::select! {
            biased;
            _ = &mut stop => None,
            result = launcher.launch(&mut slot) => Some(result),
        };
        match launched {
            Some(Ok(())) => {
                report.send_replace(slot.as_ref().and_then(Postmaster::id));
            }
            Some(Err(error)) => {
                tracing::error!(%error, "PostgreSQL did not start; trying again");
                // Alive but not answering: begin anew.
                if let Some(postmaster) = &mut slot
                    && let Err(error) = postmaster.stop().await
                {
                    tracing::error!(%error, "stopping PostgreSQL");
                }
                slot = None;
            }
            None => {
                break match &mut slot {
                    Some(postmaster) => postmaster.stop().await,
                    None => Ok(()),
                };
            }
        }
    };
    report.send_replace(None);
    drop(locks);
    result
}
