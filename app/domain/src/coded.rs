//! Enumerations that stand as one word each, in the database and on the wire.
//!
//! Their words are one list that is looked through. What serde derives instead is code of its own for every word, and
//! the browser would load it before the first page (F5).

/// The words of an enumeration: its values, `code`, `from_code`, and the same words when it is written and read.
#[macro_export]
macro_rules! coded {
    ($name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in the order of the domain's text.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];
            const CODES: &'static [&'static str] = &[$($code),+];

            /// The word that stands in the database and on the wire.
            pub const fn code(self) -> &'static str {
                Self::CODES[self as usize]
            }

            /// The value of such a word; `None` for any other.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.get($crate::coded::place(Self::CODES, code)?).copied()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = <String as ::serde::Deserialize>::deserialize(from)?;
                Self::from_code(&code).ok_or_else($crate::coded::unknown)
            }
        }
    };
}

/// Where a word stands among others.
pub fn place(codes: &[&str], code: &str) -> Option<usize> {
    codes.iter().position(|c| *c == code)
}

/// That a word is none of those that are known.
pub fn unknown<E: serde::de::Error>() -> E {
    E::custom("unknown word")
}

macro_rules! code_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        $crate::coded!($name { $($variant = $code),+ });
    };
}
pub(crate) use code_enum;

#[cfg(test)]
mod tests {
    code_enum! {
        /// For the test alone.
        Sort { One = "one", TwoWords = "two_words" }
    }

    #[test]
    fn a_word_is_read_as_it_was_written_and_no_other_is() {
        for (n, sort) in Sort::ALL.iter().enumerate() {
            assert_eq!(*sort as usize, n);
            assert_eq!(Sort::from_code(sort.code()), Some(*sort));
            let json = serde_json::to_string(sort).unwrap();
            assert_eq!(json, format!("\"{}\"", sort.code()));
            assert_eq!(serde_json::from_str::<Sort>(&json).unwrap(), *sort);
        }
        assert_eq!(Sort::TwoWords.code(), "two_words");
        for nonsense in [
            "\"One\"",
            "\"\"",
            "\"onetwo_words\"",
            "1",
            "null",
            "{\"one\":null}",
        ] {
            assert!(serde_json::from_str::<Sort>(nonsense).is_err(), "{nonsense}");
        }
    }
}
