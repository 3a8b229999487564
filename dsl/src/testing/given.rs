//! `given …`: a made-up patient's record, line by line.

use stepcare_core::construct::Decision;
use stepcare_core::evaluate::Given;
use stepcare_core::expression::{Field, Source, Status};
use stepcare_core::record::{FactEntry, FactKind, Item as Value, Record};
use stepcare_core::value::id::{ColumnId, DecisionId, FactId};
use stepcare_core::value::{self, Code, CodeSystem, Date, Instant, Number, Symbol, Unit};

use super::clock::Clock;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::lower::is::statuses;
use crate::scope::{DecisionKind, Meaning};
use crate::syntax::Item;
use crate::syntax::expression::{Name, name};

/// Reads one line into the record.
pub(super) fn given(
    line: &Item,
    clock: &Clock,
    record: &mut Record,
    decisions: &mut Vec<Given>,
    settings: &mut Vec<(String, String)>,
    cx: &mut Lower<'_>,
) {
    let mut words = line.text.split_whitespace().skip(1);
    let subject = match words.next() {
        Some("nothing") => {
            cx.parse(Rule::given_nothing, line);
            return;
        }
        Some("setting") => {
            let Some(node) = cx.parse(Rule::given_setting, line) else { return };
            return settings.extend(super::setting::given(&node, cx));
        }
        Some("no") => {
            let Some(node) = cx.parse(Rule::given_no, line) else { return };
            let Some(named) = node.name().map(name) else { return };
            return none(&named, clock, record, cx);
        }
        Some(word) => word,
        None => "",
    };
    let meaning = cx.scope.values.get(subject);
    let kind = match meaning {
        Some(Meaning::Fact(id)) => cx.out.facts.get(id.index()).map(|f| f.kind.clone()),
        _ => None,
    };
    let rule = match (meaning, &kind) {
        (Some(Meaning::Series(_)), _) => Rule::given_series,
        (Some(Meaning::Decision(at)), _) if is_score(at, cx) => Rule::given_points,
        (Some(Meaning::Decision(_)), _) => Rule::given_decision,
        (_, Some(FactKind::Codes)) => Rule::given_codes,
        (_, Some(FactKind::Medications)) => Rule::given_medications,
        (_, Some(FactKind::Intolerances)) => Rule::given_intolerances,
        (_, Some(FactKind::Consents(_))) => Rule::given_consents,
        (_, Some(FactKind::AnyOf(_))) => Rule::given_list,
        _ => Rule::given_fact,
    };
    let Some(node) = cx.parse(rule, line) else { return };
    let Some(named) = node.name().map(name) else { return };
    match (meaning, kind) {
        (Some(Meaning::Series(id)), _) => super::rows::series(&node, &named, id, clock, record, cx),
        (Some(Meaning::Decision(at)), _) if node.rule == Rule::given_points => decisions.extend(points(&node, at, cx)),
        (Some(Meaning::Decision(at)), _) => decisions.extend(decision(&node, at, cx)),
        (Some(Meaning::Fact(id)), Some(kind)) => {
            let entries = fact(&node, id, &kind, clock, cx);
            if record.facts.contains_key(&named.text) {
                let message = format!("`{}` is given twice", named.text);
                let error = Diagnostic::new(code::TEST, named.span, message, "again here");
                cx.errors.push(error.help("write its values in one line, with commas between"));
            }
            for entry in entries {
                record.fact(named.text.clone(), entry);
            }
        }
        (Some(_), _) => {
            let message = format!("`{}` is not given, it is worked out", named.text);
            let error = Diagnostic::new(code::WRONG_KIND, named.span, message, "not a fact, series or decision");
            cx.errors.push(error);
        }
        (None, _) => {
            let error = cx.unknown_value(&named, "fact, series or decision");
            cx.errors.push(error);
        }
    }
}

/// `given no home_bp`: supplied, and empty.
fn none(named: &Name, clock: &Clock, record: &mut Record, cx: &mut Lower<'_>) {
    match cx.scope.values.get(&named.text) {
        Some(Meaning::Series(_)) => record.series(named.text.clone()).through = Some(clock.as_of),
        Some(Meaning::Fact(_)) => {
            let message = "an empty list of a fact is given as `none`";
            let error = Diagnostic::new(code::TEST, named.span, message, "a fact");
            cx.errors.push(error.help(format!("write `given {} are none`; what is unknown is left out", named.text)));
        }
        _ => {
            let error = cx.unknown_value(named, "series");
            cx.errors.push(error);
        }
    }
}

