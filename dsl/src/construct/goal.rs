//! `goal …`.

use super::{Built, Construct, Declares, Found};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::scope::DecisionKind;

pub(super) const CONSTRUCT: Construct =
    Construct { word: "goal", head: Rule::goal_head, declares: Declares::Decision(DecisionKind::Goal), lower };

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    cx.fail(crate::later::not_yet(found.item.word_span(), "`goal`"))
}
