use crate::identity::passkey_api::{AddPasskey, SignInWithPasskey};
use crate::identity::text;
use crate::kernel::AppError;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{ErrorSummary, error_of};
use leptos::prelude::*;

/// What the browser can do for a passkey. Everything goes by the names that the standard gives.
#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::{Function, JSON, Object, Promise, Reflect};
    use leptos::prelude::window;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    /// What is asked of it.
    #[derive(Clone, Copy)]
    pub enum Ask {
        Get,
        Create,
    }

    impl Ask {
        const fn names(self) -> (&'static str, &'static str) {
            match self {
                Self::Get => ("get", "parseRequestOptionsFromJSON"),
                Self::Create => ("create", "parseCreationOptionsFromJSON"),
            }
        }
    }

    fn member(of: &JsValue, name: &str) -> Option<JsValue> {
        let found = Reflect::get(of, &name.into()).ok()?;
        (!found.is_undefined() && !found.is_null()).then_some(found)
    }

    fn function(of: &JsValue, name: &str) -> Option<Function> {
        member(of, name)?.dyn_into().ok()
    }

    /// Whether it knows passkeys at all, under an address that has a name: none is given to a bare number.
    pub fn able() -> bool {
        let window = window();
        let named = window
            .location()
            .hostname()
            .is_ok_and(|host| !host.ends_with(|c: char| c.is_ascii_digit() || c == ']'));
        let known = member(&window, "PublicKeyCredential").is_some_and(|keys| {
            function(&keys, Ask::Get.names().1).is_some() && function(&keys, Ask::Create.names().1).is_some()
        });
        named && known && member(&window.navigator(), "credentials").is_some()
    }

    /// Asks it; `None` when the person said no, or it could not.
    pub async fn ask(what: Ask, options: &str) -> Option<String> {
        let window = window();
        let (verb, parse) = what.names();
        let keys = member(&window, "PublicKeyCredential")?;
        let options = function(&keys, parse)?
            .call1(&keys, &JSON::parse(options).ok()?)
            .ok()?;
        let asked = Object::new();
        Reflect::set(&asked, &"publicKey".into(), &options).ok()?;
        let credentials = member(&window.navigator(), "credentials")?;
        let promise: Promise = function(&credentials, verb)?
            .call1(&credentials, &asked)
            .ok()?
            .dyn_into()
            .ok()?;
        let said = JsFuture::from(promise).await.ok()?;
        let plain = function(&said, "toJSON")?.call0(&said).ok()?;
        JSON::stringify(&plain).ok()?.as_string()
    }
}

/// Whether the browser can; never on the server, so that nobody without script sees a button that does nothing.
fn able() -> RwSignal<bool> {
    let able = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| able.set(browser::able()));
    able
}

/// Signs in with a passkey, or confirms with one; shown where the browser can.
#[component]
pub fn PasskeyIn(#[prop(into)] next: Signal<String>, label: &'static str) -> impl IntoView {
    let action = ServerAction::<SignInWithPasskey>::new();
    let own = RwSignal::new(None::<AppError>);
    let said = error_of(action);
    let error = Signal::derive(move || own.get().or_else(|| said.get()));
    let able = able();
    let press = move |_| {
        own.set(None);
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            match crate::identity::passkey_api::ask_passkey().await {
                Ok(options) => match browser::ask(browser::Ask::Get, &options).await {
                    Some(said) => {
                        let next = next.get_untracked();
                        action.dispatch(SignInWithPasskey { said, next });
                    }
                    None => own.set(Some(AppError::NotRight(Field::Passkey))),
                },
                Err(error) => own.set(Some(error)),
            }
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = (action, next, Field::Passkey);
    };
    let lang = use_lang();
    move || {
        able.get().then(|| {
            view! {
                <div class="stack">
                    <ErrorSummary error=error/>
                    <p class="soft">{text::or(lang)}</p>
                    <button type="button" class="button button--wide" id=Field::Passkey.id() on:click=press
                        class:button--pending=move || action.pending().get()>{label}</button>
                </div>
            }
        })
    }
}

/// Makes a passkey on this device and keeps its public half.
#[component]
pub fn PasskeyAdd(action: ServerAction<AddPasskey>) -> impl IntoView {
    let own = RwSignal::new(None::<AppError>);
    let said = error_of(action);
    let error = Signal::derive(move || own.get().or_else(|| said.get()));
    let able = able();
    let press = move |_| {
        own.set(None);
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            match crate::identity::passkey_api::begin_passkey().await {
                Ok(options) => match browser::ask(browser::Ask::Create, &options).await {
                    Some(said) => {
                        action.dispatch(AddPasskey { said });
                    }
                    None => own.set(Some(AppError::NotRight(Field::Passkey))),
                },
                Err(error) => own.set(Some(error)),
            }
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = Field::Passkey;
    };
    let lang = use_lang();
    move || {
        able.get().then(|| {
            view! {
                <div class="stack">
                    <ErrorSummary error=error/>
                    <button type="button" class="button button--wide" id=Field::Passkey.id() on:click=press
                        class:button--pending=move || action.pending().get()>{text::passkey_add(lang)}</button>
                </div>
            }
        })
    }
}
