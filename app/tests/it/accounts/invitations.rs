//! Invitations: used once, for a while, by whoever holds the link.

use super::{Form, acting, agency, deactivate, manager, refused, writing};
use crate::world::{Member, World};
use app::accounts::manage;
use app::accounts::welcome::{self, Chosen};
use app::identity::secret;
use app::kernel::AppError;
use app::kernel::error::Field;
use app::kernel::policy::Action;
use domain::account::AccountRefusal as Why;
use domain::ids::StaffId;

const PASSWORD: &str = "kaffe-tavla-buss";

async fn accept(
    world: &World,
    token: &str,
    name: &str,
    password: &str,
    repeat: &str,
) -> Result<(), AppError> {
    let chosen = Chosen {
        token,
        user_name: name,
        password,
        repeat,
    };
    welcome::accept(&world.state, &world.visitor(None), &chosen).await
}

async fn renew(world: &World, manager: Member, staff: StaffId) -> String {
    let mut cx = writing(world, manager).await;
    let (_, token) = manage::invite(&mut cx, &staff.to_string()).await.unwrap();
    cx.commit().await.unwrap();
    token
}

#[tokio::test]
async fn the_owner_of_a_new_account_chooses_the_way_in_and_the_link_is_kept_nowhere() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let form = Form::coach(&world).await;
    let made = form.send(&world, boss).await.unwrap();
    let token = made.token.unwrap();
    assert_eq!(token.len(), 43, "256 random bits");
    let kept = world
        .count(
            "select count(*) from invitation where octet_length(token_hash) = 32 and created_by is not null",
        )
        .await;
    assert_eq!(kept, 1);
    let open = welcome::open(&world.state, &token).await.unwrap();
    assert_eq!(open, Some(("Åsa".to_owned(), form.user_name.clone())));

    accept(&world, &token, "Asa.Annat", PASSWORD, PASSWORD)
        .await
        .unwrap();
    let hash: String = sqlx::query_scalar("select secret_hash from credential where login = 'asa.annat'")
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    assert!(secret::verify(PASSWORD.to_owned(), Some(hash)).await.unwrap());
    assert_eq!(welcome::open(&world.state, &token).await.unwrap(), None);
    assert_eq!(
        accept(&world, &token, "asa.igen", PASSWORD, PASSWORD).await,
        refused(Field::UserName, Why::InvitationGone)
    );
    let told = "select count(*) from account_event where what in ('created', 'role_added', 'invited', 'invitation_used')";
    assert_eq!(world.count(told).await, 4);
}

#[tokio::test]
async fn fifty_uses_of_one_invitation_at_once_make_one_way_in() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let made = Form::coach(&world).await.send(&world, boss).await.unwrap();
    let token = made.token.unwrap();
    let mut uses = tokio::task::JoinSet::new();
    for n in 0..50 {
        let (state, visitor, token) = (world.state.clone(), world.visitor(None), token.clone());
        uses.spawn(async move {
            let name = format!("nr{n}.asa");
            let chosen = Chosen {
                token: &token,
                user_name: &name,
                password: PASSWORD,
                repeat: PASSWORD,
            };
            welcome::accept(&state, &visitor, &chosen).await
        });
    }
    let answers = uses.join_all().await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer, refused(Field::UserName, Why::InvitationGone));
    }
    assert_eq!(
        world
            .count("select count(*) from credential where login like 'nr%.asa'")
            .await,
        1
    );
}

