//! `arbetsforum`: the one program.
#![recursion_limit = "512"]

use clap::Parser;
use server::cli::Cli;
use server::serve;
use std::process::ExitCode;

/// Gives memory back: every password that is proved takes 19 MB for a moment, and with the system's allocator each thread
/// that has proved one keeps them (decision 025).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match serve::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code())
        }
    }
}
