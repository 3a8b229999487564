//! `home_average.systolic`, `it.systolic`: one value of a decision, or of the row outside the one at hand.

use stepcare_core::expression::{Field, Node as Step, Source};
use stepcare_core::value::Unit;

use super::Lower;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::scope::{DecisionKind, Meaning};
use crate::syntax::expression::{Expr, Kind, Name};
use crate::types::{Type, Typed};

impl Lower<'_> {
    /// The column that a table's own name stands for: the only one, or the one of the same name.
    pub(crate) fn own_column(&self, at: usize) -> Option<&str> {
        let (decision, outputs) = (self.scope.decisions.get(at)?, self.tables.get(&at)?);
        match outputs.columns.as_slice() {
            [(only, _)] => Some(only),
            columns => columns.iter().map(|(name, _)| name.as_str()).find(|name| *name == decision.name),
        }
    }

    /// The type of what a table's column looks at; none where it is the status of a decision, or broken.
    pub(crate) fn column_type(&mut self, column: &Expr) -> Option<Type> {
        if let Kind::Name(name) = &column.kind
            && let Some(Meaning::Decision(at)) = self.scope.values.get(&name.text)
            && self.own_column(at).is_none()
        {
            return None;
        }
        let errors = self.errors.len();
        let typed = self.value_of(column);
        // What is wrong is reported where the condition is lowered.
        self.errors.truncate(errors);
        typed.map(|typed| typed.ty)
    }

    pub(super) fn field(&mut self, of: &Name, field: &Name) -> Option<Typed> {
        let span = of.span.to(field.span);
        if of.text == "it" {
            let it = self.it(of.span)?;
            if let Some(found) = self.of_it(it, field, span) {
                return found;
            }
            let outer = it.0;
            return match self.column(outer, &field.text) {
                Some(_) => None,
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
                Diagnostic::new(
                    code::NO_FIELD,
                    of.span,
                    message,
                    "an average, a ladder or a table is expected before the dot",
                )
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
            DecisionKind::Table => {
                // Where the table is broken, its own lines report what is wrong with it.
                let outputs = self.tables.get(&at)?;
                let known = outputs.columns.iter().map(|(name, _)| name.clone()).collect();
                let place = outputs.columns.iter().position(|(name, _)| *name == field.text);
                let ty = place.and_then(|place| outputs.columns.get(place)?.1.ty(outputs.several));
                if place.is_some() && ty.is_none() {
                    let message = "several rows may say this, and one value is expected here";
                    let error = Diagnostic::new(code::NO_FIELD, field.span, message, "of a table with `all rows`");
                    return self.fail(error.label(decision.span, "declared here"));
                }
                let at = place.and_then(|place| u32::try_from(place).ok());
                (known, at.and_then(|at| Some((Field::Output(at), ty?))))
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
                let error = error.did_you_mean(&field.text, known.iter().map(String::as_str));
                self.fail(if known.is_empty() { error } else { error.note(format!("it has {}", listed(&known))) })
            }
        }
    }
}
