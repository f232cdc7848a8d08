//! Server functions of who works with a participant (G3).

use crate::kernel::{AppError, Choice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody who works or has worked with the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub days: String,
    pub reason: Option<String>,
    /// Their account is closed.
    pub closed: bool,
}

/// Who works with the person, who has, and who could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleagues {
    pub person: String,
    pub name: String,
    pub number: String,
    /// Whether the person is enrolled here now: if not, nobody new is assigned.
    pub enrolled: bool,
    /// The assignment of the coach that this page shows, which a change starts from.
    pub coach_was: String,
    pub current: Vec<Colleague>,
    pub past: Vec<Colleague>,
    pub coaches: Vec<Choice>,
    /// Who could be assigned beside the coach, by kind.
    pub others: Vec<(String, Vec<Choice>)>,
    pub today: String,
}

#[cfg(feature = "ssr")]
async fn begin(person: &str) -> Result<crate::kernel::Ctx, AppError> {
    use crate::kernel::{Ctx, policy::Action};
    if let Ok(person) = person.trim().parse() {
        return Ctx::begin_about(Action::Assign, person, None).await;
    }
    // No person's id: who may not assign anybody hears no more than for one.
    Ctx::begin(Action::Assign).await?;
    Err(AppError::Unreadable)
}

/// Who works with the person.
#[server(prefix = "/api", endpoint = "accounts/colleagues", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_colleagues(#[server(default)] id: String) -> Result<Colleagues, AppError> {
    use crate::kernel::answer;
    answer(async {
        let mut cx = begin(&id).await?;
        let colleagues = super::assign::colleagues(&mut cx).await?;
        cx.commit().await?;
        Ok(colleagues)
    })
    .await
}

/// Another coach from a day on.
#[server(prefix = "/api", endpoint = "accounts/change-coach")]
pub async fn change_coach(
    #[server(default)] id: String,
    #[server(default)] was: String,
    #[server(default)] coach: String,
    #[server(default)] valid_from: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use super::assign;
    use crate::kernel::answer::answer_form;
    let kept: [(&str, &str); 3] = [
        ("coach", &coach),
        ("valid_from", &valid_from),
        ("reason", &reason),
    ];
    answer_form(&kept, async {
        let mut cx = begin(&id).await?;
        assign::change_coach(&mut cx, &was, &coach, &valid_from, &reason).await?;
        cx.commit().await?;
        assign::back_to_colleagues(&id);
        Ok(())
    })
    .await
}

/// Somebody beside the coach: a deputy for a while, a recruiter, a specialist, a partner.
#[server(prefix = "/api", endpoint = "accounts/add-colleague")]
pub async fn add_colleague(
    #[server(default)] id: String,
    #[server(default)] colleague: String,
    #[server(default)] when: String,
    #[server(default)] until: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    use super::assign;
    use crate::kernel::answer::answer_form;
    let kept: [(&str, &str); 4] = [
        ("colleague", &colleague),
        ("when", &when),
        ("until", &until),
        ("words", &words),
    ];
    answer_form(&kept, async {
        let mut cx = begin(&id).await?;
        assign::add_colleague(&mut cx, &colleague, &when, &until, &words).await?;
        cx.commit().await?;
        assign::back_to_colleagues(&id);
        Ok(())
    })
    .await
}

/// Ends an assignment: after the last day, or at once when none is named.
#[server(prefix = "/api", endpoint = "accounts/end-assignment")]
pub async fn end_assignment(
    #[server(default)] id: String,
    #[server(default)] assignment: String,
    #[server(default)] last_day: String,
) -> Result<(), AppError> {
    use super::assign;
    use crate::kernel::answer::answer_form;
    let kept: [(&str, &str); 2] = [("assignment", &assignment), ("last_day", &last_day)];
    answer_form(&kept, async {
        let mut cx = begin(&id).await?;
        assign::end_assignment(&mut cx, &assignment, &last_day).await?;
        cx.commit().await?;
        assign::back_to_colleagues(&id);
        Ok(())
    })
    .await
}

/// A deputy for every participant of a coach, for a while; `id` is the deputy. How many got one.
#[server(prefix = "/api", endpoint = "accounts/cover")]
pub async fn cover_for_coach(
    #[server(default)] id: String,
    #[server(default)] coach: String,
    #[server(default)] when: String,
    #[server(default)] until: String,
) -> Result<u32, AppError> {
    use super::{assign, manage};
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("coach", &coach), ("when", &when), ("until", &until)], async {
        let mut cx = Ctx::begin(Action::Assign).await?;
        let people = assign::cover(&mut cx, &id, &coach, &when, &until).await?;
        cx.commit().await?;
        manage::back_to_account(&id);
        Ok(people)
    })
    .await
}
