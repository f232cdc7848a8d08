use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::promise::{Chip, ClockChips};
use crate::referral::api::{PAGE_SIZE, ReferralRow, Referrals, Which, list_referrals};
use crate::referral::text;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, Pager, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// One's own referrals, or at the desk what has come in to the centre.
pub struct ReferralsPage;

impl ReferralsPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let chosen = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            (
                Which::from_code(&word("visa")),
                word("sok"),
                word("sida").parse::<u32>().unwrap_or(1),
            )
        });
        let list = loaded(
            move || chosen.get(),
            |(which, search, page)| list_referrals(which.code().to_owned(), search, page),
        );
        view! {
            <StaffFrame>
                <Transition>
                    {move || Suspend::new(async move {
                        match list.await {
                            Ok(list) => {
                                let (which, search, _) = chosen.get_untracked();
                                Shown(ShownProps { list, which, search }).into_any()
                            }
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
            </StaffFrame>
        }
        .into_any()
    }
}

/// Every view of the list can be shared as a link.
fn address(which: Which, search: &str, page: u32) -> String {
    let search = leptos_router::location::Url::escape(search);
    format!("/anvisningar?visa={}&sok={search}&sida={page}", which.code())
}

#[component]
fn Shown(list: Referrals, which: Which, search: String) -> impl IntoView {
    let lang = use_lang();
    let Referrals {
        sender,
        rows,
        total,
        page,
        pages,
    } = list;
    let (title, lead) = if sender {
        (text::mine(lang), text::mine_lead(lang))
    } else {
        (text::inbox(lang), text::inbox_lead(lang))
    };
    let first = (page - 1) * PAGE_SIZE + 1;
    let last = first + u32::try_from(rows.len()).unwrap_or(0).saturating_sub(1);
    let filtered = which != Which::default() || !search.is_empty();
    let query = search.clone();
    let to = move |page: u32| address(which, &query, page);
    let options = Which::ALL
        .into_iter()
        .map(|w| view! { <option value=w.code() selected=w == which>{text::which_words(w, lang)}</option> })
        .collect_view();
    view! {
        <PageTitle title=title/>
        <p>{lead}</p>
        {sender.then(|| view! {
            <a class="button button--act" href="/anvisa"><Icon name=IconName::Plus/>{text::new(lang)}</a>
        })}
        <section class="card stack">
            <form class="filter-bar" method="get" action="/anvisningar" role="search">
                <div class="field">
                    <label class="field__label" for="sok">{text::search(lang)}</label>
                    <input class="field__input" type="search" id="sok" name="sok" value=search.clone() autocomplete="off"/>
                </div>
                <div class="field">
                    <label class="field__label" for="visa">{text::which(lang)}</label>
                    <select class="field__input" id="visa" name="visa">{options}</select>
                </div>
                <button class="button" type="submit">{text::search_go(lang)}</button>
            </form>
            {if rows.is_empty() {
                let (word, more) = if sender {
                    (text::none_mine(lang), text::none_mine_more(lang))
                } else {
                    (text::none_inbox(lang), text::none_inbox_more(lang))
                };
                view! {
                    <div class="empty">
                        {if filtered {
                            view! {
                                <h2>{text::none_found(lang)}</h2>
                                <a class="button" href="/anvisningar">{text::show_all(lang)}</a>
                            }
                            .into_any()
                        } else {
                            view! { <h2>{word}</h2><p>{more}</p> }.into_any()
                        }}
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <table class="table table--wrap">
                        <thead>
                            <tr>
                                <th scope="col">{text::name(lang)}</th>
                                <th scope="col">{text::state(lang)}</th>
                                <th scope="col">{text::about(lang)}</th>
                                <th scope="col">{text::sent(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(|row| view! { <Row row=row/> }).collect_view()}</tbody>
                    </table>
                    <Pager page=page pages=pages shown=text::shown(first, last, total, lang) to=to/>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Row(row: ReferralRow) -> impl IntoView {
    let lang = use_lang();
    let clocks: Vec<Chip> = row.clock.into_iter().collect();
    view! {
        <tr>
            <th scope="row" class="person__name"><a href=format!("/anvisningar/{}", row.id)><bdi>{row.name}</bdi></a></th>
            <td data-label=text::state(lang)>
                <span class=text::chip(row.state)>{row.state_words}</span>
                {row.more.map(|more| view! { " " <span class="soft small">{more}</span> })}
                <ClockChips chips=clocks/>
            </td>
            <td data-label=text::about(lang)>{row.about}</td>
            <td data-label=text::sent(lang)>{row.sent}</td>
        </tr>
    }
}
