use alloc::{vec, vec::Vec};

use super::{Cell, Output, Policy, Row, Table};
use crate::construct::testing::{Evaluated, HERE, World};
use crate::construct::{Decision, ReportValue};
use crate::expression::{CompareOp, Field, Input, Node, Shown, Status};
use crate::record::{FactEntry, FactKind};
use crate::value::id::{DecisionId, ExprId, FactId};
use crate::value::{Constant, Number, Symbol, Truth, Unit, Value};

const LOW: Symbol = Symbol(0);
const HIGH: Symbol = Symbol(1);

fn says(symbol: Symbol) -> Cell {
    Cell::Value(Constant::Symbol(symbol))
}

fn days(n: i128) -> Cell {
    Cell::Value(Constant::Number(Number::integer(n)))
}

/// A table `stage` of one column over these rows.
fn table(world: &mut World, policy: Policy, rows: &[(Option<ExprId>, Cell)]) -> DecisionId {
    let row = |(when, cell): &(Option<ExprId>, Cell)| Row {
        when: *when,
        says: vec![cell.clone()],
        cite: Vec::new(),
        at: HERE,
    };
    world.push(Decision::Table(Table {
        name: "stage".into(),
        policy,
        topic: None,
        outputs: vec![Output { name: "stage".into(), unit: None }],
        rows: rows.iter().map(row).collect(),
        cite: Vec::new(),
        at: HERE,
    }))
}

/// `>= 130 mmHg` is high, anything else is low.
fn by_systolic(systolic: Option<i64>) -> Evaluated {
    let mut world = World::new();
    let (_, fact) = world.fact("systolic", FactKind::Number { unit: Unit::MMHG, low: None, high: None });
    let bound = world.mmhg(130);
    let high = world.compare(fact, CompareOp::AtLeast, bound);
    table(&mut world, Policy::First, &[(Some(high), says(HIGH)), (None, says(LOW))]);
    if let Some(systolic) = systolic {
        world.record.fact("systolic", FactEntry::new(systolic).unit("mm[Hg]"));
    }
    world.evaluate("2026-03-02 09:00")
}

/// Rows `a`, `b`, … that hold when the fact of their name is yes, each with what it says, then `extra` asked of the table.
fn by_facts(policy: Policy, rows: &[(&str, Option<bool>, Cell)]) -> Evaluated {
    let mut world = World::new();
    let whens: Vec<(Option<ExprId>, Cell)> =
        rows.iter().map(|(name, _, cell)| (Some(world.yes_no(name)), cell.clone())).collect();
    table(&mut world, policy, &whens);
    for (name, value, _) in rows {
        if let Some(value) = value {
            world.answer(name, *value);
        }
    }
    world.evaluate("2026-03-02 09:00")
}

fn rows(of: &Evaluated) -> Vec<u32> {
    match &of.report(0).value {
        Some(ReportValue::Table(rows)) => rows.iter().map(|row| row.row).collect(),
        None => Vec::new(),
        other => panic!("no table: {other:?}"),
    }
}

