//! A page of the staff belongs to the centre or agency that its reader worked at when it was made (decision 028). Whoever
//! works at several may switch in one window while a page of the other stands open in the next: what that page asks for
//! or sends is then refused, and never done at a place that it does not show.
//!
//! A page names its place in `data-place`, its program in a header of every request, and its forms in their addresses.

use app::identity::{ChooseLanguage, SignOut, SwitchRole};
use app::kernel::AppError;
use app::kernel::actor::Visitor;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use leptos::server_fn::ServerFn;

/// How the browser's program names the place of its page; the document's script sets it.
const HEADER: HeaderName = HeaderName::from_static(app::shell::PLACE_HEADER);
/// How a form names it.
const QUERY: &str = "place=";
/// Where server functions are.
const FUNCTIONS: &str = "/api/";
/// An address of one in a form, as a page has it.
const ACTION: &str = "action=\"/api/";
/// What is of no place: done from a page of any.
const OF_NO_PLACE: [&str; 3] = [
    <SignOut as ServerFn>::PATH,
    <ChooseLanguage as ServerFn>::PATH,
    <SwitchRole as ServerFn>::PATH,
];

/// Refuses what comes from a page of another place, and writes the place into the forms of a page on its way out.
pub async fn layer(request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    let wants_page = visitor.is_some_and(|v| v.wants_page);
    let Some(actor) = visitor.and_then(|v| v.actor) else {
        return next.run(request).await;
    };
    let place = actor.place();
    let path = request.uri().path();
    if path.starts_with(FUNCTIONS)
        && !OF_NO_PLACE.contains(&path)
        && said(&request).is_some_and(|said| Some(said) != place.as_deref())
    {
        return refused(wants_page);
    }
    let answer = next.run(request).await;
    match place {
        Some(place) if is_page(&answer) => named(answer, &place).await,
        _ => answer,
    }
}

/// The place of the page that a request comes from.
fn said(request: &Request) -> Option<&str> {
    let header = request
        .headers()
        .get(&HEADER)
        .map(|v| v.to_str().unwrap_or("unreadable"));
    header.or_else(|| {
        let mut parts = request.uri().query()?.split('&');
        parts.find_map(|part| part.strip_prefix(QUERY))
    })
}

fn is_page(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

async fn named(answer: Response, place: &str) -> Response {
    let (mut parts, body) = answer.into_parts();
    // It is ours, and made whole before any of it is sent.
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(CONTENT_LENGTH);
    let body = match std::str::from_utf8(&page) {
        Ok(page) => Body::from(with_place(page, place)),
        Err(_) => Body::from(page),
    };
    Response::from_parts(parts, body)
}

fn with_place(page: &str, place: &str) -> String {
    let mut pieces = page.split(ACTION);
    let mut out = String::with_capacity(page.len() + 1024);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (address, rest) = piece.split_once('"').unwrap_or((piece, ""));
        out.push_str(ACTION);
        out.push_str(address);
        out.push(if address.contains('?') { '&' } else { '?' });
        out.push_str(QUERY);
        out.push_str(place);
        out.push('"');
        out.push_str(rest);
    }
    out
}

/// Nothing was done. A browser goes back by itself to what was typed.
fn refused(page: bool) -> Response {
    let status = StatusCode::CONFLICT;
    if !page {
        return (status, axum::Json(AppError::OtherPlace)).into_response();
    }
    let html = "<!DOCTYPE html><html lang=\"sv\"><meta charset=\"utf-8\">\
                <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Arbetsforum</title>\
                <main><h1>Du har bytt plats</h1><p>Sidan hörde till en annan plats än den du arbetar på nu. Inget sparades.</p>\
                <p lang=\"en\">The page belonged to another place than the one you work at now. Nothing was saved.</p>\
                <p><a href=\"/\">Till startsidan / <span lang=\"en\">To the start page</span></a></p></main></html>";
    (status, Html(html)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_page_names_its_place_and_nothing_else_is_touched() {
        let page = "<form action=\"/api/a/b\" method=\"post\"></form><form action=\"/sok\"></form><form action=\"/api/c?x=1\">";
        assert_eq!(
            with_place(page, "7"),
            "<form action=\"/api/a/b?place=7\" method=\"post\"></form><form action=\"/sok\"></form>\
             <form action=\"/api/c?x=1&place=7\">"
        );
        assert_eq!(with_place("<p>å</p>", "7"), "<p>å</p>");
    }

    #[test]
    fn the_program_is_believed_before_the_address() {
        let request = |uri: &str, header: Option<&str>| {
            let mut request = Request::builder().uri(uri);
            if let Some(header) = header {
                request = request.header(HEADER, header);
            }
            request.body(Body::empty()).unwrap()
        };
        assert_eq!(said(&request("/api/a/b?place=7", Some("8"))), Some("8"));
        assert_eq!(said(&request("/api/a/b?x=1&place=7", None)), Some("7"));
        assert_eq!(said(&request("/api/a/b?replace=7", None)), None);
    }
}
