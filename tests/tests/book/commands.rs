//! Commands and what they print. A page's blocks are followed in order, in a folder of the page's own: `file=NAME` writes a
//! file, `append=NAME` adds to one, and each `$ stepcare …` of a ```` ```console ```` block is run.

use std::path::Path;

use stepcare_tests::command::{Scratch, stepcare_in};

use super::page::{Block, Page, bless, pages};

#[test]
fn every_command_prints_what_the_page_says() {
    let (mut all, mut commands) = (Vec::new(), 0);
    for page in pages() {
        let (blocks, contents) = followed(&page);
        commands += blocks.iter().filter(|block| block.is("console")).count();
        if bless() {
            page.rewrite(&contents);
        }
        let differ = blocks.iter().zip(&contents).filter(|(block, content)| block.text != **content);
        all.extend(differ.map(|(block, content)| format!("{}:{} prints\n{content}", page.name(), block.line)));
    }
    assert!(commands > 5, "the tutorial has its commands");
    assert!(all.is_empty() || bless(), "\n{}\n", all.join("\n"));
}

/// A page's blocks, and their content after its commands were run.
fn followed(page: &Page) -> (Vec<Block>, Vec<String>) {
    let blocks = page.blocks();
    let scratch = Scratch::new(&format!("book-{}", page.name().replace('/', "-")));
    let mut contents = Vec::new();
    for block in &blocks {
        if let Some(name) = block.value("file") {
            let _ = scratch.file(name, &block.text);
        }
        if let Some(name) = block.value("append") {
            let before = std::fs::read_to_string(scratch.path().join(name)).unwrap();
            let _ = scratch.file(name, format!("{before}\n{}", block.text));
        }
        contents.push(if block.is("console") { run(&block.text, scratch.path()) } else { block.text.clone() });
    }
    (blocks, contents)
}

/// Each command of a block, with what it prints beneath it.
fn run(text: &str, folder: &Path) -> String {
    let mut out = String::new();
    for command in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let arguments = command.strip_prefix("stepcare ").unwrap_or_else(|| panic!("`{command}` is none of ours"));
        let arguments: Vec<&str> = arguments.split(' ').filter(|word| !word.is_empty()).collect();
        let ran = stepcare_in(folder, &arguments);
        out.push_str(&format!("$ {command}\n"));
        for line in ran.out.lines().chain(ran.err.lines()) {
            out.push_str(without_hash(line).trim_end());
            out.push('\n');
        }
    }
    out
}

/// A line without the digits of a ruleset's hash, which are another with every change to the compiled form.
fn without_hash(line: &str) -> String {
    let mut out = line.to_string();
    for (start, digits) in [("sha256:", 64), ("(sha ", 9)] {
        if let Some(at) = out.find(start).map(|at| at + start.len()) {
            let end = out[at..].char_indices().nth(digits).map_or(out.len(), |(end, _)| at + end);
            out.replace_range(at..end, "…");
        }
    }
    out
}