fn fact(node: &Node, id: FactId, kind: &FactKind, clock: &Clock, cx: &mut Lower<'_>) -> Vec<FactEntry> {
    let dated = |value: Value| FactEntry::new(value).at(clock.as_of);
    let list = |items: Vec<Value>| vec![dated(Value::List(items))];
    match kind {
        FactKind::Codes => {
            let items: Vec<Value> = node.all(Rule::given_code).filter_map(|c| given_code(c, cx)).collect();
            list(items)
        }
        FactKind::Medications => {
            let lines = node.all(Rule::given_medication).enumerate();
            list(lines.filter_map(|(n, line)| medication(line, n, clock, cx)).collect())
        }
        FactKind::Intolerances => list(node.all(Rule::given_intolerance).filter_map(|i| intolerance(i, cx)).collect()),
        FactKind::Consents(_) => list(node.all(Rule::given_consent).filter_map(|c| consent(c, clock, cx)).collect()),
        FactKind::AnyOf(symbols) => {
            let names = node.child(Rule::names).map(crate::syntax::expression::names).unwrap_or_default();
            let members = names.iter().filter_map(|n| member(symbols, n, cx)).collect();
            list(members)
        }
        _ => {
            let mut entries = Vec::new();
            for part in node.all(Rule::given_value) {
                let at = match part.child(Rule::moment) {
                    Some(moment) => cx.moment_in(moment, &clock.zone),
                    None => Some(clock.as_of),
                };
                let value = fact_value(part, id, kind, clock, cx);
                if let (Some(at), Some(value)) = (at, value) {
                    entries.push(FactEntry { at: Some(at), ..value });
                }
            }
            entries
        }
    }
}

/// One value of a fact that is no list.
fn fact_value(part: &Node, id: FactId, kind: &FactKind, clock: &Clock, cx: &mut Lower<'_>) -> Option<FactEntry> {
    let written = part.children.first()?;
    let wrong = |cx: &mut Lower<'_>, expected: &str| {
        let message = format!("`{}` is given, and {expected} is expected", written.text);
        let mut error = Diagnostic::new(code::NOT_A_VALUE, written.span, message, format!("not {expected}"));
        let declared = cx.out.facts.get(id.index()).map(|f| f.name.clone());
        if let Some(place) = declared.and_then(|name| cx.scope.values.place(&name)) {
            error = error.label(place, "declared here");
        }
        cx.fail(error)
    };
    let text = written.text.clone();
    Some(match kind {
        FactKind::Number { unit, .. } => return number(written, *unit, cx),
        FactKind::YesNo if written.rule == Rule::yes_no_word => FactEntry::new(Value::Text(text)),
        FactKind::YesNo => return wrong(cx, "yes or no"),
        FactKind::OneOf(symbols) if matches!(written.rule, Rule::name | Rule::yes_no_word) => {
            FactEntry::new(member(symbols, &name(written), cx)?)
        }
        FactKind::OneOf(_) => return wrong(cx, "a word of the list"),
        FactKind::Date => match Date::parse(&text) {
            Some(_) => FactEntry::new(Value::Text(text)),
            None => return wrong(cx, "a date, a month or a year"),
        },
        FactKind::Instant if written.rule == Rule::partial => {
            let instant = match Date::parse(&text) {
                Some(Date::Day(date)) => clock.zone.start_of_day(date),
                _ => cx.instant_in(written, &clock.zone)?,
            };
            FactEntry::new(instant_text(instant))
        }
        _ => return wrong(cx, "a point in time"),
    })
}

/// A number with its unit, as the record holds it.
fn number(written: &Node, unit: Unit, cx: &mut Lower<'_>) -> Option<FactEntry> {
    let (number, given) = quantity(written, unit, cx)?;
    Some(FactEntry::new(Value::Number(number)).unit(given.code()))
}

