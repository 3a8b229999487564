//! A page of the book: its path, and its fenced blocks.

use std::path::{Path, PathBuf};

use stepcare_tests::root;

/// One page.
pub struct Page {
    /// Where it lies.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// A fenced block of a page.
pub struct Block {
    /// What stands behind its fence, split at commas: `care`, `fragment`.
    pub words: Vec<String>,
    /// Its content, with the end of its last line.
    pub text: String,
    /// The line of its fence, from 1.
    pub line: usize,
}

impl Block {
    /// What stands behind `word=` on its fence.
    pub fn value(&self, word: &str) -> Option<&str> {
        self.words.iter().find_map(|w| w.strip_prefix(word)?.strip_prefix('='))
    }

    /// Whether a word stands on its fence.
    pub fn is(&self, word: &str) -> bool {
        self.words.iter().any(|w| w == word)
    }
}

/// Every page, in order of path.
pub fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    walk(&root().join("docs"), &mut pages);
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(pages.len() > 10, "the pages are not there");
    pages
}

/// Whether what is worked out is to be written.
pub fn bless() -> bool {
    std::env::var_os("STEPCARE_BLESS").is_some()
}

fn walk(folder: &Path, pages: &mut Vec<Page>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, pages);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&path).unwrap();
            pages.push(Page { path, text });
        }
    }
}

impl Page {
    /// Its path within the repository.
    pub fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
    }

    /// Its blocks, in order.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for (n, line) in self.text.lines().enumerate() {
            match (line.strip_prefix("```"), open) {
                (Some(fence), false) => {
                    let words = fence.split(',').map(|word| word.trim().to_string()).collect();
                    blocks.push(Block { words, text: String::new(), line: n + 1 });
                    open = true;
                }
                (Some(_), true) => open = false,
                (None, true) => {
                    let block = blocks.last_mut().unwrap();
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, false) => {}
            }
        }
        assert!(!open, "{}: a block is never closed", self.name());
        blocks
    }

    /// Puts other content into its blocks, in order, and writes the page.
    pub fn rewrite(&self, contents: &[String]) {
        let (mut out, mut contents, mut open) = (String::new(), contents.iter(), false);
        for line in self.text.lines() {
            let fence = line.starts_with("```");
            if !open || fence {
                out.push_str(line);
                out.push('\n');
            }
            if fence && !open {
                out.push_str(contents.next().unwrap());
            }
            open ^= fence;
        }
        std::fs::write(&self.path, out).unwrap();
    }
}
