//! Server functions of the figures.

use crate::kernel::AppError;
use domain::programme::Outcome;
use domain::suppression::{Cell, ShownFlow};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The last day that the figures are about; empty for the latest.
    pub until: String,
    /// What was known on this day; empty for the latest. Only where small cells are shown.
    pub known: String,
    /// Whether small cells are to be shown.
    pub small: bool,
}

impl Asked {
    /// The address of a page or a file with these figures.
    pub fn address(&self, path: &str) -> String {
        let small = if self.small { "&sma=ja" } else { "" };
        format!("{path}?per={}&utifran={}{small}", self.until, self.known)
    }
}

/// The figures of a centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub centre: String,
    /// What these figures are, so that the same can be asked for again.
    pub asked: Asked,
    /// "31 oktober 2026"
    pub until: String,
    pub known: String,
    pub earlier: Option<Asked>,
    pub later: Option<Asked>,
    /// Whether the reader may see small cells at all.
    pub may_small: bool,
    pub enrolled_now: Cell,
    /// Twelve months, the earliest first.
    pub months: Vec<Month>,
    /// Of the twelve months together.
    pub together: ShownFlow,
    /// S3, of every month and of all together.
    pub adds_up: bool,
    /// Whether any cell is hidden.
    pub hides: bool,
    pub periods: Vec<Period>,
}

/// One month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// "oktober 2026"
    pub name: String,
    /// "okt"
    pub short: String,
    pub flow: ShownFlow,
}

/// Those who left in a half-year, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub name: String,
    pub outcomes: Vec<(Left, Cell)>,
    pub total: Cell,
    /// To work or education, and of how many (S4).
    pub rate: Option<(u32, u32)>,
}

/// How somebody left the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// An exit (X3).
    Exit(Outcome),
    /// Goes on at another centre: no exit, and out of this centre's books.
    Transferred,
}

impl Left {
    /// Every way, in the order that they are shown; the transfer last.
    pub fn all() -> impl Iterator<Item = Self> {
        Outcome::ALL
            .into_iter()
            .map(Self::Exit)
            .chain(std::iter::once(Self::Transferred))
    }

    /// The way of a word in the ledger; what is not known there is another.
    pub fn from_code(code: &str) -> Self {
        if code == "transferred" {
            return Self::Transferred;
        }
        Self::Exit(Outcome::from_code(code).unwrap_or(Outcome::Other))
    }

    /// Work of any kind, or education.
    pub const fn is_onward(self) -> bool {
        matches!(self, Self::Exit(outcome) if outcome.is_onward())
    }
}

/// The figures of the reader's centre.
#[server(prefix = "/api", endpoint = "figures/figures", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_figures(
    #[server(default)] until: String,
    #[server(default)] known: String,
    #[server(default)] small: bool,
) -> Result<Figures, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let cx = Ctx::begin(Action::ReadFigures).await?;
        let figures = super::figures(&cx, &Asked { until, known, small }).await?;
        cx.commit().await?;
        Ok(figures)
    })
    .await
}
