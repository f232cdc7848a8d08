//! A year of the four programmes on a simulated clock: about a thousand referrals, everything done as people do it, and
//! books that balance at the end of every month (E1–E6, K1–K5, X1–X4, S2, S3).

mod after;
mod bookings;
mod books;
mod days;
mod extensions;
mod houses;

use houses::Year;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_of_four_programmes_balances_and_is_the_same_twice() {
    let (first, second) = tokio::join!(tokio::spawn(live()), tokio::spawn(live()));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.len(), second.len(), "rows of the ledger");
    for (row, (one, other)) in first.iter().zip(&second).enumerate() {
        assert_eq!(one, other, "row {row} of the ledger");
    }
}

/// Lives the year, looks at what it left behind, and gives its ledger without the ids that chance made.
async fn live() -> Vec<String> {
    let mut year = Year::begin().await;
    year.live().await;
    let ledger = books::ledger(&year.world).await;
    let told = ledger.iter().fold(BTreeMap::new(), |mut told, row| {
        *told.entry(row.event.clone()).or_insert(0_u32) += 1;
        told
    });
    println!(
        "{} people referred, {} rows: {told:?}",
        year.referred,
        ledger.len()
    );
    assert!(year.referred >= 900, "{} referrals are no year", year.referred);
    for event in [
        "referral_queued",
        "referral_refused",
        "referral_withdrawn",
        "enrolled",
        "meeting_held",
        "form_answered",
        "extended",
        "exited",
        "corrected",
        "transferred",
        "followed_up",
    ] {
        assert!(told.get(event).is_some_and(|n| *n > 5), "{event}: {told:?}");
    }
    books::every_month_balances(&year.world, &ledger).await;
    books::no_quota_and_no_house_was_ever_exceeded(&year.world, &ledger).await;
    books::the_tables_can_be_rebuilt(&year.world, &ledger).await;
    extensions::can_be_rebuilt(&year.world).await;
    bookings::every_talk_can_be_made_again(&year.world, &ledger).await;
    bookings::every_referral_stands_where_the_ledger_puts_it(&year.world, &ledger).await;
    bookings::every_offer_stands_as_it_was_put_right(&year, &ledger).await;
    books::every_clock_is_explained(&year).await;
    books::told_apart(&ledger)
}
