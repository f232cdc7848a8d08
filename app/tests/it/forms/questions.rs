//! New versions of the questions: what has begun keeps its own (X2).

use super::*;

async fn make(
    s: &Stage,
    manager: Member,
    was: i32,
    key: &str,
    fields: &[(&str, &str)],
) -> Result<(), AppError> {
    let mut cx = s.begin(manager.actor(), Action::WriteQuestions).await?;
    let mut form = making::begin(&mut cx).await?.fields;
    form.extend(typed(fields));
    making::make(&mut cx, key, was, &form).await?;
    cx.commit().await
}

#[tokio::test]
async fn what_has_begun_keeps_its_questions_and_what_begins_has_the_latest() {
    let s = Stage::new().await;
    let me = s.who.actor();
    s.say(me, "start", &[("near", "2"), ("on_own", "1")])
        .await
        .unwrap();
    let manager = s.world.member(s.centre, Role::Manager).await;
    let key = s.world.key().to_string();
    let fields = [
        ("reason", "Frågan om svenska är borta."),
        ("drop_4", "on"),
        ("sv_3", "Hur går det att söka jobb själv?"),
        ("sv_8", "Vill du arbeta heltid?"),
        ("en_8", "Do you want to work full time?"),
        ("kind_8", "choice"),
        ("choices_8", "Ja | Yes\nNej | No"),
    ];
    make(&s, manager, 1, &key, &fields).await.unwrap();
    // The same press once more; the same version made by somebody who did not see it.
    let mut cx = s.begin(manager.actor(), Action::WriteQuestions).await.unwrap();
    let stale = making::begin(&mut cx).await.unwrap().fields;
    drop(cx);
    let other = s.world.key().to_string();
    let again = make(&s, manager, 1, &other, &[("reason", "x"), ("sv_0", "Annat?")]).await;
    assert_eq!(again, refused(FormPlace::Whole, FormRefusal::Stale));
    assert_eq!(stale["made_from"], "2");
    let none = make(&s, manager, 2, &other, &[("reason", "x")]).await;
    assert_eq!(none, refused(FormPlace::Whole, FormRefusal::NoDifference));

    let asked = |forms: &OwnForms, occasion: &str| -> Vec<String> {
        let sheet = card(&forms.lives[0].cards, occasion).sheet.clone().unwrap();
        sheet.asked.into_iter().map(|a| a.key).collect()
    };
    let old = asked(&s.own(s.joint()).await.unwrap(), "exit");
    assert_eq!(
        old,
        [
            "near",
            "believe",
            "know_what",
            "on_own",
            "swedish",
            "people",
            "days",
            "matters"
        ]
    );
    let newcomer = s.world.enrolled(s.centre).await;
    let new = asked(&s.own(newcomer.actor()).await.unwrap(), "start");
    assert_eq!(
        new,
        [
            "near",
            "believe",
            "know_what",
            "on_own",
            "people",
            "days",
            "matters",
            "do_you_want_to_work_full_time"
        ]
    );
    // Another centre's questions are its own.
    let elsewhere = s.world.centre("arbvux").await;
    let there = s.world.enrolled(elsewhere).await;
    assert_eq!(asked(&s.own(there.actor()).await.unwrap(), "start").len(), 8);

    let mut cx = s.begin(s.coach.actor(), Action::ReadQuestions).await.unwrap();
    let shown = making::questions(&mut cx).await.unwrap();
    assert!(!shown.may_write);
    let told: Vec<_> = shown.versions[0]
        .differs
        .iter()
        .map(|d| d.what.as_str())
        .collect();
    assert_eq!(told, ["Andra ord", "Ny fråga", "Frågan är borta"]);
    assert_eq!(shown.versions[1].used, "1 formulär är ifyllt med den.");
}

#[tokio::test]
async fn only_a_manager_of_the_centre_makes_questions_and_errors_stand_at_their_row() {
    use FormPlace as P;
    use FormRefusal as R;
    let s = Stage::new().await;
    let manager = s.world.member(s.centre, Role::Manager).await;
    let key = s.world.key().to_string();
    let made = async |fields: &[(&str, &str)]| make(&s, manager, 1, &key, fields).await;
    assert_eq!(made(&[("sv_0", "Ny?")]).await, refused(P::Reason, R::Empty));
    let reason = ("reason", "Prov.");
    assert_eq!(
        made(&[reason, ("en_2", "")]).await,
        refused(P::English(2), R::Empty)
    );
    let moved = [reason, ("place_0", "9"), ("high_sv_0", "")];
    assert_eq!(made(&moved).await, refused(P::HighSwedish(0), R::Empty));
    assert_eq!(
        made(&[reason, ("choices_6", "Arbetar | Work")]).await,
        refused(P::Choices(6), R::ChoicesCount)
    );
    assert_eq!(
        made(&[reason, ("choices_6", "Arbetar")]).await,
        refused(P::Choices(6), R::ChoiceShape)
    );
    let count = "select count(*) from form_version where version > 1";
    assert_eq!(s.world.count(count).await, 0);
    for role in [Role::Coach, Role::TeamLeader, Role::Reception] {
        let other = s.world.member(s.centre, role).await;
        let tried = make(&s, other, 1, &key, &[reason, ("sv_0", "Ny?")]).await;
        assert_eq!(tried, Err(AppError::NotFound), "{role:?}");
        // The second wall alone.
        let mut cx = s.begin(other.actor(), Action::ManageOwnSignIn).await.unwrap();
        let code: String = sqlx::query_scalar(
            "select access.add_form_version(gen_random_uuid(), 1, '[{\"key\": \"x\"}]', 'x')",
        )
        .fetch_one(cx.db())
        .await
        .unwrap();
        assert_eq!(code, "hidden", "{role:?}");
    }
}
