use crate::consent::api::{Receipt, State, read_receipt};
use crate::consent::parts::{Reading, ReadingProps};
use crate::consent::text;
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, loaded};
use domain::consent::{Direction, SIGNATURE_HEIGHT, SIGNATURE_WIDTH};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The receipt: what was agreed to, with which text, how and when; to read and to print.
pub struct ReceiptPage;

impl ReceiptPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
        let receipt = loaded(move || id.get(), read_receipt);
        view! {
            <ParticipantFrame tab=Tab::More>
                <Suspense>
                    {move || Suspend::new(async move {
                        match receipt.await {
                            Ok(receipt) => Shown(ShownProps { receipt }).into_any(),
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
fn Shown(receipt: Receipt) -> impl IntoView {
    let lang = use_lang();
    let language = text::text_of(lang);
    let row = |term: &'static str, words: String| {
        view! { <div><dt>{term}</dt><dd><bdi>{words}</bdi></dd></div> }
    };
    let lines = receipt.lines.into_iter().map(move |line| {
        let state = match line.state {
            State::InForce => text::in_force(lang).to_owned(),
            State::Withdrawn(day) => text::withdrawn_on(&day, lang),
            State::Ended => text::ended(lang).to_owned(),
        };
        let direction = line.category.direction();
        let icon = match direction {
            Direction::FromAgency => IconName::ComesIn,
            Direction::ToAgency => IconName::GoesOut,
        };
        view! {
            <li>
                <p class="row row--top">
                    <Icon name=icon/>
                    <span>{text::way(direction, language)} " " <strong>{text::category(line.category, lang)}</strong></span>
                </p>
                <p class="soft small">
                    {text::purpose(line.purpose, language)} ". " {text::until(line.until.as_deref(), language)} ". " {state} "."
                </p>
            </li>
        }
    });
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
    view! {
        <a class="back no-print" href="/samtycke"><span aria-hidden="true">"‹ "</span>{text::back(lang)}</a>
        <PageTitle title=text::receipt(lang) over=receipt.party.of(lang).to_owned()/>
        <section class="card stack">
            <h2>{text::agreed_to(lang)}</h2>
            <ul class="list">{lines.collect_view()}</ul>
            <dl class="definition">
                {row(text::whom(lang), receipt.name)}
                {row(text::party(lang), receipt.party.of(lang).to_owned())}
                {row(text::signed_at(lang), receipt.signed)}
                {row(text::signed_how(lang), text::how(receipt.how, lang).to_owned())}
                {(!receipt.paper_place.is_empty()).then(|| row(text::kept_at(lang), receipt.paper_place))}
                {row(text::language(lang), text::language_name(receipt.text.language).to_owned())}
                {row(text::version(lang), text::version_and_hash(receipt.text.version, &receipt.text.hash))}
            </dl>
            {receipt.drawn.map(|path| view! {
                <div>
                    <h3 class="section-title">{text::signature(lang)}</h3>
                    <svg class="signature signature--shown" role="img" aria-label=text::signature(lang)
                        viewBox=format!("0 0 {SIGNATURE_WIDTH} {SIGNATURE_HEIGHT}")>
                        <path class="signature__ink" d=path></path>
                    </svg>
                </div>
            })}
        </section>
        <section>
            <h2 class="section-title">{text::the_text(lang)}</h2>
            {Reading(ReadingProps { text: receipt.text })}
        </section>
        // Printing needs script; without it the browser's own menu does the same.
        {move || able.get().then(|| view! {
            <button type="button" class="button button--quiet no-print" on:click=|_| { let _ = window().print(); }>
                <Icon name=IconName::Print/>
                {text::print(lang)}
            </button>
        })}
    }
}
