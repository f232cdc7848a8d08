//! Server functions of an invitation: anybody who holds the link may ask.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What an open invitation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub given_name: String,
    pub user_name: String,
}

/// The invitation of this link; `None` where it is used, ended or over, or never was.
#[server(prefix = "/api", endpoint = "accounts/welcome", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_welcome(#[server(default)] token: String) -> Result<Option<Welcome>, AppError> {
    use crate::kernel::{AppState, answer};
    answer(async {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let open = super::welcome::open(&state, &token).await?;
        Ok(open.map(|(given_name, user_name)| Welcome {
            given_name,
            user_name,
        }))
    })
    .await
}

/// Sets the user name and the password of one's own, once.
#[server(prefix = "/api", endpoint = "accounts/accept-invitation")]
pub async fn accept_invitation(
    #[server(default)] token: String,
    #[server(default)] user_name: String,
    #[server(default)] new_password: String,
    #[server(default)] repeat: String,
) -> Result<(), AppError> {
    use super::welcome::{Chosen, accept};
    use crate::kernel::answer::answer_form;
    use crate::kernel::{AppState, Visitor};
    answer_form(&[("user_name", &user_name)], async {
        let state = use_context::<AppState>().ok_or(AppError::Internal)?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        let chosen = Chosen {
            token: &token,
            user_name: &user_name,
            password: &new_password,
            repeat: &repeat,
        };
        accept(&state, &visitor, &chosen).await?;
        leptos_axum::redirect("/personal");
        Ok(())
    })
    .await
}
