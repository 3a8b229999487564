//! A line of a table, split at `|` and `||`.

use super::{Diagnostic, Item, Lower, Node, Rule, code, grammar, limits};

/// What stands left and right of `||`.
pub(super) struct Line<'i> {
    pub looks: Vec<Part<'i>>,
    pub says: Vec<Part<'i>>,
}

/// What stands between two strokes.
pub(super) struct Part<'i> {
    text: &'i str,
    file: u32,
    offset: usize,
}

impl Part<'_> {
    /// Reads it by a rule; an error is reported.
    pub fn parse(&self, cx: &mut Lower<'_>, rule: Rule) -> Option<Node> {
        if cx.errors.len() > limits::ERRORS {
            return None;
        }
        let read = grammar::parse(rule, self.text, self.file, self.offset);
        cx.take(read)
    }

    /// Reads it by a rule where its errors were reported before.
    pub fn quietly(&self, rule: Rule) -> Option<Node> {
        grammar::parse(rule, self.text, self.file, self.offset).ok()
    }
}

/// Splits a line; a stroke inside a text is part of it.
pub(super) fn read<'i>(cx: &mut Lower<'_>, item: &'i Item) -> Option<Line<'i>> {
    cx.no_block(item);
    let (file, start) = (item.head.file, item.head.start as usize);
    let mut sides: Vec<Vec<Part<'i>>> = vec![Vec::new()];
    let (mut from, mut in_text, mut escaped, mut skip) = (0_usize, false, false, false);
    let end_part = |sides: &mut Vec<Vec<Part<'i>>>, from: usize, to: usize| {
        let text = item.text.get(from..to).unwrap_or_default();
        if let Some(side) = sides.last_mut() {
            side.push(Part { text, file, offset: start.saturating_add(from) });
        }
    };
    for (at, c) in item.text.char_indices() {
        if std::mem::take(&mut skip) {
            continue;
        }
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '|' if !in_text => {
                end_part(&mut sides, from, at);
                skip = item.text.get(at.saturating_add(1)..).is_some_and(|rest| rest.starts_with('|'));
                if skip {
                    sides.push(Vec::new());
                }
                from = at.saturating_add(if skip { 2 } else { 1 });
            }
            _ => {}
        }
    }
    end_part(&mut sides, from, item.text.len());
    match <[Vec<Part<'i>>; 2]>::try_from(sides) {
        Ok([looks, says]) => Some(Line { looks, says }),
        Err(sides) => {
            let message = if sides.len() < 2 { "this line has no `||`" } else { "this line has more than one `||`" };
            let label = "`||` stands once, between what is looked at and what is said";
            cx.fail(Diagnostic::new(code::SYNTAX, item.head, message, label))
        }
    }
}
