//! The commands: bring the database up, bring it up to date, fill it, serve it.

use crate::cli::{Cli, Command, FirstManager, Log};
use crate::config::{Config, ConfigError, LogFormat};
use crate::embedded_postgres::{Cluster, ClusterError, Settings};
use crate::live::Stopping;
use crate::router::{self, Ways};
use crate::{metrics, rights, secret};
use app::access_log::{jobs, verify};
use app::accounts::FirstManagerError;
use app::identity::oidc::Providers;
use app::kernel::keys::Keys;
use app::kernel::live::Live;
use app::kernel::outside::{SystemClock, SystemRandom};
use app::kernel::{AppState, db, throttle};
use axum::serve::ListenerExt;
use domain::civil_time::day_bounds;
use domain::clock::Clock;
use sqlx::postgres::PgConnectOptions;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// How long requests that are under way may take to finish when the server stops.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// Why the program stops; one sentence.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Cluster(#[from] ClusterError),
    #[error("The database could not be brought up to date: {0}.")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("The server cannot listen on {0}: {1}.")]
    Listen(SocketAddr, std::io::Error),
    #[error("The secret cannot be kept: {0}.")]
    Secret(std::io::Error),
    #[error("{0}")]
    FirstManager(#[from] FirstManagerError),
    #[cfg(feature = "demo")]
    #[error("{0}")]
    Demo(#[from] app::demo::DemoError),
    #[error("The access log does not hold: {0}.")]
    Log(verify::Fault),
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// The process's exit code: 2 for what whoever started it can put right.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Config(_) | Self::FirstManager(_) => 2,
            _ => 1,
        }
    }
}

pub(crate) fn other(error: impl std::fmt::Display) -> Failure {
    Failure::Other(format!("{error}."))
}

/// The keys of the secret that is set, or of the one beside the private database.
pub(crate) fn keys(config: &Config) -> Result<Keys, Failure> {
    match &config.secret {
        Some(secret) => Keys::new(secret.as_bytes()).map_err(other),
        None => secret::keys_in(&config.data_dir).map_err(Failure::Secret),
    }
}

/// Runs a command to its end.
///
/// # Errors
/// Why it could not.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::read(cli.config.as_deref())?;
    begin_log(&config)?;
    for name in &config.unknown {
        tracing::warn!("{name} looks like a setting and is none");
    }
    // Rendering occupies its thread: with two, a slow page would hold up the rest (leptos #4647).
    let threads = std::thread::available_parallelism().map_or(4, |n| n.get().max(4));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
        .map_err(other)?;
    let done = runtime.block_on(command(cli.command, config));
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

fn begin_log(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log)
        .map_err(|error| Failure::Other(format!("ARBETSFORUM_LOG cannot be read: {error}.")))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    match config.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    }
    .map_err(other)
}

/// The database: our own cluster, or somebody else's.
struct Database {
    cluster: Option<Cluster>,
    options: PgConnectOptions,
}

impl Database {
    async fn up(config: &Config) -> Result<Self, Failure> {
        if let Some(url) = &config.database_url {
            let options = url
                .parse()
                .map_err(|_| Failure::Other("DATABASE_URL cannot be read.".to_owned()))?;
            return Ok(Self {
                cluster: None,
                options,
            });
        }
        let mut settings = Settings::new(&config.data_dir);
        settings.max_connections = settings.max_connections.max(config.database_connections + 20);
        let cluster = Cluster::start(&settings).await?;
        let options = cluster.connect_options();
        Ok(Self {
            cluster: Some(cluster),
            options,
        })
    }

    /// The same to read from: our own cluster may be running already, under a server that serves.
    async fn reach(config: &Config) -> Result<Self, Failure> {
        if config.database_url.is_none()
            && let Some(options) = Cluster::running(&Settings::new(&config.data_dir)).await
        {
            return Ok(Self {
                cluster: None,
                options,
            });
        }
        Self::up(config).await
    }

