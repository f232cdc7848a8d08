use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::programme::api::{Programmes, list_programmes};
use crate::programme::text;
use crate::ui::{Failed, FailedProps, PageTitle, loaded};
use leptos::prelude::*;

/// The programmes of the centre, each with the version that holds.
pub struct ProgrammesPage;

impl ProgrammesPage {
    pub fn view() -> AnyView {
        let list = loaded(|| (), |()| list_programmes());
        view! {
            <StaffFrame>
                <Suspense>
                    {move || Suspend::new(async move {
                        match list.await {
                            Ok(list) => Shown(ShownProps { list }).into_any(),
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
fn Shown(list: Programmes) -> impl IntoView {
    let lang = use_lang();
    let empty = list.rows.is_empty();
    view! {
        <PageTitle title=text::title(lang) over=list.centre/>
        <p>{text::lead(lang)}</p>
        {empty.then(|| view! { <p class="card">{text::none(lang)}</p> })}
        {(!empty).then(|| view! {
            <table class="table table--wrap" data-list="programmes">
                <thead>
                    <tr>
                        <th scope="col">{text::programme(lang)}</th>
                        <th scope="col">{text::version(lang)}</th>
                        <th scope="col">{text::holds_from(lang)}</th>
                        <th scope="col" class="table__number">{text::enrolled(lang)}</th>
                    </tr>
                </thead>
                <tbody>
                    {list.rows
                        .into_iter()
                        .map(|row| view! {
                            <tr>
                                <th scope="row"><a href=format!("/program/{}", row.code)>{row.name}</a></th>
                                <td data-label=text::version(lang)>{row.version}</td>
                                <td data-label=text::holds_from(lang)>
                                    {row.since}
                                    {row.coming.map(|coming| view! { <br/><span class="soft small">{text::coming(lang)} ": " {coming}</span> })}
                                </td>
                                <td class="table__number" data-label=text::enrolled(lang)>{row.enrolled}</td>
                            </tr>
                        })
                        .collect_view()}
                </tbody>
            </table>
        })}
    }
}
