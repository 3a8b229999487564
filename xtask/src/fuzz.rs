//! Fuzzing: inputs that a machine makes, guided by which branches they reach. `tests/src/fuzz/` says what must hold for
//! each; `fuzz/` holds the programs and the inputs that are kept.
//!
//! LLVM's counters are switched on with options of the stable compiler, and its fuzzer is built from source, so that no
//! other toolchain is needed: a C++ compiler is.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::run::{cargo, output, pass, root, succeeds};

/// The programs, and the longest input of each in bytes.
const TARGETS: [(&str, u32); 3] = [("text", 16 << 10), ("record", 16 << 10), ("bundle", 16 << 10)];

/// Seconds for each target where none are said, and as a stage of the tests.
pub const SECONDS: u32 = 20;

/// Inputs of a target that are kept, short ones and long ones.
const KEPT: usize = 200;

/// Seconds that one input may take; the largest kept one takes a tenth of one.
const TIMEOUT: u32 = 10;

/// Megabytes that a program may hold; it holds a tenth of it.
const MEMORY: u32 = 2048;

/// What switches the counters on.
const COUNTERS: [&str; 5] = [
    "passes=sancov-module",
    "llvm-args=-sanitizer-coverage-level=4",
    "llvm-args=-sanitizer-coverage-inline-8bit-counters",
    "llvm-args=-sanitizer-coverage-pc-table",
    "llvm-args=-sanitizer-coverage-trace-compares",
];

/// `fuzz [SECONDS] [TARGET]`, `fuzz minimise`.
pub fn command(arguments: &[&str]) -> Result<(), String> {
    let seconds = |text: &str| text.parse().map_err(|_| format!("`{text}` is no number of seconds"));
    match arguments {
        [] => run(SECONDS, None),
        ["minimise"] => minimise(),
        [text] => run(seconds(text)?, None),
        [text, target] => run(seconds(text)?, Some(target)),
        _ => Err("usage: cargo xtask fuzz [SECONDS] [TARGET]".into()),
    }
}

/// Runs each target, or the one named, for so many seconds. The first input for which something does not hold ends it.
pub fn run(seconds: u32, only: Option<&str>) -> Result<(), String> {
    let built = build()?;
    let mut told = Vec::new();
    for (target, longest) in TARGETS.iter().filter(|(target, _)| only.is_none_or(|only| only == *target)) {
        told.push(fuzz(&built, target, *longest, seconds)?);
    }
    if told.is_empty() {
        return Err(format!("there is no such target; there are {}", TARGETS.map(|(target, _)| target).join(", ")));
    }
    println!("{}", told.join("\n"));
    Ok(())
}

