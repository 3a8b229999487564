//! What expressions compile to: precedence, units, rows, decisions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use stepcare_core::construct::Decision;
use stepcare_core::expression::{Aggregate, ArithmeticOp, Clause, CompareOp, Node, SeriesExpr, Source, Status};
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::id::{ColumnId, ExprId, FactId, SeriesId};
use stepcare_core::value::{Constant, Duration, Number, TimeUnit, Unit};
use stepcare_dsl::compile;

const DECLARED: &str = "care edition 2026
ruleset demo version \"1\" effective 2026-01-01
setting patience : days = 7 days from 3 days .. 14 days
facts {
  weight : kg from chart
  height : cm from chart
  born : date from chart
  sent : instant
  resent : instant
  frail : yes/no from chart
  pregnant : yes/no/maybe ask patient
  signs : any of pain, vision ask patient
  problems : codes from chart
  potassium : mmol/L from lab
  uacr : mg/g from lab
}
codes diabetes { icd10 E11 and below \"Type 2 diabetes\" }
codes obesity { icd10 E66 and below \"Obesity\" }
series home_bp { systolic : mmHg; diastolic : mmHg; method : one of cuff, manual }
";

/// The ruleset of some lines, and the node that its define `x` stands for.
fn defined(lines: &str) -> (Compiled, ExprId) {
    let text = format!("{DECLARED}{lines}\nscreening uses_x {{ exclude x when x; otherwise eligible }}\n");
    let files = BTreeMap::from([("demo.care".to_string(), text)]);
    let compiled = compile("demo.care", &files).unwrap_or_else(|failure| panic!("{failure}")).compiled;
    let screening = compiled.decisions.iter().find_map(|d| match d {
        Decision::Screening(s) if s.name == "uses_x" => Some(s.lines[0].when),
        _ => None,
    });
    let Some(Node::Named { name, of }) = compiled.program.node(screening.unwrap()) else { panic!() };
    assert_eq!(name, "x");
    let of = *of;
    (compiled, of)
}

/// An expression as one line, fully bracketed.
fn shown(compiled: &Compiled, id: ExprId) -> String {
    let of = |id: &ExprId| shown(compiled, *id);
    let list = |ids: &[ExprId], word: &str| {
        format!("({})", ids.iter().map(&of).collect::<Vec<_>>().join(&format!(" {word} ")))
    };
    match compiled.program.node(id).unwrap() {
        Node::All(ids) => list(ids, "and"),
        Node::Any(ids) => list(ids, "or"),
        Node::Not(x) => format!("not {}", of(x)),
        Node::Negate(x) => format!("-{}", of(x)),
        Node::Fact(f) => compiled.facts[f.index()].name.clone(),
        Node::Setting(s) => compiled.settings[s.index()].name.clone(),
        Node::Constant { value: Constant::Number(n), unit } => format!("{n} {}", unit.unwrap().shown()),
        Node::Constant { value, .. } => format!("{value:?}"),
        Node::Compare { op, left, right, .. } => format!("({} {} {})", of(left), op.text(), of(right)),
        Node::Arithmetic { op, left, right } => {
            let sign = match op {
                ArithmeticOp::Add => "+",
                ArithmeticOp::Subtract => "-",
                ArithmeticOp::Multiply => "*",
                ArithmeticOp::Divide => "/",
            };
            format!("({} {sign} {})", of(left), of(right))
        }
        Node::Scale { of: x, by } => format!("({} × {by})", of(x)),
        Node::Else { of: x, otherwise } => format!("({}, else {})", of(x), of(otherwise)),
        Node::IsKnown(x) => format!("({} is known)", of(x)),
        Node::Shift { of: x, by, back } => format!("({by} {} {})", if *back { "before" } else { "after" }, of(x)),
        Node::Named { name, .. } => name.clone(),
        Node::RowTime => "at".into(),
        Node::IsIt => "it".into(),
        Node::Outer(x) => format!("it.{}", of(x)),
        Node::Column(c) => compiled.series[0].columns[c.index()].name.clone(),
        Node::Today => "today".into(),
        Node::Now => "now".into(),
        Node::HasCode { of: x, set } => format!("({} has {})", of(x), compiled.code_sets[set.index()].name),
        Node::HasSymbol { of: x, symbols } if symbols.is_empty() => format!("(any {})", of(x)),
        Node::IsOneOf { of: x, symbols } => {
            let words: Vec<&str> = symbols.iter().map(|s| compiled.symbols[s.0 as usize].as_str()).collect();
            format!("({} is one of {})", of(x), words.join(", "))
        }
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn means(expression: &str, expected: &str) {
    let (compiled, x) = defined(&format!("define x = {expression}"));
    assert_eq!(shown(&compiled, x), expected, "{expression}");
}

#[test]
fn and_binds_more_tightly_than_or_and_not_more_than_both() {
    means("frail or any signs and not frail", "(frail or ((any signs) and not frail))");
    means("(frail or any signs) and frail", "((frail or (any signs)) and frail)");
    means("not frail or frail", "(not frail or frail)");
    means("not weight > 3 kg", "not (weight > 3 kg)");
}

#[test]
fn several_of_one_kind_are_one_list_and_brackets_keep_their_own() {
    means("frail and frail and any signs", "(frail and frail and (any signs))");
    means("frail or (frail or any signs)", "(frail or (frail or (any signs)))");
}

#[test]
fn sums_and_products_keep_school_order_and_go_left_to_right() {
    means("weight - 1 kg - 2 kg > 3 kg", "(((weight - 1 kg) - 2 kg) > 3 kg)");
    means("weight + 2 * 3 kg > -1 kg", "((weight + (2 1 * 3 kg)) > -1 kg)");
    means("weight / 2 > 3 kg", "((weight / 2 1) > 3 kg)");
    means("10% * weight > 3 kg", "((0.1 1 * weight) > 3 kg)");
}

#[test]
fn a_constant_takes_the_unit_of_what_was_measured_and_a_measure_that_of_its_neighbour() {
    means("weight > 440 lb", "(weight > 199.5806428 kg)");
    means("16.5 inches < height", "(41.91 cm < height)");
    means("height > 2 m", "(height > 200 cm)");
    means("patience > 1 week", "(patience > 7 days)");
}

#[test]
fn a_range_outside_which_something_lies_holds_both_its_ends_unless_it_says_otherwise() {
    means("weight outside 22 kg .. 42 kg", "((weight < 22 kg) or (weight > 42 kg))");
    means("weight outside above 22 kg .. before 42 kg", "((weight <= 22 kg) or (weight >= 42 kg))");
    means("weight between 22 kg and 42 kg", "((weight >= 22 kg) and (weight <= 42 kg))");
}

#[test]
fn else_binds_loosest_and_to_the_right() {
    means("today > (resent, else sent, else now)", "(today > (resent, else (sent, else now)))");
    means("(uacr, else 0 mg/g) > 30 mg/g", "((uacr, else 0 mg/g) > 30 mg/g)");
}

#[test]
fn dates_move_by_durations_and_ages_are_in_years() {
    means("today <= 42 days after born", "(today <= (42 days after born))");
    means("2 weeks before sent < now", "((2 weeks before sent) < now)");
    let (compiled, x) = defined("define age = whole years from born to today\ndefine x = age >= 18 years");
    let Some(Node::Compare { op: CompareOp::AtLeast, left, unit, .. }) = compiled.program.node(x) else { panic!() };
    assert_eq!(*unit, Some(Unit::YEARS));
    let Some(Node::Named { of, .. }) = compiled.program.node(*left) else { panic!() };
    assert!(matches!(compiled.program.node(*of), Some(Node::Whole { unit: TimeUnit::Years, .. })));
}

#[test]
fn members_and_codes_are_asked_for_by_name() {
    means("pregnant is one of yes, maybe", "(pregnant is one of yes, maybe)");
    means("pregnant is not no", "not (pregnant is one of no)");
    means("frail is no", "not frail");
    means("frail is not yes", "not frail");
    means("no signs", "not (any signs)");
    means("problems has one of diabetes, obesity", "((problems has diabetes) or (problems has obesity))");
    means("weight is not known", "not (weight is known)");
}

fn series(compiled: &Compiled, id: ExprId) -> SeriesExpr {
    let Some(Node::Series(series)) = compiled.program.node(id) else { panic!() };
    series.clone()
}

#[test]
fn a_series_is_asked_with_its_clauses_left_to_right() {
    let (compiled, x) =
        defined("define x = any home_bp in last 7 days where method is cuff received since sent newest 3");
    let series = series(&compiled, x);
    assert_eq!((series.aggregate, series.of), (Aggregate::Any, Source::Series(SeriesId(0))));
    assert_eq!(series.clauses[0], Clause::InLast(Duration::parse("7 days").unwrap()));
    assert!(matches!(series.clauses[1], Clause::Where(_)));
    assert!(matches!(series.clauses[2], Clause::ReceivedSince(_)));
    assert_eq!(series.clauses[3], Clause::Newest(3));
}

#[test]
fn rows_by_name_stand_wherever_a_series_does() {
    let (compiled, x) = defined(
        "define recent = home_bp in last 7 days\n\
         define x = (count of recent where systolic > 140 mmHg) > 2 and count days of recent >= 3",
    );
    let Some(Node::All(both)) = compiled.program.node(x) else { panic!() };
    let Some(Node::Compare { left, .. }) = compiled.program.node(both[0]) else { panic!() };
    let high = series(&compiled, *left);
    assert_eq!(high.of, Source::Series(SeriesId(0)));
    assert!(matches!(high.clauses[..], [Clause::InLast(_), Clause::Where(_)]));
}

#[test]
fn a_row_can_be_compared_with_rows_before_it() {
    let (compiled, x) = defined(
        "define x = any home_bp where systolic - least systolic of home_bp within 48 hours before it > 40 mmHg",
    );
    let Clause::Where(condition) = series(&compiled, x).clauses[0] else { panic!() };
    let Some(Node::Compare { left, .. }) = compiled.program.node(condition) else { panic!() };
    let Some(Node::Arithmetic { right, .. }) = compiled.program.node(*left) else { panic!() };
    let inner = series(&compiled, *right);
    assert_eq!(inner.value.map(|value| shown(&compiled, value)).as_deref(), Some("systolic"));
    let [Clause::Between(from, to), Clause::Where(other)] = inner.clauses[..] else { panic!() };
    assert_eq!([from, to].map(|end| shown(&compiled, end)), ["(48 hours before at)", "at"]);
    assert_eq!(shown(&compiled, other), "not it", "the row itself is not before itself");
}

#[test]
fn a_column_of_the_outer_row_is_written_it() {
    let (compiled, x) =
        defined("define x = any home_bp where any home_bp where systolic > it.systolic within 30 minutes before it");
    let Clause::Where(inner) = series(&compiled, x).clauses[0] else { panic!() };
    let Clause::Where(condition) = series(&compiled, inner).clauses[0] else { panic!() };
    let Some(Node::Compare { right, .. }) = compiled.program.node(condition) else { panic!() };
    assert_eq!(shown(&compiled, *right), "it.systolic");
}

#[test]
fn a_fact_s_history_is_a_series_of_its_value() {
    let (compiled, x) = defined("define x = greatest potassium in last 30 days > 5.5 mmol/L");
    let Some(Node::Compare { left, .. }) = compiled.program.node(x) else { panic!() };
    let series = series(&compiled, *left);
    assert_eq!(series.of, Source::Fact(FactId(9)));
    assert_eq!(series.value.and_then(|value| compiled.program.node(value)), Some(&Node::Column(ColumnId(0))));
}

#[test]
fn decisions_are_put_in_the_order_in_which_they_use_each_other() {
    let (compiled, _) = defined(
        "define x = second is excluded\n\
         screening first { exclude a when second is not excluded; otherwise eligible }\n\
         screening second { exclude a when frail; otherwise eligible }",
    );
    let names: Vec<&str> = compiled.decisions.iter().map(Decision::name).collect();
    assert_eq!(names, ["second", "first", "uses_x"]);
    let declared: Vec<&str> = compiled.declared.iter().map(|at| names[*at as usize]).collect();
    assert_eq!(declared, ["first", "second", "uses_x"]);
    let asks = compiled.program.nodes.iter().filter_map(|node| match node {
        Node::OutcomeIs { decision, statuses } => Some((names[decision.index()], statuses.clone())),
        _ => None,
    });
    assert!(asks.into_iter().all(|(name, statuses)| name == "second" && statuses == [Status::Excluded]));
}

#[test]
fn a_setting_of_days_is_a_number_of_days() {
    let (compiled, _) = defined("define x = patience > 5 days");
    let setting = &compiled.settings[0];
    assert_eq!((setting.unit, setting.time), (None, Duration::parse("1 day")));
    assert_eq!(setting.default, Constant::Number(Number::integer(7)));
}
