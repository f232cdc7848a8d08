//! Protected identities (G4): the manager protects, names who may open, and is told of each opening.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The protected of the centre, and who can be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    pub people: Vec<Protected>,
    pub staff: Vec<Colleague>,
}

/// Somebody protected: the number on the card and the level, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protected {
    pub person: String,
    pub number: String,
    pub level: i16,
    pub named: Vec<Naming>,
}

/// A colleague who is named for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    pub naming: String,
    pub name: String,
}

/// Somebody of the house who can be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub staff: String,
    pub name: String,
}

/// The list of the protected.
#[server(prefix = "/api", endpoint = "record/protection", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_protection() -> Result<Protection, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ManageProtection).await?;
        let protection = server::read(&mut cx).await?;
        cx.commit().await?;
        Ok(protection)
    })
    .await
}

/// Protects whoever has this participant number, and names a first colleague if one is chosen.
#[server(prefix = "/api", endpoint = "record/protect-person")]
pub async fn protect_person(
    #[server(default)] person: String,
    #[server(default)] level: String,
    #[server(default)] staff: String,
) -> Result<(), AppError> {
    use crate::kernel::answer::answer_form;
    use crate::kernel::{Ctx, policy::Action};
    answer_form(&[("person", &person)], async {
        let mut cx = Ctx::begin(Action::ManageProtection).await?;
        server::protect(&mut cx, &person, &level, &staff).await?;
        cx.commit().await?;
        leptos_axum::redirect("/skydd");
        Ok(())
    })
    .await
}

/// Raises or lowers a protection; 0 ends it.
#[server(prefix = "/api", endpoint = "record/change-protection")]
pub async fn change_protection(
    #[server(default)] person: String,
    #[server(default)] level: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ManageProtection).await?;
        server::change(&mut cx, &person, &level).await?;
        cx.commit().await?;
        server::back();
        Ok(())
    })
    .await
}

/// Names a colleague for somebody protected.
#[server(prefix = "/api", endpoint = "record/name-staff")]
pub async fn name_staff(
    #[server(default)] person: String,
    #[server(default)] staff: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ManageProtection).await?;
        server::name(&mut cx, &person, &staff).await?;
        cx.commit().await?;
        server::back();
        Ok(())
    })
    .await
}

/// Ends a naming.
#[server(prefix = "/api", endpoint = "record/end-naming")]
pub async fn end_naming(#[server(default)] naming: String) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::ManageProtection).await?;
        server::end(&mut cx, &naming).await?;
        cx.commit().await?;
        server::back();
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{Colleague, Naming, Protected, Protection};
    use crate::kernel::error::Field;
    use crate::kernel::{AppError, Ctx, Visitor, access_log};
    use crate::record::protection_store as store;
    use crate::record::text;
    use domain::ids::{PersonId, StaffId};
    use domain::participant_number::ParticipantNumber;
    use domain::plan::TextError;
    use uuid::Uuid;

    pub fn back() {
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect("/skydd");
        }
    }

    pub async fn read(cx: &mut Ctx) -> Result<Protection, AppError> {
        let rows = store::protected(cx).await?;
        let people: Vec<PersonId> = rows.iter().map(|r| r.person).collect();
        if !people.is_empty() {
            access_log::read(cx, &people).await?;
        }
        let namings = store::namings(cx, &people).await?;
        let staff = store::staff(cx).await?;
        Ok(Protection {
            people: rows
                .into_iter()
                .map(|r| Protected {
                    person: r.person.to_string(),
                    number: text::card_number(&r.number),
                    level: r.level,
                    named: namings
                        .iter()
                        .filter(|n| n.person == r.person)
                        .map(|n| Naming {
                            naming: n.id.to_string(),
                            name: n.name.clone(),
                        })
                        .collect(),
                })
                .collect(),
            staff: staff
                .into_iter()
                .map(|(staff, name)| Colleague {
                    staff: staff.to_string(),
                    name,
                })
                .collect(),
        })
    }

    fn level_of(typed: &str, least: i16) -> Result<i16, AppError> {
        typed
            .trim()
            .parse()
            .ok()
            .filter(|level| (least..=3).contains(level))
            .ok_or(AppError::Field {
                field: Field::Level,
                problem: TextError::Empty,
            })
    }

    fn id(typed: &str) -> Result<Uuid, AppError> {
        Uuid::try_parse(typed).map_err(|_| AppError::Unreadable)
    }

    /// Somebody of the house: nobody else can be named.
    async fn colleague(cx: &mut Ctx, typed: &str) -> Result<StaffId, AppError> {
        let staff: StaffId = id(typed)?.into();
        let house = store::staff(cx).await?;
        if house.iter().any(|(there, _)| *there == staff) {
            Ok(staff)
        } else {
            Err(AppError::Field {
                field: Field::Staff,
                problem: TextError::Empty,
            })
        }
    }

    /// Somebody protected of the manager's own centre, who is no relative of theirs.
    async fn known(cx: &mut Ctx, typed: &str) -> Result<PersonId, AppError> {
        let person: PersonId = id(typed)?.into();
        let there = store::protected(cx).await?;
        if there.iter().any(|p| p.person == person) {
            Ok(person)
        } else {
            Err(AppError::NotFound)
        }
    }

    pub async fn protect(cx: &mut Ctx, number: &str, level: &str, staff: &str) -> Result<(), AppError> {
        let field = |problem| AppError::Field {
            field: Field::Person,
            problem,
        };
        let number = ParticipantNumber::parse(number)
            .map_err(|_| {
                field(if number.trim().is_empty() {
                    TextError::Empty
                } else {
                    TextError::Unreadable
                })
            })?
            .digits();
        let level = level_of(level, 1)?;
        let first = if staff.is_empty() {
            None
        } else {
            Some(colleague(cx, staff).await?)
        };
        let person = match store::person_of_number(cx, &number).await? {
            Some(person) => person,
            // The same press again finds them protected; anybody else is not there.
            None => store::protected(cx)
                .await?
                .into_iter()
                .find(|p| p.number == number)
                .map(|p| p.person)
                .ok_or_else(|| field(TextError::Unreadable))?,
        };
        access_log::read(cx, &[person]).await?;
        store::set_level(cx, person, level).await?;
        if let Some(first) = first {
            store::name(cx, person, first).await?;
        }
        Ok(())
    }

    pub async fn change(cx: &mut Ctx, person: &str, level: &str) -> Result<(), AppError> {
        let person: PersonId = id(person)?.into();
        let level = level_of(level, 0)?;
        if !store::protected(cx).await?.iter().any(|p| p.person == person) {
            // The same press again: lowered already, and visible as everybody is.
            return if level == 0 {
                Ok(())
            } else {
                Err(AppError::NotFound)
            };
        }
        access_log::read(cx, &[person]).await?;
        store::set_level(cx, person, level).await
    }

    pub async fn name(cx: &mut Ctx, person: &str, staff: &str) -> Result<(), AppError> {
        let person = known(cx, person).await?;
        let staff = colleague(cx, staff).await?;
        access_log::read(cx, &[person]).await?;
        store::name(cx, person, staff).await
    }

    pub async fn end(cx: &mut Ctx, naming: &str) -> Result<(), AppError> {
        let person = store::end_naming(cx, id(naming)?.into()).await?;
        access_log::read(cx, &[person]).await
    }
}
