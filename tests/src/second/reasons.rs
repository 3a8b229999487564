//! The comparisons under a condition, what it takes as given, and what leaves it unknown.

use std::collections::{BTreeMap, BTreeSet};

use stepcare_core::expression::{Aggregate, Clause, Node, SeriesExpr, Source, Why};
use stepcare_core::record::FactKind;
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Date, Instant, Number, Symbol, Truth, Value};

use super::expression::At;
use super::facts::State;
use super::read::Held;
use super::{NotYet, Second, Worked};

/// Inputs that leave something open, with why.
pub(super) type Missing = BTreeMap<String, Why>;

impl Second<'_> {
    /// A value as a reason writes it.
    pub(super) fn written(&self, value: &Value) -> String {
        let symbol = |symbol: &Symbol| self.rules.symbols.get(symbol.0 as usize).cloned().unwrap_or_default();
        let listed = |words: Vec<String>| format!("[{}]", words.join(", "));
        match value {
            Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
            Value::Number(n) => n.to_string(),
            Value::Range(Some(low), Some(high)) => format!("{low} .. {high}"),
            Value::Range(Some(low), None) => format!("at least {low}"),
            Value::Range(None, Some(high)) => format!("at most {high}"),
            Value::Range(None, None) => "unknown".into(),
            Value::Date(date) => date.to_string(),
            Value::Instant(at) => at.to_string(),
            Value::Time(time) => time.to_string(),
            Value::Symbol(one) => symbol(one),
            Value::Symbols(several) => listed(several.iter().map(symbol).collect()),
            Value::Codes(codes) => listed(codes.iter().map(ToString::to_string).collect()),
            Value::Text(text) => text.clone(),
            #[allow(unreachable_patterns)]
            _ => String::new(),
        }
    }

    fn moves(&self, expr: ExprId) -> bool {
        match self.rules.program.nodes.get(expr.index()) {
            Some(Node::Today | Node::Now) => true,
            Some(
                node @ (Node::Named { .. }
                | Node::Negate(_)
                | Node::Arithmetic { .. }
                | Node::Scale { .. }
                | Node::Shift { .. }
                | Node::Whole { .. }),
            ) => node.operands().iter().any(|of| self.moves(*of)),
            _ => false,
        }
    }

    /// One side: its value, unless it moves with time, and when it was measured.
    fn side(&self, expr: ExprId, at: Option<At<'_>>) -> Worked<String> {
        let value = if self.moves(expr) { None } else { self.value(expr, at)? };
        let value = value.map_or_else(|| "_".to_string(), |value| self.written(&value));
        Ok(match self.origin(expr, at)? {
            Some(at) => format!("{value}@{at}"),
            None => value,
        })
    }

    fn origin(&self, expr: ExprId, at: Option<At<'_>>) -> Worked<Option<Instant>> {
        Ok(match self.rules.program.nodes.get(expr.index()) {
            Some(Node::Named { of, .. } | Node::Scale { of, .. }) => self.origin(*of, at)?,
            Some(Node::Else { of, otherwise }) => {
                let used = if self.value(*of, at)?.is_some() { *of } else { *otherwise };
                self.origin(used, at)?
            }
            Some(Node::Fact(fact)) => match self.state(*fact) {
                Ok(State::Known(_, at)) => at,
                _ => None,
            },
            Some(Node::Column(_) | Node::RowTime) => at.and_then(|at| at.row.at),
            Some(Node::Outer(_)) => at.and_then(|at| at.outer).and_then(|(_, row)| row.at),
            _ => None,
        })
    }

    /// The comparisons under some conditions, in the order written, each once.
    pub(super) fn comparisons(&self, of: &[ExprId], at: Option<At<'_>>) -> Worked<Vec<String>> {
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        for expr in of {
            self.compared(*expr, at, &mut seen, &mut found)?;
        }
        Ok(found)
    }

    fn compared(
        &self,
        expr: ExprId,
        at: Option<At<'_>>,
        seen: &mut BTreeSet<usize>,
        found: &mut Vec<String>,
    ) -> Worked<()> {
        let Some(node) = self.rules.program.nodes.get(expr.index()) else { return Ok(()) };
        if !seen.insert(expr.index()) {
            return Ok(());
        }
        let names = |symbols: &[Symbol]| {
            let names: Vec<String> = symbols.iter().map(|s| self.written(&Value::Symbol(*s))).collect();
            words(names)
        };
        let (left, op, right, margin) = match node {
            Node::All(of) | Node::Any(of) => {
                return of.iter().try_for_each(|of| self.compared(*of, at, seen, found));
            }
            Node::Not(of) | Node::Named { of, .. } => return self.compared(*of, at, seen, found),
            Node::Else { of, otherwise } => {
                let used = if self.value(*of, at)?.is_some() { *of } else { *otherwise };
                return self.compared(used, at, seen, found);
            }
            Node::Constant { .. } | Node::IsIt => return Ok(()),
            Node::Compare { op, left, right, .. } => {
                let number = |expr: ExprId| -> Worked<Option<Number>> {
                    Ok(match self.value(expr, at)? {
                        Some(Value::Number(n)) if !self.moves(expr) => Some(n),
                        _ => None,
                    })
                };
                let margin = number(*left)?.zip(number(*right)?).and_then(|(a, b)| a.sub(b)?.abs());
                (self.side(*left, at)?, op.text(), self.side(*right, at)?, margin)
            }
            Node::IsOneOf { of, symbols } => (self.side(*of, at)?, "is", names(symbols), None),
            Node::HasSymbol { of, symbols } => {
                let asked = if symbols.is_empty() { "any".into() } else { names(symbols) };
                (self.side(*of, at)?, "has", asked, None)
            }
            Node::HasCode { of, set } => {
                let set = self.rules.code_sets.get(set.index());
                let held = match (self.value(*of, at)?, set) {
                    (Some(Value::Codes(codes)), Some(set)) => {
                        let inside = |code: &&stepcare_core::value::Code| {
                            let is = |m: &stepcare_core::expression::Member| {
                                **code == m.code || (m.and_below && code.is_or_is_below(&m.code))
                            };
                            set.members.iter().any(is)
                        };
                        codes.iter().filter(inside).map(ToString::to_string).collect()
                    }
                    _ => Vec::new(),
                };
                let left = if held.is_empty() { "_".into() } else { format!("[{}]", held.join(", ")) };
                let left = match self.origin(*of, at)? {
                    Some(at) => format!("{left}@{at}"),
                    None => left,
                };
                (left, "has", set.map(|set| set.name.clone()).unwrap_or_default(), None)
            }
            Node::TakesClass(classes) => {
                let names = self.rules.formulary.as_ref().map_or(&[][..], |f| f.classes.as_slice());
                let asked = classes.iter().filter_map(|class| names.get(class.index())).cloned().collect();
                ("_".into(), "has", words(asked), None)
            }
            Node::IsKnown(of) => (self.side(*of, at)?, "is known", "_".into(), None),
            Node::OutcomeIs { decision, statuses } => {
                let status = status_of(&self.possible(decision.index())?).word();
                let asked = statuses.iter().map(|s| s.word().to_string()).collect();
                (status.into(), "is", words(asked), None)
            }
            Node::Series(series) if matches!(series.aggregate, Aggregate::Any | Aggregate::No) => {
                let op = if series.aggregate == Aggregate::Any { "any" } else { "no" };
                ("_".into(), op, "_".into(), None)
            }
            Node::ChangeFromBaseline { fact, classes, op, limit, relative } => {
                let (_, said) = self.baseline(*fact, classes, *op, *limit, *relative)?;
                let at = match self.state(*fact)? {
                    State::Known(_, at) => at,
                    _ => None,
                };
                let left = said.as_ref().map_or_else(|| "_".into(), |(change, _)| self.written(change));
                let left = at.map_or_else(|| left.clone(), |at| format!("{left}@{at}"));
                match &said {
                    Some((Value::Number(change), Value::Number(limit))) => {
                        (left, op.text(), limit.to_string(), change.sub(*limit).and_then(Number::abs))
                    }
                    _ => (left, op.text(), "_".into(), None),
                }
            }
            _ => (self.side(expr, at)?, "is", "yes".into(), None),
        };
        let holds = self.holds(expr, at)?;
        let margin = margin.map_or(String::new(), |margin| format!(" by {margin}"));
        found.push(format!("{left} {op} {right}: {holds:?}{margin}"));
        Ok(())
    }

    /// What some conditions take as given: name, value, why.
    pub(super) fn assumed(&self, of: &[ExprId], at: Option<At<'_>>) -> Worked<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        for expr in of {
            self.assumes(*expr, at, &mut found)?;
        }
        Ok(found)
    }

    fn assumes(&self, expr: ExprId, at: Option<At<'_>>, found: &mut BTreeSet<String>) -> Worked<()> {
        let Some(node) = self.rules.program.nodes.get(expr.index()) else { return Ok(()) };
        let mut say = |name: &str, value: &Value, why: Why| {
            let value = self.written(value);
            let value = if value == "[]" { "none".to_string() } else { value };
            found.insert(format!("{name} = {value} ({why:?})"))
        };
        match node {
            Node::Fact(fact) => {
                if let (Ok(State::Assumed(value, why)), Some(decl)) =
                    (self.state(*fact), self.rules.facts.get(fact.index()))
                {
                    say(&decl.name, &value, why);
                }
            }
            Node::Column(column) => {
                if let Some(At { of: Source::Series(series), row, .. }) = at
                    && let Some(decl) =
                        self.rules.series.get(series.index()).and_then(|s| s.columns.get(column.index()))
                    && let (Some(given), Some(Held::Absent)) = (&decl.assume, row.cells.get(column.index()))
                {
                    say(&decl.name, &super::facts::assumption(given, &decl.kind), Why::Absent);
                }
            }
            Node::Else { of, otherwise } => {
                if self.value(*of, at)?.is_some() {
                    return self.assumes(*of, at, found);
                }
                let Some(value) = self.value(*otherwise, at)? else { return self.assumes(*otherwise, at, found) };
                let Some(Node::Fact(fact)) = self.unnamed(*of) else {
                    return Err(NotYet("`else` of what is no fact, in a reason"));
                };
                let why = self.why_fact(fact.index())?;
                let mut said = BTreeSet::new();
                let named = |fact: usize| self.rules.facts.get(fact).map_or("", |decl| &decl.name).to_string();
                match self.rules.program.nodes.get(otherwise.index()) {
                    Some(Node::Fact(taken)) => {
                        said.insert(format!("{} = {} ({why:?})", named(fact.index()), named(taken.index())));
                    }
                    Some(Node::Constant { .. }) => {
                        said.insert(format!("{} = {} ({why:?})", named(fact.index()), self.written(&value)));
                    }
                    _ => return Err(NotYet("`else` of what is no fact, in a reason")),
                }
                found.append(&mut said);
                return self.assumes(*otherwise, at, found);
            }
            Node::Series(series) => return self.series_assumes(series, at, found),
            other => {
                for operand in other.operands() {
                    self.assumes(operand, at, found)?;
                }
            }
        }
        Ok(())
    }

    fn series_assumes(&self, series: &SeriesExpr, outer: Option<At<'_>>, found: &mut BTreeSet<String>) -> Worked<()> {
        let rows = self.rows(series.of);
        if let Source::Series(id) = series.of
            && let Some(decl) = self.rules.series.get(id.index())
            && decl.assume_none_when_not_supplied
            && !self.record.series.iter().any(|(name, _)| **name == decl.name)
        {
            found.insert(format!("{} = none ({:?})", decl.name, Why::NotSupplied));
        }
        for clause in &series.clauses {
            match clause {
                Clause::Where(when) => {
                    for row in &rows.rows {
                        let as_given = outer.is_some_and(|outer| outer.as_given);
                        let around = outer.map(|outer| (outer.of, outer.row));
                        self.assumes(*when, Some(At { of: series.of, row, as_given, outer: around }), found)?;
                    }
                }
                other => {
                    for operand in other.operands() {
                        self.assumes(operand, outer, found)?;
                    }
                }
            }
        }
        let Some(value) = series.value else { return Ok(()) };
        for way in self.ways(series, &rows, outer)? {
            for row in way.iter().filter_map(|(at, _)| rows.rows.get(*at)) {
                self.assumes(value, Some(At { of: series.of, row, as_given: false, outer: None }), found)?;
            }
        }
        Ok(())
    }

    /// Why a fact leaves something open.
    pub(super) fn why_fact(&self, fact: usize) -> Worked<Why> {
        let Some(decl) = self.rules.facts.get(fact) else { return Ok(Why::Absent) };
        if decl.kind == FactKind::Medications {
            let counts = |entry: &&&stepcare_core::record::FactEntry| {
                entry.value != stepcare_core::record::Item::Null && !self.is_ahead(entry.at)
            };
            let entries = self.entries(decl);
            let Some(entry) = entries.iter().find(counts) else { return Ok(Why::Absent) };
            return Ok(match self.regimen()? {
                Some(regimen) if regimen.unmapped && !regimen.open => Why::Unmapped,
                Some(_) => Why::Partial,
                None if entry.refused || entry.value == stepcare_core::record::Item::Refused => Why::Refused,
                None if decl.valid.is_some() && entry.at.is_none() => Why::Undated,
                None if decl.valid.is_some() => Why::Stale,
                None => Why::Partial,
            });
        }
        let id = stepcare_core::value::id::FactId(u32::try_from(fact).unwrap_or(0));
        Ok(match self.state(id)? {
            State::Unknown(why, _) | State::Assumed(_, why) => why,
            State::Known(..) => Why::Partial,
        })
    }

    pub(super) fn why_source(&self, of: Source) -> Worked<(String, Why)> {
        match of {
            Source::Fact(fact) => {
                let name = self.rules.facts.get(fact.index()).map(|f| f.name.clone()).unwrap_or_default();
                Ok((name, self.why_fact(fact.index())?))
            }
            Source::Series(series) => {
                let name = self.rules.series.get(series.index()).map(|s| s.name.clone()).unwrap_or_default();
                let rows = self.rows(of);
                let why = match rows {
                    _ if !rows.supplied => Why::NotSupplied,
                    _ if rows.behind => Why::FeedBehind,
                    _ if rows.rows.is_empty() => Why::NoRows,
                    _ => Why::Partial,
                };
                Ok((name, why))
            }
        }
    }

    /// What leaves some conditions unknown.
    pub(super) fn missing(&self, of: &[ExprId], at: Option<At<'_>>) -> Worked<Missing> {
        let mut found = Missing::new();
        for expr in of {
            self.blame(*expr, at, &mut found)?;
        }
        Ok(found)
    }

    fn blame(&self, expr: ExprId, at: Option<At<'_>>, found: &mut Missing) -> Worked<()> {
        let open = match self.value(expr, at)? {
            None | Some(Value::Range(..) | Value::Date(Date::Year(_) | Date::Month(..))) => true,
            Some(_) => false,
        };
        let Some(node) = self.rules.program.nodes.get(expr.index()).filter(|_| open) else { return Ok(()) };
        match node {
            Node::Fact(fact) => {
                found.extend([self.why_source(Source::Fact(*fact))?]);
            }
            Node::Column(_) | Node::RowTime => {
                if let Some(at) = at {
                    found.extend([self.why_source(at.of)?]);
                }
            }
            Node::Outer(_) => {
                if let Some((of, _)) = at.and_then(|at| at.outer) {
                    found.extend([self.why_source(of)?]);
                }
            }
            Node::HasCode { of, .. } if self.value(*of, at)?.is_some() => {
                if let Some(at) = at {
                    found.extend([self.why_source(at.of)?]);
                }
            }
            Node::Series(series) => self.blame_series(series, at, found)?,
            Node::OutcomeIs { decision, .. } | Node::OutcomeField { decision, .. } => {
                let missing = self.open_inputs(decision.index())?;
                match self.rules.decisions.get(decision.index()) {
                    Some(stepcare_core::construct::Decision::Average(average)) if missing.is_empty() => {
                        found.extend([self.why_source(Source::Series(average.of))?]);
                    }
                    _ => found.extend(missing),
                }
            }
            Node::TakesClass(_) | Node::CountClasses | Node::LastDoseChange => found.extend(self.list_missing()?),
            Node::ChangeFromBaseline { fact, classes, limit, .. } => {
                let regimen = self.regimen()?;
                let start = regimen.as_ref().map(|regimen| {
                    let of = |c: &&super::regimen::Change| {
                        self.class_of(c.drug).is_some_and(|class| classes.contains(&class)) && c.is_start()
                    };
                    (regimen.changes.iter().rev().find(of).map(|c| c.at), regimen.unclear_until)
                });
                match start {
                    Some((start, unclear)) if unclear <= start => {
                        found.extend([self.why_source(Source::Fact(*fact))?]);
                    }
                    _ => found.extend(self.list_missing()?),
                }
                self.blame(*limit, at, found)?;
            }
            other => {
                for operand in other.operands() {
                    self.blame(operand, at, found)?;
                }
            }
        }
        Ok(())
    }

    /// The medication list, as what is missing.
    pub(super) fn list_missing(&self) -> Worked<Missing> {
        let at = self.rules.facts.iter().position(|fact| fact.kind == FactKind::Medications);
        let Some(at) = at else { return Ok(Missing::new()) };
        let name = self.rules.facts.get(at).map(|f| f.name.clone()).unwrap_or_default();
        Ok(Missing::from([(name, self.why_fact(at)?)]))
    }

    fn blame_series(&self, series: &SeriesExpr, outer: Option<At<'_>>, found: &mut Missing) -> Worked<()> {
        let rows = self.rows(series.of);
        let itself = self.why_source(series.of)?;
        if !rows.supplied || rows.behind {
            found.extend([itself]);
            return Ok(());
        }
        let mut more = Missing::new();
        for clause in &series.clauses {
            if let Clause::Since(_) | Clause::ReceivedSince(_) | Clause::Between(..) = clause {
                for operand in clause.operands() {
                    self.blame(operand, outer, &mut more)?;
                }
            }
        }
        let ways = self.ways(series, &rows, outer)?;
        let all: BTreeSet<usize> = ways.iter().flatten().map(|(at, _)| *at).collect();
        for at in all.into_iter().filter(|at| !ways.iter().all(|way| way.contains(&(*at, Truth::Yes)))) {
            let Some(row) = rows.rows.get(at) else { continue };
            let as_given = outer.is_some_and(|outer| outer.as_given);
            let around = outer.map(|outer| (outer.of, outer.row));
            for clause in &series.clauses {
                if let Clause::Where(when) = clause {
                    self.blame(*when, Some(At { of: series.of, row, as_given, outer: around }), &mut more)?;
                }
            }
        }
        // The series itself only where nothing that it reads leaves it open.
        if more.is_empty() {
            found.extend([itself]);
        }
        found.extend(more);
        Ok(())
    }
}

/// One status, or undetermined.
#[must_use]
pub fn status_of(possible: &BTreeSet<stepcare_core::expression::Status>) -> stepcare_core::expression::Status {
    match possible.iter().collect::<Vec<_>>().as_slice() {
        [one] => **one,
        _ => stepcare_core::expression::Status::Undetermined,
    }
}

/// Several words: one stands alone.
fn words(words: Vec<String>) -> String {
    match words.as_slice() {
        [one] => one.clone(),
        _ => format!("[{}]", words.join(", ")),
    }
}
