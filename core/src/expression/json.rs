//! Reasons, and why the answer may change, as the evaluation writes them.

use alloc::string::String;

use super::reason::Side;
use super::{Assumption, Cause, Comparison, Reason, Shown, Span, Status, Unknown, Why};
use crate::value::json::ToJson;
use crate::value::json::write::{json_object, json_words, text};

json_object! {
    Reason {
        "rule": rule, "span"? span, "cite": cite, "text"? text, "comparisons": comparisons,
        "rows_passed_over": rows_passed_over,
    }
    Comparison { "left": left, "op": op, "right": right, "holds": holds, "margin"? margin }
    Side {
        "name"? name, "value"? value, "shown"? shown, "unit"? unit, "at"? at, "source"? source, "turns"? turns,
    }
    Span { "file": file, "line": line, "column": column }
    Assumption { "name": name, "value": value, "why": why }
    Unknown { "name": name, "why": why, "since"? since }
    Cause { "rule": rule, "what": what, "row"? row }
}

json_words! {
    Status {
        Eligible => "eligible", Excluded => "excluded", Referred => "referred",
        Ready => "ready", Insufficient => "insufficient",
        AtGoal => "at_goal", AboveGoal => "above_goal", BelowRange => "below_range", NotAssessable => "not_assessable",
        Fired => "fired", Quiet => "quiet",
        Applies => "applies", DoesNotApply => "does_not_apply", Holds => "holds", DoesNotHold => "does_not_hold",
        Scored => "scored", NotAmong => "not_among", Excepted => "excepted", Counted => "counted",
        Excused => "excused", Uncounted => "uncounted",
        Due => "due", Overdue => "overdue", Done => "done",
        Stay => "stay", Step => "step", Hold => "hold", Wait => "wait", Blocked => "blocked", Exhausted => "exhausted",
        Matched => "matched", NoRow => "no_row", RowsConflict => "rows_conflict",
        Undetermined => "undetermined",
    }
    Why {
        Absent => "absent", Undated => "undated", Stale => "stale", Conflict => "conflict", Refused => "refused",
        Partial => "partial", NotSupplied => "not_supplied", FeedBehind => "feed_behind", NoRows => "no_rows",
        Unmapped => "unmapped",
    }
}

/// As what it is: a number, a text, a list.
impl ToJson for Shown {
    fn json(&self, to: &mut String) {
        match self {
            Shown::Number(number) => number.json(to),
            Shown::Text(words) => text(to, words),
            Shown::List(list) => list.json(to),
        }
    }
}