/// A number and the unit it is written in; an error for one of another dimension, or none where one belongs.
pub(super) fn quantity(written: &Node, unit: Unit, cx: &mut Lower<'_>) -> Option<(Number, Unit)> {
    let digits = written.child(Rule::number).unwrap_or(written);
    if !digits.text.starts_with(|c: char| c.is_ascii_digit()) {
        let message = format!("{} is expected here", crate::types::quantity(unit));
        return cx.fail(Diagnostic::new(code::NOT_A_VALUE, written.span, message, "not a number"));
    }
    let number = cx.number(digits)?;
    let given = match written.child(Rule::unit_here).or_else(|| written.child(Rule::unit)) {
        Some(node) => cx.unit(node)?,
        None if unit == Unit::ONE => unit,
        None => {
            let message = format!("{} is not {} {}", digits.text, digits.text, unit.shown());
            let error = Diagnostic::new(code::NO_UNIT, written.span, message, "a number without its unit");
            return cx.fail(error.help(format!("write `{} {}`", digits.text, unit.shown())));
        }
    };
    if given.factor_to(unit).is_none() {
        let message = format!("{} where {} is expected", crate::types::quantity(given), crate::types::quantity(unit));
        return cx.fail(Diagnostic::new(code::MISMATCH, written.span, message, "this measures something else"));
    }
    Some((number, given))
}

fn member(symbols: &[Symbol], named: &Name, cx: &mut Lower<'_>) -> Option<Value> {
    cx.member(symbols, &named.text, named.span, "this list").map(|_| Value::Text(named.text.clone()))
}

fn coded(code: &Code) -> Vec<(String, Value)> {
    vec![("system".into(), Value::from(code.system.uri())), ("code".into(), Value::from(code.code.as_str()))]
}

fn instant_text(instant: Instant) -> Value {
    Value::Text(instant.to_string())
}

fn given_code(node: &Node, cx: &mut Lower<'_>) -> Option<Value> {
    let code = cx.code(&name(node.name()?), node.child(Rule::code)?)?;
    Some(Value::Object(coded(&code)))
}

/// The code of a drug of the formulary.
fn drug(named: &Name, cx: &mut Lower<'_>) -> Option<Code> {
    let drug = cx.scope.drugs.resolve(named);
    let drug = cx.take(drug)?;
    cx.out.formulary.as_ref()?.drugs.get(drug.index()).map(|d| d.code.clone())
}

/// Whether a name is a code system's, and no drug's.
fn is_system(text: &str, cx: &Lower<'_>) -> bool {
    cx.scope.drugs.get(text).is_none() && CodeSystem::written(text).is_some()
}

fn medication(node: &Node, position: usize, clock: &Clock, cx: &mut Lower<'_>) -> Option<Value> {
    let (code, dose, unit) = match (node.name(), node.child(Rule::quantity)) {
        // A product by its code alone, which the formulary need not know: `rxnorm 1234567 daily from …`.
        (Some(named), Some(written)) if is_system(&named.text, cx) => {
            let digits = Node { rule: Rule::code, ..written.clone() };
            (cx.code(&name(named), &digits)?, Number::ONE, "{tbl}")
        }
        (Some(named), Some(written)) => {
            let code = drug(&name(named), cx);
            let dose = quantity(written, Unit::MG, cx);
            let (dose, unit) = dose?;
            (code?, dose, unit.code())
        }
        _ => {
            let product = node.words()?;
            let found = cx.out.formulary.iter().flat_map(|f| &f.products).find(|p| p.display == product);
            let Some(code) = found.map(|p| p.code.clone()) else {
                let message = format!("the formulary has no product \"{product}\"");
                return cx.fail(Diagnostic::new(code::UNKNOWN_NAME, node.span, message, "not a product"));
            };
            (code, cx.number(node.child(Rule::number)?)?, "{tbl}")
        }
    };
    let from = cx.moment_in(node.child(Rule::moment)?, &clock.zone)?;
    let mut line = vec![("id".into(), Value::Text(format!("m{}", position.saturating_add(1))))];
    line.extend(coded(&code));
    line.push(("dose".into(), Value::Number(dose)));
    line.push(("unit".into(), Value::from(unit)));
    line.push(("per_day".into(), Value::from(1)));
    line.push(("from".into(), instant_text(from)));
    if let Some(until) = node.child(Rule::until).and_then(|u| u.child(Rule::moment)) {
        line.push(("to".into(), instant_text(cx.moment_in(until, &clock.zone)?)));
    }
    line.push(("status".into(), Value::from("active")));
    Some(Value::Object(line))
}

fn intolerance(node: &Node, cx: &mut Lower<'_>) -> Option<Value> {
    let named = name(node.name()?);
    let code = match node.child(Rule::code) {
        Some(code) => cx.code(&named, code)?,
        None => drug(&named, cx)?,
    };
    Some(Value::Object(coded(&code)))
}

