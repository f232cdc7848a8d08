use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::promise::api::{Chosen, ExplainPromise, House, Row, Totals, read_house};
use crate::promise::parts::{AskedForm, Standing};
use crate::promise::text;
use crate::ui::{Failed, FailedProps, PageTitle, loaded, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The promises of the house: what is broken and why, what runs out soon, and how it stands in all.
pub struct PromisesPage;

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Choice {
    clock: String,
    coach: String,
    chosen: Chosen,
    page: usize,
    explain: String,
}

impl Choice {
    /// The address of the list with these choices: every view of it can be shared as a link.
    fn address(&self) -> String {
        let escape = leptos_router::location::Url::escape;
        let mut address = format!(
            "/loften?visa={}&lofte={}&coach={}&sida={}",
            self.chosen.code(),
            escape(&self.clock),
            escape(&self.coach),
            self.page.max(1)
        );
        if !self.explain.is_empty() {
            address.push_str("&orsak=");
            address.push_str(&escape(&self.explain));
        }
        address
    }
}

impl PromisesPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let explain = ServerAction::<ExplainPromise>::new();
        let choice = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            Choice {
                clock: word("lofte"),
                coach: word("coach"),
                chosen: Chosen::from_code(&word("visa")),
                page: word("sida").parse().unwrap_or(1),
                explain: word("orsak"),
            }
        });
        let explain_settled = settled(explain);
        let house = loaded(
            move || (choice.get(), explain_settled.get()),
            |(c, _)| read_house(c.clock, c.coach, c.chosen, c.page, c.explain),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match house.await {
                        Ok(house) => Shown(ShownProps { house, choice: choice.get_untracked(), explain }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(house: House, choice: Choice, explain: ServerAction<ExplainPromise>) -> impl IntoView {
    let lang = use_lang();
    let House {
        rows,
        shown,
        page,
        pages,
        totals,
        counted,
        coaches,
        asked,
    } = house;
    let plain = Choice {
        explain: String::new(),
        page,
        ..choice.clone()
    };
    let none = rows.is_empty();
    let go = {
        let plain = plain.clone();
        move |to: usize, word: &'static str| {
            let to = Choice {
                page: to,
                ..plain.clone()
            };
            view! { <a class="button" href=to.address()>{word}</a> }
        }
    };
    let back = plain.address();
    let link = {
        let plain = plain.clone();
        move |explain: &str| {
            Choice {
                explain: explain.to_owned(),
                ..plain.clone()
            }
            .address()
        }
    };
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang) over=text::lead(lang).to_owned()/>
            {asked.map(|asked| view! { <AskedForm asked=asked next=back action=explain/> })}
            <section class="card stack" aria-labelledby="list">
                <h2 class="section-title" id="list">{shown}</h2>
                <Filters choice=plain coaches=coaches totals=totals.clone()/>
                {if none {
                    view! {
                        <div class="empty">
                            <h3>{text::none(lang)}</h3>
                            <p>{text::none_more(lang)}</p>
                        </div>
                    }
                    .into_any()
                } else {
                    view! {
                        <table class="table table--wrap">
                            <thead>
                                <tr>
                                    <th scope="col">{text::name(lang)}</th>
                                    <th scope="col">{text::clock(lang)}</th>
                                    <th scope="col">{text::state(lang)}</th>
                                    <th scope="col">{text::due(lang)}</th>
                                    <th scope="col">{text::coach(lang)}</th>
                                    <th scope="col">{text::action(lang)}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {rows
                                    .into_iter()
                                    .map(|row| {
                                        let explain = row.explain.as_deref().map(&link);
                                        view! { <Line row=row explain=explain/> }
                                    })
                                    .collect_view()}
                            </tbody>
                        </table>
                        <nav class="pager" aria-label=text::pages(lang)>
                            {(page > 1).then(|| go(page - 1, text::previous(lang)))}
                            <span class="soft">{page} " / " {pages}</span>
                            {(page < pages).then(|| go(page + 1, text::next(lang)))}
                        </nav>
                    }
                    .into_any()
                }}
            </section>
            <HowItStands totals=totals counted=counted/>
        </StaffFrame>
    }
}

