use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::promise::api::{Chosen, ExplainPromise, House, Row, Totals, read_house};
use crate::promise::parts::{AskedForm, Standing};
use crate::promise::text;
use crate::ui::{Done, Failed, FailedProps, PageTitle, Pager, loaded, settled};
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
    page: u32,
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
    let counts = plain.clone();
    let to = {
        let plain = plain.clone();
        move |page: u32| {
            let to = Choice {
                page,
                ..plain.clone()
            };
            to.address()
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
            <p class="no-print"><a href="/forlangningar">{text::to_extensions(lang)}</a></p>
            <Done action=explain/>
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
                        <Pager page=page pages=pages to=to/>
                    }
                    .into_any()
                }}
            </section>
            <HowItStands totals=totals counted=counted choice=counts/>
            <p>{text::by_calendar(lang)} " " <a href="/kalender">{text::to_calendar(lang)}</a></p>
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
            {match choice.chosen {
                Chosen::ToDo | Chosen::Broken | Chosen::Running | Chosen::All => None,
                // The list behind a figure.
                Chosen::Kept => Some(chip(Chosen::Kept, text::kept(lang))),
                Chosen::Unexplained => Some(chip(Chosen::Unexplained, text::unexplained(lang))),
                Chosen::Stopped => Some(chip(Chosen::Stopped, text::stopped(lang))),
                Chosen::NotPromised => Some(chip(Chosen::NotPromised, text::not_promised(lang))),
            }}
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
                <a class="person__name" href=row.href><bdi>{row.name}</bdi></a>
            </th>
            <td data-label=text::clock(lang)>{row.clock}</td>
            <td data-label=text::state(lang)>
                {match row.tone {
                    Some(tone) => view! { <Standing tone=tone words=row.standing/> }.into_any(),
                    None => row.standing.into_any(),
                }}
                {row.why.map(|why| view! { <p class="soft small"><bdi>{why}</bdi></p> })}
            </td>
            <td data-label=text::due(lang)>{row.due}</td>
            <td data-label=text::coach(lang)>
                <bdi>{row.coach.unwrap_or_else(|| text::no_coach(lang).to_owned())}</bdi>
            </td>
            <td data-label=text::action(lang)>
                <span class="row row--wrap">
                    {explain.map(|href| view! { <a href=href>{text::give_reason(lang)}</a> })}
                    {row.action.map(|(href, word)| view! { <a href=href>{word}</a> })}
                </span>
            </td>
        </tr>
    }
}

/// The numbers, and what they count: each leads to the list that it counts.
#[component]
fn HowItStands(totals: Vec<Totals>, counted: String, choice: Choice) -> impl IntoView {
    let lang = use_lang();
    let number = move |n: u32, clock: &str, code: &str, chosen: Chosen, word: &'static str| {
        let to = Choice {
            clock: code.to_owned(),
            chosen,
            page: 1,
            ..choice.clone()
        };
        let about = format!("{clock}, {word}: ");
        view! {
            <td class="table__number" data-label=word>
                {if n == 0 {
                    n.into_any()
                } else {
                    view! { <a href=to.address()><span class="visually-hidden">{about}</span>{n}</a> }.into_any()
                }}
            </td>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="totals">
            <h2 class="section-title" id="totals">{text::totals(lang)}</h2>
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
                        .map(|t| {
                            let cell = |n, chosen, word| number(n, &t.clock, &t.code, chosen, word);
                            view! {
                                <tr>
                                    <th scope="row">{t.clock.clone()}</th>
                                    {cell(t.kept, Chosen::Kept, text::kept(lang))}
                                    {cell(t.broken, Chosen::Broken, text::broken(lang))}
                                    {cell(t.unexplained, Chosen::Unexplained, text::unexplained(lang))}
                                    {cell(t.running, Chosen::Running, text::running(lang))}
                                    {cell(t.stopped, Chosen::Stopped, text::stopped(lang))}
                                    {cell(t.not_promised, Chosen::NotPromised, text::not_promised(lang))}
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </section>
    }
}
