//! Server functions of the desk.

use crate::consent::{ConsentText, PartyName};
use crate::kernel::AppError;
use domain::intake::Step;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where the desk begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPage {
    pub expected: Vec<ExpectedLine>,
    /// How many fit what was looked for.
    pub total: u32,
    pub drafts: Vec<DraftLine>,
    /// Programmes that are entered without a referral.
    pub open: Vec<ProgrammeChoice>,
    /// Of the expected, how many are for the manager alone.
    pub managers_own: u32,
    pub manager: bool,
}

/// Somebody who is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedLine {
    pub referral: String,
    pub name: String,
    /// The beginning of the referral's id, as it can be read aloud.
    pub number: String,
    pub birth_year: Option<String>,
    pub from: String,
    pub referred: String,
    pub programme: String,
}

/// One's own half-done enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    pub id: String,
    pub name: String,
    pub programme: String,
    pub step: Step,
    pub touched: String,
    /// The day it is cleared if nobody goes on with it.
    pub cleared: String,
    /// Whether its referral is not there any more.
    pub gone: bool,
}

/// A programme to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeChoice {
    pub value: String,
    pub words: String,
}

/// A step of the flow, or what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakePage {
    pub id: String,
    pub name: String,
    pub programme: String,
    /// Who referred, and when.
    pub from: Option<String>,
    pub step: Step,
    pub done: Vec<Step>,
    /// Whether the referral is not there any more.
    pub gone: bool,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    Person(PersonForm),
    Information(InformationForm),
    Consent(ConsentForm),
    Card(CardForm),
    Meeting(MeetingForm),
    Finished(Finished),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonForm {
    pub given_name: String,
    pub family_name: String,
    pub birth_year: String,
    /// The identity number that is kept, masked.
    pub masked: Option<String>,
    pub old_card: String,
    pub doubles: Vec<DoubleLine>,
    /// Whether "somebody else, new here" is an answer.
    pub may_be_new: bool,
    /// The id of the one who was chosen, or `new`.
    pub chosen: String,
    pub language: String,
    pub needs_interpreter: bool,
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
    /// G4: no address is kept.
    pub no_address: bool,
}

/// Somebody who may be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubleLine {
    pub id: String,
    pub words: String,
    pub enrolled: bool,
    /// Where one who is enrolled here already is read.
    pub href: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationForm {
    pub version: i32,
    pub points: Vec<PointLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointLine {
    pub value: String,
    /// What is expected of the person; otherwise what they can expect.
    pub expected: bool,
    pub words: String,
    pub ticked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentForm {
    pub parties: Vec<PartyName>,
    pub texts: Vec<ConsentText>,
    pub taken: Vec<TakenConsent>,
    pub none_chosen: bool,
    /// A fresh key for one press.
    pub key: String,
    pub today: String,
}

/// A consent that the half-done enrolment holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenConsent {
    pub agency: String,
    pub party: String,
    pub what: String,
    pub on_paper: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardForm {
    /// Somebody who was here before keeps their number.
    pub found: bool,
    pub done: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingForm {
    /// K1: the last day of the promise, where the programme makes one.
    pub promised: Option<String>,
    pub coaches: Vec<CoachChoice>,
    pub interpreter: bool,
    pub language: String,
    /// The last day of the term (K5).
    pub until: Option<String>,
    pub consents: u32,
    /// Whether the person was here before.
    pub again: bool,
    pub number: Option<String>,
    pub ready: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoachChoice {
    pub name: String,
    pub load: u32,
    /// Inside the promise.
    pub inside: Vec<TimeChoice>,
    /// After it: the promise will be broken.
    pub later: Vec<TimeChoice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeChoice {
    pub value: String,
    pub words: String,
}

/// What came of it: the card to print, without the PIN, and the receipt of the consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    pub person: String,
    pub name: String,
    pub number: String,
    pub centre: String,
    pub meeting: Option<String>,
    pub until: Option<String>,
    pub day: String,
    pub agreed: Vec<AgreedLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedLine {
    pub party: String,
    pub what: Vec<String>,
}

/// The desk.
#[server(prefix = "/api", endpoint = "intake/desk", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_desk(#[server(default)] search: String) -> Result<DeskPage, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        let page = super::desk::page(&mut cx, &search).await?;
        cx.commit().await?;
        Ok(page)
    })
    .await
}

/// Begins an enrolment, or goes on with one's own of the same referral.
#[server(prefix = "/api", endpoint = "intake/begin")]
pub async fn begin_intake(
    #[server(default)] referral: String,
    #[server(default)] programme: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        let id = super::desk::begin(&mut cx, &referral, &programme).await?;
        cx.commit().await?;
        leptos_axum::redirect(&format!("/inskrivning/{id}"));
        Ok(())
    })
    .await
}

