use crate::frame::StaffFrame;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::kernel::{AppError, Lang, typed};
use crate::record::{LANGUAGES, language_name};
use crate::referral::draft_api::{
    AnswerPerson, AnswerQuestion, Ask, Check, Choice, DiscardDraft, PersonForm, PlaceLine, Question,
    SendReferral, read_question,
};
use crate::referral::parts::{Choices, Tick};
use crate::referral::text;
use crate::ui::{
    ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, TextArea, error_of, loaded,
};
use domain::referral::ReferralProblem;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One question of a referral, beside the places as they are now.
pub struct QuestionPage;

/// What the page's forms do.
#[derive(Clone, Copy)]
struct Forms {
    answer: ServerAction<AnswerQuestion>,
    person: ServerAction<AnswerPerson>,
    send: ServerAction<SendReferral>,
    discard: ServerAction<DiscardDraft>,
}

impl QuestionPage {
    pub fn view() -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let asked = Memo::new(move |_| {
            (
                params.read().get("id").unwrap_or_default(),
                query.read().get("steg").unwrap_or_default(),
            )
        });
        let forms = Forms {
            answer: ServerAction::new(),
            person: ServerAction::new(),
            send: ServerAction::new(),
            discard: ServerAction::new(),
        };
        let question = loaded(move || asked.get(), |(id, step)| read_question(id, step));
        view! {
            <StaffFrame>
                <Transition>
                    {move || Suspend::new(async move {
                        match question.await {
                            // Two shapes that take turns, so that nothing of one question's form stays in the next.
                            Ok(question) if question.no % 2 == 0 => {
                                (Shown(ShownProps { question, forms }), ()).into_any()
                            }
                            Ok(question) => Shown(ShownProps { question, forms }).into_any(),
                            Err(error) => Failed(FailedProps { error }).into_any(),
                        }
                    })}
                </Transition>
            </StaffFrame>
        }
        .into_any()
    }
}

#[component]
fn Shown(question: Question, forms: Forms) -> impl IntoView {
    let lang = use_lang();
    let Question {
        id,
        agency,
        step,
        title,
        hint,
        no,
        of,
        back,
        ask,
        places,
    } = question;
    let ask = match ask {
        Ask::Sent(href) => {
            return view! {
                <a class="back" href=back>{text::back(lang)}</a>
                <PageTitle title=title over=agency/>
                <p class="notice notice--done"><Icon name=IconName::Check/><span>{hint}</span></p>
                <p><a class="button button--act" href=href>{text::to_referral(lang)}</a></p>
            }
            .into_any();
        }
        ask => ask,
    };
    let over = format!("{agency} · {}", text::question_no(no, of, lang));
    let discard_error = error_of(forms.discard);
    // What was refused is not saved.
    let (answer_error, person_error) = (error_of(forms.answer), error_of(forms.person));
    let refused = move || answer_error.get().is_some() || person_error.get().is_some();
    view! {
        <a class="back" href=back>{text::back(lang)}</a>
        <div class="cols cols--main">
            <div class="stack">
                <PageTitle title=title.clone() over=over/>
                {hint.map(|hint| view! { <p class="soft">{hint}</p> })}
                {asked(ask, &id, &step, &title, forms, lang)}
                {move || (!refused()).then(|| view! { <p class="soft small">{text::all_saved(lang)}</p> })}
                <ErrorSummary error=discard_error/>
                <details class="disclosure">
                    <summary>{text::discard(lang)}</summary>
                    <div class="stack">
                        <p>{text::discard_more(lang)}</p>
                        <ActionForm action=forms.discard>
                            <input type="hidden" name="id" value=id.clone()/>
                            <button type="submit" class="button">{text::discard_sure(lang)}</button>
                        </ActionForm>
                    </div>
                </details>
            </div>
            {(!places.is_empty()).then(|| view! { <Places places=places/> })}
        </div>
    }
    .into_any()
}

fn asked(ask: Ask, id: &str, step: &str, title: &str, forms: Forms, lang: Lang) -> AnyView {
    let error = error_of(forms.answer);
    let legend = title.to_owned();
    let (id, step) = (id.to_owned(), step.to_owned());
    let inner = match ask {
        Ask::Person(form) => {
            return view! { <PersonFields form=form id=id action=forms.person/> }.into_any();
        }
        Ask::Check(check) => {
            return view! { <Checked check=check id=id action=forms.send/> }.into_any();
        }
        Ask::Programme(choices, chosen) => {
            view! { <Choices field=Field::Programme legend=legend choices=choices chosen=chosen error=error/> }.into_any()
        }
        Ask::Group(choices, chosen) => {
            view! { <Choices field=Field::Kind legend=legend choices=choices chosen=chosen error=error/> }.into_any()
        }
        Ask::Ground(choices, chosen) => {
            view! { <Choices field=Field::About legend=legend choices=choices chosen=chosen error=error/> }.into_any()
        }
        Ask::Condition { yes, judged_on } => {
            let chosen = yes.map_or("", |yes| if yes { "yes" } else { "no" });
            let choices = vec![choice("yes", text::yes(lang), None), choice("no", text::no(lang), None)];
            view! {
                <Choices field=Field::Answer legend=legend choices=choices chosen=chosen.to_owned() error=error/>
                <Input field=Field::When label=text::judged_when(lang) kind="date" value=judged_on error=error/>
            }
            .into_any()
        }
        Ask::AfterNo => {
            let choices = vec![
                choice("review", text::review_choice(lang), Some(text::review_more(lang))),
                choice("stop", text::stop_choice(lang), Some(text::stop_more(lang))),
            ];
            view! { <Choices field=Field::Answer legend=legend choices=choices chosen=String::new() error=error/> }.into_any()
        }
        Ask::Terms { told, told_on } => view! {
            <Tick field=Field::Accept label=text::told(lang) ticked=told error=error/>
            <Input field=Field::When label=text::told_when(lang) kind="date" value=told_on error=error/>
        }
        .into_any(),
        // It has a page of its own.
        Ask::Sent(_) => ().into_any(),
        Ask::Wish { start, reason } => view! {
            <Input field=Field::ValidFrom label=text::wished_start(lang) hint=text::wished_hint(lang) kind="date" value=start
                error=error/>
            <TextArea field=Field::Reason label=text::why_refer(lang) hint=text::why_hint(lang) value=reason error=error/>
        }
        .into_any(),
    };
    view! {
        <ErrorSummary error=error/>
        <ActionForm action=forms.answer attr:class="stack" attr:novalidate="novalidate">
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="step" value=step/>
            {inner}
            <Pending pending=forms.answer.pending() label=text::go_on(lang)/>
        </ActionForm>
    }
    .into_any()
}