    async fn down(self) -> Result<(), Failure> {
        match self.cluster {
            Some(cluster) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}

async fn command(command: Command, config: Config) -> Result<(), Failure> {
    let signals = Signals::listen().map_err(other)?;
    let database = match &command {
        Command::Log(_) => Database::reach(&config).await?,
        _ => Database::up(&config).await?,
    };
    let done = match command {
        Command::Log(how) => log(&config, &database.options, how).await,
        Command::Serve(how) => serve(&config, &database.options, &how, signals).await,
        Command::Migrate => db::migrate(&database.options).await.map_err(Failure::from),
        Command::FirstManager(who) => first_manager(
            &database.options,
            &config.public_url,
            &who,
            &SystemClock,
        )
        .await
        .map(|link| {
            say("The account is made. By this link its owner chooses a user name and a password, once,");
            say("within seven days. It is shown nowhere else.\n");
            say(&link);
        }),
        Command::Retention(how) => rights::retention(&config, &database.options, &how).await,
        Command::Erase(how) => rights::erase(&config, &database.options, &how).await,
        #[cfg(feature = "demo")]
        Command::Demo => demo(&database.options).await,
    };
    // Whatever went wrong, the cluster is put to rest; the first error is the one that is told.
    let down = database.down().await;
    done.and(down)
}

/// Makes the account of a centre's first manager and the link of its invitation.
///
/// # Errors
/// Where the centre is managed already, or something that is named is not there.
pub async fn first_manager(
    options: &PgConnectOptions,
    public_url: &str,
    who: &FirstManager,
    clock: &dyn Clock,
) -> Result<String, Failure> {
    db::migrate(options).await?;
    let owner = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone())
        .await
        .map_err(other)?;
    let who = app::accounts::FirstManager {
        centre: &who.centre,
        given_name: &who.given,
        family_name: &who.family,
        employer: &who.employer,
    };
    let token = app::accounts::first_manager(&owner, who, clock.now(), &mut SystemRandom).await;
    owner.close().await;
    Ok(format!("{public_url}/valkommen/{}", token?))
}

#[cfg(feature = "demo")]
async fn demo(options: &PgConnectOptions) -> Result<(), Failure> {
    db::migrate(options).await?;
    let owner = sqlx::postgres::PgPoolOptions::new()
        .max_connections(2)
        .connect_with(options.clone())
        .await
        .map_err(other)?;
    let made = app::demo::ensure(&owner, SystemClock.now()).await?;
    if made.fresh {
        say(&format!(
            "The demonstration centre has {} people (made in {} ms).",
            made.people, made.millis
        ));
    }
    owner.close().await;
    Ok(())
}

/// Who can sign in, for whoever started the demonstration.
#[cfg(feature = "demo")]
async fn tell_accounts(options: &PgConnectOptions, url: &str) -> Result<(), Failure> {
    let owner = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone())
        .await
        .map_err(other)?;
    let accounts = app::demo::accounts(&owner).await.map_err(other)?;
    owner.close().await;
    say(&format!(
        "\nPeople of the demonstration (one press each at {url}/demo):\n"
    ));
    for account in accounts {
        say(&format!(
            "  {:<17} {:<16} {:<18} {}",
            account.login, account.secret, account.name, account.what
        ));
    }
    say("");
    Ok(())
}

/// The secret that the chain is sealed with: never made here, since a new one would call every seal false.
fn kept_keys(config: &Config) -> Result<Keys, Failure> {
    match &config.secret {
        Some(secret) => Keys::new(secret.as_bytes()).map_err(other),
        None if secret::is_kept(&config.data_dir) => {
            secret::keys_in(&config.data_dir).map_err(Failure::Secret)
        }
        None => Err(Failure::Other(format!(
            "There is no secret in {}: without the one that the log was sealed with it cannot be verified.",
            config.data_dir.display()
        ))),
    }
}

/// Reads the access log as the worker that seals it.
async fn log(config: &Config, options: &PgConnectOptions, how: Log) -> Result<(), Failure> {
    let worker = db::worker_pool(options.clone());
    let mut connection = worker.acquire().await.map_err(other)?;
    match how {
        Log::Verify { head } => {
            let keys = kept_keys(config)?;
            let found = verify::verify(&mut connection, &keys, head.as_ref(), SystemClock.now())
                .await
                .map_err(other)?;
            let report = found.map_err(Failure::Log)?;
            say(&format!(
                "{} rows are sealed, each as it was written and in its place; {} wait for their seal.",
                report.sealed, report.waiting
            ));
            if report.late > 0 {
                say(&format!(
                    "{} were sealed more than an hour after the time that stands in them: the server was down, or they were \
                     written past it.",
                    report.late
                ));
            }
            if let Some(head) = report.head {
                say(&format!(
                    "Head, to be kept outside the database and given as --head the next time:\n{head}"
                ));
            }
        }
        Log::Export { from, to } => {
            let from = from.map(|day| day_bounds(day).0);
            let to = to.map(|day| day_bounds(day).1);
            let mut out = std::io::BufWriter::new(std::io::stdout());
            verify::export(&mut connection, from, to, env!("CARGO_PKG_VERSION"), |line| {
                writeln!(out, "{line}").is_ok()
            })
            .await
            .map_err(other)?;
            // That nobody reads to the end is no fault.
            let _ = out.flush();
        }
    }
    drop(connection);
    worker.close().await;
    Ok(())
}

