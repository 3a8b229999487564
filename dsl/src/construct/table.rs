//! `table NAME first row { COLUMN | … || NAME | …; CELL | … || VALUE | … }`: rows of conditions, and what each says.

use stepcare_core::construct::Decision;
use stepcare_core::construct::table::{Output, Policy, Row, Table};
use stepcare_core::expression::Cite;

use super::block::empty;
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{self, Node, Rule};
use crate::limits;
use crate::lower::Lower;
use crate::scope::{DecisionKind, Meaning};
use crate::source::Span;
use crate::syntax::Item;
use crate::syntax::expression::{Expr, Kind};

mod cell;
mod line;
mod says;

use line::Line;
pub(crate) use says::Says;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "table",
    head: Rule::table_head,
    declares: Declares::Decision(DecisionKind::Table),
    look_over: |_, _| {},
    lower,
};

/// What a table says, as other rules may read it: its output columns, in order.
#[derive(Debug, Clone)]
pub(crate) struct Outputs {
    pub columns: Vec<(String, Says)>,
    /// `all rows`: a column holds what several rows say.
    pub several: bool,
}

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let policy = policy(&found.head);
    let shared = cx.cite_if_any(&found.head);
    let Some((first, rows)) = found.item.items().split_first().filter(|(_, rows)| !rows.is_empty()) else {
        empty(cx, found.item, "this table has no rows", "systolic || stage");
        return None;
    };
    // What the rows say was looked at before, quietly; now its errors are reported.
    let outputs = says::outputs(cx, found.item);
    let lines: Vec<Option<Line<'_>>> = rows.iter().map(|row| line::read(cx, row)).collect();
    let head = line::read(cx, first)?;
    let columns: Vec<Option<Expr>> = head.looks.iter().map(|part| column(cx, part)).collect();
    let mut done = Vec::new();
    let mut always: Option<Span> = None;
    for (item, line) in rows.iter().zip(&lines) {
        let Some(line) = line else { continue };
        let when = conditions(cx, item, line, &columns);
        let says = row_says(cx, item, line, outputs.as_ref());
        let cite = row_cite(cx, line, &shared);
        if let Some(first) = always {
            unreachable_row(cx, policy, item, first);
        }
        let (Some(when), Some(says)) = (when, says) else { continue };
        if when.is_none() && matches!(policy, Policy::First | Policy::ExactlyOne) {
            always = always.or(Some(item.head));
        }
        done.push(Row { when, says, cite, at: cx.at(item.head) });
    }
    let outputs = outputs?.columns.into_iter().map(|(name, says)| Output { name, unit: says.unit() }).collect();
    // A row that is missing because of its error would change what the others mean.
    (done.len() == rows.len()).then_some(())?;
    let (name, at) = (found.name.clone(), cx.at(found.item.head));
    Some(Built::Decision(Decision::Table(Table { name, policy, topic: None, outputs, rows: done, cite: shared, at })))
}

/// Says what a table's columns hold, as far as it can be read; what cannot be is reported when the table is lowered.
pub(crate) fn declare(found: &Found<'_>, cx: &mut Lower<'_>) {
    let Some(Meaning::Decision(at)) = cx.scope.values.get(&found.name) else { return };
    if found.construct.head != Rule::table_head {
        return;
    }
    let errors = cx.errors.len();
    let outputs = says::outputs(cx, found.item);
    cx.errors.truncate(errors);
    if let Some(mut outputs) = outputs {
        outputs.several = policy(&found.head) == Policy::All;
        cx.tables.insert(at, outputs);
    }
}

fn policy(head: &Node) -> Policy {
    let has = |rule| head.child(Rule::table_policy).is_some_and(|policy| policy.has(rule));
    match (has(Rule::k_exactly), has(Rule::k_agreeing), has(Rule::k_all)) {
        (true, ..) => Policy::ExactlyOne,
        (_, true, _) => Policy::Agreeing,
        (.., true) => Policy::All,
        _ => Policy::First,
    }
}

/// What a column looks at. `target.status` and `target` are the status of a decision.
fn column(cx: &mut Lower<'_>, part: &line::Part<'_>) -> Option<Expr> {
    let node = part.parse(cx, Rule::table_column)?;
    let expr = match node.child(Rule::expression) {
        Some(expression) => crate::syntax::expression::build(expression)?,
        None => return steps_taken(cx, node.span),
    };
    if let Kind::Field(of, field) = &expr.kind
        && field.text == "status"
        && matches!(cx.scope.values.get(&of.text), Some(Meaning::Decision(_)))
    {
        return Some(Expr { kind: Kind::Name(of.clone()), span: expr.span });
    }
    Some(expr)
}

