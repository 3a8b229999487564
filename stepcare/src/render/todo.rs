//! What to do: the desired set, one action a line, its columns aligned.

use crate::{Action, Do};

use super::page::Page;

const COLUMNS: usize = 6;

pub fn write(page: &mut Page<'_>) {
    page.gap();
    if page.evaluation.actions.is_empty() && page.evaluation.waiting.is_empty() {
        page.entry("TO DO", "nothing");
        return;
    }
    page.heading("TO DO");
    let rows: Vec<([String; COLUMNS], String)> = page.evaluation.actions.iter().map(|a| row(page, a)).collect();
    let mut widths = [0; COLUMNS];
    for (cells, _) in &rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = cell.chars().count().max(*width);
        }
    }
    for (cells, words) in &rows {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            let pad = if width == 0 { 0 } else { width + 2 - cell.chars().count() };
            line.push_str(cell);
            line.push_str(&" ".repeat(pad));
        }
        page.detail(&format!("{line}{words}"));
    }
    for waiting in &page.evaluation.waiting {
        let from = page.calendar.moment(waiting.send_from);
        page.detail(&format!("later   message  {}  not before {from}", waiting.name));
    }
}

fn row(page: &Page<'_>, action: &Action) -> ([String; COLUMNS], String) {
    let do_ = match action.do_ {
        Do::Create => "create",
        Do::Keep => "keep",
        Do::Update => "update",
        Do::Close => "close",
    };
    let whose = match (&action.role, &action.channel) {
        (Some(role), Some(channel)) => format!("{role}, by {channel}"),
        (Some(role), None) => role.clone(),
        (None, Some(channel)) => format!("by {channel}"),
        (None, None) => String::new(),
    };
    let due = action.due_date.map(|day| format!("due {}", page.calendar.date(day))).unwrap_or_default();
    let key = format!("k:{}…", action.key.chars().take(4).collect::<String>());
    let mut words = action.text.clone();
    for beside in action.note.iter().cloned().chain(action.undecided.then(|| "undecided".into())) {
        words.push_str(&format!(" ({beside})"));
    }
    ([do_.into(), action.kind.clone(), action.name.clone(), whose, due, key], words)
}
