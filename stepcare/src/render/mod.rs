//! An evaluation as a pharmacist reads it: the verdict first, then why, what comes next, what to do, until when it holds.
//! One file a section. Whatever stands here was worked out by the engine; nothing is decided, dropped or softened.

mod alerts;
mod averages;
mod header;
mod holds;
mod html;
mod ladder;
mod notes;
mod other;
mod page;
mod reasons;
mod screen;
mod todo;
mod verdict;
mod words;

#[cfg(test)]
mod sample;

pub use html::html;

use crate::{Evaluation, Zone};
use page::Page;

/// The whole text. Labels stand between the terminal's codes for bold, `\x1b[1m` and `\x1b[0m`, which whoever shows it
/// elsewhere takes out.
#[must_use]
pub fn text(evaluation: &Evaluation, zone: &Zone) -> String {
    let mut page = Page::new(evaluation, zone);
    header::write(&mut page);
    verdict::write(&mut page);
    averages::write(&mut page);
    verdict::eligible(&mut page);
    ladder::write(&mut page);
    other::write(&mut page);
    screen::cards(&mut page);
    screen::measures(&mut page);
    todo::write(&mut page);
    alerts::write(&mut page);
    notes::write(&mut page);
    holds::write(&mut page);
    page.finish()
}
