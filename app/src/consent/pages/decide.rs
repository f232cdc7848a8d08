use crate::consent::api::{GiveConsent, ToDecide, read_to_decide};
use crate::consent::parts::{Reading, ReadingProps, SignaturePad, Ways, WhyAndHowLong};
use crate::consent::text;
use crate::frame::{ParticipantFrame, Tab};
use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, PageTitle, Pending, error_of, loaded};
use domain::consent::TextLanguage;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Läs och bestäm: the text about one party, what may be told, and a signature drawn on one's own screen (C1).
pub struct DecidePage;

impl DecidePage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let agency = Memo::new(move |_| params.read().get("agency").unwrap_or_default());
        let party = loaded(move || agency.get(), read_to_decide);
        view! {
            <ParticipantFrame tab=Tab::More>
                <Transition>
                    {move || Suspend::new(async move {
                        match party.await {
                            Ok(party) => Shown(ShownProps { party }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
            </ParticipantFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(party: ToDecide) -> impl IntoView {
    let lang = use_lang();
    let ToDecide {
        party,
        texts,
        enrolled,
        key,
        today,
    } = party;
    let action = ServerAction::<GiveConsent>::new();
    let error = error_of(action);
    let query = use_query_map();
    let code = party.name.code.clone();
    let name = party.name.of(lang).to_owned();
    let language = Memo::new(move |_| {
        let asked = query.read().get("text").unwrap_or_default();
        TextLanguage::from_code(&asked).unwrap_or(text::text_of(lang))
    });
    let links = {
        let code = code.clone();
        TextLanguage::ALL
            .iter()
            .map(move |l| {
                let href = format!("/samtycke/{code}?text={}", l.code());
                view! {
                    <a class="chip" href=href lang=l.tag() aria-current=move || (language.get() == *l).then_some("true")>
                        {text::language_name(*l)}
                    </a>
                }
            })
            .collect_view()
    };
    let texts = StoredValue::new(texts);
    let shown = Memo::new(move |_| {
        texts.with_value(|all| all.iter().find(|t| t.language == language.get()).cloned())
    });
    let version = move || shown.get().map_or(0, |t| t.version).to_string();
    let already: Vec<_> = party.agreed.iter().map(|a| a.category).collect();
    let strokes = RwSignal::new(Vec::new());
    // Signing needs script: without it the page says where to sign instead.
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
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
        <a class="back no-print" href="/samtycke"><span aria-hidden="true">"‹ "</span>{text::back(lang)}</a>
        <PageTitle title=name over=text::decide_over(lang)/>
        <div class="stack stack--tight">
            <p class="soft">{text::read_in(lang)}</p>
            <div class="chips">{links}</div>
        </div>
        {move || shown.get().map(|text| Reading(ReadingProps { text }))}
        <p>{text::may_say_no(lang)}</p>
        {if enrolled {
            view! {
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack stack--loose" attr:novalidate="novalidate">
                    <input type="hidden" name="key" value=key/>
                    <input type="hidden" name="agency" value=code/>
                    <input type="hidden" name="text_language" value=move || language.get().code()/>
                    <input type="hidden" name="text_version" value=version/>
                    <Ways already=Signal::stored(already) error=error/>
                    <WhyAndHowLong error=error today=today/>
                    {unsigned}
                    {move || if able.get() {
                        view! {
                            <SignaturePad strokes=strokes/>
                            <Pending pending=action.pending() label=text::say_yes(lang)/>
                        }.into_any()
                    } else {
                        view! { <p class="notice" id=Field::Signature.id()>{text::sign_no_script(lang)}</p> }.into_any()
                    }}
                </ActionForm>
            }.into_any()
        } else {
            view! { <p class="soft">{text::not_enrolled(lang)}</p> }.into_any()
        }}
    }
}
