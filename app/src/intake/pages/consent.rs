use super::flow::Doing;
use crate::consent::{self, Choice, Reading, ReadingProps, SignaturePad, Ways, WhyAndHowLong};
use crate::intake::api::{ConsentForm, TakenConsent};
use crate::intake::text;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Input, Pending, error_of, field_of};
use domain::consent::TextLanguage;
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Consents, party by party; that none is given is a choice of its own.
#[component]
pub fn ConsentStep(id: String, form: ConsentForm, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let done_error = error_of(doing.consents);
    let any = !form.taken.is_empty();
    let id = StoredValue::new(id);
    let ConsentForm {
        parties,
        texts,
        taken,
        none_chosen,
        key,
        today,
    } = form;
    let said = move || done_error.get().map(|e| message(e, lang));
    view! {
        <p>{text::consent_lead(lang)}</p>
        <div class="cols">
            <section class="card stack" aria-labelledby="add">
                <h2 class="section-title" id="add">{text::add_consent(lang)}</h2>
                <Take id=id.get_value() parties=parties texts=texts key=key today=today doing=doing/>
            </section>
            <section class="card stack" aria-labelledby="taken">
                <h2 class="section-title" id="taken">{text::taken(lang)}</h2>
                {(!any).then(|| view! {
                    <p class="soft">{if none_chosen { text::none_chosen(lang) } else { text::taken_none(lang) }}</p>
                })}
                {any.then(|| view! { <Taken id=id taken=taken doing=doing/> })}
                {move || said().map(|w| view! { <p class="field__error" role="alert">{w}</p> })}
                {any.then(|| view! {
                    <ActionForm action=doing.consents>
                        <input type="hidden" name="id" value=id.get_value()/>
                        <Pending pending=doing.consents.pending() label=text::consents_on(lang)/>
                    </ActionForm>
                })}
                {(!any).then(|| view! {
                    <p>{text::none_is_fine(lang)}</p>
                    <ActionForm action=doing.consents>
                        <input type="hidden" name="id" value=id.get_value()/>
                        <input type="hidden" name="none" value="yes"/>
                        <button class="button button--wide" type="submit">{text::no_consent(lang)}</button>
                    </ActionForm>
                })}
            </section>
        </div>
    }
}

#[component]
fn Taken(id: StoredValue<String>, taken: Vec<TakenConsent>, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let rows = taken
        .into_iter()
        .map(|c| {
            let label = text::remove_of(&c.party, lang);
            let how = if c.on_paper { text::paper(lang) } else { text::screen(lang) };
            view! {
                <li class="row row--wrap">
                    <span class="grow"><strong>{c.party}</strong> ": " {c.what} " · " {how}</span>
                    <ActionForm action=doing.remove>
                        <input type="hidden" name="id" value=id.get_value()/>
                        <input type="hidden" name="agency" value=c.agency/>
                        <button class="button button--quiet" type="submit" aria-label=label>{text::remove(lang)}</button>
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="list">{rows}</ul> }
}

#[component]
fn Take(
    id: String,
    parties: Vec<consent::PartyName>,
    texts: Vec<consent::ConsentText>,
    key: String,
    today: String,
    doing: Doing,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(doing.add);
    let chosen = consent::Chosen::of("add-consent", doing.added, doing.emptied);
    let strokes = RwSignal::new(Vec::new());
    // Signing on this screen needs script.
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
    let version = texts.first().map_or(0, |t| t.version).to_string();
    let whom = parties
        .iter()
        .map(|p| (p.code.clone(), p.of(lang).to_owned(), ""))
        .collect::<Vec<_>>();
    let languages = TextLanguage::ALL
        .iter()
        .map(|l| (l.code().to_owned(), consent::language_name(*l).to_owned(), ""))
        .collect::<Vec<_>>();
    let readings = texts
        .into_iter()
        .map(|t| {
            let summary = format!(
                "{}: {}",
                text::read_text(lang),
                consent::language_name(t.language)
            );
            view! {
                <details class="disclosure">
                    <summary>{summary}</summary>
                    {Reading(ReadingProps { text: t })}
                </details>
            }
        })
        .collect_view();
    let hows = move || {
        let paper = ("paper".to_owned(), consent::on_paper(lang).to_owned(), "");
        let screen = ("screen".to_owned(), consent::on_screen(lang).to_owned(), "");
        if able.get() {
            vec![paper, screen]
        } else {
            vec![paper]
        }
    };
    let unsigned = move || {
        error
            .get()
            .filter(|e| field_of(*e) == Some(Field::Signature.id()))
            .map(|e| view! { <p class="field__error">{message(e, lang)}</p> })
    };
    let on_screen = move || able.get() && chosen.how.get() == "screen";
    view! {
        <ErrorSummary error=error/>
        <ActionForm action=doing.add on:change=move |_| chosen.read() attr:id="add-consent" attr:class="stack stack--loose" attr:novalidate="novalidate">
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="text_version" value=version/>
            <Choice field=Field::Agency legend=consent::desk_who(lang) options=whom error=error/>
            <Choice field=Field::TextLanguage legend=consent::desk_language(lang) options=languages error=error/>
            <div class="stack stack--tight">{readings}</div>
            <Ways already=Signal::derive(Vec::new) error=error/>
            <WhyAndHowLong error=error today=today/>
            {move || view! { <Choice field=Field::How legend=consent::desk_how(lang) options=hows() error=error/> }}
            {move || (!able.get()).then(|| view! { <p class="soft small">{text::needs_script(lang)}</p> })}
            <div hidden=on_screen>
                <Input field=Field::PaperPlace label=consent::paper_place(lang) hint=consent::paper_place_hint(lang) error=error/>
            </div>
            {unsigned}
            {move || on_screen().then(|| view! { <SignaturePad strokes=strokes/> })}
            <Pending pending=doing.add.pending() label=text::add_go(lang)/>
        </ActionForm>
    }
}
