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
    /// Make the account of a centre's first manager, and print the link by which they choose their password.
    #[command(after_help = SETTINGS)]
    FirstManager(FirstManager),
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

/// The first manager of a centre; the others are appointed in the page Konton.
#[derive(Debug, Args)]
pub struct FirstManager {
    /// Code of the centre, such as arbetsforum.
    #[arg(long, value_name = "CODE")]
    pub centre: String,
    /// Given name.
    #[arg(long, value_name = "NAME")]
    pub given: String,
    /// Family name.
    #[arg(long, value_name = "NAME")]
    pub family: String,
    /// Code of the party that employs them, such as soc-bergsjon.
    #[arg(long, value_name = "CODE")]
    pub employer: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_whole() {
        Cli::command().debug_assert();
        for command in ["serve", "migrate", "first-manager"] {
            let help = Cli::command()
                .find_subcommand_mut(command)
                .unwrap()
                .render_help()
                .to_string();
            assert!(help.contains("ARBETSFORUM_ADDR"), "{command}: {help}");
        }
    }

    #[test]
    fn every_setting_stands_in_the_help() {
        for name in crate::config::NAMES {
            assert!(SETTINGS.contains(&crate::config::variable(name)), "{name}");
        }
    }
}
