//! `check …`.

use super::{Built, Construct, Declares, Found};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::scope::DecisionKind;

pub(super) const CONSTRUCT: Construct =
    Construct { word: "check", head: Rule::check_line, declares: Declares::Numbered(DecisionKind::Check), lower };

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    cx.fail(crate::later::not_yet(found.item.word_span(), "`check`"))
}
