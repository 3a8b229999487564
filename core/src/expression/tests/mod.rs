//! A small program and one patient, by hand. Times are local, New York, unless they end in Z.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod conditions;
mod facts;
mod horizon;
mod reasons;
mod regimen;
mod series;
mod time;

use alloc::{string::String, vec, vec::Vec};

use super::*;
use crate::record::{Chart, Column, Declared, FactDecl, FactEntry, FactKind, Item, Record, Row as Sent, SeriesDecl};
use crate::value::id::{ColumnId, ExprId, FactId, SeriesId, SpanId};
use crate::value::{Constant, Date, Duration, Instant, LocalTime, Number, Symbol, TimeUnit, Truth, Unit, Value, Zone};

const HERE: SpanId = SpanId(0);
const HOME_BP: SeriesId = SeriesId(0);
const SYSTOLIC: ColumnId = ColumnId(0);
const DIASTOLIC: ColumnId = ColumnId(1);
const METHOD: ColumnId = ColumnId(2);

/// A program over the series `home_bp` (systolic, diastolic, method; current within 1 day), and a patient.
struct World {
    program: Program,
    facts: Vec<FactDecl>,
    series: Vec<SeriesDecl>,
    symbols: Vec<String>,
    code_sets: Vec<CodeSet>,
    formulary: Option<Formulary>,
    outcomes: Vec<(String, Option<SeriesId>, Outcome)>,
    record: Record,
    zone: Zone,
}

impl World {
    fn new() -> World {
        let column =
            |name: &str, kind| Column { name: name.into(), kind, assume: None, coded: None, also_written: vec![] };
        let mmhg = |low, high| FactKind::Number {
            unit: Unit::MMHG,
            low: Some(Number::integer(low)),
            high: Some(Number::integer(high)),
        };
        World {
            program: Program::default(),
            facts: Vec::new(),
            series: vec![SeriesDecl {
                name: "home_bp".into(),
                columns: vec![
                    column("systolic", mmhg(50, 300)),
                    column("diastolic", mmhg(30, 200)),
                    column("method", FactKind::OneOf(vec![Symbol(0), Symbol(1)])),
                ],
                current_within: Duration::parse("1 day"),
                assume_none_when_not_supplied: false,
                times: Vec::new(),
                pair: None,
                at: HERE,
            }],
            symbols: vec!["cellular_cuff".into(), "manual".into()],
            code_sets: Vec::new(),
            formulary: None,
            outcomes: Vec::new(),
            record: Record::new("p-001"),
            zone: Zone::named("America/New_York").unwrap(),
        }
    }

    /// Declares a fact.
    fn declare(&mut self, name: &str, kind: FactKind) -> &mut FactDecl {
        let decl = FactDecl {
            name: name.into(),
            kind,
            required: false,
            valid: None,
            assume: None,
            coded: None,
            also_written: vec![],
            getting: None,
            at: HERE,
        };
        self.facts.push(decl);
        self.facts.last_mut().unwrap()
    }

    /// The fact of this name, as a node.
    fn fact(&mut self, name: &str) -> ExprId {
        let id = self.id(name);
        self.program.push(Node::Fact(id))
    }

    fn id(&self, name: &str) -> FactId {
        FactId(u32::try_from(self.facts.iter().position(|f| f.name == name).unwrap()).unwrap())
    }

    fn symbol(&mut self, name: &str) -> Symbol {
        let at = self.symbols.iter().position(|s| s == name).unwrap_or_else(|| {
            self.symbols.push(name.into());
            self.symbols.len() - 1
        });
        Symbol(u32::try_from(at).unwrap())
    }

    fn push(&mut self, node: Node) -> ExprId {
        self.program.push(node)
    }

    fn number(&mut self, n: i128) -> ExprId {
        self.push(Node::Constant { value: Constant::Number(Number::integer(n)), unit: None })
    }

    fn date(&mut self, text: &str) -> ExprId {
        self.push(Node::Constant { value: Constant::Date(Date::parse(text).unwrap()), unit: None })
    }

    fn compare(&mut self, left: ExprId, op: CompareOp, right: ExprId) -> ExprId {
        self.push(Node::Compare { op, left, right, unit: None })
    }

    /// `systolic op n`, of the row at hand.
    fn systolic(&mut self, op: CompareOp, n: i128) -> ExprId {
        let (left, right) = (self.push(Node::Column(SYSTOLIC)), self.number(n));
        self.compare(left, op, right)
    }

    /// `aggregate of home_bp clauses`; of systolic where it asks for a value.
    fn of_bp(&mut self, aggregate: Aggregate, clauses: Vec<Clause>) -> ExprId {
        let value = match aggregate {
            Aggregate::Count | Aggregate::CountDays | Aggregate::Any | Aggregate::No => None,
            _ => Some(self.push(Node::Column(SYSTOLIC))),
        };
        self.push(Node::Series(SeriesExpr { aggregate, value, of: Source::Series(HOME_BP), clauses }))
    }

