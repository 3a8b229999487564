//! A small ruleset and one patient, written by hand, for tests of what constructs answer. Times are local, New York.
#![allow(clippy::unwrap_used, clippy::panic)]

use alloc::{format, string::String, vec::Vec};

use super::average::{After, Anchor, Need, Reported, Session, Statistic, Take};
use super::{Act, Average, AverageReport, Decided, Decision, Desk, Due, Report, Said, Then};
use crate::expression::{CompareOp, Formulary, Horizon, Machine, Node, Program, Span, Terms};
use crate::record::{Chart, Column, Declared, FactDecl, FactEntry, FactKind, Item, Record, Row, SeriesDecl};
use crate::value::id::{ColumnId, DecisionId, ExprId, FactId, RoleId, SeriesId, SpanId, TaskId};
use crate::value::{Constant, Duration, Instant, LocalTime, Number, Symbol, Unit, Zone};

pub(crate) const HERE: SpanId = SpanId(0);
pub(crate) const HOME_BP: SeriesId = SeriesId(0);
pub(crate) const SYSTOLIC: ColumnId = ColumnId(0);
pub(crate) const DIASTOLIC: ColumnId = ColumnId(1);
pub(crate) const METHOD: ColumnId = ColumnId(2);
pub(crate) const CELLULAR: Symbol = Symbol(0);

/// A ruleset with the series `home_bp`, and a patient.
pub(crate) struct World {
    pub program: Program,
    pub facts: Vec<FactDecl>,
    pub series: Vec<SeriesDecl>,
    pub symbols: Vec<String>,
    pub formulary: Option<Formulary>,
    pub decisions: Vec<Decision>,
    pub record: Record,
    pub zone: Zone,
}

/// What the decisions came to.
pub(crate) struct Evaluated {
    pub decided: Vec<Decided>,
    pub horizon: Horizon,
}

impl World {
    pub fn new() -> World {
        let column =
            |name: &str, kind| Column { name: name.into(), kind, assume: None, coded: None, also_written: Vec::new() };
        let mmhg = |low, high| FactKind::Number {
            unit: Unit::MMHG,
            low: Some(Number::integer(low)),
            high: Some(Number::integer(high)),
        };
        World {
            program: Program::default(),
            facts: Vec::new(),
            series: alloc::vec![SeriesDecl {
                name: "home_bp".into(),
                columns: alloc::vec![
                    column("systolic", mmhg(50, 300)),
                    column("diastolic", mmhg(30, 200)),
                    column("method", FactKind::OneOf(alloc::vec![Symbol(0), Symbol(1)])),
                ],
                current_within: Duration::parse("1 day"),
                assume_none_when_not_supplied: false,
                times: Vec::new(),
                pair: None,
                at: HERE,
            }],
            symbols: alloc::vec!["cellular_cuff".into(), "manual".into()],
            formulary: None,
            decisions: Vec::new(),
            record: Record::new("p-001"),
            zone: Zone::named("America/New_York").unwrap(),
        }
    }

    /// Declares a fact, and gives it as an expression.
    pub fn fact(&mut self, name: &str, kind: FactKind) -> (FactId, ExprId) {
        let id = FactId(u32::try_from(self.facts.len()).unwrap());
        self.facts.push(FactDecl {
            name: name.into(),
            kind,
            required: false,
            valid: None,
            assume: None,
            coded: None,
            also_written: Vec::new(),
            getting: None,
            at: HERE,
        });
        (id, self.program.push(Node::Fact(id)))
    }

    /// Declares a yes/no fact, and gives it as a condition.
    pub fn yes_no(&mut self, name: &str) -> ExprId {
        self.fact(name, FactKind::YesNo).1
    }

    /// Gives a fact its value.
    pub fn answer(&mut self, name: &str, value: impl Into<Item>) {
        self.record.fact(name, FactEntry::new(value));
    }

    pub fn mmhg(&mut self, value: i128) -> ExprId {
        self.quantity(value, Unit::MMHG)
    }

    pub fn quantity(&mut self, value: i128, unit: Unit) -> ExprId {
        self.program.push(Node::Constant { value: Constant::Number(Number::integer(value)), unit: Some(unit) })
    }

    pub fn compare(&mut self, left: ExprId, op: CompareOp, right: ExprId) -> ExprId {
        self.program.push(Node::Compare { op, left, right, unit: None })
    }

    /// `systolic >= 180 mmHg`, of the row at hand.
    pub fn column(&mut self, column: ColumnId, op: CompareOp, mmhg: i128) -> ExprId {
        let left = self.program.push(Node::Column(column));
        let right = self.mmhg(mmhg);
        self.compare(left, op, right)
    }

    /// An instant on New York's clock: `2026-03-02 08:00`, with seconds and milliseconds where they are given.
    pub fn at(&self, local: &str) -> Instant {
        let (date, time) = local.split_once(' ').unwrap();
        let (time, ms) = time.split_once('.').unwrap_or((time, "0"));
        let at = self.zone.instant(date.parse().unwrap(), LocalTime::parse(time).unwrap());
        at.checked_add_ms(ms.parse().unwrap()).unwrap()
    }

    /// The series is supplied, heard of up to then.
    pub fn heard(&mut self, through: &str) {
        self.record.series("home_bp").through = Some(self.at(through));
    }

