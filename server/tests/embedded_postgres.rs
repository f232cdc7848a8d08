//! Real clusters in temporary folders. On a machine without PostgreSQL these fail with the sentence
//! that says what to install.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::doc_markdown)]

#[path = "../src/embedded_postgres/mod.rs"]
#[allow(dead_code)]
mod embedded_postgres;

use std::{
    fs,
    future::Future,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use embedded_postgres::{Cluster, ClusterError, Settings};
use nix::{
    sys::signal::{self, Signal},
    unistd::{Pid, geteuid},
};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::time::{sleep, timeout};

const HELPER_FOLDER: &str = "ARBETSFORUM_TEST_HELPER_FOLDER";

/// Removed at the end, along with what a root's cluster may have elsewhere.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("afpg-{:016x}", getrandom::u64().unwrap());
        let path = fs::canonicalize(std::env::temp_dir()).unwrap().join(name);
        fs::DirBuilder::new().mode(0o711).create(&path).unwrap();
        Self(path)
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::new(self.data());
        settings.max_connections = 20;
        settings
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A server in a process of its own, to be killed without warning.
struct Helper(Child);

impl Helper {
    async fn start(folder: &Folder) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "helper_server", "--ignored", "--nocapture"])
            .env(HELPER_FOLDER, folder.data())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let helper = Self(child);
        let ready = folder.data().join("ready");
        until("the helper is ready", || ready.exists()).await;
        fs::remove_file(ready).unwrap();
        helper
    }

    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Not a test: what `Helper` runs.
#[tokio::test]
#[ignore = "started by other tests"]
async fn helper_server() {
    let Some(data) = std::env::var_os(HELPER_FOLDER).map(PathBuf::from) else {
        return;
    };
    let mut settings = Settings::new(&data);
    settings.max_connections = 20;
    let cluster = Cluster::start(&settings).await.unwrap();
    execute(
        &cluster.connect_options(),
        "CREATE TABLE IF NOT EXISTS kept (word text); INSERT INTO kept VALUES ('åäö')",
    )
    .await;
    fs::write(data.join("ready"), "").unwrap();
    sleep(Duration::from_secs(100)).await;
}

async fn bounded(test: impl Future<Output = ()>) {
    timeout(Duration::from_secs(110), test).await.expect("in time");
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("waited in vain until {what}");
}

