//! The binary form of every part of a compiled ruleset: its fields in the order in which they are written. A field that is
//! not listed does not compile. To add one is to change the format's number.

use super::compiled::{self, Compiled, SettingDecl, SourceDecl};
use crate::construct::{
    Act, Alert, Average, Channel, Check, Contraindication, Decision, Due, Goal, Ladder, Measure, Message, Reminder,
    Score, Screening, Table, TaskDecl, TaskKind, Then, Topic, When, action, alert, average, goal, ladder, measure,
    message, reminder, score, screening, table,
};
use crate::expression::{
    Aggregate, ArithmeticOp, Cite, Clause, CodeSet, CompareOp, DatePart, Field, Formulary, Member, Node, Program,
    SeriesExpr, Source, Span, Status, formulary,
};
use crate::record::{Column, FactDecl, FactKind, Getting, SeriesDecl};
use crate::value::wire::{wire_enum, wire_struct};
use crate::value::{Constant, Duration, TimeUnit};

wire_enum! { Constant {
    0 => Truth(a),
    1 => Number(a),
    2 => Date(a),
    3 => Instant(a),
    4 => Time(a),
    5 => Symbol(a),
    6 => None,
} }
wire_enum! { TimeUnit {
    0 => Years,
    1 => Months,
    2 => Weeks,
    3 => Days,
    4 => Hours,
    5 => Minutes,
    6 => Seconds,
} }
wire_struct! { Duration { count, unit } }
wire_enum! { Getting {
    0 => Patient,
    1 => Chart,
    2 => Lab,
} }
wire_enum! { FactKind {
    0 => Date,
    1 => Instant,
    2 => Number { unit, low, high },
    3 => YesNo,
    4 => OneOf(a),
    5 => AnyOf(a),
    6 => Codes,
    7 => Medications,
    8 => Intolerances,
    9 => Consents(a),
    20 => Start,
    21 => End,
    22 => Links(a),
} }
wire_struct! { FactDecl { name, kind, required, valid, assume, coded, also_written, getting, at } }
wire_struct! { Column { name, kind, assume, coded, also_written } }
wire_struct! { SeriesDecl { name, columns, current_within, assume_none_when_not_supplied, times, pair, at } }
wire_struct! { CodeSet { name, members, at } }
wire_struct! { Member { code, display, and_below } }
wire_struct! { Formulary { name, version, classes, drugs, products, outside, never_together } }
wire_struct! { formulary::Named { code, display } }
wire_struct! { formulary::Drug { name, class, code, display, doses, tablets, cite, at } }
wire_struct! { formulary::Tablet { mg, halves } }
wire_struct! { formulary::Product { code, display, contains, halves } }
wire_struct! { formulary::NeverTogether { classes, cite, at } }
wire_enum! { Status {
    0 => Eligible,
    1 => Excluded,
    2 => Referred,
    3 => Ready,
    4 => Insufficient,
    5 => AtGoal,
    6 => AboveGoal,
    7 => BelowRange,
    8 => NotAssessable,
    9 => Fired,
    10 => Quiet,
    11 => Applies,
    12 => DoesNotApply,
    13 => Due,
    14 => Overdue,
    15 => Done,
    16 => Stay,
    17 => Step,
    18 => Hold,
    19 => Wait,
    20 => Blocked,
    21 => Exhausted,
    22 => Undetermined,
    23 => Matched,
    24 => NoRow,
    25 => RowsConflict,
    40 => Holds,
    41 => DoesNotHold,
    42 => Scored,
    43 => NotAmong,
    44 => Excepted,
    45 => Counted,
    46 => Excused,
    47 => Uncounted,
} }
wire_enum! { Field {
    0 => Reported(a),
    1 => Missing,
    2 => StepsTaken,
    3 => Output(a),
    10 => Points,
} }
wire_enum! { ArithmeticOp {
    0 => Add,
    1 => Subtract,
    2 => Multiply,
    3 => Divide,
} }
wire_enum! { CompareOp {
    0 => Less,
    1 => AtMost,
    2 => Equal,
    3 => NotEqual,
    4 => AtLeast,
    5 => Greater,
} }
wire_enum! { Node {
    0 => Constant { value, unit },
    1 => Fact(a),
    2 => Setting(a),
    3 => Named { name, of },
    4 => Column(a),
    40 => Outer(a),
    41 => IsIt,
    42 => Linked { column, of_it },
    43 => Part { of, part },
    6 => RowTime,
    7 => Today,
    8 => Now,
    9 => Negate(a),
    10 => Arithmetic { op, left, right },
    11 => Scale { of, by },
    12 => Compare { op, left, right, unit },
    13 => All(a),
    14 => Any(a),
    15 => Not(a),
    16 => IsOneOf { of, symbols },
    17 => HasSymbol { of, symbols },
    18 => HasCode { of, set },
    19 => TakesClass(a),
    20 => CountClasses,
    21 => IsKnown(a),
    22 => Else { of, otherwise },
    23 => Whole { unit, from, to },
    24 => Shift { of, by, back },
    25 => Series(a),
    26 => OutcomeIs { decision, statuses },
    27 => OutcomeField { decision, field },
    28 => LastDoseChange,
    29 => ChangeFromBaseline { fact, classes, op, limit, relative },
} }
wire_enum! { DatePart {
    0 => Day,
    1 => YearStart,
    2 => YearEnd,
} }
wire_enum! { Source {
    0 => Series(a),
    1 => Fact(a),
} }
wire_enum! { Aggregate {
    0 => Count,
    1 => CountDays,
    2 => Any,
    3 => No,
    4 => Latest,
    5 => Earliest,
    6 => Least,
    7 => Greatest,
    8 => Mean,
    9 => Sum,
} }
wire_enum! { Clause {
    0 => Where(a),
    1 => InLast(a),
    3 => Since(a),
    4 => ReceivedSince(a),
    5 => Between(a, b),
    6 => Newest(a),
    10 => LatestDay,
} }
wire_struct! { SeriesExpr { aggregate, value, of, clauses } }
wire_struct! { Program { nodes } }
wire_struct! { Cite { source, note } }
wire_enum! { TaskKind {
    0 => Task,
    1 => Order,
    2 => Referral,
} }
wire_struct! { TaskDecl { kind, name, text, shows, at } }
wire_struct! { Channel { name, task } }
wire_struct! { Topic { name, text, consent, hours, at } }
wire_enum! { action::ConsentRule {
    0 => Versions(a),
    1 => Before(a),
} }
wire_enum! { Due {
    0 => Today,
    1 => Days(a),
    2 => BusinessDays(a),
} }
wire_struct! { Then { act, due, again_after } }
wire_enum! { Act {
    0 => Task { task, role },
    1 => Message { message, by },
} }
wire_enum! { action::By {
    0 => Channel(a),
    1 => Preferred(a),
} }
wire_struct! { Alert { name, on, horizon, lines, confirm, one_task_a_day, at } }
wire_struct! { alert::Line { level, when, then, cite, at } }
wire_struct! { alert::Confirm { within, unless } }
wire_struct! { Average { name, of, rows, only, window, after, skip, skip_readings, sessions, take, reject, need, stands_days, report, shown_to, cite, at } }
wire_struct! { average::After { wait, of } }
wire_enum! { average::Anchor {
    0 => LastDoseChange,
    1 => Expr(a),
} }
wire_struct! { average::Skip { days, of_window } }
wire_struct! { average::Session { name, from, to } }
wire_enum! { average::Take {
    0 => FirstInEachSession(a),
    1 => LastInEachSession(a),
    2 => NewestUntil { points, each },
} }
wire_struct! { average::Points { points, when } }
wire_struct! { average::Reject { when, text, at } }
wire_enum! { average::Need {
    0 => Readings(a),
    1 => Days { days, each },
} }
wire_struct! { average::Reported { statistic, column } }
wire_enum! { average::Statistic {
    0 => Mean,
    1 => Least,
    2 => Greatest,
} }
wire_struct! { Check { name, facts, from_days, to_days, on_start, on_raise, classes, then, overdue, cite, at } }
wire_struct! { Contraindication { name, classes, drugs, start_only, when, then, cite, at } }
wire_enum! { Decision {
    0 => Screening(a),
    1 => Average(a),
    2 => Alert(a),
    3 => Goal(a),
    4 => Contraindication(a),
    5 => Check(a),
    6 => Ladder(a),
    7 => Table(a),
    10 => When(a),
    11 => Score(a),
    12 => Measure(a),
} }
wire_struct! { Goal { name, average, lines, at } }
wire_struct! { goal::Line { when, limits, cite, at } }
wire_struct! { goal::Limit { column, bound, unit } }
wire_enum! { goal::Bound {
    0 => Below(a),
    1 => AtMost(a),
    2 => Within(a, b),
    3 => WithinBefore(a, b),
} }
wire_struct! { Ladder { name, goal, when, paths, holds, step, wait, require, exhausted, cite, at } }
wire_struct! { ladder::Path { name, when, steps, at } }
wire_struct! { ladder::Step { alternatives, at } }
wire_enum! { ladder::Move {
    0 => Start { drug, dose },
    1 => RaiseTo { drug, dose },
    2 => RaiseStepDrug { step },
} }
wire_struct! { ladder::Hold { when, then, cite, at } }
wire_struct! { ladder::Require { facts, classes, then, at } }
wire_struct! { Message { name, topic, texts, at } }
wire_struct! { message::Text { language, pieces } }
wire_enum! { message::Piece {
    0 => Words(a),
    1 => Slot(a, b),
} }
wire_struct! { Reminder { name, start, stop, lines, at } }
wire_struct! { reminder::Line { after, then, when, every, up_to, cite, at } }
wire_struct! { reminder::Delay { parts, setting } }
wire_struct! { Screening { name, lines, at } }
wire_enum! { screening::Verdict {
    0 => Exclude,
    1 => Refer,
} }
wire_struct! { Measure { name, lines, otherwise, rows, value, split, at } }
wire_struct! { measure::Line { status, when, cite, at } }
wire_struct! { Score { name, lines, at } }
wire_struct! { score::Line { points, when, cite, at } }
wire_struct! { When { name, when, then, cite, at } }
wire_struct! { screening::Line { name, verdict, when, text, cite, at } }
wire_struct! { Table { name, policy, topic, outputs, rows, cite, at } }
wire_enum! { table::Policy {
    0 => ExactlyOne,
    1 => Agreeing,
    2 => First,
    3 => All,
} }
wire_struct! { table::Output { name, unit } }
wire_struct! { table::Row { when, says, cite, at } }
wire_enum! { table::Cell {
    0 => Value(a),
    1 => Wait(a),
    2 => Words(a),
} }
wire_struct! { Compiled { edition, name, version, effective, title, symbols, sources, roles, tasks, channels, topics, settings, facts, series, code_sets, formulary, program, decisions, declared, messages, reminders, silent } }
wire_struct! { SourceDecl { name, title, found, choice } }
wire_enum! { compiled::Found {
    0 => Doi(a),
    1 => Url(a),
    2 => Note(a),
    3 => Nowhere,
} }
wire_struct! { SettingDecl { name, unit, time, default, low, high, at } }
wire_struct! { Span { file, line, column } }
