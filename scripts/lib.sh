# Small functions that the scripts share. Source it from the root of the checkout.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }

# Stops with one sentence.
die() {
    printf '%s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least 1.96.0 1.95
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# Steps are numbered across scripts: the outer one says how many there are and where the inner one starts.
STEP="${ARBETSFORUM_STEP_FROM:-0}"
step() {
    STEP=$((STEP + 1))
    printf '[%s/%s] %s …\n' "$STEP" "${ARBETSFORUM_STEPS:-?}" "$*"
}

# Prints a sign of life every ten seconds for as long as the script that started it lives.
_tick() {
    local log=$1 seconds=0 crates last
    while sleep 1 && kill -0 "$$" 2>/dev/null; do
        seconds=$((seconds + 1))
        [ $((seconds % 10)) -eq 0 ] || continue
        crates=$(grep -cE '^ *(Compiling|Checking) ' "$log" 2>/dev/null) || crates=0
        last=$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c 1-70) || last=
        if [ "$crates" -gt 0 ]; then
            printf '      %4d s, %s crates: %s\n' "$seconds" "$crates" "$last"
        else
            printf '      %4d s: %s\n' "$seconds" "$last"
        fi
    done
}

# run_logged NAME COMMAND…: output to target/logs/NAME.log, its end shown when the command fails.
# COMMAND is a program; a shell function would run without errexit.
run_logged() {
    local name=$1 log="target/logs/$1.log" started=$SECONDS rc=0 ticker
    shift
    mkdir -p target/logs
    : >"$log"
    _tick "$log" &
    ticker=$!
    "$@" >"$log" 2>&1 </dev/null || rc=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    if [ "$rc" -ne 0 ]; then
        tail -n "${ARBETSFORUM_LOG_TAIL:-40}" "$log" | sed 's/^/    | /' >&2
        printf '      failed after %s s; the whole log is %s\n' "$((SECONDS - started))" "$log" >&2
        return "$rc"
    fi
    printf '      done in %s s\n' "$((SECONDS - started))"
}

# locked NAME COMMAND…: one at a time among all checkouts that share the cache. COMMAND may be a function.
locked() {
    local name=$1
    shift
    mkdir -p "$CACHE/locks"
    (
        if ! flock -n 9; then
            say "      another checkout is at $name; waiting for it"
            flock 9
        fi
        "$@"
    ) 9>"$CACHE/locks/$name.lock"
}

# as_root COMMAND…: for package installation only.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install_packages() {
    have apt-get || return 1
    [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

# install_packages PACKAGE…: Debian's packages, or the command to run where we may not.
install_packages() {
    [ $# -gt 0 ] || return 0
    if ! can_install_packages; then
        if have apt-get; then
            die "Please run this first, then try again: sudo apt-get update && sudo apt-get install --no-install-recommends $*"
        fi
        die "Please install what Debian calls these packages with your system's package manager, then try again: $*"
    fi
    say "      installing $*"
    if [ -z "${ARBETSFORUM_APT_UPDATED:-}" ]; then
        run_logged apt-update as_root_exec apt-get update || say "      apt-get update failed; going on with the package lists at hand"
        export ARBETSFORUM_APT_UPDATED=1
    fi
    run_logged apt-install as_root_exec apt-get install -y --no-install-recommends --no-remove "$@" ||
        die "apt-get could not install: $*. The reason is shown above."
}
as_root_exec() { as_root env DEBIAN_FRONTEND=noninteractive "$@"; }

# The folder of PostgreSQL's own programs (initdb, postgres, pg_ctl), newest first.
postgres_bindir() {
    local dir version found=
    {
        for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do [ ! -d "$dir" ] || printf '%s\n' "$dir"; done | sort -rV
        ! have pg_config || pg_config --bindir
        ! have postgres || dirname "$(command -v postgres)"
    } | while IFS= read -r dir; do
        # Every line is read: a reader that leaves early fails the writers before it, now and then.
        [ -z "$found" ] || continue
        if [ ! -x "$dir/postgres" ] || [ ! -x "$dir/initdb" ] || [ ! -x "$dir/pg_ctl" ]; then continue; fi
        version=$("$dir/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
        [ "$version" -ge "$POSTGRES_MINIMUM" ] || continue
        printf '%s\n' "$dir"
        found=1
    done
}

chromium_path() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
firefox_path() { command -v firefox-esr || command -v firefox; }
