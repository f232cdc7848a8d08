//! The protocol towards one provider: where to send somebody, and what their coming back proves.

use super::settings::{Audience, Settings, is_safe};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreGenderClaim, CoreIdToken,
    CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Alg, CoreProviderMetadata,
};
use openidconnect::{
    AccessToken, AdditionalClaims, AsyncHttpClient, AuthType, AuthenticationContextClass, AuthorizationCode,
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, SubjectIdentifier, TokenResponse, UserInfoClaims, UserInfoError, reqwest,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How far two clocks may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(60);
/// A token that was made longer ago than a sign-in may take is not from this one.
const OLDEST: TimeDelta = TimeDelta::minutes(15);
/// How long ago somebody of the staff may have proved who they are at their provider: a session that goes on there proves
/// nothing of who sits here now.
const PROVED: TimeDelta = TimeDelta::minutes(5);
/// How long ago a provider must have answered before somebody is sent there: nobody is left at a site that is down, and
/// a crowd at the door is no crowd at the provider's.
const FRESH: TimeDelta = TimeDelta::seconds(2);
/// How often keys are asked for because of a token with a key that is not known: anybody could send such.
const KEYS_EVERY: TimeDelta = TimeDelta::seconds(60);
/// All that is asked of a provider for one answer of ours: a person waits no longer for a plain no.
pub const PATIENCE: Duration = Duration::from_millis(4500);
/// More than any provider has to say.
const MOST: usize = 512 * 1024;

/// What OIDC Sweden's profile calls the number of somebody who has a Swedish one.
const NUMBERS: [&str; 2] = [
    "https://id.oidc.se/claim/personalIdentityNumber",
    "https://id.oidc.se/claim/coordinationNumber",
];

/// Why a sign-in at a provider came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no such provider.
    NoProvider,
    /// The provider does not answer.
    Away,
    /// Whoever it was did not want to, or could not.
    Cancelled,
    /// What the provider said cannot be believed, or is not enough.
    Refused,
    /// The provider does not say that somebody proved just now who they are.
    NotJustNow,
    /// Begun too long ago, used already, or in another browser.
    Stale,
    /// The account is disabled, or has no role any more.
    Ended,
    /// One factor is not enough, and the other that there is, is a passkey.
    Passkey,
    TooMany,
}

impl Problem {
    /// The word in the address of the page that tells it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Away | Self::NoProvider => "borta",
            Self::Cancelled => "avbruten",
            Self::Refused => "nekad",
            Self::NotJustNow => "inte-nyss",
            Self::Stale => "gammal",
            Self::Ended => "avslutad",
            Self::Passkey => "passnyckel",
            Self::TooMany => "for-manga",
        }
    }
}

/// The way to providers: no redirects, no plain http to other machines, nothing endless.
#[derive(Clone)]
pub struct Line {
    /// Through the proxy of the environment, if there is one.
    out: reqwest::Client,
    /// To this machine itself.
    here: reqwest::Client,
}

#[derive(Debug, thiserror::Error)]
pub enum LineError {
    #[error("the address is neither https nor this machine")]
    Unsafe,
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    #[error("{0}")]
    Answer(#[from] http::Error),
    #[error("the provider answered {0}")]
    Status(u16),
    #[error("the answer is too long")]
    TooLong,
}

impl Line {
    pub fn new() -> Result<Self, String> {
        let plain = || {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(Duration::from_secs(2))
                .timeout(Duration::from_secs(4))
        };
        Ok(Self {
            out: plain().build().map_err(|e| e.to_string())?,
            here: plain().no_proxy().build().map_err(|e| e.to_string())?,
        })
    }
}

impl<'c> AsyncHttpClient<'c> for Line {
    type Error = LineError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, LineError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            if !is_safe(&request.uri().to_string()) {
                return Err(LineError::Unsafe);
            }
            let client = if request.uri().scheme_str() == Some("http") {
                &self.here
            } else {
                &self.out
            };
            let mut answer = client.execute(request.try_into()?).await?;
            if answer.status().is_server_error() {
                return Err(LineError::Status(answer.status().as_u16()));
            }
            let mut builder = http::Response::builder().status(answer.status());
            for (name, value) in answer.headers() {
                builder = builder.header(name, value);
            }
            let mut body = Vec::new();
            while let Some(chunk) = answer.chunk().await? {
                if body.len() + chunk.len() > MOST {
                    return Err(LineError::TooLong);
                }
                body.extend_from_slice(&chunk);
            }
            Ok(builder.body(body)?)
        })
    }
}

