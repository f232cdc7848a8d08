//! Real clusters in temporary folders. On a machine without PostgreSQL these fail with the sentence
//! that says what to install.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use nix::sys::signal::{self, Signal};
use nix::unistd::{Pid, User, geteuid};
use server::embedded_postgres::{Cluster, ClusterError, Settings};
use sqlx::{ConnectOptions as _, Connection as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, io};
use tokio::time::{Instant, sleep, timeout};

const IN_TIME: Duration = Duration::from_secs(60);
/// Set in a copy of this program: it is a server on that folder.
const SERVER_ON: &str = "ARBETSFORUM_TEST_SERVER_ON";
const KEEP: &str = "create table if not exists kept (word text); insert into kept values ('åäö')";
const KEPT: &str = "select word from kept limit 1";

/// Removed at the end.
struct Folder(PathBuf);

impl Folder {
    /// PostgreSQL's user may pass through it when these tests are run by root.
    fn new() -> Self {
        let name = format!("arbetsforum-test-{:016x}", getrandom::u64().unwrap());
        let path = fs::canonicalize(env::temp_dir()).unwrap().join(name);
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o711)).unwrap();
        Self(path)
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // As well as it can: a test that failed may have left a cluster that is being written to.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A server in a process of its own, to be killed without warning.
struct Server(Child);

impl Server {
    fn begin(data: &Path) -> Self {
        let mut copy = Command::new(env::current_exe().unwrap());
        copy.args(["--exact", "a_killed_server_loses_nothing"])
            .env(SERVER_ON, data);
        Self(copy.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap())
    }

    /// What the copy does, until it is killed or whoever began it is gone.
    async fn be(data: PathBuf) {
        let cluster = start(&data).await.unwrap();
        run(&cluster, KEEP).await.unwrap();
        fs::write(data.join("ready"), "").unwrap();
        io::read_to_string(io::stdin()).unwrap();
    }

    fn end(&mut self, how: Signal) {
        kill(self.0.id(), how);
        self.0.wait().unwrap();
    }
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + IN_TIME;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        sleep(Duration::from_millis(5)).await;
    }
}

async fn start(data: &Path) -> Result<Cluster, ClusterError> {
    let started = timeout(IN_TIME, Cluster::start(&Settings::new(data))).await;
    started.expect("an answer in time")
}

async fn stop(cluster: Cluster) {
    timeout(IN_TIME, cluster.stop())
        .await
        .expect("an end in time")
        .unwrap();
}

async fn run(cluster: &Cluster, sql: &'static str) -> Result<(), sqlx::Error> {
    let mut connection = cluster.connect_options().connect().await?;
    sqlx::raw_sql(sql).execute(&mut connection).await?;
    connection.close().await
}

async fn ask(cluster: &Cluster, sql: &'static str) -> Result<String, sqlx::Error> {
    let mut connection = cluster.connect_options().connect().await?;
    sqlx::query_scalar(sql).fetch_one(&mut connection).await
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
        let line = fs::read(entry.path().join("cmdline")).ok()?;
        String::from_utf8_lossy(&line)
            .contains(&folder)
            .then_some(process)
    };
    let all = || fs::read_dir("/proc").unwrap().flatten().filter_map(is_on_it);
    until("there is one postmaster", || all().eq([expected])).await;
    expected
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

#[tokio::test]
async fn made_started_stopped_and_reused() {
    let folder = Folder::new();
    let cluster = start(&folder.data())
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    run(&cluster, KEEP).await.unwrap();
    for (sql, answer) in [
        ("show listen_addresses", ""),
        ("show fsync", "on"),
        ("show timezone", "UTC"),
        (
            "select current_database() || ' ' || current_user",
            "arbetsforum arbetsforum",
        ),
        ("select upper('åäö')", "ÅÄÖ"),
    ] {
        assert_eq!(ask(&cluster, sql).await.unwrap(), answer, "{sql}");
    }
    // What people typed stays out of the log, also when the database complains about it.
    run(&cluster, "select 'Hemligsson'::int").await.unwrap_err();
    let process = postmaster(&folder.data()).await;
    stop(cluster).await;
    assert!(!lives(process));
    let log = fs::read_to_string(folder.data().join("postgres.log")).unwrap();
    assert!(log.contains("is ready") && !log.contains("Hemligsson"), "{log}");

    let cluster = start(&folder.data()).await.unwrap();
    assert_eq!(ask(&cluster, KEPT).await.unwrap(), "åäö");
    let process = postmaster(&folder.data()).await;
    drop(cluster);
    until("it stops in the background", || !lives(process)).await;
}

