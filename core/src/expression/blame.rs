//! What leaves a node unknown: only the inputs that are unknown themselves and matter.

use alloc::vec::Vec;

use super::compare::is_open;
use super::{Clause, FactState, FeedState, Input, Machine, Node, Row, SeriesExpr, Source, Unknown, Why};
use crate::value::SortedSet;
use crate::value::id::{ExprId, FactId};
use crate::value::{Instant, Listed, Truth};

/// What was looked at already: a node, for a row.
type Seen = SortedSet<(Option<(Source, usize)>, ExprId)>;

impl Machine<'_> {
    /// The inputs whose absence leaves this node unknown; empty when it is known.
    pub fn missing(&mut self, expr: ExprId, row: Option<&Row>) -> SortedSet<Input> {
        self.refresh();
        let mut found = SortedSet::new();
        self.blame(expr, row, &mut Seen::new(), &mut found);
        found
    }

    /// Blames whatever keeps this node from one value: it is unknown, or a range, or a partial date.
    fn blame(&mut self, expr: ExprId, row: Option<&Row>, seen: &mut Seen, found: &mut SortedSet<Input>) {
        let settled = self.get(expr, row).is_some_and(|value| !is_open(&value));
        if settled || !seen.insert((row.map(|row| (row.source, row.index)), expr)) {
            return;
        }
        let program = self.terms.program;
        let Some(node) = program.node(expr) else { return };
        match node {
            Node::Fact(fact) => {
                found.insert(Input::Fact(*fact));
            }
            Node::Column(_) | Node::RowTime | Node::Linked { .. } => found.extend(row.map(|row| input(row.source))),
            Node::Outer(of) => {
                let Some(outer) = row.and_then(Row::outside) else { return };
                let set_aside = self.leave_row();
                self.blame(*of, Some(&outer), seen, found);
                self.enter_row(set_aside);
            }
            Node::HasCode { of, .. } if self.get(*of, row).is_some() => {
                // A row without codes.
                found.extend(row.map(|row| input(row.source)));
            }
            Node::Series(series) => found.extend(self.blame_series(series, row)),
            Node::OutcomeIs { decision, .. } | Node::OutcomeField { decision, .. } => {
                let missing = self.outcome(*decision).map(|outcome| outcome.missing.clone()).unwrap_or_default();
                let of = self.terms.averages.get(decision.index()).copied().flatten();
                if missing.is_empty() {
                    // Settled, and without the value asked for: an average that has too few readings.
                    found.extend(of.map(Input::Series));
                }
                found.extend(missing);
            }
            Node::TakesClass(_) | Node::CountClasses | Node::LastDoseChange => {
                found.extend(self.medication_list().map(Input::Fact));
            }
            Node::ChangeFromBaseline { limit, .. } => {
                let open = self.changed_from_baseline(expr, row).open;
                found.extend(open.into_iter().map(Input::Fact));
                self.blame(*limit, row, seen, found);
            }
            other => other.operands().iter().for_each(|operand| self.blame(*operand, row, seen, found)),
        }
    }

    /// What leaves a series open, whatever else was blamed already: the series itself only where nothing it reads does.
    fn blame_series(&mut self, series: &SeriesExpr, row: Option<&Row>) -> SortedSet<Input> {
        let mut found = SortedSet::new();
        if self.source_state(series.of) != FeedState::Current || self.is_exhausted() {
            found.insert(input(series.of));
            return found;
        }
        let mut seen = Seen::new();
        for clause in &series.clauses {
            match clause {
                Clause::Since(x) | Clause::ReceivedSince(x) => self.blame(*x, row, &mut seen, &mut found),
                Clause::Between(a, b) => {
                    self.blame(*a, row, &mut seen, &mut found);
                    self.blame(*b, row, &mut seen, &mut found);
                }
                _ => {}
            }
        }
        let open = self.select(series, row).into_iter().filter(|(_, kept)| *kept == Truth::Unknown);
        let open: Vec<usize> = open.map(|(index, _)| index).listed();
        let set_aside = self.leave_row();
        for index in open {
            let inner = Row::inside(row, series.of, index);
            for clause in &series.clauses {
                if let Clause::Where(condition) = clause {
                    self.blame(*condition, Some(&inner), &mut seen, &mut found);
                }
            }
        }
        self.enter_row(set_aside);
        // No rows, a row without the column, a row without a time.
        if found.is_empty() {
            found.insert(input(series.of));
        }
        found
    }

    /// Inputs as they stand in the evaluation: name, why, since when.
    pub fn unknowns(&mut self, inputs: &SortedSet<Input>) -> Vec<Unknown> {
        self.refresh();
        let unknown = |(name, (why, since))| Unknown { name, why, since };
        let of = |input: &Input| match input {
            Input::Fact(fact) => (self.source_name(Source::Fact(*fact)), self.why_fact(*fact)),
            Input::Series(series) => (self.source_name(Source::Series(*series)), self.why_series(*series)),
            Input::Events => ("events".into(), (Why::NotSupplied, None)),
        };
        inputs.iter().map(of).map(unknown).listed()
    }

    fn why_fact(&mut self, fact: FactId) -> (Why, Option<Instant>) {
        match self.fact_state(fact) {
            FactState::Unknown { why, since } => (why, since),
            FactState::Assumed { why, .. } => (why, None),
            FactState::Known { .. } if self.medication_list() == Some(fact) => {
                let unmapped = self.regimen().is_some_and(|regimen| !regimen.unmapped.is_empty());
                (if unmapped { Why::Unmapped } else { Why::Partial }, None)
            }
            FactState::Known { .. } => (Why::Partial, None),
        }
    }

    fn why_series(&mut self, series: crate::value::id::SeriesId) -> (Why, Option<Instant>) {
        let source = Source::Series(series);
        match self.feed(series) {
            FeedState::NotSupplied => (Why::NotSupplied, None),
            FeedState::Behind => {
                let within = self.terms.declared.series.get(series.index()).and_then(|s| s.current_within);
                let through = self.chart.series.get(series.index()).and_then(|s| s.through);
                let since = through.zip(within).and_then(|(at, by)| self.chart.timeline.shift(at, by, false));
                (Why::FeedBehind, since)
            }
            FeedState::Current if self.present_rows(source).is_empty() => (Why::NoRows, None),
            FeedState::Current => (Why::Partial, None),
        }
    }

    /// Why an expression is unknown, as far as one word says it.
    pub(super) fn why(&mut self, expr: ExprId, row: Option<&Row>) -> Why {
        let mut missing = SortedSet::new();
        self.blame(expr, row, &mut Seen::new(), &mut missing);
        self.unknowns(&missing).first().map_or(Why::Absent, |unknown| unknown.why)
    }
}

fn input(source: Source) -> Input {
    match source {
        Source::Series(series) => Input::Series(series),
        Source::Fact(fact) => Input::Fact(fact),
    }
}
