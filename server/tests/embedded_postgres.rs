//! Real clusters in temporary folders. These need PostgreSQL's programs, version 14 or newer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use nix::sys::signal::{self, Signal};
use nix::unistd::{Pid, User, geteuid};
use server::embedded_postgres::{Cluster, ClusterError, Settings};
use sqlx::{ConnectOptions as _, Row as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, io};
use tokio::time::{Instant, sleep};

/// Set in a copy of this program: it is a server on that folder until it is killed, or its parent is gone.
const SERVER_ON: &str = "ARBETSFORUM_TEST_SERVER_ON";
const KEEP: &str =
    "create table if not exists kept(word text); insert into kept values('åäö') returning word";
const KEPT: &str = "select word from kept limit 1";

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // As well as it can: a test that failed may have left a cluster that is being written to.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A folder that PostgreSQL's user may pass through, and a data folder to be made in it.
fn folders() -> (Folder, PathBuf) {
    let path = env::temp_dir().join(format!("arbetsforum-test-{:016x}", getrandom::u64().unwrap()));
    fs::create_dir(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o711)).unwrap();
    (Folder(path.clone()), path.join("data"))
}

async fn until(mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !holds().await {
        assert!(Instant::now() < deadline, "it does not come true in time");
        sleep(Duration::from_millis(5)).await;
    }
}

async fn start(data: &Path) -> Result<Cluster, ClusterError> {
    Cluster::start(&Settings::new(data)).await
}

async fn refused(data: &Path, words: &str) {
    let sentence = start(data).await.unwrap_err().to_string();
    assert!(sentence.contains(words) && !sentence.contains('\n'), "{sentence}");
}

async fn ask(cluster: &Cluster, sql: &'static str) -> Result<String, sqlx::Error> {
    let mut connection = cluster.connect_options().connect().await?;
    sqlx::raw_sql(sql).fetch_all(&mut connection).await?[0].try_get(0)
}

/// Makes, stops and reuses a cluster; gives its socket's folder.
async fn lasts(data: &Path) -> PathBuf {
    let cluster = start(data).await.unwrap();
    ask(&cluster, KEEP).await.unwrap();
    cluster.stop().await.unwrap();
    let cluster = start(data).await.unwrap();
    assert_eq!(ask(&cluster, KEPT).await.unwrap(), "åäö");
    postmaster(data).await;
    let socket = cluster.connect_options().get_socket().unwrap().clone();
    assert_eq!(mode(&socket), 0o700);
    cluster.stop().await.unwrap();
    socket
}

fn kill(process: u32, how: Signal) {
    signal::kill(Pid::from_raw(process.try_into().unwrap()), how).unwrap();
}

/// Not so when it has ended and nobody has waited for it: its line is empty then.
fn lives(process: u32) -> bool {
    fs::read(format!("/proc/{process}/cmdline")).is_ok_and(|line| !line.is_empty())
}

