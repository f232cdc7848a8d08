use crate::frame::StaffFrame;
use crate::kernel::lang::use_lang;
use crate::portfolio::api::{Order, Portfolio, my_participants};
use crate::portfolio::parts::{HereNow, ParticipantList};
use crate::portfolio::text;
use crate::ui::{Failed, FailedProps, PageTitle, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The coach's day, loaded as a chunk of its own: who is here now, live, and one's own participants.
pub struct CoachPage;

impl CoachPage {
    pub fn view() -> AnyView {
        let query = use_query_map();
        let chosen = Memo::new(move |_| {
            let query = query.read();
            let word = |name: &str| query.get(name).unwrap_or_default();
            (
                word("sok"),
                Order::from_code(&word("ordning")),
                word("sida").parse().unwrap_or(1),
            )
        });
        // Counts the arrivals that were heard of.
        let arrivals = RwSignal::new(0_u32);
        let portfolio = loaded(
            move || (chosen.get(), arrivals.get()),
            |((search, order, page), _)| my_participants(search, order, page),
        );
        listen(arrivals);
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    match portfolio.await {
                        Ok(portfolio) => {
                            let (search, order, _) = chosen.get_untracked();
                            Shown(ShownProps { portfolio, search, order }).into_any()
                        }
                        Err(error) => view! { <main class="page" id="main">{Failed(FailedProps { error })}</main> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

#[component]
fn Shown(portfolio: Portfolio, search: String, order: Order) -> impl IntoView {
    let lang = use_lang();
    let here = portfolio.here.clone();
    view! {
        <StaffFrame>
            <PageTitle title=text::title(lang) over=portfolio.day.clone()/>
            <div class="cols">
                <HereNow here=here in_house=portfolio.here_in_house/>
                <ParticipantList portfolio=portfolio search=search order=order/>
            </div>
        </StaffFrame>
    }
}

/// Looks again when somebody arrives, and when the connection comes back after a silence.
fn listen(arrivals: RwSignal<u32>) {
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        use wasm_bindgen::JsCast;
        use wasm_bindgen::closure::Closure;

        let Ok(source) = web_sys::EventSource::new("/live/arrivals") else {
            return;
        };
        let heard = Closure::<dyn Fn()>::new(move || arrivals.update(|n| *n += 1));
        let lost = RwSignal::new(false);
        let error = Closure::<dyn Fn()>::new(move || lost.set(true));
        let open = Closure::<dyn Fn()>::new(move || {
            if lost.get_untracked() {
                lost.set(false);
                arrivals.update(|n| *n += 1);
            }
        });
        let _ = source.add_event_listener_with_callback("arrival", heard.as_ref().unchecked_ref());
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        source.set_onopen(Some(open.as_ref().unchecked_ref()));
        let kept = StoredValue::new_local((source, heard, error, open));
        on_cleanup(move || {
            kept.try_with_value(|(source, ..)| source.close());
        });
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = arrivals;
}
