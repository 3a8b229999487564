//! Expressions: each kind of the tree to the node that runs it, with its type.

use stepcare_core::expression::{ArithmeticOp, CompareOp, Field, Node as Step, Source};
use stepcare_core::value::id::{ColumnId, ExprId};
use stepcare_core::value::{Constant, Date, Instant, LocalTime, Unit};

use super::{DefineState, Lower};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::Node;
use crate::limits;
use crate::scope::{DecisionKind, Meaning};
use crate::source::Span;
use crate::syntax::expression::{self as tree, Expr, Kind, Name};
use crate::types::{Type, Typed};

impl Lower<'_> {
    /// A condition, of an `expression` or `condition` node.
    pub fn condition(&mut self, node: &Node) -> Option<ExprId> {
        let expr = tree::build(node)?;
        self.condition_of(&expr)
    }

    /// A value of any type, of an `expression`, `condition` or `sum` node.
    pub fn value(&mut self, node: &Node) -> Option<Typed> {
        let expr = tree::build(node)?;
        self.value_of(&expr)
    }

    /// An instant or a date, of an `expression` or `sum` node.
    pub fn moment(&mut self, node: &Node) -> Option<Typed> {
        let value = self.value(node)?;
        self.expect(value, "a date or a point in time", |ty| ty.is_moment())
    }

    /// A number in a unit: converted to it, an error for another dimension.
    pub fn number_in(&mut self, node: &Node, unit: Unit) -> Option<ExprId> {
        let value = self.value(node)?;
        self.in_unit(value, unit).map(|typed| typed.id)
    }

    /// Does some work with rows at hand: their columns are names in it.
    pub fn on_rows<T>(&mut self, rows: Source, work: impl FnOnce(&mut Self) -> T) -> T {
        self.with_row(rows, true, work)
    }

    /// Does some work inside a condition on rows: `it` is the row around it.
    pub(super) fn inside_rows<T>(&mut self, rows: Source, work: impl FnOnce(&mut Self) -> T) -> T {
        self.with_row(rows, false, work)
    }

    fn with_row<T>(&mut self, rows: Source, it_is_here: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        self.rows.push(rows);
        let before = std::mem::replace(&mut self.it_is_here, it_is_here);
        let done = work(self);
        self.it_is_here = before;
        self.rows.pop();
        done
    }

    pub(super) fn expect(&mut self, value: Typed, what: &str, is: impl Fn(&Type) -> bool) -> Option<Typed> {
        if is(&value.ty) {
            return Some(value);
        }
        let message = format!("{what} is expected here");
        let label = format!("this is {}", value.ty.words());
        let mut error = Diagnostic::new(code::NOT_A_VALUE, value.span, message, label);
        if let Some(declared) = value.declared {
            error = error.label(declared, "declared here");
        }
        self.fail(error)
    }

    pub(super) fn push(&mut self, step: Step, ty: Type, span: Span) -> Typed {
        if self.out.program.nodes.len() >= limits::STEPS {
            if self.errors.iter().all(|e| e.code != code::TOO_LARGE.text()) {
                let message = "this ruleset has too many expressions";
                let label = format!("more than {} steps up to here", limits::STEPS);
                self.errors.push(Diagnostic::new(code::TOO_LARGE, span, message, label));
            }
            return Typed { id: ExprId(0), ty, span, declared: None, literal: false, floor: None };
        }
        let id = self.out.program.push(step);
        if ty == Type::Condition {
            self.conditions.entry(id).or_default().push(span);
        }
        Typed { id, ty, span, declared: None, literal: false, floor: None }
    }

    /// A condition, of a tree.
    pub(crate) fn condition_of(&mut self, expr: &Expr) -> Option<ExprId> {
        let value = self.value_of(expr)?;
        if value.ty == Type::Condition {
            return Some(value.id);
        }
        let label = format!("this is {}", value.ty.words());
        let mut error = Diagnostic::new(code::NOT_A_CONDITION, value.span, "a condition is expected here", label);
        error = match value.ty {
            Type::AnyOf(_) => error.help("write `any` before it, or `has` and a member after it"),
            Type::OneOf(_) => error.help("write `is` and a member after it"),
            Type::Codes => error.help("write `has` and a code set after it"),
            Type::Number(_) | Type::Date | Type::Instant => error.help("compare it with something"),
            _ => error,
        };
        if let Some(declared) = value.declared {
            error = error.label(declared, "declared here");
        }
        self.fail(error)
    }

    /// A value of any type, of a tree.
    pub(super) fn value_of(&mut self, expr: &Expr) -> Option<Typed> {
        let span = expr.span;
        match &expr.kind {
            Kind::Name(name) => self.named(name),
            Kind::Field(of, field) => self.field(of, field),
            Kind::Quantity(number, unit) => self.quantity(number, unit.as_ref(), span),
            Kind::Date(text) => match Date::parse(text) {
                Some(date) => Some(self.constant(Constant::Date(date), Type::Date, span)),
                None => self.fail(Diagnostic::new(code::BAD_DATE, span, "there is no such day", "not in the calendar")),
            },
            Kind::Instant(text) => match Instant::parse(text) {
                Ok(instant) => Some(self.constant(Constant::Instant(instant), Type::Instant, span)),
                Err(why) => {
                    let error = Diagnostic::new(code::BAD_DATE, span, "not a point in time", why.to_string());
                    self.fail(error.help("write it with seconds and offset: 2026-01-31T09:00:00-05:00"))
                }
            },
            Kind::Clock(text) => match LocalTime::parse(text) {
                Some(time) => Some(self.constant(Constant::Time(time), Type::Clock, span)),
                None => self.fail(Diagnostic::new(code::BAD_DATE, span, "there is no such time of day", "not a time")),
            },
            Kind::Pressure => {
                let message = "a blood pressure is two numbers, and one is expected here";
                let error = Diagnostic::new(code::PRESSURE, span, message, "two numbers");
                self.fail(error.help("compare systolic and diastolic one by one; a division has spaces: `130 / 80`"))
            }
            Kind::Entered => self.fail(crate::later::not_yet(span, "a pathway's `entered`")),
            Kind::Today => Some(self.push(Step::Today, Type::Date, span)),
            Kind::Now => Some(self.push(Step::Now, Type::Instant, span)),
            Kind::None => Some(self.constant(Constant::None, Type::Nothing, span)),
            Kind::Not(of) => {
                let of = self.condition_of(of)?;
                Some(self.push(Step::Not(of), Type::Condition, span))
            }
            Kind::Negate(of) => {
                let of = self.value_of(of)?;
                let of = self.expect(of, "a number", |ty| matches!(ty, Type::Number(_)))?;
                let negated = self.push(Step::Negate(of.id), of.ty, span);
                Some(Typed { literal: of.literal, ..negated })
            }
            Kind::All(of) => {
                let of = self.conditions(of)?;
                Some(self.push(Step::All(of), Type::Condition, span))
            }
            Kind::Any(of) => {
                let of = self.conditions(of)?;
                Some(self.push(Step::Any(of), Type::Condition, span))
            }
            Kind::Compare(left, (op, _), right) => {
                let (left, right) = (self.value_of(left), self.value_of(right));
                self.compare(left?, compare_op(op), right?, span)
            }
            Kind::Arithmetic(left, op, right) => {
                let (left, right) = (self.value_of(left), self.value_of(right));
                self.arithmetic(left?, arithmetic_op(&op.0), right?, span)
            }
            Kind::IsKnown(of, negated) => {
                let of = self.value_of(of)?;
                let known = self.push(Step::IsKnown(of.id), Type::Condition, span);
                Some(self.negated(known, *negated))
            }
            Kind::IsValue(of, negated, value) => {
                let (of, value) = (self.value_of(of), self.value_of(value));
                let op = if *negated { CompareOp::NotEqual } else { CompareOp::Equal };
                self.compare(of?, op, value?, span)
            }
            Kind::Is(of, negated, choices) => self.is(of, *negated, choices, span),
            Kind::Has(of, members) => self.has(of, members, span),
            Kind::HasClass(of, classes) => self.has_class(of, classes, span),
            Kind::Outside(of, range) => self.outside(of, range, span),
            Kind::Between(of, low, high) => {
                let (of, low, high) = (self.value_of(of), self.value_of(low), self.value_of(high));
                let (of, low, high) = (of?, low?, high?);
                let low = self.compare(of.clone(), CompareOp::AtLeast, low, span)?;
                let high = self.compare(of, CompareOp::AtMost, high, span)?;
                Some(self.push(Step::All(vec![low.id, high.id]), Type::Condition, span))
            }
            Kind::Else(of, otherwise) => self.otherwise(of, otherwise, span),
            Kind::Shift(by, back, of) => self.shift(by, *back, of, span),
            Kind::Whole(unit, from, to) => self.whole_time(unit, from, to, span),
            Kind::CountClasses(of) => {
                let of = self.named(of)?;
                self.expect(of, "the list of medications", |ty| *ty == Type::Medications)?;
                self.needs_formulary(span, "a count of classes")?;
                Some(self.push(Step::CountClasses, Type::Number(Unit::ONE), span))
            }
            Kind::LastDoseChange => {
                self.needs_formulary(span, "`last dose change`")?;
                Some(self.push(Step::LastDoseChange, Type::Instant, span))
            }
            Kind::Change { fact, classes, op, limit } => self.change(fact, classes, op, limit, span),
            Kind::Series { aggregate, column, of, clauses } => {
                self.series(aggregate, column.as_ref(), of, clauses, span)
            }
            Kind::Rows(name, _) => self.rows_as_value(name),
            Kind::Edge(end, of) => self.edge(*end, of, span),
            Kind::Year(_) => {
                let message = "a year is a stretch of time, and one value is expected here";
                let error = Diagnostic::new(code::NOT_A_VALUE, span, message, "not one day");
                self.fail(error.help("write `start of this year` or `end of this year`"))
            }
            Kind::Relation(left, op, right) => self.relation(left, op, right, span),
        }
    }

    pub(super) fn constant(&mut self, value: Constant, ty: Type, span: Span) -> Typed {
        let unit = if let Type::Number(unit) = &ty { Some(*unit) } else { None };
        let constant = self.push(Step::Constant { value, unit }, ty, span);
        Typed { literal: true, ..constant }
    }

    pub(super) fn negated(&mut self, of: Typed, negated: bool) -> Typed {
        if negated { self.push(Step::Not(of.id), Type::Condition, of.span) } else { of }
    }

    fn conditions(&mut self, of: &[Expr]) -> Option<Vec<ExprId>> {
        let ids: Vec<Option<ExprId>> = of.iter().map(|e| self.condition_of(e)).collect();
        ids.into_iter().collect()
    }

    fn quantity(&mut self, number: &str, unit: Option<&Name>, span: Span) -> Option<Typed> {
        let node = Node { rule: crate::grammar::Rule::number, span, text: number.into(), children: Vec::new() };
        let number = self.number(&node);
        let unit = match unit {
            Some(unit) => self.unit_named(unit)?,
            None => Unit::ONE,
        };
        Some(self.constant(Constant::Number(number?), Type::Number(unit), span))
    }

    /// The columns of a source, by name.
    pub(super) fn columns(&self, source: Source) -> Vec<&str> {
        match source {
            Source::Series(id) => {
                let series = self.out.series.get(id.index());
                series.map(|s| s.columns.iter().map(|c| c.name.as_str()).collect()).unwrap_or_default()
            }
            Source::Fact(id) => self.out.facts.get(id.index()).map(|f| f.name.as_str()).into_iter().collect(),
        }
    }

    /// A column of a source, with its type. A fact's history has its value as the only column, by the fact's own name.
    pub(super) fn column(&self, source: Source, name: &str) -> Option<(ColumnId, Type)> {
        match source {
            Source::Series(id) => {
                let columns = &self.out.series.get(id.index())?.columns;
                let at = columns.iter().position(|c| c.name == name)?;
                let kind = &columns.get(at)?.kind;
                Some((ColumnId(u32::try_from(at).ok()?), Type::of(kind)))
            }
            Source::Fact(id) => {
                let fact = self.out.facts.get(id.index())?;
                (fact.name == name).then(|| (ColumnId(0), Type::of(&fact.kind)))
            }
        }
    }

    pub(super) fn named(&mut self, name: &Name) -> Option<Typed> {
        if let Some(source) = self.rows.last().copied() {
            if let Some((column, ty)) = self.column(source, &name.text) {
                return Some(self.push(Step::Column(column), ty, name.span));
            }
            if name.text == "at" {
                let ty = self.time_type(source);
                return Some(self.push(Step::RowTime, ty, name.span));
            }
        }
        if matches!(name.text.as_str(), "period" | "it") && self.scope.values.get(&name.text).is_none() {
            return self.not_one_value(name);
        }
        let declared = self.scope.values.place(&name.text);
        let typed = match self.scope.values.get(&name.text) {
            None => return self.not_a_value(name),
            Some(Meaning::Fact(id)) => {
                let ty = Type::of(&self.out.facts.get(id.index())?.kind);
                self.push(Step::Fact(id), ty, name.span)
            }
            Some(Meaning::Setting(id)) => {
                let setting = self.out.settings.get(id.index())?;
                let unit = setting.unit.or(setting.time.map(|t| t.unit.unit())).unwrap_or(Unit::ONE);
                self.push(Step::Setting(id), Type::Number(unit), name.span)
            }
            Some(Meaning::Define(at)) => match self.define(at, name.span)? {
                DefineState::Value(typed) => {
                    let step = Step::Named { name: name.text.clone(), of: typed.id };
                    self.push(step, typed.ty, name.span)
                }
                DefineState::Column(of, typed) => {
                    if self.rows.last() != Some(&of) {
                        return self.no_such_row(name, of);
                    }
                    let step = Step::Named { name: name.text.clone(), of: typed.id };
                    self.push(step, typed.ty, name.span)
                }
                _ => return self.rows_as_value(name),
            },
            Some(Meaning::Series(_)) => return self.rows_as_value(name),
            Some(Meaning::Decision(at)) => {
                let kind = self.scope.decisions.get(at)?.kind;
                if let Some(column) = self.own_column(at).map(String::from) {
                    return self.field(name, &Name { text: column, span: name.span });
                }
                if kind == DecisionKind::Score {
                    let step = Step::OutcomeField { decision: super::order::provisional(at), field: Field::Points };
                    return Some(Typed { declared, ..self.push(step, Type::Number(Unit::ONE), name.span) });
                }
                let message = format!("`{}` is a decision, and a value is expected here", name.text);
                let error = Diagnostic::new(code::NOT_A_VALUE, name.span, message, "a decision");
                return self.fail(match kind {
                    DecisionKind::Average => error.help(format!("ask for one of its values: `{}.COLUMN`", name.text)),
                    DecisionKind::Table => error.help(format!("ask for one of its columns: `{}.COLUMN`", name.text)),
                    _ => error.help(format!("ask how it stands: `{} is STATUS`", name.text)),
                });
            }
        };
        Some(Typed { declared, ..typed })
    }

    /// A column of each row where no such row is at hand.
    fn no_such_row<T>(&mut self, name: &Name, of: Source) -> Option<T> {
        let series = match of {
            Source::Series(id) => self.out.series.get(id.index()).map(|s| s.name.clone()),
            Source::Fact(id) => self.out.facts.get(id.index()).map(|f| f.name.clone()),
        };
        let series = series.unwrap_or_default();
        let message = format!("`{}` is of each row of {series}, and none is at hand here", name.text);
        let error = Diagnostic::new(code::NO_ROW, name.span, message, "a column of rows");
        self.fail(error.help(format!("ask for it in `where` after {series}, or `latest {} of {series}`", name.text)))
    }

    fn not_one_value(&mut self, name: &Name) -> Option<Typed> {
        let message = format!("`{}` is no single value", name.text);
        let error = Diagnostic::new(code::NOT_A_VALUE, name.span, message, "one value is expected here");
        self.fail(match name.text.as_str() {
            "it" => error.help("say which of its columns: `it.COLUMN`, `start of it`"),
            _ => error.help("write `period overlaps …`, `start of period` or `end of period`"),
        })
    }

    fn rows_as_value(&mut self, name: &Name) -> Option<Typed> {
        let message = format!("`{}` is rows, and one value is expected here", name.text);
        let error = Diagnostic::new(code::NOT_A_VALUE, name.span, message, "rows of a series");
        self.fail(error.help("say what is asked of them: `any`, `count of`, `latest COLUMN of`, `mean COLUMN of`"))
    }

    fn not_a_value(&mut self, name: &Name) -> Option<Typed> {
        let text = name.text.as_str();
        let series = self.out.series.iter().find(|s| s.columns.iter().any(|c| c.name == text));
        if let (Some(series), true) = (series, self.rows.is_empty()) {
            let message = format!("`{text}` is a column of {}, and no row is at hand here", series.name);
            let help = format!("say of which row: `latest {text} of {}`", series.name);
            return self.fail(Diagnostic::new(code::NO_ROW, name.span, message, "a column").help(help));
        }
        let error = self.unknown_value(name, "fact, setting or define");
        let elsewhere = [
            (self.scope.code_sets.place(text), "a code set: write `conditions has` before it"),
            (self.scope.tasks.place(text), "a task"),
            (self.scope.classes.place(text), "a class of drugs: write `medications has class` before it"),
        ];
        let mut error = error;
        for (place, what) in elsewhere {
            if place.is_some() {
                error = error.note(format!("`{text}` is {what}"));
            }
        }
        self.fail(error)
    }

    fn otherwise(&mut self, of: &Expr, otherwise: &Expr, span: Span) -> Option<Typed> {
        let of = self.value_of(of)?;
        // A member of the list that the left side is of stands by its bare name.
        let otherwise = match (&of.ty, &otherwise.kind) {
            (Type::OneOf(symbols), Kind::Name(name)) if self.scope.values.get(&name.text).is_none() => {
                let symbols = symbols.clone();
                let symbol = self.member(&symbols, &name.text, name.span, "this list")?;
                self.constant(Constant::Symbol(symbol), of.ty.clone(), name.span)
            }
            (Type::Condition, Kind::Name(name)) if matches!(name.text.as_str(), "yes" | "no") => {
                self.constant(Constant::Truth(name.text == "yes"), Type::Condition, name.span)
            }
            _ => self.value_of(otherwise)?,
        };
        let ty = if of.ty.is_moment() && of.ty != otherwise.ty { Type::Moment } else { of.ty.clone() };
        let otherwise = match (&of.ty, &otherwise.ty) {
            (Type::Number(unit), Type::Number(_)) => self.in_unit(otherwise, *unit)?,
            (a, b) if a == b || (a.is_moment() && b.is_moment()) => otherwise,
            (Type::Codes | Type::Medications | Type::AnyOf(_) | Type::Consents, Type::Nothing) => otherwise,
            (a, b) => {
                let message = format!("what holds instead is {}, and {} is expected", b.words(), a.words());
                let error =
                    Diagnostic::new(code::NOT_A_VALUE, otherwise.span, message, format!("this is {}", b.words()));
                return self.fail(error.label(of.span, format!("this is {}", a.words())));
            }
        };
        let step = Step::Else { of: of.id, otherwise: otherwise.id };
        Some(self.push(step, ty, span))
    }
}

pub(super) fn compare_op(text: &str) -> CompareOp {
    match text {
        text if text.ends_with("most") => CompareOp::AtMost,
        text if text.ends_with("least") => CompareOp::AtLeast,
        "<" => CompareOp::Less,
        "<=" => CompareOp::AtMost,
        "!=" => CompareOp::NotEqual,
        ">=" => CompareOp::AtLeast,
        ">" => CompareOp::Greater,
        _ => CompareOp::Equal,
    }
}

fn arithmetic_op(text: &str) -> ArithmeticOp {
    match text {
        "-" => ArithmeticOp::Subtract,
        "*" => ArithmeticOp::Multiply,
        "/" => ArithmeticOp::Divide,
        _ => ArithmeticOp::Add,
    }
}
