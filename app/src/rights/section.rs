//! The headings of the book.

use crate::kernel::Lang;

/// A heading of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    You,
    Enrolment,
    Plan,
    Attendance,
    Consents,
    Seen,
    SignIn,
    Requests,
    Events,
}

impl Section {
    pub const ALL: [Self; 9] = [
        Self::You,
        Self::Enrolment,
        Self::Plan,
        Self::Attendance,
        Self::Consents,
        Self::Seen,
        Self::SignIn,
        Self::Requests,
        Self::Events,
    ];

    pub const fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Sv, Self::You) => "Vem du är",
            (Lang::En, Self::You) => "Who you are",
            (Lang::Sv, Self::Enrolment) => "Din tid här",
            (Lang::En, Self::Enrolment) => "Your time here",
            (Lang::Sv, Self::Plan) => "Din plan",
            (Lang::En, Self::Plan) => "Your plan",
            (Lang::Sv, Self::Attendance) => "Din närvaro",
            (Lang::En, Self::Attendance) => "Your attendance",
            (Lang::Sv, Self::Consents) => "Dina samtycken",
            (Lang::En, Self::Consents) => "Your consents",
            (Lang::Sv, Self::Seen) => "Vem som har sett dig",
            (Lang::En, Self::Seen) => "Who has seen you",
            (Lang::Sv, Self::SignIn) => "Dina inloggningar",
            (Lang::En, Self::SignIn) => "Your sign-ins",
            (Lang::Sv, Self::Requests) => "Dina rättelser",
            (Lang::En, Self::Requests) => "Your corrections",
            (Lang::Sv, Self::Events) => "Det som har hänt",
            (Lang::En, Self::Events) => "What has happened",
        }
    }
}
