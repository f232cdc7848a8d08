use crate::accounts::api::{
    Account, AddRole, ChangeAccount, DeactivateAccount, EndInvitation, EndRole, InviteAgain,
    ReactivateAccount, RelationLine, RoleLine, State, read_account,
};
use crate::accounts::assign_api::CoverForCoach;
use crate::accounts::relation_api::EndRelation;
use crate::accounts::text;
use crate::frame::StaffFrame;
use crate::identity::{InviteStaffToSignIn, WhereThereIsAWay};
use crate::kernel::Choice;
use crate::kernel::error::Field;
use crate::kernel::error_text::message;
use crate::kernel::lang::use_lang;
use crate::kernel::policy::Role;
use crate::ui::{
    Choose, Done, ErrorSummary, Failed, FailedProps, Icon, IconName, Input, PageTitle, Pending, error_of,
    loaded, settled,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One account: what stands about it, and what a manager may do with it.
pub struct AccountPage;

/// What can be done on the page; each answer has the page read again.
#[derive(Clone, Copy)]
struct Doing {
    change: ServerAction<ChangeAccount>,
    add_role: ServerAction<AddRole>,
    end_role: ServerAction<EndRole>,
    close: ServerAction<DeactivateAccount>,
    reopen: ServerAction<ReactivateAccount>,
    invite: ServerAction<InviteAgain>,
    end_invitation: ServerAction<EndInvitation>,
    cover: ServerAction<CoverForCoach>,
    end_relation: ServerAction<EndRelation>,
}

impl Doing {
    fn new() -> Self {
        Self {
            change: ServerAction::new(),
            add_role: ServerAction::new(),
            end_role: ServerAction::new(),
            close: ServerAction::new(),
            reopen: ServerAction::new(),
            invite: ServerAction::new(),
            end_invitation: ServerAction::new(),
            cover: ServerAction::new(),
            end_relation: ServerAction::new(),
        }
    }

    /// How many answers have come.
    fn settled(self) -> impl Fn() -> usize + Copy + Send + Sync + 'static {
        let counts = [
            settled(self.change),
            settled(self.add_role),
            settled(self.end_role),
            settled(self.close),
            settled(self.reopen),
            settled(self.invite),
            settled(self.end_invitation),
            settled(self.cover),
            settled(self.end_relation),
        ];
        move || counts.iter().map(Memo::get).sum()
    }
}

