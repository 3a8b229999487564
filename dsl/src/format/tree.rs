//! Which block and which clause each line stands in.

use super::columns;
use super::token::Line;

/// A block: what stands between two braces; the first is the file.
#[derive(Debug, Default)]
pub struct Block<'t> {
    /// The block that it stands in.
    pub parent: usize,
    /// The first word of its clause: `facts`; empty for the file.
    pub word: &'t str,
    /// The line that stands behind its brace, if one does.
    pub behind: Option<usize>,
}

/// What stands where.
#[derive(Debug)]
pub struct Blocks<'t> {
    /// The blocks, each after the one that it stands in.
    pub blocks: Vec<Block<'t>>,
    /// Of each line, where it stands.
    pub of: Vec<Within<'t>>,
}

/// Where a line stands.
#[derive(Debug, Default, Clone, Copy)]
pub struct Within<'t> {
    /// The block that its start is in.
    pub block: usize,
    /// The first word of the clause that it starts or continues.
    pub word: &'t str,
    /// The outermost block that it closes before anything else stands on it.
    pub closes: Option<usize>,
    /// Whether the last thing on it opens a block.
    pub opens: bool,
    /// Whether it says more of the ruleset whose name stands above it, and is indented as if in a block.
    pub under: bool,
}

/// Tells the blocks of a text whose braces match.
pub fn blocks<'t>(lines: &[Line<'t>]) -> Blocks<'t> {
    let mut blocks = vec![Block::default()];
    let mut of = Vec::with_capacity(lines.len());
    let (mut block, mut word) = (0_usize, "");
    // Whether the clauses at the top of the file may still say more of its ruleset.
    let (mut heads, mut under) = (false, false);
    for (l, line) in lines.iter().enumerate() {
        let mut within = Within { block, ..Within::default() };
        if !line.continues && !line.tokens.is_empty() {
            word = "";
        }
        let behind = lines.get(l.saturating_add(1)).is_some_and(|next| next.behind).then(|| l.saturating_add(1));
        let mut leads = true;
        for (t, token) in line.tokens.iter().enumerate() {
            match token.text {
                "{" => {
                    let last = t.saturating_add(1) == line.tokens.len();
                    within.opens = last && behind.is_none();
                    blocks.push(Block { parent: block, word, behind: behind.filter(|_| last) });
                    (block, word) = (blocks.len().saturating_sub(1), "");
                }
                "}" => {
                    if leads {
                        within.closes = Some(block);
                    }
                    block = blocks.get(block).map_or(0, |b| b.parent);
                    word = "";
                }
                ";" => word = "",
                text if word.is_empty() => word = text,
                _ => {}
            }
            leads &= token.text == "}";
            if t == 0 {
                within.word = word;
            }
        }
        if within.block == 0 && !line.tokens.is_empty() {
            if !line.continues {
                under = heads && columns::kind(within.word) == "title";
                heads = under || within.word == "ruleset";
            }
            within.under = under;
        }
        of.push(within);
    }
    Blocks { blocks, of }
}
