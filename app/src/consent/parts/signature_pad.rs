use crate::consent::text;
use crate::kernel::error::Field;
use crate::kernel::lang::use_lang;
use crate::ui::{Icon, IconName};
use domain::consent::{SIGNATURE_HEIGHT, SIGNATURE_POINTS_MAX, SIGNATURE_WIDTH};
use leptos::prelude::*;

/// Points nearer to each other than this, in units of the field, are one.
const NEAR: i32 = 4;

/// A field to sign in with finger, pen or mouse. Needs script: whoever has none signs on paper.
#[component]
pub fn SignaturePad(
    /// Strokes of points.
    strokes: RwSignal<Vec<Vec<(u16, u16)>>>,
) -> impl IntoView {
    let lang = use_lang();
    let drawing = RwSignal::new(false);
    let add = move |point: (u16, u16)| {
        strokes.update(|strokes| {
            let points: usize = strokes.iter().map(Vec::len).sum();
            if points >= SIGNATURE_POINTS_MAX {
                return;
            }
            let Some(stroke) = strokes.last_mut() else { return };
            let near = stroke.last().is_some_and(|(x, y)| {
                (i32::from(*x) - i32::from(point.0)).abs() < NEAR
                    && (i32::from(*y) - i32::from(point.1)).abs() < NEAR
            });
            if !near {
                stroke.push(point);
            }
        });
    };
    let down = move |event: web_sys::PointerEvent| {
        event.prevent_default();
        if let Some(field) = field_of(&event) {
            let _ = field.set_pointer_capture(event.pointer_id());
        }
        if let Some(point) = point_of(&event) {
            drawing.set(true);
            strokes.update(|s| s.push(Vec::new()));
            add(point);
        }
    };
    let moved = move |event: web_sys::PointerEvent| {
        if drawing.get_untracked()
            && let Some(point) = point_of(&event)
        {
            add(point);
        }
    };
    let up = move |_: web_sys::PointerEvent| drawing.set(false);
    let path = move || {
        strokes.with(|strokes| {
            use std::fmt::Write;
            let mut path = String::new();
            for (x, y, letter) in strokes.iter().flat_map(|s| {
                s.iter()
                    .enumerate()
                    .map(|(n, (x, y))| (*x, *y, if n == 0 { 'M' } else { 'L' }))
            }) {
                let _ = write!(path, "{letter}{x} {y}");
            }
            path
        })
    };
    let written = move || strokes.with(|s| written(s));
    view! {
        <div class="field" id=Field::Signature.id() tabindex="-1">
            <p class="field__label">{text::sign(lang)}</p>
            <p class="field__hint">{text::sign_hint(lang)}</p>
            <svg class="signature" role="img" aria-label=text::sign_field(lang)
                viewBox=format!("0 0 {SIGNATURE_WIDTH} {SIGNATURE_HEIGHT}")
                on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=up>
                <path class="signature__line" d=format!("M60 {0}H{1}", SIGNATURE_HEIGHT - 80, SIGNATURE_WIDTH - 60)></path>
                <path class="signature__ink" d=path></path>
            </svg>
            <input type="hidden" name="signature" prop:value=written value=""/>
            <div class="row row--wrap">
                <button type="button" class="button button--quiet" on:click=move |_| strokes.set(Vec::new())>
                    <Icon name=IconName::Undo/>
                    {text::sign_again(lang)}
                </button>
            </div>
            <p class="soft small">{text::sign_paper(lang)}</p>
        </div>
    }
}

/// The strokes as the form sends them: `x.y.x.y_x.y`.
pub fn written(strokes: &[Vec<(u16, u16)>]) -> String {
    strokes
        .iter()
        .filter(|s| !s.is_empty())
        .map(|s| {
            s.iter()
                .map(|(x, y)| format!("{x}.{y}"))
                .collect::<Vec<_>>()
                .join(".")
        })
        .collect::<Vec<_>>()
        .join("_")
}

fn field_of(event: &web_sys::PointerEvent) -> Option<web_sys::Element> {
    use wasm_bindgen::JsCast;
    event.current_target()?.dyn_into::<web_sys::Element>().ok()
}

/// Where the pen is, in units of the field; what goes past its edge is at its edge.
fn point_of(event: &web_sys::PointerEvent) -> Option<(u16, u16)> {
    let rect = field_of(event)?.get_bounding_client_rect();
    if rect.width() <= 0.0 || rect.height() <= 0.0 {
        return None;
    }
    let units = |at: f64, size: f64, most: u16| {
        let at = (at / size * f64::from(most)).round().clamp(0.0, f64::from(most));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the field just before"
        )]
        let at = at as u16;
        at
    };
    Some((
        units(
            f64::from(event.client_x()) - rect.left(),
            rect.width(),
            SIGNATURE_WIDTH,
        ),
        units(
            f64::from(event.client_y()) - rect.top(),
            rect.height(),
            SIGNATURE_HEIGHT,
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::written;
    use domain::consent::Signature;

    #[test]
    fn what_the_field_sends_is_what_the_domain_reads() {
        let strokes = vec![vec![(0, 0), (300, 20)], vec![], vec![(5, 5)]];
        assert_eq!(written(&strokes), "0.0.300.20_5.5");
        assert!(Signature::parse(&written(&strokes)).is_ok());
        assert_eq!(written(&[]), "");
    }
}
