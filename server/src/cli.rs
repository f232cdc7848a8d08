//! The command line.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

const SETTINGS: &str = "\
Settings, from the environment or (in small letters, without ARBETSFORUM_) from the file of --config:

  DATABASE_URL                     an existing PostgreSQL; without it the server starts its own
  ARBETSFORUM_ADDR                 where to listen                      [127.0.0.1:3000]
  ARBETSFORUM_PUBLIC_URL           how people reach it: scheme and host [http:// and the address]
  ARBETSFORUM_DATA_DIR             folder of the private database and the secret  [.data]
  ARBETSFORUM_SECRET               at least 32 bytes; needed with DATABASE_URL, else kept in the data folder
  ARBETSFORUM_DATABASE_CONNECTIONS connections to the database          [16]
  ARBETSFORUM_METRICS_ADDR         where figures are served; off without it
  ARBETSFORUM_TRUSTED_PROXY        true: the client's address is the last of X-Forwarded-For  [false]
  ARBETSFORUM_LOG                  what is logged, such as info or server=debug  [info]
  ARBETSFORUM_LOG_FORMAT           text or json                         [text]";

/// Arbetsforum: attendance, plan and consent for labour-market centres.
#[derive(Debug, Parser)]
#[command(name = "arbetsforum", version, after_help = SETTINGS)]
pub struct Cli {
    /// A TOML file with settings; the environment goes before it.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the app; brings the database up to date first.
    #[command(after_help = SETTINGS)]
    Serve(Serve),
    /// Bring the database up to date and stop.
    #[command(after_help = SETTINGS)]
    Migrate,
    /// Apply the retention rules, or count what they would take, and stop.
    #[command(after_help = SETTINGS)]
    Retention(Retention),
    /// Erase a person, or apply erasures again after a restore, and stop.
    #[command(after_help = SETTINGS)]
    Erase(Erase),
    /// Put the demonstration centre into the database and stop.
    #[cfg(feature = "demo")]
    #[command(after_help = SETTINGS)]
    Demo,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Put the demonstration centre into the database first, and offer its people at /demo.
    #[cfg(feature = "demo")]
    #[arg(long)]
    pub demo: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Retention {
    /// Print how much each class would lose today; change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Do it: one transaction a person; a run that is cut off goes on in the next.
    #[arg(long)]
    pub apply: bool,
}

#[derive(Debug, Args)]
pub struct Erase {
    /// The number on the person's card.
    #[arg(long, value_name = "NUMBER", required_unless_present_any = ["again", "list"], conflicts_with_all = ["again", "list"])]
    pub participant: Option<String>,
    /// Apply every erasure that the database remembers again, and those of --from: after a restore, before serving.
    #[arg(long, conflicts_with = "list")]
    pub again: bool,
    /// With --again: a file that --list has written, for a backup that is older than some of the erasures.
    #[arg(long, value_name = "FILE", requires = "again")]
    pub from: Option<PathBuf>,
    /// Print the erasures, one a line, to be kept outside the database.
    #[arg(long)]
    pub list: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_whole() {
        Cli::command().debug_assert();
        for command in ["serve", "migrate", "retention", "erase"] {
            let help = Cli::command()
                .find_subcommand_mut(command)
                .unwrap()
                .render_help()
                .to_string();
            assert!(help.contains("ARBETSFORUM_ADDR"), "{command}: {help}");
        }
    }

    #[test]
    fn what_removes_is_said_in_so_many_words() {
        for wrong in [
            &["retention"][..],
            &["retention", "--dry-run", "--apply"],
            &["erase"],
            &["erase", "--participant", "1040713", "--again"],
            &["erase", "--list", "--again"],
            &["erase", "--from", "list"],
        ] {
            let line = std::iter::once("arbetsforum").chain(wrong.iter().copied());
            assert!(Cli::try_parse_from(line).is_err(), "{wrong:?}");
        }
        for right in [
            &["retention", "--dry-run"][..],
            &["erase", "--participant", "104071-3"],
            &["erase", "--again", "--from", "list"],
            &["erase", "--list"],
        ] {
            let line = std::iter::once("arbetsforum").chain(right.iter().copied());
            assert!(Cli::try_parse_from(line).is_ok(), "{right:?}");
        }
    }

    #[test]
    fn every_setting_stands_in_the_help() {
        for name in crate::config::NAMES {
            assert!(SETTINGS.contains(&crate::config::variable(name)), "{name}");
        }
    }
}
