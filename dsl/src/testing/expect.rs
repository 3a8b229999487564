//! `expect …`: what an evaluation must hold.

use stepcare_core::construct::table::Cell;
use stepcare_core::construct::{Decision, TaskKind};
use stepcare_core::expression::Status;
use stepcare_core::record::FactKind;
use stepcare_core::value::{Number, Unit};

use super::{Expect, Expected};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::lower::is::statuses;
use crate::scope::{DecisionKind, Meaning};
use crate::syntax::Item;
use crate::syntax::expression::{Name, name};

/// Reads one line.
pub(super) fn expect(line: &Item, cx: &mut Lower<'_>) -> Option<Expect> {
    let node = cx.parse(Rule::expect_line, line)?;
    let of = node.children.iter().find(|n| n.rule != Rule::k_expect)?;
    let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if of.rule == Rule::expect_card {
        let (what, denied) = (card(of.child(Rule::text)?, cx)?, of.has(Rule::k_no));
        return Some(Expect { text, span: line.head, what, denied });
    }
    let named = name(of.name().or_else(|| of.child(Rule::field)?.name())?);
    let mut denied = of.has(Rule::k_no) || of.has(Rule::k_not) || of.has(Rule::k_excludes);
    let what = match of.rule {
        Rule::expect_action => action(of, &named, cx)?,
        Rule::expect_ask => {
            let known = matches!(cx.scope.values.get(&named.text), Some(Meaning::Fact(_) | Meaning::Series(_)));
            if !known {
                let error = cx.unknown_value(&named, "fact or series");
                return cx.fail(error);
            }
            Expected::Ask(named.text)
        }
        Rule::expect_none => {
            let (name, _) = decision(&named, &[DecisionKind::Alert], "alert", cx)?;
            Expected::Alert(name)
        }
        Rule::expect_proposes => {
            let (ladder, _) = decision(&named, &[DecisionKind::Ladder], "ladder", cx)?;
            let mut doses = Vec::new();
            for dose in of.all(Rule::drug_dose) {
                let drug = name(dose.name()?);
                let known = cx.scope.drugs.resolve(&drug);
                cx.take(known)?;
                doses.push((drug.text, cx.quantity_in(dose.child(Rule::quantity)?, Unit::MG)?));
            }
            Expected::Proposes(ladder, doses)
        }
        Rule::expect_value => value(of, &named, cx)?,
        Rule::expect_points => points(of.child(Rule::signed)?, &named, cx)?,
        Rule::expect_says if of.has(Rule::field) && is_average(&named, cx) => value(of, &named, cx)?,
        Rule::expect_says => match of.child(Rule::said)?.child(Rule::quantity) {
            Some(number) if has_number(&named, cx) => points(number, &named, cx)?,
            _ => says(of, &named, cx)?,
        },
        Rule::expect_includes => {
            let (decision, _) = decision(&named, &[], "decision", cx)?;
            Expected::Includes(decision, of.all(Rule::name).nth(1)?.text.clone())
        }
        _ => status(of, &named, &mut denied, cx)?,
    };
    Some(Expect { text, span: line.head, what, denied })
}

/// A card that may be shown, by its words.
fn card(text: &Node, cx: &mut Lower<'_>) -> Option<Expected> {
    let words = text.unquoted();
    let of_table = |decision: &Decision| match decision {
        Decision::Table(table) if table.topic.is_some() => table.rows.clone(),
        _ => Vec::new(),
    };
    let mut known = Vec::new();
    for row in cx.out.decisions.iter().flat_map(of_table) {
        if let Some(Cell::Words(text)) = row.says.get(1) {
            known.push(text.clone());
        }
    }
    // Where something else is wrong the decisions are not there, and the cards cannot be looked up.
    if known.contains(&words) || cx.out.decisions.is_empty() {
        return Some(Expected::Card(words));
    }
    let message = "no card has these words";
    let error = Diagnostic::new(code::UNKNOWN_NAME, text.span, message, "not on any card");
    cx.fail(match crate::diagnostic::nearest(&words, known.iter().map(String::as_str)) {
        Some(near) => error.help(format!("did you mean \"{near}\"?")),
        None => error,
    })
}

/// Whether a name is an average's.
fn is_average(named: &Name, cx: &Lower<'_>) -> bool {
    let Some(Meaning::Decision(at)) = cx.scope.values.get(&named.text) else { return false };
    cx.scope.decisions.get(at).is_some_and(|decision| decision.kind == DecisionKind::Average)
}