async fn execute(options: &PgConnectOptions, sql: &'static str) {
    let mut connection = PgConnection::connect_with(options).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn ask(options: &PgConnectOptions, sql: &'static str) -> String {
    let mut connection = PgConnection::connect_with(options).await.unwrap();
    let answer = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    answer
}

async fn kept(cluster: &Cluster) -> String {
    ask(
        &cluster.connect_options(),
        "SELECT string_agg(word, ',') FROM kept",
    )
    .await
}

fn pid(number: u32) -> Pid {
    Pid::from_raw(i32::try_from(number).unwrap())
}

fn lives(number: u32) -> bool {
    fs::read(format!("/proc/{number}/cmdline")).is_ok_and(|line| !line.is_empty())
}

#[tokio::test]
async fn made_stopped_and_reused() {
    bounded(async {
        let folder = Folder::new();
        let cluster = Cluster::start(&folder.settings())
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        let options = cluster.connect_options();
        execute(
            &options,
            "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('åäö')",
        )
        .await;
        for (setting, value) in [
            ("SHOW listen_addresses", ""),
            ("SHOW data_checksums", "on"),
            ("SHOW server_encoding", "UTF8"),
            ("SHOW max_connections", "20"),
            ("SHOW timezone", "UTC"),
            ("SHOW jit", "off"),
            ("SHOW fsync", "on"),
            ("SHOW log_parameter_max_length", "0"),
            (
                "SELECT current_database() || ' ' || current_user",
                "arbetsforum arbetsforum",
            ),
            (
                "SELECT datcollate FROM pg_database WHERE datname = current_database()",
                "C.UTF-8",
            ),
            (
                "SELECT string_agg(w, '' ORDER BY w COLLATE \"sv-x-icu\") FROM unnest('{ö,ä,å,z}'::text[]) w",
                "zåäö",
            ),
            ("SELECT upper('åäö')", "ÅÄÖ"),
        ] {
            assert_eq!(ask(&options, setting).await, value, "{setting}");
        }
        // Nobody else may enter the socket's folder or the cluster.
        for name in ["socket", "postgres"] {
            let mode = fs::metadata(folder.data().join(name)).unwrap().mode();
            assert_eq!(mode & 0o777, 0o700, "{name}");
        }
        let by_url: PgConnectOptions = cluster.url().parse().unwrap();
        assert_eq!(ask(&by_url, "SELECT word FROM kept").await, "åäö");

        let process = cluster.process_id().unwrap();
        // Its own process group: out of the terminal's reach.
        assert_eq!(nix::unistd::getpgid(Some(pid(process))).unwrap(), pid(process));
        cluster.stop().await.unwrap();
        assert!(!lives(process));
        assert!(!folder.data().join("postgres/postmaster.pid").exists());

        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        assert_eq!(kept(&cluster).await, "åäö");
        cluster.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_second_server_on_the_folder_is_refused() {
    bounded(async {
        let folder = Folder::new();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        let refusal = Cluster::start(&folder.settings()).await.unwrap_err();
        assert_eq!(
            refusal.to_string(),
            format!(
                "Another Arbetsforum server (process {}) already uses this data folder: {}",
                std::process::id(),
                folder.data().display()
            )
        );
        // The refusal did the first one no harm.
        assert_eq!(ask(&cluster.connect_options(), "SELECT 'well'").await, "well");
        cluster.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_orphan_of_a_killed_server_is_adopted() {
    bounded(async {
        let folder = Folder::new();
        let helper = Helper::start(&folder).await;
        let refusal = Cluster::start(&folder.settings()).await.unwrap_err().to_string();
        assert!(
            refusal.contains(&format!("(process {})", helper.0.id())),
            "{refusal}"
        );
        helper.kill();
        let orphan = postmaster(&folder.data().join("postgres"));
        assert!(lives(orphan));

        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        assert_eq!(cluster.process_id(), Some(orphan));
        assert_eq!(kept(&cluster).await, "åäö");

        // An adopted one is looked after as well.
        let mut watch = cluster.watch();
        watch.mark_unchanged();
        signal::kill(pid(orphan), Signal::SIGKILL).unwrap();
        watch
            .wait_for(|process| process.is_some_and(|process| process != orphan))
            .await
            .unwrap();
        assert_eq!(kept(&cluster).await, "åäö");
        cluster.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_adopted_orphan_is_stopped_at_the_end() {
    bounded(async {
        let folder = Folder::new();
        Helper::start(&folder).await.kill();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        let process = cluster.process_id().unwrap();
        cluster.stop().await.unwrap();
        assert!(!lives(process));
    })
    .await;
}

#[tokio::test]
async fn an_orphan_with_other_settings_is_started_again() {
    bounded(async {
        let folder = Folder::new();
        Helper::start(&folder).await.kill();
        let orphan = postmaster(&folder.data().join("postgres"));
        let mut settings = folder.settings();
        settings.max_connections = 33;
        let cluster = Cluster::start(&settings).await.unwrap();
        assert_ne!(cluster.process_id(), Some(orphan));
        assert_eq!(
            ask(&cluster.connect_options(), "SHOW max_connections").await,
            "33"
        );
        assert_eq!(kept(&cluster).await, "åäö");
        cluster.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn recovers_when_server_and_postgres_were_killed() {
    bounded(async {
        let folder = Folder::new();
        Helper::start(&folder).await.kill();
        let orphan = postmaster(&folder.data().join("postgres"));
        signal::kill(pid(orphan), Signal::SIGKILL).unwrap();
        // At once, while its sessions may still be going down.
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        assert_eq!(kept(&cluster).await, "åäö");
        cluster.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn postgres_is_started_again_when_it_dies() {
    bounded(async {
        let folder = Folder::new();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        execute(
            &cluster.connect_options(),
            "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('a')",
        )
        .await;
        let pool = sqlx::PgPool::connect_with(cluster.connect_options())
            .await
            .unwrap();
        let mut watch = cluster.watch();
        for _ in 0..2 {
            let before = cluster.process_id().unwrap();
            signal::kill(pid(before), Signal::SIGKILL).unwrap();
            watch
                .wait_for(|process| process.is_some_and(|process| process != before))
                .await
                .unwrap();
            let word: String = sqlx::query_scalar("SELECT word FROM kept")
                .fetch_one(&pool)
                .await
                .unwrap();
            assert_eq!(word, "a");
        }
        pool.close().await;
        cluster.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn dropped_without_stop_it_stops_in_the_background() {
    bounded(async {
        let folder = Folder::new();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        let process = cluster.process_id().unwrap();
        drop(cluster);
        until("it has stopped", || !lives(process)).await;
    })
    .await;
}

#[tokio::test]
async fn a_long_path_with_spaces_and_letters() {
    bounded(async {
        let folder = Folder::new();
        let long = folder
            .0
            .join("Så här långt är ett namn på en mapp, ".repeat(3))
            .join("x".repeat(120));
        fs::create_dir_all(&long).unwrap();
        let mut settings = folder.settings();
        settings.data_folder = long.join("data å ä ö");
        let cluster = Cluster::start(&settings).await.unwrap();
        let socket = cluster.connect_options().get_socket().unwrap().clone();
        assert!(!socket.starts_with(&folder.0));
        assert_eq!(fs::metadata(&socket).unwrap().mode() & 0o777, 0o700);
        let by_url: PgConnectOptions = cluster.url().parse().unwrap();
        assert_eq!(ask(&by_url, "SELECT 'well'").await, "well");
        cluster.stop().await.unwrap();

        // Somebody put a link in the folder's place: it is not followed.
        fs::remove_dir(&socket).unwrap();
        let trap = folder.0.join("trap");
        fs::create_dir(&trap).unwrap();
        symlink(&trap, &socket).unwrap();
        match Cluster::start(&settings).await {
            Ok(cluster) => {
                let other = cluster.connect_options().get_socket().unwrap().clone();
                assert_ne!(other, socket);
                cluster.stop().await.unwrap();
                fs::remove_dir(other).unwrap();
            }
            Err(error) => assert!(
                matches!(error, ClusterError::UnsafeSocketFolder { .. }),
                "{error}"
            ),
        }
        assert_eq!(fs::read_dir(&trap).unwrap().count(), 0);
        fs::remove_file(&socket).unwrap();
    })
    .await;
}

/// A checkout under /root, which PostgreSQL's user cannot enter.
#[tokio::test]
async fn root_has_its_cluster_elsewhere_when_the_folder_is_closed() {
    if !geteuid().is_root() {
        return;
    }
    bounded(async {
        let folder = Folder::new();
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        let place = fs::read_link(folder.data().join("postgres")).unwrap();
        assert!(place.starts_with("/var/lib/arbetsforum"), "{}", place.display());
        assert_ne!(fs::metadata(&place).unwrap().uid(), 0);
        execute(
            &cluster.connect_options(),
            "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('b')",
        )
        .await;
        cluster.stop().await.unwrap();

        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        assert_eq!(kept(&cluster).await, "b");
        assert_eq!(fs::read_link(folder.data().join("postgres")).unwrap(), place);

        // A copy of the data folder carries the link along: still one server at a time.
        let copy = Folder::new();
        fs::create_dir(copy.data()).unwrap();
        symlink(&place, copy.data().join("postgres")).unwrap();
        let refusal = Cluster::start(&copy.settings()).await.unwrap_err();
        assert!(matches!(refusal, ClusterError::InUse { .. }), "{refusal}");

        cluster.stop().await.unwrap();
        fs::remove_dir_all(place.parent().unwrap()).unwrap();
        let lost = Cluster::start(&folder.settings()).await.unwrap_err();
        assert!(matches!(lost, ClusterError::LeadsNowhere { .. }), "{lost}");
    })
    .await;
}

#[tokio::test]
async fn as_root_postgres_is_another_user() {
    bounded(async {
        let folder = Folder::new();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        let process = fs::metadata(format!("/proc/{}", cluster.process_id().unwrap())).unwrap();
        if geteuid().is_root() {
            assert_ne!(process.uid(), 0);
        } else {
            assert_eq!(process.uid(), geteuid().as_raw());
        }
        assert_eq!(
            process.uid(),
            fs::metadata(folder.data().join("postgres")).unwrap().uid()
        );
        cluster.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn without_postgres_it_says_what_to_install() {
    let folder = Folder::new();
    let mut settings = folder.settings();
    settings.binaries = Some(folder.0.clone());
    let sentence = Cluster::start(&settings).await.unwrap_err().to_string();
    assert!(sentence.contains("apt-get install postgresql"), "{sentence}");
    assert!(!sentence.contains('\n'));
}

#[tokio::test]
async fn a_cluster_of_another_version_is_left_alone() {
    let folder = Folder::new();
    let cluster = folder.data().join("postgres");
    fs::create_dir_all(&cluster).unwrap();
    if geteuid().is_root() {
        std::os::unix::fs::chown(&cluster, Some(65534), Some(65534)).unwrap();
    }
    fs::write(cluster.join("PG_VERSION"), "9\n").unwrap();
    let refusal = Cluster::start(&folder.settings()).await.unwrap_err();
    assert!(
        matches!(refusal, ClusterError::OtherMajor { made_by: 9, .. }),
        "{refusal}"
    );
    assert!(
        refusal.to_string().contains("was made by PostgreSQL 9"),
        "{refusal}"
    );
    assert_eq!(fs::read_dir(&cluster).unwrap().count(), 1);

    fs::remove_file(cluster.join("PG_VERSION")).unwrap();
    let refusal = Cluster::start(&folder.settings()).await.unwrap_err();
    assert!(matches!(refusal, ClusterError::NotACluster { .. }), "{refusal}");
}

#[tokio::test]
async fn leftovers_of_a_crash_are_dealt_with() {
    bounded(async {
        let folder = Folder::new();
        // Killed in the middle of initdb.
        let unfinished = folder.data().join("postgres.init-0badc0de");
        fs::create_dir_all(&unfinished).unwrap();
        fs::set_permissions(folder.data(), fs::Permissions::from_mode(0o711)).unwrap();
        fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        assert!(!unfinished.exists());
        let home = folder.data().join("postgres");
        let file = fs::read_to_string(home.join("postmaster.pid")).unwrap();
        cluster.stop().await.unwrap();

        // Killed, and its process number now belongs to somebody else: to a program that a root's
        // and a user's `kill` can see, and to a PostgreSQL that is another's.
        let other = Folder::new();
        let neighbour = Cluster::start(&other.settings()).await.unwrap();
        for stranger in [std::process::id(), neighbour.process_id().unwrap()] {
            let (_, rest) = file.split_once('\n').unwrap();
            fs::write(home.join("postmaster.pid"), format!("{stranger}\n{rest}")).unwrap();
            let socket_lock = folder.data().join("socket/.s.PGSQL.5432.lock");
            fs::write(socket_lock, format!("{stranger}\n{rest}")).unwrap();
            fs::set_permissions(home.join("postmaster.pid"), fs::Permissions::from_mode(0o644)).unwrap();
            let cluster = Cluster::start(&folder.settings()).await.unwrap();
            assert_ne!(cluster.process_id(), Some(stranger));
            cluster.stop().await.unwrap();
        }
        assert_eq!(ask(&neighbour.connect_options(), "SELECT 'well'").await, "well");
        neighbour.stop().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_people_type_stays_out_of_the_log() {
    bounded(async {
        let folder = Folder::new();
        fs::create_dir_all(folder.data()).unwrap();
        fs::set_permissions(folder.data(), fs::Permissions::from_mode(0o711)).unwrap();
        let log = folder.data().join("postgres.log");
        fs::write(&log, vec![b'x'; 11 * 1024 * 1024]).unwrap();
        let cluster = Cluster::start(&folder.settings()).await.unwrap();
        assert!(folder.data().join("postgres.log.1").exists());
        let options = cluster.connect_options();
        execute(
            &options,
            "CREATE TABLE person (name text PRIMARY KEY); INSERT INTO person VALUES ('Hemligsson')",
        )
        .await;
        let mut connection = PgConnection::connect_with(&options).await.unwrap();
        for sql in [
            "INSERT INTO person VALUES ('Hemligsson')",
            "SELECT 'Hemligsson'::int",
            "DO $$ BEGIN RAISE EXCEPTION 'Hemligsson'; END $$",
            "DO $$ BEGIN RAISE WARNING 'Hemligsson'; END $$",
        ] {
            let _ = sqlx::raw_sql(sql).execute(&mut connection).await;
        }
        let _ = sqlx::query("INSERT INTO person VALUES ($1)")
            .bind("Hemligsson")
            .execute(&mut connection)
            .await;
        connection.close().await.unwrap();
        cluster.stop().await.unwrap();
        let text = fs::read_to_string(&log).unwrap();
        assert!(text.contains("database system is ready"), "{text}");
        assert!(!text.contains("Hemligsson"), "{text}");
    })
    .await;
}

fn postmaster(cluster: &Path) -> u32 {
    let file = fs::read_to_string(cluster.join("postmaster.pid")).unwrap();
    file.lines().next().unwrap().parse().unwrap()
}
