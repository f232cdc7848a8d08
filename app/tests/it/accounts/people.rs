//! Roles and accounts: given, ended, closed, and never so that a centre is left without a manager.

use super::{
    Form, acting, add_role, agency, deactivate, end_role, manager, refused, role_of, with_way_in, writing,
};
use crate::world::{Member, World};
use app::accounts::api::{Order, State};
use app::accounts::manage::{self, Typed};
use app::accounts::{Asked, account, accounts};
use app::identity::session;
use app::kernel::AppError;
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use domain::account::AccountRefusal as Why;
use domain::clock::{Clock, SeededRandom};

const EVERYBODY: Asked<'_> = Asked {
    search: "",
    role: None,
    state: None,
    order: Order::Name,
    page: 1,
};

async fn signed_in(world: &World, who: Member) -> String {
    let mut random = SeededRandom::new(u64::from(world.number()) + 3_000_000);
    session::begin(&world.state.pool, who.actor(), world.clock.now(), &mut random)
        .await
        .unwrap()
}

async fn stands(world: &World, token: &str) -> bool {
    session::find(&world.state, token).await.unwrap().is_some()
}

#[tokio::test]
async fn a_role_that_ends_now_ends_its_sessions_before_the_next_request_and_no_others() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let coach = world.member(centre, Role::Coach).await;
    let as_coach = signed_in(&world, coach).await;
    add_role(&world, boss, coach.id, "reception", "").await.unwrap();
    let reception = Member {
        role: Role::Reception,
        ..coach
    };
    let as_reception = signed_in(&world, reception).await;
    end_role(&world, boss, coach.id, "").await.unwrap();
    assert!(!stands(&world, &as_coach).await && stands(&world, &as_reception).await);
    let ended = world
        .count("select count(*) from session where ended_at is not null")
        .await;
    assert_eq!(ended, 1, "ended for good, not only for today");
    // The same press once more changes nothing.
    end_role(&world, boss, coach.id, "").await.unwrap();
    assert_eq!(
        world
            .count("select count(*) from account_event where what = 'role_ended'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_role_with_a_last_day_is_held_that_day_and_not_the_next() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let coach = world.member(centre, Role::Coach).await;
    for (day, why) in [
        ("2026-11-19", Why::DayPast),
        ("i morgon", Why::NotADay),
        ("2026-02-30", Why::NotADay),
    ] {
        assert_eq!(
            end_role(&world, boss, coach.id, day).await,
            refused(Field::LastDay, why)
        );
    }
    end_role(&world, boss, coach.id, "2026-11-20").await.unwrap();
    let token = signed_in(&world, coach).await;
    assert!(stands(&world, &token).await);
    world.at("2026-11-20T22:59:00Z");
    let token = signed_in(&world, coach).await;
    world.at("2026-11-20T23:00:00Z");
    assert!(
        !stands(&world, &token).await,
        "the next day has begun in Stockholm"
    );
    assert_eq!(
        end_role(&world, boss, coach.id, "2026-11-30").await,
        Err(AppError::Conflict),
        "what has ended is not lengthened"
    );
}

#[tokio::test]
async fn closing_an_account_ends_every_session_and_opening_it_brings_none_back() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let coach = world.member(centre, Role::Coach).await;
    let (one, two) = (signed_in(&world, coach).await, signed_in(&world, coach).await);
    for _ in 0..2 {
        deactivate(&world, boss, coach.id).await.unwrap();
    }
    assert!(!stands(&world, &one).await && !stands(&world, &two).await);
    for _ in 0..2 {
        let mut cx = writing(&world, boss).await;
        manage::reactivate(&mut cx, &coach.id.to_string()).await.unwrap();
        cx.commit().await.unwrap();
    }
    assert!(
        !stands(&world, &one).await,
        "a session that was ended stays ended"
    );
    let token = signed_in(&world, coach).await;
    assert!(stands(&world, &token).await);
    let told = "select count(*) from account_event where what in ('deactivated', 'reactivated')";
    assert_eq!(world.count(told).await, 2);
}

