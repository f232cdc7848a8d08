use crate::kernel::lang::use_lang;
use crate::portfolio::api::{Order, PAGE_SIZE, Participant, Portfolio};
use crate::portfolio::text;
use crate::promise::ClockChips;
use crate::ui::Pager;
use leptos::prelude::*;

/// The address of the list with these choices: every view of it can be shared as a link.
fn address(search: &str, order: Order, page: u32) -> String {
    let search = leptos_router::location::Url::escape(search);
    format!("/coach?sok={search}&ordning={}&sida={page}", order.code())
}

/// The list of participants: searched, sorted and paged by its address.
#[component]
pub fn ParticipantList(portfolio: Portfolio, search: String, order: Order) -> impl IntoView {
    let lang = use_lang();
    let Portfolio {
        people,
        total,
        page,
        pages,
        ..
    } = portfolio;
    let first = (page - 1) * PAGE_SIZE + 1;
    let last = first + u32::try_from(people.len()).unwrap_or(0).saturating_sub(1);
    let choice = {
        let search = search.clone();
        move |this: Order, word: &'static str| {
            view! {
                <a class="chip" href=address(&search, this, 1) aria-current=(this == order).then_some("true")>{word}</a>
            }
        }
    };
    let empty = people.is_empty();
    let searched = !search.is_empty();
    let to = |page: u32| address(&search, order, page);
    view! {
        <section class="card stack" aria-labelledby="participants">
            <h2 class="section-title" id="participants">{text::my_participants(lang)} " · " {total}</h2>
            <form class="filter-bar" method="get" action="/coach" role="search">
                <div class="field">
                    <label class="field__label" for="sok">{text::search(lang)}</label>
                    <input class="field__input" type="search" id="sok" name="sok" value=search.clone() autocomplete="off"/>
                </div>
                <input type="hidden" name="ordning" value=order.code()/>
                <button class="button" type="submit">{text::search_go(lang)}</button>
            </form>
            <p class="chips">
                <span class="soft small">{text::order(lang)}</span>
                {choice(Order::Name, text::order_name(lang))}
                {choice(Order::TimeLeft, text::order_time(lang))}
                {choice(Order::LastSeen, text::order_seen(lang))}
            </p>
            {if empty && searched {
                view! {
                    <div class="empty">
                        <h3>{text::none_found(lang)}</h3>
                        <a class="button" href="/coach">{text::show_all(lang)}</a>
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
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{text::name(lang)}</th>
                                <th scope="col">{text::last_seen(lang)}</th>
                                <th scope="col">{text::time_left(lang)}</th>
                                <th scope="col">{text::steps(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{people.into_iter().map(|person| view! { <Row person=person/> }).collect_view()}</tbody>
                    </table>
                    <Pager page=page pages=pages shown=text::shown(first, last, total, lang) to=to/>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Row(person: Participant) -> impl IntoView {
    let lang = use_lang();
    let chip = person.time_left.map(|time| {
        let class = match (time.over, time.soon) {
            (true, _) => "chip chip--late",
            (false, true) => "chip chip--warn",
            (false, false) => "chip chip--plain",
        };
        view! { <span class=class title=time.last_day>{time.words}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <a class="person__name" href=format!("/deltagare/{}", person.person)><bdi>{person.name}</bdi></a>
                <ClockChips chips=person.clocks/>
            </th>
            <td class="table__wraps" data-label=text::last_seen(lang)>
                {if person.here {
                    view! { <span class="chip chip--done">{text::here_now(lang)}</span> }.into_any()
                } else {
                    person.last_seen.unwrap_or_else(|| text::never(lang).to_owned()).into_any()
                }}
            </td>
            <td data-label=text::time_left(lang)>{chip}</td>
            <td data-label=text::steps(lang)>{text::steps_of(person.steps_done, person.steps_open, lang)}</td>
        </tr>
    }
}
