//! Tables for a spreadsheet: semicolons, since Swedish spreadsheets read the comma as a decimal sign, and no cell that
//! the spreadsheet would run.

/// One row, with its end.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(";"))
}

/// A cell that is text whatever it begins with: what would be a formula gets an apostrophe before it.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        || text.trim_start().starts_with(['=', '+', '-', '@']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([';', ',', '"', '\n', '\r', '\t', '\'']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_is_text_and_a_semicolon_is_no_border() {
        assert_eq!(row(["Månad", "12"]), "Månad;12\r\n");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        for formula in ["+1", "-1", "@a", " =1", "\t=1", "\r1", "＝1"] {
            assert!(
                cell(formula).trim_start_matches('"').starts_with('\''),
                "{formula:?}"
            );
        }
        assert_eq!(cell("a;b"), "\"a;b\"");
    }

    proptest! {
        #[test]
        fn no_cell_begins_as_a_formula(text in ".*") {
            // As the spreadsheet reads it: the quotes around a cell are no part of it, one written twice is one.
            let written = cell(&text);
            let inner = written.strip_prefix('"').and_then(|w| w.strip_suffix('"'));
            let seen = inner.map_or(written.clone(), |w| w.replace("\"\"", "\""));
            prop_assert!(!seen.trim_start().starts_with(['=', '+', '-', '@']), "{}", written);
        }
    }
}
