use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::rights::api::{MyBook, read_my_book};
use crate::rights::text;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, loaded};
use leptos::prelude::*;

/// Min bok: what there is about me, and the two files to take along (P6).
pub struct BookPage;

impl BookPage {
    pub fn view() -> AnyView {
        let book = loaded(|| (), |()| read_my_book());
        view! {
            <ParticipantFrame tab=Tab::More>
                <Suspense>
                    {move || Suspend::new(async move {
                        match book.await {
                            Ok(book) => Shown(ShownProps { book }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Suspense>
            </ParticipantFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(book: MyBook) -> impl IntoView {
    let lang = use_lang();
    // The browser fetches the file by itself; that it is under way is all that the page can know.
    let asked = RwSignal::new(false);
    let file = move |href: &'static str, icon: IconName, word: &'static str, more: &'static str| {
        view! {
            <div class="card stack">
                <a class="button button--act button--wide" href=href rel="external" download on:click=move |_| asked.set(true)>
                    <Icon name=icon/>
                    {word}
                </a>
                <p class="soft small">{more}</p>
            </div>
        }
    };
    view! {
        <PageTitle title=text::book_title(lang)/>
        <p>{text::book_lead(lang)}</p>
        <section class="stack">
            {file("/min-bok/allt.html", IconName::Print, text::take_page(lang), text::take_page_more(lang))}
            {file("/min-bok/allt.json", IconName::Plan, text::take_json(lang), text::take_json_more(lang))}
            <p role="status">{move || asked.get().then(|| text::collecting(lang))}</p>
            <p class="notice"><Icon name=IconName::Eye/><span>{text::take_careful(lang)}</span></p>
        </section>
        <section>
            <h2 class="section-title">{text::book_what(lang)} " · " {text::records(book.total, lang)}</h2>
            <div class="stack">
                {book
                    .sections
                    .into_iter()
                    .map(|section| {
                        let nothing = section.lines.is_empty();
                        view! {
                            <details class="disclosure">
                                <summary>{section.name} <span class="chip chip--plain">{section.count}</span></summary>
                                <ul class="list">
                                    {nothing.then(|| view! { <li class="soft">{text::nothing_here(lang)}</li> })}
                                    {section
                                        .lines
                                        .into_iter()
                                        .map(|(what, n)| view! { <li class="row"><span>{what}</span> <strong>{n}</strong></li> })
                                        .collect_view()}
                                </ul>
                            </details>
                        }
                    })
                    .collect_view()}
            </div>
        </section>
        <section class="stack">
            <h2 class="section-title">{text::not_right(lang)}</h2>
            <a class="button button--wide" href="/rattelse">{text::to_correction(lang)}</a>
            <a class="button button--wide" href="/vad-sparas">{text::to_kept(lang)}</a>
        </section>
    }
}