    /// `within 48 hours before it`.
    fn before_it(&mut self, text: &str) -> Vec<Clause> {
        let at = self.push(Node::RowTime);
        let from = self.push(Node::Shift { of: at, by: length(text), back: true });
        let it = self.push(Node::IsIt);
        let other = self.push(Node::Not(it));
        vec![Clause::Between(from, at), Clause::Where(other)]
    }

    fn instant(&self, text: &str) -> Instant {
        if text.ends_with('Z') {
            return Instant::parse(text).unwrap();
        }
        let (date, time) = text.split_once(' ').unwrap();
        let (time, ms) = time.split_once('.').unwrap_or((time, "0"));
        let at = self.zone.instant(date.parse().unwrap(), LocalTime::parse(time).unwrap());
        at.checked_add_ms(ms.parse().unwrap()).unwrap()
    }

    fn give(&mut self, name: &str, value: impl Into<Item>) {
        self.record.fact(name, FactEntry::new(value));
    }

    fn give_at(&mut self, name: &str, value: impl Into<Item>, at: &str) {
        let at = self.instant(at);
        self.record.fact(name, FactEntry::new(value).at(at));
    }

    /// The series is supplied, heard of up to then.
    fn heard(&mut self, through: &str) {
        self.record.series("home_bp").through = Some(self.instant(through));
    }

    /// A reading; a component that is 0 is absent. Without [`World::heard`] the feed is current.
    fn bp(&mut self, id: &str, at: &str, systolic: i64, diastolic: i64) -> &mut Sent {
        let at = self.instant(at);
        let series = self.record.series("home_bp");
        series.through.get_or_insert(Instant::MAX);
        let columns = [("systolic", systolic), ("diastolic", diastolic)];
        series.rows.push(Sent {
            id: Some(id.into()),
            at: Some(at),
            columns: columns.iter().filter(|(_, v)| *v != 0).map(|(n, v)| ((*n).into(), Item::from(*v))).collect(),
            ..Sent::default()
        });
        series.rows.last_mut().unwrap()
    }

    /// A machine as of a time.
    fn run<R>(&self, as_of: &str, ask: impl FnOnce(&mut Machine<'_>) -> R) -> R {
        self.run_at(self.instant(as_of), ask)
    }

    fn run_at<R>(&self, as_of: Instant, ask: impl FnOnce(&mut Machine<'_>) -> R) -> R {
        let declared = Declared { facts: &self.facts, series: &self.series, symbols: &self.symbols };
        let chart = Chart::bind(&self.record, declared, &self.zone);
        let names: Vec<String> = self.outcomes.iter().map(|(name, ..)| name.clone()).collect();
        let averages: Vec<Option<SeriesId>> = self.outcomes.iter().map(|(_, of, _)| *of).collect();
        let spans = [Span { file: "test.care".into(), line: 7, column: 3 }];
        let terms = Terms {
            program: &self.program,
            declared,
            code_sets: &self.code_sets,
            formulary: self.formulary.as_ref(),
            settings: &[Constant::Number(Number::integer(180))],
            setting_names: &["critical_systolic".into()],
            decisions: &names,
            averages: &averages,
            sources: &["gordon_2021".into()],
            spans: &spans,
        };
        let mut machine = Machine::new(terms, &chart, as_of, as_of);
        for (_, _, outcome) in &self.outcomes {
            machine.decided(outcome.clone());
        }
        machine.rule = "rule".into();
        ask(&mut machine)
    }

    fn truth(&self, expr: ExprId, as_of: &str) -> Truth {
        self.run(as_of, |m| m.truth(expr, None))
    }

    fn value(&self, expr: ExprId, as_of: &str) -> Option<Value> {
        self.run(as_of, |m| m.value(expr, None))
    }

    /// The first instant noted while this was worked out.
    fn next(&self, expr: ExprId, as_of: &str) -> Option<Instant> {
        self.run(as_of, |m| {
            m.value(expr, None);
            m.horizon.earliest().map(|(at, _)| at)
        })
    }

    /// That the value is the same up to the instant noted, and another from it on.
    fn turns_at(&self, expr: ExprId, as_of: &str, turn: &str) {
        let (turn, now) = (self.instant(turn), self.value(expr, as_of));
        assert_eq!(self.next(expr, as_of), Some(turn), "noted");
        let just_before = turn.checked_add_ms(-1).unwrap();
        assert!(self.run_at(just_before, |m| m.value(expr, None)) == now, "the same just before");
        assert!(self.run_at(turn, |m| m.value(expr, None)) != now, "another at the turn");
    }
}

fn n(x: i128) -> Option<Value> {
    Some(Value::Number(Number::integer(x)))
}

fn range(low: i128, high: Option<i128>) -> Option<Value> {
    Some(Value::Range(Some(Number::integer(low)), high.map(Number::integer)))
}

fn length(text: &str) -> Duration {
    Duration::parse(text).unwrap()
}
