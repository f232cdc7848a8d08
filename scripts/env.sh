# Sourced by every script: where the tools are, and which Rust toolchain is in use.
# shellcheck shell=bash
# shellcheck disable=SC2034
#
# Settings a developer may give:
#   ARBETSFORUM_CACHE      where built tools are kept, shared by every checkout
#                          (default: ${XDG_CACHE_HOME:-~/.cache}/arbetsforum)
#   ARBETSFORUM_WASM_FROM  "debian" builds the wasm32 standard library from Debian's Rust packages
#                          even where rustup has it

CARGO_LEPTOS_VERSION=0.3.11
CARGO_NEXTEST_VERSION=0.9.143
CARGO_DENY_VERSION=0.20.2
RUST_MINIMUM=1.95
NODE_MINIMUM=20.19
POSTGRES_MINIMUM=14
# The toolchain that scripts/wasm-target-from-debian makes.
DEBIAN_TOOLCHAIN=arbetsforum-debian
# clippy and the query check share a folder, and so one compilation of the dependencies.
CHECK_TARGET=target/check

CACHE="${ARBETSFORUM_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/arbetsforum}"
TOOLS="$CACHE/tools"

# wasm-bindgen-cli must equal the library in Cargo.lock.
WASM_BINDGEN_VERSION="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock)"
NPM_TOOLS="$TOOLS/npm-$(sha256sum scripts/tools/package-lock.json | cut -c 1-16)"

case ":$PATH:" in
    *":$HOME/.cargo/bin:"*) ;;
    *) [ ! -d "$HOME/.cargo/bin" ] || PATH="$HOME/.cargo/bin:$PATH" ;;
esac
PATH="$TOOLS/cargo-leptos-$CARGO_LEPTOS_VERSION/bin:$TOOLS/wasm-bindgen-cli-$WASM_BINDGEN_VERSION/bin:$NPM_TOOLS/node_modules/.bin:$PATH"
PATH="$PATH:$TOOLS/cargo-nextest-$CARGO_NEXTEST_VERSION/bin:$TOOLS/cargo-deny-$CARGO_DENY_VERSION/bin"
export PATH

# scripts/setup leaves this file where rustup could not give the wasm32 target.
if [ "${ARBETSFORUM_WASM_FROM:-}" = debian ] || [ -e "$CACHE/wasm-from-debian" ]; then
    export RUSTUP_TOOLCHAIN="$DEBIAN_TOOLCHAIN"
fi

# Queries are checked against .sqlx/, so that no build needs a database. `make sqlx` renews it.
export SQLX_OFFLINE="${SQLX_OFFLINE:-true}"
