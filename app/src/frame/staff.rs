use super::text;
use super::tools::Tools;
use super::who::role_here;
use crate::identity::{self, SignOut};
use crate::kernel::lang::use_lang;
use crate::kernel::policy::{Action, ActorKind, Role};
use crate::ui::{Icon, IconName};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A way on, for those whose role has it.
struct Way {
    href: &'static str,
    action: Action,
    icon: IconName,
    word: fn(crate::kernel::Lang) -> &'static str,
}

const WAYS: [Way; 6] = [
    Way {
        href: "/sok",
        action: Action::FindPerson,
        icon: IconName::Search,
        word: text::find,
    },
    Way {
        href: "/drift",
        action: Action::ReadOperations,
        icon: IconName::Eye,
        word: text::operations,
    },
    Way {
        href: "/konton",
        action: Action::ReadAccounts,
        icon: IconName::People,
        word: text::accounts,
    },
    Way {
        href: "/siffror",
        action: Action::ReadFigures,
        icon: IconName::Chart,
        word: text::figures,
    },
    Way {
        href: "/skarm?starta",
        action: Action::StartScreen,
        icon: IconName::Screen,
        word: text::screen,
    },
    Way {
        href: "/mina-enheter",
        action: Action::ManageOwnSignIn,
        icon: IconName::Person,
        word: text::mine,
    },
];

/// What is around every page of those who read about others: a rail with the ways on that the role has, which role is
/// active, and the way out.
#[component]
pub fn StaffFrame(children: Children) -> impl IntoView {
    let lang = use_lang();
    let role = role_here();
    let path = use_location().pathname;
    let item = move |href: &'static str, icon: IconName, word: &'static str| {
        let here = move || (path.get() == href.split('?').next().unwrap_or(href)).then_some("page");
        view! {
            <a class="rail__item" href=href aria-current=here>
                <Icon name=icon/>
                {word}
            </a>
        }
    };
    let home = role.map_or("/start", Role::home);
    let kind = role.map_or(ActorKind::Nobody, ActorKind::Staff);
    view! {
        <div class="desk">
            <a class="skip-link" href="#main">{text::skip(lang)}</a>
            <nav class="rail no-print" aria-label=text::main_menu(lang)>
                {item(home, IconName::Home, text::today(lang))}
                {WAYS
                    .into_iter()
                    .filter(|way| way.href != home && way.action.conceivable(kind))
                    .map(|way| item(way.href, way.icon, (way.word)(lang)))
                    .collect_view()}
                <form method="post" action={<SignOut as leptos::server_fn::ServerFn>::url()}>
                    <button type="submit" class="rail__item">
                        <Icon name=IconName::Leave/>
                        {identity::sign_out_word(lang)}
                    </button>
                </form>
            </nav>
            <div class="work">
                <Tools/>
                <main id="main" class="stack">{children()}</main>
            </div>
        </div>
    }
}
