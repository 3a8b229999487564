//! `message …`.

use super::{Built, Construct, Declares, Found};
use crate::grammar::Rule;
use crate::lower::Lower;

pub(super) const CONSTRUCT: Construct =
    Construct { word: "message", head: Rule::message_head, declares: Declares::Message, lower };

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    cx.fail(crate::later::not_yet(found.item.word_span(), "`message`"))
}
