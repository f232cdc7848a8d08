use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::places::api::{Ahead as Found, House, Places, Way, read_places};
use crate::places::parts::Ahead;
use crate::places::text;
use crate::ui::{Failed, FailedProps, PageTitle, PrintButton, loaded};
use leptos::prelude::*;

/// Places, queue and forecast of the centre.
pub struct PlacesPage;

impl PlacesPage {
    pub fn view() -> AnyView {
        let places = loaded(|| (), |()| read_places());
        view! {
            <StaffFrame>
                <Suspense>
                    {move || Suspend::new(async move {
                        match places.await {
                            Ok(places) => Shown(ShownProps { places }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </StaffFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(places: Places) -> impl IntoView {
    let lang = use_lang();
    view! {
        <PageTitle title=text::title(lang) over=format!("{}, {}", places.centre, places.today)/>
        {places.houses.into_iter().map(|house| view! { <OneHouse house=house/> }).collect_view()}
        <section class="stack" aria-labelledby="assumes">
            <h2 class="section-title" id="assumes">{text::assumes(lang)}</h2>
            <ul>
                <li>{text::assumes_stays(lang)}</li>
                <li>{text::assumes_inflow(lang)}</li>
                <li>{text::assumes_queue(lang)}</li>
                <li>{text::assumes_numbers(lang)}</li>
            </ul>
            <p class="no-print"><PrintButton/></p>
        </section>
    }
}

#[component]
fn OneHouse(house: House) -> impl IntoView {
    let lang = use_lang();
    let House {
        code,
        name,
        centres,
        enrolled,
        placed,
        queued,
        capacity,
        full_now,
        ways,
        ahead,
    } = house;
    let figure =
        |n: u32, words: &'static str| view! { <p class="card figure">{n} " " <small>{words}</small></p> };
    let id = format!("house-{code}");
    let heading = id.clone();
    view! {
        <section class="stack" aria-labelledby=heading data-house=code.clone()>
            <h2 id=id>{name}</h2>
            {(centres > 1).then(|| view! { <p class="soft small">{text::of_centres(centres, lang)}</p> })}
            <div class="cols cols--even">
                {figure(enrolled, text::enrolled(lang))}
                {capacity.map(|n| figure(n, text::capacity(lang)))}
                {figure(placed, text::placed(lang))}
                {figure(queued, text::queued(lang))}
            </div>
            {capacity.is_none().then(|| view! { <p class="soft">{text::no_capacity(lang)}</p> })}
            {full_now.then(|| view! { <p class="notice" role="note">{text::full_now(lang)}</p> })}
            <div class="card stack">
                <h3>{text::ahead(lang)}</h3>
                {match ahead {
                    Found::TooFew { ended, came } => view! { <p data-forecast="">{text::too_few(ended, came, lang)}</p> }.into_any(),
                    Found::Forecast(forecast) => view! { <Ahead forecast=forecast capacity=capacity/> }.into_any(),
                }}
            </div>
            <div class="card stack">
                <h3>{text::ways(lang)}</h3>
                <Ways ways=ways/>
                <p class="no-print"><a href=format!("/program/{code}")>{text::rules(lang)}</a></p>
            </div>
        </section>
    }
}

#[component]
fn Ways(ways: Vec<Way>) -> impl IntoView {
    let lang = use_lang();
    if ways.is_empty() {
        return view! { <p>{text::nobody_came(lang)}</p> }.into_any();
    }
    view! {
        <table class="table table--wrap" data-figures="ways">
            <thead>
                <tr>
                    <th scope="col">{text::way(lang)}</th>
                    <th scope="col" class="table__number">{text::how_many(lang)}</th>
                    <th scope="col" class="table__number">{text::a_month(lang)}</th>
                </tr>
            </thead>
            <tbody>
                {ways
                    .into_iter()
                    .map(|way| view! {
                        <tr>
                            <th scope="row">{way.name}</th>
                            <td class="table__number" data-label=text::how_many(lang)>{way.came}</td>
                            <td class="table__number" data-label=text::a_month(lang)>{way.a_month}</td>
                        </tr>
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}
