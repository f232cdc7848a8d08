use crate::frame::StaffFrame;
use crate::intake::api::{
    BeginIntake, DeskPage as Page, DiscardIntake, DraftLine, ExpectedLine, ProgrammeChoice, read_desk,
};
use crate::intake::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Icon, IconName, PageTitle, error_of, loaded, settled};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Whom the centre expects, and what one has begun.
pub struct DeskPage;

impl DeskPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let search = Memo::new(move |_| query.read().get("sok").unwrap_or_default());
        let begin = ServerAction::<BeginIntake>::new();
        let discard = ServerAction::<DiscardIntake>::new();
        let begin_settled = settled(begin);
        let discard_settled = settled(discard);
        let desk = loaded(
            move || (search.get(), begin_settled.get() + discard_settled.get()),
            |(search, _)| read_desk(search),
        );
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match desk.await {
                        Ok(page) => Shown(ShownProps { page, search: search.get_untracked(), begin, discard }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(
    page: Page,
    search: String,
    begin: ServerAction<BeginIntake>,
    discard: ServerAction<DiscardIntake>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(begin);
    let Page {
        expected,
        total,
        drafts,
        open,
        managers_own,
        manager,
    } = page;
    let searched = !search.trim().is_empty();
    let none = expected.is_empty();
    let (heading, more) = if searched {
        (text::none_found(lang), "")
    } else {
        (text::nobody(lang), text::nobody_more(lang))
    };
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang)/>
            <ErrorSummary error=error/>
            {manager.then(|| view! { <p class="notice">{text::manager_lead(lang)}</p> })}
            {(managers_own > 0).then(|| view! {
                <p class="notice notice--warn"><Icon name=IconName::Shield/> " " {text::managers_own(managers_own, lang)}</p>
            })}
            {(!drafts.is_empty()).then(|| view! { <Drafts drafts=drafts action=discard/> })}
            <section class="card stack" aria-labelledby="expected">
                <h2 class="section-title" id="expected">{text::expected(lang)}</h2>
                <form method="get" action="/inskrivning" class="filter-bar" role="search">
                    <div class="field">
                        <label class="field__label" for="sok">{text::search(lang)}</label>
                        <p class="field__hint" id="sok-hint">{text::search_hint(lang)}</p>
                        <input class="field__input" type="search" id="sok" name="sok" value=search autocomplete="off"
                            aria-describedby="sok-hint"/>
                    </div>
                    <button class="button" type="submit"><Icon name=IconName::Search/> {text::search_go(lang)}</button>
                </form>
                {if none {
                    view! { <div class="empty" role="status"><h3>{heading}</h3><p>{more}</p></div> }.into_any()
                } else {
                    view! {
                        <p class="soft" role="status">{text::expected_count(total, lang)}</p>
                        <Expected lines=expected action=begin/>
                    }.into_any()
                }}
            </section>
            {(!open.is_empty()).then(|| view! { <Without programmes=open action=begin/> })}
        </StaffFrame>
    }
}

#[component]
fn Expected(lines: Vec<ExpectedLine>, action: ServerAction<BeginIntake>) -> impl IntoView {
    let lang = use_lang();
    let row = move |line: ExpectedLine| {
        let label = text::begin_with(&line.name, lang);
        view! {
            <tr>
                <th scope="row"><bdi>{line.name}</bdi></th>
                <td data-label=text::number(lang)><span class="mono">{line.number}</span></td>
                <td data-label=text::born(lang)>{line.birth_year.unwrap_or_default()}</td>
                <td data-label=text::from(lang)>{line.from} ", " {line.referred}</td>
                <td data-label=text::programme(lang)>{line.programme}</td>
                <td>
                    <ActionForm action=action>
                        <input type="hidden" name="referral" value=line.referral/>
                        <button class="button button--act" type="submit" aria-label=label>{text::begin(lang)}</button>
                    </ActionForm>
                </td>
            </tr>
        }
    };
    view! {
        <table class="table table--wrap">
            <thead>
                <tr>
                    <th scope="col">{text::name(lang)}</th>
                    <th scope="col">{text::number(lang)}</th>
                    <th scope="col">{text::born(lang)}</th>
                    <th scope="col">{text::from(lang)}</th>
                    <th scope="col">{text::programme(lang)}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Drafts(drafts: Vec<DraftLine>, action: ServerAction<DiscardIntake>) -> impl IntoView {
    let lang = use_lang();
    let row = move |draft: DraftLine| {
        let name = if draft.name.is_empty() {
            text::no_name(lang).to_owned()
        } else {
            draft.name
        };
        let href = format!("/inskrivning/{}", draft.id);
        view! {
            <li class="row row--wrap">
                <span class="grow">
                    <a class="person__name" href=href.clone()><bdi>{name.clone()}</bdi></a>
                    <span class="soft small">
                        " " {draft.programme} ". " {text::draft_state(draft.step, &draft.touched, &draft.cleared, lang)}
                    </span>
                    {draft.gone.then(|| view! { " " <span class="chip chip--late">{text::gone(lang)}</span> })}
                </span>
                <a class="button" href=href aria-label=text::go_on_with(&name, lang)>{text::go_on(lang)}</a>
                <details class="disclosure">
                    <summary aria-label=text::remove_of(&name, lang)>{text::discard(lang)}</summary>
                    <div class="stack">
                        <p>{text::discard_more(lang)}</p>
                        <ActionForm action=action>
                            <input type="hidden" name="id" value=draft.id/>
                            <button class="button" type="submit">{text::discard_sure(lang)}</button>
                        </ActionForm>
                    </div>
                </details>
            </li>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="drafts">
            <h2 class="section-title" id="drafts">{text::drafts(lang)}</h2>
            <p class="soft">{text::drafts_lead(lang)}</p>
            <ul class="list">{drafts.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// Only for programmes whose rules name no ways in.
#[component]
fn Without(programmes: Vec<ProgrammeChoice>, action: ServerAction<BeginIntake>) -> impl IntoView {
    let lang = use_lang();
    let buttons = (0_u8..)
        .zip(programmes)
        .map(|(n, p)| {
            view! {
                <ActionForm action=action>
                    <input type="hidden" name="programme" value=p.value/>
                    <button class="button" type="submit" id=(n == 0).then_some(Field::Programme.id())>{p.words}</button>
                </ActionForm>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="without">
            <h2 class="section-title" id="without">{text::without(lang)}</h2>
            <p>{text::without_lead(lang)}</p>
            <div class="row row--wrap">{buttons}</div>
        </section>
    }
}
