use crate::kernel::AppError;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A form of a page that has several.
pub struct Form {
    pending: Signal<bool>,
    forget: Box<dyn Fn() + Send + Sync>,
}

impl Form {
    pub fn of<A>(action: ServerAction<A>) -> Self
    where
        A: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
        A::Output: Send + Sync + 'static,
    {
        Self {
            pending: action.pending().into(),
            forget: Box::new(move || action.clear()),
        }
    }
}

/// What one form of a page was answered goes when another of them is sent: an old error beside a new success says nothing
/// that is true.
pub fn one_at_a_time(forms: impl IntoIterator<Item = Form>) {
    let forms = StoredValue::new(forms.into_iter().collect::<Vec<_>>());
    let pending: Vec<_> = forms.with_value(|forms| forms.iter().map(|form| form.pending).collect());
    for (at, pending) in pending.into_iter().enumerate() {
        Effect::new(move |_| {
            if pending.get() {
                forms.with_value(|forms| {
                    for (other, form) in forms.iter().enumerate() {
                        if other != at {
                            (form.forget)();
                        }
                    }
                });
            }
        });
    }
}
