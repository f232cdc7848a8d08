use crate::consent::api::{Desk, TakeConsent, WithdrawOnBehalf, read_consent_desk};
use crate::consent::parts::{
    Choice, Chosen, PartyCard, Reading, ReadingProps, SignaturePad, Ways, WhyAndHowLong, WithdrawForm,
};
use crate::consent::{Party, text};
use crate::frame::StaffFrame;
use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded, stored};
use domain::consent::{Direction, Item, Purpose, TextLanguage};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// At the desk: what is agreed with whom, the taking of consent, and the taking back of it on somebody's behalf.
pub struct ConsentDeskPage;

impl ConsentDeskPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let person = Memo::new(move |_| params.read().get("id").unwrap_or_default());
        let take = ServerAction::<TakeConsent>::new();
        let withdraw = ServerAction::<WithdrawOnBehalf>::new();
        // A refusal leaves the form as it is: only what was stored is read anew.
        let (taken, withdrawn) = (stored(take), stored(withdraw));
        let desk = loaded(
            move || (person.get(), taken.get() + withdrawn.get()),
            |(person, _)| read_consent_desk(person),
        );
        let emptied = StoredValue::new(0);
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match desk.await {
                        Ok(desk) => Shown(ShownProps { desk, take, withdraw, taken, emptied }).into_any(),
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
    desk: Desk,
    take: ServerAction<TakeConsent>,
    withdraw: ServerAction<WithdrawOnBehalf>,
    taken: Memo<usize>,
    emptied: StoredValue<usize>,
) -> impl IntoView {
    let lang = use_lang();
    let person = StoredValue::new(desk.person.clone());
    let form = WithdrawForm::OnBehalf(withdraw, person);
    let (agreed, _): (Vec<Party>, Vec<Party>) = desk
        .parties
        .clone()
        .into_iter()
        .partition(|p| !p.agreed.is_empty() || !p.told.is_empty());
    let none = agreed.is_empty();
    let name = desk.name.clone();
    view! {
        <StaffFrame>
            <PageTitle title=text::desk_title(lang) over=name/>
            <Said take=take withdraw=withdraw/>
            <div class="cols">
                {if desk.enrolled {
                    view! { <Take desk=desk action=take taken=taken emptied=emptied/> }.into_any()
                } else {
                    view! { <p class="notice notice--warn">{text::desk_not_enrolled(lang)}</p> }.into_any()
                }}
                <section class="stack">
                    <h2 class="section-title">{text::desk_now(lang)}</h2>
                    {none.then(|| view! { <p class="soft">{text::desk_none(lang)}</p> })}
                    {agreed.into_iter().map(|party| view! { <PartyCard party=party form=form/> }).collect_view()}
                </section>
            </div>
        </StaffFrame>
    }
}

/// What came of the last press.
#[component]
fn Said(take: ServerAction<TakeConsent>, withdraw: ServerAction<WithdrawOnBehalf>) -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let done = move |words: &'static str| {
        view! { <p class="notice notice--done" role="status">{words}</p> }.into_any()
    };
    // Whichever was pressed last is spoken of.
    let withdrawn_last = RwSignal::new(false);
    Effect::new(move |_| {
        if take.value().get().is_some() {
            withdrawn_last.set(false);
        }
    });
    Effect::new(move |_| {
        if withdraw.value().get().is_some() {
            withdrawn_last.set(true);
        }
    });
    move || {
        let came_with = |word: &'static str| query.read().get(word).is_some();
        let taken = take.value().get().filter(|_| !withdrawn_last.get());
        match (taken, withdraw.value().get()) {
            (_, Some(Err(error))) => {
                view! { <p class="notice notice--error" role="alert">{message(error, lang)}</p> }.into_any()
            }
            (Some(Ok(taken)), _) if taken.receipt.is_some() => done(text::desk_saved(lang)),
            (Some(Ok(_)), _) => done(text::desk_already(lang)),
            (_, Some(Ok(()))) => done(text::withdrawn(lang)),
            (None, None) if came_with("sparat") => done(text::desk_saved(lang)),
            (None, None) if came_with("redan") => done(text::desk_already(lang)),
            (None, None) if came_with("klart") => done(text::withdrawn(lang)),
            _ => ().into_any(),
        }
    }
}

