//! `arbetsforum`: the one program.
#![recursion_limit = "512"]

use clap::Parser;
use server::cli::Cli;
use server::serve;
use std::process::ExitCode;

fn main() -> ExitCode {
    match serve::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code())
        }
    }
}
