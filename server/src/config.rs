//! Settings: defaults, then a TOML file, then the environment. Every error names the setting.

mod oidc_providers;

use app::identity::oidc::Settings;
use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Every setting there is, as it is called in the file.
pub const NAMES: [&str; 10] = [
    "addr",
    "data_dir",
    "database_connections",
    "database_url",
    "log",
    "log_format",
    "metrics_addr",
    "public_url",
    "secret",
    "trusted_proxy",
];
/// Variables of the project's scripts and tests, which are no settings of the server.
const NOT_OURS: [&str; 12] = [
    "APT_UPDATED",
    "BENCH_SECONDS",
    "CACHE",
    "CHROMIUM",
    "FIREFOX",
    "LOG_TAIL",
    "PGBENCH",
    "PG_CONF",
    "WASM_FROM",
    "SERVER",
    "STEP_FROM",
    "STEPS",
];

/// The environment variable of a setting.
pub fn variable(name: &str) -> String {
    if name == "database_url" {
        "DATABASE_URL".to_owned()
    } else {
        format!("ARBETSFORUM_{}", name.to_uppercase())
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// The settings, read and checked.
#[derive(Clone)]
pub struct Config {
    pub addr: SocketAddr,
    pub public_url: String,
    pub database_url: Option<String>,
    pub data_dir: PathBuf,
    pub secret: Option<String>,
    pub database_connections: u32,
    pub metrics_addr: Option<SocketAddr>,
    pub trusted_proxy: bool,
    pub log: String,
    pub log_format: LogFormat,
    /// Providers of sign-ins, in the order of the file; they stand nowhere else.
    pub oidc: Vec<Settings>,
    /// Variables that look like settings and are none.
    pub unknown: Vec<String>,
}

/// A setting that cannot be used, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

/// The settings as they are written: all text, so that an error can say what stands there.
#[derive(Serialize, Deserialize)]
struct Written {
    addr: String,
    data_dir: String,
    database_connections: String,
    database_url: String,
    log: String,
    log_format: String,
    metrics_addr: String,
    public_url: String,
    secret: String,
    trusted_proxy: String,
}

impl Default for Written {
    fn default() -> Self {
        let empty = String::new;
        Self {
            addr: "127.0.0.1:3000".to_owned(),
            data_dir: ".data".to_owned(),
            database_connections: "16".to_owned(),
            database_url: empty(),
            log: "info".to_owned(),
            log_format: "text".to_owned(),
            metrics_addr: empty(),
            public_url: empty(),
            secret: empty(),
            trusted_proxy: "false".to_owned(),
        }
    }
}

impl Config {
    /// Reads the environment and, if one is named, the file.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn read(file: Option<&Path>) -> Result<Self, ConfigError> {
        // What is not UTF-8 is none of ours.
        let readable =
            std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        Self::from(file, readable.collect())
    }

    fn from(file: Option<&Path>, environment: Vec<(String, String)>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Written::default()));
        let mut oidc = Vec::new();
        if let Some(file) = file {
            if !file.is_file() {
                return Err(ConfigError(format!(
                    "The file {} of --config is not there.",
                    file.display()
                )));
            }
            figment = figment.merge(TextValues(Toml::file_exact(file)));
            oidc = oidc_providers::read(file)?;
        }
        let mut unknown = Vec::new();
        for (name, value) in environment {
            let Some(key) = key_of(&name) else { continue };
            if NAMES.contains(&key.as_str()) {
                figment = figment.merge(Serialized::default(&key, value));
            } else if !NOT_OURS.contains(&&*key.to_uppercase()) {
                unknown.push(name);
            }
        }
        let written: Written = figment.extract().map_err(|error| ConfigError(plain(&error)))?;
        Ok(Config {
            oidc,
            ..written.checked(unknown)?
        })
    }
}

/// The setting that an environment variable speaks of, if it is one of ours.
fn key_of(variable: &str) -> Option<String> {
    if variable == "DATABASE_URL" {
        return Some("database_url".to_owned());
    }
    // LEPTOS_ variables are leptos' own.
    variable.strip_prefix("ARBETSFORUM_").map(str::to_lowercase)
}

/// A file may say `trusted_proxy = true`: read as text like everything else.
struct TextValues<P>(P);

impl<P: figment::Provider> figment::Provider for TextValues<P> {
    fn metadata(&self) -> figment::Metadata {
        self.0.metadata()
    }

    fn data(&self) -> Result<figment::value::Map<figment::Profile, figment::value::Dict>, figment::Error> {
        let mut data = self.0.data()?;
        // Tables, which are read on their own.
        for dict in data.values_mut() {
            dict.remove(oidc_providers::NAME);
        }
        for value in data.values_mut().flat_map(|dict| dict.values_mut()) {
            let text = match &*value {
                figment::value::Value::Bool(_, b) => Some(b.to_string()),
                figment::value::Value::Num(_, n) => n.to_u128().map(|n| n.to_string()),
                _ => None,
            };
            if let Some(text) = text {
                *value = text.into();
            }
        }
        let unknown = data
            .values()
            .flat_map(|dict| dict.keys())
            .find(|key| !NAMES.contains(&key.as_str()));
        match unknown {
            Some(key) => Err(format!("the file has a setting {key}, which there is not").into()),
            None => Ok(data),
        }
    }
}

fn plain(error: &figment::Error) -> String {
    format!("The settings cannot be read: {error}.")
}

