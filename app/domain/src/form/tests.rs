use super::*;
use proptest::prelude::*;

fn words(sv: &str) -> Words {
    Words {
        sv: sv.to_owned(),
        en: format!("{sv} (en)"),
    }
}

fn question(key: &str, kind: Kind) -> Question {
    Question {
        key: key.to_owned(),
        words: words(&format!("Fråga {key}?")),
        kind,
    }
}

fn scale(key: &str) -> Question {
    let kind = Kind::Scale {
        low: words("lite"),
        high: words("mycket"),
    };
    question(key, kind)
}

fn choice(key: &str, keys: &[&str]) -> Question {
    let choices = keys
        .iter()
        .map(|k| Choice {
            key: (*k).to_owned(),
            words: words(k),
        })
        .collect();
    question(key, Kind::Choice { choices })
}

fn three() -> Vec<Question> {
    vec![
        scale("near"),
        choice("days", &["work", "study"]),
        question("matters", Kind::Text),
    ]
}

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn questions_are_kept_as_data_and_read_back() {
    let json = serde_json::to_value(three()).unwrap();
    assert_eq!(json[0]["kind"], "scale");
    assert_eq!(json[0]["low"]["sv"], "lite");
    assert_eq!(json[2]["kind"], "text");
    assert_eq!(serde_json::from_value::<Vec<Question>>(json).unwrap(), three());
}

#[test]
fn what_cannot_be_asked_is_refused_at_its_place() {
    use FormPlace as P;
    use FormRefusal as R;
    let refused = |change: &dyn Fn(&mut Vec<Question>)| {
        let mut questions = three();
        change(&mut questions);
        let error = checked(&questions).unwrap_err();
        (error.at, error.why)
    };
    assert_eq!(checked(&three()), Ok(()));
    assert_eq!(refused(&|q| q.clear()), (P::Whole, R::NoQuestion));
    let many = |q: &mut Vec<Question>| *q = (0..13).map(|n| scale(&format!("q{n}"))).collect();
    assert_eq!(refused(&many), (P::Whole, R::TooMany));
    assert_eq!(
        refused(&|q| q[1].words.en = " ".into()),
        (P::English(1), R::Empty)
    );
    assert_eq!(
        refused(&|q| q[2].words.sv = "å".repeat(201)),
        (P::Swedish(2), R::TooLong)
    );
    assert_eq!(
        refused(&|q| q[2].words.sv = "a\u{7}".into()),
        (P::Swedish(2), R::Unreadable)
    );
    assert_eq!(
        refused(&|q| q[1].words = q[0].words.clone()),
        (P::Swedish(1), R::Twice)
    );
    assert_eq!(refused(&|q| q[1].key = "near".into()), (P::Swedish(1), R::Twice));
    assert_eq!(
        refused(&|q| q[1] = choice("days", &["one"])),
        (P::Choices(1), R::ChoicesCount)
    );
    assert_eq!(
        refused(&|q| q[1] = choice("days", &["a", "a"])),
        (P::Choices(1), R::Twice)
    );
    let no_end = |q: &mut Vec<Question>| {
        q[0].kind = Kind::Scale {
            low: words("lite"),
            high: Words::default(),
        };
    };
    assert_eq!(refused(&no_end), (P::HighSwedish(0), R::Empty));
}

#[test]
fn what_is_left_out_is_no_answer_and_nonsense_is_refused() {
    use FormPlace as P;
    use FormRefusal as R;
    let questions = three();
    let said = answered(
        &questions,
        &typed(&[("near", "4"), ("days", ""), ("matters", " Arbete. ")]),
    )
    .unwrap();
    assert_eq!(said.get("near"), Some(&Answer::Step(4)));
    assert_eq!(said.get("days"), None);
    assert_eq!(said.get("matters"), Some(&Answer::Words("Arbete.".into())));
    let no = |pairs: &[(&str, &str)]| {
        let error = answered(&questions, &typed(pairs)).unwrap_err();
        (error.at, error.why)
    };
    for step in ["0", "6", "-1", "4.5", "fyra", "256", "1e0"] {
        assert_eq!(no(&[("near", step)]), (P::Answer(0), R::NotOffered), "{step}");
    }
    assert_eq!(no(&[("days", "sleep")]), (P::Answer(1), R::NotOffered));
    assert_eq!(no(&[("matters", &"å".repeat(1001))]), (P::Answer(2), R::TooLong));
    assert_eq!(no(&[("matters", "a\u{0}")]), (P::Answer(2), R::Unreadable));
    let number = no(&[("matters", "Mitt nummer är 12 34 56-78 90")]);
    assert_eq!(number, (P::Answer(2), R::LooksLikeIdentityNumber));
    assert_eq!(no(&[]), (P::Whole, R::NothingSaid));
    assert_eq!(no(&[("near", " "), ("days", "")]), (P::Whole, R::NothingSaid));
    assert_eq!(no(&[("near", "1"), ("gone", "1")]), (P::Whole, R::Stale));
}

