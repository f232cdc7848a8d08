//! Who of the centre has no coach today: whoever has moved there, whose coach is gone, or who never had one.

use super::without_api::{PAGE_SIZE, Waiting, WithoutCoach};
use super::{without_store as store, without_text as text};
use crate::kernel::policy::{Action, Category, decide};
use crate::kernel::{AppError, Ctx, access_log, dates};

/// A page of the list; whom it shows is in the access log.
///
/// # Errors
/// When the database is away.
pub async fn list(cx: &mut Ctx, page: u32) -> Result<WithoutCoach, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let total = store::count(cx).await?;
    let pages = total.div_ceil(PAGE_SIZE).max(1);
    let page = page.clamp(1, pages);
    let rows = store::page(cx, PAGE_SIZE, (page - 1) * PAGE_SIZE).await?;
    let read: Vec<_> = rows.iter().map(|r| r.person).collect();
    if !read.is_empty() {
        access_log::read_categories(cx, &read, &[Category::Enrolled]).await?;
    }
    let short = |day| dates::short(day, today, lang);
    Ok(WithoutCoach {
        people: rows
            .into_iter()
            .map(|r| Waiting {
                person: r.person.to_string(),
                name: r.name,
                since: text::since(&short(r.since), (today - r.since).num_days(), lang),
                why: text::why(&r.why, r.from_name.as_deref(), lang),
                next: r.next.map(|(name, day)| text::begins(&name, &short(day), lang)),
            })
            .collect(),
        total,
        page,
        pages,
        may_assign: decide(cx.actor.kind(), Action::Assign).is_ok(),
    })
}

/// How many they are.
///
/// # Errors
/// When the database is away.
pub async fn count(cx: &mut Ctx) -> Result<u32, AppError> {
    store::count(cx).await
}
