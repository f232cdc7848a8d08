//! Pages of accounts, of who works with whom, and of declared relations.

mod account;
mod accounts;
mod colleagues;
mod new_account;
mod relations;
mod welcome;
mod without_coach;

pub use account::AccountPage;
pub use accounts::AccountsPage;
pub use colleagues::ColleaguesPage;
pub use new_account::NewAccountPage;
pub use relations::RelationsPage;
pub use welcome::WelcomePage;
pub use without_coach::WithoutCoachPage;