/// `home_average.systolic is 133.75 mmHg`, `home_average.systolic within 133 .. 134 mmHg`.
fn value(of: &Node, average: &Name, cx: &mut Lower<'_>) -> Option<Expected> {
    let column = of.child(Rule::field)?.all(Rule::name).nth(1).map(name)?;
    let (own, at) = decision(average, &[DecisionKind::Average], "average", cx)?;
    let (series, reported) = cx.reports.get(&at)?.clone();
    let declared = cx.out.series.get(series.index())?;
    let columns = reported.iter().filter_map(|column| declared.columns.get(column.index()));
    let columns: Vec<(String, Unit)> = columns
        .filter_map(|column| match column.kind {
            FactKind::Number { unit, .. } => Some((column.name.clone(), unit)),
            _ => None,
        })
        .collect();
    let Some((_, unit)) = columns.iter().find(|(name, _)| *name == column.text) else {
        let message = format!("`{own}` reports no `{}`", column.text);
        let error = Diagnostic::new(code::NO_FIELD, column.span, message, "not one of its values");
        return cx.fail(error.did_you_mean(&column.text, columns.iter().map(|(name, _)| name.as_str())));
    };
    let mut ends = Vec::new();
    let written = of.all(Rule::value_end).chain(of.all(Rule::said)).filter_map(|end| end.children.first());
    let written: Vec<&Node> = written.collect();
    for (n, end) in written.iter().enumerate() {
        // `133 .. 134 mmHg`: one unit for both.
        let borrows = n == 0 && written.len() == 2 && end.rule == Rule::number;
        let (number, from) = if borrows {
            (cx.number(end)?, None)
        } else {
            super::given::quantity(end, *unit, cx).map(|(n, u)| (n, Some(u)))?
        };
        ends.push((number, from));
    }
    let last = ends.last()?.1?;
    let ends: Option<Vec<Number>> =
        ends.iter().map(|(number, from)| number.mul(from.unwrap_or(last).factor_to(*unit)?)).collect();
    let ends = ends?;
    Some(Expected::Value(own, column.text, *ends.first()?, *ends.last()?))
}

/// How a second reading may come out, as written and as the evaluation has it.
const CONFIRMATIONS: [(&str, &str); 4] = [
    ("awaiting", "awaiting"),
    ("confirmed", "confirmed"),
    ("unconfirmed", "unconfirmed"),
    ("same day review", "same_day_review"),
];

fn action(of: &Node, named: &Name, cx: &mut Lower<'_>) -> Option<Expected> {
    if of.has(Rule::k_message) {
        let known = cx.scope.messages.resolve(named);
        cx.take(known)?;
        return Some(Expected::Action("message", named.text.clone()));
    }
    // On a channel of people a message is a task that bears its name.
    if of.has(Rule::k_task) && cx.scope.tasks.get(&named.text).is_none() && cx.scope.messages.get(&named.text).is_some()
    {
        return Some(Expected::Action("task", named.text.clone()));
    }
    let known = cx.scope.tasks.resolve(named);
    let task = cx.take(known)?;
    let (kind, word) = if of.has(Rule::k_task) {
        (TaskKind::Task, "task")
    } else if of.has(Rule::k_order) {
        (TaskKind::Order, "order")
    } else {
        (TaskKind::Referral, "referral")
    };
    if cx.out.tasks.get(task.index()).is_some_and(|t| t.kind != kind) {
        let message = format!("`{}` is not declared as {word}", named.text);
        return cx.fail(Diagnostic::new(code::WRONG_KIND, named.span, message, format!("not a {word}")));
    }
    Some(Expected::Action(word, named.text.clone()))
}

fn decision(named: &Name, kinds: &[DecisionKind], what: &str, cx: &mut Lower<'_>) -> Option<(String, usize)> {
    match cx.scope.values.get(&named.text) {
        Some(Meaning::Decision(at)) => {
            let declared = cx.scope.decisions.get(at)?;
            if kinds.is_empty() || kinds.contains(&declared.kind) {
                return Some((declared.name.clone(), at));
            }
            let article = if what == "alert" { "an" } else { "a" };
            let message = format!("`{}` is not {article} {what}", named.text);
            let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "another kind of decision");
            let error = error.label(declared.span, "declared here");
            cx.fail(error)
        }
        _ => {
            let error = cx.unknown_value(named, what);
            cx.fail(error)
        }
    }
}

fn has_number(named: &Name, cx: &Lower<'_>) -> bool {
    let Some(Meaning::Decision(at)) = cx.scope.values.get(&named.text) else { return false };
    let kind = cx.scope.decisions.get(at).map(|decision| decision.kind);
    matches!(kind, Some(DecisionKind::Score | DecisionKind::Measure))
}

