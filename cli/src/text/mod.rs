//! An evaluation as a pharmacist reads it: the verdict first, then why, what comes next, what to do, until when it holds.
//! One file a section. Whatever stands here was worked out by the engine; nothing is decided, dropped or softened.

mod alerts;
mod averages;
mod header;
mod holds;
mod ladder;
mod notes;
mod other;
mod page;
mod reasons;
mod todo;
mod verdict;
mod words;

#[cfg(test)]
mod sample;

use page::Page;
use stepcare::{Evaluation, Zone};

/// The whole text, with escape codes that a stream for something other than a terminal strips.
pub fn render(evaluation: &Evaluation, zone: &Zone) -> String {
    let mut page = Page::new(evaluation, zone);
    header::write(&mut page);
    verdict::write(&mut page);
    averages::write(&mut page);
    verdict::eligible(&mut page);
    ladder::write(&mut page);
    other::write(&mut page);
    todo::write(&mut page);
    alerts::write(&mut page);
    notes::write(&mut page);
    holds::write(&mut page);
    page.finish()
}
