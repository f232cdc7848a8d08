//! Made again from the ledger alone (S2): when, where and with whom each talk was through its moves, where each referral
//! stands, and what was offered after what was put right.

use super::books::{Row, holding};
use super::houses::Year;
use crate::booking::acting;
use crate::world::World;
use app::kernel::policy::Action;
use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::civil_day;
use domain::ids::EnrolmentId;
use domain::promise::{State, Which};
use sqlx::FromRow;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn id(row: &Row, name: &str) -> Option<Uuid> {
    row.payload[name].as_str().map(|text| text.parse().unwrap())
}

fn moment(row: &Row, name: &str) -> Option<DateTime<Utc>> {
    row.payload[name].as_str().map(|text| text.parse().unwrap())
}

fn text(row: &Row, name: &str) -> Option<String> {
    row.payload[name].as_str().map(str::to_owned)
}

/// A booking; its place by the seal that tells it from others (the ledger holds nobody's words).
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct Booked {
    centre_id: Uuid,
    staff_id: Uuid,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: Option<String>,
    state: String,
}

#[derive(FromRow)]
struct StoredBooking {
    booking_id: Uuid,
    #[sqlx(flatten)]
    booked: Booked,
}

/// M1: start, end, place, coach and state of every talk.
pub async fn every_talk_can_be_made_again(world: &World, ledger: &[Row]) {
    let holds: BTreeSet<i64> = holding(ledger).iter().map(|row| row.ledger_id).collect();
    let mut bookings: BTreeMap<Uuid, Booked> = BTreeMap::new();
    let mut moved = BTreeSet::new();
    for row in ledger {
        let (Some(state), Some(booking)) = (row.event.strip_prefix("meeting_"), id(row, "booking")) else {
            continue;
        };
        let one = bookings.entry(booking).or_insert_with(|| Booked {
            centre_id: row.centre_id,
            staff_id: id(row, "staff").expect("the first row says with whom"),
            starts_at: moment(row, "starts_at").expect("the first row says when"),
            ends_at: moment(row, "ends_at").expect("the first row says until when"),
            place: text(row, "place_seal"),
            // What is taken back from its first row on is called off.
            state: "cancelled".to_owned(),
        });
        // When it was is not undone by taking back how it went.
        if let (Some(from), Some(until)) = (moment(row, "starts_at"), moment(row, "ends_at")) {
            if one.starts_at != from {
                moved.insert(booking);
            }
            (one.starts_at, one.ends_at) = (from, until);
        }
        if holds.contains(&row.ledger_id) {
            state.clone_into(&mut one.state);
        }
    }
    let stored: Vec<StoredBooking> = sqlx::query_as(
        "select booking_id, centre_id, staff_id, starts_at, ends_at, state,
                case when place <> '' then access.salted(salt, convert_to(place, 'UTF8')) end as place from booking",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(bookings.len(), stored.len(), "bookings");
    let mut placed = 0;
    for StoredBooking { booking_id, booked } in stored {
        assert_eq!(bookings[&booking_id], booked, "booking {booking_id}");
        placed += u32::from(booked.place.is_some());
    }
    assert!(
        moved.len() > 5 && placed > 50,
        "{} moved, {placed} with a place",
        moved.len()
    );
}

/// Where a referral stands: every column of it that is no particular of the person.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct Stands {
    programme_id: Uuid,
    centre_id: Uuid,
    agency_id: Uuid,
    entry_group: String,
    rules: i64,
    referred_at: DateTime<Utc>,
    state: String,
    placed_on: Option<NaiveDate>,
    period_start: Option<NaiveDate>,
    place_no: Option<i64>,
    queued_on: Option<NaiveDate>,
    queue_reason: Option<String>,
    refusal: Option<String>,
    contacted_on: Option<NaiveDate>,
    decided_at: Option<DateTime<Utc>>,
    enrolment_id: Option<Uuid>,
}

#[derive(FromRow)]
struct StoredReferral {
    referral_id: Uuid,
    queue_no: i64,
    queue_place: Option<i32>,
    #[sqlx(flatten)]
    stands: Stands,
}

impl Stands {
    fn sent(row: &Row, programme: Uuid) -> Self {
        Self {
            programme_id: programme,
            centre_id: row.centre_id,
            agency_id: id(row, "agency_id").unwrap(),
            entry_group: text(row, "group").unwrap(),
            rules: row.payload["rules"].as_i64().unwrap(),
            referred_at: row.recorded_at,
            state: String::new(),
            placed_on: None,
            period_start: None,
            place_no: None,
            queued_on: None,
            queue_reason: None,
            refusal: None,
            contacted_on: None,
            decided_at: None,
            enrolment_id: None,
        }
    }

