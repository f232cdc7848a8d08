use crate::figures::api::{Asked, Figures, read_figures};
use crate::figures::parts::{FlowChart, FlowTable, PeriodTable};
use crate::figures::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, PageTitle, PrintButton, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The figures of a centre; every view of them has an address.
pub struct FiguresPage;

impl FiguresPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            Asked {
                until: word("per"),
                known: word("utifran"),
                small: word("sma") == "ja",
            }
        });
        let figures = loaded(
            move || asked.get(),
            |asked| read_figures(asked.until, asked.known, asked.small),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match figures.await {
                        Ok(figures) => Shown(ShownProps { figures }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(figures: Figures) -> impl IntoView {
    let lang = use_lang();
    let Figures {
        centre,
        asked,
        until,
        known,
        earlier,
        later,
        may_small,
        enrolled_now,
        months,
        together,
        adds_up,
        hides,
        periods,
    } = figures;
    let small = asked.small;
    let to = |asked: &Asked| asked.address("/siffror");
    let switch = Asked {
        small: !small,
        ..Asked::default()
    };
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang) over=centre/>
            <p>{text::about(&until, &known, lang)}</p>
            {small.then(|| view! { <p class="notice" role="note">{text::small_shown(lang)}</p> })}
            {(!small).then(|| view! { <p class="soft small">{text::set_on(lang)}</p> })}
            {hides.then(|| view! { <p class="soft small">{text::hidden_about(lang)}</p> })}
            {(!adds_up).then(|| view! { <p class="notice notice--error">{text::does_not_add_up(lang)}</p> })}
            <p class="card figure">{text::cell(enrolled_now, lang)} " " <small>{text::enrolled_now(lang)}</small></p>
            <section class="card stack" aria-labelledby="flow">
                <h2 class="section-title" id="flow">{text::flow_title(lang)}</h2>
                <FlowChart months=months.clone()/>
                <FlowTable months=months together=together/>
                {adds_up.then(|| view! { <p class="soft small">{text::adds_up(lang)}</p> })}
            </section>
            <h2 class="section-title">{text::outcomes_title(lang)}</h2>
            <div class="cols cols--even">
                {periods.into_iter().map(|period| view! { <PeriodTable period=period/> }).collect_view()}
            </div>
            <p class="soft small">{text::rate_about(lang)}</p>
            <section class="stack no-print" aria-labelledby="which">
                <h2 class="section-title" id="which">{text::other_figures(lang)}</h2>
                <p class="row row--wrap">
                    {earlier.map(|asked| view! { <a class="button" href=to(&asked)>{text::earlier(lang)}</a> })}
                    {later.map(|asked| view! { <a class="button" href=to(&asked)>{text::later(lang)}</a> })}
                </p>
                {small.then(|| view! {
                    <form class="filter-bar" method="get" action="/siffror">
                        <div class="field">
                            <label class="field__label" for="per">{text::until_label(lang)}</label>
                            <input class="field__input" type="date" id="per" name="per" value=asked.until.clone()/>
                        </div>
                        <div class="field">
                            <label class="field__label" for="utifran">{text::known_label(lang)}</label>
                            <input class="field__input" type="date" id="utifran" name="utifran" value=asked.known.clone()/>
                        </div>
                        <input type="hidden" name="sma" value="ja"/>
                        <button class="button" type="submit">{text::go(lang)}</button>
                    </form>
                })}
                <p class="row row--wrap">
                    <a class="button" href=asked.address("/siffror.csv") rel="external" download="">{text::download(lang)}</a>
                    <PrintButton/>
                    <a class="button button--quiet" href=to(&asked)>{text::link(lang)}</a>
                    {may_small.then(|| view! {
                        <a class="button" href=to(&switch)>
                            {if small { text::hide_small(lang) } else { text::show_small(lang) }}
                        </a>
                    })}
                </p>
            </section>
        </StaffFrame>
    }
}