/// `steps taken`: of the ruleset's ladder.
fn steps_taken(cx: &mut Lower<'_>, span: Span) -> Option<Expr> {
    let mut ladders = cx.scope.decisions.iter().filter(|d| d.kind == DecisionKind::Ladder).map(|d| d.name.clone());
    match (ladders.next(), ladders.next()) {
        (Some(text), None) => {
            let named = |text: String| crate::syntax::expression::Name { text, span };
            Some(Expr { kind: Kind::Field(named(text), named("steps_taken".into())), span })
        }
        (None, _) => cx.fail(Diagnostic::new(code::UNKNOWN_NAME, span, "there is no ladder", "steps of what?")),
        (Some(first), Some(_)) => {
            let error = Diagnostic::new(code::WRONG_KIND, span, "there are several ladders", "steps of which?");
            cx.fail(error.help(format!("name it: `{first}.steps_taken`")))
        }
    }
}

/// When a row holds: nothing where it always does.
#[allow(clippy::option_option)]
fn conditions(
    cx: &mut Lower<'_>,
    item: &Item,
    line: &Line<'_>,
    columns: &[Option<Expr>],
) -> Option<Option<stepcare_core::value::id::ExprId>> {
    count(cx, item, "is looked at", line.looks.len(), columns.len())?;
    let (mut all, mut whole) = (Vec::new(), true);
    for (part, column) in line.looks.iter().zip(columns) {
        let node = part.parse(cx, Rule::table_cell);
        let (Some(node), Some(column)) = (node, column) else {
            whole = false;
            continue;
        };
        if node.has(Rule::cell_any) {
            continue;
        }
        match cell::condition(cx, column, &node) {
            Some(condition) => all.push(condition),
            None => whole = false,
        }
    }
    whole.then_some(())?;
    let span = item.head;
    let when = match all.len() {
        0 => return Some(None),
        1 => all.pop()?,
        _ => Expr { kind: Kind::All(all), span },
    };
    cx.condition_of(&when).map(Some)
}

fn row_says(
    cx: &mut Lower<'_>,
    item: &Item,
    line: &Line<'_>,
    outputs: Option<&Outputs>,
) -> Option<Vec<stepcare_core::construct::table::Cell>> {
    let outputs = outputs?;
    count(cx, item, "is said", line.says.len(), outputs.columns.len())?;
    let mut cells = Vec::new();
    for (part, (_, says)) in line.says.iter().zip(&outputs.columns) {
        let node = part.quietly(Rule::table_says)?;
        cells.push(says.cell(cx, node.child(Rule::said)?));
    }
    cells.into_iter().collect()
}

fn row_cite(cx: &mut Lower<'_>, line: &Line<'_>, shared: &[Cite]) -> Vec<Cite> {
    match line.says.last().and_then(|part| part.quietly(Rule::table_says)) {
        Some(node) if shared.is_empty() => cx.cite(&node, "this row of the table"),
        Some(node) => cx.cite_if_any(&node),
        None => Vec::new(),
    }
}

/// Reports a row of another length than the first line.
fn count(cx: &mut Lower<'_>, item: &Item, what: &str, found: usize, wanted: usize) -> Option<()> {
    if found == wanted {
        return Some(());
    }
    let message = format!("{found} cells of what {what}, and the first line has {wanted}");
    cx.fail(
        Diagnostic::new(code::CONTRADICTS, item.head, message, "a row of another length")
            .help("each row has a cell for each column; `any` where it does not matter"),
    )
}

fn unreachable_row(cx: &mut Lower<'_>, policy: Policy, item: &Item, first: Span) {
    let error = match policy {
        Policy::ExactlyOne => {
            let message = "two rows of this table can hold at once";
            Diagnostic::new(code::CONTRADICTS, item.head, message, "this row").help("narrow one, or say `first row`")
        }
        _ => {
            let message = "a row after one that always holds is never read";
            Diagnostic::new(code::LAST, item.head, message, "never reached").help("move it above that row")
        }
    };
    cx.errors.push(error.label(first, "this row always holds"));
}
