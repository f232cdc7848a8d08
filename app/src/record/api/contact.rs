//! The contact card: written by those of the staff who may, over the revision that they read.

use crate::kernel::AppError;
use leptos::prelude::*;

/// Writes the contact card and the language; `revision` is that of the card that was read, 0 where there was none.
#[server(prefix = "/api", endpoint = "record/write-contact")]
pub async fn write_contact(
    #[server(default)] person: String,
    #[server(default)] revision: i32,
    #[server(default)] phone: String,
    #[server(default)] email: String,
    #[server(default)] street: String,
    #[server(default)] postal_code: String,
    #[server(default)] town: String,
    #[server(default)] language: String,
    #[server(default)] needs_interpreter: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    use crate::kernel::policy::Action;
    use crate::kernel::{Ctx, Visitor};
    use crate::record::person_of;
    let typed = [
        ("phone", phone.as_str()),
        ("email", &email),
        ("street", &street),
        ("postal_code", &postal_code),
        ("town", &town),
    ];
    answer_form(&typed, async {
        let person = person_of(&person);
        let mut cx = Ctx::begin_about(Action::WriteContact, person, None).await?;
        let card = server::Typed {
            revision,
            phone: &phone,
            email: &email,
            street: &street,
            postal_code: &postal_code,
            town: &town,
            language: &language,
            needs_interpreter: !needs_interpreter.is_empty(),
        };
        server::write(&mut cx, &card).await?;
        cx.commit().await?;
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect(&format!("/deltagare/{person}"));
        }
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use crate::kernel::error::Field;
    use crate::kernel::policy::Category;
    use crate::kernel::{AppError, Ctx, access_log};
    use crate::record::store::{self, Contact};
    use crate::record::text;
    use domain::plan::{TextError, checked_text};
    use unicode_normalization::UnicodeNormalization;

    /// The card as it was typed.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Typed<'a> {
        pub revision: i32,
        pub phone: &'a str,
        pub email: &'a str,
        pub street: &'a str,
        pub postal_code: &'a str,
        pub town: &'a str,
        pub language: &'a str,
        pub needs_interpreter: bool,
    }

    pub async fn write(cx: &mut Ctx, typed: &Typed<'_>) -> Result<(), AppError> {
        let person = cx.subject()?;
        cx.actor.centre().ok_or(AppError::NotFound)?;
        // G4: whatever was typed, a protected identity has no address.
        let no_address = cx.about.as_ref().is_none_or(|about| about.standing.protected);
        let place = |text: &str, max, field| {
            if no_address {
                Ok(String::new())
            } else {
                optional(text, max, field)
            }
        };
        let card = Contact {
            phone: phone(typed.phone)?,
            email: email(typed.email)?,
            street: place(typed.street, 200, Field::Street)?,
            postal_code: if no_address {
                String::new()
            } else {
                postal_code(typed.postal_code)?
            },
            town: place(typed.town, 100, Field::Town)?,
            needs_interpreter: typed.needs_interpreter,
            revision: typed.revision,
        };
        let language = if text::LANGUAGES.iter().any(|(tag, ..)| *tag == typed.language) {
            typed.language.to_owned()
        } else {
            // One that the list does not have stays as it is.
            store::head(cx, person).await?.spoken_language
        };
        store::write_contact(cx, person, &card, &language).await?;
        let permit = cx.permit;
        access_log::read_about(cx, &[Category::ContactCard], permit).await
    }

    /// What can be kept of a card that is typed at the desk before there is a person (N1); without an address where
    /// none may be stored (G4).
    ///
    /// # Errors
    /// At the field.
    pub fn checked(typed: &Typed<'_>, no_address: bool) -> Result<Contact, AppError> {
        let place = |text, max, field| {
            if no_address {
                Ok(String::new())
            } else {
                optional(text, max, field)
            }
        };
        Ok(Contact {
            phone: phone(typed.phone)?,
            email: email(typed.email)?,
            street: place(typed.street, 200, Field::Street)?,
            postal_code: if no_address {
                String::new()
            } else {
                postal_code(typed.postal_code)?
            },
            town: place(typed.town, 100, Field::Town)?,
            needs_interpreter: typed.needs_interpreter,
            revision: 0,
        })
    }

    /// A text of one line that may be empty.
    fn optional(text: &str, max: usize, field: Field) -> Result<String, AppError> {
        let text: String = text.nfc().collect();
        match checked_text(&text, max) {
            Ok(text) if text.contains(['\n', '\r', '\t']) => Err(AppError::Field {
                field,
                problem: TextError::Unreadable,
            }),
            Ok(text) => Ok(text.to_owned()),
            Err(TextError::Empty) => Ok(String::new()),
            Err(problem) => Err(AppError::Field { field, problem }),
        }
    }

    fn unreadable_if(wrong: bool, field: Field) -> Result<(), AppError> {
        if wrong {
            return Err(AppError::Field {
                field,
                problem: TextError::Unreadable,
            });
        }
        Ok(())
    }

    /// A phone number, or none.
    ///
    /// # Errors
    /// At the field, where it holds what no number has.
    pub fn phone(typed: &str) -> Result<String, AppError> {
        let phone = optional(typed, 40, Field::Phone)?;
        let letters = |c: char| !(c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '/'));
        let digits = phone.bytes().filter(u8::is_ascii_digit).count();
        unreadable_if(
            phone.contains(letters) || (!phone.is_empty() && digits < 3),
            Field::Phone,
        )?;
        Ok(phone)
    }

    fn email(typed: &str) -> Result<String, AppError> {
        let email = optional(typed, 200, Field::Email)?;
        let whole = email
            .split_once('@')
            .is_some_and(|(who, at)| !who.is_empty() && !at.is_empty() && !at.contains('@'));
        let wrong = !email.is_empty() && (!whole || email.contains(char::is_whitespace));
        unreadable_if(wrong, Field::Email)?;
        Ok(email)
    }

    /// Five digits, kept as Swedish writes them: "415 01".
    fn postal_code(typed: &str) -> Result<String, AppError> {
        let digits: String = optional(typed, 20, Field::PostalCode)?
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let wrong = !digits.is_empty() && (digits.len() != 5 || !digits.bytes().all(|b| b.is_ascii_digit()));
        unreadable_if(wrong, Field::PostalCode)?;
        Ok(if digits.is_empty() {
            digits
        } else {
            format!("{} {}", &digits[..3], &digits[3..])
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_card_is_read_as_people_write_one() {
            assert_eq!(postal_code(" 41501 "), Ok("415 01".into()));
            assert_eq!(postal_code("415 01"), Ok("415 01".into()));
            assert_eq!(postal_code(""), Ok(String::new()));
            assert!(postal_code("4150").is_err() && postal_code("41A 01").is_err());
            assert!(email("a@b.example").is_ok() && email("").is_ok());
            assert!(email("a.example").is_err() && email("a@@b").is_err() && email("a b@c").is_err());
            assert!(phone("+46 (0)31-12 34").is_ok() && phone("ring mig").is_err());
        }
    }
}
