//! Which conditions of a ruleset its tests have seen hold, not hold, and be unknown.
//!
//! Every rule's condition is looked at, and each part of it that `and`, `or` and `not` join. Parts are looked at as the
//! engine does: one behind the part that decides is not reached. A condition on rows is looked at for every row given.

mod rules;

use std::collections::BTreeMap;

use stepcare_core::expression::{self, Machine, Node, Row};
use stepcare_core::ruleset::Ruleset;
use stepcare_core::value::Truth;
use stepcare_core::value::id::{DecisionId, ExprId};

use super::TestBlock;
use crate::compile::Compilation;
use crate::source::Span;
use rules::{Group, Of, Rule};

/// Where rules and conditions stand.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The places of the compiled form, by `SpanId`.
    pub rules: Vec<Span>,
    /// Of each condition.
    pub(crate) conditions: BTreeMap<ExprId, Vec<Span>>,
}

/// What the tests of rulesets have seen.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// The rules that have a condition, in order of evaluation.
    pub rules: Vec<Covered>,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Covered {
    /// Its name: `chart_screen/under_age`, `target/1`.
    pub name: String,
    /// Where it stands.
    pub at: expression::Span,
    /// Its condition, then the parts of it where there are several.
    pub conditions: Vec<Condition>,
}

/// One condition.
#[derive(Debug, Clone)]
pub struct Condition {
    /// As it is written.
    pub text: String,
    /// Where.
    pub at: expression::Span,
    /// How often it was seen to hold.
    pub yes: u32,
    /// How often not to hold.
    pub no: u32,
    /// How often it was unknown.
    pub unknown: u32,
    /// Whether it can be unknown at all: `x is known` cannot.
    pub can_be_unknown: bool,
}

impl Condition {
    /// How many outcomes it can have.
    #[must_use]
    pub fn outcomes(&self) -> u32 {
        if self.can_be_unknown { 3 } else { 2 }
    }

    /// The outcomes that were never seen, in words.
    #[must_use]
    pub fn never(&self) -> Vec<&'static str> {
        let all = [("true", self.yes, true), ("false", self.no, true), ("unknown", self.unknown, self.can_be_unknown)];
        all.into_iter().filter(|(_, seen, can)| *can && *seen == 0).map(|(word, ..)| word).collect()
    }

    /// Whether no test came to it.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.yes > 0 || self.no > 0 || self.unknown > 0
    }
}

impl Coverage {
    /// How many outcomes there can be, and how many were seen.
    #[must_use]
    pub fn outcomes(&self) -> (u32, u32) {
        let conditions = self.rules.iter().flat_map(|rule| &rule.conditions);
        conditions.fold((0, 0), |(all, seen), condition| {
            let never = u32::try_from(condition.never().len()).unwrap_or(0);
            let of = condition.outcomes();
            (all.saturating_add(of), seen.saturating_add(of.saturating_sub(never)))
        })
    }

    /// Adds what other tests have seen, of the same ruleset or another.
    pub fn add(&mut self, other: Coverage) {
        for rule in other.rules {
            match self.rules.iter_mut().find(|mine| mine.name == rule.name && mine.at == rule.at) {
                Some(mine) => {
                    for (mine, more) in mine.conditions.iter_mut().zip(rule.conditions) {
                        mine.yes = mine.yes.saturating_add(more.yes);
                        mine.no = mine.no.saturating_add(more.no);
                        mine.unknown = mine.unknown.saturating_add(more.unknown);
                    }
                }
                None => self.rules.push(rule),
            }
        }
    }
}

/// What the tests of a compilation see.
#[must_use]
pub fn collect(compilation: &Compilation, ruleset: &Ruleset) -> Coverage {
    let compiled = ruleset.compiled();
    let groups = rules::of(compiled);
    let mut seen = Seen::default();
    for test in &compilation.tests {
        seen.test(test, ruleset, &groups);
    }
    let mut covered = Vec::new();
    for group in &groups {
        let told = |rule: &Rule| tell(rule, group.of, compilation, &seen);
        covered.extend(group.rules.iter().map(told));
    }
    Coverage { rules: covered }
}

/// How often each condition of each rule was yes, no, unknown.
#[derive(Default)]
struct Seen(BTreeMap<(String, ExprId), [u32; 3]>);