/// Claims as they come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Claims(Map<String, Value>);

impl AdditionalClaims for Claims {}

impl Claims {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// The identity number, as twelve digits.
    fn number(&self) -> Option<String> {
        NUMBERS.iter().find_map(|name| {
            let digits: String = self.text(name)?.chars().filter(char::is_ascii_digit).collect();
            (digits.len() == 12).then_some(digits)
        })
    }
}

/// What a sign-in has proved.
pub struct Proven {
    /// Who it is, in the provider's words; may be an identity number, and is never stored or logged as it is.
    pub subject: String,
    pub number: Option<String>,
    /// Whether it counts as two factors.
    pub strong: bool,
}

/// What is known of a provider now.
#[derive(Default)]
struct Known {
    metadata: Option<(CoreProviderMetadata, DateTime<Utc>)>,
    keys_asked: Option<DateTime<Utc>>,
}

/// One provider.
pub struct Provider {
    pub settings: Settings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    line: Line,
    known: Mutex<Known>,
}

impl Provider {
    pub fn new(settings: Settings, public_url: &str, line: Line) -> Result<Self, String> {
        Ok(Self {
            issuer: IssuerUrl::new(settings.issuer.clone()).map_err(|e| e.to_string())?,
            redirect: RedirectUrl::new(format!("{public_url}/oidc/callback")).map_err(|e| e.to_string())?,
            settings,
            line,
            known: Mutex::default(),
        })
    }

    /// One line in the log: which provider and what kind of trouble, never what it said.
    fn note(&self, what: &str, why: &dyn std::fmt::Display) {
        tracing::warn!(provider = self.settings.name, why = %why, "{what}");
    }

