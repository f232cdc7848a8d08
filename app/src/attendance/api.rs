//! Server functions of attendance.

use super::Stamp;
use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A check-in that is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedIn {
    pub stamp: Stamp,
    /// The day's attendance was stored before this press.
    pub already: bool,
}

/// What the check-in page shows before the press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeforeCheckIn {
    /// A fresh key: presses of the same page are one attendance (A2).
    pub key: String,
    /// Today's stamp, if it is there already.
    pub stamp: Option<Stamp>,
}

/// The code on the centre's screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenCode {
    pub centre: String,
    pub open: bool,
    /// Three digits and three digits.
    pub halves: (String, String),
    /// The QR code, drawn: an SVG path in a square of `qr_side` units.
    pub qr_path: String,
    pub qr_side: u32,
    /// Where the digits are typed: host and port.
    pub host: String,
    pub seconds_left: u32,
}

/// Registers the participant's own attendance: by the link's three parts, or by typed digits (A1, A2).
#[server(prefix = "/api", endpoint = "attendance/check-in")]
pub async fn check_in(
    #[server(default)] key: String,
    #[server(default)] code: String,
    #[server(default)] centre: String,
    #[server(default)] step: String,
) -> Result<CheckedIn, AppError> {
    use crate::kernel::{Ctx, Visitor, answer::answer_form, policy::Action};
    answer_form(&[("code", &code)], async {
        let cx = Ctx::begin(Action::CheckIn).await?;
        let stamped = super::api::server::check_in(cx, &key, &code, &centre, &step).await?;
        if Visitor::current().is_some_and(|v| v.wants_page) {
            leptos_axum::redirect("/idag");
        }
        Ok(stamped)
    })
    .await
}

/// What the check-in page needs before the press.
#[server(prefix = "/api", endpoint = "attendance/before-check-in", input = leptos::server_fn::codec::GetUrl)]
pub async fn prepare_check_in() -> Result<BeforeCheckIn, AppError> {
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let mut cx = Ctx::begin(Action::CheckIn).await?;
        let stamp = server::stamp_of_today(&mut cx).await?;
        let key = domain::ids::IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string();
        cx.commit().await?;
        Ok(BeforeCheckIn { key, stamp })
    })
    .await
}

/// The code that is on the screen of this centre now.
#[server(prefix = "/api", endpoint = "attendance/screen-code", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_screen_code() -> Result<ScreenCode, AppError> {
    use crate::kernel::{Ctx, answer, policy::Action};
    answer(async {
        let cx = Ctx::begin(Action::ShowCode).await?;
        server::screen_code(cx).await
    })
    .await
}