    fn without_place(&mut self) {
        (self.placed_on, self.period_start, self.place_no) = (None, None, None);
        self.queue_reason = None;
    }

    /// A row of its ledger.
    fn then(&mut self, row: &Row) {
        let Some(state) = row
            .event
            .strip_prefix("referral_")
            .or((row.event == "enrolled").then_some("enrolled"))
        else {
            if row.event == "contacted" {
                self.contacted_on = Some(row.concerns_on);
            }
            return;
        };
        // It comes into the queue when it is sent, and when it was judged; a place may be open at once.
        if matches!(state, "placed" | "queued") && matches!(self.state.as_str(), "" | "review") {
            self.queued_on = Some(row.concerns_on);
        }
        state.clone_into(&mut self.state);
        match state {
            "placed" => {
                self.queue_reason = None;
                self.placed_on = Some(row.concerns_on);
                self.period_start = text(row, "period").map(|day| day.parse().unwrap());
                self.place_no = row.payload["place"].as_i64();
            }
            "queued" => {
                self.without_place();
                self.queue_reason = text(row, "reason");
            }
            "review" => self.without_place(),
            "refused" => {
                self.without_place();
                self.refusal = text(row, "why");
                self.decided_at = Some(row.recorded_at);
            }
            "withdrawn" => {
                self.without_place();
                self.decided_at = Some(row.recorded_at);
            }
            _ => {
                self.enrolment_id = row.enrolment_id;
                self.decided_at = Some(row.recorded_at);
            }
        }
    }
}

