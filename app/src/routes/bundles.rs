//! The pages in bundles, each a part of the browser's program that is loaded when one of its pages is opened first.
//!
//! A bundle for whom it is for, not one for each page: what several bundles share is cut into a part of its own for each
//! mixture of them, and with a bundle a page those were hundreds (decision 022). The participants' way in is
//! a bundle of its own, so that it carries nothing else; their day and the check-in are in no bundle: they must be there
//! at once.

use super::{is_of, refusals};
use crate::access_log::pages::{OperationsPage, WhoHasSeenPage};
use crate::accounts::pages::{
    AccountPage, AccountsPage, ColleaguesPage, NewAccountPage, RelationsPage, WelcomePage, WithoutCoachPage,
};
use crate::agency::pages::{AgencyDeskPage, AgencyPersonPage};
use crate::attendance::pages::ScreenPage;
use crate::booking::pages::HoursPage;
use crate::booking::pages::TalksPage;
use crate::calendar::pages::CalendarPage;
use crate::consent::pages::{ConsentDeskPage, ConsentsPage, DecidePage, ReceiptPage};
use crate::exit::pages::{ExitPage, FollowUpsPage};
use crate::extension::pages::{AgencyExtensionPage, ExtensionDeskPage, ExtensionsPage, MyExtensionPage};
use crate::figures::pages::FiguresPage;
use crate::forms::pages::{FormsDeskPage, JointPage, MyFormsPage, NewQuestionsPage, QuestionsPage};
use crate::frame::LostPage;
use crate::identity::pages::{
    CodePage, ConfirmPage, DevicesPage, LinkPage, NewCodePage, NewPasswordPage, RecoveryCodesPage,
    SignInPage, StaffSignInPage, StaffStartPage,
};
use crate::intake::pages::{DeskPage, FlowPage};
use crate::places::pages::PlacesPage;
use crate::plan::pages::{PlanPage, SharePlanPage};
use crate::portfolio::pages::CoachPage;
use crate::programme::pages::{NewVersionPage, ProgrammePage, ProgrammesPage};
use crate::promise::pages::{PersonPromisesPage, PromisesPage};
use crate::record::pages::{FindPage, ProtectionPage, RecordPage};
use crate::referral::pages::{QuestionPage, ReferPage, ReferralPage, ReferralsPage};
use crate::rights::pages::{BookPage, CorrectionPage, CorrectionsPage, KeptPage, RetentionPage};
use crate::today::pages::MorePage;
use crate::transfer::pages::{MyTransferPage, TransferDeskPage};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};

/// The page that a bundle is opened for: its address when the route is chosen. By the time that the bundle has come over
/// a slow network somebody may have followed a link, and the page on the screen is still the one before.
fn opened() -> String {
    use_location().pathname.get_untracked()
}

/// The participants' way in, alone: it is the first page that most people load, and is kept small (F5).
pub struct WayInPage;

#[lazy_route]
impl LazyRoute for WayInPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let WayInPage = this;
        SignInPage::view()
    }
}

/// The other ways in, and one's own devices and ways.
pub struct SignInPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for SignInPages {
    fn data() -> Self {
        Self { path: opened() }
    }

    fn view(this: Self) -> AnyView {
        let SignInPages { path } = this;
        refusals::told();
        let at = |pattern| is_of(&path, pattern);
        if at("/personal") {
            StaffSignInPage::view()
        } else if at("/personal/kod") {
            CodePage::view()
        } else if at("/personal/ny-kod") {
            NewCodePage::view()
        } else if at("/personal/reservkoder") {
            RecoveryCodesPage::view()
        } else if at("/personal/nytt-losenord") {
            NewPasswordPage::view()
        } else if at("/koppla") {
            LinkPage::view()
        } else if at("/valkommen/:token") {
            WelcomePage::view()
        } else if at("/bekrafta") {
            ConfirmPage::view()
        } else if at("/mina-enheter") {
            DevicesPage::view()
        } else if at("/vad-sparas") {
            KeptPage::view()
        } else {
            LostPage().into_any()
        }
    }
}

/// What is the participant's own beside the day.
pub struct ParticipantPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for ParticipantPages {
    fn data() -> Self {
        Self { path: opened() }
    }

