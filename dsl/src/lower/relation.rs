//! How stretches of time lie to each other: `period overlaps this year`, `at in a .. b`, `on a day of`.

use stepcare_core::expression::{Clause, CompareOp, Node as Step, Source};
use stepcare_core::value::Duration;
use stepcare_core::value::id::ExprId;

use super::Lower;
use super::period::Stretch;
use crate::diagnostic::{Diagnostic, code};
use crate::source::Span;
use crate::syntax::expression::{Expr, Kind, Op, TimeSpan};
use crate::types::{Type, Typed};

impl Lower<'_> {
    pub(super) fn relation(&mut self, left: &Expr, op: &Op, right: &TimeSpan, span: Span) -> Option<Typed> {
        let is_period = matches!(&left.kind, Kind::Name(name) if name.text != "at");
        let (left, right) = (self.stretch_of(left), self.stretch(right));
        let (left, right) = (left?, right?);
        let start = Stretch { high: left.low.clone(), ..left.clone() };
        let end = Stretch { low: left.high.clone(), ..left.clone() };
        match op.0.as_str() {
            "overlaps" => self.overlaps(&left, &right, span),
            "starts in" => self.lies_in(&start, &right, span),
            "ends in" => self.lies_in(&end, &right, span),
            "in" if is_period => {
                let message = "a period may lie in it wholly or in part";
                let error = Diagnostic::new(code::NOT_A_CHOICE, op.1, message, "which of the two?");
                self.fail(error.help("write `period within …` or `period overlaps …`"))
            }
            "within" | "in" => self.lies_in(&left, &right, span),
            "on a day of" => self.on_a_day(left, right, span),
            _ => {
                let day = self.day(left.high);
                let by = Duration::parse("1 day")?;
                let next = self.push(Step::Shift { of: day.id, by, back: false }, Type::Date, span);
                let first = self.day(right.low);
                self.compare(next, CompareOp::Equal, first, span)
            }
        }
    }

    fn both(&mut self, one: Option<Typed>, other: Option<Typed>, span: Span) -> Option<Typed> {
        let both = vec![one?.id, other?.id];
        Some(self.push(Step::All(both), Type::Condition, span))
    }

    /// Whether some time is in both; the ends of the second may be left out.
    fn overlaps(&mut self, left: &Stretch, right: &Stretch, span: Span) -> Option<Typed> {
        let before_its_end = self.compare(left.low.clone(), up_to(right.before), right.high.clone(), span);
        let after_its_start = self.compare(right.low.clone(), up_to(right.above), left.high.clone(), span);
        self.both(before_its_end, after_its_start, span)
    }

    /// Whether the first lies in the second, the whole of it.
    fn lies_in(&mut self, left: &Stretch, right: &Stretch, span: Span) -> Option<Typed> {
        let starts = self.compare(right.low.clone(), up_to(right.above), left.low.clone(), span);
        let ends = self.compare(left.high.clone(), up_to(right.before), right.high.clone(), span);
        self.both(starts, ends, span)
    }

    /// Whether they share a local day.
    fn on_a_day(&mut self, left: Stretch, right: Stretch, span: Span) -> Option<Typed> {
        let (left, right) = (self.days(left), self.days(right));
        self.overlaps(&left, &right, span)
    }

    fn days(&mut self, of: Stretch) -> Stretch {
        Stretch { low: self.day(of.low), high: self.day(of.high), ..of }
    }

    /// `in a .. b`: rows whose time is in it; of rows with a period, those that overlap it.
    pub(super) fn in_stretch(&mut self, source: Source, of: Stretch, span: Span) -> Option<Clause> {
        let whole = !of.above && !of.before && of.low.floor.is_none() && of.high.floor.is_none();
        if whole && self.period_of(source).is_none() {
            return Some(Clause::Between(of.low.id, of.high.id));
        }
        self.inside_rows(source, |cx| {
            let own = cx.row_stretch(source, false, span);
            let of = cx.stretch_from_inside(of);
            cx.overlaps(&own, &of, span)
        })
        .map(|typed| Clause::Where(typed.id))
    }

    /// `on a day of it`: rows that share a local day with it.
    pub(super) fn on_day(&mut self, source: Source, of: Stretch, span: Span) -> Option<Clause> {
        self.inside_rows(source, |cx| {
            let own = cx.row_stretch(source, false, span);
            let of = cx.stretch_from_inside(of);
            cx.on_a_day(own, of, span)
        })
        .map(|typed| Clause::Where(typed.id))
    }

    fn stretch_from_inside(&mut self, of: Stretch) -> Stretch {
        Stretch { low: self.seen_from_inside(of.low), high: self.seen_from_inside(of.high), ..of }
    }

    /// The row that is looked at from is not one of the rows around it.
    pub(super) fn not_it(&mut self, span: Span) -> Clause {
        let is_it = self.push(Step::IsIt, Type::Condition, span);
        Clause::Where(self.negated(is_it, true).id)
    }

    /// Rows by name as conditions on each row, where nothing but conditions can be told: of averages and alerts.
    pub(crate) fn as_conditions(&mut self, source: Source, clauses: Vec<Clause>, span: Span) -> Option<Vec<ExprId>> {
        let mut all = Vec::new();
        for clause in clauses {
            let condition = self.inside_rows(source, |cx| {
                let own = cx.row_stretch(source, false, span);
                let typed = |id: ExprId| Typed { id, ..own.low.clone() };
                match clause {
                    Clause::Where(condition) => Some(condition),
                    Clause::InLast(length) => {
                        let last = cx.last(length, span)?;
                        cx.compare(own.low, CompareOp::AtLeast, last.low, span).map(|t| t.id)
                    }
                    Clause::Since(x) => cx.compare(own.low.clone(), CompareOp::Greater, typed(x), span).map(|t| t.id),
                    Clause::Between(a, b) => {
                        let (low, high) = (typed(a), typed(b));
                        let of = Stretch { low, high, above: false, before: false };
                        cx.lies_in(&own, &of, span).map(|t| t.id)
                    }
                    Clause::ReceivedSince(_) | Clause::Newest(_) | Clause::LatestDay => None,
                }
            });
            match condition {
                Some(condition) => all.push(condition),
                None => {
                    let message = "these rows are told apart by more than each row by itself";
                    let error = Diagnostic::new(code::WRONG_KIND, span, message, "not rows that stand by themselves");
                    return self.fail(error.help("name rows without `newest`, `on latest day` and `received since`"));
                }
            }
        }
        Some(all)
    }
}

fn up_to(left_out: bool) -> CompareOp {
    if left_out { CompareOp::Less } else { CompareOp::AtMost }
}
