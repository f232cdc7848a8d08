//! Everything about oneself, as a file to take along: JSON for programs, and a page for people to read and print.

use super::book_words::{code, column};
use super::inventory::{Section, Table};
use super::left_out::{EXCLUDED, LEFT_OUT};
use super::{book_store, text};
use crate::kernel::policy::Action;
use crate::kernel::{APP_NAME, AppError, AppState, Ctx, Lang, Visitor, dates};
use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::{civil_day, clock_hm};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use uuid::Uuid;

/// The name of the schema in the file, and its version: it counts up when a field changes its meaning or goes.
pub const SCHEMA: &str = "arbetsforum.book";
pub const VERSION: u32 = 1;

/// The shape of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `docs/book.md` describes it.
    Json,
    /// One page with its styles in it; it needs no network.
    Page,
}

impl Shape {
    /// Of the last part of the address.
    pub fn of_file(file: &str) -> Option<Self> {
        match file {
            "allt.json" => Some(Self::Json),
            "allt.html" => Some(Self::Page),
            _ => None,
        }
    }
}

/// A book that is ready to be sent.
#[derive(Debug)]
pub struct File {
    /// What the browser should call it.
    pub name: String,
    pub media_type: &'static str,
    /// In pieces, table by table.
    pub pieces: Vec<String>,
}

struct Book {
    number: String,
    name: String,
    made_at: DateTime<Utc>,
    lang: Lang,
    tables: Vec<(&'static Table, Vec<String>)>,
    names: BTreeMap<String, String>,
}

/// The visitor's own book. It is read whole before anything is sent: no slow phone holds a connection to the database.
///
/// # Errors
/// As [`Ctx::begin_for`].
pub async fn take(state: AppState, visitor: Visitor, shape: Shape) -> Result<File, AppError> {
    let mut cx = Ctx::begin_for(state, visitor, Action::TakeOwnBook).await?;
    let book = read(&mut cx).await?;
    let day = cx.today();
    cx.commit().await?;
    // Much to write for who has been here for years: other requests go on meanwhile.
    tokio::task::spawn_blocking(move || match shape {
        Shape::Json => File {
            name: format!("min-bok-{day}.json"),
            media_type: "application/json; charset=utf-8",
            pieces: as_json(&book),
        },
        Shape::Page => File {
            name: format!("min-bok-{day}.html"),
            media_type: "text/html; charset=utf-8",
            pieces: as_page(&book, day),
        },
    })
    .await
    .map_err(|_| AppError::Internal)
}

async fn read(cx: &mut Ctx) -> Result<Book, AppError> {
    let person = cx.oneself()?;
    let (number, name) = book_store::front(cx, person).await?;
    let tables = book_store::rows(cx, person).await?;
    let mut ids = BTreeSet::new();
    for row in tables.iter().flat_map(|(_, rows)| rows) {
        collect_ids(row, &mut ids);
    }
    let mut names: BTreeMap<String, String> = book_store::names(cx, &ids)
        .await?
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    for own in [Some(Uuid::from(person)), cx.actor.account().map(Uuid::from)]
        .into_iter()
        .flatten()
    {
        names.insert(own.to_string(), text::yourself(cx.lang).to_owned());
    }
    Ok(Book {
        number,
        name,
        made_at: cx.now,
        lang: cx.lang,
        tables,
        names,
    })
}

/// The ids in a row that may have a name, in its fields' fields too.
fn collect_ids(row: &str, ids: &mut BTreeSet<Uuid>) {
    if let Ok(row) = serde_json::from_str::<Value>(row) {
        collect("", &row, ids);
    }
}

fn collect(name: &str, value: &Value, ids: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(id) if refers(name) => ids.extend(Uuid::try_parse(id).ok()),
        Value::Array(items) => {
            for item in items {
                collect(name, item, ids);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(name, value, ids);
            }
        }
        _ => {}
    }
}

