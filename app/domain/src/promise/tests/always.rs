//! What holds of every life that can be told.

use super::*;
use proptest::prelude::*;

/// A row of a life: what happens, so many days after enrolment, recorded so many days later.
fn happenings() -> impl Strategy<Value = Happening> {
    let which = || prop::sample::select(Which::ALL.to_vec());
    let talk = (
        0_u128..5,
        prop::sample::select(TalkStep::ALL.to_vec()),
        any::<bool>(),
    )
        .prop_map(|(talk, step, own_coach)| Happening::Talk {
            talk: Some(Uuid::from_u128(talk)),
            step,
            own_coach,
        });
    prop_oneof![
        8 => talk,
        1 => Just(Happening::Referred),
        1 => Just(Happening::ReferralEnded),
        1 => Just(Happening::Contacted),
        2 => Just(Happening::ActivityOffered),
        1 => Just(Happening::Exited),
        1 => (0_i64..20).prop_map(|of| Happening::Corrected { of }),
        1 => (0_u64..400).prop_map(|n| Happening::Extended { until: day("2026-11-01") + Days::new(n) }),
        1 => (which(), prop::sample::select(Reason::ALL.to_vec()))
            .prop_map(|(which, reason)| Happening::Explained { which, reason }),
    ]
}

fn lives() -> impl Strategy<Value = (Vec<Entry>, CentreCalendar)> {
    let rows = prop::collection::vec((happenings(), 0_u64..220, 0_u64..5), 0..20);
    let closed = prop::collection::btree_set(0_u64..60, 0..10);
    (rows, closed).prop_map(|(rows, closed)| {
        let start = day("2026-10-25");
        let entries = (0_i64..)
            .zip(rows)
            .map(|(id, (happening, on, late))| Entry {
                id,
                happening,
                on: start + Days::new(on),
                recorded_on: start + Days::new(on + late),
            })
            .collect();
        let calendar = CentreCalendar {
            closed: closed.into_iter().map(|n| start + Days::new(n)).collect(),
            ..CentreCalendar::default()
        };
        (entries, calendar)
    })
}

fn at(entries: &[Entry], calendar: &CentreCalendar, today: NaiveDate) -> Promises {
    let rules = rules();
    let case = Case {
        rules: &rules,
        calendar,
        enrolled_on: Some(day("2026-11-01")),
        entries,
    };
    promises(&case, today).unwrap()
}

proptest! {
    #[test]
    fn more_time_never_mends_what_is_broken((entries, calendar) in lives(), n in 0_u64..300, later in 0_u64..300) {
        let today = day("2026-10-25") + Days::new(n);
        let before = at(&entries, &calendar, today);
        let after = at(&entries, &calendar, today + Days::new(later));
        for (was, is) in before.clocks.iter().zip(&after.clocks) {
            if let State::Broken { due, since, .. } = was.state {
                let State::Broken { due: d, since: s, .. } = is.state else {
                    return Err(TestCaseError::fail(format!("{was:?} became {is:?}")));
                };
                prop_assert_eq!((due, since), (d, s));
            }
        }
    }

    #[test]
    fn offering_earlier_breaks_nothing((entries, calendar) in lives(), n in 0_u64..300, sooner in 1_u64..30, row in 0_usize..20) {
        let today = day("2026-10-25") + Days::new(n);
        let mut moved = entries.clone();
        let Some(entry) = moved.get_mut(row) else { return Ok(()) };
        let offered = matches!(entry.happening,
            Happening::ActivityOffered | Happening::Talk { step: TalkStep::Offered, .. });
        if !offered { return Ok(()) }
        entry.on = entry.on - Days::new(sooner);
        entry.recorded_on = entry.recorded_on - Days::new(sooner);
        let (was, is) = (at(&entries, &calendar, today), at(&moved, &calendar, today));
        for which in [Which::CoachTalks, Which::Activity] {
            if matches!(state(&was, which), State::Kept { .. }) {
                prop_assert!(matches!(state(&is, which), State::Kept { .. }), "{:?}", which);
            }
        }
    }

    #[test]
    fn the_order_of_the_rows_and_a_second_look_change_nothing((entries, calendar) in lives(), n in 0_u64..300) {
        let today = day("2026-10-25") + Days::new(n);
        let found = at(&entries, &calendar, today);
        let mut turned = entries.clone();
        turned.reverse();
        prop_assert_eq!(&found, &at(&entries, &calendar, today));
        prop_assert_eq!(found, at(&turned, &calendar, today));
    }

    #[test]
    fn what_runs_has_its_last_day_ahead_and_what_is_broken_behind((entries, calendar) in lives(), n in 0_u64..300) {
        let today = day("2026-10-25") + Days::new(n);
        for clock in at(&entries, &calendar, today).clocks {
            match clock.state {
                State::Running { due, .. } => prop_assert!(due >= today),
                State::Broken { due, since, late, .. } => {
                    prop_assert!(since <= today && due < since);
                    prop_assert!(late.is_none_or(|late| late > due && late <= today));
                }
                State::Kept { on } | State::Stopped { on } => prop_assert!(on <= today),
                State::NotPromised => prop_assert!(clock.which == Which::Contact),
            }
        }
    }
}