/// Drops one's own half-done enrolment.
#[server(prefix = "/api", endpoint = "intake/discard")]
pub async fn discard_intake(#[server(default)] id: String) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        super::desk::discard(&mut cx, &id).await?;
        cx.commit().await?;
        leptos_axum::redirect("/inskrivning");
        Ok(())
    })
    .await
}

/// One's own half-done enrolment at a step, or what came of it.
#[server(prefix = "/api", endpoint = "intake/one", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_intake(
    #[server(default)] id: String,
    #[server(default)] step: String,
) -> Result<IntakePage, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        let page = super::page(&mut cx, &id, &step).await?;
        cx.commit().await?;
        Ok(page)
    })
    .await
}

/// Who it is, language and contact.
#[server(prefix = "/api", endpoint = "intake/person")]
pub async fn keep_person(
    #[server(default)] id: String,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] birth_year: String,
    #[server(default)] identity_number: String,
    #[server(default)] old_card: String,
    #[server(default)] same: String,
    #[server(default)] language: String,
    // `interpreter`, and `no_number` where the number that is kept is to be forgotten.
    #[server(default)] ticks: Vec<String>,
    #[server(default)] phone: String,
    #[server(default)] email: String,
    #[server(default)] street: String,
    #[server(default)] postal_code: String,
    #[server(default)] town: String,
) -> Result<(), AppError> {
    use super::steps::{self, TypedPerson, Who};
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    use domain::intake::DeskRefusal;
    // The identity number travels in no cookie: it is typed anew.
    let kept: [(&str, &str); 10] = [
        ("given_name", &given_name),
        ("family_name", &family_name),
        ("birth_year", &birth_year),
        ("old_card", &old_card),
        ("language", &language),
        ("phone", &phone),
        ("email", &email),
        ("street", &street),
        ("postal_code", &postal_code),
        ("town", &town),
    ];
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        let ticked = |what: &str| ticks.iter().any(|t| t == what);
        let typed = TypedPerson {
            given_name: &given_name,
            family_name: &family_name,
            birth_year: &birth_year,
            identity_number: &identity_number,
            no_number: ticked("no_number"),
            old_card: &old_card,
            same: &same,
            language: &language,
            needs_interpreter: ticked("interpreter"),
            phone: &phone,
            email: &email,
            street: &street,
            postal_code: &postal_code,
            town: &town,
        };
        let who = steps::person(&mut cx, &id, &typed).await?;
        cx.commit().await?;
        match who {
            Who::Settled => server::on(&id, domain::intake::Step::Information),
            Who::Open(why) => {
                let field = match why {
                    DeskRefusal::NumberKnown | DeskRefusal::OtherNumber => {
                        crate::kernel::error::Field::IdentityNumber
                    }
                    _ => crate::kernel::error::Field::Same,
                };
                return Err(AppError::Desk { field, why });
            }
        }
        Ok(())
    })
    .await
}

/// The information was given, point by point.
#[server(prefix = "/api", endpoint = "intake/informed")]
pub async fn keep_informed(
    #[server(default)] id: String,
    #[server(default)] version: i32,
    #[server(default)] points: Vec<String>,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let ticked = points.join(" ");
    answer_form(&[("points", &ticked)], async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        super::steps::informed(&mut cx, &id, version, &points).await?;
        cx.commit().await?;
        server::on(&id, domain::intake::Step::Consent);
        Ok(())
    })
    .await
}

