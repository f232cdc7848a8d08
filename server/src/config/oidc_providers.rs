//! The tables `[[oidc]]` of the settings' file: providers to sign in by. Every error names the table and the setting.

use super::ConfigError;
use app::identity::oidc::{Audience, Settings};
use figment::providers::{Format, Toml};
use figment::value::{Dict, Value};
use figment::{Profile, Provider};
use std::path::Path;

/// What the tables are called.
pub const NAME: &str = "oidc";
const TEXTS: [&str; 10] = [
    "name",
    "label_sv",
    "label_en",
    "issuer",
    "client_id",
    "client_secret",
    "client_secret_file",
    "audience",
    "subject_claim",
    "tenant",
];
const LISTS: [&str; 3] = ["acr_values", "strong_acr_values", "scopes"];

/// The providers of the file.
pub fn read(file: &Path) -> Result<Vec<Settings>, ConfigError> {
    // A file that cannot be read at all has been told of already.
    let data = Toml::file_exact(file)
        .data()
        .map_err(|e| ConfigError(format!("The settings cannot be read: {e}.")))?;
    let tables = match data.get(&Profile::Default).and_then(|dict| dict.get(NAME)) {
        None => return Ok(Vec::new()),
        Some(Value::Array(_, tables)) => tables,
        Some(_) => {
            return Err(ConfigError(
                "oidc must be tables, each under [[oidc]].".to_owned(),
            ));
        }
    };
    let mut providers: Vec<Settings> = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        let Value::Dict(_, table) = table else {
            return Err(ConfigError(
                "oidc must be tables, each under [[oidc]].".to_owned(),
            ));
        };
        let provider = provider(table, index + 1, file)?;
        if providers.iter().any(|p| p.name == provider.name) {
            return Err(ConfigError(format!(
                "oidc {}: name is \"{}\", which another table has already.",
                index + 1,
                provider.name
            )));
        }
        providers.push(provider);
    }
    Ok(providers)
}