#[tokio::test]
async fn an_invitation_ends_by_time_by_hand_by_a_new_one_and_with_its_account() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let made = Form::coach(&world).await.send(&world, boss).await.unwrap();
    let (staff, first) = (made.staff, made.token.unwrap());
    let is_open = async |token: &str| welcome::open(&world.state, token).await.unwrap().is_some();
    let gone = refused(Field::UserName, Why::InvitationGone);

    let second = renew(&world, boss, staff).await;
    assert!(!is_open(&first).await && is_open(&second).await);
    assert_eq!(accept(&world, &first, "asa.ett", PASSWORD, PASSWORD).await, gone);

    for _ in 0..2 {
        let mut cx = writing(&world, boss).await;
        manage::end_invitation(&mut cx, &staff.to_string()).await.unwrap();
        cx.commit().await.unwrap();
    }
    assert_eq!(accept(&world, &second, "asa.ett", PASSWORD, PASSWORD).await, gone);

    let third = renew(&world, boss, staff).await;
    world.at("2026-11-27T08:11:59Z");
    assert!(is_open(&third).await);
    world.at("2026-11-27T08:12:00Z");
    assert!(!is_open(&third).await, "seven days");
    assert_eq!(accept(&world, &third, "asa.ett", PASSWORD, PASSWORD).await, gone);

    let fourth = renew(&world, boss, staff).await;
    deactivate(&world, boss, staff).await.unwrap();
    assert_eq!(accept(&world, &fourth, "asa.ett", PASSWORD, PASSWORD).await, gone);
    let mut cx = writing(&world, boss).await;
    let answer = manage::invite(&mut cx, &staff.to_string()).await.map(|_| ());
    assert_eq!(answer, Err(AppError::Conflict), "a closed account invites nobody");
    assert_eq!(
        world
            .count("select count(*) from credential where login = 'asa.ett'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_user_name_is_one_persons_and_a_taken_one_leaves_the_invitation_open() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    super::with_way_in(&world, boss, "upptaget.namn").await;
    let mut form = Form::coach(&world).await;
    form.user_name = "Upptaget.Namn".to_owned();
    let taken = form.send(&world, boss).await.map(|_| ());
    assert_eq!(taken, refused(Field::UserName, Why::NameTaken));
    form.user_name = "é".to_owned();
    let shape = form.send(&world, boss).await.map(|_| ());
    assert_eq!(shape, refused(Field::UserName, Why::NameShape));
    form.user_name = "ledigt.namn".to_owned();
    let token = form.send(&world, boss).await.unwrap().token.unwrap();
    // Promised to one, it is not promised to another.
    let mut other = Form::coach(&world).await;
    other.user_name = "ledigt.namn".to_owned();
    let promised = other.send(&world, boss).await.map(|_| ());
    assert_eq!(promised, refused(Field::UserName, Why::NameTaken));

    let answer = accept(&world, &token, "upptaget.namn", PASSWORD, PASSWORD).await;
    assert_eq!(answer, refused(Field::UserName, Why::NameTaken));
    accept(&world, &token, "ledigt.namn", PASSWORD, PASSWORD)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_password_that_is_guessed_first_is_told_at_its_field_and_uses_nothing_up() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let made = Form::coach(&world).await.send(&world, boss).await.unwrap();
    let token = made.token.unwrap();
    for (password, repeat, field, why) in [
        ("kort", "kort", Field::NewPassword, Why::PasswordShort),
        (
            "Arbetsforum2026",
            "Arbetsforum2026",
            Field::NewPassword,
            Why::PasswordCommon,
        ),
        (PASSWORD, "kaffe-tavla-tåg", Field::Repeat, Why::PasswordsDiffer),
    ] {
        assert_eq!(
            accept(&world, &token, "asa.ett", password, repeat).await,
            refused(field, why)
        );
    }
    accept(&world, &token, "asa.ett", PASSWORD, PASSWORD)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_new_invitation_replaces_the_password_and_ends_the_sessions_when_it_is_used() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let made = Form::coach(&world).await.send(&world, boss).await.unwrap();
    accept(&world, &made.token.unwrap(), "asa.ett", PASSWORD, PASSWORD)
        .await
        .unwrap();
    let token = renew(&world, boss, made.staff).await;
    let open = welcome::open(&world.state, &token).await.unwrap().unwrap();
    assert_eq!(open.1, "asa.ett", "the same user name is proposed");
    accept(
        &world,
        &token,
        "asa.ett",
        "cykel-lampa-lunch",
        "cykel-lampa-lunch",
    )
    .await
    .unwrap();
    let (all, open) = (
        world
            .count("select count(*) from credential where login = 'asa.ett'")
            .await,
        world
            .count("select count(*) from credential where login = 'asa.ett' and ended_at is null")
            .await,
    );
    assert_eq!((all, open), (2, 1));
}

#[tokio::test]
async fn the_same_press_twice_is_one_account_and_its_key_makes_no_other() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let mut form = Form::coach(&world).await;
    let first = form.send(&world, boss).await.unwrap();
    let again = form.send(&world, boss).await.unwrap();
    assert_eq!((first.staff, first.token.is_some()), (again.staff, true));
    assert!(again.token.is_none(), "a link is made once");
    form.given = "Någon".to_owned();
    let other = form.send(&world, boss).await.map(|_| ());
    assert_eq!(other, Err(AppError::Conflict));
    assert_eq!(world.count("select count(*) from invitation").await, 1);
}

#[tokio::test]
async fn whoever_is_made_for_an_agency_is_of_one_that_has_a_way_in() {
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let mut form = Form::coach(&world).await;
    form.share = String::new();
    let share = form.send(&world, boss).await.map(|_| ());
    assert_eq!(
        share,
        refused(Field::Share, Why::ShareNeeded),
        "a coach has a position"
    );
    for (role, code, right) in [
        ("case_worker", "fk-gamlestaden", false),
        ("case_worker", "ideburen-verkstad", false),
        ("partner", "soc-bergsjon", false),
        ("case_worker", "soc-enkoping", false),
        ("case_worker", "soc-kortedala", true),
        ("partner", "ideburen-verkstad", true),
    ] {
        let mut form = Form::coach(&world).await;
        form.share = String::new();
        form.role = role.to_owned();
        form.agency = agency(&world, code).await;
        let answer = form.send(&world, boss).await.map(|_| ());
        let expected = if right {
            Ok(())
        } else {
            refused(Field::Agency, Why::WrongAgency)
        };
        assert_eq!(answer, expected, "{role} of {code}");
    }
    // They are in the list of the centre that made them, and in no other's.
    let asked = app::accounts::Asked {
        search: "",
        role: Some(app::kernel::policy::Role::CaseWorker),
        state: None,
        order: app::accounts::api::Order::Name,
        page: 1,
    };
    let mut cx = acting(&world, boss, Action::ReadAccounts).await.unwrap();
    assert_eq!(app::accounts::accounts(&mut cx, &asked).await.unwrap().total, 1);
    let other = manager(&world, world.centre("arbvux").await).await;
    let mut cx = acting(&world, other, Action::ReadAccounts).await.unwrap();
    assert_eq!(app::accounts::accounts(&mut cx, &asked).await.unwrap().total, 0);
}