    /// A reading; a component that is 0 is absent. Without [`World::heard`] the feed is current.
    pub fn bp(&mut self, id: &str, local: &str, systolic: i64, diastolic: i64) -> &mut Row {
        let at = self.at(local);
        let series = self.record.series("home_bp");
        series.through.get_or_insert(Instant::MAX);
        let columns = [("systolic", systolic), ("diastolic", diastolic)];
        series.rows.push(Row {
            id: Some(id.into()),
            at: Some(at),
            columns: columns.iter().filter(|(_, v)| *v != 0).map(|(n, v)| ((*n).into(), Item::from(*v))).collect(),
            ..Row::default()
        });
        series.rows.last_mut().unwrap()
    }

    /// Two morning and two evening readings: `02-24-m1`, `-m2`, `-e1`, `-e2`.
    pub fn full_day(&mut self, date: &str, systolic: i64, diastolic: i64) {
        for (name, time) in [("m1", "08:00"), ("m2", "08:05"), ("e1", "20:00"), ("e2", "20:05")] {
            let id = format!("{}-{name}", date.get(5..).unwrap());
            self.bp(&id, &format!("{date} {time}"), systolic, diastolic);
        }
    }

    /// The programme's average: 7 days, two sessions, the first 2 in each, 3 days with 2 and 2.
    pub fn home_average(&self) -> Average {
        let session = |name: &str, from: &str, to: &str| Session {
            name: name.into(),
            from: LocalTime::parse(from).unwrap(),
            to: LocalTime::parse(to).unwrap(),
        };
        let mean = |column| Reported { statistic: Statistic::Mean, column };
        Average {
            name: "home_average".into(),
            of: HOME_BP,
            rows: None,
            only: Vec::new(),
            window: Duration::parse("7 days").unwrap(),
            after: None,
            skip: None,
            skip_readings: 0,
            sessions: alloc::vec![session("morning", "04:00", "12:00"), session("evening", "16:00", "24:00")],
            take: Some(Take::FirstInEachSession(2)),
            reject: Vec::new(),
            need: Some(Need::Days { days: 3, each: alloc::vec![(0, 2), (1, 2)] }),
            stands_days: None,
            report: alloc::vec![mean(SYSTOLIC), mean(DIASTOLIC)],
            shown_to: Some(Number::ONE),
            cite: Vec::new(),
            at: HERE,
        }
    }

    /// `after WAIT after` the instant that the fact `changed_at` holds.
    pub fn after(&mut self, wait: &str) -> After {
        let (_, changed) = self.fact("changed_at", FactKind::Instant);
        After { wait: Duration::parse(wait).unwrap(), of: Anchor::Expr(changed) }
    }

    pub fn push(&mut self, decision: Decision) -> DecisionId {
        self.decisions.push(decision);
        DecisionId(u32::try_from(self.decisions.len() - 1).unwrap())
    }

    /// Every decision, in order, as of a local time.
    pub fn evaluate(&self, as_of: &str) -> Evaluated {
        self.evaluate_at(self.at(as_of))
    }

    /// Every decision, in order, as of an instant.
    pub fn evaluate_at(&self, as_of: Instant) -> Evaluated {
        self.with_machine(as_of, |world, machine, desk| {
            let mut decided = Vec::new();
            for decision in &world.decisions {
                let one = decision.evaluate(machine, desk);
                machine.decided(one.outcome.clone());
                decided.push(one);
            }
            Evaluated { decided, horizon: machine.horizon.clone() }
        })
    }

    /// What the first decision, an average, still misses, in a language.
    pub fn missing_words(&self, as_of: &str, language: &str) -> Option<String> {
        self.with_machine(self.at(as_of), |world, machine, _| match world.decisions.first() {
            Some(Decision::Average(average)) => average.missing_words(machine, language),
            _ => None,
        })
    }

    fn with_machine<T>(&self, as_of: Instant, run: impl FnOnce(&World, &mut Machine<'_>, &Desk<'_>) -> T) -> T {
        let declared = Declared { facts: &self.facts, series: &self.series, symbols: &self.symbols };
        let chart = Chart::bind(&self.record, declared, &self.zone);
        let names: Vec<String> = self.decisions.iter().map(|d| d.name().into()).collect();
        let averages: Vec<Option<SeriesId>> =
            self.decisions.iter().map(|d| if let Decision::Average(a) = d { Some(a.of) } else { None }).collect();
        let spans = [Span { file: "test.care".into(), line: 1, column: 1 }];
        let terms = Terms {
            program: &self.program,
            declared,
            code_sets: &[],
            formulary: self.formulary.as_ref(),
            settings: &[],
            setting_names: &[],
            decisions: &names,
            averages: &averages,
            sources: &[],
            spans: &spans,
        };
        let desk = Desk {
            decisions: &self.decisions,
            formulary: self.formulary.as_ref(),
            tasks: &[],
            roles: &[],
            channels: &[],
            topics: &[],
            messages: &[],
        };
        run(self, &mut Machine::new(terms, &chart, as_of, as_of), &desk)
    }
}

impl Evaluated {
    pub fn decided(&self, at: usize) -> &Decided {
        self.decided.get(at).unwrap()
    }

    pub fn report(&self, at: usize) -> &Report {
        match &self.decided(at).said {
            Said::Report(report) => report,
            other => panic!("no report: {other:?}"),
        }
    }

    pub fn average(&self) -> &AverageReport {
        match &self.decided(0).said {
            Said::Average(report) => report,
            other => panic!("no average: {other:?}"),
        }
    }

    /// The earliest instant noted, and why.
    pub fn next(&self) -> (Instant, String) {
        let (at, causes) = self.horizon.earliest().unwrap();
        (at, causes.first().unwrap().what.clone())
    }
}

/// A task for the first role, due on its day.
pub(crate) fn task(task: u32) -> Then {
    Then { act: Act::Task { task: TaskId(task), role: Some(RoleId(0)) }, due: Some(Due::Today), again_after: None }
}
