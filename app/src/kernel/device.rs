//! What a device is called: plain words made from what the browser says of itself. The browser's own words are kept
//! nowhere: they tell more about a person's device than anyone needs.

use super::Lang;

/// A device, as people would call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    browser: &'static str,
    system: &'static str,
}

/// Looked for in this order: browsers claim to be each other.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];
const SOMETHING: &str = "Okänd webbläsare";
const BETWEEN: &str = " på ";

impl Device {
    /// From the header User-Agent.
    pub fn of(user_agent: &str) -> Self {
        let find = |known: &[(&str, &'static str)]| {
            known
                .iter()
                .find(|(mark, _)| user_agent.contains(mark))
                .map_or("", |(_, name)| *name)
        };
        Self {
            browser: find(&BROWSERS),
            system: find(&SYSTEMS),
        }
    }

    /// "Chrome på Android", as it is stored.
    pub fn name(self) -> String {
        match (self.browser, self.system) {
            ("", "") => SOMETHING.to_owned(),
            ("", system) => format!("{SOMETHING}{BETWEEN}{system}"),
            (browser, "") => browser.to_owned(),
            (browser, system) => format!("{browser}{BETWEEN}{system}"),
        }
    }
}

/// A stored name in the language of whoever reads it; a device that is not known is called so.
pub fn spoken(stored: Option<&str>, lang: Lang) -> String {
    let stored = stored.unwrap_or(SOMETHING);
    match lang {
        Lang::Sv => stored.to_owned(),
        Lang::En => stored
            .replace(SOMETHING, "Unknown browser")
            .replace(BETWEEN, " on "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_has_a_plain_name_and_nothing_of_what_the_browser_said() {
        let said = [
            (
                "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "Chrome på Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari på iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
                "Edge på Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Firefox på Linux",
            ),
            ("<script>alert(1)</script>", "Okänd webbläsare"),
            ("", "Okänd webbläsare"),
        ];
        for (agent, name) in said {
            assert_eq!(Device::of(agent).name(), name, "{agent}");
        }
        assert_eq!(spoken(Some("Chrome på Android"), Lang::En), "Chrome on Android");
        assert_eq!(spoken(None, Lang::En), "Unknown browser");
    }
}