async fn serve(
    config: &Config,
    options: &PgConnectOptions,
    how: &crate::cli::Serve,
    signals: Signals,
) -> Result<(), Failure> {
    // The address first: a server that cannot listen should not touch the database.
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| Failure::Listen(config.addr, error))?;
    db::migrate(options).await?;
    #[cfg(feature = "demo")]
    if how.demo {
        demo(options).await?;
    }
    #[cfg(not(feature = "demo"))]
    let _ = how;

    let keys = keys(config)?;
    // Counted only where they are served: figures that nobody fetches would pile up.
    if let Some(addr) = config.metrics_addr {
        metrics::serve(addr, metrics::begin().map_err(other)?)
            .await
            .map_err(|error| Failure::Listen(addr, error))?;
    }
    let pool = db::web_pool(options.clone(), config.database_connections);
    let (live, tasks) = Live::new();
    let state = AppState {
        pool: pool.clone(),
        reports: db::reports_pool(options.clone()),
        worker: db::worker_pool(options.clone()),
        clock: Arc::new(SystemClock),
        keys,
        live,
        public_url: config.public_url.as_str().into(),
        leptos: router::leptos_options(),
    };
    let live = tokio::spawn(tasks.run(pool.clone()));
    let sweeper = tokio::spawn(sweep(state.clone()));
    let sealer = tokio::spawn(jobs::run(state.clone()));
    let queues = tokio::spawn(app::referral::jobs::run(state.clone()));
    let terms = tokio::spawn(app::exit::jobs::run(state.clone()));
    let (worker, reports) = (state.worker.clone(), state.reports.clone());

    let (stop, stopping) = watch::channel(false);
    let ways = Ways {
        trusted_proxy: config.trusted_proxy,
        stopping: Stopping(stopping.clone()),
    };
    let providers = Providers::new(config.oidc.clone(), &config.public_url).map_err(other)?;
    let router = router::router_with(state, ways, providers);
    #[cfg(feature = "demo")]
    if how.demo {
        tell_accounts(options, &config.public_url).await?;
    }
    say(&format!("Arbetsforum is at {}", config.public_url));

    // A small answer leaves at once: without this a streamed page waits 40 ms for a delayed acknowledgement.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY not set");
        }
    });
    let serving = axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async move {
        signals.stop().await;
        tracing::info!("stopping: requests that are under way are finished");
        let _ = stop.send(true);
    });
    let ended = tokio::select! {
        ended = serving => ended.map_err(other),
        () = overdue(stopping) => {
            tracing::warn!("requests were still under way and are cut off");
            Ok(())
        }
    };
    live.abort();
    sweeper.abort();
    sealer.abort();
    queues.abort();
    terms.abort();
    worker.close().await;
    reports.close().await;
    if tokio::time::timeout(Duration::from_secs(5), pool.close())
        .await
        .is_err()
    {
        tracing::warn!("connections to the database were still busy");
    }
    ended
}

/// Resolves when the signal to stop was given so long ago that nobody waits any more.
async fn overdue(mut stopping: watch::Receiver<bool>) {
    // An error means that the server has ended by itself.
    if stopping.wait_for(|stop| *stop).await.is_ok() {
        tokio::time::sleep(FINISH_WITHIN).await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// SIGINT and SIGTERM, listened for from the very start: one that comes while the database is starting stops the
/// server when it would begin to serve, and leaves no database behind.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Resolves at the first of them.
    async fn stop(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// A line for whoever started the server; that nobody reads it is no reason to stop.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Clears what the throttle has no use for any more.
async fn sweep(state: AppState) {
    loop {
        tokio::time::sleep(Duration::from_mins(1)).await;
        if let Err(error) = throttle::sweep(&state.pool, state.clock.now()).await {
            tracing::warn!(%error, "the throttle was not swept");
        }
        if let Err(error) = app::identity::sweep_steps(&state).await {
            tracing::warn!(%error, "steps on the way in were not swept");
        }
        if let Err(error) = app::intake::sweep(&state).await {
            tracing::warn!(%error, "half-done enrolments were not cleared");
        }
        if let Err(error) = app::identity::oidc::sweep(&state.pool, state.clock.now()).await {
            tracing::warn!(%error, "sign-ins that came to nothing were not swept");
        }
    }
}
