//! `home_average.systolic`, `it.systolic`: one value of a decision, or of the row outside the one at hand.

use stepcare_core::expression::{Field, Node as Step, Source};
use stepcare_core::value::Unit;

use super::Lower;
use crate::diagnostic::{Diagnostic, code};
use crate::scope::{DecisionKind, Meaning};
use crate::syntax::expression::Name;
use crate::types::{Type, Typed};

impl Lower<'_> {
    pub(super) fn field(&mut self, of: &Name, field: &Name) -> Option<Typed> {
        let span = of.span.to(field.span);
        if of.text == "it" {
            let outer = self.rows.iter().rev().nth(1).copied();
            let Some(outer) = outer else {
                let message = "`it` is the row outside the one at hand, and there is none";
                return self.fail(Diagnostic::new(code::NO_ROW, of.span, message, "no outer row here"));
            };
            return match self.column(outer, &field.text) {
                Some((column, ty)) => Some(self.push(Step::OuterColumn(column), ty, span)),
                None => {
                    let message = format!("the outer row has no column `{}`", field.text);
                    let error = Diagnostic::new(code::NO_FIELD, field.span, message, "not one of its columns");
                    let error = error.did_you_mean(&field.text, self.columns(outer));
                    self.fail(error)
                }
            };
        }
        let Some(Meaning::Decision(at)) = self.scope.values.get(&of.text) else {
            let known = self.scope.values.get(&of.text).is_some();
            let error = if known {
                let message = format!("`{}` has no values of its own", of.text);
                Diagnostic::new(code::NO_FIELD, of.span, message, "an average or a ladder is expected before the dot")
            } else {
                self.unknown_value(of, "average or ladder")
            };
            return self.fail(error);
        };
        let decision = self.scope.decisions.get(at)?.clone();
        let (known, found): (Vec<String>, Option<(Field, Type)>) = match decision.kind {
            DecisionKind::Average => {
                // Where the average is broken, its own lines report what is wrong with it.
                let (series, columns) = self.reports.get(&at)?;
                let source = Source::Series(*series);
                let names = self.columns(source);
                let mut known: Vec<String> =
                    columns.iter().filter_map(|c| names.get(c.index())).map(|name| (*name).into()).collect();
                let found = match field.text.as_str() {
                    "missing" => Some((Field::Missing, Type::Words)),
                    name => self
                        .column(source, name)
                        .filter(|(column, _)| columns.contains(column))
                        .map(|(column, ty)| (Field::Reported(column), ty)),
                };
                known.push("missing".into());
                (known, found)
            }
            DecisionKind::Ladder => {
                let found = (field.text == "steps_taken").then_some((Field::StepsTaken, Type::Number(Unit::ONE)));
                (vec!["steps_taken".into()], found)
            }
            _ => (Vec::new(), None),
        };
        match found {
            Some((field, ty)) => {
                let step = Step::OutcomeField { decision: super::order::provisional(at), field };
                Some(Typed { declared: Some(decision.span), ..self.push(step, ty, span) })
            }
            None => {
                let message = format!("`{}` has no value `{}`", of.text, field.text);
                let error = Diagnostic::new(code::NO_FIELD, field.span, message, "not one of its values");
                self.fail(error.did_you_mean(&field.text, known.iter().map(String::as_str)))
            }
        }
    }
}
