use crate::attendance::api::{ScreenCode, StartScreen, read_screen_code};
use crate::attendance::text;
use crate::kernel::lang::use_lang;
use crate::ui::{Failed, Icon, IconName, PageTitle, loaded_first};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The screen at the door: the code that changes, large, as QR and digits. Never a name.
pub struct ScreenPage;

impl ScreenPage {
    pub fn view() -> AnyView {
        let code = loaded_first(|| (), |()| read_screen_code());
        let query = use_query_map();
        view! {
            <Suspense>
                {move || {
                    let setting_up = query.read().get("starta").is_some();
                    Suspend::new(async move { match code.await {
                        Ok(shown) if setting_up => SetUp(SetUpProps { centre: shown.centre }).into_any(),
                        Ok(shown) => Shown(ShownProps { first: shown }).into_any(),
                        Err(error) => view! { <main class="page" id="main"><Failed error=error/></main> }.into_any(),
                    }})
                }}
            </Suspense>
        }
        .into_any()
    }
}

/// Asked once by the reception, on the tablet that will stand at the door.
#[component]
fn SetUp(centre: String) -> impl IntoView {
    let lang = use_lang();
    let action = ServerAction::<StartScreen>::new();
    view! {
        <main class="page sign-in" id="main">
            <PageTitle title=text::screen_setup(lang)/>
            <p>{centre}</p>
            <p>{text::start_screen_lead(lang)}</p>
            <ActionForm action=action attr:class="stack">
                <button class="button button--act button--big" type="submit">{text::start_screen(lang)}</button>
            </ActionForm>
        </main>
    }
}

#[component]
fn Shown(first: ScreenCode) -> impl IntoView {
    let lang = use_lang();
    let shown = RwSignal::new(first.clone());
    let left = RwSignal::new(first.seconds_left);
    let lost = RwSignal::new(false);
    keep_current(shown, left, lost);
    // Without script the page asks for the next code by itself.
    let refresh = format!("<meta http-equiv=\"refresh\" content=\"{}\">", first.seconds_left);
    view! {
        <Title text=text::screen_setup(lang)/>
        <noscript inner_html=refresh></noscript>
        <main class="screen" id="main">
            <section class="screen__code">
                <h1>{text::welcome(lang)}</h1>
                <p>{move || if shown.read().open { text::point_camera(lang) } else { text::closed_today(lang) }}</p>
                <svg class="screen__qr" role="img" aria-label=text::qr(lang) shape-rendering="crispEdges"
                    viewBox=move || { let side = shown.read().qr_side; format!("-3 -3 {0} {0}", side + 6) }>
                    <path d=move || shown.read().qr_path.clone()></path>
                </svg>
                <p class="soft">{text::or_type(lang)} " " <strong>{move || shown.read().host.clone()} "/checka-in"</strong></p>
                <p class="screen__digits">
                    <span class="screen__half">{move || shown.read().halves.0.clone()}</span>
                    " "
                    <span class="screen__half">{move || shown.read().halves.1.clone()}</span>
                </p>
                <p class="soft small">
                    <label for="left">{text::seconds_left(lang)} " " {move || left.get()} " s"</label>
                    <progress id="left" class="progress screen__countdown" max="30" value=move || left.get().to_string()></progress>
                </p>
                {move || lost.get().then(|| view! { <p class="notice notice--warn" role="status">{text::lost_touch(lang)}</p> })}
            </section>
            <aside class="screen__help">
                <p class="soft">{first.centre}</p>
                <ol>
                    <li>{text::step_1(lang)}</li>
                    <li>{text::step_2(lang)}</li>
                    <li>{text::step_3(lang)}</li>
                    <li>{text::step_4(lang)}</li>
                </ol>
                <h2>{text::no_phone(lang)}</h2>
                <p class="row"><Icon name=IconName::Card/><span>{text::ask_reception(lang)}</span></p>
            </aside>
        </main>
    }
}

/// Counts the seconds down and fetches the next code when its time has come.
fn keep_current(shown: RwSignal<ScreenCode>, left: RwSignal<u32>, lost: RwSignal<bool>) {
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let beat = set_interval_with_handle(
            move || {
                let now_left = left.get_untracked();
                if now_left > 1 {
                    left.set(now_left - 1);
                    return;
                }
                leptos::task::spawn_local(async move {
                    if let Ok(next) = read_screen_code().await {
                        left.set(next.seconds_left.max(1));
                        shown.set(next);
                        lost.set(false);
                    } else {
                        lost.set(true);
                        left.set(2);
                    }
                });
            },
            std::time::Duration::from_secs(1),
        );
        on_cleanup(move || {
            if let Ok(beat) = beat {
                beat.clear();
            }
        });
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (shown, left, lost);
}
