//! The rules of a ruleset that have a condition, and how the engine scans them.

use stepcare_core::construct::average::Take;
use stepcare_core::construct::table::Policy;
use stepcare_core::construct::{Average, Decision, Reminder};
use stepcare_core::expression::{Aggregate, Node, Outcome, Program, Source, Status};
use stepcare_core::record::SeriesDecl;
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::{DecisionId, ExprId, SpanId};

/// Rules that are scanned together.
pub(super) struct Group {
    /// The decision they are of; `None` for reminders, which come behind all decisions.
    pub decision: Option<DecisionId>,
    /// What they are about.
    pub of: Of,
    /// A rule that holds ends the scan.
    pub first: bool,
    /// The average without which none of them is read.
    pub average: Option<DecisionId>,
    pub rules: Vec<Rule>,
}

/// What a condition is about.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Patient,
    /// Each row; values out of range as they were given, or not.
    Rows {
        source: Source,
        as_given: bool,
    },
}

/// A rule and its condition.
pub(super) struct Rule {
    pub name: String,
    pub at: SpanId,
    pub when: ExprId,
}

/// Every rule that has a condition.
pub(super) fn of(compiled: &Compiled) -> Vec<Group> {
    let mut groups = Vec::new();
    for (at, decision) in compiled.decisions.iter().enumerate() {
        let id = DecisionId(u32::try_from(at).unwrap_or(u32::MAX));
        of_decision(decision, id, &mut groups);
    }
    let reminders = compiled.reminders.iter().flat_map(of_reminder).collect();
    groups.push(Group { decision: None, of: Of::Patient, first: false, average: None, rules: reminders });
    for group in &mut groups {
        // `otherwise` is no condition.
        group.rules.retain(|rule| !matches!(compiled.program.node(rule.when), Some(Node::Constant { .. })));
    }
    groups.retain(|group| !group.rules.is_empty());
    groups
}

fn of_decision(decision: &Decision, id: DecisionId, groups: &mut Vec<Group>) {
    let name = decision.name();
    let rule = |name: String, at: SpanId, when: ExprId| Rule { name, at, when };
    let mut group = |of: Of, first: bool, rules: Vec<Rule>| {
        groups.push(Group { decision: Some(id), of, first, average: None, rules });
    };
    match decision {
        Decision::Screening(d) => {
            let lines = d.lines.iter().map(|line| rule(format!("{name}/{}", line.name), line.at, line.when));
            group(Of::Patient, false, lines.collect());
        }
        Decision::Average(d) => of_average(d, name, &mut group),
        Decision::Alert(d) => {
            let rows = Of::Rows { source: d.on, as_given: true };
            let lines = d.lines.iter().enumerate();
            group(rows, true, lines.map(|(n, line)| rule(numbered(name, n), line.at, line.when)).collect());
            let unless = d.confirm.as_ref().and_then(|confirm| confirm.unless);
            group(rows, false, unless.map(|when| rule(format!("{name}/confirm"), d.at, when)).into_iter().collect());
        }
        Decision::Goal(d) => {
            let lines = d.lines.iter().enumerate();
            let rules = lines.filter_map(|(n, line)| Some(rule(numbered(name, n), line.at, line.when?))).collect();
            groups.push(Group { decision: Some(id), of: Of::Patient, first: true, average: Some(d.average), rules });
        }
        Decision::Table(d) => {
            let rows = d.rows.iter().enumerate();
            let rules = rows.filter_map(|(n, row)| Some(rule(numbered(name, n), row.at, row.when?))).collect();
            group(Of::Patient, d.policy == Policy::First, rules);
        }
        Decision::Score(d) => {
            let lines = d.lines.iter().enumerate();
            group(Of::Patient, false, lines.map(|(n, line)| rule(numbered(name, n), line.at, line.when)).collect());
        }
        Decision::When(d) => group(Of::Patient, false, vec![rule(name.into(), d.at, d.when)]),
        Decision::Contraindication(d) => group(Of::Patient, false, vec![rule(name.into(), d.at, d.when)]),
        Decision::Ladder(d) => {
            let holds = d.holds.iter().enumerate();
            let holds = holds.map(|(n, hold)| rule(format!("{name}/hold/{}", n.saturating_add(1)), hold.at, hold.when));
            group(Of::Patient, false, holds.collect());
            let paths = d.paths.iter();
            let paths = paths.filter_map(|path| Some(rule(format!("{name}/{}", path.name), path.at, path.when?)));
            group(Of::Patient, true, paths.collect());
        }
        Decision::Measure(d) => {
            let lines = d.lines.iter().enumerate();
            group(Of::Patient, true, lines.map(|(n, line)| rule(numbered(name, n), line.at, line.when)).collect());
        }
        Decision::Check(_) => {}
    }
}