#[component]
fn Take(
    desk: Desk,
    action: ServerAction<TakeConsent>,
    taken: Memo<usize>,
    emptied: StoredValue<usize>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let chosen = Chosen::of("take-consent", taken, emptied);
    // Signing on this screen needs script.
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
    let showing = RwSignal::new(false);
    // What was left out is put right where it is chosen.
    Effect::new(move |_| {
        if let Some(AppError::Field { field, .. }) = error.try_get().flatten()
            && field != Field::Signature
        {
            showing.set(false);
        }
    });
    let on_screen = move || able.get() && chosen.how.get() == "screen";
    let show = move |_| {
        chosen.read();
        showing.set(true);
    };
    let parties = StoredValue::new(desk.parties.clone());
    let already = Signal::derive(move || {
        parties.with_value(|all| {
            all.iter()
                .find(|p| p.name.code == chosen.agency.get())
                .map(|p| p.agreed.iter().map(|a| a.category).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let version = desk.texts.first().map_or(0, |t| t.version).to_string();
    let texts = StoredValue::new(desk.texts);
    let whom = desk
        .parties
        .iter()
        .map(|p| (p.name.code.clone(), p.name.of(lang).to_owned(), ""))
        .collect::<Vec<_>>();
    let languages = TextLanguage::ALL
        .iter()
        .map(|l| (l.code().to_owned(), text::language_name(*l).to_owned(), ""))
        .collect::<Vec<_>>();
    let hows = move || {
        let paper = (
            "paper".to_owned(),
            text::on_paper(lang).to_owned(),
            text::on_paper_hint(lang),
        );
        let screen = (
            "screen".to_owned(),
            text::on_screen(lang).to_owned(),
            text::on_screen_hint(lang),
        );
        if able.get() {
            vec![paper, screen]
        } else {
            vec![paper]
        }
    };
    let read = move || {
        let language = TextLanguage::from_code(&chosen.language.get())?;
        texts
            .with_value(|all| all.iter().find(|t| t.language == language).cloned())
            .map(|text| Reading(ReadingProps { text }))
    };
    view! {
        <section class="stack" on:change=move |_| chosen.read()>
            <h2 class="section-title">{text::desk_take(lang)}</h2>
            <p>{text::desk_lead(lang)}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:id="take-consent" attr:class="stack stack--loose" attr:novalidate="novalidate">
                <input type="hidden" name="person" value=desk.person/>
                <input type="hidden" name="key" value=desk.key/>
                <input type="hidden" name="text_version" value=version/>
                <div class="stack stack--loose" hidden=move || showing.get()>
                    <Choice field=Field::Agency legend=text::desk_who(lang) options=whom error=error/>
                    <Choice field=Field::TextLanguage legend=text::desk_language(lang) options=languages error=error/>
                    {read}
                    <Ways already=already error=error/>
                    <WhyAndHowLong error=error today=desk.today/>
                    {move || view! {
                        <Choice field=Field::How legend=text::desk_how(lang) options=hows() error=error/>
                    }}
                    {move || (!able.get()).then(|| view! { <p class="soft small">{text::on_screen_needs(lang)}</p> })}
                    <div hidden=on_screen>
                        <Input field=Field::PaperPlace label=text::paper_place(lang) hint=text::paper_place_hint(lang) error=error/>
                    </div>
                    {move || if on_screen() {
                        view! {
                            <button type="button" class="button button--act button--wide" on:click=show>
                                {text::desk_show(lang)}
                            </button>
                        }.into_any()
                    } else {
                        view! { <Pending pending=action.pending() label=text::desk_save(lang)/> }.into_any()
                    }}
                </div>
                {move || showing.get().then(|| view! {
                    <Sign chosen=chosen parties=parties texts=texts action=action showing=showing error=error/>
                })}
            </ActionForm>
        </section>
    }
}

/// The text in the chosen language with what was chosen, large, for the participant to read and sign.
#[component]
fn Sign(
    chosen: Chosen,
    parties: StoredValue<Vec<Party>>,
    texts: StoredValue<Vec<crate::consent::api::ConsentText>>,
    action: ServerAction<TakeConsent>,
    showing: RwSignal<bool>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let lang = use_lang();
    let strokes = RwSignal::new(Vec::new());
    let language = TextLanguage::from_code(&chosen.language.get_untracked()).unwrap_or(text::text_of(lang));
    let reading = texts.with_value(|all| all.iter().find(|t| t.language == language).cloned());
    let party = parties.with_value(|all| {
        all.iter()
            .find(|p| p.name.code == chosen.agency.get_untracked())
            .map(|p| p.name.in_text(language).to_owned())
    });
    let items: Vec<Item> = chosen
        .ticked
        .get_untracked()
        .iter()
        .filter_map(|code| Item::parse(code).ok())
        .collect();
    let ways = [Direction::FromAgency, Direction::ToAgency].map(|way| {
        let words: Vec<&str> = items
            .iter()
            .filter(|i| i.direction() == way)
            .map(|i| text::in_text(i.category(), language))
            .collect();
        (!words.is_empty())
            .then(|| view! { <p>{text::way(way, language)} " " <strong>{text::joined(&words, language)}</strong></p> })
    });
    let why = Purpose::from_code(&chosen.purpose.get_untracked()).map(|p| text::purpose(p, language));
    let day = chosen.until_day.get_untracked();
    let how_long = match chosen.until_kind.get_untracked().as_str() {
        "enrolled" => text::until(None, language),
        "date" => text::until(Some(&day), language),
        _ => String::new(),
    };
    let unsigned = move || {
        matches!(
            error.get(),
            Some(AppError::Field {
                field: Field::Signature,
                ..
            })
        )
        .then(|| view! { <p class="field__error">{text::sign_missing(lang)}</p> })
    };
    view! {
        <div class="stack stack--loose consent-sign">
            {reading.map(|text| Reading(ReadingProps { text }))}
            <div class="card stack" lang=language.tag()>
                {party.map(|name| view! { <h2>{name}</h2> })}
                {ways.into_iter().flatten().collect_view()}
                {why.map(|why| view! { <p>{why} "."</p> })}
                <p>{how_long} "."</p>
            </div>
            {unsigned}
            <SignaturePad strokes=strokes/>
            <Pending pending=action.pending() label=text::say_yes(lang)/>
            <button type="button" class="button button--quiet" on:click=move |_| showing.set(false)>
                {text::desk_back(lang)}
            </button>
        </div>
    }
}
