//! The figures as a file for a spreadsheet.

use super::api::{Asked, Figures};
use super::text;
use crate::kernel::policy::Action;
use crate::kernel::{AppError, AppState, Ctx, Lang, Visitor};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::csv::row;
use domain::suppression::ShownFlow;
use serde::Deserialize;

/// The words of the page's own address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Words {
    per: String,
    utifran: String,
    sma: String,
}

/// The file, for whoever may read the page; nobody learns from the answer that there is such a file.
pub async fn download(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Query(words): Query<Words>,
) -> Response {
    let asked = Asked {
        until: words.per,
        known: words.utifran,
        small: words.sma == "ja",
    };
    let lang = visitor.lang;
    let read = async {
        let cx = Ctx::begin_for(state, visitor, Action::ReadFigures).await?;
        let figures = super::figures(&cx, &asked).await?;
        cx.commit().await?;
        Ok::<_, AppError>(figures)
    };
    match read.await {
        Ok(figures) => {
            let small = if figures.asked.small { "-sma-tal" } else { "" };
            let name = format!(
                "attachment; filename=\"siffror-{}{small}.csv\"",
                figures.asked.until
            );
            (
                [
                    (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                    (header::CONTENT_DISPOSITION, name),
                    (header::CACHE_CONTROL, "no-store".to_owned()),
                ],
                csv(&figures, lang),
            )
                .into_response()
        }
        Err(error) => StatusCode::from_u16(error.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
    }
}

/// The same figures as on the page, and no more.
pub fn csv(figures: &Figures, lang: Lang) -> String {
    // A mark that spreadsheets read as "this is UTF-8".
    let mut file = String::from("\u{feff}");
    let about = text::about(&figures.until, &figures.known, lang);
    file += &row([figures.centre.as_str(), about.as_str()]);
    if figures.asked.small {
        file += &row([text::small_shown(lang)]);
    } else if figures.hides {
        file += &row([text::hidden_about(lang)]);
    }
    let said = if figures.adds_up {
        text::adds_up(lang)
    } else {
        text::does_not_add_up(lang)
    };
    file += &row([said]);
    file += &row([""]);
    file += &row([
        text::month(lang),
        text::opening(lang),
        text::came(lang),
        text::left(lang),
        text::closing(lang),
    ]);
    let line = |name: &str, flow: &ShownFlow| {
        let cells = [flow.opening, flow.came, flow.left, flow.closing].map(|c| text::cell(c, lang));
        row([name, &cells[0], &cells[1], &cells[2], &cells[3]])
    };
    for month in &figures.months {
        file += &line(&month.name, &month.flow);
    }
    file += &line(text::together(lang), &figures.together);
    for period in &figures.periods {
        file += &row([""]);
        file += &row([period.name.as_str(), text::how_many(lang)]);
        for (outcome, cell) in &period.outcomes {
            file += &row([text::way_out(*outcome, lang), &text::cell(*cell, lang)]);
        }
        file += &row([text::total(lang), &text::cell(period.total, lang)]);
        let rate = period
            .rate
            .map_or_else(|| text::no_rate(lang).to_owned(), |r| text::rate(r, lang));
        file += &row([text::rate_title(lang), &rate]);
    }
    file
}
