//! What the clauses of many constructs share: citations, actions, durations, quantities, names of things.

use stepcare_core::construct::{Act, Due, TaskKind, Then, action::By};
use stepcare_core::expression::Cite;
use stepcare_core::record::FactKind;
use stepcare_core::value::id::{ClassId, FactId};
use stepcare_core::value::{Duration, Number, TimeUnit, Unit};

use super::Lower;
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::grammar::{Node, Rule};
use crate::limits;
use crate::scope::Meaning;
use crate::syntax::expression::{Name, name, names};
use crate::{types, units};

impl Lower<'_> {
    /// The citations of a clinical rule, of the `cite` inside a node. Where every clinical rule cites a source, none is
    /// an error; `what` names the rule in it: "this line of the screening".
    pub fn cite(&mut self, node: &Node, what: &str) -> Vec<Cite> {
        let cites = self.cite_if_any(node);
        if cites.is_empty() && self.cites_required && !node.has(Rule::cite) {
            let message = format!("{what} cites no source");
            self.errors.push(
                Diagnostic::new(code::NO_CITE, node.span, message, "add `cite SOURCE` at its end")
                    .note("the ruleset says: every clinical rule cites a source"),
            );
        }
        cites
    }

    /// The citations inside a node, none being fine.
    pub fn cite_if_any(&mut self, node: &Node) -> Vec<Cite> {
        let citations = node.all(Rule::cite).flat_map(|c| c.all(Rule::citation));
        let mut cites = Vec::new();
        for citation in citations {
            if let Some(named) = citation.name() {
                let source = self.scope.source(&name(named));
                let note = citation.words();
                cites.extend(self.take(source).map(|source| Cite { source, note }));
            }
        }
        cites
    }

    /// What a rule does, of the `then` inside a node: `Ok(None)` where there is none.
    pub fn then(&mut self, node: &Node) -> Result<Option<Then>, ()> {
        match node.child(Rule::then).and_then(|then| then.child(Rule::action)) {
            Some(action) => self.action(action).map(Some).ok_or(()),
            None => Ok(None),
        }
    }

    /// What is done, of an `action` node.
    pub fn action(&mut self, node: &Node) -> Option<Then> {
        let what = node.children.first()?;
        let mut then = Then { act: self.act(what, node)?, due: None, again_after: None };
        for part in node.children.iter().skip(1) {
            match part.rule {
                Rule::due if then.due.is_none() => then.due = self.due(part),
                Rule::again if then.again_after.is_none() => then.again_after = self.duration(part),
                Rule::for_role => {}
                _ => self.errors.push(Diagnostic::new(code::ONCE, part.span, "this stands twice", "again here")),
            }
        }
        if node.all(Rule::for_role).count() > 1 {
            self.errors.push(Diagnostic::new(code::ONCE, node.span, "two roles for one action", "keep one `for`"));
        }
        Some(then)
    }

    fn act(&mut self, what: &Node, action: &Node) -> Option<Act> {
        let named = name(what.name()?);
        let kind = match what.rule {
            Rule::do_message => {
                for part in action.all(Rule::for_role).chain(action.all(Rule::due)) {
                    let message = "a message is for the patient, and has no owner or due date";
                    let error = Diagnostic::new(code::WRONG_KIND, part.span, message, "remove this");
                    self.errors.push(error);
                }
                let by: Vec<By> = what.all(Rule::name).skip(1).filter_map(|n| self.by(&name(n))).collect();
                let message = self.scope.messages.resolve(&named);
                return Some(Act::Message { message: self.take(message)?, by });
            }
            Rule::do_order => TaskKind::Order,
            Rule::do_refer => TaskKind::Referral,
            _ => TaskKind::Task,
        };
        let task = self.scope.tasks.resolve(&named);
        let task = self.take(task)?;
        let declared = self.out.tasks.get(task.index()).map(|t| t.kind);
        if declared.is_some_and(|declared| declared != kind) {
            let word = |kind| match kind {
                TaskKind::Task => "task",
                TaskKind::Order => "order",
                TaskKind::Referral => "referral",
            };
            let is = declared.map_or("task", word);
            let message = format!("`{}` is declared as `{is}`", named.text);
            let spelled = if is == "referral" { "refer" } else { is };
            let mut error = Diagnostic::new(code::WRONG_KIND, what.span, message, format!("no `{}`", word(kind)))
                .help(format!("write `{spelled} {}`", named.text));
            if let Some(place) = self.scope.tasks.place(&named.text) {
                error = error.label(place, "declared here");
            }
            return self.fail(error);
        }
        let role = match action.child(Rule::for_role).and_then(Node::name) {
            Some(role) => {
                let role = self.scope.roles.resolve(&name(role));
                Some(self.take(role)?)
            }
            None => None,
        };
        Some(Act::Task { task, role })
    }

    /// A channel, or the fact that names the patient's own.
    fn by(&mut self, named: &Name) -> Option<By> {
        if let Some(Meaning::Fact(fact)) = self.scope.values.get(&named.text)
            && let Some(FactKind::OneOf(symbols)) = self.out.facts.get(fact.index()).map(|f| &f.kind)
        {
            let members: Vec<String> =
                symbols.iter().filter_map(|s| self.out.symbols.get(s.0 as usize).cloned()).collect();
            let other = members.iter().find(|member| self.scope.channels.get(member).is_none());
            let Some(other) = other else { return Some(By::Preferred(fact)) };
            let message = format!("`{}` may be `{other}`, which is no channel", named.text);
            let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "not a fact that names a channel");
            return self.fail(error.help("declare each of its values: `channel NAME is sent`, or as tasks"));
        }
        let channel = self.scope.channels.resolve(named);
        self.take(channel).map(By::Channel)
    }

    /// `due today`, `due in 2 business days`, of a `due` node.
    pub fn due(&mut self, node: &Node) -> Option<Due> {
        let Some(days) = node.child(Rule::whole) else {
            return Some(Due::Today);
        };
        let days = self.whole(days)?;
        Some(if node.has(Rule::k_business) { Due::BusinessDays(days) } else { Due::Days(days) })
    }

    /// A whole number, of a `whole` node.
    pub fn whole(&mut self, node: &Node) -> Option<u32> {
        match node.text.parse() {
            Ok(n) => Some(n),
            Err(_) => self.fail(Diagnostic::new(code::BAD_NUMBER, node.span, "this number is too large", "here")),
        }
    }

    /// The duration inside a node, or of a `duration` node itself.
    pub fn duration(&mut self, node: &Node) -> Option<Duration> {
        let node = if node.rule == Rule::duration { node } else { node.child(Rule::duration)? };
        self.duration_text(&node.text, node.span)
    }

    /// A duration as written.
    pub fn duration_text(&mut self, text: &str, span: crate::source::Span) -> Option<Duration> {
        match Duration::parse(text).filter(|duration| at_most_days(*duration, limits::LONGEST_DAYS)) {
            Some(duration) => Some(duration),
            None => {
                let label = "nothing is counted for more than 100 years";
                self.fail(Diagnostic::new(code::BAD_NUMBER, span, "this duration is too long", label))
            }
        }
    }

    /// Whether there is a formulary, which what stands at a place needs; none is an error.
    pub fn needs_formulary(&mut self, span: crate::source::Span, what: &str) -> Option<()> {
        if self.scope.classes.names().next().is_some() || self.out.formulary.is_some() {
            return Some(());
        }
        let message = format!("{what} needs a formulary, and this ruleset uses none");
        let error = Diagnostic::new(code::EMPTY, span, message, "no drugs are declared");
        self.fail(error.help("add `uses NAME from \"FILE\"` to the ruleset's head"))
    }

    /// A number as written, of a `number`, `whole` or `signed` node.
    pub fn number(&mut self, node: &Node) -> Option<Number> {
        // The grammar lets leading zeros through, the exact reader does not.
        let digits = node.text.trim_start_matches('0');
        let text = if digits.is_empty() || digits.starts_with('.') { format!("0{digits}") } else { digits.into() };
        match Number::parse(&text) {
            Some(n) => Some(n),
            None => {
                let label = "too large or too fine to be kept exactly";
                self.fail(Diagnostic::new(code::BAD_NUMBER, node.span, "a number that cannot be kept", label))
            }
        }
    }

    /// A unit, of a `unit` node.
    pub fn unit(&mut self, node: &Node) -> Option<Unit> {
        self.unit_named(&name(node))
    }

    /// A unit by its spelling.
    pub fn unit_named(&mut self, named: &Name) -> Option<Unit> {
        match Unit::written(&named.text) {
            Some(unit) => Some(unit),
            None => {
                let message = format!("`{}` is not a unit", named.text);
                let error = Diagnostic::new(code::UNKNOWN_UNIT, named.span, message, "not a unit of this language");
                self.fail(units::help(error, &named.text, &[]))
            }
        }
    }

    /// A quantity converted to a unit, of a `quantity` node; without a unit it is an error unless the unit is one.
    pub fn quantity_in(&mut self, node: &Node, unit: Unit) -> Option<Number> {
        let number = self.number(node.child(Rule::number)?)?;
        let Some(written) = node.child(Rule::unit) else {
            if unit == Unit::ONE {
                return Some(number);
            }
            let message = format!("{} is not {} {}", node.text, node.text, unit.shown());
            let error = Diagnostic::new(code::NO_UNIT, node.span, message, "a number without its unit");
            return self.fail(error.help(format!("write `{} {}`", node.text, unit.shown())));
        };
        let from = self.unit(written)?;
        let Some(factor) = from.factor_to(unit) else {
            let message = format!("{} where {} is expected", types::quantity(from), types::quantity(unit));
            return self.fail(Diagnostic::new(code::MISMATCH, node.span, message, "this measures something else"));
        };
        match number.mul(factor) {
            Some(n) => Some(n),
            None => {
                self.fail(Diagnostic::new(code::BAD_NUMBER, node.span, "a number that cannot be kept", "too large"))
            }
        }
    }

    /// The facts of a `names` node.
    pub fn facts(&mut self, node: &Node) -> Option<Vec<FactId>> {
        let found: Vec<Option<FactId>> = names(node).iter().map(|n| self.fact(n)).collect();
        found.into_iter().collect()
    }

    /// A fact by name.
    pub fn fact(&mut self, named: &Name) -> Option<FactId> {
        match self.scope.values.get(&named.text) {
            Some(Meaning::Fact(fact)) => Some(fact),
            Some(_) => {
                let message = format!("`{}` is not a fact", named.text);
                let mut error = Diagnostic::new(code::WRONG_KIND, named.span, message, "a fact is expected here");
                if let Some(place) = self.scope.values.place(&named.text) {
                    error = error.label(place, "declared here");
                }
                self.fail(error)
            }
            None => {
                let error = self.unknown_value(named, "fact");
                self.fail(error)
            }
        }
    }

    /// The classes of drugs of a `names` node.
    pub fn classes(&mut self, node: &Node) -> Option<Vec<ClassId>> {
        self.classes_named(&names(node))
    }

    /// Classes of drugs by name.
    pub fn classes_named(&mut self, named: &[Name]) -> Option<Vec<ClassId>> {
        let mut classes = Vec::new();
        for class in named {
            let class = self.scope.classes.resolve(class);
            classes.push(self.take(class));
        }
        classes.into_iter().collect()
    }

    /// The error of a name that no value has.
    pub fn unknown_value(&self, named: &Name, what: &str) -> Diagnostic {
        let message = format!("there is no {what} `{}`", named.text);
        let error = Diagnostic::new(code::UNKNOWN_NAME, named.span, message, "not declared");
        let columns = self.rows.iter().flat_map(|source| self.columns(*source));
        let names: Vec<&str> = self.scope.values.names().chain(columns).collect();
        match nearest(&named.text, names.iter().copied()) {
            Some(name) => error.help(format!("did you mean `{name}`?")),
            None => error.help("declare it: a fact in `facts`, a column in its series, another value by `define`"),
        }
    }
}

/// Whether a duration is no longer than so many days, however long its months are.
pub(crate) fn at_most_days(duration: Duration, days: u64) -> bool {
    let seconds = match duration.unit {
        TimeUnit::Years => 366 * 86_400,
        TimeUnit::Months => 31 * 86_400,
        TimeUnit::Weeks => 7 * 86_400,
        TimeUnit::Days => 86_400,
        TimeUnit::Hours => 3600,
        TimeUnit::Minutes => 60,
        TimeUnit::Seconds => 1,
    };
    u64::from(duration.count).saturating_mul(seconds) <= days.saturating_mul(86_400)
}
