use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::record::api::find::{
    FindByIdentityNumber, Found, Hit, Hurdle, LookFor, Named, Order, PAGE_SIZE, find_people,
};
use crate::record::text;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, Pager, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Finding a person of the centre; what is found has an address of its own.
pub struct FindPage;

impl FindPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let chosen = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            (
                word("sok"),
                Order::from_code(&word("ordning")),
                word("sida").parse::<u32>().unwrap_or(1),
                Hurdle::from_code(&word("hinder")),
            )
        });
        let found = loaded(
            move || chosen.get(),
            |(search, order, page, _)| find_people(search, order, page),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => {
                            let (search, order, _, hurdle) = chosen.get_untracked();
                            Shown(ShownProps { found, search, order, hurdle }).into_any()
                        }
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The address of what is found with these choices.
fn address(search: &str, order: Order, page: u32) -> String {
    let search = leptos_router::location::Url::escape(search);
    format!("/sok?sok={search}&ordning={}&sida={page}", order.code())
}

#[component]
fn Shown(found: Found, search: String, order: Order, hurdle: Option<Hurdle>) -> impl IntoView {
    let lang = use_lang();
    let look = ServerAction::<LookFor>::new();
    let hurdle = found.hurdle.or(hurdle);
    let at_words = match hurdle {
        Some(Hurdle::IdentityNumber) => Some(text::hurdle_identity(lang)),
        Some(Hurdle::Mistyped) => Some(text::hurdle_mistyped(lang)),
        _ => None,
    };
    // What looks like an identity number is not written back either.
    let typed = if hurdle == Some(Hurdle::IdentityNumber) {
        String::new()
    } else {
        search.clone()
    };
    let described = if at_words.is_some() {
        "search_words-hint search_words-error"
    } else {
        "search_words-hint"
    };
    view! {
        <StaffFrame>
            <PageTitle title=text::find_title(lang)/>
            <section class="card stack" role="search">
                <leptos::form::ActionForm action=look attr:class="filter-bar" attr:novalidate="novalidate">
                    <div class="field" class:field--error=at_words.is_some()>
                        <label class="field__label" for="search_words">{text::search(lang)}</label>
                        <p class="field__hint" id="search_words-hint">{text::search_hint(lang)}</p>
                        {at_words.map(|words| view! { <p class="field__error" id="search_words-error">{words}</p> })}
                        <input class="field__input" type="search" id="search_words" name="search_words" value=typed
                            autocomplete="off" aria-describedby=described aria-invalid=at_words.map(|_| "true")/>
                    </div>
                    <input type="hidden" name="order" value=order.code()/>
                    <button class="button button--act" type="submit">
                        <Icon name=IconName::Search/>
                        {text::search_go(lang)}
                    </button>
                </leptos::form::ActionForm>
            </section>
            {found.by_identity_number.then(|| view! { <ByIdentityNumber hurdle=hurdle/> })}
            {hurdle.is_none().then(|| Answer(AnswerProps { found, search, order }))}
        </StaffFrame>
    }
}

/// The reception's own field; what is typed is sent in a form, and never given back.
#[component]
fn ByIdentityNumber(hurdle: Option<Hurdle>) -> impl IntoView {
    let lang = use_lang();
    let find = ServerAction::<FindByIdentityNumber>::new();
    let problem = match hurdle {
        Some(Hurdle::NoIdentityNumber) => Some(text::hurdle_no_identity(lang)),
        Some(Hurdle::NobodyHasIt) => Some(text::hurdle_nobody(lang)),
        _ => None,
    };
    let described = if problem.is_some() {
        "identity_number-hint identity_number-error"
    } else {
        "identity_number-hint"
    };
    view! {
        <details class="disclosure" open=problem.is_some() || hurdle == Some(Hurdle::IdentityNumber)>
            <summary>{text::by_identity(lang)}</summary>
            <leptos::form::ActionForm action=find attr:class="stack" attr:novalidate="novalidate" attr:autocomplete="off">
                <div class="field" class:field--error=problem.is_some()>
                    <label class="field__label" for="identity_number">{text::identity_field(lang)}</label>
                    <p class="field__hint" id="identity_number-hint">{text::identity_hint(lang)}</p>
                    {problem.map(|words| view! { <p class="field__error" id="identity_number-error">{words}</p> })}
                    <input class="field__input" type="text" inputmode="numeric" id="identity_number" name="identity_number"
                        autocomplete="off" aria-describedby=described aria-invalid=problem.map(|_| "true")/>
                </div>
                <button class="button" type="submit">{text::search_go(lang)}</button>
            </leptos::form::ActionForm>
        </details>
    }
}

#[component]
fn Answer(found: Found, search: String, order: Order) -> impl IntoView {
    let lang = use_lang();
    let Found {
        asked,
        people,
        total,
        page,
        pages,
        named,
        ..
    } = found;
    if !asked {
        return view! {
            <div class="card card--quiet empty">
                <h2>{text::not_asked(lang)}</h2>
                <p>{text::not_asked_more(lang)}</p>
            </div>
            {(!named.is_empty()).then(|| NamedFor(NamedForProps { named }))}
        }
        .into_any();
    }
    if people.is_empty() {
        return view! {
            <div class="card card--quiet empty" role="status">
                <h2>{text::none_found(lang)}</h2>
                <p>{text::none_found_more(lang)}</p>
            </div>
        }
        .into_any();
    }
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
    let to = |page: u32| address(&search, order, page);
    view! {
        <section class="card stack" aria-labelledby="found">
            <h2 class="section-title" id="found">{text::hits(total, lang)}</h2>
            <p class="chips">
                <span class="soft small">{text::order(lang)}</span>
                {choice(Order::Name, text::order_name(lang))}
                {choice(Order::Enrolled, text::order_enrolled(lang))}
            </p>
            <table class="table table--wrap">
                <thead>
                    <tr>
                        <th scope="col">{text::name(lang)}</th>
                        <th scope="col">{text::number(lang)}</th>
                        <th scope="col">{text::enrolment(lang)}</th>
                        <th scope="col">{text::coach(lang)}</th>
                    </tr>
                </thead>
                <tbody>{people.into_iter().map(|hit| view! { <Row hit=hit/> }).collect_view()}</tbody>
            </table>
            <Pager page=page pages=pages shown=text::shown(first, last, total, lang) to=to/>
        </section>
    }
    .into_any()
}

#[component]
fn Row(hit: Hit) -> impl IntoView {
    let lang = use_lang();
    let since = if hit.ended {
        view! { <span class="soft">{hit.since}</span> }.into_any()
    } else {
        hit.since.into_any()
    };
    view! {
        <tr>
            <th scope="row">
                <a class="person__name" href=format!("/deltagare/{}", hit.person)><bdi>{hit.name}</bdi></a>
            </th>
            <td data-label=text::number(lang)>{hit.number}</td>
            <td data-label=text::enrolment(lang)>{since}</td>
            <td data-label=text::coach(lang)>{hit.coach.unwrap_or_else(|| text::no_coach(lang).to_owned())}</td>
        </tr>
    }
}

/// The ways to those whom no search finds, for who is named for them.
#[component]
fn NamedFor(named: Vec<Named>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack" aria-labelledby="named-for">
            <h2 class="row" id="named-for"><Icon name=IconName::Lock/><span>{text::named_for(lang)}</span></h2>
            <p class="soft">{text::named_for_more(lang)}</p>
            <p class="chips">
                {named
                    .into_iter()
                    .map(|n| view! { <a class="chip" href=format!("/deltagare/{}", n.person)>{n.number}</a> })
                    .collect_view()}
            </p>
        </section>
    }
}