fn consent(node: &Node, clock: &Clock, cx: &mut Lower<'_>) -> Option<Value> {
    let mut names = node.all(Rule::name).map(name);
    let (topic, channel) = (names.next()?, names.next()?);
    let known = (cx.scope.topics.resolve(&topic), cx.scope.channels.resolve(&channel));
    let known = (cx.take(known.0), cx.take(known.1));
    known.0.zip(known.1)?;
    let at = match node.child(Rule::moment) {
        Some(moment) => cx.moment_in(moment, &clock.zone)?,
        None => clock.as_of,
    };
    let mut line = vec![("topic".into(), Value::Text(topic.text)), ("channel".into(), Value::Text(channel.text))];
    if let Some(version) = node.words() {
        line.push(("version".into(), Value::Text(version)));
        line.push(("given_at".into(), instant_text(at)));
    } else {
        line.push(("revoked_at".into(), instant_text(at)));
    }
    Some(Value::Object(line))
}

fn is_score(at: usize, cx: &Lower<'_>) -> bool {
    cx.scope.decisions.get(at).is_some_and(|decision| decision.kind == DecisionKind::Score)
}

/// `given risk is 3`.
fn points(node: &Node, at: usize, cx: &mut Lower<'_>) -> Option<Given> {
    let points = cx.signed(node.child(Rule::signed)?)?;
    let decision = DecisionId(*cx.out.declared.get(at)?);
    Some(Given { decision, status: Status::Scored, values: vec![(Field::Points, value::Value::Number(points))] })
}

/// `given home_average is ready with 130/80`.
fn decision(node: &Node, at: usize, cx: &mut Lower<'_>) -> Option<Given> {
    let declared = cx.scope.decisions.get(at)?.clone();
    let choice = node.child(Rule::choice)?;
    let mut words = choice.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if node.has(Rule::k_not) {
        words = format!("not {words}");
    }
    let known = statuses(declared.kind);
    let Some((_, status)) = known.iter().find(|(text, _)| *text == words) else {
        let names: Vec<&str> = known.iter().map(|(text, _)| *text).collect();
        let message = format!("`{}` is never `{words}`", declared.name);
        let error = Diagnostic::new(code::NOT_A_CHOICE, choice.span, message, format!("it is {}", listed(&names)));
        return cx.fail(error.did_you_mean(&words, names.iter().copied()));
    };
    // Where something else is wrong the decisions were not put in order, and the test is read for its errors alone.
    let id = DecisionId(*cx.out.declared.get(at)?);
    let average = match cx.out.decisions.get(id.index())? {
        Decision::Average(average) => Some(average.clone()),
        _ => None,
    };
    let mut values = Vec::new();
    let given: Vec<Node> = match node.child(Rule::pressure) {
        Some(pressure) => pressure.all(Rule::number).cloned().collect(),
        None => node.all(Rule::quantity).cloned().collect(),
    };
    if !given.is_empty() {
        let report: Vec<ColumnId> = average.iter().flat_map(|a| a.report.iter().map(|r| r.column)).collect();
        if report.len() != given.len() {
            let message = format!("{} values, and `{}` reports {}", given.len(), declared.name, report.len());
            return cx.fail(Diagnostic::new(code::TEST, node.span, message, "one for each value it reports"));
        }
        let series = average.as_ref()?.of;
        for (column, written) in report.into_iter().zip(given) {
            let number = match written.rule {
                Rule::number => cx.number(&written)?,
                _ => {
                    let unit = cx.column_unit(Source::Series(series), column);
                    let (number, given) = quantity(&written, unit, cx)?;
                    number.mul(given.factor_to(unit)?)?
                }
            };
            values.push((Field::Reported(column), value::Value::Number(number)));
        }
    }
    Some(Given { decision: id, status: *status, values })
}

impl Lower<'_> {
    /// The unit of a column; one where it is no number.
    fn column_unit(&self, source: Source, column: ColumnId) -> Unit {
        let Source::Series(series) = source else { return Unit::ONE };
        let kind = self.out.series.get(series.index()).and_then(|s| s.columns.get(column.index())).map(|c| &c.kind);
        match kind {
            Some(FactKind::Number { unit, .. }) => *unit,
            _ => Unit::ONE,
        }
    }
}