fn choice(value: &str, words: &str, more: Option<&str>) -> Choice {
    Choice {
        value: value.to_owned(),
        words: words.to_owned(),
        more: more.map(str::to_owned),
    }
}

#[component]
fn PersonFields(form: PersonForm, id: String, action: ServerAction<AnswerPerson>) -> impl IntoView {
    let lang = use_lang();
    let own = error_of(action);
    // What was kept may be of another age than the programme takes by now: said where it is put right.
    let kept = form.not_of_age.then_some(AppError::Referral {
        field: Field::BirthYear,
        why: ReferralProblem::Age,
    });
    let error: Signal<Option<AppError>> = Signal::derive(move || own.get().or(kept));
    let chosen = typed::value("language").unwrap_or(form.language);
    let ticked = |name, stands| typed::value(name).map_or(stands, |typed| !typed.is_empty());
    let interpreter = ticked("needs_interpreter", form.needs_interpreter);
    let protected = ticked("protected", form.protected);
    let options = LANGUAGES
        .iter()
        .map(|(tag, ..)| {
            let selected = *tag == chosen;
            view! { <option value=*tag selected=selected>{language_name(tag, lang)}</option> }
        })
        .collect_view();
    view! {
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <input type="hidden" name="id" value=id/>
            <Input field=Field::GivenName label=text::given_name(lang) value=form.given_name error=error/>
            <Input field=Field::FamilyName label=text::family_name(lang) value=form.family_name error=error/>
            <Input field=Field::BirthYear label=text::birth_year(lang) inputmode="numeric" class="field__input field__input--number"
                value=form.birth_year error=error/>
            <Input field=Field::IdentityNumber label=text::identity_number(lang) hint=text::identity_hint(lang) inputmode="numeric"
                value=form.identity_number error=error/>
            <Input field=Field::Phone label=text::phone_if(lang) kind="tel" inputmode="tel" value=form.phone error=error/>
            <div class="field">
                <label class="field__label" for="language">{text::choose_language(lang)}</label>
                <select class="field__input" id="language" name="language">{options}</select>
            </div>
            <label class="check">
                <input type="checkbox" name="needs_interpreter" value="yes" checked=interpreter/>
                {text::interpreter(lang)}
            </label>
            <label class="check">
                <input type="checkbox" name="protected" value="yes" checked=protected aria-describedby="protected-more"/>
                {text::protected(lang)}
            </label>
            <p class="soft small" id="protected-more">{text::protected_more(lang)}</p>
            <Pending pending=action.pending() label=text::go_on(lang)/>
        </ActionForm>
    }
}

#[component]
fn Checked(check: Check, id: String, action: ServerAction<SendReferral>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let class = if check.place {
        "notice notice--done"
    } else {
        "notice notice--warn"
    };
    let icon = if check.place {
        IconName::Check
    } else {
        IconName::Clock
    };
    view! {
        <ErrorSummary error=error/>
        {(!check.doubles.is_empty()).then(|| view! {
            <section class="notice notice--warn">
                <Icon name=IconName::Warn/>
                <div>
                    <p><strong>{text::doubles_mine(lang)}</strong></p>
                    <ul class="list">
                        {check
                            .doubles
                            .into_iter()
                            .map(|(href, words)| view! { <li><a href=href><bdi>{words}</bdi></a></li> })
                            .collect_view()}
                    </ul>
                </div>
            </section>
        })}
        <dl class="definition card">
            {check
                .lines
                .into_iter()
                .map(|(label, value, href)| view! {
                    <div>
                        <dt>{label.clone()}</dt>
                        <dd>
                            <bdi>{value}</bdi> " "
                            <a href=href>{text::change(lang)}<span class="visually-hidden">" " {label}</span></a>
                        </dd>
                    </div>
                })
                .collect_view()}
        </dl>
        <p class=class><Icon name=icon/><span>{check.will}</span></p>
        <ActionForm action=action>
            <input type="hidden" name="id" value=id/>
            <Pending pending=action.pending() label=text::send(lang)/>
        </ActionForm>
    }
}

/// The places as they are now, of each own way in and of the house.
#[component]
fn Places(places: Vec<PlaceLine>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <aside class="card stack" aria-labelledby="places">
            <h2 class="section-title" id="places">{text::places_now(lang)}</h2>
            <ul class="list">
                {places
                    .into_iter()
                    .map(|line| {
                        let icon = if line.house { IconName::Home } else { IconName::People };
                        view! {
                            <li class="place">
                                <Icon name=icon/>
                                <span class="place__what">{line.words}<span class="soft small">{line.more}</span></span>
                                <strong class="place__number">{line.number}</strong>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <p class="soft small">{text::full_waits(lang)}</p>
        </aside>
    }
}