    fn known<T>(&self, with: impl FnOnce(&mut Known) -> T) -> T {
        with(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the provider says of itself: asked again when it was longer ago than `fresh`.
    async fn metadata(&self, now: DateTime<Utc>, fresh: TimeDelta) -> Result<CoreProviderMetadata, Problem> {
        let kept = self.known(|known| known.metadata.clone());
        if let Some((metadata, at)) = kept
            && (now - at).abs() <= fresh
        {
            return Ok(metadata);
        }
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.line).await;
        match found {
            Ok(metadata) => {
                self.known(|known| known.metadata = Some((metadata.clone(), now)));
                Ok(metadata)
            }
            Err(error) => {
                self.note("a provider of sign-ins cannot be reached", &chain(&error));
                Err(Problem::Away)
            }
        }
    }

    /// The keys anew, since a token has one that is not known; nothing when that was asked just now.
    async fn keys_anew(
        &self,
        metadata: &CoreProviderMetadata,
        now: DateTime<Utc>,
    ) -> Result<Option<CoreProviderMetadata>, Problem> {
        let again = self.known(|known| {
            let again = known.keys_asked.is_none_or(|at| (now - at).abs() >= KEYS_EVERY);
            if again {
                known.keys_asked = Some(now);
            }
            again
        });
        if !again {
            return Ok(None);
        }
        let keys = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), &self.line)
            .await
            .map_err(|error| {
                self.note("a provider's keys cannot be fetched", &chain(&error));
                Problem::Away
            })?;
        let metadata = metadata.clone().set_jwks(keys);
        self.known(|known| {
            if let Some((kept, _)) = &mut known.metadata {
                *kept = metadata.clone();
            }
        });
        Ok(Some(metadata))
    }

    /// The address at the provider to go to.
    pub async fn departure(
        &self,
        state: String,
        nonce: String,
        verifier: String,
        lang: &str,
        now: DateTime<Utc>,
    ) -> Result<String, Problem> {
        let metadata = self.metadata(now, FRESH).await?;
        if !is_safe(metadata.authorization_endpoint().as_str()) {
            return Err(Problem::Refused);
        }
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(self.settings.client_secret.clone())),
        )
        .set_redirect_uri(self.redirect.clone());
        let verifier = PkceCodeVerifier::new(verifier);
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new))
            .add_ui_locale(openidconnect::LanguageTag::new(lang.to_owned()));
        if self.settings.audience == Audience::Staff {
            // Asked for in both ways that there are: a provider that knows one of them alone asks as well.
            request = request
                .add_prompt(CoreAuthPrompt::Login)
                .set_max_age(Duration::ZERO);
        }
        for acr in &self.settings.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        Ok(request.url().0.into())
    }

    /// What the code that somebody came back with proves.
    pub async fn prove(
        &self,
        code: String,
        nonce: String,
        verifier: String,
        now: DateTime<Utc>,
    ) -> Result<Proven, Problem> {
        // A day: the keys are asked for anew when they do not fit.
        let metadata = self.metadata(now, TimeDelta::days(1)).await?;
        let basic = metadata
            .token_endpoint_auth_methods_supported()
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(self.settings.client_secret.clone())),
        )
        .set_auth_type(if basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        })
        .set_redirect_uri(self.redirect.clone());
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| Problem::Refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&self.line)
            .await
            .map_err(|error| match error {
                RequestTokenError::Request(error) => {
                    self.note("a code could not be exchanged", &chain(&error));
                    Problem::Away
                }
                RequestTokenError::ServerResponse(said) => {
                    self.note("a provider refused a code", said.error());
                    Problem::Refused
                }
                _ => {
                    self.note("a provider's answer to a code cannot be read", &"not OAuth");
                    Problem::Refused
                }
            })?;
        let token = answer.id_token().ok_or(Problem::Refused)?;
        let nonce = Nonce::new(nonce);
        let believed = match self.believe(token, &metadata, &nonce, now) {
            Err(Unbelieved::UnknownKey) => match self.keys_anew(&metadata, now).await? {
                Some(metadata) => self.believe(token, &metadata, &nonce, now),
                None => Err(Unbelieved::UnknownKey),
            },
            other => other,
        };
        let (subject, claims) = believed.map_err(|why| {
            self.note("an id_token is refused", &why.word());
            match why {
                Unbelieved::Library(ClaimsVerificationError::InvalidAuthTime(_)) => Problem::NotJustNow,
                _ => Problem::Refused,
            }
        })?;
        let strong = self.settings.is_strong(claims.text("acr"));

        let wanted = &self.settings.subject_claim;
        let mut number = claims.number();
        let mut who = claims.text(wanted).map(str::to_owned);
        let wants_number = number.is_none() && self.settings.audience == Audience::Participant;
        if (who.is_none() || wants_number) && client.user_info_url().is_some() {
            let asked = client
                .user_info(answer.access_token().clone() as AccessToken, Some(subject))
                .map_err(|_| Problem::Refused)?;
            let told: UserInfoClaims<Claims, CoreGenderClaim> =
                asked.request_async(&self.line).await.map_err(|error| {
                    if let UserInfoError::Request(error) = error {
                        self.note("userinfo could not be asked", &chain(&error));
                        Problem::Away
                    } else {
                        // Told without its cause, which may name somebody.
                        self.note("userinfo is refused", &"not to be believed");
                        Problem::Refused
                    }
                })?;
            number = number.or_else(|| told.additional_claims().number());
            who = who.or_else(|| told.additional_claims().text(wanted).map(str::to_owned));
        }
        let Some(subject) = who else {
            self.note("the claim that says who it is, is missing", wanted);
            return Err(Problem::Refused);
        };
        Ok(Proven {
            subject,
            number,
            strong,
        })
    }

    /// Everything that must hold of a token before a word of it is believed.
    fn believe(
        &self,
        token: &CoreIdToken,
        metadata: &CoreProviderMetadata,
        nonce: &Nonce,
        now: DateTime<Utc>,
    ) -> Result<(SubjectIdentifier, Claims), Unbelieved> {
        let accepted = &self.settings.acr_values;
        let anew = self.settings.audience == Audience::Staff;
        let verifier = openidconnect::IdTokenVerifier::new_public_client(
            ClientId::new(self.settings.client_id.clone()),
            self.issuer.clone(),
            metadata.jwks().clone(),
        )
        // With a key of the provider's own: a shared secret signs nothing here, and neither does "none".
        .set_allowed_algs([
            Alg::RsaSsaPkcs1V15Sha256,
            Alg::RsaSsaPkcs1V15Sha384,
            Alg::RsaSsaPkcs1V15Sha512,
            Alg::RsaSsaPssSha256,
            Alg::RsaSsaPssSha384,
            Alg::RsaSsaPssSha512,
            Alg::EcdsaP256Sha256,
            Alg::EcdsaP384Sha384,
            Alg::EdDsa,
        ])
        .set_time_fn(move || now - SKEW)
        .set_issue_time_verifier_fn(move |made| {
            if made > now + SKEW {
                Err("made in the future".to_owned())
            } else if made < now - OLDEST {
                Err("made too long ago".to_owned())
            } else {
                Ok(())
            }
        })
        .set_auth_context_verifier_fn(move |acr: Option<&AuthenticationContextClass>| {
            let enough =
                accepted.is_empty() || acr.is_some_and(|acr| accepted.iter().any(|a| a == acr.as_str()));
            if enough {
                Ok(())
            } else {
                Err("not enough".to_owned())
            }
        })
        .set_auth_time_verifier_fn(move |proved: Option<DateTime<Utc>>| {
            let just_now = proved.is_some_and(|at| (now - PROVED - SKEW..=now + SKEW).contains(&at));
            if just_now || !anew {
                Ok(())
            } else {
                Err("not just now".to_owned())
            }
        });
        let subject = token.claims(&verifier, nonce)?.subject().clone();
        // The same token, now that it is known whose it is: what the library has no name for.
        let claims = payload(&token.to_string()).ok_or(Unbelieved::Claims("unreadable"))?;
        let starts = claims.0.get("nbf").map(|nbf| nbf.as_f64().unwrap_or(f64::MAX));
        #[allow(clippy::cast_precision_loss, reason = "seconds, far below 2^52")]
        if starts.is_some_and(|nbf| nbf > (now + SKEW).timestamp() as f64) {
            return Err(Unbelieved::Claims("not yet valid"));
        }
        if claims.0.contains_key("azp") && claims.text("azp") != Some(&self.settings.client_id) {
            return Err(Unbelieved::Claims("for another party"));
        }
        let tenant = &self.settings.tenant;
        if !tenant.is_empty() && claims.text("tid") != Some(tenant) {
            return Err(Unbelieved::Claims("of another tenant"));
        }
        Ok((subject, claims))
    }
}

