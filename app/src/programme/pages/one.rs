use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::programme::api::{Programme, VersionLine, read_programme};
use crate::programme::parts::{CompareForm, CompareFormProps, DifferenceTable, DifferenceTableProps, Rules};
use crate::programme::text;
use crate::ui::{Failed, FailedProps, Icon, IconName, PageTitle, PrintButton, loaded};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One programme: its rules, its versions, and what differs between two; every view has an address.
pub struct ProgrammePage;

impl ProgrammePage {
    pub fn view() -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let asked = Memo::new(move |_| {
            let query = query.read();
            let number = |name: &str| query.get(name).and_then(|n| n.parse::<i32>().ok()).unwrap_or(0);
            let code = params.read().get("code").unwrap_or_default();
            (code, number("version"), number("fran"), number("till"))
        });
        let one = loaded(
            move || asked.get(),
            |(code, version, from, till)| read_programme(code, version, from, till),
        );
        view! {
            <StaffFrame>
                <a class="back" href="/program">{text::back(use_lang())}</a>
                <Transition>
                    {move || Suspend::new(async move {
                        match one.await {
                            Ok(programme) => Shown(ShownProps { programme }).into_any(),
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
fn Shown(programme: Programme) -> impl IntoView {
    let lang = use_lang();
    let Programme {
        code,
        name,
        centre,
        may_write,
        shown,
        shown_from,
        sections,
        versions,
        difference,
    } = programme;
    let several = versions.len() > 1;
    let new = format!("/program/{code}/ny");
    let compare = several.then(|| {
        CompareForm(CompareFormProps {
            code: code.clone(),
            versions: versions.clone(),
        })
    });
    view! {
        <PageTitle title=name over=centre/>
        {difference.map(|difference| DifferenceTable(DifferenceTableProps { difference }))}
        <section class="card stack" aria-labelledby="rules">
            <h2 class="section-title" id="rules">{text::rules(lang)}</h2>
            <p>{text::version_from(shown, &shown_from, lang)}</p>
            <Rules sections=sections/>
        </section>
        <section class="card stack" aria-labelledby="versions">
            <h2 class="section-title" id="versions">{text::versions(lang)}</h2>
            <p class="soft small">{text::versions_lead(lang)}</p>
            <ul class="stack" data-list="versions">
                {versions.into_iter().map(|v| view! { <Version code=code.clone() line=v/> }).collect_view()}
            </ul>
            {compare.map(|form| view! { <h3>{text::compare(lang)}</h3> {form} })}
        </section>
        <p class="row row--wrap no-print">
            {may_write.then(|| view! {
                <a class="button button--act" href=new><Icon name=IconName::Plus/> <span>{text::new_version(lang)}</span></a>
            })}
            <PrintButton/>
        </p>
    }
}

#[component]
fn Version(code: String, line: VersionLine) -> impl IntoView {
    let lang = use_lang();
    let n = line.version;
    view! {
        <li>
            <p>
                <a href=format!("/program/{code}?version={n}")><b>{text::version_from(n, &line.from, lang)}</b></a>
                {line.holds.then(|| view! { " " <span class="chip">{text::holds(lang)}</span> })}
                {line.coming.then(|| view! { " " <span class="chip">{text::coming(lang)}</span> })}
            </p>
            <p>
                {text::enrolled_under(line.enrolled, n, lang)}
                " " <span class="soft">"(" {text::ever(lang)} ": " {line.ever} ")"</span>
            </p>
            <p class="soft small">
                {text::source(lang)} ": " {line.source} ". "
                {(!line.reason.is_empty()).then(|| view! { {text::reason(lang)} ": " {line.reason} ". " })}
                {line.made.map(|made| view! { {text::made(lang)} ": " {made} "." })}
            </p>
            {(n > 1).then(|| view! {
                <p><a href=format!("/program/{code}?fran={}&till={n}", n - 1)>{text::between(n - 1, n, lang)}</a></p>
            })}
        </li>
    }
}
