//! Every way in: pages, server functions, built files, health, live arrivals.

use crate::layers::headers::{self, Https, PageNonce};
use crate::layers::origin::{self, Own};
use crate::layers::visitor::{self, TrustedProxy};
use crate::layers::{arrival, guard, place, status, trace};
use crate::live::{self, Stopping};
use crate::{book, health, layers, oidc};
use app::identity::oidc::Providers;
use app::kernel::AppState;
use axum::body::Body;
use axum::error_handling::HandleErrorLayer;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{BoxError, Extension, Router};
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::time::Duration;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The largest form there is, with room to spare.
const BODY_LIMIT: usize = 64 * 1024;

/// What the router needs beside the state.
#[derive(Clone, Debug)]
pub struct Ways {
    pub trusted_proxy: bool,
    pub stopping: Stopping,
}

impl std::fmt::Debug for Stopping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stopping")
    }
}

/// The router of the whole server, with nobody to sign in by.
pub fn router(state: AppState, ways: Ways) -> Router {
    router_with(state, ways, Providers::none())
}

/// The same, with these providers of sign-ins.
pub fn router_with(state: AppState, ways: Ways, providers: Providers) -> Router {
    let site_root = state.leptos.site_root.to_string();
    let pkg_dir = state.leptos.site_pkg_dir.to_string();
    let https = Https(state.public_url.starts_with("https://"));
    let own = Own(state.public_url.clone());

    let context = {
        let (state, providers) = (state.clone(), providers.clone());
        move || {
            provide_context(state.clone());
            provide_context(providers.clone());
            // The nonce that stands in the header, in place of leptos' own.
            let nonce = use_context::<http::request::Parts>()
                .and_then(|parts| parts.extensions.get::<PageNonce>().cloned());
            if let Some(PageNonce(nonce)) = nonce {
                provide_context(Nonce::from_value(nonce));
            }
        }
    };
    let shell = {
        let options = state.leptos.clone();
        move || app::shell::shell(options.clone())
    };
    let routes = generate_route_list(app::App);
    let lost = {
        let (context, shell) = (context.clone(), shell.clone());
        let render = leptos_axum::render_app_async_with_context(context, shell);
        move |request: Request| {
            let render = render.clone();
            async move {
                let mut answer = render(request).await;
                *answer.status_mut() = StatusCode::NOT_FOUND;
                answer
            }
        }
    };
    let files = {
        let site_root = site_root.clone();
        move |request: Request| file_or_lost(site_root.clone(), lost.clone(), request)
    };

    let pages: Router<AppState> = Router::<AppState>::new()
        .leptos_routes_with_context(&state, routes, context, shell)
        .route("/live/arrivals", get(live::arrivals))
        .route("/oidc/{provider}/start", get(oidc::start))
        .route("/oidc/callback", get(oidc::callback))
        .route("/siffror.csv", get(app::figures::download))
        .route("/min-bok/{file}", get(book::take))
        .fallback(files);
    #[cfg(feature = "demo")]
    let pages = pages.merge(app::demo::routes());
    let pages = pages
        .layer(from_fn(status::layer))
        .layer(from_fn(guard::layer))
        .layer(from_fn(place::layer))
        .layer(from_fn_with_state(
            (state.clone(), TrustedProxy(ways.trusted_proxy)),
            visitor::layer,
        ))
        .layer(from_fn_with_state(state.clone(), arrival::layer))
        .layer(Extension(providers))
        .layer(Extension(ways.stopping));

    Router::<AppState>::new()
        .nest_service(&format!("/{pkg_dir}"), built_files(&site_root, &pkg_dir))
        .route("/readyz", get(health::readyz))
        .merge(pages)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(compression())
        .layer(from_fn_with_state(own, origin::layer))
        .layer(
            ServiceBuilder::new()
                .layer(HandleErrorLayer::new(async |_: BoxError| {
                    layers::visitor::away(false)
                }))
                .timeout(TIMEOUT),
        )
        .route("/livez", get(health::livez))
        .layer(from_fn_with_state(https, headers::layer))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), trace::layer))
        .with_state(state)
}

/// Pages are compressed quickly; built files are compressed already, and a stream of events never is.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth = SizeAbove::new(512)
        .and(NotForContentType::const_new("text/event-stream"))
        .and(NotForContentType::const_new("application/wasm"))
        .and(NotForContentType::IMAGES);
    CompressionLayer::new()
        .quality(CompressionLevel::Precise(4))
        .compress_when(worth)
}

/// Hashed names never change what they hold.
fn built_files(site_root: &str, pkg_dir: &str) -> Router {
    let files = ServeDir::new(format!("{site_root}/{pkg_dir}"))
        .precompressed_br()
        .precompressed_gzip();
    let keep = SetResponseHeaderLayer::overriding(CACHE_CONTROL, |answer: &Response<_>| {
        let value = if answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED {
            "public, max-age=31536000, immutable"
        } else {
            "no-store"
        };
        Some(HeaderValue::from_static(value))
    });
    Router::new().fallback_service(ServiceBuilder::new().layer(keep).service(files))
}

/// The few files that are called by a fixed name, such as the icon; everything else is not there.
async fn file_or_lost<F, L>(site_root: String, lost: L, request: Request) -> Response
where
    F: Future<Output = Response>,
    L: FnOnce(Request) -> F,
{
    let path = request.uri().path();
    // A file's name ends in a kind; no page of ours does.
    if path.rsplit('/').next().is_none_or(|name| !name.contains('.')) {
        return lost(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = Request::from_parts(parts.clone(), Body::empty());
    let found = ServeDir::new(site_root)
        .precompressed_br()
        .precompressed_gzip()
        .oneshot(asked)
        .await;
    match found {
        Ok(answer) if answer.status() != StatusCode::NOT_FOUND => {
            let mut answer = answer.into_response();
            answer
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
            answer
        }
        _ => lost(Request::from_parts(parts, body)).await,
    }
}

/// A fault of ours that nobody foresaw: told as such, without a word of what it was.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    metrics::counter!("panics_total").increment(1);
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        axum::Json(app::kernel::AppError::Internal),
    )
        .into_response()
}

/// Where the built files are: as the build and the scripts say, or where a checkout has them.
pub fn leptos_options() -> LeptosOptions {
    let said = |name: &str, plain: &str| std::env::var(name).unwrap_or_else(|_| plain.to_owned());
    LeptosOptions::builder()
        .output_name(said("LEPTOS_OUTPUT_NAME", "arbetsforum"))
        .site_root(said("LEPTOS_SITE_ROOT", "target/site"))
        .site_pkg_dir(said("LEPTOS_SITE_PKG_DIR", "pkg"))
        .hash_files(said("LEPTOS_HASH_FILES", "false") == "true")
        .build()
}
