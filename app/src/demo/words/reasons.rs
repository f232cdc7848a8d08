//! Why somebody was away, in their words; and why an attendance was corrected.

/// A reason as the table has it, how often it is given, and what people say.
#[derive(Debug)]
pub struct Reason {
    pub weight: u32,
    pub code: &'static str,
    pub words: &'static [&'static str],
}

pub const REASONS: &[Reason] = &[
    Reason {
        weight: 40,
        code: "ill",
        words: &[
            "Jag var förkyld och stannade hemma.",
            "Jag mådde inte bra på morgonen.",
            "Jag var sjuk. Jag ringde men kom inte fram.",
        ],
    },
    Reason {
        weight: 22,
        code: "ill_child",
        words: &[
            "Min son hade feber.",
            "Förskolan ringde. Jag fick hämta min dotter.",
            "Barnen var sjuka hela veckan.",
        ],
    },
    Reason {
        weight: 14,
        code: "work_or_interview",
        words: &[
            "Jag var på intervju. Den gick bra.",
            "Jag fick hoppa in på ett jobb den dagen.",
            "Jag provade att jobba en dag på lagret.",
        ],
    },
    Reason {
        weight: 14,
        code: "other_appointment",
        words: &[
            "Jag hade en tid på banken.",
            "Jag var hos tandläkaren.",
            "Skolan ville träffa alla föräldrar.",
        ],
    },
    Reason {
        weight: 10,
        code: "other",
        words: &[
            "Bussen var inställd och nästa var full.",
            "Jag hade skrivit fel dag i kalendern.",
            "Jag försov mig. Det ska inte hända igen.",
        ],
    },
];

/// Why a stamp does not stand.
pub const CORRECTIONS: &[&str] = &[
    "Fel person stämplades i receptionen.",
    "Deltagaren gick hem direkt och kommer i morgon i stället.",
    "Kortet lästes av misstag när det skulle provas.",
    "Stämpeln gällde en kamrat som hade glömt sin telefon.",
];

/// Why it stands after all.
pub const CORRECTED_BACK: &str = "Coachen hade träffat deltagaren den dagen. Stämpeln stod rätt.";
