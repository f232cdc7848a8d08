use crate::accounts::api::{AccountRow, Accounts, Order, PAGE_SIZE, State, list_accounts};
use crate::accounts::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Role;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, Pager, PrintButton, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Everybody with an account at the centre: searched, filtered, sorted and paged by the page's address.
pub struct AccountsPage;

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    search: String,
    role: String,
    state: String,
    order: Order,
    page: u32,
}

impl Asked {
    /// The address of the list with these choices.
    fn address(&self) -> String {
        let escape = leptos_router::location::Url::escape;
        format!(
            "/konton?sok={}&roll={}&lage={}&ordning={}&sida={}",
            escape(&self.search),
            escape(&self.role),
            escape(&self.state),
            self.order.code(),
            self.page
        )
    }

    fn narrowed(&self) -> bool {
        !(self.search.is_empty() && self.role.is_empty() && self.state.is_empty())
    }
}

impl AccountsPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            Asked {
                search: word("sok"),
                role: word("roll"),
                state: word("lage"),
                order: Order::from_code(&word("ordning")),
                page: word("sida").parse().unwrap_or(1),
            }
        });
        let accounts = loaded(
            move || asked.get(),
            |a| list_accounts(a.search, a.role, a.state, a.order.code().to_owned(), a.page),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match accounts.await {
                        Ok(accounts) => Shown(ShownProps { accounts, asked: asked.get_untracked() }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(accounts: Accounts, asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let Accounts {
        rows,
        total,
        page,
        pages,
        people,
        positions,
        printed,
    } = accounts;
    let first = (page - 1) * PAGE_SIZE + 1;
    let last = first + u32::try_from(rows.len()).unwrap_or(0).saturating_sub(1);
    let empty = rows.is_empty();
    let narrowed = asked.narrowed();
    let order = {
        let asked = asked.clone();
        move |this: Order, word: &'static str| {
            let to = Asked {
                order: this,
                page: 1,
                ..asked.clone()
            };
            view! { <a class="chip" href=to.address() aria-current=(this == asked.order).then_some("true")>{word}</a> }
        }
    };
    let to = {
        let asked = asked.clone();
        move |page: u32| {
            let to = Asked {
                page,
                ..asked.clone()
            };
            to.address()
        }
    };
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang) over=text::positions(people, &positions, lang)/>
            <p class="print-only">{printed}</p>
            <p class="row row--wrap no-print">
                <a class="button button--act" href="/konton/ny"><Icon name=IconName::Plus/>{text::new(lang)}</a>
            </p>
            <section class="card stack" aria-labelledby="accounts">
                <h2 class="section-title" id="accounts">{text::title(lang)} " · " {total}</h2>
                <Filter asked=asked/>
                <p class="chips no-print">
                    <span class="soft small">{text::order(lang)}</span>
                    {order(Order::Name, text::order_name(lang))}
                    {order(Order::SignIn, text::order_sign_in(lang))}
                    {order(Order::Share, text::order_share(lang))}
                </p>
                {if empty && narrowed {
                    view! {
                        <div class="empty">
                            <h3>{text::none_found(lang)}</h3>
                            <a class="button" href="/konton">{text::show_all(lang)}</a>
                        </div>
                    }
                    .into_any()
                } else if empty {
                    view! {
                        <div class="empty">
                            <h3>{text::nobody(lang)}</h3>
                            <p>{text::nobody_more(lang)}</p>
                        </div>
                    }
                    .into_any()
                } else {
                    view! {
                        <table class="table table--wrap">
                            <thead>
                                <tr>
                                    <th scope="col">{text::name(lang)}</th>
                                    <th scope="col">{text::roles(lang)}</th>
                                    <th scope="col">{text::employer(lang)}</th>
                                    <th scope="col">{text::share(lang)}</th>
                                    <th scope="col">{text::state(lang)}</th>
                                    <th scope="col">{text::last_sign_in(lang)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows.into_iter().map(|row| view! { <Row row=row/> }).collect_view()}</tbody>
                        </table>
                        <Pager page=page pages=pages shown=text::shown(first, last, total, lang) to=to/>
                    }
                    .into_any()
                }}
            </section>
            <PrintButton/>
        </StaffFrame>
    }
}

#[component]
fn Filter(asked: Asked) -> impl IntoView {
    let lang = use_lang();
    let roles = Role::ALL
        .into_iter()
        .map(|role| {
            let chosen = role.code() == asked.role;
            view! { <option value=role.code() selected=chosen>{text::role(role, lang)}</option> }
        })
        .collect_view();
    let states = State::ALL
        .into_iter()
        .map(|state| {
            let chosen = state.code() == asked.state;
            view! { <option value=state.code() selected=chosen>{text::state_word(state, lang)}</option> }
        })
        .collect_view();
    view! {
        <form class="filter-bar no-print" method="get" action="/konton" role="search">
            <div class="field">
                <label class="field__label" for="sok">{text::search(lang)}</label>
                <input class="field__input" type="search" id="sok" name="sok" value=asked.search.clone() autocomplete="off"/>
            </div>
            <div class="field">
                <label class="field__label" for="roll">{text::role_label(lang)}</label>
                <select class="field__input" id="roll" name="roll"><option value="">{text::all_roles(lang)}</option>{roles}</select>
            </div>
            <div class="field">
                <label class="field__label" for="lage">{text::state(lang)}</label>
                <select class="field__input" id="lage" name="lage"><option value="">{text::all_states(lang)}</option>{states}</select>
            </div>
            <input type="hidden" name="ordning" value=asked.order.code()/>
            <button class="button" type="submit">{text::search_go(lang)}</button>
        </form>
    }
}

#[component]
fn Row(row: AccountRow) -> impl IntoView {
    let lang = use_lang();
    let class = match row.state {
        State::Active => "chip chip--done",
        State::Invited => "chip chip--warn",
        State::Ended => "chip chip--plain",
    };
    let roles = row
        .roles
        .into_iter()
        .map(|role| {
            let class = if role.in_force { "" } else { "soft" };
            view! { <div class=class>{role.words} " " <span class="soft small">{role.days}</span></div> }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row"><a href=format!("/konton/{}", row.id)><bdi>{row.name}</bdi></a></th>
            <td data-label=text::roles(lang)>{roles}</td>
            <td data-label=text::employer(lang)>{row.employer}</td>
            <td data-label=text::share(lang)>{row.share.unwrap_or_else(|| text::none(lang).to_owned())}</td>
            <td data-label=text::state(lang)><span class=class>{text::state_word(row.state, lang)}</span></td>
            <td data-label=text::last_sign_in(lang)>{row.last_sign_in.unwrap_or_else(|| text::never(lang).to_owned())}</td>
        </tr>
    }
}
