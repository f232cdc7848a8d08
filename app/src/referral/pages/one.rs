use crate::frame::StaffFrame;
use crate::kernel::Choice;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::promise::{AskedForm, Chip, ClockChips, ContactCard, ExplainPromise};
use crate::referral::api::{
    CallReview, Double, JudgeReview, NameForReferral, NoteContact, Referral, RefuseReferral,
    ShowReferralNumber, WithdrawReferral, read_referral,
};
use crate::referral::text;
use crate::ui::{
    Choose, ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, TextArea, error_of,
    loaded, settled,
};
use domain::referral::Refusal;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One referral: for its sender, and for the desk of its centre.
pub struct ReferralPage;

/// What the page's forms do.
#[derive(Clone, Copy)]
struct Forms {
    withdraw: ServerAction<WithdrawReferral>,
    refuse: ServerAction<RefuseReferral>,
    call: ServerAction<CallReview>,
    judge: ServerAction<JudgeReview>,
    contact: ServerAction<NoteContact>,
    number: ServerAction<ShowReferralNumber>,
    name: ServerAction<NameForReferral>,
    explain: ServerAction<ExplainPromise>,
}

impl ReferralPage {
    pub fn view() -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
        let sent = Memo::new(move |_| query.read().get("skickad").is_some());
        let asked = Memo::new(move |_| query.read().get("orsak").unwrap_or_default());
        let forms = Forms {
            withdraw: ServerAction::new(),
            refuse: ServerAction::new(),
            call: ServerAction::new(),
            judge: ServerAction::new(),
            contact: ServerAction::new(),
            number: ServerAction::new(),
            name: ServerAction::new(),
            explain: ServerAction::new(),
        };
        let withdraw_settled = settled(forms.withdraw);
        let refuse_settled = settled(forms.refuse);
        let call_settled = settled(forms.call);
        let judge_settled = settled(forms.judge);
        let contact_settled = settled(forms.contact);
        let number_settled = settled(forms.number);
        let name_settled = settled(forms.name);
        let explain_settled = settled(forms.explain);
        let one = loaded(
            move || {
                (
                    id.get(),
                    asked.get(),
                    withdraw_settled.get(),
                    refuse_settled.get(),
                    call_settled.get(),
                    judge_settled.get(),
                    contact_settled.get(),
                    number_settled.get(),
                    name_settled.get(),
                    explain_settled.get(),
                )
            },
            |(id, asked, ..)| read_referral(id, asked),
        );
        view! {
            <StaffFrame>
                <a class="back" href="/anvisningar">{text::to_list(use_lang())}</a>
                <Transition>
                    {move || Suspend::new(async move {
                        match one.await {
                            Ok(one) => Shown(ShownProps { one, forms, sent: sent.get_untracked() }).into_any(),
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
fn Shown(one: Referral, forms: Forms, sent: bool) -> impl IntoView {
    let lang = use_lang();
    let id = StoredValue::new(one.id.clone());
    let may = one.may;
    let clocks: Vec<Chip> = one.clock.into_iter().collect();
    let (promise, asked) = one.promise.map_or((None, None), |p| (Some(p.clone()), p.asked));
    let here = format!("/anvisningar/{}", one.id);
    let facts = |lines: Vec<(String, String)>| {
        lines
            .into_iter()
            .map(|(label, value)| view! { <div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div> })
            .collect_view()
    };
    let (of_referral, of_person) = (facts(one.facts), facts(one.person));
    view! {
        <PageTitle title=one.name over=text::the_referral(lang)/>
        {sent.then(|| view! { <p class="notice notice--done" role="status"><Icon name=IconName::Check/>{text::sent_done(lang)}</p> })}
        <p class="chips">
            <span class=text::chip(one.state)>{one.state_words}</span>
            {one.more.map(|more| view! { <span>{more}</span> })}
        </p>
        <ClockChips chips=clocks/>
        {asked.map(|asked| view! { <AskedForm asked=asked next=here action=forms.explain/> })}
        {one.said.map(|said| view! {
            <p class="notice"><span class="soft">{text::said(lang)} ": "</span><bdi>{said}</bdi></p>
        })}
        {one.protected.then(|| view! {
            <p class="notice notice--warn"><Icon name=IconName::Lock/>
                <span><strong>{text::protected(lang)}</strong> ". " {text::protected_more(lang)}
                    {one.named.map(|name| format!(" {}: {name}.", text::named(lang)))}</span></p>
        })}
        <Doubles doubles=one.doubles/>
        <p class="soft small">{text::logged(lang)}</p>
        <div class="cols cols--even">
            <div class="stack">
                <section class="card stack" aria-labelledby="person">
                    <h2 class="section-title" id="person">{text::the_person(lang)}</h2>
                    <dl class="definition">
                        {of_person}
                        {one.number.map(|number| view! { <div><dt>{text::number(lang)}</dt><dd class="figure">{number}</dd></div> })}
                    </dl>
                    {may.number.then(|| view! { <Number id=id.get_value() action=forms.number/> })}
                    {one.record.map(|href| view! { <a class="button" href=href>{text::record(lang)}</a> })}
                </section>
                <section class="card stack" aria-labelledby="referral">
                    <h2 class="section-title" id="referral">{text::the_referral(lang)}</h2>
                    <dl class="definition">{of_referral}</dl>
                    {one.reason.map(|reason| view! {
                        <h3 class="section-title">{text::why(lang)}</h3>
                        <p><bdi>{reason}</bdi></p>
                    })}
                </section>
                {(!one.answers.is_empty()).then(|| view! {
                    <section class="card stack" aria-labelledby="answers">
                        <h2 class="section-title" id="answers">{text::answers(lang)}</h2>
                        <ul class="list">
                            {one.answers
                                .into_iter()
                                .map(|a| view! {
                                    <li>
                                        {a.what} ": "
                                        <strong>{if a.yes { text::yes(lang) } else { text::no(lang) }}</strong>
                                        " " <span class="soft small">{a.judged}</span>
                                    </li>
                                })
                                .collect_view()}
                        </ul>
                    </section>
                })}
            </div>
            <div class="stack">
                {promise.map(|promise| view! { <ContactCard promise=promise/> })}
                <section class="card stack" aria-labelledby="happened">
                    <h2 class="section-title" id="happened">{text::happened(lang)}</h2>
                    <ul class="list">{one.events.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </section>
                {may.contact.then(|| view! { <Contact id=id.get_value() today=one.today.clone() action=forms.contact/> })}
                {may.judge.then(|| view! { <Judge id=id.get_value() action=forms.judge/> })}
                {may.review.then(|| view! { <Call id=id.get_value() action=forms.call/> })}
                {may.refuse.then(|| view! { <Refuse id=id.get_value() action=forms.refuse/> })}
                {may.withdraw.then(|| view! { <Withdraw id=id.get_value() action=forms.withdraw/> })}
                {may.name.then(|| view! { <NameStaff id=id.get_value() colleagues=one.colleagues action=forms.name/> })}
            </div>
        </div>
    }
}

#[component]
fn Doubles(doubles: Vec<Double>) -> impl IntoView {
    let lang = use_lang();
    (!doubles.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="doubles">
                <h2 class="row" id="doubles"><Icon name=IconName::People/><span>{text::doubles(lang)}</span></h2>
                <p>{text::doubles_more(lang)}</p>
                <ul class="list">
                    {doubles
                        .into_iter()
                        .map(|d| view! { <li><a href=d.href><bdi>{d.words}</bdi></a></li> })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn Number(id: String, action: ServerAction<ShowReferralNumber>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary>{text::show_number(lang)}</summary>
            <div class="stack">
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="id" value=id/>
                    <TextArea field=Field::Reason label=text::show_number_why(lang) hint=text::show_number_hint(lang) value=""
                        error=error/>
                    <Pending pending=action.pending() label=text::show_number(lang)/>
                </ActionForm>
            </div>
        </details>
    }
}

#[component]
fn Contact(id: String, today: String, action: ServerAction<NoteContact>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack no-print" aria-labelledby="contact">
            <h2 class="section-title" id="contact">{text::contact(lang)}</h2>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=id/>
                <Input field=Field::When label=text::contact_when(lang) kind="date" value=today error=error/>
                <Pending pending=action.pending() label=text::contact_go(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn Judge(id: String, action: ServerAction<JudgeReview>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack no-print" aria-labelledby="judge">
            <h2 class="section-title" id="judge">{text::judge(lang)}</h2>
            <p>{text::judge_more(lang)}</p>
            <ErrorSummary error=error/>
            <ActionForm action=action>
                <input type="hidden" name="id" value=id/>
                <Pending pending=action.pending() label=text::judge(lang)/>
            </ActionForm>
        </section>
    }
}

#[component]
fn Call(id: String, action: ServerAction<CallReview>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary>{text::call_review(lang)}</summary>
            <div class="stack">
                <p>{text::call_more(lang)}</p>
                <ErrorSummary error=error/>
                <ActionForm action=action>
                    <input type="hidden" name="id" value=id/>
                    <Pending pending=action.pending() label=text::call_review(lang)/>
                </ActionForm>
            </div>
        </details>
    }
}

#[component]
fn Refuse(id: String, action: ServerAction<RefuseReferral>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    let reasons = Refusal::ALL
        .into_iter()
        .map(|r| Choice::new(r.code(), text::refusal(r, lang)))
        .collect::<Vec<_>>();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary>{text::refuse(lang)}</summary>
            <div class="stack">
                <p>{text::refuse_more(lang)}</p>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="id" value=id/>
                    <Choose field=Field::Kind label=text::refuse_why(lang) choices=reasons error=error/>
                    <TextArea field=Field::Words label=text::refuse_words(lang) hint=text::words_hint(lang) value="" error=error/>
                    <Pending pending=action.pending() label=text::refuse_go(lang)/>
                </ActionForm>
            </div>
        </details>
    }
}

#[component]
fn Withdraw(id: String, action: ServerAction<WithdrawReferral>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <details class="disclosure no-print" open=refused>
            <summary>{text::withdraw(lang)}</summary>
            <div class="stack">
                <p>{text::withdraw_more(lang)}</p>
                <ErrorSummary error=error/>
                <ActionForm action=action>
                    <input type="hidden" name="id" value=id/>
                    <Pending pending=action.pending() label=text::withdraw_go(lang)/>
                </ActionForm>
            </div>
        </details>
    }
}

#[component]
fn NameStaff(id: String, colleagues: Vec<Choice>, action: ServerAction<NameForReferral>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    view! {
        <section class="card stack no-print" aria-labelledby="name-staff">
            <h2 class="section-title" id="name-staff">{text::name_staff(lang)}</h2>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=id/>
                <Choose field=Field::Staff label=text::colleague(lang) choices=colleagues error=error/>
                <Pending pending=action.pending() label=text::name_go(lang)/>
            </ActionForm>
        </section>
    }
}
