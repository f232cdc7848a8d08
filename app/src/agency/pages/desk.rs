use crate::agency::api::{Desk, DeskRow, PAGE_SIZE, read_desk};
use crate::agency::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Role;
use crate::ui::{Failed, FailedProps, PageTitle, Pager, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where the day of a case worker or a partner begins: those who have let them know.
pub struct AgencyDeskPage;

impl AgencyDeskPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let chosen = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            (word("sok"), word("sida").parse::<u32>().unwrap_or(1))
        });
        let desk = loaded(move || chosen.get(), |(search, page)| read_desk(search, page));
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match desk.await {
                        Ok(desk) => {
                            let (search, _) = chosen.get_untracked();
                            Shown(ShownProps { desk, search }).into_any()
                        }
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// Every view of the list can be shared as a link.
fn address(search: &str, page: u32) -> String {
    let search = leptos_router::location::Url::escape(search);
    format!("/myndighet?sok={search}&sida={page}")
}

#[component]
fn Shown(desk: Desk, search: String) -> impl IntoView {
    let lang = use_lang();
    let Desk {
        agency,
        role,
        people,
        total,
        page,
        pages,
    } = desk;
    let partner = role == Role::Partner;
    let (title, lead) = if partner {
        (text::title_partner(lang), text::no_list_partner(lang))
    } else {
        (text::title(lang), text::no_list(lang))
    };
    let first = (page - 1) * PAGE_SIZE + 1;
    let last = first + u32::try_from(people.len()).unwrap_or(0).saturating_sub(1);
    let (empty, searched) = (people.is_empty(), !search.is_empty());
    let query = search.clone();
    let to = move |page: u32| address(&query, page);
    view! {
        <StaffFrame>
            <PageTitle title=title over=agency/>
            <p>{lead}</p>
            <section class="card stack">
                {(!empty || searched).then(|| view! {
                    <form class="filter-bar" method="get" action="/myndighet" role="search">
                        <div class="field">
                            <label class="field__label" for="sok">{text::search(lang)}</label>
                            <input class="field__input" type="search" id="sok" name="sok" value=search.clone() autocomplete="off"/>
                        </div>
                        <button class="button" type="submit">{text::search_go(lang)}</button>
                    </form>
                })}
                {if empty && searched {
                    view! {
                        <div class="empty">
                            <h2>{text::none_found(lang)}</h2>
                            <a class="button" href="/myndighet">{text::show_all(lang)}</a>
                        </div>
                    }
                    .into_any()
                } else if empty {
                    let (word, more) = if partner {
                        (text::nobody_partner(lang), text::nobody_partner_more(lang))
                    } else {
                        (text::nobody(lang), text::nobody_more(lang))
                    };
                    view! {
                        <div class="empty">
                            <h2>{word}</h2>
                            <p>{more}</p>
                        </div>
                    }
                    .into_any()
                } else {
                    view! {
                        <table class="table">
                            <thead>
                                <tr>
                                    <th scope="col">{text::name(lang)}</th>
                                    <th scope="col">{text::why(lang)}</th>
                                    <th scope="col">{text::shared(lang)}</th>
                                </tr>
                            </thead>
                            <tbody>{people.into_iter().map(|row| view! { <Row row=row/> }).collect_view()}</tbody>
                        </table>
                        <Pager page=page pages=pages shown=text::shown(first, last, total, lang) to=to/>
                    }
                    .into_any()
                }}
            </section>
        </StaffFrame>
    }
}

#[component]
fn Row(row: DeskRow) -> impl IntoView {
    let lang = use_lang();
    view! {
        <tr>
            <th scope="row" class="person__name"><a href=format!("/myndighet/{}", row.id)><bdi>{row.name}</bdi></a></th>
            <td data-label=text::why(lang)>
                <span>{row.why}</span>
                {row.note.map(|note| view! { <p class="small"><b>{note}</b></p> })}
            </td>
            <td data-label=text::shared(lang)>
                <span>{row.shared.unwrap_or_else(|| text::nothing_shared(lang).to_owned())}</span>
                {row.news.then(|| view! { " " <span class="chip chip--done">{text::news(lang)}</span> })}
            </td>
        </tr>
    }
}