#[tokio::test]
async fn a_path_with_spaces_and_letters() {
    let folder = Folder::new();
    let data = folder.0.join("Så här, 'heter' \"en\" mapp").join("data å ä ö");
    for sql in [KEEP, KEPT] {
        let cluster = start(&data).await.unwrap();
        run(&cluster, sql).await.unwrap();
        postmaster(&data).await;
        let socket = cluster.connect_options().get_socket().unwrap().clone();
        stop(cluster).await;
        fs::remove_dir(socket).unwrap();
    }
}

#[tokio::test]
async fn a_path_longer_than_a_socket_address() {
    let folder = Folder::new();
    let data = folder.0.join("x".repeat(200)).join("y".repeat(200));
    let cluster = start(&data).await.unwrap();
    run(&cluster, KEEP).await.unwrap();
    let socket = cluster.connect_options().get_socket().unwrap().clone();
    assert_eq!(mode(&socket), 0o700);
    stop(cluster).await;
    // Somebody put a link in the place of the socket's folder: it is not followed.
    fs::remove_dir(&socket).unwrap();
    symlink(&folder.0, &socket).unwrap();
    let refusal = start(&data).await.unwrap_err();
    fs::remove_file(&socket).unwrap();
    assert!(
        matches!(refusal, ClusterError::UnsafeSocketFolder { .. }),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_second_server_is_refused() {
    let folder = Folder::new();
    let cluster = start(&folder.data()).await.unwrap();
    let refusal = start(&folder.data()).await.unwrap_err().to_string();
    let (process, data) = (process::id(), folder.data());
    let sentence = format!("Another Arbetsforum server (process {process}) already uses this data folder: ");
    assert_eq!(refusal, sentence + data.to_str().unwrap());
    run(&cluster, KEEP).await.unwrap();
    stop(cluster).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_starts_at_the_same_moment_one_wins() {
    let folder = Folder::new();
    let begin = |_| {
        let data = folder.data();
        tokio::spawn(async move { start(&data).await })
    };
    let contenders: Vec<_> = (0..4).map(begin).collect();
    let mut winners = Vec::new();
    for contender in contenders {
        match contender.await.unwrap() {
            Ok(cluster) => winners.push(cluster),
            Err(refusal) => assert!(matches!(refusal, ClusterError::InUse { .. }), "{refusal}"),
        }
    }
    assert_eq!(winners.len(), 1);
    postmaster(&folder.data()).await;
    stop(winners.remove(0)).await;
}

#[tokio::test]
async fn a_killed_server_loses_nothing() {
    if let Some(data) = env::var_os(SERVER_ON) {
        return Server::be(data.into()).await;
    }
    let folder = Folder::new();
    let data = folder.data();
    for postgres_too in [false, true] {
        let mut server = Server::begin(&data);
        until("it is ready", || fs::remove_file(data.join("ready")).is_ok()).await;
        let refusal = start(&data).await.unwrap_err().to_string();
        assert!(
            refusal.contains(&format!("(process {}) already", server.0.id())),
            "{refusal}"
        );
        let orphan = postmaster(&data).await;
        server.end(Signal::SIGKILL);
        assert!(lives(orphan));
        if postgres_too {
            kill(orphan, Signal::SIGKILL);
        }
        // At once, while its sessions may still be going down.
        let cluster = start(&data).await.unwrap();
        assert_ne!(postmaster(&data).await, orphan);
        assert_eq!(ask(&cluster, KEPT).await.unwrap(), "åäö");
        stop(cluster).await;
    }
}

#[tokio::test]
async fn a_server_ended_while_it_starts_is_no_obstacle() {
    let folder = Folder::new();
    let data = folder.data();
    let is_unfinished = |entry: fs::DirEntry| {
        entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(b"postgres.init-")
    };
    let making = || fs::read_dir(&data).is_ok_and(|all| all.flatten().any(is_unfinished));
    let starting = || data.join("postgres/postmaster.pid").exists();
    for moment in [&making as &dyn Fn() -> bool, &starting] {
        let mut server = Server::begin(&data);
        until("it is on its way", moment).await;
        server.end(Signal::SIGTERM);
        let cluster = start(&data).await.unwrap();
        postmaster(&data).await;
        stop(cluster).await;
    }
}

#[tokio::test]
async fn postgres_is_started_again_when_it_dies() {
    let folder = Folder::new();
    let cluster = start(&folder.data()).await.unwrap();
    run(&cluster, KEEP).await.unwrap();
    for _ in 0..2 {
        let before = postmaster(&folder.data()).await;
        let _session = cluster.connect_options().connect().await.unwrap();
        kill(before, Signal::SIGKILL);
        until("it is dead", || !lives(before)).await;
        let deadline = Instant::now() + IN_TIME;
        while ask(&cluster, KEPT).await.is_err() {
            assert!(Instant::now() < deadline, "it is not started again");
            sleep(Duration::from_millis(20)).await;
        }
        assert_ne!(postmaster(&folder.data()).await, before);
    }
    stop(cluster).await;
}

#[tokio::test]
async fn a_stale_postmaster_pid_is_no_obstacle() {
    let (folder, other) = (Folder::new(), Folder::new());
    let data = folder.data();
    let neighbour = start(&other.data()).await.unwrap();
    let cluster = start(&data).await.unwrap();
    let files = ["postgres/postmaster.pid", "socket/.s.PGSQL.5432.lock"].map(|name| data.join(name));
    let text = fs::read_to_string(&files[0]).unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    stop(cluster).await;
    let mut ended = Command::new("true").spawn().unwrap();
    ended.wait().unwrap();
    let strangers = [ended.id(), process::id(), postmaster(&other.data()).await];
    let contents = strangers.map(|process| format!("{process}\n{rest}"));
    // The empty one: the disk was full, or the power was cut.
    for content in contents.iter().map(String::as_str).chain([""]) {
        for file in &files {
            fs::write(file, content).unwrap();
            fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
        }
        stop(
            start(&data)
                .await
                .unwrap_or_else(|error| panic!("{content:?}: {error}")),
        )
        .await;
    }
    run(&neighbour, KEEP).await.unwrap();
    stop(neighbour).await;
}

#[tokio::test]
async fn postgres_never_runs_as_root() {
    let folder = Folder::new();
    let data = folder.data();
    let cluster = start(&data).await.unwrap();
    let owner = fs::metadata(format!("/proc/{}", postmaster(&data).await))
        .unwrap()
        .uid();
    assert_eq!(owner, fs::metadata(data.join("postgres")).unwrap().uid());
    assert_eq!(owner == geteuid().as_raw(), !geteuid().is_root());
    assert_eq!(mode(&data) & 0o066, 0, "nobody else may list the data folder");
    for (name, only_its_owner) in [("postgres", 0o700), ("socket", 0o700), ("postgres.log", 0o600)] {
        assert_eq!(mode(&data.join(name)), only_its_owner, "{name}");
    }
    stop(cluster).await;
}

/// Run by root, the test runs once more as `nobody`.
#[tokio::test]
async fn an_ordinary_user_needs_no_root() {
    if geteuid().is_root() {
        let nobody = User::from_name("nobody").unwrap().unwrap();
        let mut copy = Command::new("/proc/self/exe");
        copy.args(["--exact", "an_ordinary_user_needs_no_root"]);
        copy.uid(nobody.uid.as_raw()).gid(nobody.gid.as_raw());
        assert!(copy.status().unwrap().success());
        return;
    }
    let folder = Folder::new();
    for sql in [KEEP, KEPT] {
        let cluster = start(&folder.data()).await.unwrap();
        run(&cluster, sql).await.unwrap();
        assert_eq!(mode(&folder.data()), 0o700);
        stop(cluster).await;
    }
}

/// A checkout under /root, which PostgreSQL's user cannot enter.
#[tokio::test]
async fn root_has_its_cluster_elsewhere_when_the_folder_is_closed() {
    if !geteuid().is_root() {
        return;
    }
    let folder = Folder::new();
    let link = folder.data().join("postgres");
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
    stop(start(&folder.data()).await.unwrap()).await;
    let place = fs::read_link(&link).unwrap();
    assert!(place.starts_with("/var/lib/arbetsforum"), "{}", place.display());
    let cluster = start(&folder.data()).await.unwrap();
    // A copy of the data folder carries the link along: still one server at a time.
    let copy = Folder::new();
    symlink(&place, copy.0.join("postgres")).unwrap();
    let refusal = start(&copy.0).await.unwrap_err();
    assert!(matches!(refusal, ClusterError::InUse { .. }), "{refusal}");
    stop(cluster).await;
    fs::remove_dir_all(place.parent().unwrap()).unwrap();
    let lost = start(&folder.data()).await.unwrap_err();
    assert!(matches!(lost, ClusterError::LeadsNowhere { .. }), "{lost}");
}

#[tokio::test]
async fn without_postgres_it_says_what_to_install() {
    let folder = Folder::new();
    let mut settings = Settings::new(folder.data());
    settings.binaries = Some(folder.0.clone());
    let sentence = Cluster::start(&settings).await.unwrap_err().to_string();
    assert!(sentence.contains(folder.0.to_str().unwrap()), "{sentence}");
    assert!(
        sentence.contains("apt-get install postgresql") && !sentence.contains('\n'),
        "{sentence}"
    );
    // Nor is a cluster touched that another version made.
    let cluster = folder.data().join("postgres");
    fs::create_dir(&cluster).unwrap();
    fs::write(cluster.join("PG_VERSION"), "9\n").unwrap();
    let refusal = start(&folder.data()).await.unwrap_err();
    assert!(
        matches!(refusal, ClusterError::OtherMajor { made_by: 9, .. }),
        "{refusal}"
    );
    assert_eq!(fs::read_dir(&cluster).unwrap().count(), 1);
}
