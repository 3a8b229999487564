//! `is`, `has`, `any`: members of lists, codes in sets, statuses of decisions.

use stepcare_core::expression::{Node as Step, Status};
use stepcare_core::value::Symbol;

use super::Lower;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::scope::{DecisionKind, Meaning};
use crate::source::Span;
use crate::syntax::expression::{Choice, Expr, Kind, Name};
use crate::types::{Type, Typed};

impl Lower<'_> {
    pub(super) fn is(&mut self, of: &Expr, negated: bool, choices: &[Choice], span: Span) -> Option<Typed> {
        if let Kind::Name(name) = &of.kind
            && let Some(Meaning::Decision(at)) = self.scope.values.get(&name.text)
            && !self.says_it(at, choices)
        {
            return self.outcome_is(at, negated, choices, span);
        }
        if let Kind::Name(name) = &of.kind
            && let Some(error) = self.event_of(name, choices, span)
        {
            return self.fail(error);
        }
        let of = self.value_of(of)?;
        let typed = match &of.ty {
            Type::Condition => {
                let mut flags = Vec::new();
                for choice in choices {
                    flags.push(match choice.text.as_str() {
                        "yes" => of.id,
                        "no" => self.push(Step::Not(of.id), Type::Condition, span).id,
                        _ => return self.not_a_choice(choice, &of, &["yes", "no"]),
                    });
                }
                match flags.as_slice() {
                    [only] => {
                        Typed { id: *only, ty: Type::Condition, span, declared: None, literal: false, floor: None }
                    }
                    _ => self.push(Step::Any(flags), Type::Condition, span),
                }
            }
            Type::OneOf(symbols) => {
                let symbols = symbols.clone();
                let found: Vec<Option<Symbol>> = choices.iter().map(|c| self.member_of(&symbols, c, &of)).collect();
                let symbols = found.into_iter().collect::<Option<Vec<_>>>()?;
                self.push(Step::IsOneOf { of: of.id, symbols }, Type::Condition, span)
            }
            Type::Codes => {
                let named = |c: &Choice| Name { text: c.text.clone(), span: c.span };
                let sets: Vec<Name> = choices.iter().map(named).collect();
                self.has_codes(&of, &sets, span)?
            }
            Type::AnyOf(_) if matches!(choices, [only] if only.text == "none") => {
                let any = self.push(Step::HasSymbol { of: of.id, symbols: Vec::new() }, Type::Condition, span);
                self.negated(any, true)
            }
            other => {
                let message = format!("`is` does not fit {}", other.words());
                let error = Diagnostic::new(code::NOT_A_CHOICE, of.span, message, format!("this is {}", other.words()));
                let error = match other {
                    Type::AnyOf(_) | Type::Medications => error.help("write `has`"),
                    _ => error.help("compare it: `=`, `<`, `>=`"),
                };
                return self.fail(error);
            }
        };
        Some(self.negated(typed, negated))
    }

    /// Whether a decision's name stands for what it says: a table of one column, and no status of tables.
    fn says_it(&self, at: usize, choices: &[Choice]) -> bool {
        let statuses = statuses(DecisionKind::Table);
        let is_status = |choice: &Choice| statuses.iter().any(|(words, _)| *words == choice.text);
        self.own_column(at).is_some() && !choices.iter().all(is_status)
    }

    /// `review_reading is open`: tasks as series of their events come later.
    fn event_of(&self, name: &Name, choices: &[Choice], span: Span) -> Option<Diagnostic> {
        let words = ["open", "done", "cancelled", "failed", "closed", "read"];
        let known = self.scope.values.get(&name.text).is_none()
            && (self.scope.tasks.get(&name.text).is_some() || self.scope.messages.get(&name.text).is_some())
            && choices.iter().all(|c| words.contains(&c.text.as_str()));
        known.then(|| crate::later::not_yet(span, "the events of a task or message"))
    }

    fn outcome_is(&mut self, at: usize, negated: bool, choices: &[Choice], span: Span) -> Option<Typed> {
        let decision = self.scope.decisions.get(at)?.clone();
        let known = statuses(decision.kind);
        let mut negated = negated;
        let mut wanted = Vec::new();
        for choice in choices {
            // `is not assessable` is a status of goals, not the denial of one called "assessable".
            let whole = format!("not {}", choice.text);
            let status = match known.iter().find(|(words, _)| *words == choice.text) {
                Some((_, status)) => *status,
                None => match known.iter().find(|(words, _)| negated && *words == whole) {
                    Some((_, status)) => {
                        negated = false;
                        *status
                    }
                    None => {
                        let words: Vec<&str> = known.iter().map(|(words, _)| *words).collect();
                        let message = format!("`{}` is never `{}`", decision.name, choice.text);
                        let mut error =
                            Diagnostic::new(code::NOT_A_CHOICE, choice.span, message, "not one of its statuses");
                        error = error.label(decision.span, "declared here");
                        error = error.did_you_mean(&choice.text, words.iter().copied());
                        return self.fail(error.note(format!("it is {}", listed(&words))));
                    }
                },
            };
            wanted.push(status);
        }
        let step = Step::OutcomeIs { decision: super::order::provisional(at), statuses: wanted };
        let typed = self.push(step, Type::Condition, span);
        Some(self.negated(typed, negated))
    }

    fn member_of(&mut self, symbols: &[Symbol], choice: &Choice, of: &Typed) -> Option<Symbol> {
        let found = self.member_named(symbols, &choice.text);
        if found.is_none() {
            let names = self.texts(symbols);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            return self.not_a_choice(choice, of, &names).and(None);
        }
        found
    }

    /// A member of a list by its bare name, or an error.
    pub(crate) fn member(&mut self, symbols: &[Symbol], text: &str, span: Span, what: &str) -> Option<Symbol> {
        match self.member_named(symbols, text) {
            Some(symbol) => Some(symbol),
            None => {
                let names = self.texts(symbols);
                let message = format!("`{text}` is not a member of {what}");
                let error = Diagnostic::new(code::NOT_A_CHOICE, span, message, format!("it has {}", listed(&names)));
                self.fail(error.did_you_mean(text, names.iter().map(String::as_str)))
            }
        }
    }

    fn member_named(&self, symbols: &[Symbol], text: &str) -> Option<Symbol> {
        symbols.iter().copied().find(|s| self.out.symbols.get(s.0 as usize).is_some_and(|t| t == text))
    }

    fn texts(&self, symbols: &[Symbol]) -> Vec<String> {
        symbols.iter().filter_map(|s| self.out.symbols.get(s.0 as usize).cloned()).collect()
    }

    fn not_a_choice(&mut self, choice: &Choice, of: &Typed, names: &[&str]) -> Option<Typed> {
        let message = format!("this is never `{}`", choice.text);
        let mut error = Diagnostic::new(code::NOT_A_CHOICE, choice.span, message, "not one of its values");
        if let Some(declared) = of.declared {
            error = error.label(declared, "declared here");
        }
        error = error.did_you_mean(&choice.text, names.iter().copied());
        self.fail(error.note(format!("it is {}", listed(names))))
    }

    pub(super) fn has(&mut self, of: &Expr, members: &[Name], span: Span) -> Option<Typed> {
        let of = self.value_of(of)?;
        match &of.ty {
            Type::AnyOf(symbols) => {
                let symbols = symbols.clone();
                let found: Vec<Option<Symbol>> =
                    members.iter().map(|m| self.member(&symbols, &m.text, m.span, "this list")).collect();
                let symbols = found.into_iter().collect::<Option<Vec<_>>>()?;
                Some(self.push(Step::HasSymbol { of: of.id, symbols }, Type::Condition, span))
            }
            Type::Codes => self.has_codes(&of, members, span),
            other => {
                let message = format!("`has` does not fit {}", other.words());
                let error = Diagnostic::new(code::NOT_A_CHOICE, of.span, message, format!("this is {}", other.words()));
                let error = match other {
                    Type::Medications => error.help("write `medications has class CLASS`"),
                    Type::OneOf(_) | Type::Condition => error.help("write `is`"),
                    _ => error,
                };
                self.fail(error)
            }
        }
    }

    /// Whether any of some codes is in one of these sets.
    fn has_codes(&mut self, of: &Typed, sets: &[Name], span: Span) -> Option<Typed> {
        let mut found = Vec::new();
        for set in sets {
            let set = self.scope.code_sets.resolve(set);
            found.push(self.take(set));
        }
        let mut tests = Vec::new();
        for set in found.into_iter().collect::<Option<Vec<_>>>()? {
            tests.push(self.push(Step::HasCode { of: of.id, set }, Type::Condition, span));
        }
        match tests.as_slice() {
            [only] => Some(only.clone()),
            _ => Some(self.push(Step::Any(tests.iter().map(|t| t.id).collect()), Type::Condition, span)),
        }
    }

    pub(super) fn has_class(&mut self, of: &Expr, classes: &[Name], span: Span) -> Option<Typed> {
        let of = self.value_of(of);
        let classes = self.classes_named(classes);
        self.expect(of?, "the list of medications", |ty| *ty == Type::Medications)?;
        Some(self.push(Step::TakesClass(classes?), Type::Condition, span))
    }
}