fn possible(of: &Evaluated) -> Vec<(Status, Vec<&str>)> {
    let possible = of.report(0).possible.iter();
    possible.map(|p| (p.status, p.rules.iter().map(|r| r.as_str()).collect())).collect()
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn the_first_row_that_holds_answers_at_129_130_and_131() {
    for (systolic, row, symbol) in [(129, 2, LOW), (130, 1, HIGH), (131, 1, HIGH)] {
        let of = by_systolic(Some(systolic));
        assert_eq!((of.report(0).status, rows(&of)), (Status::Matched, vec![row]), "{systolic}");
        assert!(of.decided(0).outcome.field(Field::Output(0)) == Some(&Value::Symbol(symbol)), "{systolic}");
        assert_eq!(of.report(0).reasons[0].rows_passed_over, row - 1, "{systolic}");
    }
}

#[test]
fn an_absent_reading_is_never_the_last_row() {
    let of = by_systolic(None);
    assert_eq!(of.report(0).status, Status::Undetermined);
    assert_eq!(possible(&of), [(Status::Matched, vec!["stage/1"]), (Status::Matched, vec!["stage/2"])]);
    assert_eq!(of.decided(0).outcome.missing, [Input::Fact(FactId(0))].into());
    assert!(of.decided(0).outcome.field(Field::Output(0)).is_none());
}

#[test]
fn an_unknown_row_that_would_say_the_same_changes_nothing() {
    let of = by_facts(Policy::First, &[("a", None, says(HIGH)), ("b", YES, says(HIGH)), ("c", YES, says(LOW))]);
    assert_eq!((of.report(0).status, rows(&of)), (Status::Matched, vec![2]));
    assert!(of.report(0).unknown.is_empty());
}

#[test]
fn no_row_is_an_answer_of_its_own_and_says_nothing() {
    let of = by_facts(Policy::First, &[("a", NO, says(HIGH)), ("b", NO, says(LOW))]);
    assert_eq!(of.report(0).status, Status::NoRow);
    assert!(of.decided(0).outcome.field(Field::Output(0)).is_none());
    let reason = &of.report(0).reasons[0];
    assert_eq!((reason.rule.as_str(), reason.rows_passed_over), ("stage/no_row", 2));
}

#[test]
fn exactly_one_row_takes_no_second_one_even_if_it_says_the_same() {
    let of = by_facts(Policy::ExactlyOne, &[("a", YES, says(HIGH)), ("b", YES, says(HIGH))]);
    assert_eq!((of.report(0).status, of.report(0).reasons.len()), (Status::RowsConflict, 2));
    let of = by_facts(Policy::ExactlyOne, &[("a", NO, says(HIGH)), ("b", YES, says(LOW))]);
    assert_eq!((of.report(0).status, rows(&of)), (Status::Matched, vec![2]));
    let of = by_facts(Policy::ExactlyOne, &[("a", YES, says(HIGH)), ("b", None, says(LOW))]);
    assert_eq!(possible(&of), [(Status::Matched, vec!["stage/1"]), (Status::RowsConflict, vec!["stage/1", "stage/2"])]);
}

#[test]
fn agreeing_rows_may_hold_together_where_they_say_the_same() {
    let all = |c| by_facts(Policy::Agreeing, &[("a", YES, says(HIGH)), ("b", None, says(HIGH)), ("c", c, says(LOW))]);
    // Whether `b` holds does not matter: it says what `a` says.
    assert_eq!((all(NO).report(0).status, rows(&all(NO))), (Status::Matched, vec![1]));
    assert_eq!(all(YES).report(0).status, Status::RowsConflict);
    let open = all(None);
    assert_eq!(open.report(0).status, Status::Undetermined);
    assert_eq!(open.decided(0).outcome.missing, [Input::Fact(FactId(2))].into());
}

#[test]
fn all_rows_that_hold_answer_in_order() {
    let of = by_facts(Policy::All, &[("a", YES, says(HIGH)), ("b", NO, says(LOW)), ("c", YES, says(LOW))]);
    assert_eq!((of.report(0).status, rows(&of)), (Status::Matched, vec![1, 3]));
    let field = of.decided(0).outcome.field(Field::Output(0));
    assert!(field == Some(&Value::Symbols(vec![HIGH, LOW])));
    assert_eq!(by_facts(Policy::All, &[("a", NO, says(HIGH))]).report(0).status, Status::NoRow);
}

#[test]
fn a_question_that_every_possible_answer_settles_is_settled() {
    for (policy, row, asked, expected) in [
        // First row: high or low, and so never anything else.
        (Policy::First, NO, Symbol(2), Truth::No),
        (Policy::First, NO, HIGH, Truth::Unknown),
        // All rows: `b` is sure, `a` may be added to it.
        (Policy::All, YES, LOW, Truth::Yes),
        (Policy::All, YES, HIGH, Truth::Unknown),
        (Policy::All, YES, Symbol(2), Truth::No),
    ] {
        let mut world = World::new();
        let (a, b) = (world.yes_no("a"), world.yes_no("b"));
        let last = if policy == Policy::First { None } else { Some(b) };
        let id = table(&mut world, policy, &[(Some(a), says(HIGH)), (last, says(LOW))]);
        let of = world.program.push(Node::OutcomeField { decision: id, field: Field::Output(0) });
        let symbols = vec![asked];
        let is = match policy {
            Policy::All => world.program.push(Node::HasSymbol { of, symbols }),
            _ => world.program.push(Node::IsOneOf { of, symbols }),
        };
        let second = world.program.push(Node::All(vec![is]));
        table(&mut world, Policy::First, &[(Some(second), says(HIGH))]);
        world.answer("b", row == YES);
        let found = match world.evaluate("2026-03-02 09:00").report(1).status {
            Status::Matched => Truth::Yes,
            Status::NoRow => Truth::No,
            _ => Truth::Unknown,
        };
        assert_eq!(found, expected, "{policy:?} {asked:?}");
    }
}

#[test]
fn no_row_is_none_of_the_words_and_rows_that_conflict_may_be_any_of_theirs() {
    const OTHER: Symbol = Symbol(2);
    for (policy, a, b, asked, expected) in [
        // No row holds: it is not high, and nothing is asked.
        (Policy::First, NO, NO, HIGH, Truth::No),
        // High, or no row.
        (Policy::First, None, NO, HIGH, Truth::Unknown),
        (Policy::First, None, NO, LOW, Truth::No),
        // High and low at once: either may be right, and nothing else.
        (Policy::ExactlyOne, YES, YES, HIGH, Truth::Unknown),
        (Policy::ExactlyOne, YES, YES, OTHER, Truth::No),
        (Policy::Agreeing, YES, None, HIGH, Truth::Unknown),
        (Policy::Agreeing, YES, None, OTHER, Truth::No),
    ] {
        let mut world = World::new();
        let rows = [(Some(world.yes_no("a")), says(HIGH)), (Some(world.yes_no("b")), says(LOW))];
        let id = table(&mut world, policy, &rows);
        let of = world.program.push(Node::OutcomeField { decision: id, field: Field::Output(0) });
        let is = world.program.push(Node::IsOneOf { of, symbols: vec![asked] });
        table(&mut world, Policy::First, &[(Some(is), says(HIGH))]);
        for (name, value) in [("a", a), ("b", b)] {
            if let Some(value) = value {
                world.answer(name, value);
            }
        }
        let found = match world.evaluate("2026-03-02 09:00").report(1).status {
            Status::Matched => Truth::Yes,
            Status::NoRow => Truth::No,
            _ => Truth::Unknown,
        };
        assert_eq!(found, expected, "{policy:?} {a:?} {b:?} {asked:?}");
    }
}

#[test]
fn different_numbers_are_a_range_that_decides_what_lies_beyond_it() {
    for (bound, expected) in [(7, Status::Matched), (14, Status::Undetermined), (29, Status::NoRow)] {
        let mut world = World::new();
        let a = world.yes_no("a");
        let id = table(&mut world, Policy::First, &[(Some(a), days(7)), (None, days(28))]);
        let of = world.program.push(Node::OutcomeField { decision: id, field: Field::Output(0) });
        let bound = world.quantity(bound, Unit::ONE);
        let at_least = world.compare(of, CompareOp::AtLeast, bound);
        table(&mut world, Policy::First, &[(Some(at_least), says(HIGH))]);
        assert_eq!(world.evaluate("2026-03-02 09:00").report(1).status, expected);
    }
}

#[test]
fn what_a_row_says_is_shown_as_it_is_written() {
    let wait = Cell::Wait(crate::value::Duration::parse("6 months").unwrap());
    assert_eq!(wait.shown(&[]), Shown::Text("6 months".into()));
    assert_eq!(days(7).shown(&[]), Shown::Number(Number::integer(7)));
    assert_eq!(says(HIGH).shown(&["low".into(), "high".into()]), Shown::Text("high".into()));
}
