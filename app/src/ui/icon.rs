use leptos::prelude::*;

/// The few icons there are; each always stands beside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Home,
    Plan,
    More,
    Pin,
    Ear,
    Check,
    Clock,
    Calendar,
    People,
    Card,
    Camera,
    Person,
    Plus,
    Undo,
    Print,
    Leave,
    Eye,
    Screen,
    Search,
    Chart,
    Lock,
    Question,
    Share,
    Shield,
    Device,
    Pen,
    Download,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M4 11l8-7 8 7v9h-5v-6h-6v6H4z",
            Self::Plan => {
                "M7 3h10a2 2 0 012 2v14a2 2 0 01-2 2H7a2 2 0 01-2-2V5a2 2 0 012-2zM9 8h6M9 12h6M9 16h3"
            }
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Pin => {
                "M12 21c5-5.5 7-8.6 7-11a7 7 0 10-14 0c0 2.4 2 5.5 7 11zM12 7.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z"
            }
            Self::Ear => "M5 10v4h3l5 4V6L8 10zM16.5 9a4 4 0 010 6M19 6.500a8 8 0 010 11",
            Self::Check => "M5 13l4.500 4.500L19 7",
            Self::Clock => "M12 3.500a8.500 8.500 0 100 17 8.500 8.500 0 000-17zM12 7v5l3.500 2",
            Self::Calendar => {
                "M6 5h12a2 2 0 012 2v11a2 2 0 01-2 2H6a2 2 0 01-2-2V7a2 2 0 012-2zM4 10h16M9 3v4M15 3v4"
            }
            Self::People => {
                "M9 4.800a3.200 3.200 0 100 6.400 3.200 3.200 0 000-6.400zM3 20c0-4 2.700-6 6-6s6 2 6 6M16 5.200a3 3 0 010 5.600M18 14.500c2 .8 3 2.700 3 5.500"
            }
            Self::Card => {
                "M5 6h14a2 2 0 012 2v9a2 2 0 01-2 2H5a2 2 0 01-2-2V8a2 2 0 012-2zM8.500 10a2 2 0 100 4 2 2 0 000-4zM13 11h5M13 15h4"
            }
            Self::Camera => "M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.500 3.500 0 100 7 3.500 3.500 0 000-7z",
            Self::Person => "M12 4.500a3.500 3.500 0 100 7 3.500 3.500 0 000-7zM5 20c0-4 3-6 7-6s7 2 7 6",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Undo => "M9 7L4 12l5 5M4 12h10a6 6 0 016 6v1",
            Self::Print => "M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z",
            Self::Leave => "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
            Self::Eye => {
                "M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7zM12 9.200a2.800 2.800 0 100 5.600 2.800 2.800 0 000-5.600z"
            }
            Self::Screen => "M4 5h16v11H4zM9 20h6M12 16v4",
            Self::Search => "M10.500 4a6.500 6.500 0 100 13 6.500 6.500 0 000-13zM15.500 15.500L20 20",
            Self::Chart => "M5 20V10M12 20V4M19 20v-7",
            Self::Lock => "M7 11V8a5 5 0 0110 0v3M5 11h14v9H5z",
            Self::Question => {
                "M12 3.500a8.500 8.500 0 100 17 8.500 8.500 0 000-17zM9.500 9.500a2.500 2.500 0 115 0c0 1.700-2.500 2-2.500 4M12 16.500h.01"
            }
            Self::Share => "M12 15V4M8 7.500L12 4l4 3.500M5 12v8h14v-8",
            Self::Shield => "M12 3.500l7 2.500v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6z",
            Self::Device => "M8 3h8a1 1 0 011 1v16a1 1 0 01-1 1H8a1 1 0 01-1-1V4a1 1 0 011-1zM11 18h2",
            Self::Pen => "M4 20l1-4L16 5l3 3L8 19z",
            Self::Download => "M12 4v11M8 11.500l4 3.500 4-3.500M5 20h14",
        }
    }
}

#[component]
pub fn Icon(name: IconName) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=name.path()></path></svg>
    }
}