fn of_average(average: &Average, name: &str, group: &mut dyn FnMut(Of, bool, Vec<Rule>)) {
    let rows = Of::Rows { source: Source::Series(average.of), as_given: false };
    let numbered = |what: &str, n: usize, at: SpanId, when: ExprId| Rule {
        name: format!("{name}/{what}/{}", n.saturating_add(1)),
        at,
        when,
    };
    let only = average.only.iter().enumerate();
    group(rows, false, only.map(|(n, when)| numbered("where", n, average.at, *when)).collect());
    let reject = average.reject.iter().enumerate();
    group(rows, false, reject.map(|(n, reject)| numbered("reject", n, reject.at, reject.when)).collect());
    if let Some(Take::NewestUntil { each, .. }) = &average.take {
        let each = each.iter().enumerate();
        group(rows, true, each.map(|(n, points)| numbered("points", n, average.at, points.when)).collect());
    }
}

fn of_reminder(reminder: &Reminder) -> Vec<Rule> {
    let name = &reminder.name;
    let stop = reminder.stop.map(|when| Rule { name: format!("{name}/stop"), at: reminder.at, when });
    let lines = reminder.lines.iter().enumerate();
    let lines = lines.filter_map(|(n, line)| Some(Rule { name: numbered(name, n), at: line.at, when: line.when? }));
    stop.into_iter().chain(lines).collect()
}

/// A line without a name of its own, counted from 1.
fn numbered(name: &str, n: usize) -> String {
    format!("{name}/{}", n.saturating_add(1))
}

/// Whether an average may be ready, so that limits are read.
pub(super) fn can_be_ready(outcome: &Outcome) -> bool {
    outcome.possible.contains(&Status::Ready)
}

/// The parts of a condition that `and`, `or` and `not` join, in order.
pub(super) fn parts(condition: ExprId, program: &Program) -> Vec<ExprId> {
    match program.node(condition) {
        Some(Node::Named { of, .. } | Node::Not(of)) => parts(*of, program),
        Some(Node::All(of) | Node::Any(of)) => {
            let mut all = Vec::new();
            for part in of.iter().flat_map(|part| parts(*part, program)) {
                if !all.contains(&part) {
                    all.push(part);
                }
            }
            all
        }
        _ => vec![condition],
    }
}

/// Whether something may be unknown of some patient. What is assumed when unknown is taken as known: only a conflict is not.
pub(super) fn can_be_unknown(expr: ExprId, of: Of, compiled: &Compiled) -> bool {
    let any = |operands: &[ExprId]| operands.iter().any(|operand| can_be_unknown(*operand, of, compiled));
    match compiled.program.node(expr) {
        None => false,
        Some(Node::Fact(fact)) => compiled.facts.get(fact.index()).is_none_or(|fact| fact.assume.is_none()),
        Some(
            Node::IsIt
            | Node::Constant { .. }
            | Node::Setting(_)
            | Node::Today
            | Node::Now
            | Node::RowTime
            | Node::IsKnown(_),
        ) => false,
        Some(Node::Else { otherwise, .. }) => can_be_unknown(*otherwise, of, compiled),
        Some(Node::Column(column)) => match of {
            // A fact's history holds the values that there are.
            Of::Rows { source: Source::Fact(_), .. } => false,
            Of::Rows { source: Source::Series(of), .. } => {
                let column = compiled.series.get(of.index()).and_then(|series| series.columns.get(column.index()));
                column.is_none_or(|column| column.assume.is_none())
            }
            Of::Patient => true,
        },
        Some(Node::Series(series)) => {
            let closed = |decl: &SeriesDecl| decl.assume_none_when_not_supplied && decl.current_within.is_none();
            let counts =
                matches!(series.aggregate, Aggregate::Any | Aggregate::No | Aggregate::Count | Aggregate::CountDays);
            let of = match series.of {
                Source::Series(of) => compiled.series.get(of.index()),
                Source::Fact(_) => None,
            };
            let rows = Of::Rows { source: series.of, as_given: false };
            let open = |operand: ExprId| can_be_unknown(operand, rows, compiled);
            !counts || !of.is_some_and(closed) || series.clauses.iter().any(|c| c.operands().into_iter().any(open))
        }
        Some(
            Node::Linked { .. }
            | Node::TakesClass(_)
            | Node::CountClasses
            | Node::LastDoseChange
            | Node::OutcomeIs { .. }
            | Node::OutcomeField { .. }
            | Node::ChangeFromBaseline { .. },
        ) => true,
        Some(node) => any(&node.operands()),
    }
}