/// `{"schema", "version", "made_at", "about", "names", "left_out", "tables": {name: {"what", "section", "rows"}}}`
fn as_json(book: &Book) -> Vec<String> {
    let excluded: BTreeMap<&str, &str> = EXCLUDED.into_iter().collect();
    let front = json!({
        "schema": SCHEMA,
        "version": VERSION,
        "made_at": book.made_at,
        "language": book.lang.tag(),
        "about": { "participant_number": book.number, "name": book.name },
        "names": book.names,
        "left_out": { "columns": LEFT_OUT, "tables": excluded },
    });
    let mut front = front.to_string();
    front.pop();
    front.push_str(",\"tables\":{");
    let mut pieces = vec![front];
    for (i, (table, rows)) in book.tables.iter().enumerate() {
        let mut piece = String::with_capacity(rows.iter().map(|r| r.len() + 2).sum::<usize>() + 200);
        if i > 0 {
            piece.push(',');
        }
        let _ = write!(
            piece,
            "\n{}:{{\"what\":{},\"section\":{},\"rows\":[",
            Value::from(table.name),
            Value::from(table.what(book.lang)),
            Value::from(table.section.name(book.lang)),
        );
        for (i, row) in rows.iter().enumerate() {
            if i > 0 {
                piece.push(',');
            }
            // As the database wrote it.
            piece.push('\n');
            piece.push_str(row);
        }
        piece.push_str("]}");
        pieces.push(piece);
    }
    pieces.push("\n}}\n".to_owned());
    pieces
}