#[tokio::test]
async fn a_role_taken_back_on_its_first_day_is_of_no_day_and_can_be_given_again() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let made = Form::coach(&world).await.send(&world, boss).await.unwrap();
    end_role(&world, boss, made.staff, "").await.unwrap();
    let mut cx = acting(&world, boss, Action::ReadAccounts).await.unwrap();
    let read = account(&mut cx, made.staff).await.unwrap();
    assert_eq!(read.state, State::Ended);
    assert!(
        read.roles[0].days.contains("togs tillbaka"),
        "{}",
        read.roles[0].days
    );
    drop(cx);
    add_role(&world, boss, made.staff, "coach", "").await.unwrap();
    add_role(&world, boss, made.staff, "coach", "").await.unwrap();
    let mut cx = acting(&world, boss, Action::ReadAccounts).await.unwrap();
    let read = account(&mut cx, made.staff).await.unwrap();
    assert_eq!((read.state, read.roles.len()), (State::Invited, 1));
}

#[tokio::test]
async fn a_role_is_not_held_twice_over_the_same_days() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let coach = world.member(centre, Role::Coach).await;
    assert_eq!(
        add_role(&world, boss, coach.id, "coach", "").await,
        refused(Field::Role, Why::RoleHeld)
    );
    assert!(matches!(
        add_role(&world, boss, coach.id, "king", "").await,
        Err(AppError::Field {
            field: Field::Role,
            ..
        })
    ));
    add_role(&world, boss, coach.id, "team_leader", "").await.unwrap();
    add_role(&world, boss, coach.id, "steering", "").await.unwrap();
}

#[tokio::test]
async fn neither_ones_own_last_role_as_manager_nor_the_centres_last_manager_goes() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    assert_eq!(
        end_role(&world, boss, boss.id, "").await,
        refused(Field::StaffRole, Why::OwnManagerRole)
    );
    assert_eq!(
        deactivate(&world, boss, boss.id).await,
        refused(Field::Account, Why::OwnAccount)
    );
    // One who was appointed and cannot sign in yet keeps no centre managed.
    let appointed = world.member(centre, Role::Manager).await;
    assert_eq!(
        end_role(&world, appointed, boss.id, "2027-01-31").await,
        refused(Field::StaffRole, Why::LastManager)
    );
    assert_eq!(
        deactivate(&world, appointed, boss.id).await,
        refused(Field::Account, Why::LastManager)
    );
    with_way_in(&world, appointed, "utsedd.chef").await;
    end_role(&world, appointed, boss.id, "").await.unwrap();
    assert_eq!(
        deactivate(&world, boss, appointed.id).await,
        Err(AppError::NotSignedIn),
        "a manager until just now"
    );
}