/// E1–E3: month, quota, way in, place and queue of every referral.
pub async fn every_referral_stands_where_the_ledger_puts_it(world: &World, ledger: &[Row]) {
    let programmes: Vec<(Uuid, Uuid)> =
        sqlx::query_as("select referral_id, programme_id from ledger where event = 'referred'")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    let programmes: BTreeMap<Uuid, Uuid> = programmes.into_iter().collect();
    let mut referrals: BTreeMap<Uuid, Stands> = BTreeMap::new();
    // The order of the queue, of those who ever waited.
    let mut order: BTreeMap<Uuid, i64> = BTreeMap::new();
    for row in holding(ledger) {
        let Some(referral) = row.referral_id else {
            continue;
        };
        if row.event == "referred" {
            referrals.insert(referral, Stands::sent(row, programmes[&referral]));
        } else if let Some(one) = referrals.get_mut(&referral) {
            one.then(row);
        }
        order.extend(row.payload["order"].as_i64().map(|no| (referral, no)));
    }
    let queue_place = |referral: &Uuid| {
        let one = &referrals[referral];
        let before = |other: &&Uuid| {
            let theirs = &referrals[*other];
            let same_way = (theirs.agency_id, &theirs.entry_group) == (one.agency_id, &one.entry_group);
            theirs.state == "queued"
                && theirs.programme_id == one.programme_id
                && order[*other] <= order[referral]
                && (one.queue_reason.as_deref() == Some("house_full") || same_way)
        };
        (one.state == "queued").then(|| order.keys().filter(before).count())
    };
    let stored: Vec<StoredReferral> = sqlx::query_as(
        "select r.referral_id, r.programme_id, r.centre_id, r.agency_id, r.entry_group, v.version::bigint as rules,
                r.referred_at, r.state, r.placed_on, r.period_start, r.place_no::bigint as place_no, r.queued_on,
                r.queue_reason, r.refusal, r.contacted_on, r.decided_at, r.enrolment_id, r.queue_no,
                access.queue_place(r) as queue_place
         from referral r join programme_version v using (programme_version_id)",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(referrals.len(), stored.len(), "referrals");
    let (mut waited, mut with_number) = (0, 0);
    for one in stored {
        let referral = one.referral_id;
        assert_eq!(referrals[&referral], one.stands, "referral {referral}");
        let place = one.queue_place.map(|n| usize::try_from(n).unwrap());
        assert_eq!(queue_place(&referral), place, "in the queue: {referral}");
        if let Some(no) = order.get(&referral) {
            assert_eq!(*no, one.queue_no, "order of {referral}");
            waited += 1;
        }
        with_number += u32::from(one.stands.place_no.is_some());
    }
    assert!(
        waited > 5 && with_number > 100,
        "{waited} waited, {with_number} have a place of a quota"
    );
}

/// A row of `activity_correction`: the offer, what stands instead of it, why, and when.
type Stored = (i64, Option<i64>, Option<String>, DateTime<Utc>);
/// What became of an offer that was wrong: the row instead of it, or the reason why there is none; and when the offer was
/// first recorded.
type Mended = (Option<i64>, Option<String>, DateTime<Utc>);

/// K3: the corrections, and the clock that goes by what stands after them.
pub async fn every_offer_stands_as_it_was_put_right(year: &Year, ledger: &[Row]) {
    let mut mended: BTreeMap<i64, Mended> = BTreeMap::new();
    let mut first: BTreeMap<i64, DateTime<Utc>> = BTreeMap::new();
    for (n, row) in ledger.iter().enumerate() {
        if row.event == "activity_offered" {
            first.entry(row.ledger_id).or_insert(row.recorded_at);
        }
        if row.event != "corrected" || row.payload["event"] != "activity_offered" {
            continue;
        }
        let of = row.payload["of"].as_i64().unwrap();
        let reason = text(row, "reason");
        // Told anew in the same breath.
        let instead = ledger[n + 1..]
            .iter()
            .find(|next| next.enrolment_id == row.enrolment_id)
            .filter(|next| reason.is_none() && next.event == "activity_offered")
            .map(|next| next.ledger_id);
        let began = first[&of];
        if let Some(instead) = instead {
            first.insert(instead, began);
        }
        assert!(
            mended.insert(of, (instead, reason, began)).is_none(),
            "corrected once"
        );
    }
    let stored: Vec<Stored> =
        sqlx::query_as("select of_ledger_id, new_ledger_id, reason, recorded_at from activity_correction")
            .fetch_all(&year.world.db.owner)
            .await
            .unwrap();
    let many = |back: bool| {
        mended
            .values()
            .filter(|(_, reason, _)| reason.is_some() == back)
            .count()
    };
    assert!(
        many(true) > 5 && many(false) > 5,
        "{} taken back, {} put right",
        many(true),
        many(false)
    );
    let stored: BTreeMap<i64, Mended> = stored
        .into_iter()
        .map(|(of, instead, reason, began)| (of, (instead, reason, began)))
        .collect();
    assert_eq!(mended, stored, "corrections of offers");

    let mut offered: BTreeMap<Uuid, NaiveDate> = BTreeMap::new();
    let mut ended: BTreeMap<Uuid, NaiveDate> = BTreeMap::new();
    for row in holding(ledger) {
        let Some(enrolment) = row.enrolment_id else {
            continue;
        };
        match row.event.as_str() {
            "activity_offered" => {
                let on = row.concerns_on.min(civil_day(row.recorded_at));
                let day = offered.entry(enrolment).or_insert(on);
                *day = (*day).min(on);
            }
            "exited" => {
                ended.insert(enrolment, row.concerns_on);
            }
            _ => {}
        }
    }
    for house in &year.houses {
        let all: Vec<Uuid> = sqlx::query_scalar("select enrolment_id from enrolment where centre_id = $1")
            .bind(house.centre.as_uuid())
            .fetch_all(&year.world.db.owner)
            .await
            .unwrap();
        let all: Vec<EnrolmentId> = all.into_iter().map(EnrolmentId::from).collect();
        let mut cx = acting(&year.world, house.lead.actor(), Action::ReadPromises)
            .await
            .unwrap();
        let cases = app::promise::of_enrolments(&mut cx, &all).await.unwrap();
        let today = cx.today();
        for case in cases {
            let id = case.enrolment.as_uuid();
            let (first, last) = (offered.get(&id).copied(), ended.get(&id).copied());
            let in_time = first.filter(|day| last.is_none_or(|last| *day <= last));
            let name = &case.given_name;
            match case.promises(today).unwrap().clock(Which::Activity).state {
                State::NotPromised => {}
                State::Kept { on } => assert_eq!(Some(on), in_time, "{name}"),
                State::Broken { late, .. } => assert_eq!(late, in_time, "{name}"),
                State::Running { .. } => assert_eq!(in_time, None, "{name}"),
                State::Stopped { on } => assert_eq!(Some(on), last, "{name}"),
            }
        }
    }
}
