//! Where every token of every line stands: indentation by block, then columns by run.

use super::columns::{self, COMMENT};
use super::token::Line;
use super::tree::{Blocks, Within};

/// How far a block is indented in the one around it, and what continues a clause after its start.
const INDENT: usize = 2;

/// Lines hang from what follows a brace only up to here; beyond it they are indented.
const HANGING: usize = 60;

/// No column starts to the right of this: a line that is longer runs over.
const LAST_COLUMN: usize = 160;

/// A column is as far to the right as three quarters of its lines need, and so much further if others then fit.
const SLACK: usize = 32;

/// A text of these lines.
pub fn write(lines: &[Line<'_>], blocks: &Blocks<'_>) -> String {
    let mut placer = Placer { lines, blocks, placed: vec![Placed::default(); lines.len()] };
    for run in runs(lines, blocks) {
        placer.place(&run);
    }
    placer.place_comments();
    placer.written()
}

/// Lines whose columns are aligned with one another: those of a block that follow each other with no empty line and no
/// block of several lines between them.
fn runs(lines: &[Line<'_>], blocks: &Blocks<'_>) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    // Of each block around the line at hand, the run that goes on and the kind of its clauses.
    let mut open: Vec<(usize, usize, &str)> = Vec::new();
    for (l, (line, within)) in lines.iter().zip(&blocks.of).enumerate() {
        let brace = line.tokens.first().is_some_and(|token| token.text == "{");
        let alone = within.closes.is_some() || within.opens || brace;
        if line.blank || alone {
            open.clear();
        }
        if line.tokens.is_empty() {
            continue;
        }
        let kind = if within.block == 0 { columns::kind(within.word) } else { "" };
        open.retain(|(block, ..)| *block <= within.block);
        match open
            .iter()
            .find(|(block, _, of)| *block == within.block && *of == kind)
            .and_then(|(_, run, _)| runs.get_mut(*run))
        {
            Some(run) => run.push(l),
            None => {
                open.retain(|(block, ..)| *block != within.block);
                if !alone {
                    open.push((within.block, runs.len(), kind));
                }
                runs.push(vec![l]);
            }
        }
    }
    runs
}

/// Where things of a line stand, in characters from its start.
#[derive(Debug, Default, Clone)]
struct Placed {
    tokens: Vec<usize>,
    /// Where the last of them ends.
    end: usize,
    comment: usize,
}

/// A stretch of a line that starts in a column.
struct Cell {
    column: usize,
    gap: usize,
    /// Its tokens; none of a comment.
    tokens: std::ops::Range<usize>,
}

/// A line of a run.
struct Row {
    line: usize,
    cells: Vec<Cell>,
    /// Where it ends, as far as it is placed; none if nothing is.
    end: Option<usize>,
}

struct Placer<'a, 't> {
    lines: &'a [Line<'t>],
    blocks: &'a Blocks<'t>,
    placed: Vec<Placed>,
}

