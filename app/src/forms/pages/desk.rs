use crate::forms::api::{BeginTogether, FormsOf, read_forms_of};
use crate::forms::parts::{Begin, LifeCards};
use crate::forms::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, PageTitle, PrintButton, error_of, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A person's forms, for the centre's staff: what is answered and what has changed; whose person it is fills them in
/// together with them.
pub struct FormsDeskPage;

impl FormsDeskPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let begin = ServerAction::<BeginTogether>::new();
        let forms = loaded(move || params.read().get("id").unwrap_or_default(), read_forms_of);
        view! {
            <Suspense>
                {move || Suspend::new(async move {
                    match forms.await {
                        Ok(forms) => Shown(ShownProps { forms, begin }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

#[component]
fn Shown(forms: FormsOf, begin: ServerAction<BeginTogether>) -> impl IntoView {
    let lang = use_lang();
    let FormsOf {
        person,
        name,
        number,
        may_fill,
        lives,
    } = forms;
    let error = error_of(begin);
    let how = if may_fill {
        Begin::Together(person.clone(), begin)
    } else {
        Begin::No
    };
    let opens = may_fill && lives.iter().any(|life| life.cards.iter().any(|card| card.open));
    let empty = lives.is_empty();
    view! {
        <StaffFrame>
            <a class="back no-print" href=format!("/deltagare/{person}")>{text::back_person(lang)}</a>
            <PageTitle title=text::title_of(lang) over=format!("{name} · {number}")/>
            <p class="soft">{text::lead_of(lang)}</p>
            <ErrorSummary error=error/>
            {opens.then(|| view! { <p class="notice no-print">{text::together_means(lang)}</p> })}
            {empty.then(|| view! { <div class="card card--quiet empty"><p>{text::nothing_of(lang)}</p></div> })}
            {lives
                .into_iter()
                .map(|life| view! { <LifeCards life=life begin=how.clone()/> })
                .collect_view()}
            <p class="no-print"><PrintButton/></p>
        </StaffFrame>
    }
}
