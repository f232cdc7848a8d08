use crate::accounts::without_api::{Waiting, WithoutCoach, read_without_coach};
use crate::accounts::without_text as text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, PageTitle, Pager, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Who of the centre has no coach today, with the way to give one.
pub struct WithoutCoachPage;

impl WithoutCoachPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let list = loaded(
            move || {
                let page = query.read().get("sida");
                page.and_then(|page| page.parse().ok()).unwrap_or(1)
            },
            read_without_coach,
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

#[component]
fn Shown(list: WithoutCoach) -> impl IntoView {
    let lang = use_lang();
    let WithoutCoach {
        people,
        total,
        page,
        pages,
        may_assign,
    } = list;
    let none = people.is_empty();
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang) over=text::lead(lang).to_owned()/>
            {if none {
                view! {
                    <div class="card card--quiet empty">
                        <h2>{text::nobody(lang)}</h2>
                        <p>{text::nobody_more(lang)}</p>
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <section class="card stack" aria-labelledby="list">
                        <h2 class="section-title" id="list">{text::people(total, lang)}</h2>
                        <table class="table table--wrap">
                            <thead>
                                <tr>
                                    <th scope="col">{text::name(lang)}</th>
                                    <th scope="col">{text::since_title(lang)}</th>
                                    <th scope="col">{text::why_title(lang)}</th>
                                    {may_assign.then(|| view! { <th scope="col">{text::action(lang)}</th> })}
                                </tr>
                            </thead>
                            <tbody>
                                {people
                                    .into_iter()
                                    .map(|waiting| view! { <Row waiting=waiting may_assign=may_assign/> })
                                    .collect_view()}
                            </tbody>
                        </table>
                        <Pager page=page pages=pages to=|page| format!("/utan-coach?sida={page}")/>
                    </section>
                }
                .into_any()
            }}
        </StaffFrame>
    }
}

#[component]
fn Row(waiting: Waiting, may_assign: bool) -> impl IntoView {
    let lang = use_lang();
    let Waiting {
        person,
        name,
        since,
        why,
        next,
    } = waiting;
    let give = format!("{} · {name}", text::give(lang));
    view! {
        <tr>
            <th scope="row"><a class="person__name" href=format!("/deltagare/{person}")><bdi>{name}</bdi></a></th>
            <td data-label=text::since_title(lang)>{since}</td>
            <td data-label=text::why_title(lang)>
                {why}
                {next.map(|next| view! { <p class="soft small"><bdi>{next}</bdi></p> })}
            </td>
            {may_assign.then(|| view! {
                <td data-label=text::action(lang)>
                    <a href=format!("/deltagare/{person}/medarbetare") aria-label=give>{text::give(lang)}</a>
                </td>
            })}
        </tr>
    }
}