/// The claims of a token that has been verified.
fn payload(token: &str) -> Option<Claims> {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Why a token is not believed.
#[derive(Debug)]
enum Unbelieved {
    UnknownKey,
    Library(ClaimsVerificationError),
    Claims(&'static str),
}

impl From<ClaimsVerificationError> for Unbelieved {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                Self::UnknownKey
            }
            other => Self::Library(other),
        }
    }
}

impl Unbelieved {
    /// A word for the log: the library's own sentences repeat what stands in the token.
    const fn word(&self) -> &'static str {
        use ClaimsVerificationError as E;
        match self {
            Self::UnknownKey => "unknown key",
            Self::Claims(why) => why,
            Self::Library(E::Expired(_)) => "expired, or made at another time",
            Self::Library(E::InvalidAudience(_)) => "audience",
            Self::Library(E::InvalidAuthContext(_)) => "acr",
            Self::Library(E::InvalidAuthTime(_)) => "auth_time",
            Self::Library(E::InvalidIssuer(_)) => "issuer",
            Self::Library(E::InvalidNonce(_)) => "nonce",
            Self::Library(E::SignatureVerification(_)) => "signature",
            Self::Library(_) => "other",
        }
    }
}

/// An error with its causes; of a connection, never of what somebody sent.
fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        said = format!("{said}: {next}");
        cause = next.source();
    }
    said
}
