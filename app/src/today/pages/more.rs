use crate::frame::{ParticipantFrame, Tab, UnreadMark};
use crate::identity::{self, SignOut};
use crate::kernel::lang::use_lang;
use crate::today::api::{MyCard, read_my_card};
use crate::today::text;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, loaded};
use leptos::prelude::*;

/// Mer: the card, the place, and the way out.
pub struct MorePage;

impl MorePage {
    pub fn view() -> AnyView {
        let card = loaded(|| (), |()| read_my_card());
        view! {
            <ParticipantFrame tab=Tab::More>
                <Suspense>
                    {move || Suspend::new(async move {
                        match card.await {
                            Ok(card) => Shown(ShownProps { card }).into_any(),
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
fn Shown(card: MyCard) -> impl IntoView {
    let lang = use_lang();
    let line = |term: &'static str, words: Option<String>| {
        words.map(|words| {
            view! {
                <div>
                    <dt>{term}</dt>
                    <dd><bdi>{words}</bdi></dd>
                </div>
            }
        })
    };
    view! {
        <PageTitle title=text::more_title(lang)/>
        <section>
            <h2 class="section-title">{text::card(lang)}</h2>
            <div class="card stack">
                <p class="row"><Icon name=IconName::Card/><strong><bdi>{card.name}</bdi></strong></p>
                <p class="figure"><span class="visually-hidden">{text::card_number(lang)} " "</span>{card.number}</p>
                <dl class="definition">
                    {line(text::centre(lang), card.centre)}
                    {line(text::programme(lang), card.programme)}
                    {line(text::coach(lang), card.coach)}
                    {line(text::since(lang), card.since)}
                </dl>
            </div>
        </section>
        <ul class="card list ways-list">
            {[
                ("/samtycke", IconName::Share, text::consents(lang), text::consents_lead(lang)),
                ("/vem-har-sett", IconName::Eye, text::who_has_seen(lang), text::who_has_seen_lead(lang)),
                ("/min-bok", IconName::Download, text::book(lang), text::book_lead(lang)),
                ("/formular", IconName::Pen, text::forms(lang), text::forms_lead(lang)),
                ("/forlangning", IconName::Clock, text::extension(lang), text::extension_lead(lang)),
                ("/flytt", IconName::Pin, text::transfer(lang), text::transfer_lead(lang)),
                ("/rattelse", IconName::Pen, text::correction(lang), text::correction_lead(lang)),
                ("/mina-enheter", IconName::Device, text::devices(lang), text::devices_lead(lang)),
                ("/vad-sparas", IconName::Clock, text::kept(lang), text::kept_lead(lang)),
            ]
                .into_iter()
                .map(|(href, icon, word, lead)| view! {
                    <li>
                        <a class="ways-list__item" href=href>
                            <Icon name=icon/>
                            <span>
                                <strong>{word}{(href == "/vem-har-sett").then(|| view! { " " <UnreadMark/> })}</strong>
                                <span class="soft small">{lead}</span>
                            </span>
                        </a>
                    </li>
                })
                .collect_view()}
        </ul>
        <form method="post" action={<SignOut as leptos::server_fn::ServerFn>::url()}>
            <button type="submit" class="button button--wide">
                <Icon name=IconName::Leave/>
                {identity::sign_out_word(lang)}
            </button>
        </form>
    }
}
