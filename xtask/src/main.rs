//! What a contributor does twice. `cargo xtask setup` installs what the tests need, `cargo xtask test` passes every test.

mod author;
mod conformance;
mod dist;
mod fuzz;
mod npm;
mod python;
mod run;
mod same_bytes;
mod setup;
mod sizes;
mod test;
mod wasm;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  setup                          install what the tests need beside the Rust toolchain; may be run again at any time
  test                           set up, then run every check and test, cheapest first, with the minutes each took
  wasm [--route debian]          build the engine as a WebAssembly module (by Debian's toolchain: the author's module too)
  npm                            build and test the npm package
  python                         build and test the Python package
  same-bytes [--records FOLDER]  run every case through every host and compare the bytes; FOLDER holds records of yours
  same-bytes --built             the same with the packages as they are built
  conformance [FOLDER...]        run the public suites found in the folders, else in those that STEPCARE_DATA names, else beside
                                 the project; exit 0 when every bound holds, 1 when one does not, 2 when there is no data
  fuzz [SECONDS] [TARGET]        run each fuzz target so long, 20 seconds if not said; the first input that breaks one is an error
  fuzz minimise                  keep the fewest inputs that reach what all those reach that fuzzing has found here
  sizes                          how large each artefact is; fails over budget
  dist                           build what is released, into target/dist
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("conformance", folders)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return conformance::run(folders);
    }
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["setup"] => setup::all(),
        ["test"] => setup::all().and_then(|()| test::all()),
        ["wasm"] => wasm::install().and_then(|route| wasm::build(&route)),
        ["wasm", "--route", "debian"] => wasm::install_debian()
            .and_then(|()| wasm::build(&wasm::Route::Debian))
            .and_then(|()| author::build_by_debian()),
        ["npm"] => npm::test(),
        ["python"] => python::test(),
        ["same-bytes"] => same_bytes::run(None),
        ["same-bytes", "--built"] => same_bytes::compare(None),
        ["same-bytes", "--records", folder] => same_bytes::run(Some(Path::new(folder))),
        ["fuzz", rest @ ..] => fuzz::command(rest),
        ["sizes"] => sizes::print(),
        ["dist"] => dist::build(),
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