/// The one postmaster on this folder. (A child that was forked a moment ago looks like a second one.)
async fn postmaster(data: &Path) -> u32 {
    let cluster = fs::canonicalize(data.join("postgres")).unwrap();
    let file = fs::read_to_string(cluster.join("postmaster.pid")).unwrap();
    let expected = file.lines().next().unwrap().parse().unwrap();
    let folder = format!("\0-D\0{}\0", cluster.display());
    let is_on_it = |entry: fs::DirEntry| {
        let process: u32 = entry.file_name().to_str()?.parse().ok()?;
        let line = String::from_utf8(fs::read(entry.path().join("cmdline")).ok()?).ok()?;
        line.contains(&folder).then_some(process)
    };
    let all = || fs::read_dir("/proc").unwrap().flatten().filter_map(is_on_it);
    until(async || all().eq([expected])).await;
    expected
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

/// A server in a process of its own, to be killed without warning.
fn begin_server(data: &Path) -> Child {
    let mut copy = Command::new(env::current_exe().unwrap());
    copy.args(["--exact", "a_killed_server_loses_nothing"]);
    copy.env(SERVER_ON, data).stdin(Stdio::piped());
    copy.stdout(Stdio::null()).spawn().unwrap()
}

#[tokio::test]
async fn a_killed_server_loses_nothing() {
    if let Some(data) = env::var_os(SERVER_ON).map(PathBuf::from) {
        let cluster = start(&data).await.unwrap();
        ask(&cluster, KEEP).await.unwrap();
        fs::write(data.join("ready"), "").unwrap();
        return drop(io::read_to_string(io::stdin()));
    }
    let (_folder, data) = folders();
    for postgres_too in [false, true] {
        let mut server = begin_server(&data);
        until(async || fs::remove_file(data.join("ready")).is_ok()).await;
        refused(&data, &format!("(process {}) already", server.id())).await;
        let orphan = postmaster(&data).await;
        kill(server.id(), Signal::SIGKILL);
        server.wait().unwrap();
        assert!(lives(orphan));
        if postgres_too {
            kill(orphan, Signal::SIGKILL);
        }
        let cluster = start(&data).await.unwrap();
        assert_ne!(postmaster(&data).await, orphan);
        assert_eq!(ask(&cluster, KEPT).await.unwrap(), "åäö");
        cluster.stop().await.unwrap();
    }
}

#[tokio::test]
async fn made_started_stopped_and_reused() {
    let (_folder, data) = folders();
    lasts(&data).await;
    let cluster = start(&data).await.unwrap();
    let sql = "select current_setting('listen_addresses') || current_setting('fsync') || upper('åäö')";
    assert_eq!(ask(&cluster, sql).await.unwrap(), "onÅÄÖ");
    // What people typed stays out of the log, also when the database complains about it.
    ask(&cluster, "select 'Hemligsson'::int").await.unwrap_err();
    let process = postmaster(&data).await;
    drop(cluster);
    until(async || !lives(process)).await;
    let log = fs::read_to_string(data.join("postgres.log")).unwrap();
    assert!(log.contains("is ready") && !log.contains("Hemligsson"), "{log}");
}

#[tokio::test]
async fn a_path_with_spaces_and_letters() {
    let (folder, _) = folders();
    let socket = lasts(&folder.0.join("Så här, 'heter' \"en\" mapp/data å ä ö")).await;
    fs::remove_dir(socket).unwrap();
}

#[tokio::test]
async fn a_path_longer_than_a_socket_address() {
    let (folder, data) = folders();
    let data = data.join("x".repeat(200)).join("y".repeat(200));
    let socket = lasts(&data).await;
    // Somebody put a link in the place of the socket's folder: it is not followed.
    fs::remove_dir(&socket).unwrap();
    symlink(&folder.0, &socket).unwrap();
    refused(&data, "belongs to somebody else").await;
    fs::remove_file(&socket).unwrap();
}

#[tokio::test]
async fn a_second_server_is_refused() {
    let (_folder, data) = folders();
    let cluster = start(&data).await.unwrap();
    refused(&data, &format!("server (process {}) already uses", process::id())).await;
    ask(&cluster, KEEP).await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_starts_at_the_same_moment_one_wins() {
    let (_folder, data) = folders();
    let begin = |data: PathBuf| tokio::spawn(async move { start(&data).await });
    let contenders = [(); 4].map(|()| begin(data.clone()));
    let mut winner = None;
    for contender in contenders {
        match contender.await.unwrap() {
            Ok(cluster) => assert!(winner.replace(cluster).is_none(), "a second winner"),
            Err(refusal) => assert!(matches!(refusal, ClusterError::InUse { .. }), "{refusal}"),
        }
    }
    postmaster(&data).await;
    winner.unwrap().stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn databases_of_a_new_cluster_migrate_at_once() {
    const AT_ONCE: usize = 12;
    let (_folder, data) = folders();
    let cluster = start(&data).await.unwrap();
    let mut options = Vec::new();
    let mut connection = cluster.connect_options().connect().await.unwrap();
    for n in 0..AT_ONCE {
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create database d{n}")))
            .execute(&mut connection)
            .await
            .unwrap();
        options.push(cluster.connect_options().clone().database(&format!("d{n}")));
    }
    // Each makes the roles that all of them share, unless another has just made them.
    let starts = options
        .into_iter()
        .map(|options| tokio::spawn(async move { app::kernel::db::migrate(&options).await }));
    for migrated in starts.collect::<Vec<_>>() {
        migrated.await.unwrap().unwrap();
    }
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_ended_while_it_starts_is_no_obstacle() {
    let (_folder, data) = folders();
    let init = |entry: fs::DirEntry| entry.path().to_string_lossy().contains("/postgres.init-");
    let making = || fs::read_dir(&data).is_ok_and(|all| all.flatten().any(init));
    let starting = || data.join("postgres/postmaster.pid").exists();
    for moment in [&making as &dyn Fn() -> bool, &starting] {
        let mut server = begin_server(&data);
        until(async || moment()).await;
        kill(server.id(), Signal::SIGTERM);
        server.wait().unwrap();
        lasts(&data).await;
    }
}

#[tokio::test]
async fn postgres_is_started_again_when_it_dies() {
    let (_folder, data) = folders();
    let cluster = start(&data).await.unwrap();
    ask(&cluster, KEEP).await.unwrap();
    for _ in 0..2 {
        let before = postmaster(&data).await;
        let _session = cluster.connect_options().connect().await.unwrap();
        kill(before, Signal::SIGKILL);
        until(async || !lives(before)).await;
        until(async || ask(&cluster, KEPT).await.is_ok()).await;
        assert_ne!(postmaster(&data).await, before);
    }
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_stale_postmaster_pid_is_no_obstacle() {
    let ((_folder, data), (_other, others)) = (folders(), folders());
    let (neighbour, cluster) = (start(&others).await.unwrap(), start(&data).await.unwrap());
    let files = ["postgres/postmaster.pid", "socket/.s.PGSQL.5432.lock"].map(|name| data.join(name));
    let text = fs::read_to_string(&files[0]).unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    cluster.stop().await.unwrap();
    // A number that nobody has, ours, a neighbour's; and none: the disk was full, or the power was cut.
    let strangers = [i32::MAX.unsigned_abs(), process::id(), postmaster(&others).await];
    let contents = strangers.map(|process| format!("{process}\n{rest}"));
    for content in contents.iter().map(String::as_str).chain([""]) {
        for file in &files {
            fs::write(file, content).unwrap();
        }
        start(&data).await.unwrap().stop().await.unwrap();
    }
    ask(&neighbour, KEEP).await.unwrap();
    neighbour.stop().await.unwrap();
}

#[tokio::test]
async fn postgres_never_runs_as_root() {
    let (_folder, data) = folders();
    let cluster = start(&data).await.unwrap();
    let process = fs::metadata(format!("/proc/{}", postmaster(&data).await)).unwrap();
    assert_eq!(process.uid() == geteuid().as_raw(), !geteuid().is_root());
    assert_eq!(mode(&data) & 0o066, 0, "nobody else may list the data folder");
    assert_eq!(mode(&data.join("postgres")), 0o700);
    cluster.stop().await.unwrap();
    if !geteuid().is_root() {
        return;
    }
    // A checkout under /root, which PostgreSQL's user cannot enter: the cluster lies elsewhere.
    let ((folder, data), (copy, _)) = (folders(), folders());
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
    lasts(&data).await;
    let place = fs::read_link(data.join("postgres")).unwrap();
    // A copy of the data folder carries the link along: still one server at a time.
    let cluster = start(&data).await.unwrap();
    symlink(&place, copy.0.join("postgres")).unwrap();
    refused(&copy.0, "already uses").await;
    cluster.stop().await.unwrap();
    fs::remove_dir_all(place.parent().unwrap()).unwrap();
    refused(&data, "leads nowhere").await;
}

/// Run by root, the test runs once more as `nobody`.
#[tokio::test]
async fn an_ordinary_user_needs_no_root() {
    if geteuid().is_root() {
        let nobody = User::from_name("nobody").unwrap().unwrap();
        let mut copy = Command::new("/proc/self/exe");
        copy.args(["--exact", "an_ordinary_user_needs_no_root"]);
        copy.uid(nobody.uid.as_raw()).gid(nobody.gid.as_raw());
        return assert!(copy.status().unwrap().success());
    }
    let (_folder, data) = folders();
    lasts(&data).await;
    assert_eq!(mode(&data), 0o700);
}

#[tokio::test]
async fn without_postgres_it_says_what_to_install() {
    let (folder, data) = folders();
    let mut settings = Settings::new(&data);
    settings.binaries = Some(folder.0.clone());
    let sentence = Cluster::start(&settings).await.unwrap_err().to_string();
    assert!(sentence.contains("apt-get install"), "{sentence}");
    assert!(!sentence.contains('\n') && !data.join("postgres").exists());
}