/// The statuses of a kind of decision, as they are written.
pub(crate) fn statuses(kind: DecisionKind) -> &'static [(&'static str, Status)] {
    match kind {
        DecisionKind::Screening => {
            &[("eligible", Status::Eligible), ("excluded", Status::Excluded), ("referred", Status::Referred)]
        }
        DecisionKind::Average => &[("ready", Status::Ready), ("insufficient", Status::Insufficient)],
        DecisionKind::Alert => &[("fired", Status::Fired), ("quiet", Status::Quiet)],
        DecisionKind::Goal => &[
            ("at goal", Status::AtGoal),
            ("above goal", Status::AboveGoal),
            ("below range", Status::BelowRange),
            ("not assessable", Status::NotAssessable),
        ],
        DecisionKind::Contraindication => &[("applies", Status::Applies), ("does not apply", Status::DoesNotApply)],
        DecisionKind::Check => &[
            ("due", Status::Due),
            ("overdue", Status::Overdue),
            ("done", Status::Done),
            ("does not apply", Status::DoesNotApply),
        ],
        DecisionKind::Ladder => &[
            ("stay", Status::Stay),
            ("step", Status::Step),
            ("hold", Status::Hold),
            ("wait", Status::Wait),
            ("blocked", Status::Blocked),
            ("exhausted", Status::Exhausted),
            ("does not apply", Status::DoesNotApply),
        ],
        DecisionKind::Measure => &[
            ("counted", Status::Counted),
            ("uncounted", Status::Uncounted),
            ("excepted", Status::Excepted),
            ("excused", Status::Excused),
            ("not among", Status::NotAmong),
        ],
        DecisionKind::Table | DecisionKind::Cards => {
            &[("matched", Status::Matched), ("no row", Status::NoRow), ("rows conflict", Status::RowsConflict)]
        }
        DecisionKind::Score => &[("scored", Status::Scored)],
        DecisionKind::When => &[("holds", Status::Holds), ("does not hold", Status::DoesNotHold)],
    }
}
