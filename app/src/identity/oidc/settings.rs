//! What is configured of a provider, and what of it cannot be used.

use crate::kernel::Lang;
use openidconnect::url::{Host, Url};

/// Whom a provider signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Participant,
    Staff,
}

impl Audience {
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "participant" => Some(Self::Participant),
            "staff" => Some(Self::Staff),
            _ => None,
        }
    }

    /// Their page of signing in.
    pub const fn way_in(self) -> &'static str {
        match self {
            Self::Participant => "/logga-in",
            Self::Staff => "/personal",
        }
    }
}

/// A provider as it is configured.
#[derive(Clone)]
pub struct Settings {
    /// Its name in addresses and in the log.
    pub name: String,
    pub label_sv: String,
    pub label_en: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    pub audience: Audience,
    /// One of these must stand in `acr`; with none, whatever stands there is accepted.
    pub acr_values: Vec<String>,
    /// Those of them that count as two factors.
    pub strong_acr_values: Vec<String>,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// The claim that says who it is: `sub`, or what stays the same for Entra ID (`oid`) and SITHS (`employeeHsaId`).
    pub subject_claim: String,
    /// The tenant that Entra ID must name (`tid`); empty where that does not apply.
    pub tenant: String,
}

/// The setting that cannot be used, and what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongSetting {
    pub name: &'static str,
    pub must: &'static str,
}

impl Settings {
    /// What is written on the button.
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.label_sv,
            Lang::En => &self.label_en,
        }
    }

    /// Whether a sign-in with this `acr` counts as two factors.
    pub fn is_strong(&self, acr: Option<&str>) -> bool {
        acr.is_some_and(|acr| self.strong_acr_values.iter().any(|strong| strong == acr))
    }

    /// # Errors
    /// The first setting that cannot be used.
    pub fn check(&self) -> Result<(), WrongSetting> {
        let wrong = |name, must| Err(WrongSetting { name, must });
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || self.name.len() > 40 || !self.name.chars().all(plain) {
            return wrong("name", "small letters, digits and hyphens, like bankid");
        }
        let required = [
            ("label_sv", &self.label_sv),
            ("label_en", &self.label_en),
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("subject_claim", &self.subject_claim),
        ];
        for (name, value) in required {
            if value.trim().is_empty() {
                return wrong(name, "given");
            }
        }
        if !is_safe(&self.issuer) {
            return wrong(
                "issuer",
                "an https address without ? and # (http only on this machine), exactly as the provider writes it",
            );
        }
        if self
            .strong_acr_values
            .iter()
            .any(|s| !self.acr_values.contains(s))
        {
            return wrong("strong_acr_values", "among acr_values");
        }
        Ok(())
    }
}

/// Whether what is told to this address stays between the two of us: https, or this machine itself.
pub fn is_safe(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => return false,
        };
        let kept = url.scheme() == "https" || (url.scheme() == "http" && here);
        kept && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine() {
        for good in [
            "https://login.microsoftonline.com/8f1d/v2.0",
            "http://127.0.0.1:4000",
            "http://localhost:4000",
            "http://[::1]:4000/x",
        ] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "http://idp.example",
            "http://10.0.0.1",
            "http://localhost.example",
            "https://idp.example/?a=1",
            "https://idp.example/#x",
            "https://me@idp.example",
            "ftp://127.0.0.1",
            "idp.example",
            "",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
