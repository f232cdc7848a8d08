use crate::extension::text;
use crate::extension::waiting_api::{Extensions, KeyMark, KeyState, Line, Order, Which, read_extensions};
use crate::frame::StaffFrame;
use crate::kernel::Lang;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, Pager, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Which extensions wait, and for whom; whose term ends soon with nothing proposed; what was decided lately.
pub struct ExtensionsPage;

/// What the address says: every view of the list can be shared as a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Choice {
    which: Which,
    order: Order,
    page: u32,
}

impl Choice {
    fn address(self) -> String {
        format!(
            "/forlangningar?visa={}&ordna={}&sida={}",
            self.which.code(),
            self.order.code(),
            self.page.max(1)
        )
    }
}

impl ExtensionsPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let choice = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            Choice {
                which: Which::from_code(&word("visa")),
                order: Order::from_code(&word("ordna")),
                page: word("sida").parse().unwrap_or(1),
            }
        });
        let list = loaded(
            move || choice.get(),
            |c| read_extensions(c.which, c.order, c.page),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => Shown(ShownProps { list }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

const fn which_word(which: Which, lang: Lang) -> &'static str {
    match which {
        Which::Mine => text::which_mine(lang),
        Which::Waiting => text::which_waiting(lang),
        Which::Without => text::which_without(lang),
        Which::Decided => text::which_decided(lang),
    }
}

const fn none_word(which: Which, lang: Lang) -> &'static str {
    match which {
        Which::Mine => text::none_mine(lang),
        Which::Waiting => text::none_waiting(lang),
        Which::Without => text::none_without(lang),
        Which::Decided => text::none_decided(lang),
    }
}

#[component]
fn Shown(list: Extensions) -> impl IntoView {
    let lang = use_lang();
    let Extensions {
        which,
        order,
        rows,
        total: _,
        page,
        pages,
        counts,
        holds_key,
    } = list;
    let chosen = Choice { which, order, page };
    let chips = Which::ALL
        .into_iter()
        .filter(|w| holds_key || *w != Which::Mine)
        .map(|w| {
            let to = Choice {
                which: w,
                page: 1,
                ..chosen
            };
            view! {
                <a class="chip" href=to.address() aria-current=(w == which).then_some("true")>
                    {which_word(w, lang)} " " <strong>{counts.of(w)}</strong>
                </a>
            }
        })
        .collect_view();
    let lead = match which {
        Which::Without => Some(text::without_lead(lang)),
        Which::Decided => Some(text::decided_lead(lang)),
        Which::Mine | Which::Waiting => None,
    };
    let to = move |page: u32| Choice { page, ..chosen }.address();
    view! {
        <StaffFrame>
            <PageTitle title=text::list_title(lang) over=text::list_lead(lang).to_owned()/>
            <section class="card stack" aria-labelledby="list" data-extensions=which.code()>
                <h2 class="section-title" id="list">{which_word(which, lang)}</h2>
                <nav class="chips no-print" aria-label=text::list_title(lang)>{chips}</nav>
                {lead.map(|lead| view! { <p class="soft">{lead}</p> })}
                {if rows.is_empty() {
                    view! {
                        <div class="empty">
                            <h3>{none_word(which, lang)}</h3>
                            <p>{text::none_more(lang)}</p>
                        </div>
                    }
                    .into_any()
                } else {
                    view! {
                        <Sort chosen=chosen/>
                        <Table which=which rows=rows/>
                        <Pager page=page pages=pages to=to/>
                    }
                    .into_any()
                }}
            </section>
        </StaffFrame>
    }
}

/// In which order: by the day, by the end of the term, by name.
#[component]
fn Sort(chosen: Choice) -> impl IntoView {
    let lang = use_lang();
    let word = move |order: Order| match order {
        Order::Answer if chosen.which == Which::Decided => text::order_decided(lang),
        Order::Answer => text::order_answer(lang),
        Order::End => text::order_end(lang),
        Order::Name => text::order_name(lang),
    };
    // Where nothing is proposed there is no day to answer by.
    let without = chosen.which == Which::Without;
    let options = Order::ALL
        .into_iter()
        .filter(|order| !(without && *order == Order::Answer))
        .map(|order| view! { <option value=order.code() selected=order == chosen.order>{word(order)}</option> })
        .collect_view();
    view! {
        <form class="filter-bar no-print" method="get" action="/forlangningar">
            <input type="hidden" name="visa" value=chosen.which.code()/>
            <div class="field">
                <label class="field__label" for="ordna">{text::order_label(lang)}</label>
                <select class="field__input" id="ordna" name="ordna">{options}</select>
            </div>
            <button class="button" type="submit">{text::order_go(lang)}</button>
        </form>
    }
}

#[component]
fn Table(which: Which, rows: Vec<Line>) -> impl IntoView {
    let lang = use_lang();
    let standing = match which {
        Which::Mine | Which::Waiting => text::standing(lang),
        Which::Without => text::before_label(lang),
        Which::Decided => text::outcome(lang),
    };
    let proposed = which != Which::Without;
    view! {
        <table class="table table--wrap">
            <thead>
                <tr>
                    <th scope="col">{text::name(lang)}</th>
                    <th scope="col">{text::days(lang)}</th>
                    <th scope="col">{standing}</th>
                    {proposed.then(|| view! { <th scope="col">{text::answers(lang)}</th> })}
                    <th scope="col">{text::coach(lang)}</th>
                </tr>
            </thead>
            <tbody>
                {rows.into_iter().map(|row| view! { <Row row=row standing=standing proposed=proposed/> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Row(row: Line, standing: &'static str, proposed: bool) -> impl IntoView {
    let lang = use_lang();
    let Line {
        person,
        name,
        coach,
        old_end,
        new_end,
        standing: stands,
        near,
        waits_for_me,
        keys,
        agency,
    } = row;
    let chip = if near {
        "chip chip--warn"
    } else {
        "chip chip--plain"
    };
    // Without a proposal it is the term's own end that is near.
    let (end_chip, standing_chip) = if proposed { ("", chip) } else { (chip, "") };
    view! {
        <tr>
            <th scope="row">
                <a class="person__name" href=format!("/deltagare/{person}/forlangning")><bdi>{name}</bdi></a>
            </th>
            <td data-label=text::days(lang)>
                <span class=end_chip>{old_end}{new_end.map(|day| format!(" → {day}"))}</span>
            </td>
            <td data-label=standing>
                {waits_for_me.then(|| view! { <span class="chip chip--late">{text::waits_for_you(lang)}</span> " " })}
                <span class=standing_chip>{stands}</span>
            </td>
            {proposed.then(|| view! {
                <td data-label=text::answers(lang)>
                    <span class="chips">{keys.into_iter().map(|mark| view! { <Mark mark=mark/> }).collect_view()}</span>
                    {agency.map(|agency| view! { <p class="soft small"><bdi>{agency}</bdi></p> })}
                </td>
            })}
            <td data-label=text::coach(lang)><bdi>{coach.unwrap_or_else(|| text::no_coach(lang).to_owned())}</bdi></td>
        </tr>
    }
}

#[component]
fn Mark(mark: KeyMark) -> impl IntoView {
    let KeyMark { who, said, state } = mark;
    let (class, icon) = match state {
        KeyState::Given => ("chip chip--done", IconName::Check),
        KeyState::Awaited => ("chip", IconName::Clock),
        KeyState::Refused => ("chip chip--late", IconName::Warn),
        KeyState::Never => ("chip chip--plain", IconName::Clock),
    };
    view! { <span class=class><Icon name=icon/>{who} ": " {said}</span> }
}
