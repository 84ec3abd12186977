//! Parses the command line, runs it, turns an error into a sentence and an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    dateline::cli::main()
}
