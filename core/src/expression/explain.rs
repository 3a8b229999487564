//! The comparisons under a condition, each with both sides, and the reason made of them.

use alloc::{string::String, vec::Vec};

use super::{Aggregate, Cite, Comparison, FactState, Machine, Node, Reason, Row, Shown, Side, Source};
use crate::value::SortedSet;
use crate::value::id::{ClassId, ExprId, SpanId};
use crate::value::text::text;
use crate::value::{Date, Listed, Number, Unit, Value};

impl Machine<'_> {
    /// The comparisons under a condition, each with both sides, in the order written. `and`, `or`, `not` and names are
    /// looked through.
    pub fn comparisons(&mut self, expr: ExprId, row: Option<&Row>) -> Vec<Comparison> {
        self.refresh();
        let mut found = Vec::new();
        self.compared(expr, row, &mut SortedSet::new(), &mut found);
        found
    }

    /// A reason: the rule `NAME/LINE`, where it stands, what it cites, and the comparisons of its conditions.
    #[allow(clippy::too_many_arguments)]
    pub fn reason(
        &mut self,
        rule: String,
        at: SpanId,
        cite: &[Cite],
        text: Option<&str>,
        conditions: &[ExprId],
        row: Option<&Row>,
        rows_passed_over: u32,
    ) -> Reason {
        self.refresh();
        let (mut seen, mut comparisons) = (SortedSet::new(), Vec::new());
        for condition in conditions {
            self.compared(*condition, row, &mut seen, &mut comparisons);
        }
        let source = |cite: &Cite| {
            let name = self.terms.sources.get(cite.source.index()).map_or("", String::as_str);
            match &cite.note {
                Some(note) => text![name, " \"", note, "\""],
                None => text![name],
            }
        };
        Reason {
            rule,
            span: self.terms.spans.get(at.index()).cloned(),
            cite: cite.iter().map(source).listed(),
            text: text.map(Into::into),
            comparisons,
            rows_passed_over,
        }
    }

    fn compared(&mut self, expr: ExprId, row: Option<&Row>, seen: &mut SortedSet<ExprId>, found: &mut Vec<Comparison>) {
        let program = self.terms.program;
        let Some(node) = program.node(expr) else { return };
        if !seen.insert(expr) {
            return;
        }
        match node {
            Node::All(of) | Node::Any(of) => of.iter().for_each(|of| self.compared(*of, row, seen, found)),
            Node::Not(of) | Node::Named { of, .. } => self.compared(*of, row, seen, found),
            Node::Else { of, otherwise } => {
                let used = if self.get(*of, row).is_some() { *of } else { *otherwise };
                self.compared(used, row, seen, found);
            }
            Node::Constant { .. } | Node::IsIt => {}
            atom => {
                let (left, op, right, margin) = self.sides(expr, atom, row);
                found.push(Comparison { left, op, right, holds: self.holds(expr, row), margin });
            }
        }
    }

    /// Both sides of one comparison, and how far apart they are.
    fn sides(&mut self, expr: ExprId, node: &Node, row: Option<&Row>) -> (Side, String, Side, Option<Number>) {
        let says = |value: Shown| Side::new(None, Some(value));
        match node {
            Node::Compare { op, left, right, unit } => {
                let (mut a, mut b) = (self.side(*left, row, *unit), self.side(*right, row, *unit));
                if let Some(at) = self.turning(*op, *left, *right, row).and_then(|turning| turning.turns) {
                    let moving = if self.reads_of(*left).moves { &mut a } else { &mut b };
                    moving.turns = Some(Date::Day(self.chart.timeline.date(at)));
                }
                let margin = margin(&a, &b);
                (a, op.text().into(), b, margin)
            }
            Node::IsOneOf { of, symbols } => {
                let asked = symbols.iter().map(|symbol| self.symbol(*symbol)).listed();
                (self.side(*of, row, None), "is".into(), says(Self::words(asked)), None)
            }
            Node::HasSymbol { of, symbols } => {
                let asked: Vec<String> = symbols.iter().map(|symbol| self.symbol(*symbol)).listed();
                let asked = if asked.is_empty() { Shown::Text("any".into()) } else { Self::words(asked) };
                (self.side(*of, row, None), "has".into(), says(asked), None)
            }
            Node::HasCode { of, set } => {
                let set = self.terms.code_sets.get(set.index());
                let mut left = self.side(*of, row, None);
                // The codes that are in the set and no others: a problem list may be long.
                left.value = match (self.get(*of, row), set) {
                    (Some(Value::Codes(codes)), Some(set)) => {
                        let held = codes.iter().filter(|code| set.holds(code)).map(|code| text![code]);
                        let held: Vec<String> = held.listed();
                        (!held.is_empty()).then_some(Shown::List(held))
                    }
                    _ => None,
                };
                let name = set.map(|set| set.name.clone()).unwrap_or_default();
                (left, "has".into(), says(Shown::Text(name)), None)
            }
            Node::TakesClass(classes) => {
                (named("medications"), "has".into(), says(Self::words(self.class_names(classes))), None)
            }
            Node::IsKnown(of) => (self.side(*of, row, None), "is known".into(), Side::default(), None),
            Node::OutcomeIs { decision, statuses } => {
                let status = self.outcome(*decision).map(|outcome| Shown::Text(outcome.status().word().into()));
                let left = Side::new(Some(self.decision_name(*decision)), status);
                let asked = statuses.iter().map(|status| status.word().into()).listed();
                (left, "is".into(), says(Self::words(asked)), None)
            }
            Node::Series(series) if matches!(series.aggregate, Aggregate::Any | Aggregate::No) => {
                let op = if series.aggregate == Aggregate::Any { "any" } else { "no" };
                (named(&self.source_name(series.of)), op.into(), Side::default(), None)
            }
            Node::ChangeFromBaseline { fact, op, relative, .. } => {
                let baseline = self.changed_from_baseline(expr, row);
                let unit = if *relative { Some(Unit::ONE) } else { self.fact_unit(*fact) };
                let valued = |name: Option<String>, value: Option<&Value>| {
                    let mut side = Side::new(name, value.map(|value| self.shown(value)));
                    side.unit = value.and(unit);
                    side
                };
                let name = text!["change of ", self.source_name(Source::Fact(*fact))];
                let mut left = valued(Some(name), baseline.change.as_ref());
                let right = valued(None, baseline.limit.as_ref());
                if let FactState::Known { at, source, .. } = self.fact_state(*fact) {
                    (left.at, left.source) = (at, source);
                }
                let margin = margin(&left, &right);
                (left, op.text().into(), right, margin)
            }
            // A yes/no fact or column by itself.
            _ => (self.side(expr, row, None), "is".into(), says(Shown::Text("yes".into())), None),
        }
    }

    /// An expression by its name, with its value unless that moves with time.
    pub fn described(&mut self, expr: ExprId, unit: Option<Unit>) -> Side {
        self.refresh();
        self.side(expr, None, unit)
    }

    /// One side: its name, and its value unless that moves with time.
    fn side(&mut self, expr: ExprId, row: Option<&Row>, unit: Option<Unit>) -> Side {
        let mut side = Side::new(self.name(expr, row), None);
        if !self.reads_of(expr).moves {
            side.value = self.get(expr, row).map(|value| self.shown(&value));
            side.unit = unit.filter(|_| matches!(side.value, Some(Shown::Number(_))));
        }
        self.add_origin(expr, row, &mut side);
        side
    }

    /// When it was measured, and by what, where the side is one fact or one column.
    fn add_origin(&mut self, expr: ExprId, row: Option<&Row>, side: &mut Side) {
        let program = self.terms.program;
        match program.node(expr) {
            Some(Node::Named { of, .. } | Node::Scale { of, .. }) => self.add_origin(*of, row, side),
            Some(Node::Else { of, otherwise }) => {
                let used = if self.get(*of, row).is_some() { *of } else { *otherwise };
                self.add_origin(used, row, side);
            }
            Some(Node::Fact(fact)) => {
                if let FactState::Known { at, source, .. } = self.fact_state(*fact) {
                    (side.at, side.source) = (at, source);
                }
            }
            Some(Node::Column(_) | Node::RowTime) => self.add_row(row.map(|row| (row.source, row.index)), side),
            Some(Node::Outer(of)) => self.add_origin(*of, row.and_then(Row::outside).as_ref(), side),
            _ => {}
        }
    }

    fn add_row(&mut self, row: Option<(Source, usize)>, side: &mut Side) {
        let Some((source, index)) = row else { return };
        if let Some(row) = self.present_rows(source).get(index) {
            (side.at, side.source) = (row.at, row.device.clone());
        }
    }

    fn fact_unit(&self, fact: crate::value::id::FactId) -> Option<Unit> {
        match self.terms.declared.facts.get(fact.index())?.kind {
            crate::record::FactKind::Number { unit, .. } => Some(unit),
            _ => None,
        }
    }

    fn class_names(&self, classes: &[ClassId]) -> Vec<String> {
        let names = self.terms.formulary.map_or(&[][..], |formulary| formulary.classes.as_slice());
        classes.iter().filter_map(|class| names.get(class.index())).cloned().listed()
    }
}

fn named(name: &str) -> Side {
    Side::new(Some(name.into()), None)
}

fn margin(left: &Side, right: &Side) -> Option<Number> {
    match (&left.value, &right.value) {
        (Some(Shown::Number(left)), Some(Shown::Number(right))) => left.sub(*right)?.abs(),
        _ => None,
    }
}