#[component]
fn Filters(choice: Choice, coaches: Vec<(String, String)>, totals: Vec<Totals>) -> impl IntoView {
    let lang = use_lang();
    let chip = {
        let choice = choice.clone();
        move |chosen: Chosen, word: &'static str| {
            let to = Choice {
                chosen,
                page: 1,
                ..choice.clone()
            };
            view! { <a class="chip" href=to.address() aria-current=(chosen == choice.chosen).then_some("true")>{word}</a> }
        }
    };
    let option = |value: String, words: String, chosen: &str| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    };
    let clocks = totals
        .into_iter()
        .map(|t| option(t.code, t.clock, &choice.clock))
        .collect_view();
    let some = !coaches.is_empty();
    let coaches = coaches
        .into_iter()
        .map(|(id, name)| option(id, name, &choice.coach))
        .collect_view();
    view! {
        <p class="chips">
            {chip(Chosen::ToDo, text::to_do(lang))}
            {chip(Chosen::Broken, text::broken_all(lang))}
            {chip(Chosen::Running, text::running_all(lang))}
            {chip(Chosen::All, text::everything(lang))}
        </p>
        <form class="filter-bar" method="get" action="/loften" role="search">
            <input type="hidden" name="visa" value=choice.chosen.code()/>
            <div class="field">
                <label class="field__label" for="lofte">{text::clock(lang)}</label>
                <select class="field__input" id="lofte" name="lofte">
                    <option value="">{text::every_clock(lang)}</option>
                    {clocks}
                </select>
            </div>
            {some.then(|| view! {
                <div class="field">
                    <label class="field__label" for="coach">{text::coach(lang)}</label>
                    <select class="field__input" id="coach" name="coach">
                        <option value="">{text::every_coach(lang)}</option>
                        {coaches}
                    </select>
                </div>
            })}
            <button class="button" type="submit">{text::show(lang)}</button>
        </form>
    }
}

#[component]
fn Line(row: Row, explain: Option<String>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <tr>
            <th scope="row">
                <a class="person__name" href=format!("/deltagare/{}/loften", row.person)><bdi>{row.name}</bdi></a>
            </th>
            <td data-label=text::clock(lang)>{row.clock}</td>
            <td data-label=text::state(lang)>
                <Standing tone=row.tone words=row.standing/>
                {row.why.map(|why| view! { <p class="soft small"><bdi>{why}</bdi></p> })}
            </td>
            <td data-label=text::due(lang)>{row.due}</td>
            <td data-label=text::coach(lang)>
                <bdi>{row.coach.unwrap_or_else(|| text::no_coach(lang).to_owned())}</bdi>
            </td>
            <td data-label=text::action(lang)>
                {explain.map(|href| view! { <a href=href>{text::give_reason(lang)}</a> })}
                {row.action.map(|(href, word)| view! { <a href=href>{word}</a> })}
            </td>
        </tr>
    }
}

/// The numbers, and what they count.
#[component]
fn HowItStands(totals: Vec<Totals>, counted: String) -> impl IntoView {
    let lang = use_lang();
    let number = |n: u32| view! { <td class="table__number">{n}</td> };
    view! {
        <section class="card stack" aria-labelledby="totals">
            <h2 class="section-title" id="totals">{text::totals(lang)}</h2>
            <div class="table-wrap" tabindex="0" role="group" aria-labelledby="totals">
                <table class="table">
                    <caption>{counted}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{text::clock(lang)}</th>
                            <th scope="col" class="table__number">{text::kept(lang)}</th>
                            <th scope="col" class="table__number">{text::broken(lang)}</th>
                            <th scope="col" class="table__number">{text::unexplained(lang)}</th>
                            <th scope="col" class="table__number">{text::running(lang)}</th>
                            <th scope="col" class="table__number">{text::stopped(lang)}</th>
                            <th scope="col" class="table__number">{text::not_promised(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {totals
                            .into_iter()
                            .map(|t| view! {
                                <tr>
                                    <th scope="row">{t.clock}</th>
                                    {number(t.kept)}
                                    {number(t.broken)}
                                    {number(t.unexplained)}
                                    {number(t.running)}
                                    {number(t.stopped)}
                                    {number(t.not_promised)}
                                </tr>
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}