    fn view(this: Self) -> AnyView {
        let ParticipantPages { path } = this;
        refusals::told();
        let at = |pattern| is_of(&path, pattern);
        if at("/min-plan") {
            PlanPage::view()
        } else if at("/min-plan/dela/:agency") {
            SharePlanPage::view()
        } else if at("/mer") {
            MorePage::view()
        } else if at("/samtycke") {
            ConsentsPage::view()
        } else if at("/samtycke/:agency") {
            DecidePage::view()
        } else if at("/samtycke/kvitto/:id") {
            ReceiptPage::view()
        } else if at("/vem-har-sett") {
            WhoHasSeenPage::view()
        } else if at("/min-bok") {
            BookPage::view()
        } else if at("/rattelse") {
            CorrectionPage::view()
        } else if at("/forlangning") {
            MyExtensionPage::view()
        } else if at("/flytt") {
            MyTransferPage::view()
        } else if at("/formular") {
            MyFormsPage::view()
        } else if at("/tillsammans") {
            JointPage::view()
        } else {
            LostPage().into_any()
        }
    }
}

/// What the house works with: the coach's day, the desk, a person's record.
pub struct HousePages {
    path: String,
}

#[lazy_route]
impl LazyRoute for HousePages {
    fn data() -> Self {
        Self { path: opened() }
    }

    fn view(this: Self) -> AnyView {
        let HousePages { path } = this;
        refusals::told();
        let at = |pattern| is_of(&path, pattern);
        if at("/coach") {
            CoachPage::view()
        } else if at("/start") {
            StaffStartPage::view()
        } else if at("/sok") {
            FindPage::view()
        } else if at("/deltagare/:id") {
            RecordPage::view()
        } else if at("/deltagare/:id/samtycke") {
            ConsentDeskPage::view()
        } else if at("/deltagare/:id/medarbetare") {
            ColleaguesPage::view()
        } else if at("/utan-coach") {
            WithoutCoachPage::view()
        } else if at("/deltagare/:id/samtal") {
            TalksPage::view()
        } else if at("/deltagare/:id/loften") {
            PersonPromisesPage::view()
        } else if at("/loften") {
            PromisesPage::view()
        } else if at("/relationer") {
            RelationsPage::view()
        } else if at("/skarm") {
            ScreenPage::view()
        } else if at("/deltagare/:id/avslut") {
            ExitPage::view()
        } else if at("/uppfoljningar") {
            FollowUpsPage::view()
        } else if at("/deltagare/:id/forlangning") {
            ExtensionDeskPage::view()
        } else if at("/forlangningar") {
            ExtensionsPage::view()
        } else if at("/deltagare/:id/flytt") {
            TransferDeskPage::view()
        } else if at("/inskrivning") {
            DeskPage::view()
        } else if at("/inskrivning/:id") {
            FlowPage::view()
        } else if at("/tider") {
            HoursPage::view()
        } else if at("/kalender") {
            CalendarPage::view()
        } else if at("/deltagare/:id/formular") {
            FormsDeskPage::view()
        } else {
            LostPage().into_any()
        }
    }
}

/// What manages the house, and its figures.
pub struct ManagementPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for ManagementPages {
    fn data() -> Self {
        Self { path: opened() }
    }

    fn view(this: Self) -> AnyView {
        let ManagementPages { path } = this;
        refusals::told();
        let at = |pattern| is_of(&path, pattern);
        if at("/drift") {
            OperationsPage::view()
        } else if at("/konton") {
            AccountsPage::view()
        } else if at("/konton/ny") {
            NewAccountPage::view()
        } else if at("/konton/:id") {
            AccountPage::view()
        } else if at("/skydd") {
            ProtectionPage::view()
        } else if at("/rattelser") {
            CorrectionsPage::view()
        } else if at("/gallring") {
            RetentionPage::view()
        } else if at("/program") {
            ProgrammesPage::view()
        } else if at("/program/:code") {
            ProgrammePage::view()
        } else if at("/program/:code/ny") {
            NewVersionPage::view()
        } else if at("/platser") {
            PlacesPage::view()
        } else if at("/siffror") {
            FiguresPage::view()
        } else if at("/fragor") {
            QuestionsPage::view()
        } else if at("/fragor/ny") {
            NewQuestionsPage::view()
        } else {
            LostPage().into_any()
        }
    }
}

/// What an agency's people meet.
pub struct AgencyPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for AgencyPages {
    fn data() -> Self {
        Self { path: opened() }
    }

    fn view(this: Self) -> AnyView {
        let AgencyPages { path } = this;
        refusals::told();
        let at = |pattern| is_of(&path, pattern);
        if at("/myndighet") {
            AgencyDeskPage::view()
        } else if at("/myndighet/:id") {
            AgencyPersonPage::view()
        } else if at("/anvisa") {
            ReferPage::view()
        } else if at("/anvisa/:id") {
            QuestionPage::view()
        } else if at("/anvisningar") {
            ReferralsPage::view()
        } else if at("/anvisningar/:id") {
            ReferralPage::view()
        } else if at("/myndighet/:id/forlangning") {
            AgencyExtensionPage::view()
        } else {
            LostPage().into_any()
        }
    }
}
