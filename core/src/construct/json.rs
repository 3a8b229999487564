//! What decisions and actions say, as the evaluation writes it.

use alloc::string::String;

use super::action::Do;
use super::average::{LeftOut, ReportedValue};
use super::report::{
    CheckValue, Component, LadderValue, MeasureValue, PassedOver, ProductCount, Proposal, ProposedDose, RowCount,
    ScoreValue, TabletCount,
};
use super::table::{TableOutput, TableRow};
use super::{Action, AlertReport, Ask, AverageReport, Possible, Report, ReportValue, Waiting};
use crate::value::json::ToJson;
use crate::value::json::write::{close, json_object, json_words, member, open};

json_object! {
    Report {
        "status": status, "value"? value, "possible"? possible, "ask"? ask, "reasons": reasons, "assumed": assumed,
        "unknown": unknown,
    }
    Possible { "status": status, "rules"? rules }
    Ask { "facts": facts, "from"? from, "not_reduced"? not_reduced }
    Component { "column": column, "bound": bound, "limit": limit, "low"? low, "over_by"? over_by, "unit": unit }
    CheckValue { "change": change, "from": from, "to": to, "missing": missing, "late": late }
    MeasureValue { "value"? value, "split"? split, "rows"? rows }
    RowCount { "status": status, "rows"? rows }
    ScoreValue { "points"? points, "least": least, "most": most, "counted": counted, "open"? open }
    LadderValue {
        "path"? path, "steps_taken"? steps_taken, "step"? step, "until"? until, "wait_for"? wait_for,
        "missing"? missing, "holds"? holds, "passed_over"? passed_over,
    }
    TableRow { "row": row, "says": says }
    TableOutput { "column": column, "value": value, "unit"? unit }
    Proposal {
        "step": step, "drug": drug, "from"? from, "to": to, "tablets"? tablets, "with"? with, "product"? product,
    }
    ProposedDose { "drug": drug, "from"? from, "to": to, "tablets"? tablets }
    TabletCount { "count": count, "mg": mg }
    ProductCount { "count": count, "name": name }
    PassedOver { "step": step, "drug": drug, "why": why }
}

json_object! {
    AlertReport {
        "alert": alert, "row"? row, "at"? at, "level": level, "status": status, "confirmation"? confirmation,
        "reasons": reasons, "unknown": unknown,
    }
    AverageReport {
        "status": status, "possible"? possible, "report": report, "first_day"? first_day, "last_day"? last_day,
        "days": days, "used": used, "left_out": left_out, "missing"? missing, "earliest"? earliest,
        "stands_from"? stands_from, "reasons": reasons, "assumed": assumed, "unknown": unknown,
    }
    ReportedValue {
        "statistic": statistic, "column": column, "value"? value, "shown"? shown, "unit": unit, "rows": rows,
    }
    LeftOut { "row": row, "why": why, "detail"? detail }
}

json_object! {
    Action {
        "key": key, "key_guid": key_guid, "content": content, "do": do_, "kind": kind, "name": name, "text": text,
        "role"? role, "channel"? channel, "language"? language, "due_date"? due_date, "due_at"? due_at,
        "because": because, "note"? note, "anchor": anchor, "occurrence": occurrence, "undecided": undecided,
        "assumed"? assumed,
    }
    Waiting { "name": name, "send_from": send_from, "because": because }
}

json_words! { Do { Create => "create", Keep => "keep", Update => "update", Close => "close" } }

/// `{"goal": …}`: named by its kind.
impl ToJson for ReportValue {
    fn json(&self, to: &mut String) {
        open(to, '{');
        match self {
            ReportValue::Lines { reasons } => member(to, "lines", &Lines(reasons)),
            ReportValue::Goal(components) => member(to, "goal", components),
            ReportValue::Ladder(ladder) => member(to, "ladder", ladder),
            ReportValue::Check(check) => member(to, "check", check),
            ReportValue::Table(rows) => member(to, "table", rows),
            ReportValue::Score(score) => member(to, "score", score),
            ReportValue::Measure(measure) => member(to, "measure", measure),
        }
        close(to, '}');
    }
}

struct Lines<'r>(&'r alloc::vec::Vec<String>);

impl ToJson for Lines<'_> {
    fn json(&self, to: &mut String) {
        open(to, '{');
        member(to, "reasons", self.0);
        close(to, '}');
    }
}