/// A consent with one party: on paper, or signed on this screen.
#[server(prefix = "/api", endpoint = "intake/add-consent")]
pub async fn add_consent(
    #[server(default)] id: String,
    #[server(default)] key: String,
    #[server(default)] agency: String,
    #[server(default)] consents: Vec<String>,
    #[server(default)] purpose: String,
    #[server(default)] until_kind: String,
    #[server(default)] until: String,
    #[server(default)] text_language: String,
    #[server(default)] text_version: i32,
    #[server(default)] how: String,
    #[server(default)] paper_place: String,
    #[server(default)] signature: String,
) -> Result<(), AppError> {
    use super::draft::ConsentStep;
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    let ticked = consents.join(" ");
    let kept = [
        ("agency", agency.clone()),
        ("consents", ticked),
        ("purpose", purpose.clone()),
        ("until_kind", until_kind.clone()),
        ("until", until.clone()),
        ("text_language", text_language.clone()),
        ("how", how.clone()),
        ("paper_place", paper_place.clone()),
    ];
    let kept: Vec<(&str, &str)> = kept.iter().map(|(n, v)| (*n, v.as_str())).collect();
    answer_form(&kept, async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        let form = ConsentStep {
            key,
            agency,
            consents,
            purpose,
            until_kind,
            until,
            text_language,
            text_version,
            how,
            paper_place,
            signature,
        };
        super::steps::add_consent(&mut cx, &id, form).await?;
        cx.commit().await?;
        server::on(&id, domain::intake::Step::Consent);
        Ok(())
    })
    .await
}

/// Takes such a consent out again.
#[server(prefix = "/api", endpoint = "intake/remove-consent")]
pub async fn remove_consent(
    #[server(default)] id: String,
    #[server(default)] agency: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        super::steps::remove_consent(&mut cx, &id, &agency).await?;
        cx.commit().await?;
        server::on(&id, domain::intake::Step::Consent);
        Ok(())
    })
    .await
}

/// The consents are seen to; `none` where none is given now.
#[server(prefix = "/api", endpoint = "intake/consents-done")]
pub async fn consents_done(
    #[server(default)] id: String,
    #[server(default)] none: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        super::steps::consents_done(&mut cx, &id, !none.is_empty()).await?;
        cx.commit().await?;
        server::on(&id, domain::intake::Step::Card);
        Ok(())
    })
    .await
}

/// The PIN that the person chose, typed twice on the screen that is turned to them.
#[server(prefix = "/api", endpoint = "intake/card")]
pub async fn keep_card(
    #[server(default)] id: String,
    #[server(default)] new_pin: String,
    #[server(default)] repeat: String,
) -> Result<(), AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        super::steps::card(&mut cx, &id, &new_pin, &repeat).await?;
        cx.commit().await?;
        server::on(&id, domain::intake::Step::Meeting);
        Ok(())
    })
    .await
}

/// The last press: all of it, or nothing. Where somebody has turned up who may be the same, the first step asks again.
#[server(prefix = "/api", endpoint = "intake/finish")]
pub async fn finish_intake(
    #[server(default)] id: String,
    #[server(default)] time: String,
    #[server(default)] interpreter: String,
) -> Result<(), AppError> {
    use super::finish::{Pressed, press};
    use crate::kernel::error::Field;
    use crate::kernel::{Ctx, answer::answer_form, policy::Action};
    answer_form(&[("time", &time)], async {
        let mut cx = Ctx::begin(Action::Enrol).await?;
        let pressed = press(&mut cx, &id, &time, !interpreter.is_empty()).await?;
        cx.commit().await?;
        match pressed {
            Pressed::Done(intake) => leptos_axum::redirect(&format!("/inskrivning/{intake}")),
            Pressed::Open(why) => {
                return Err(AppError::Desk {
                    field: Field::Same,
                    why,
                });
            }
        }
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
mod server {
    use domain::ids::IntakeId;
    use domain::intake::Step;

    /// On to a step.
    pub fn on(id: &str, step: Step) {
        if let Ok(id) = id.trim().parse::<IntakeId>() {
            leptos_axum::redirect(&format!("/inskrivning/{id}?steg={}", step.code()));
        }
    }
}
