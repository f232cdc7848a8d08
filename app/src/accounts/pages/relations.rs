use crate::accounts::relation_api::{DeclareRelation, Relations, read_relations};
use crate::accounts::text;
use crate::frame::StaffFrame;
use crate::kernel::Choice;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{
    Choose, Done, ErrorSummary, Failed, FailedProps, Input, PageTitle, Pending, error_of, loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// Whose records are closed to oneself: declared here, by number.
pub struct RelationsPage;

impl RelationsPage {
    pub fn view() -> AnyView {
        let declare = ServerAction::<DeclareRelation>::new();
        let declare_settled = settled(declare);
        let relations = loaded(move || declare_settled.get(), |_| read_relations());
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match relations.await {
                        Ok(relations) => Shown(ShownProps { relations, action: declare }).into_any(),
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(relations: Relations, action: ServerAction<DeclareRelation>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let Relations { lines } = relations;
    let none = lines.is_empty();
    let kinds = vec![
        Choice {
            value: "self".to_owned(),
            words: text::oneself(lang).to_owned(),
        },
        Choice {
            value: "relative".to_owned(),
            words: text::relative(lang).to_owned(),
        },
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let class = if line.ended { "soft" } else { "" };
            view! { <li class=class>{line.words}</li> }
        })
        .collect_view();
    view! {
        <StaffFrame>
            <PageTitle title=text::relations_own_title(lang)/>
            <section class="card stack no-print">
                <p>{text::relations_lead(lang)}</p>
                <Done action=action words=text::declared(lang)/>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <Input field=Field::Person label=text::number(lang) hint=text::number_hint(lang) inputmode="numeric" error=error/>
                    <Choose field=Field::Kind label=text::relation_kind(lang) choices=kinds error=error/>
                    <Pending pending=action.pending() label=text::declare_go(lang)/>
                </ActionForm>
            </section>
            <section class="card stack">
                <h2 class="section-title">{text::mine(lang)}</h2>
                {none.then(|| view! { <p class="soft">{text::no_relations(lang)}</p> })}
                {(!none).then(|| view! { <ul class="list">{rows}</ul> })}
                <p class="soft small">{text::relations_end_lead(lang)}</p>
            </section>
        </StaffFrame>
    }
}
