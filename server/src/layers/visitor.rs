//! Who is behind the request: found once, before anything is done.

use app::identity::session;
use app::kernel::actor::Visitor;
use app::kernel::device::Device;
use app::kernel::outside::SystemRandom;
use app::kernel::{AppState, Lang, cookies};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::ids::RequestId;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::time::timeout;

/// How long the database may take to say who this is: a person waits no longer for a plain no (L3).
const PATIENCE: Duration = Duration::from_millis(900);

/// Whether a proxy in front of us may say whose address it is.
#[derive(Clone, Copy, Debug)]
pub struct TrustedProxy(pub bool);

/// Puts the [`Visitor`] into the request.
pub async fn layer(
    State((state, TrustedProxy(trusted))): State<(AppState, TrustedProxy)>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let token = cookies::read(headers, cookies::SESSION).map(str::to_owned);
    let found = match &token {
        Some(token) => match timeout(PATIENCE, session::find(&state, token)).await {
            Ok(Ok(found)) => found,
            // Not "signed out": we do not know, and say so.
            Ok(Err(_)) | Err(_) => return away(wants_page(request.method(), headers)),
        },
        None => None,
    };
    let was = match &token {
        Some(token) if found.is_none() => timeout(PATIENCE, session::whose(&state, token))
            .await
            .ok()
            .flatten(),
        _ => None,
    };
    let visitor = Visitor {
        request: request
            .extensions()
            .get::<RequestId>()
            .copied()
            .unwrap_or_else(|| RequestId::mint(state.clock.now(), &mut SystemRandom)),
        lang: lang(headers),
        address: address(&request, trusted),
        session: found.map(|f| f.session),
        stepped_up_at: found.and_then(|f| f.stepped_up_at),
        actor: found.map(|f| f.actor),
        was,
        device: device(headers),
        wants_page: wants_page(request.method(), headers),
    };
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

fn device(headers: &HeaderMap) -> Device {
    let said = headers.get(USER_AGENT).and_then(|v| v.to_str().ok());
    Device::of(said.unwrap_or_default())
}

fn lang(headers: &HeaderMap) -> Lang {
    let chosen = cookies::read(headers, cookies::LANG).and_then(Lang::from_tag);
    let preferred = || Lang::from_accept_language(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?);
    chosen.or_else(preferred).unwrap_or_default()
}

/// A browser that navigates or posts a form asks for HTML; a program asks for what it can read.
fn wants_page(method: &Method, headers: &HeaderMap) -> bool {
    let accepts = headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    accepts.contains("text/html") && (method != Method::POST || headers.contains_key(CONTENT_TYPE))
}

fn address(request: &Request, trusted: bool) -> IpAddr {
    let forwarded = trusted.then(|| {
        let last = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    });
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|c| c.0.ip());
    forwarded
        .flatten()
        .or(peer)
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// The database cannot say who this is; nothing is done.
pub fn away(page: bool) -> Response {
    let mut answer = if page {
        let html = "<!DOCTYPE html><html lang=\"sv\"><meta charset=\"utf-8\"><title>Arbetsforum</title>\
                    <h1>Det går inte just nu</h1><p>Inget sparades. Ladda sidan igen om en liten stund.</p>\
                    <p lang=\"en\">It does not work right now. Nothing was saved. Load the page again in a moment.</p></html>";
        (StatusCode::SERVICE_UNAVAILABLE, axum::response::Html(html)).into_response()
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            axum::Json(app::kernel::AppError::Unavailable),
        )
            .into_response()
    };
    answer
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from_static("2"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(header: &str) -> Request {
        let mut request = Request::new(Body::empty());
        request
            .headers_mut()
            .insert("x-forwarded-for", header.parse().unwrap());
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4000))));
        request
    }

    #[test]
    fn only_a_trusted_proxy_says_whose_address_it_is() {
        let forged = request("1.1.1.1, 192.0.2.7");
        assert_eq!(address(&forged, false).to_string(), "10.0.0.1");
        assert_eq!(address(&forged, true).to_string(), "192.0.2.7");
        assert_eq!(address(&request("nonsense"), true).to_string(), "10.0.0.1");
    }
}