impl AccountPage {
    pub fn view() -> AnyView {
        let params = use_params_map();
        let doing = Doing::new();
        let settled = doing.settled();
        let account = loaded(
            move || (params.read().get("id").unwrap_or_default(), settled()),
            |(id, _)| read_account(id),
        );
        view! {
            <StaffFrame>
                <a class="back no-print" href="/konton">{text::back(use_lang())}</a>
                <Transition>
                    {move || Suspend::new(async move {
                        match account.await {
                            Ok(account) => Shown(ShownProps { account, doing }).into_any(),
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
fn Shown(account: Account, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let id = account.id.clone();
    let roles: Vec<RoleLine> = account.roles.clone();
    let open: Vec<Choice> = roles
        .iter()
        .filter(|r| !r.ended)
        .map(|r| Choice {
            value: r.id.clone(),
            words: format!("{} · {}", r.words, r.days),
        })
        .collect();
    let link = account.link.clone();
    let (coaches, today) = (account.coaches.clone(), account.today.clone());
    let relations = account.relations.clone();
    let events = account.events.clone();
    let agencies = account.agencies.clone();
    let kept = account.kept;
    let invited = StoredValue::new(account.id.clone());
    view! {
        <PageTitle title=account.name.clone() over=text::state_word(account.state, lang)/>
        {link.map(|link| view! { <Link link=link/> })}
        {(!kept).then(|| view! { <p class="notice">{text::kept_elsewhere(lang)}</p> })}
        <div class="cols cols--even">
            <div class="stack">
                <Details account=account.clone() action=doing.change/>
                <section class="card stack">
                    <h2 class="section-title">{text::roles(lang)}</h2>
                    <Roles roles=roles/>
                    <AddRoleForm id=id.clone() agencies=agencies today=today.clone() action=doing.add_role/>
                    {(!open.is_empty()).then(|| view! { <EndRoleForm id=id.clone() open=open action=doing.end_role/> })}
                </section>
                {(!coaches.is_empty()).then(|| view! {
                    <Cover id=id.clone() coaches=coaches today=today action=doing.cover/>
                })}
            </div>
            <div class="stack">
                {kept.then(|| view! { <SignIn account=account.clone() doing=doing/> })}
                {kept.then(|| view! {
                    <WhereThereIsAWay audience="staff">
                        <InviteStaffToSignIn staff=invited.get_value()/>
                    </WhereThereIsAWay>
                })}
                <Relations id=id oneself=account.oneself lines=relations action=doing.end_relation/>
                <section class="card stack">
                    <h2 class="section-title">{text::history(lang)}</h2>
                    <ul class="list">{events.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </section>
            </div>
        </div>
    }
}

/// The link of a new invitation, this once.
#[component]
fn Link(link: String) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card stack no-print" role="status">
            <h2 class="section-title">{text::link_title(lang)}</h2>
            <p>{text::link_lead(lang)}</p>
            <div class="field">
                <label class="field__label" for="link">{text::link_label(lang)}</label>
                <input class="field__input" id="link" type="text" readonly value=link autocomplete="off"/>
            </div>
        </section>
    }
}

#[component]
fn Details(account: Account, action: ServerAction<ChangeAccount>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    let dash = || text::none(lang).to_owned();
    view! {
        <section class="card stack">
            <h2 class="section-title">{text::details(lang)}</h2>
            <dl class="definition">
                <div><dt>{text::user_name(lang)}</dt><dd>{account.user_name.unwrap_or_else(dash)}</dd></div>
                <div><dt>{text::employer(lang)}</dt><dd>{account.employer}</dd></div>
                <div><dt>{text::share(lang)}</dt><dd>{account.share.clone().unwrap_or_else(dash)}</dd></div>
                <div>
                    <dt>{text::last_sign_in(lang)}</dt>
                    <dd>{account.last_sign_in.unwrap_or_else(|| text::never(lang).to_owned())}</dd>
                </div>
            </dl>
            <Done action=action/>
            {account.kept.then(|| view! {
                <details class="disclosure no-print" open=refused>
                    <summary>{text::change(lang)}</summary>
                    <ErrorSummary error=error/>
                    <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                        <input type="hidden" name="id" value=account.id.clone()/>
                        <Input field=Field::GivenName label=text::given_name(lang) value=account.given_name.clone() error=error/>
                        <Input field=Field::FamilyName label=text::family_name(lang) value=account.family_name.clone() error=error/>
                        <Choose field=Field::Employer label=text::employer(lang) value=account.employer_id.clone()
                            choices=account.employers.clone() error=error/>
                        <Input field=Field::Share label=text::share(lang) hint=text::share_hint(lang) inputmode="decimal"
                            value=account.share.clone().unwrap_or_default() error=error/>
                        <Pending pending=action.pending() label=text::save(lang)/>
                    </ActionForm>
                </details>
            })}
        </section>
    }
}

#[component]
fn Roles(roles: Vec<RoleLine>) -> impl IntoView {
    let lang = use_lang();
    if roles.is_empty() {
        return view! { <p class="soft">{text::no_role(lang)}</p> }.into_any();
    }
    let line = |role: RoleLine| {
        let class = if role.in_force {
            "chip chip--done"
        } else {
            "chip chip--plain"
        };
        view! { <li class="row row--wrap"><span class=class>{role.words}</span><span class="soft">{role.days}</span></li> }
    };
    view! { <ul class="list">{roles.into_iter().map(line).collect_view()}</ul> }.into_any()
}

/// The roles there are, to choose from.
pub fn role_choices(lang: crate::kernel::Lang) -> Vec<Choice> {
    Role::ALL
        .into_iter()
        .map(|role| Choice {
            value: role.code().to_owned(),
            words: text::role(role, lang).to_owned(),
        })
        .collect()
}

#[component]
fn AddRoleForm(
    id: String,
    agencies: Vec<Choice>,
    today: String,
    action: ServerAction<AddRole>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <Done action=action/>
        <details class="disclosure no-print" open=refused>
            <summary><Icon name=IconName::Plus/>{text::add_role(lang)}</summary>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=id/>
                <Choose field=Field::Role label=text::role_label(lang) choices=role_choices(lang) error=error/>
                <Choose field=Field::Agency label=text::agency(lang) hint=text::agency_hint(lang) choices=agencies error=error/>
                <Input field=Field::ValidFrom kind="date" label=text::valid_from(lang) value=today error=error/>
                <Input field=Field::ValidTo kind="date" label=text::valid_to(lang) hint=text::valid_to_hint(lang) error=error/>
                <Pending pending=action.pending() label=text::add_role_go(lang)/>
            </ActionForm>
        </details>
    }
}

#[component]
fn EndRoleForm(id: String, open: Vec<Choice>, action: ServerAction<EndRole>) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    view! {
        <Done action=action/>
        <details class="disclosure no-print" open=refused>
            <summary>{text::end_role(lang)}</summary>
            <ErrorSummary error=error/>
            <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                <input type="hidden" name="id" value=id/>
                <Choose field=Field::StaffRole label=text::role_label(lang) choices=open error=error/>
                <Input field=Field::LastDay kind="date" label=text::last_day(lang) hint=text::last_day_hint(lang) error=error/>
                <Pending pending=action.pending() label=text::end_role_go(lang)/>
            </ActionForm>
        </details>
    }
}

#[component]
fn Cover(
    id: String,
    coaches: Vec<Choice>,
    today: String,
    action: ServerAction<CoverForCoach>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let refused = move || error.get().is_some();
    let outcome = action.value();
    let done = move || {
        let people = outcome.get().and_then(Result::ok)?;
        Some(view! { <p class="notice notice--done" role="status">{text::covered(people, lang)}</p> })
    };
    view! {
        <section class="card stack no-print">
            <h2 class="section-title">{text::cover_title(lang)}</h2>
            <p>{text::cover_lead(lang)}</p>
            {done}
            <details class="disclosure" open=refused>
                <summary><Icon name=IconName::People/>{text::cover_go(lang)}</summary>
                <ErrorSummary error=error/>
                <ActionForm action=action attr:class="stack" attr:novalidate="novalidate">
                    <input type="hidden" name="id" value=id/>
                    <Choose field=Field::Coach label=text::cover_coach(lang) choices=coaches error=error/>
                    <Input field=Field::When kind="date" label=text::valid_from(lang) value=today error=error/>
                    <Input field=Field::Until kind="date" label=text::valid_to(lang) error=error/>
                    <Pending pending=action.pending() label=text::cover_go(lang)/>
                </ActionForm>
            </details>
        </section>
    }
}

/// How the person signs in: the invitation, and the account's end.
#[component]
fn SignIn(account: Account, doing: Doing) -> impl IntoView {
    let lang = use_lang();
    let Doing {
        close,
        reopen,
        invite,
        end_invitation,
        ..
    } = doing;
    let id = StoredValue::new(account.id.clone());
    let errors = [
        error_of(close),
        error_of(reopen),
        error_of(invite),
        error_of(end_invitation),
    ];
    let said = move || {
        errors.into_iter().find_map(|e| e.get()).map(|error| {
            view! { <p class="notice notice--error" role="alert">{message(error, lang)}</p> }
        })
    };
    let may_close = !account.closed && !account.oneself;
    view! {
        <section class="card stack no-print">
            <h2 class="section-title">{text::invitation_title(lang)}</h2>
            {said}
            {account.closed.then(|| view! { <p class="notice notice--warn">{text::closed(lang)}</p> })}
            {account.invitation.map(|words| view! { <p>{words}</p> })}
            {(!account.closed && account.state != State::Ended).then(|| view! {
                <ActionForm action=invite attr:class="stack stack--tight">
                    <input type="hidden" name="id" value=id.get_value()/>
                    <p class="soft small">{text::invite_again_hint(lang)}</p>
                    <button type="submit" class="button">{text::invite_again(lang)}</button>
                </ActionForm>
            })}
            {account.invitation_open.then(|| view! {
                <ActionForm action=end_invitation>
                    <input type="hidden" name="id" value=id.get_value()/>
                    <button type="submit" class="button button--quiet">{text::end_invitation(lang)}</button>
                </ActionForm>
            })}
            {account.closed.then(|| view! {
                <ActionForm action=reopen>
                    <input type="hidden" name="id" value=id.get_value()/>
                    <button type="submit" class="button button--act">{text::reopen_go(lang)}</button>
                </ActionForm>
            })}
            {may_close.then(|| view! {
                <details class="disclosure">
                    <summary>{text::close_title(lang)}</summary>
                    <ActionForm action=close attr:class="stack">
                        <input type="hidden" name="id" value=id.get_value()/>
                        <p>{text::close_lead(lang)}</p>
                        <button type="submit" class="button">{text::close_go(lang)}</button>
                    </ActionForm>
                </details>
            })}
        </section>
    }
}

#[component]
fn Relations(
    id: String,
    oneself: bool,
    lines: Vec<RelationLine>,
    action: ServerAction<EndRelation>,
) -> impl IntoView {
    let lang = use_lang();
    let error = error_of(action);
    let said = move || {
        error
            .get()
            .map(|error| view! { <p class="notice notice--error" role="alert">{message(error, lang)}</p> })
    };
    let none = lines.is_empty();
    let line = move |line: RelationLine| {
        let id = id.clone();
        let may_end = !line.ended && !oneself;
        view! {
            <li class="stack stack--tight">
                <span>{line.words}</span>
                {may_end.then(|| view! {
                    <details class="disclosure no-print">
                        <summary>{text::end_relation_go(lang)}</summary>
                        <ActionForm action=action>
                            <input type="hidden" name="id" value=id/>
                            <input type="hidden" name="relation" value=line.id/>
                            <button type="submit" class="button">{text::end_relation_sure(lang)}</button>
                        </ActionForm>
                    </details>
                })}
            </li>
        }
    };
    view! {
        <section class="card stack">
            <h2 class="section-title">{text::relations_title(lang)}</h2>
            {said}
            {none.then(|| view! { <p class="soft">{text::no_relations(lang)}</p> })}
            <ul class="list">{lines.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}
