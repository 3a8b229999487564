//! Defines: names for values and for rows, in any order, never in a circle.

use super::{DefineState, Lower};
use crate::diagnostic::{Diagnostic, code};
use crate::limits;
use crate::source::Span;
use crate::syntax::expression::{Expr, Kind, Name};
use crate::types::Typed;

impl Lower<'_> {
    /// A define, lowered the first time that it is met. It knows no row at hand, wherever it is used.
    pub(crate) fn define(&mut self, at: usize, used: Span) -> Option<DefineState> {
        let define = self.defines.get_mut(at)?;
        match &define.state {
            DefineState::Waiting => {}
            DefineState::Open => {
                let circle = self.open_defines.iter().skip_while(|open| **open != at).copied().chain([at]);
                let names: Vec<&Name> = circle.filter_map(|n| self.defines.get(n)).map(|d| &d.name).collect();
                let words: Vec<&str> = names.iter().map(|n| n.text.as_str()).collect();
                let message = format!("these names stand for each other: {}", words.join(" → "));
                let mut error = Diagnostic::new(code::CYCLE, used, message, "the circle closes here");
                for name in names.iter().skip(1) {
                    error = error.label(name.span, "part of the circle");
                }
                return self.fail(error.help("say one of them by facts, series or settings alone"));
            }
            DefineState::Broken => return None,
            done => return Some(done.clone()),
        }
        if self.open_defines.len() >= limits::DEFINE_DEPTH {
            let message = "names stand for names too many times over";
            let label = format!("more than {} levels", limits::DEFINE_DEPTH);
            return self.fail(Diagnostic::new(code::TOO_DEEP, used, message, label));
        }
        let (expr, name, each) = (define.expr.clone(), define.name.clone(), define.each.clone());
        define.state = DefineState::Open;
        self.open_defines.push(at);
        let (rows, it_is_here) = (std::mem::take(&mut self.rows), std::mem::replace(&mut self.it_is_here, true));
        let state = match &each {
            Some(each) => self.define_column(each, &expr),
            None => self.define_value(&expr),
        };
        let state = state.unwrap_or(DefineState::Broken);
        (self.rows, self.it_is_here) = (rows, it_is_here);
        self.open_defines.pop();
        let state = match state {
            DefineState::Value(typed) => DefineState::Value(Typed { declared: Some(name.span), ..typed }),
            DefineState::Column(of, typed) => DefineState::Column(of, Typed { declared: Some(name.span), ..typed }),
            other => other,
        };
        if let Some(define) = self.defines.get_mut(at) {
            define.state = state.clone();
        }
        (!matches!(state, DefineState::Broken)).then_some(state)
    }

    /// `define X for each S = …`: a column of each row of the series, whichever of its rows are asked about.
    fn define_column(&mut self, each: &Name, expr: &Expr) -> Option<DefineState> {
        let (source, _) = self.rows_of(each, &[])?;
        let typed = self.on_rows(source, |cx| cx.value_of(expr))?;
        Some(DefineState::Column(source, typed))
    }

    fn define_value(&mut self, expr: &Expr) -> Option<DefineState> {
        match &expr.kind {
            Kind::Rows(name, clauses) => {
                let (source, clauses) = self.rows_of(name, clauses)?;
                Some(DefineState::Rows(source, clauses))
            }
            Kind::Name(name) if self.is_rows(name) => {
                let (source, clauses) = self.rows_of(name, &[])?;
                Some(DefineState::Rows(source, clauses))
            }
            _ => self.value_of(expr).map(DefineState::Value),
        }
    }
}
