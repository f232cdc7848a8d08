use crate::forms::parts::{QuestionRow, Reason, Rows};
use crate::forms::question_api::{MakeQuestions, NewQuestions, begin_questions};
use crate::forms::text;
use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, Failed, FailedProps, PageTitle, Pending, error_of, loaded};
use leptos::form::ActionForm;
use leptos::prelude::*;
use std::sync::Arc;

/// The form of a new version of the questions, filled in from the latest.
pub struct NewQuestionsPage;

impl NewQuestionsPage {
    pub fn view() -> AnyView {
        let form = loaded(|| (), |()| begin_questions());
        let make = ServerAction::<MakeQuestions>::new();
        view! {
            <StaffFrame>
                <a class="back" href="/fragor">{text::back_questions(use_lang())}</a>
                <Suspense>
                    {move || Suspend::new(async move {
                        match form.await {
                            Ok(form) => Shown(ShownProps { form, action: make }).into_any(),
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
fn Shown(form: NewQuestions, action: ServerAction<MakeQuestions>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let made_from = form.fields.get("made_from").cloned().unwrap_or_default();
    let rows = Rows {
        fields: Arc::new(form.fields),
        error,
    };
    view! {
        <PageTitle title=text::new_version(lang) over=text::questions_title(lang)/>
        <ErrorSummary error=error/>
        <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
            <p>{text::new_lead(lang)}</p>
            <input type="hidden" name="key" value=form.key/>
            <input type="hidden" name="was" value=made_from.clone()/>
            <input type="hidden" name="form[made_from]" value=made_from/>
            {(0..form.rows).map(|n| view! { <QuestionRow rows=rows.clone() n=n/> }).collect_view()}
            <div class="card stack">
                <Reason rows=rows/>
                <Pending pending=action.pending() label=text::make(lang)/>
            </div>
        </ActionForm>
    }
}
