use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::rights::api::{Retention, read_retention};
use crate::rights::text;
use crate::ui::{Failed, FailedProps, PageTitle, loaded};
use leptos::prelude::*;

/// Gallring: what the rules would take at the centre today, and what the last runs took.
pub struct RetentionPage;

impl RetentionPage {
    pub fn view() -> AnyView {
        let retention = loaded(|| (), |()| read_retention());
        view! {
            <StaffFrame>
                <Suspense>
                    {move || Suspend::new(async move {
                        match retention.await {
                            Ok(retention) => Shown(ShownProps { retention }).into_any(),
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
fn Shown(retention: Retention) -> impl IntoView {
    let lang = use_lang();
    let Retention { due, runs } = retention;
    let none = runs.is_empty();
    view! {
        <PageTitle title=text::retention_title(lang)/>
        <p>{text::retention_lead(lang)}</p>
        <div class="cols cols--main">
            <section class="card stack">
                <h2 class="section-title">{text::due_now(lang)}</h2>
                <table class="table table--wrap">
                    <thead>
                        <tr>
                            <th scope="col">{text::what_kept(lang)}</th>
                            <th scope="col">{text::how_long_term(lang)}</th>
                            <th scope="col">{text::then_term(lang)}</th>
                            <th scope="col">{text::count_term(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {due
                            .into_iter()
                            .map(|d| view! {
                                <tr>
                                    <th scope="row">{d.what}</th>
                                    <td data-label=text::how_long_term(lang)>{d.how_long}</td>
                                    <td data-label=text::then_term(lang)>{d.then}</td>
                                    <td data-label=text::count_term(lang)>{d.how_many} " " {d.unit}</td>
                                </tr>
                            })
                            .collect_view()}
                    </tbody>
                </table>
                <p class="soft small">{text::retention_how(lang)}</p>
                <a class="button" href="/vad-sparas">{text::to_kept(lang)}</a>
            </section>
            <section class="card stack">
                <h2 class="section-title">{text::last_runs(lang)}</h2>
                {none.then(|| view! { <p>{text::no_runs(lang)}</p> })}
                <ul class="list">
                    {runs
                        .into_iter()
                        .map(|run| {
                            let nothing = run.lines.is_empty();
                            view! {
                                <li>
                                    <p><strong>{run.began}</strong> {(!run.ended).then(|| format!(" ({})", text::cut_off(lang)))}</p>
                                    {nothing.then(|| view! { <p class="soft">{text::nothing_here_run(lang)}</p> })}
                                    {run
                                        .lines
                                        .into_iter()
                                        .map(|(what, n)| view! { <p class="soft">{what} ": " {n}</p> })
                                        .collect_view()}
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        </div>
    }
}