impl Placer<'_, '_> {
    fn within(&self, line: usize) -> Within<'_> {
        self.blocks.of.get(line).copied().unwrap_or_default()
    }

    /// Where the clauses of a block start. The line of its brace is placed before.
    fn content(&self, block: usize) -> usize {
        let Some(block) = self.blocks.blocks.get(block).filter(|_| block > 0) else { return 0 };
        match block.behind.map(|line| self.behind(line)).filter(|from| *from <= HANGING) {
            Some(from) => from,
            None => self.content(block.parent).saturating_add(INDENT),
        }
    }

    /// Where a line starts that stands behind the one before.
    fn behind(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|line| self.placed.get(line)).map_or(0, |before| before.end.saturating_add(1))
    }

    /// Where a clause starts that starts on this line or above it.
    fn clause(&self, line: usize) -> usize {
        if self.lines.get(line).is_some_and(|line| line.behind) {
            return self.behind(line);
        }
        let within = self.within(line);
        match within.closes.and_then(|closes| self.blocks.blocks.get(closes)) {
            Some(closes) => self.content(closes.parent),
            None => self.content(within.block).saturating_add(if within.under { INDENT } else { 0 }),
        }
    }

    fn place(&mut self, run: &[usize]) {
        let mut rows: Vec<Row> = run.iter().map(|line| self.row(*line)).collect();
        for column in 0..=COMMENT {
            let natural = rows.iter().filter_map(|row| {
                let cell = row.cells.iter().find(|cell| cell.column == column)?;
                Some(row.end?.saturating_add(cell.gap))
            });
            let aligned = aligned(natural.collect());
            for row in &mut rows {
                let Some(cell) = row.cells.iter().find(|cell| cell.column == column) else { continue };
                let first = self.clause(row.line);
                let at = match (row.end, aligned) {
                    (Some(end), Some(aligned)) => end.saturating_add(cell.gap).max(aligned),
                    (Some(end), None) => end.saturating_add(cell.gap),
                    // What continues a clause stands under what follows its keyword, where there is such a column.
                    (None, Some(aligned)) => aligned,
                    (None, None) => first.saturating_add(cell.gap),
                };
                row.end = Some(self.set(row.line, cell, at));
            }
        }
    }

    /// Places a cell, and gives where it ends.
    fn set(&mut self, line: usize, cell: &Cell, at: usize) -> usize {
        let (Some(line), Some(placed)) = (self.lines.get(line), self.placed.get_mut(line)) else { return at };
        if cell.column == COMMENT {
            placed.comment = at;
            return at;
        }
        let mut end = at;
        let mut before = None;
        for token in line.tokens.get(cell.tokens.clone()).unwrap_or_default() {
            if before.is_some_and(|before| token.apart(before)) {
                end = end.saturating_add(1);
            }
            placed.tokens.push(end);
            end = end.saturating_add(token.text.chars().count());
            before = Some(token);
        }
        placed.end = end;
        end
    }

    /// A line in cells.
    fn row(&self, number: usize) -> Row {
        let mut row = Row { line: number, cells: Vec::new(), end: None };
        let Some(line) = self.lines.get(number) else { return row };
        let within = self.within(number);
        let block = self.blocks.blocks.get(within.block).map_or("", |block| block.word);
        let columns = if within.closes.is_some() { &[] } else { columns::columns(block, within.word) };
        let brace = line.tokens.first().is_some_and(|token| token.text == "{");
        let hangs = columns::hangs(columns);
        let (mut column, gap) = match line.continues && !brace {
            true => (usize::from(hangs), INDENT),
            false => (0, 0),
        };
        let mut cell = Cell { column, gap, tokens: 0..0 };
        let (mut brackets, mut inside) = (0_usize, false);
        for (at, token) in line.tokens.iter().enumerate() {
            if at > 0 && brackets == 0 && !inside {
                let next = line.tokens.get(at.saturating_add(1));
                let places = columns::places(columns).filter(|(place, _)| *place > column);
                let from_start = if line.continues { None } else { Some(at) };
                let mut starting = places.filter(|(_, column)| columns::starts(column, token, next, from_start));
                if let Some((place, new)) = starting.next() {
                    column = place;
                    row.cells.push(std::mem::replace(&mut cell, Cell { column, gap: new.1, tokens: at..at }));
                }
            }
            match token.text {
                "(" => brackets = brackets.saturating_add(1),
                ")" => brackets = brackets.saturating_sub(1),
                "{" | "}" | ";" => inside = true,
                _ => {}
            }
            cell.tokens.end = at.saturating_add(1);
        }
        row.cells.push(cell);
        if line.comment.is_some() {
            row.cells.push(Cell { column: COMMENT, gap: INDENT, tokens: 0..0 });
        }
        row
    }

    /// A comment on a line of its own stands where the clause below it starts, or else where one would.
    fn place_comments(&mut self) {
        let mut below: Option<usize> = None;
        for number in (0..self.lines.len()).rev() {
            if self.lines.get(number).is_some_and(|line| !line.tokens.is_empty()) {
                below = Some(number);
                continue;
            }
            let block = self.within(number).block;
            let same = below.filter(|below| self.within(*below).block == block && self.within(*below).closes.is_none());
            let start = same.and_then(|below| self.placed.get(below)?.tokens.first().copied());
            let at = start.unwrap_or_else(|| self.content(block));
            if let Some(placed) = self.placed.get_mut(number) {
                placed.comment = at;
            }
        }
    }

    fn written(&self) -> String {
        let mut out = String::new();
        let (mut opens, mut at) = (true, 0_usize);
        for (line, (placed, within)) in self.lines.iter().zip(self.placed.iter().zip(&self.blocks.of)) {
            // An empty line parts what stands above it from what stands below: not at the start or end of a block.
            if !line.behind {
                out.push_str(match (out.is_empty(), line.blank && !opens && within.closes.is_none()) {
                    (true, _) => "",
                    (false, true) => "\n\n",
                    (false, false) => "\n",
                });
                at = 0;
            }
            opens = within.opens;
            let comment = line.comment.map(|comment| (comment, placed.comment));
            let tokens = line.tokens.iter().zip(&placed.tokens).map(|(token, at)| (token.text, *at));
            for (text, start) in tokens.chain(comment) {
                out.extend(std::iter::repeat_n(' ', start.saturating_sub(at)));
                out.push_str(text);
                at = start.saturating_add(text.chars().count());
            }
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

/// Where a column starts, from where each of its lines would let it.
fn aligned(mut natural: Vec<usize>) -> Option<usize> {
    natural.retain(|at| *at <= LAST_COLUMN);
    natural.sort_unstable();
    let most = natural.get(natural.len().saturating_sub(1).saturating_mul(3) / 4)?.saturating_add(SLACK);
    natural.into_iter().take_while(|at| *at <= most).last()
}