#[test]
fn change_is_told_where_both_were_answered_and_guessed_nowhere() {
    let questions = vec![
        scale("a"),
        scale("b"),
        scale("c"),
        scale("d"),
        choice("e", &["x", "y"]),
    ];
    let start = answered(
        &questions,
        &typed(&[("a", "2"), ("b", "4"), ("c", "3"), ("e", "x")]),
    )
    .unwrap();
    let exit = answered(
        &questions,
        &typed(&[("a", "4"), ("b", "3"), ("d", "3"), ("e", "y")]),
    )
    .unwrap();
    let told: Vec<_> = changes(&questions, &start, &exit)
        .iter()
        .map(|c| (c.question.key.clone(), c.direction()))
        .collect();
    let expected = [
        ("a", Some(Direction::Up)),
        ("b", Some(Direction::Down)),
        ("c", None),
        ("d", None),
        ("e", None),
    ];
    assert_eq!(told, expected.map(|(k, d)| (k.to_owned(), d)));
    assert_eq!(
        changes(&questions, &start, &start)[0].direction(),
        Some(Direction::Same)
    );
}

#[test]
fn a_form_is_open_when_it_means_something() {
    use Occasion::{Exit, Start};
    let (from, end) = (day("2026-06-01"), Some(day("2026-11-30")));
    let open = |occasion, ended: Option<&str>, jointly, today: &str| {
        is_open(occasion, from, end, ended.map(day), jointly, day(today))
    };
    assert!(!open(Start, None, true, "2026-05-31"));
    assert!(open(Start, None, false, "2026-06-01"));
    assert!(open(Start, None, false, "2026-07-01"));
    assert!(!open(Start, None, true, "2026-07-02"));
    assert!(!open(Start, Some("2026-06-10"), true, "2026-06-11"));
    // Alone from two months before the end; together at any time.
    assert!(!open(Exit, None, false, "2026-09-29"));
    assert!(open(Exit, None, false, "2026-09-30"));
    assert!(open(Exit, None, true, "2026-06-01"));
    assert!(open(Exit, Some("2026-08-01"), false, "2026-08-31"));
    assert!(!open(Exit, Some("2026-08-01"), true, "2026-09-01"));
    // Without a term it is open once somebody has said that it is over.
    assert!(!is_open(Exit, from, None, None, false, day("2027-01-01")));
    assert!(is_open(
        Exit,
        from,
        None,
        Some(day("2027-01-01")),
        false,
        day("2027-01-01")
    ));
}

#[test]
fn a_key_is_made_of_words_and_is_nobody_elses() {
    let taken = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>();
    assert_eq!(key_of("How near are you?", &[]), "how_near_are_you");
    assert_eq!(key_of("Work", &taken(&["work", "work_2"])), "work_3");
    assert_eq!(key_of("¿?", &[]), "question");
    assert!(is_key(&key_of(&"long ".repeat(50), &[])));
}

#[test]
fn an_error_is_read_as_it_was_written() {
    for why in FormRefusal::ALL {
        for at in [
            FormPlace::Answer(11),
            FormPlace::Choices(0),
            FormPlace::Reason,
            FormPlace::Whole,
        ] {
            let error = FormError::new(at, why);
            let json = serde_json::to_string(&error).unwrap();
            assert_eq!(serde_json::from_str::<FormError>(&json).unwrap(), error, "{json}");
        }
    }
    for nonsense in ["", "answer_12 empty", "answer_0", "whole sad", "Answer_0 empty"] {
        assert!(FormError::try_from(nonsense.to_owned()).is_err(), "{nonsense}");
    }
}

proptest! {
    #[test]
    fn nothing_typed_breaks_it(key in "[a-z]{0,6}", value in "\\PC{0,40}") {
        if let Ok(answers) = answered(&three(), &typed(&[(&key, &value)])) {
            for (key, answer) in answers {
                prop_assert!(three().iter().any(|q| q.key == key));
                if let Answer::Step(step) = answer {
                    prop_assert!((1..=SCALE).contains(&step));
                }
            }
        }
    }
}