impl Written {
    fn checked(self, unknown: Vec<String>) -> Result<Config, ConfigError> {
        let wrong = |name: &str, is: &str, must: &str| {
            ConfigError(format!("{} is \"{is}\" and must be {must}.", variable(name)))
        };
        let address = |name: &str, is: &str| {
            is.parse::<SocketAddr>()
                .map_err(|_| wrong(name, is, "an address and a port, like 127.0.0.1:3000"))
        };
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());

        let addr = address("addr", &self.addr)?;
        let metrics_addr = given(&self.metrics_addr)
            .map(|a| address("metrics_addr", &a))
            .transpose()?;
        let public_url = given(&self.public_url).unwrap_or_else(|| format!("http://{addr}"));
        let host = public_url
            .strip_prefix("https://")
            .or_else(|| public_url.strip_prefix("http://"));
        if host.is_none_or(|h| h.is_empty() || h.contains('/')) {
            return Err(wrong(
                "public_url",
                &public_url,
                "a scheme and a host, like https://forum.example.se",
            ));
        }
        let database_url = given(&self.database_url);
        let postgres = |url: &str| {
            (url.starts_with("postgres://") || url.starts_with("postgresql://"))
                && url.parse::<sqlx::postgres::PgConnectOptions>().is_ok()
        };
        if let Some(url) = &database_url
            && !postgres(url)
        {
            // The address may hold a password: it is not repeated.
            return Err(ConfigError(
                "DATABASE_URL cannot be read; it must be like postgres://user:password@host/database."
                    .to_owned(),
            ));
        }
        let secret = given(&self.secret);
        match &secret {
            Some(secret) if secret.len() < 32 => {
                return Err(ConfigError(format!(
                    "ARBETSFORUM_SECRET holds {} bytes and must hold at least 32.",
                    secret.len()
                )));
            }
            None if database_url.is_some() => {
                return Err(ConfigError(
                    "ARBETSFORUM_SECRET is needed with DATABASE_URL, since every server process must have the same; \
                     `openssl rand -base64 48` makes one."
                        .to_owned(),
                ));
            }
            _ => {}
        }
        Ok(Config {
            addr,
            public_url,
            database_url,
            data_dir: PathBuf::from(&self.data_dir),
            secret,
            database_connections: self
                .database_connections
                .parse()
                .ok()
                .filter(|n| (1..=1000).contains(n))
                .ok_or_else(|| {
                    wrong(
                        "database_connections",
                        &self.database_connections,
                        "a number from 1 to 1000",
                    )
                })?,
            metrics_addr,
            trusted_proxy: self
                .trusted_proxy
                .parse()
                .map_err(|_| wrong("trusted_proxy", &self.trusted_proxy, "true or false"))?,
            log_format: match self.log_format.as_str() {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                other => return Err(wrong("log_format", other, "text or json")),
            },
            log: self.log,
            oidc: Vec::new(),
            unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(environment: &[(&str, &str)]) -> Result<Config, String> {
        let environment = environment
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Config::from(None, environment).map_err(|e| e.to_string())
    }

    #[test]
    fn without_settings_it_serves_here_with_its_own_database() {
        let config = read(&[]).unwrap();
        assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
        assert_eq!(config.public_url, "http://127.0.0.1:3000");
        assert!(config.database_url.is_none() && config.metrics_addr.is_none() && !config.trusted_proxy);
    }

    #[test]
    fn an_error_names_the_variable_and_what_stands_there() {
        for (name, value) in [
            ("ARBETSFORUM_ADDR", "foo"),
            ("ARBETSFORUM_METRICS_ADDR", "1"),
            ("ARBETSFORUM_PUBLIC_URL", "forum.example.se"),
            ("ARBETSFORUM_PUBLIC_URL", "https://forum.example.se/"),
            ("ARBETSFORUM_DATABASE_CONNECTIONS", "0"),
            ("ARBETSFORUM_TRUSTED_PROXY", "yes"),
            ("ARBETSFORUM_LOG_FORMAT", "xml"),
        ] {
            let said = read(&[(name, value)]).err().unwrap();
            assert!(
                said.starts_with(&format!("{name} is \"{value}\" and must be ")),
                "{said}"
            );
        }
    }

    #[test]
    fn secrets_are_asked_for_and_never_repeated() {
        let said = read(&[("DATABASE_URL", "postgres://u:hunter2@h/d")])
            .err()
            .unwrap();
        assert!(
            said.starts_with("ARBETSFORUM_SECRET is needed with DATABASE_URL"),
            "{said}"
        );
        let said = read(&[("DATABASE_URL", "mysql:hunter2")]).err().unwrap();
        assert!(
            said.starts_with("DATABASE_URL cannot be read") && !said.contains("hunter2"),
            "{said}"
        );
        let said = read(&[("ARBETSFORUM_SECRET", "hunter2")]).err().unwrap();
        assert!(
            said.contains("holds 7 bytes") && !said.contains("hunter2"),
            "{said}"
        );
    }

    #[test]
    fn a_misspelt_setting_is_told_and_the_scripts_own_are_not() {
        let config = read(&[("ARBETSFORUM_ADRESS", "x"), ("ARBETSFORUM_STEPS", "6")]).unwrap();
        assert_eq!(config.unknown, ["ARBETSFORUM_ADRESS"]);
    }
}
