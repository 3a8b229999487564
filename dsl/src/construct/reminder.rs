//! `reminder …`.

use super::{Built, Construct, Declares, Found};
use crate::grammar::Rule;
use crate::lower::Lower;

pub(super) const CONSTRUCT: Construct =
    Construct { word: "reminder", head: Rule::reminder_head, declares: Declares::Reminder, lower };

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    cx.fail(crate::later::not_yet(found.item.word_span(), "`reminder`"))
}
