use crate::intake::api::{CoachChoice, FinishIntake, MeetingForm, TimeChoice};
use crate::intake::text;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::typed;
use crate::ui::{ErrorSummary, Icon, IconName, Pending, error_of, field_of};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The coach and the first meeting, what will be saved, and the press that does all of it.
#[component]
pub fn MeetingStep(id: String, form: MeetingForm, action: ServerAction<FinishIntake>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let MeetingForm {
        promised,
        coaches,
        interpreter,
        language,
        until,
        consents,
        again,
        number,
        ready,
    } = form;
    let said = move || {
        error
            .get()
            .filter(|e| field_of(*e) == Some(Field::Time.id()))
            .map(|e| message(e, lang))
    };
    let nothing = coaches.iter().all(|c| c.inside.is_empty() && c.later.is_empty());
    let none_inside = coaches.iter().all(|c| c.inside.is_empty());
    let first = coaches
        .iter()
        .flat_map(|c| c.inside.iter())
        .chain(coaches.iter().flat_map(|c| c.later.iter()))
        .next()
        .map(|t| t.value.clone())
        .unwrap_or_default();
    let kept = typed::value(Field::Time.id()).unwrap_or_default();
    let heading = if promised.is_some() {
        text::free(lang)
    } else {
        text::free_plain(lang)
    };
    let is_kept = |times: &[TimeChoice]| times.iter().any(|t| t.value == kept);
    // The first coach's times stand open: whoever is given the first of them presses no more than before.
    let list = |times_of: fn(&CoachChoice) -> &[TimeChoice], open: bool| {
        (0_u8..)
            .zip(coaches.iter().filter(|c| !times_of(c).is_empty()))
            .map(|(n, coach)| {
                let times = times_of(coach).to_vec();
                let open = is_kept(&times) || (open && n == 0);
                let (name, load) = (coach.name.clone(), coach.load);
                view! { <Coach name=name load=load times=times open=open first=first.clone() kept=kept.clone()/> }
            })
            .collect_view()
    };
    let inside = list(|c| &c.inside, true);
    let any_late = coaches.iter().any(|c| !c.later.is_empty());
    let late_kept = coaches.iter().any(|c| is_kept(&c.later));
    let later = any_late.then(|| {
        let coaches = list(|c| &c.later, none_inside);
        view! {
            <details class="disclosure" open=none_inside || late_kept>
                <summary><Icon name=IconName::Warning/> {text::late(lang)}</summary>
                <div class="stack">{coaches}</div>
            </details>
        }
    });
    view! {
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="cols cols--main" attr:novalidate="novalidate">
            <section class="card stack" aria-labelledby="free">
                <div class="row row--wrap">
                    <h2 class="section-title grow" id="free">{heading}</h2>
                    {promised.map(|day| view! { <span class="chip">{text::latest(&day, lang)}</span> })}
                </div>
                {move || said().map(|w| view! { <p class="field__error" id="time-error">{w}</p> })}
                {nothing.then(|| view! { <p class="notice notice--warn">{text::no_times(lang)}</p> })}
                {(none_inside && !nothing).then(|| view! { <p class="notice notice--warn">{text::no_free(lang)}</p> })}
                {inside}
                {later}
                <label class="check">
                    <input type="checkbox" name="interpreter" value="yes" checked=interpreter/>
                    <span>{text::interpreter_in(&language, lang)}</span>
                </label>
            </section>
            <section class="card stack intake-save" aria-labelledby="saved">
                <h2 class="section-title" id="saved">{text::saved_now(lang)}</h2>
                {again.then(|| view! { <p>{text::again(lang)}</p> })}
                <p>{text::enrolled_until(until.as_deref(), lang)}</p>
                <p>{text::consents_to(consents, lang)}</p>
                <p>{text::card_with(number.as_deref(), lang)}</p>
                <input type="hidden" name="id" value=id/>
                {(!ready).then(|| view! { <p class="notice notice--warn">{text::not_ready(lang)}</p> })}
                <Pending pending=action.pending() label=text::enrol(lang)/>
                <p class="soft small">{text::all_or_nothing(lang)}</p>
            </section>
        </ActionForm>
    }
}

/// A coach, how many they have, and their times. The first of all carries the field's id, where an error leads.
#[component]
fn Coach(
    name: String,
    load: u32,
    times: Vec<TimeChoice>,
    open: bool,
    first: String,
    kept: String,
) -> impl IntoView {
    let lang = use_lang();
    let legend = name.clone();
    let count = text::times(times.len(), lang);
    let times = times
        .into_iter()
        .map(|t| {
            let id = (t.value == first).then_some(Field::Time.id());
            let checked = t.value == kept;
            view! {
                <label class="choice">
                    <input type="radio" id=id name="time" value=t.value checked=checked/>
                    <span class="choice__text">{t.words}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <details class="disclosure" open=open>
            <summary>
                <span>
                    <bdi>{name}</bdi>
                    <span class="soft small intake-coach__more">{count} " · " {text::load(load, lang)}</span>
                </span>
            </summary>
            <fieldset class="choices">
                <legend class="visually-hidden">{legend}</legend>
                <div class="intake-times">{times}</div>
            </fieldset>
        </details>
    }
}