/// Makes the kept inputs anew: some of the fewest that reach as much as all that were ever found here.
fn minimise() -> Result<(), String> {
    let built = build()?;
    for (target, longest) in TARGETS {
        let (kept, fresh) = (corpus(target)?, folder("fresh", target)?);
        empty(&fresh)?;
        let mut command = Command::new(built.join(target));
        command.arg("-set_cover_merge=1").args(limits(longest)).arg(&fresh);
        command.arg(&kept).arg(folder("found", target)?).arg(folder("seeds", target)?);
        logged(&mut command, target)?;
        empty(&kept)?;
        let mut found = files(&fresh)?;
        found.sort_by_key(|(_, path)| fs::metadata(path).map_or(0, |file| file.len()));
        let every = found.len().div_ceil(KEPT).max(1);
        for (name, path) in found.into_iter().step_by(every) {
            fs::copy(&path, kept.join(name)).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        println!("fuzz: {target}: {} inputs are kept in {}", files(&kept)?.len(), kept.display());
    }
    Ok(())
}

/// Builds the programs and writes the first inputs; gives the folder of the programs.
fn build() -> Result<PathBuf, String> {
    install()?;
    let host = output(Command::new("rustc").current_dir(root()).arg("-vV")).unwrap_or_default();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc does not name its target")?;
    let flags: Vec<String> = COUNTERS.iter().map(|flag| format!("-C{flag}")).collect();
    // Named, so that the counters are in the programs and not in what runs while they are built.
    let mut build = cargo(&["build", "--release", "--target", host, "--manifest-path", "fuzz/Cargo.toml"]);
    pass(build.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f")).env("CARGO_TARGET_DIR", root().join("target/fuzz")))?;
    let seeds = work().join("seeds");
    let mut write = cargo(&["run", "--quiet", "--package", "stepcare-tests", "--bin", "fuzz-seeds", "--"]);
    pass(write.arg(&seeds))?;
    Ok(root().join("target/fuzz").join(host).join("release"))
}

/// Installs a C++ compiler unless there is one.
pub fn install() -> Result<(), String> {
    if succeeds(Command::new("c++").arg("--version")) {
        return Ok(());
    }
    println!("setup: installing Debian's g++");
    pass(Command::new("apt-get").args(["install", "--quiet", "-y", "--no-install-recommends", "g++"]))
        .map_err(|error| format!("{error}; install a C++ compiler, then run this again"))
}

/// Runs one target and tells how much it did.
fn fuzz(built: &Path, target: &str, longest: u32, seconds: u32) -> Result<String, String> {
    let found = folder("found", target)?;
    let broken = folder("broken", target)?;
    let dictionary = work().join("seeds").join(format!("{target}.dict"));
    let mut command = Command::new(built.join(target));
    command.args(limits(longest)).arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-artifact_prefix={}/", broken.display())).arg("-print_final_stats=1");
    if dictionary.exists() {
        command.arg(format!("-dict={}", dictionary.display()));
    }
    // The first folder is written to, the others are read.
    command.arg(&found).arg(corpus(target)?).arg(folder("seeds", target)?);
    let began = Instant::now();
    let log = logged(&mut command, target)?;
    let count = |name: &str| log.lines().find_map(|line| line.strip_prefix(name)).map_or("?", str::trim);
    let branches = log.lines().rev().find_map(|line| line.split("cov: ").nth(1)?.split(' ').next()).unwrap_or("?");
    Ok(format!(
        "fuzz: {target}: {} inputs in {:.0} s, {branches} branches reached, no finding",
        count("stat::number_of_executed_units:"),
        began.elapsed().as_secs_f64(),
    ))
}

fn limits(longest: u32) -> [String; 3] {
    [format!("-max_len={longest}"), format!("-timeout={TIMEOUT}"), format!("-rss_limit_mb={MEMORY}")]
}

/// Runs a program with its output in a file; gives that, or the end of it as the error.
fn logged(command: &mut Command, target: &str) -> Result<String, String> {
    let path = work().join(format!("{target}.log"));
    let at = |error: std::io::Error| format!("{}: {error}", path.display());
    let log = File::create(&path).map_err(at)?;
    let status = command.current_dir(root()).stdout(log.try_clone().map_err(at)?).stderr(log).status();
    let log = fs::read(&path).map_err(at)?;
    let log = String::from_utf8_lossy(&log).into_owned();
    match status {
        Ok(status) if status.success() => Ok(log),
        Ok(_) => {
            let lines: Vec<&str> = log.lines().collect();
            let end = lines.get(lines.len().saturating_sub(40)..).unwrap_or_default().join("\n");
            Err(format!("{target}: something does not hold; all of it is in {}\n{end}", path.display()))
        }
        Err(error) => Err(format!("{target} could not be started: {error}")),
    }
}

/// The folder of a target's kept inputs, made if it is not there.
fn corpus(target: &str) -> Result<PathBuf, String> {
    made(root().join("fuzz/corpus").join(target))
}

/// Where fuzzing works.
fn work() -> PathBuf {
    root().join("target/fuzz/work")
}

/// A folder of a target's, made if it is not there.
fn folder(name: &str, target: &str) -> Result<PathBuf, String> {
    made(work().join(name).join(target))
}

fn made(folder: PathBuf) -> Result<PathBuf, String> {
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(paths.map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path)).collect())
}

fn empty(folder: &Path) -> Result<(), String> {
    for (_, path) in files(folder)? {
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
