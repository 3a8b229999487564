//! Inputs to begin with, made of what the repository holds: every text and every patient.

use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

use stepcare::LoadOptions;
use stepcare_core::value::wire::to_bytes;

use super::text::FILE;
use crate::patient::Folder;
use crate::root;

/// Longer texts are left out: a fuzzer learns more in the same time from many short ones.
const LONGEST_TEXT: usize = 12 << 10;

/// Where texts stand.
const TEXTS: [&str; 4] = ["rulesets", "tests", "dsl/tests", "docs"];

/// Writes the inputs of each target into a folder of its name, and the words of the language and of records, which a
/// fuzzer puts in.
///
/// # Errors
/// A folder that cannot be read or written.
pub fn write(to: &Path) -> Result<()> {
    for (target, _) in super::TARGETS {
        fs::create_dir_all(to.join(target))?;
    }
    let records: Vec<PathBuf> = with_ending(".json", &["rulesets", "tests"]);
    for path in records.iter().filter(|path| !name(path).contains("evaluation") && !name(path).contains("schema")) {
        fs::write(to.join("record").join(name(path)), fs::read(path)?)?;
    }
    let small_record = fs::read(root().join("tests/small.json"))?;
    for path in with_ending(".care", &TEXTS) {
        let text = fs::read_to_string(&path)?;
        if text.len() <= LONGEST_TEXT {
            fs::write(to.join("text").join(name(&path)), whole(&path, &text))?;
        }
        let folder = Folder(path.parent().unwrap_or(&path).into());
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        if let Ok(ruleset) = stepcare::load_text(&file, &folder, LoadOptions::default()) {
            let binary = [to_bytes(ruleset.compiled()), b"\n".to_vec(), small_record.clone()].concat();
            fs::write(to.join("bundle").join(format!("{}.wire", name(&path))), binary)?;
            fs::write(to.join("bundle").join(format!("{}.json", name(&path))), ruleset.to_bundle())?;
        }
    }
    fs::write(to.join("text.dict"), words(&with_ending(".pest", &["dsl/src"]))?)?;
    fs::write(
        to.join("record.dict"),
        words(&[root().join("schemas/record.schema.json"), root().join("tests/small.json")])?,
    )
}

/// A text, with the files behind it that it names and that are short enough.
fn whole(path: &Path, text: &str) -> String {
    let mut whole = text.to_string();
    for named in text.lines().filter_map(|line| line.split_once("from \"")?.1.split('"').next()) {
        let beside = path.parent().unwrap_or(path).join(named);
        if let Some(other) = fs::read_to_string(beside).ok().filter(|other| other.len() <= LONGEST_TEXT) {
            whole = format!("{}\n{FILE}{named}\n{other}", whole.trim_end());
        }
    }
    whole
}

/// What stands between quotes in files, as a fuzzer's dictionary has it.
fn words(files: &[PathBuf]) -> Result<String> {
    let mut words = std::collections::BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        let plain = |word: &&str| {
            (2..=24).contains(&word.len()) && word.chars().all(|c| c.is_ascii_graphic() && c != '\\' || c == ' ')
        };
        words.extend(text.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).filter(plain).map(String::from));
    }
    Ok(words.iter().map(|word| format!("\"{word}\"\n")).collect())
}

/// The path within the repository, as one name.
fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace(['/', '\\'], "-")
}

fn with_ending(ending: &str, folders: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, out: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() {
                walk(&path, ending, out);
            } else if path.to_string_lossy().ends_with(ending) {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    folders.iter().for_each(|folder| walk(&root().join(folder), ending, &mut out));
    out.sort();
    out
}
