use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::referral::draft_api::{BeginReferral, Beginning, read_beginning};
use crate::referral::text;
use crate::ui::{ErrorSummary, Failed, FailedProps, IconName, PageTitle, Pending, error_of, loaded};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where a referral begins: what the agency may refer to, and what one has begun.
pub struct ReferPage;

impl ReferPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let stopped = Memo::new(move |_| query.read().get("slutade").is_some());
        let beginning = loaded(move || stopped.get(), |_| read_beginning());
        let begin = ServerAction::<BeginReferral>::new();
        view! {
            <StaffFrame>
                <Suspense>
                    {move || Suspend::new(async move {
                        match beginning.await {
                            Ok(beginning) => {
                                Shown(ShownProps { beginning, begin, stopped: stopped.get_untracked() }).into_any()
                            }
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
fn Shown(beginning: Beginning, begin: ServerAction<BeginReferral>, stopped: bool) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(begin);
    let Beginning {
        agency,
        key,
        programmes,
        drafts,
    } = beginning;
    let may = !programmes.is_empty();
    view! {
        <PageTitle title=text::new(lang) over=agency/>
        {stopped.then(|| view! { <p class="notice" role="status">{text::stopped(lang)}</p> })}
        {if may {
            view! {
                <p>{text::refer_lead(lang)}</p>
                <section class="card stack" aria-labelledby="to">
                    <h2 class="section-title" id="to">{text::you_may_refer_to(lang)}</h2>
                    <ul class="list">{programmes.into_iter().map(|p| view! { <li>{p}</li> }).collect_view()}</ul>
                    <ErrorSummary error=error/>
                    <ActionForm action=begin>
                        <input type="hidden" name="key" value=key/>
                        <Pending pending=begin.pending() label=text::new(lang) icon=IconName::Plus/>
                    </ActionForm>
                </section>
            }
            .into_any()
        } else {
            view! {
                <section class="card empty">
                    <h2>{text::no_way_in(lang)}</h2>
                    <p>{text::no_way_in_more(lang)}</p>
                </section>
            }
            .into_any()
        }}
        {(may || !drafts.is_empty()).then(|| view! {
            <section class="card stack" aria-labelledby="drafts">
                <h2 class="section-title" id="drafts">{text::drafts(lang)}</h2>
                <p class="soft">{if drafts.is_empty() { text::no_drafts(lang) } else { text::drafts_more(lang) }}</p>
                <ul class="list">
                    {drafts
                        .into_iter()
                        .map(|d| view! {
                            <li>
                                <a href=format!("/anvisa/{}", d.id)>
                                    {text::go_on(lang)} ": " <bdi>{d.name.unwrap_or_else(|| text::no_name(lang).to_owned())}</bdi>
                                </a>
                                " " <span class="soft">{d.saved}</span>
                            </li>
                        })
                        .collect_view()}
                </ul>
            </section>
        })}
        <a class="button" href="/anvisningar">{text::mine(lang)}</a>
    }
}