#[tokio::test]
async fn two_managers_who_end_each_other_at_once_leave_one() {
    let world = World::new().await;
    let centre = world.centre("kompetenscenter-oster").await;
    for round in 0..8 {
        let (one, two) = (manager(&world, centre).await, manager(&world, centre).await);
        let answers = if round % 2 == 0 {
            tokio::join!(
                end_role(&world, one, two.id, ""),
                end_role(&world, two, one.id, "")
            )
        } else {
            tokio::join!(deactivate(&world, one, two.id), end_role(&world, two, one.id, ""))
        };
        let done = [&answers.0, &answers.1].into_iter().filter(|a| a.is_ok()).count();
        assert_eq!(done, 1, "{answers:?}");
        let left: i64 = sqlx::query_scalar("select count(*) from access.managers($1, '2026-11-20')")
            .bind(centre.as_uuid())
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
        assert_eq!(left, 1, "round {round}");
        // The one who is left goes too, by the owner's hand, for the next round.
        sqlx::query(
            "update staff_role set valid_to = '2026-11-19' where centre_id = $1 and valid_to is null",
        )
        .bind(centre.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn nineteen_people_fill_thirteen_point_four_positions() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let mut members = vec![boss];
    for n in 0..18 {
        let role = [Role::Coach, Role::Reception, Role::Recruiter, Role::Specialist][n % 4];
        members.push(world.member(centre, role).await);
    }
    for (n, member) in members.iter().enumerate() {
        let share = match n {
            0..10 => "1.00",
            10..18 => "0.40",
            _ => "0.20",
        };
        sqlx::query("update staff set position_share = $2::numeric where staff_id = $1")
            .bind(member.id.as_uuid())
            .bind(share)
            .execute(&world.db.owner)
            .await
            .unwrap();
    }
    // Two roles are one position; outsiders, those of elsewhere and those who have left hold none here.
    add_role(&world, boss, members[3].id, "team_leader", "")
        .await
        .unwrap();
    let steering = world.member(centre, Role::Steering).await;
    let left = world.member(centre, Role::Coach).await;
    deactivate(&world, boss, left.id).await.unwrap();
    let gone = world.member(centre, Role::Coach).await;
    end_role(&world, boss, gone.id, "").await.unwrap();
    world.member(world.centre("arbvux").await, Role::Coach).await;
    let mut cx = acting(&world, boss, Action::ReadAccounts).await.unwrap();
    let read = accounts(&mut cx, &EVERYBODY).await.unwrap();
    assert_eq!((read.people, read.positions.as_str()), (19, "13,40"));
    assert_eq!(read.total, 22, "they stand in the list all the same");
    let row = |id: domain::ids::StaffId| read.rows.iter().find(|r| r.id == id.to_string()).cloned();
    assert!(row(steering.id).is_some());
    assert_eq!(row(left.id).map(|r| r.state), Some(State::Ended));
}

#[tokio::test]
async fn the_list_is_searched_filtered_sorted_and_paged() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    for n in 0..27 {
        let member = world.member(centre, Role::Coach).await;
        sqlx::query("update staff set family_name = $2, position_share = $3::numeric where staff_id = $1")
            .bind(member.id.as_uuid())
            .bind(["Öberg", "Åkesson", "Zetterberg"][n % 3])
            .bind(if n == 5 { "0.50" } else { "0.25" })
            .execute(&world.db.owner)
            .await
            .unwrap();
        if n == 5 {
            with_way_in(&world, member, "en.coach").await;
            signed_in(&world, member).await;
        }
    }
    let ask = async |asked: Asked<'static>| {
        let mut cx = acting(&world, boss, Action::ReadAccounts).await.unwrap();
        accounts(&mut cx, &asked).await.unwrap()
    };
    let all = ask(EVERYBODY).await;
    assert_eq!((all.total, all.pages, all.rows.len()), (28, 2, 25));
    let names: Vec<_> = all
        .rows
        .iter()
        .map(|r| r.name.split(' ').next_back().unwrap().to_owned())
        .collect();
    assert_eq!(
        (names[0].as_str(), names[1].as_str(), names[10].as_str()),
        ("Prov", "Zetterberg", "Åkesson")
    );
    let second = ask(Asked { page: 2, ..EVERYBODY }).await;
    assert_eq!((second.page, second.rows.len()), (2, 3));
    let beyond = ask(Asked {
        page: 99,
        ..EVERYBODY
    })
    .await;
    assert_eq!((beyond.page, beyond.rows.len()), (1, 25));
    assert_eq!(
        ask(Asked {
            search: "åkes",
            ..EVERYBODY
        })
        .await
        .total,
        9
    );
    assert_eq!(
        ask(Asked {
            search: "%",
            ..EVERYBODY
        })
        .await
        .total,
        0
    );
    assert_eq!(
        ask(Asked {
            role: Some(Role::Manager),
            ..EVERYBODY
        })
        .await
        .total,
        1
    );
    assert_eq!(
        ask(Asked {
            state: Some(State::Active),
            ..EVERYBODY
        })
        .await
        .total,
        2
    );
    assert_eq!(
        ask(Asked {
            state: Some(State::Invited),
            ..EVERYBODY
        })
        .await
        .total,
        26
    );
    let latest = ask(Asked {
        order: Order::SignIn,
        ..EVERYBODY
    })
    .await;
    assert!(latest.rows[0].last_sign_in.is_some() && latest.rows[1].last_sign_in.is_none());
    let shares = ask(Asked {
        order: Order::Share,
        ..EVERYBODY
    })
    .await;
    let first: Vec<_> = shares
        .rows
        .iter()
        .take(3)
        .map(|r| r.share.clone().unwrap())
        .collect();
    assert_eq!(first, ["1,00", "0,50", "0,25"]);
}

