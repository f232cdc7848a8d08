//! Server functions of the list of extensions: what waits, what was decided, and whose term ends with nothing proposed.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many rows stand on one page of the list.
pub const PAGE_SIZE: u32 = 25;

/// Which of them are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Those that the reader's own key is awaited for.
    Mine,
    #[default]
    Waiting,
    /// Terms that end soon, with nothing proposed.
    Without,
    Decided,
}

impl Which {
    pub const ALL: [Self; 4] = [Self::Mine, Self::Waiting, Self::Without, Self::Decided];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mine => "mig",
            Self::Waiting => "vantar",
            Self::Without => "utan",
            Self::Decided => "avgjorda",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|w| w.code() == code)
            .unwrap_or_default()
    }
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// What waits for the reader, then the nearest deadline; of what is decided, the latest.
    #[default]
    Answer,
    /// The term that ends first.
    End,
    Name,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Answer, Self::End, Self::Name];

    /// The word in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answer => "svar",
            Self::End => "slut",
            Self::Name => "namn",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|o| o.code() == code)
            .unwrap_or_default()
    }
}

/// How a key stands in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    Given,
    Awaited,
    Refused,
    /// Nobody gave it, and nobody will.
    Never,
}

/// Who has answered, in few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMark {
    pub who: String,
    pub said: String,
    pub state: KeyState,
}

/// Somebody in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub person: String,
    pub name: String,
    pub coach: Option<String>,
    /// "10 januari"; with the days left where the term is what is listed.
    pub old_end: String,
    /// Nothing where nothing is proposed.
    pub new_end: Option<String>,
    /// The deadline with its days left, or how it ended.
    pub standing: String,
    /// The day is within a week.
    pub near: bool,
    pub waits_for_me: bool,
    pub keys: Vec<KeyMark>,
    pub agency: Option<String>,
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub mine: u32,
    pub waiting: u32,
    pub without: u32,
    pub decided: u32,
}

impl Counts {
    pub const fn of(self, which: Which) -> u32 {
        match which {
            Which::Mine => self.mine,
            Which::Waiting => self.waiting,
            Which::Without => self.without,
            Which::Decided => self.decided,
        }
    }
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extensions {
    /// What is listed: a coach has no key, and reads all that wait.
    pub which: Which,
    pub order: Order,
    pub rows: Vec<Line>,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
    pub counts: Counts,
    /// The reader holds the centre's key.
    pub holds_key: bool,
}

/// The extensions of the centre, or of one's own participants.
#[server(prefix = "/api", endpoint = "extension/list", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_extensions(
    #[server(default)] which: Which,
    #[server(default)] order: Order,
    #[server(default)] page: u32,
) -> Result<Extensions, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadExtensions).await?;
        let list = super::waiting::list(&mut cx, which, order, page).await?;
        cx.commit().await?;
        Ok(list)
    })
    .await
}

/// How many wait for the reader's own key: a number, and nobody's name.
#[server(prefix = "/api", endpoint = "extension/waiting", input = leptos::server_fn::codec::GetUrl)]
pub async fn count_extensions_waiting() -> Result<u32, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ReadExtensions).await?;
        let many = super::waiting::how_many(&mut cx).await?;
        cx.commit().await?;
        Ok(many)
    })
    .await
}