/// Turns this device into the centre's screen: its session can do nothing but show the code.
#[server(prefix = "/api", endpoint = "attendance/start-screen")]
pub async fn start_screen() -> Result<(), AppError> {
    use crate::identity::begin;
    use crate::kernel::{Actor, Ctx, Visitor, answer, policy::Action};
    answer(async {
        let cx = Ctx::begin(Action::StartScreen).await?;
        let visitor = Visitor::current().ok_or(AppError::Internal)?;
        let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
        let state = cx.state.clone();
        cx.commit().await?;
        begin(&state, &visitor, Actor::Screen { centre }).await?;
        leptos_axum::redirect("/skarm");
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{AppError, CheckedIn, ScreenCode};
    use crate::attendance::arrival::{self, Link};
    use crate::attendance::store::{self, Enrolled, NewAttendance, Recorded};
    use crate::attendance::{Stamp, code};
    use crate::kernel::error::Field;
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::throttle::{self, Limit};
    use crate::kernel::{Actor, Ctx, cookies};
    use chrono::{NaiveDate, TimeDelta};
    use domain::attendance::{CheckInRefusal, CodeStep, PresentedCode, STEP_SECONDS, judge_check_in};
    use domain::ids::{AttendanceId, CentreId, IdempotencyKey};
    use domain::plan::TextError;
    use domain::workdays::CentreCalendar;
    use leptos::prelude::use_context;
    use sha2::{Digest, Sha256};
    use uuid::Uuid;

    /// Wrong digits from one account: a million codes cannot be tried, a slip can.
    const WRONG_CODES: Limit = Limit {
        name: "wrong code",
        attempts: 10,
        window: TimeDelta::minutes(10),
    };

    /// Whether a centre is open on a day: its own calendar first, then the national one.
    pub fn is_open(own_day: Option<bool>, day: NaiveDate) -> bool {
        own_day.unwrap_or_else(|| CentreCalendar::default().is_open(day))
    }

    fn stamp(cx: &Ctx, enrolled: &Enrolled, at: chrono::DateTime<chrono::Utc>) -> Stamp {
        Stamp::new(
            &enrolled.stamp_name,
            domain::civil_time::civil_day(at),
            at,
            cx.lang,
        )
    }

    pub async fn stamp_of_today(cx: &mut Ctx) -> Result<Option<Stamp>, AppError> {
        let person = cx.oneself()?;
        let enrolled = store::enrolled_today(cx, person).await?;
        Ok(enrolled
            .iter()
            .find_map(|e| e.today.as_ref().map(|t| stamp(cx, e, t.at))))
    }

    pub async fn check_in(
        mut cx: Ctx,
        key: &str,
        code: &str,
        centre: &str,
        step: &str,
    ) -> Result<CheckedIn, AppError> {
        let person = cx.oneself()?;
        let Actor::Participant { account, .. } = cx.actor else {
            return Err(AppError::NotFound);
        };
        let key: IdempotencyKey = Uuid::try_parse(key).map_err(|_| AppError::Unreadable)?.into();
        if code.trim().is_empty() {
            return Err(AppError::Field {
                field: Field::Code,
                problem: TextError::Empty,
            });
        }
        let link = Link::parse(centre, step, code);
        if link.is_none() && !(centre.is_empty() && step.is_empty()) {
            return Err(AppError::CheckIn(CheckInRefusal::UnknownCode));
        }
        let request_hash: [u8; 32] = Sha256::new()
            .chain_update(person.as_uuid().as_bytes())
            .chain_update(code.trim().as_bytes())
            .chain_update([0])
            .chain_update(centre.as_bytes())
            .chain_update([0])
            .chain_update(step.as_bytes())
            .finalize()
            .into();

        let enrolled = store::enrolled_today(&mut cx, person).await?;
        // The same press again: the same answer, whatever has become of the code meanwhile (A2).
        if let Some((e, stored)) = enrolled
            .iter()
            .find_map(|e| e.today.as_ref().filter(|t| t.key == key).map(|t| (e, t)))
        {
            return same_press(&cx, e, stored, &request_hash);
        }
        if enrolled.is_empty() {
            return Err(AppError::CheckIn(CheckInRefusal::NotEnrolled));
        }

        let (place, presented) = match link {
            Some(link) => by_link(&cx, &enrolled, link),
            None => by_digits(&mut cx, &enrolled, code).await?,
        };
        let Some(place) = place.filter(|_| presented != PresentedCode::Foreign) else {
            if presented == PresentedCode::Unknown {
                let state = cx.state.clone();
                let now = cx.now;
                drop(cx);
                throttle::count(
                    &state.pool,
                    &state.keys,
                    WRONG_CODES,
                    &[account.as_uuid().as_bytes()],
                    now,
                )
                .await?;
            }
            let why = if presented == PresentedCode::Foreign {
                CheckInRefusal::WrongCentre
            } else {
                CheckInRefusal::UnknownCode
            };
            return Err(AppError::CheckIn(why));
        };
        judge_check_in(presented, is_open(place.own_day, cx.today()), cx.now).map_err(AppError::CheckIn)?;
        if let Some(stored) = &place.today {
            return Ok(CheckedIn {
                stamp: stamp(&cx, &place, stored.at),
                already: true,
            });
        }

        let new = NewAttendance {
            id: AttendanceId::mint(cx.now, &mut SystemRandom),
            enrolment: place.enrolment,
            person,
            centre: place.centre,
            method: if link.is_some() {
                "code_link"
            } else {
                "code_digits"
            },
            key,
            request_hash: &request_hash,
            recorded_by: account,
        };
        if store::record(&mut cx, &new).await? {
            let stamped = CheckedIn {
                stamp: stamp(&cx, &place, cx.now),
                already: false,
            };
            let live = cx.state.live.clone();
            cx.commit().await?;
            live.arrival(place.centre);
            metrics::counter!("check_ins_stored").increment(1);
            return Ok(stamped);
        }
        // Another request was first. What it stored is visible to a new statement.
        let enrolled = store::enrolled_today(&mut cx, person).await?;
        match enrolled.iter().find_map(|e| e.today.as_ref().map(|t| (e, t))) {
            Some((e, stored)) if stored.key == key => same_press(&cx, e, stored, &request_hash),
            Some((e, stored)) if e.centre == place.centre => Ok(CheckedIn {
                stamp: stamp(&cx, e, stored.at),
                already: true,
            }),
            // The key is somebody else's, or of another day.
            _ => Err(AppError::Conflict),
        }
    }

    fn same_press(
        cx: &Ctx,
        enrolled: &Enrolled,
        stored: &Recorded,
        request_hash: &[u8],
    ) -> Result<CheckedIn, AppError> {
        if stored.request_hash != request_hash {
            return Err(AppError::Conflict);
        }
        Ok(CheckedIn {
            stamp: stamp(cx, enrolled, stored.at),
            already: false,
        })
    }

    fn by_link(cx: &Ctx, enrolled: &[Enrolled], link: Link<'_>) -> (Option<Enrolled>, PresentedCode) {
        let keys = &cx.state.keys;
        if !code::linked(keys, link.centre, link.step, link.digits) {
            return (None, PresentedCode::Unknown);
        }
        let Some(place) = enrolled.iter().find(|e| e.centre == link.centre) else {
            return (None, PresentedCode::Foreign);
        };
        let opened = use_context::<http::request::Parts>().and_then(|p| {
            arrival::opened_at(keys, link.centre, cookies::read(&p.headers, cookies::ARRIVAL)?)
        });
        let presented = match opened {
            Some(at) if link.step.freshness(cx.now) != domain::attendance::Freshness::Accepted => {
                PresentedCode::Opened(at)
            }
            _ => PresentedCode::Own(link.step),
        };
        (Some(place.clone()), presented)
    }

    async fn by_digits(
        cx: &mut Ctx,
        enrolled: &[Enrolled],
        typed: &str,
    ) -> Result<(Option<Enrolled>, PresentedCode), AppError> {
        let Some(digits) = code::cleaned(typed) else {
            return Ok((None, PresentedCode::Unknown));
        };
        let keys = cx.state.keys.clone();
        let now = cx.now;
        for place in enrolled {
            let presented = code::typed(&keys, place.centre, &digits, now);
            if presented != PresentedCode::Unknown {
                return Ok((Some(place.clone()), presented));
            }
        }
        let own: Vec<CentreId> = enrolled.iter().map(|e| e.centre).collect();
        let foreign = store::other_centres(cx, &own)
            .await?
            .into_iter()
            .any(|c| code::is_current_of(&keys, c, &digits, now));
        Ok((
            None,
            if foreign {
                PresentedCode::Foreign
            } else {
                PresentedCode::Unknown
            },
        ))
    }

    pub async fn screen_code(mut cx: Ctx) -> Result<ScreenCode, AppError> {
        let id = cx.actor.centre().ok_or(AppError::NotFound)?;
        let (now, today) = (cx.now, cx.today());
        let (name, own_day) = store::centre(&mut cx, id, today)
            .await?
            .ok_or(AppError::NotFound)?;
        let state = cx.state.clone();
        cx.commit().await?;
        let step = CodeStep::at(now);
        let digits = code::digits(&state.keys, id, step);
        let (left, right) = digits.split_at(code::DIGITS / 2);
        let url = format!("{}{}", state.public_url, code::link(&state.keys, id, step));
        let (qr_path, qr_side) = qr(&url)?;
        Ok(ScreenCode {
            centre: name,
            open: is_open(own_day, today),
            halves: (left.to_owned(), right.to_owned()),
            qr_path,
            qr_side,
            host: state
                .public_url
                .split_once("://")
                .map_or("", |(_, host)| host)
                .to_owned(),
            seconds_left: u32::try_from(STEP_SECONDS - now.timestamp().rem_euclid(STEP_SECONDS)).unwrap_or(1),
        })
    }

    /// The QR code as one SVG path of unit squares.
    fn qr(text: &str) -> Result<(String, u32), AppError> {
        use std::fmt::Write as _;
        let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M)
            .map_err(|_| AppError::Internal)?;
        let width = code.width();
        let mut path = String::new();
        for (i, dark) in code
            .to_colors()
            .into_iter()
            .map(|c| c == qrcode::Color::Dark)
            .enumerate()
        {
            if dark {
                let _ = write!(path, "M{} {}h1v1h-1z", i % width, i / width);
            }
        }
        Ok((path, u32::try_from(width).unwrap_or(0)))
    }
}
