//! Server functions of declared relations (G1).

use super::api::RelationLine;
use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One's own declarations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relations {
    pub lines: Vec<RelationLine>,
}

/// One's own declarations, by number.
#[server(prefix = "/api", endpoint = "accounts/relations", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_relations() -> Result<Relations, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::DeclareRelation).await?;
        let lines = super::relate::mine(&mut cx).await?;
        cx.commit().await?;
        Ok(Relations { lines })
    })
    .await
}

/// Declares a relation: from the next request on, that record is not there for whoever declared it.
#[server(prefix = "/api", endpoint = "accounts/declare-relation")]
pub async fn declare_relation(
    #[server(default)] person: String,
    #[server(default)] kind: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, Visitor, answer::answer_form, policy::Action};
    answer_form(&[("person", &person), ("kind", &kind)], async {
        let mut cx = Ctx::begin(Action::DeclareRelation).await?;
        super::relate::declare(&mut cx, &person, &kind).await?;
        cx.commit().await?;
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect("/relationer");
        }
        Ok(())
    })
    .await
}

/// Ends a declaration of somebody whom the manager's centre has; `id` is whose page it is on.
#[server(prefix = "/api", endpoint = "accounts/end-relation")]
pub async fn end_relation(
    #[server(default)] id: String,
    #[server(default)] relation: String,
) -> Result<(), AppError> {
    use super::manage;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::WriteAccounts).await?;
        super::relate::end(&mut cx, &relation).await?;
        cx.commit().await?;
        manage::back_to_account(&id);
        Ok(())
    })
    .await
}
