//! The command line.

use app::access_log::chain::Head;
use chrono::NaiveDate;
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
  ARBETSFORUM_LOG_FORMAT           text or json                         [text]

Providers to sign in by (OpenID Connect) stand in the file alone, one table each:

  [[oidc]]
  name = \"bankid\"                   in its addresses: /oidc/bankid/start
  label_sv = \"BankID\"               on its button, with label_en
  issuer = \"https://idp.example.se\" exactly as the provider writes it; https, or http on this machine
  client_id = \"…\"                   with client_secret or client_secret_file
  audience = \"participant\"          or \"staff\"
  acr_values = [\"…\"]                one of these is required; strong_acr_values: those that are two factors
  scopes = [\"profile\"]              beside openid
  subject_claim = \"sub\"             \"oid\" with tenant = \"…\" for Entra ID, \"employeeHsaId\" for SITHS

  The provider is told to lead back to ARBETSFORUM_PUBLIC_URL/oidc/callback.";

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
    /// The access log: verify its chain, or tell it to a security system.
    #[command(subcommand, after_help = SETTINGS)]
    Log(Log),
    /// Make the account of a centre's first manager, and print the link by which they choose their password.
    #[command(after_help = SETTINGS)]
    FirstManager(FirstManager),
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

#[derive(Debug, Subcommand)]
pub enum Log {
    /// Read the whole chain; exits with 1 and says where, if a row was altered, removed, swapped, added or is unsealed.
    #[command(after_help = SETTINGS)]
    Verify {
        /// What an earlier verify printed as its head, kept elsewhere: finds that the end of the chain was removed.
        #[arg(long, value_name = "NUMBER:SEAL")]
        head: Option<Head>,
    },
    /// Print events as lines of the Common Event Format: reads and denials with their seal, overrides, failed sign-ins.
    #[command(after_help = SETTINGS)]
    Export {
        /// The first civil day.
        #[arg(long, value_name = "DATE")]
        from: Option<NaiveDate>,
        /// The last civil day.
        #[arg(long, value_name = "DATE")]
        to: Option<NaiveDate>,
    },
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
        for command in ["serve", "migrate", "first-manager", "retention", "erase"] {
            let help = Cli::command()
                .find_subcommand_mut(command)
                .unwrap()
                .render_help()
                .to_string();
            assert!(help.contains("ARBETSFORUM_ADDR"), "{command}: {help}");
        }
    }

    #[test]
    fn the_log_takes_a_head_and_days_and_nothing_else() {
        let seal = "0f".repeat(32);
        let head = format!("--head=12:{seal}");
        let read = |args: &[&str]| Cli::try_parse_from([&["arbetsforum", "log"], args].concat());
        assert!(read(&["verify"]).is_ok());
        assert!(read(&["verify", &head]).is_ok());
        assert!(read(&["verify", "--head", "12"]).is_err());
        assert!(read(&["export", "--from", "2026-11-01", "--to", "2026-11-30"]).is_ok());
        assert!(read(&["export", "--from", "2026-11-31"]).is_err());
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
