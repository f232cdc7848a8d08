//! The interface's languages and how words are kept: a word without a translation does not compile (decision 9).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Sv,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    /// Direction of its script.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Sv | Self::En => "ltr",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', ';']).next()?;
        Self::ALL
            .into_iter()
            .find(|l| l.tag().eq_ignore_ascii_case(primary))
    }

    /// The first language of an Accept-Language header that the interface speaks.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        header.split(',').find_map(Self::from_tag)
    }
}

/// The language of the page that is being made or has been taken over.
pub fn use_lang() -> Lang {
    use_context::<Lang>().unwrap_or_default()
}

/// Words by language, each a function of its own, so that they land in the chunk of the page that says them.
#[macro_export]
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident : $sv:literal | $en:literal),+ $(,)?) => {
        $($(#[$meta])* pub const fn $name(lang: $crate::kernel::Lang) -> &'static str {
            match lang {
                $crate::kernel::Lang::Sv => $sv,
                $crate::kernel::Lang::En => $en,
            }
        })+
    };
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn accept_language_is_read_in_its_order() {
        assert_eq!(
            Lang::from_accept_language("so, en-GB;q=0.8, sv;q=0.5"),
            Some(Lang::En)
        );
        assert_eq!(Lang::from_accept_language("fa,ar"), None);
        assert_eq!(Lang::from_accept_language(""), None);
    }
}
