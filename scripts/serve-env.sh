# Sourced before the built server is started: where it finds the files for the browser.
# shellcheck shell=bash
export LEPTOS_OUTPUT_NAME=arbetsforum
export LEPTOS_SITE_ROOT="$PWD/target/site"
export LEPTOS_SITE_PKG_DIR=pkg
export LEPTOS_HASH_FILES=true
export ARBETSFORUM_ADDR="${ARBETSFORUM_ADDR:-127.0.0.1:3000}"
