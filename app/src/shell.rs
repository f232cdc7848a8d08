//! The document around every page.

use crate::kernel::Lang;
use crate::routes::App;
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::sync::OnceLock;

/// Addresses of the built files. Their names carry a hash, read once from the list beside the program.
///
/// Leptos' own component for this reads that list at every request, and in 0.8.23 puts the nonce where
/// the preload's `crossorigin` belongs, so that Firefox fetches the program twice.
#[derive(Debug)]
struct Built {
    css: String,
    js: String,
    wasm: String,
}

impl Built {
    fn of(options: &LeptosOptions) -> &'static Self {
        static BUILT: OnceLock<Built> = OnceLock::new();
        BUILT.get_or_init(|| {
            let hashes = options.hash_files.then(|| {
                let list = std::env::current_exe()
                    .ok()?
                    .parent()?
                    .join(options.hash_file.as_ref());
                std::fs::read_to_string(list).ok()
            });
            let hashes = hashes.flatten().unwrap_or_default();
            let address = |kind: &str, plain: &str| {
                let hash = hashes
                    .lines()
                    .find_map(|line| line.trim().strip_prefix(kind)?.strip_prefix(':'))
                    .map(|hash| format!(".{}", hash.trim()));
                let (hash, plain) = match hash {
                    Some(hash) => (hash, ""),
                    None => (String::new(), plain),
                };
                format!(
                    "/{}/{}{hash}{plain}.{kind}",
                    options.site_pkg_dir, options.output_name
                )
            };
            let built = Self {
                css: address("css", ""),
                js: address("js", ""),
                wasm: address("wasm", "_bg"),
            };
            let file =
                std::path::Path::new(options.site_root.as_ref()).join(built.css.trim_start_matches('/'));
            if !file.exists() {
                // It would serve pages without a look and without script, and nobody would be told.
                tracing::error!(file = %file.display(), "the built files are not where the pages name them");
            }
            built
        })
    }
}

/// Where the stylesheet is, for pages that are made without leptos.
pub fn stylesheet_href(options: &LeptosOptions) -> String {
    Built::of(options).css.clone()
}

/// The language of the request that is being answered.
fn lang() -> Lang {
    crate::kernel::Visitor::current()
        .map(|v| v.lang)
        .unwrap_or_default()
}

/// How a page of the staff tells with each request which place it is of.
pub const PLACE_HEADER: &str = "x-arbetsforum-place";

/// Sets it on what the page's program asks for: the program's own requests are objects, and no other way leads past it.
const NAME_PLACE: &str = "const p=document.documentElement.dataset.place,f=window.fetch;\
     window.fetch=(r,o)=>{if(r instanceof Request)r.headers.set('x-arbetsforum-place',p);return f(r,o)};";

/// The document.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let lang = lang();
    let built = Built::of(&options);
    // The menu of the staff is made of it, in the browser too.
    let role = crate::frame::role_here().map(crate::kernel::policy::Role::code);
    let place = crate::kernel::Visitor::current()
        .and_then(|v| v.actor)
        .and_then(|actor| actor.place());
    let first = place.as_ref().map_or("", |_| NAME_PLACE);
    // Both are asked for at once and with low priority: the page is of use before its program is here. Links that
    // preload would do the same, and make a browser without script fetch what it cannot run.
    let start = format!(
        "{first}const w=fetch({:?},{{priority:'low'}});\
         import({:?}).then(m=>m.default({{module_or_path:w}}).then(()=>m.hydrate()))",
        built.wasm, built.js
    );
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() dir=lang.dir() data-role=role data-place=place>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=built.css.clone()/>
                <script type="module" nonce=use_nonce()>{start}</script>
                <AutoReload options=options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