#[tokio::test]
async fn another_centres_account_is_not_there_and_one_that_is_shared_is_changed_by_its_keeper() {
    let world = World::new().await;
    let (here, there) = (world.centre("arbetsforum").await, world.centre("arbvux").await);
    let (boss, other) = (manager(&world, here).await, manager(&world, there).await);
    let coach = world.member(here, Role::Coach).await;
    let id = coach.id.to_string();
    let read = async |who: Member| {
        let mut cx = acting(&world, who, Action::ReadAccounts).await.unwrap();
        account(&mut cx, coach.id).await.map(|a| a.kept)
    };
    assert_eq!(read(boss).await, Ok(true));
    assert_eq!(read(other).await, Err(AppError::NotFound));
    assert_eq!(
        add_role(&world, other, coach.id, "coach", "").await,
        Err(AppError::NotFound),
        "nobody helps themselves to a stranger"
    );
    // The owner lends the coach to the other centre.
    sqlx::query(
        "insert into staff_role (staff_role_id, staff_id, centre_id, role, valid_from)
         values (gen_random_uuid(), $1, $2, 'coach', '2026-11-02')",
    )
    .bind(coach.id.as_uuid())
    .bind(there.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(read(other).await, Ok(false), "seen, and not kept");
    assert_eq!(deactivate(&world, other, coach.id).await, Err(AppError::NotFound));
    let mut cx = writing(&world, other).await;
    let employer = agency(&world, "arbvux").await;
    let typed = Typed {
        given_name: "Ny",
        family_name: "Namn",
        employer: &employer,
        share: "1",
    };
    assert_eq!(
        manage::change(&mut cx, &id, &typed).await,
        Err(AppError::NotFound)
    );
    assert!(matches!(
        manage::invite(&mut cx, &id).await,
        Err(AppError::NotFound)
    ));
    let theirs = role_of(&world, coach.id).await;
    let ended = manage::end_role(&mut cx, &id, &theirs, "").await;
    assert_eq!(ended, Err(AppError::NotFound), "the role at the other centre");
    drop(cx);
    let mut cx = writing(&world, boss).await;
    manage::change(&mut cx, &id, &typed).await.unwrap();
    manage::change(&mut cx, &id, &typed).await.unwrap();
    cx.commit().await.unwrap();
    let changed =
        "select count(*) from account_event where what = 'changed' and detail -> 'before' ? 'given_name'";
    assert_eq!(world.count(changed).await, 1);
    assert_eq!(
        world
            .count("select count(*) from staff where given_name = 'Ny'")
            .await,
        1
    );
}

#[tokio::test]
async fn only_a_manager_reads_and_writes_accounts() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    for role in Role::ALL
        .into_iter()
        .filter(|r| *r != Role::Manager && !r.of_agency())
    {
        let member = world.member(centre, role).await;
        for action in [Action::ReadAccounts, Action::WriteAccounts] {
            assert!(
                matches!(acting(&world, member, action).await, Err(AppError::NotFound)),
                "{role:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_cannot_be_accepted_is_told_at_its_field_and_nothing_is_made() {
    type Change = fn(&mut Form);
    let world = World::new().await;
    let boss = manager(&world, world.centre("arbetsforum").await).await;
    let before = world.count("select count(*) from staff").await;
    let changes: [(Field, Change); 7] = [
        (Field::GivenName, |f| f.given = "  ".to_owned()),
        (Field::FamilyName, |f| f.family = "a\nb".to_owned()),
        (Field::Employer, |f| f.employer = String::new()),
        (Field::Employer, |f| {
            f.employer = "01990000-0000-7000-8000-000000000000".to_owned();
        }),
        (Field::Share, |f| f.share = "1,5".to_owned()),
        (Field::Role, |f| f.role = String::new()),
        (Field::Agency, |f| f.role = "partner".to_owned()),
    ];
    for (field, change) in changes {
        let mut form = Form::coach(&world).await;
        change(&mut form);
        let answer = form.send(&world, boss).await.map(|_| ()).unwrap_err();
        let at = match answer {
            AppError::Field { field, .. } | AppError::Account { field, .. } => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(at, field);
    }
    assert_eq!(world.count("select count(*) from staff").await, before);
}