/// A score's points, or the number that a measure reports: `risk is 3`.
fn points(number: &Node, named: &Name, cx: &mut Lower<'_>) -> Option<Expected> {
    let (name, at) = decision(named, &[DecisionKind::Score, DecisionKind::Measure], "score or a measure", cx)?;
    let decision = cx.out.declared.get(at).and_then(|id| cx.out.decisions.get(*id as usize));
    let unit = match decision {
        Some(Decision::Measure(measure)) => measure.value.map_or(Unit::ONE, |(_, unit)| unit),
        _ => Unit::ONE,
    };
    let points = match number.rule {
        Rule::signed => cx.signed(number)?,
        _ => cx.quantity_in(number, unit)?,
    };
    Some(Expected::Points(name, points))
}

/// What a table says: `follow_up.next_contact is 4 weeks`, `tier is high`.
fn says(of: &Node, named: &Name, cx: &mut Lower<'_>) -> Option<Expected> {
    let (table, at) = decision(named, &[DecisionKind::Table], "table", cx)?;
    let column = match of.child(Rule::field) {
        Some(field) => name(field.all(Rule::name).nth(1)?),
        None => Name { text: cx.own_column(at)?.into(), span: named.span },
    };
    let columns = cx.tables.get(&at)?.columns.clone();
    let Some((_, says)) = columns.iter().find(|(name, _)| *name == column.text) else {
        let message = format!("`{table}` has no column `{}`", column.text);
        let error = Diagnostic::new(code::NO_FIELD, column.span, message, "not one of its columns");
        return cx.fail(error.did_you_mean(&column.text, columns.iter().map(|(name, _)| name.as_str())));
    };
    let cell = says.cell(cx, of.child(Rule::said)?)?;
    Some(Expected::Says(table, column.text, cell.shown(&cx.out.symbols)))
}

fn status(of: &Node, named: &Name, denied: &mut bool, cx: &mut Lower<'_>) -> Option<Expected> {
    let (own, at) = decision(named, &[], "decision", cx)?;
    let kind = cx.scope.decisions.get(at)?.kind;
    let choice = of.child(Rule::choice)?;
    let words = choice.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words == "undetermined" {
        return Some(Expected::Status(own, Status::Undetermined));
    }
    let known = statuses(kind);
    let whole = format!("not {words}");
    if let Some((_, status)) = known.iter().find(|(text, _)| *text == words) {
        return Some(Expected::Status(own, *status));
    }
    if let Some((_, status)) = known.iter().find(|(text, _)| *denied && *text == whole) {
        *denied = false;
        return Some(Expected::Status(own, *status));
    }
    if kind == DecisionKind::Table
        && let Some(column) = cx.own_column(at).map(String::from)
    {
        let columns = &cx.tables.get(&at)?.columns;
        let says = columns.iter().find(|(name, _)| *name == column).map(|(_, says)| says.clone())?;
        let node = crate::grammar::parse(Rule::table_says, &choice.text, choice.span.file, choice.span.start as usize);
        let node = cx.take(node)?;
        let cell = says.cell(cx, node.child(Rule::said)?)?;
        return Some(Expected::Says(own, column, cell.shown(&cx.out.symbols)));
    }
    let mut names: Vec<String> = known.iter().map(|(text, _)| (*text).into()).collect();
    if kind == DecisionKind::Alert {
        // Where something else is wrong the decisions are not there, and the level cannot be looked up.
        let id = *cx.out.declared.get(at)?;
        let Decision::Alert(alert) = cx.out.decisions.get(id as usize)? else { return None };
        let confirmation = CONFIRMATIONS.iter().find(|(spelled, _)| *spelled == words);
        if let Some((_, confirmation)) = confirmation.filter(|_| alert.confirm.is_some()) {
            return Some(Expected::Confirmation(own, (*confirmation).into()));
        }
        if alert.lines.iter().any(|line| line.level == words) {
            return Some(Expected::Level(own, words));
        }
        names.extend(alert.lines.iter().map(|line| line.level.clone()));
        if alert.confirm.is_some() {
            names.extend(CONFIRMATIONS.map(|(spelled, _)| spelled.into()));
        }
    }
    names.push("undetermined".into());
    let message = format!("`{own}` is never `{words}`");
    let error = Diagnostic::new(code::NOT_A_CHOICE, choice.span, message, "not one of its statuses");
    let error = error.did_you_mean(&words, names.iter().map(String::as_str));
    cx.fail(error.note(format!("it is {}", listed(&names))))
}