impl Seen {
    fn test(&mut self, test: &TestBlock, ruleset: &Ruleset, groups: &[Group]) {
        let Some(changed) = super::run::with_settings(ruleset, test) else { return };
        let ruleset = changed.as_ref().unwrap_or(ruleset);
        ruleset.walk(&test.record, test.as_of, &test.zone, &test.given, &mut |machine, decision| {
            let is_given = |id: DecisionId| test.given.iter().any(|given| given.decision == id);
            if decision.is_some_and(is_given) {
                return;
            }
            for group in groups.iter().filter(|group| group.decision == decision) {
                self.group(group, machine);
            }
        });
    }

    fn group(&mut self, group: &Group, machine: &mut Machine<'_>) {
        match group.of {
            Of::Patient => self.scan(group, machine, None),
            Of::Rows { source, as_given } => {
                for index in 0..machine.rows_of(source).len() {
                    self.scan(group, machine, Some(&Row { source, index, outer: None, as_given }));
                }
            }
        }
    }

    fn scan(&mut self, group: &Group, machine: &mut Machine<'_>, row: Option<&Row>) {
        if group.average.is_some_and(|average| !machine.outcome(average).is_some_and(rules::can_be_ready)) {
            return;
        }
        for rule in &group.rules {
            let holds = self.walk(&rule.name, rule.when, machine, row);
            if rules::parts(rule.when, machine.terms.program) != [rule.when] {
                self.mark(&rule.name, rule.when, holds);
            }
            if group.first && holds == Truth::Yes {
                return;
            }
        }
    }

    /// A condition's truth, part by part as the engine works it out.
    fn walk(&mut self, rule: &str, condition: ExprId, machine: &mut Machine<'_>, row: Option<&Row>) -> Truth {
        let (of, decides, join): (_, _, fn(Truth, Truth) -> Truth) = match machine.terms.program.node(condition) {
            Some(Node::Named { of, .. }) => return self.walk(rule, *of, machine, row),
            Some(Node::Not(of)) => return !self.walk(rule, *of, machine, row),
            Some(Node::All(of)) => (of, Truth::No, Truth::and),
            Some(Node::Any(of)) => (of, Truth::Yes, Truth::or),
            _ => {
                let holds = machine.truth(condition, row);
                self.mark(rule, condition, holds);
                return holds;
            }
        };
        let mut holds = !decides;
        for part in of {
            holds = join(holds, self.walk(rule, *part, machine, row));
            if holds == decides {
                break;
            }
        }
        holds
    }

    fn mark(&mut self, rule: &str, condition: ExprId, holds: Truth) {
        let [yes, no, unknown] = self.0.entry((rule.into(), condition)).or_default();
        let count = match holds {
            Truth::Yes => yes,
            Truth::No => no,
            Truth::Unknown => unknown,
        };
        *count = count.saturating_add(1);
    }
}

fn tell(rule: &Rule, of: Of, compilation: &Compilation, seen: &Seen) -> Covered {
    let (compiled, places, sources) = (&compilation.compiled, &compilation.places, &compilation.sources);
    let program = &compiled.program;
    let nowhere = || expression::Span { file: String::new(), line: 1, column: 1 };
    let own = places.rules.get(rule.at.0 as usize).copied();
    let mut parts = rules::parts(rule.when, program);
    if parts != [rule.when] {
        parts.insert(0, rule.when);
    }
    let conditions = parts.into_iter().map(|condition| {
        let inside = |span: &&Span| {
            own.is_some_and(|own| own.file == span.file && own.start <= span.start && span.end <= own.end)
        };
        let all = places.conditions.get(&condition).map_or(&[][..], Vec::as_slice);
        let span = all.iter().find(inside).or(all.first()).copied().or(own);
        let text = span.map_or("", |span| sources.text(span)).split_whitespace().collect::<Vec<_>>().join(" ");
        let [yes, no, unknown] = seen.0.get(&(rule.name.clone(), condition)).copied().unwrap_or_default();
        let at = span.map(|span| sources.place(span)).unwrap_or_else(nowhere);
        let can_be_unknown = rules::can_be_unknown(condition, of, compiled);
        Condition { text, at, yes, no, unknown, can_be_unknown }
    });
    let at = own.map(|own| sources.place(own)).unwrap_or_else(nowhere);
    Covered { name: rule.name.clone(), at, conditions: conditions.collect() }
}