fn provider(table: &Dict, number: usize, file: &Path) -> Result<Settings, ConfigError> {
    let called = table
        .get("name")
        .and_then(Value::as_str)
        .map_or_else(|| number.to_string(), |name| format!("\"{name}\""));
    let wrong = |name: &str, is: Option<&str>, must: &str| {
        let is = is.map_or_else(|| "cannot be used".to_owned(), |is| format!("is \"{is}\""));
        ConfigError(format!("oidc {called}: {name} {is} and must be {must}."))
    };
    for name in table.keys() {
        if !TEXTS.contains(&name.as_str()) && !LISTS.contains(&name.as_str()) {
            return Err(ConfigError(format!(
                "oidc {called}: the file has a setting {name}, which there is not."
            )));
        }
    }
    let text = |name: &str| match table.get(name) {
        None => Ok(String::new()),
        Some(Value::String(_, text)) => Ok(text.clone()),
        Some(_) => Err(wrong(name, None, "text in quotes")),
    };
    let list = |name: &str| match table.get(name) {
        None => Ok(Vec::new()),
        Some(Value::String(_, text)) => Ok(text.split_whitespace().map(str::to_owned).collect()),
        Some(Value::Array(_, values)) => values
            .iter()
            .map(|v| v.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| wrong(name, None, "a list of texts in quotes")),
        Some(_) => Err(wrong(name, None, "a list of texts in quotes")),
    };
    let or = |text: String, plain: &str| if text.is_empty() { plain.to_owned() } else { text };

    let (mut secret, secret_file) = (text("client_secret")?, text("client_secret_file")?);
    if !secret_file.is_empty() {
        if !secret.is_empty() {
            return Err(wrong(
                "client_secret_file",
                Some(&secret_file),
                "left out where client_secret is given",
            ));
        }
        // Beside the settings, where its place is written short.
        let place = file.parent().unwrap_or(Path::new("")).join(&secret_file);
        let kept = std::fs::read_to_string(place).map_err(|_| {
            wrong(
                "client_secret_file",
                Some(&secret_file),
                "a file that can be read",
            )
        })?;
        kept.trim().clone_into(&mut secret);
    }
    let audience = text("audience")?;
    let settings = Settings {
        name: text("name")?,
        label_sv: text("label_sv")?,
        label_en: or(text("label_en")?, &text("label_sv")?),
        issuer: text("issuer")?,
        client_id: text("client_id")?,
        client_secret: secret,
        audience: Audience::from_code(&audience)
            .ok_or_else(|| wrong("audience", Some(&audience), "participant or staff"))?,
        acr_values: list("acr_values")?,
        strong_acr_values: list("strong_acr_values")?,
        scopes: list("scopes")?.into_iter().filter(|s| s != "openid").collect(),
        subject_claim: or(text("subject_claim")?, "sub"),
        tenant: text("tenant")?,
    };
    settings.check().map_err(|error| {
        // Of the secret nothing is repeated, and of a list only its name.
        let is = table
            .get(error.name)
            .and_then(Value::as_str)
            .filter(|_| error.name != "client_secret");
        match is {
            Some(is) => wrong(error.name, Some(is), error.must),
            None => ConfigError(format!("oidc {called}: {} must be {}.", error.name, error.must)),
        }
    })?;
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use std::fs;
    use std::path::PathBuf;

    const WHOLE: &str = r#"
        trusted_proxy = true
        [[oidc]]
        name = "bankid"
        label_sv = "BankID"
        issuer = "https://broker.example.se/oidc"
        client_id = "arbetsforum"
        client_secret = "hunter2"
        audience = "participant"
        acr_values = ["http://id.elegnamnden.se/loa/1.0/loa3"]
        scopes = "openid https://id.oidc.se/scope/naturalPersonNumber"
        [[oidc]]
        name = "entra"
        label_sv = "Kommunens konto"
        label_en = "Municipal account"
        issuer = "https://login.microsoftonline.com/8f1d/v2.0"
        client_id = "b1"
        client_secret_file = "entra-secret"
        audience = "staff"
        subject_claim = "oid"
        tenant = "8f1d"
    "#;

    fn place(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("arbetsforum-config-{}-{name}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    fn read(name: &str, text: &str) -> Result<Config, String> {
        let dir = place(name);
        fs::write(dir.join("settings.toml"), text).unwrap();
        fs::write(dir.join("entra-secret"), "hunter3\n").unwrap();
        let config = Config::from(Some(&dir.join("settings.toml")), Vec::new()).map_err(|e| e.to_string());
        fs::remove_dir_all(dir).unwrap();
        config
    }

    #[test]
    fn several_providers_stand_beside_the_other_settings() {
        let config = read("whole", WHOLE).unwrap();
        assert!(config.trusted_proxy);
        let [bankid, entra] = &config.oidc[..] else {
            panic!("two providers")
        };
        assert_eq!(bankid.label_en, "BankID");
        assert_eq!(bankid.scopes, ["https://id.oidc.se/scope/naturalPersonNumber"]);
        assert_eq!(
            (bankid.subject_claim.as_str(), entra.subject_claim.as_str()),
            ("sub", "oid")
        );
        assert_eq!(entra.client_secret, "hunter3");
    }

    #[test]
    fn without_tables_there_is_nobody_to_sign_in_by() {
        assert!(read("none", "trusted_proxy = true").unwrap().oidc.is_empty());
    }

    #[test]
    fn an_error_names_the_table_and_the_setting_and_repeats_no_secret() {
        let broker = "issuer = \"https://broker.example.se/oidc\"";
        for (name, from, into, said) in [
            (
                "a",
                broker,
                "issuer = \"http://broker.example.se\"",
                "oidc \"bankid\": issuer is \"http://broker.example.se\" and must be",
            ),
            (
                "b",
                "audience = \"staff\"",
                "audience = \"crew\"",
                "oidc \"entra\": audience is \"crew\" and must be participant or staff.",
            ),
            (
                "c",
                "client_id = \"b1\"",
                "clientid = \"b1\"",
                "oidc \"entra\": the file has a setting clientid",
            ),
            (
                "d",
                "client_id = \"b1\"",
                "client_id = 1",
                "oidc \"entra\": client_id cannot be used and must be text in quotes.",
            ),
            (
                "e",
                "name = \"entra\"",
                "name = \"bankid\"",
                "oidc 2: name is \"bankid\", which another table has already.",
            ),
            (
                "f",
                "client_secret = \"hunter2\"",
                "",
                "oidc \"bankid\": client_secret must be given.",
            ),
            (
                "g",
                "\"entra-secret\"",
                "\"elsewhere\"",
                "oidc \"entra\": client_secret_file is \"elsewhere\" and must be a file that can be read.",
            ),
            (
                "h",
                "name = \"bankid\"",
                "name = \"Bank ID\"",
                "oidc \"Bank ID\": name is \"Bank ID\" and must be small letters",
            ),
            (
                "i",
                "tenant = \"8f1d\"",
                "strong_acr_values = [\"x\"]",
                "oidc \"entra\": strong_acr_values must be among acr_values.",
            ),
        ] {
            let wrong = WHOLE.replace(from, into);
            assert_ne!(wrong, WHOLE);
            let error = read(name, &wrong).err().unwrap();
            assert!(error.starts_with(said), "{error}");
            assert!(!error.contains("hunter"), "{error}");
        }
    }
}