/// Looks like the app's paper, on a screen and printed; no script, no picture, nothing from elsewhere.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;background:#fbf8f1;color:#1d2330}\
h1{font-size:1.6rem;margin:.5rem 0}h2{margin:2rem 0 .25rem;padding-top:.5rem;border-top:2px solid}h3{margin:1.25rem 0 .25rem;font-size:1rem}\
nav ol{columns:2 14rem;padding-left:1.2rem}a{color:inherit}\
.wrap{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.875rem}\
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-top:1px solid #9997;overflow-wrap:anywhere}\
.soft{opacity:.75}\
@media (prefers-color-scheme:dark){body{background:#14181f;color:#eceae4}}\
@media print{@page{size:A4;margin:16mm}body{font-size:10pt;max-width:none;padding:0;background:none;color:#000}\
.wrap{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}h2,h3{break-after:avoid}}";

fn as_page(book: &Book, day: NaiveDate) -> Vec<String> {
    let lang = book.lang;
    let title = format!("{} – {APP_NAME}", text::book_title(lang));
    let filled = |section: Section| {
        book.tables
            .iter()
            .filter(move |(t, rows)| t.section == section && !rows.is_empty())
    };
    let mut front = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{}</title><style>{STYLE}</style></head><body><main><h1>{}</h1><p><strong><bdi>{}</bdi></strong><br>{} {}<br>{}</p><nav><ol>",
        lang.tag(),
        escaped(&title),
        escaped(text::book_title(lang)),
        escaped(&book.name),
        escaped(text::card_number(lang)),
        escaped(&book.number),
        escaped(&text::made_on(
            &dates::long(day, lang),
            &clock_hm(book.made_at),
            lang
        )),
    );
    for (i, section) in Section::ALL.into_iter().enumerate() {
        let rows: usize = filled(section).map(|(_, rows)| rows.len()).sum();
        let _ = write!(
            front,
            "<li><a href=\"#s{i}\">{}</a> <span class=\"soft\">{rows}</span></li>",
            escaped(section.name(lang))
        );
    }
    front.push_str("</ol></nav>");
    let mut pieces = vec![front];
    for (i, section) in Section::ALL.into_iter().enumerate() {
        let mut piece = format!("<h2 id=\"s{i}\">{}</h2>", escaped(section.name(lang)));
        if filled(section).next().is_none() {
            let _ = write!(
                piece,
                "<p class=\"soft\">{}</p>",
                escaped(text::nothing_here(lang))
            );
        }
        for (table, rows) in filled(section) {
            let _ = write!(
                piece,
                "<h3>{} <span class=\"soft\">{}</span></h3>",
                escaped(table.what(lang)),
                rows.len()
            );
            write_rows(&mut piece, table.name, rows, book);
        }
        pieces.push(piece);
    }
    pieces.push("</main></body></html>\n".to_owned());
    pieces
}

/// A table with the columns that any of the rows says something in.
fn write_rows(out: &mut String, table: &str, rows: &[String], book: &Book) {
    let lang = book.lang;
    let rows: Vec<Vec<(String, String)>> = rows
        .iter()
        .filter_map(|row| serde_json::from_str::<Map<String, Value>>(row).ok())
        .map(|row| {
            row.into_iter()
                .filter_map(|(name, value)| {
                    let shown = shown(table, &name, &value, book)?;
                    Some((name, shown))
                })
                .collect()
        })
        .collect();
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flatten() {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    // Who, what and when first; the database gives the names in an order that says nothing.
    columns.sort_by_key(|name| {
        (
            !name.ends_with("_on") && !name.ends_with("_at") && !matches!(*name, "day" | "at"),
            *name,
        )
    });
    out.push_str("<div class=\"wrap\" tabindex=\"0\"><table><thead><tr>");
    for name in &columns {
        let _ = write!(
            out,
            "<th scope=\"col\">{}</th>",
            escaped(&column(table, name, lang))
        );
    }
    out.push_str("</tr></thead><tbody>");
    for row in &rows {
        out.push_str("<tr>");
        for name in &columns {
            let words = row.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v);
            let _ = write!(out, "<td><bdi>{}</bdi></td>", escaped(words));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

/// A value in words; nothing where it says nothing to a reader: empty, or an id without a name.
fn shown(table: &str, name: &str, value: &Value, book: &Book) -> Option<String> {
    let lang = book.lang;
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(text::yes_no(*yes, lang).to_owned()),
        Value::Number(_) if refers(name) => None,
        Value::Number(n) => Some(n.to_string()),
        Value::String(words) if words.is_empty() => None,
        Value::String(id) if refers(name) => book.names.get(id).cloned(),
        Value::String(words) => Some(match moment(name, words) {
            Some(moment) => moment,
            None => code(table, name, words, lang).unwrap_or_else(|| words.clone()),
        }),
        Value::Array(items) => {
            let words: Vec<String> = items.iter().filter_map(|v| shown(table, name, v, book)).collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        Value::Object(fields) => {
            let words: Vec<String> = fields
                .iter()
                .filter_map(|(n, v)| {
                    let shown = shown(table, n, v, book)?;
                    Some(format!("{}: {shown}", column(table, n, lang)))
                })
                .collect();
            (!words.is_empty()).then(|| words.join("; "))
        }
    }
}

/// Fields inside a column that hold an id, or the number of another row, and are called by what they point at.
const POINTERS: [&str; 14] = [
    "id",
    "of",
    "freed",
    "task",
    "booking",
    "activity",
    "assignment",
    "extension",
    "transfer",
    "staff",
    "centre",
    // Which text it was about: of no use to a reader.
    "seal",
    "reason_seal",
    "place_seal",
];

/// Whether a column holds the id of something, which is a name or nothing to a reader.
fn refers(column: &str) -> bool {
    let ends = ["_id", "_ids", "_by", "_to"]
        .iter()
        .any(|end| column.ends_with(end));
    (ends && column != "valid_to") || POINTERS.contains(&column)
}

/// "2026-11-20 09.12" in Europe/Stockholm, of a column that holds moments.
fn moment(column: &str, value: &str) -> Option<String> {
    let holds = column == "at" || column.ends_with("_at") || matches!(column, "valid_from" | "valid_until");
    let at = DateTime::parse_from_rfc3339(value)
        .ok()
        .filter(|_| holds)?
        .to_utc();
    Some(format!("{} {}", civil_day(at), clock_hm(at)))
}

/// Text with markup is shown as text.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_shown_as_text() {
        assert_eq!(escaped("<b a=\"1\">'&"), "&lt;b a=&quot;1&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn two_files_and_no_other() {
        assert_eq!(Shape::of_file("allt.json"), Some(Shape::Json));
        assert_eq!(Shape::of_file("allt.html"), Some(Shape::Page));
        assert_eq!(Shape::of_file("../allt.json"), None);
    }
}
