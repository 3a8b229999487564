//! What a contributor does twice. `cargo xtask setup` installs what the tests need, `cargo xtask test` passes every test.

mod run;
mod test;
mod wasm;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  setup       install what the tests need beside the Rust toolchain; may be run again at any time
  test        set up, then run every check and test, cheapest first, with the minutes each took
  wasm-check  build the engine for a WebAssembly target
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["setup"] => setup(),
        ["test"] => setup().and_then(|()| test::all()),
        ["wasm-check"] => wasm::check(),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("xtask: {what}");
            ExitCode::FAILURE
        }
    }
}

/// Everything the tests need beside the toolchain that `rust-toolchain.toml` names.
fn setup() -> Result<(), String> {
    let route = wasm::install()?;
    println!("setup: WebAssembly by {route}; nothing else is needed");
    Ok(())
}
