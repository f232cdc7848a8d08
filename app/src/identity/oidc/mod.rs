//! Signing in by OpenID Connect: code flow with PKCE against any number of providers, for participants and for staff.
//!
//! What a provider proves is who somebody is there. Which account that is stands in `external_identity`, and the
//! first link is made by an invitation that a person gave (decision 14): nothing is ever matched by a number.

mod client;
mod flow;
mod invitation;
mod settings;
mod store;

pub use client::Problem;
pub use flow::{Answer, BROWSER_LIFE, Entry, Finished, Started, finish, link, start, waiting};
pub use invitation::{Fresh, end_links_of, invite_colleague, invite_person};
pub use settings::{Audience, Settings, WrongSetting};
pub use store::{LinkRow, end_own_link, links_of, sweep};

use client::Provider;
use std::sync::Arc;

/// Every provider that is configured, in the order of the settings; cheap to clone.
#[derive(Clone, Default)]
pub struct Providers(Arc<Vec<Provider>>);

impl std::fmt::Debug for Providers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|p| &p.settings.name))
            .finish()
    }
}

impl Providers {
    /// Nobody to sign in by: nothing of it is shown.
    pub fn none() -> Self {
        Self::default()
    }

    /// These providers; `public_url` is where they send people back to. Nothing is asked of them yet.
    ///
    /// # Errors
    /// When the machine's TLS cannot be set up.
    pub fn new(settings: Vec<Settings>, public_url: &str) -> Result<Self, String> {
        let line = client::Line::new()?;
        let providers = settings
            .into_iter()
            .map(|s| Provider::new(s, public_url, line.clone()))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self(Arc::new(providers)))
    }

    fn named(&self, name: &str) -> Option<&Provider> {
        self.0.iter().find(|p| p.settings.name == name)
    }

    /// The settings of a provider.
    pub fn settings(&self, name: &str) -> Option<&Settings> {
        self.named(name).map(|p| &p.settings)
    }

    /// Those for these people.
    pub fn of(&self, audience: Audience) -> impl Iterator<Item = &Settings> {
        self.0
            .iter()
            .map(|p| &p.settings)
            .filter(move |s| s.audience == audience)
    }
}
