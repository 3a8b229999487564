//! Binding: a record read by a ruleset's declarations, once, into a chart.

use alloc::{string::String, vec::Vec};

use super::bind_value::{Bound, Place, Reader, other_unit};
use super::problem::{MISSING_REQUIRED, Problem, UNKNOWN_FACT, UNKNOWN_SERIES, below};
use super::{
    Chart, Declared, Entry, FactDecl, FactEntries, FactEntry, FactKind, Item, Record, Refused, Timeline, nearest,
};
use crate::value::sorted;
use crate::value::text::text;
use crate::value::{Symbol, Value, Zone};

impl Chart {
    /// Reads a record by a ruleset's declarations. Whatever cannot be used as it stands is refused with a problem, and
    /// unknown; nothing is guessed and nothing is dropped in silence. `zone` holds where the record names no other.
    ///
    /// ```
    /// use stepcare_core::record::{Chart, Declared, FactDecl, FactEntry, FactKind, Record};
    /// use stepcare_core::value::{Unit, Zone, id::SpanId};
    /// let weight = FactDecl {
    ///     name: "weight".into(),
    ///     kind: FactKind::Number { unit: Unit::written("kg").unwrap(), low: None, high: None },
    ///     required: false, valid: None, assume: None, coded: None, also_written: vec![], getting: None, at: SpanId(0),
    /// };
    /// let mut record = Record::new("p-001");
    /// record.fact("weight", FactEntry::new(70).unit("mm[Hg]"));
    /// let declared = Declared { facts: &[weight], series: &[], symbols: &[] };
    /// let chart = Chart::bind(&record, declared, &Zone::named("UTC").unwrap());
    /// assert_eq!(chart.problems[0].code, "care::P0025");
    /// assert!(chart.facts[0].entries.is_empty() && !chart.facts[0].refused.is_empty());
    /// ```
    #[must_use]
    pub fn bind(record: &Record, declared: Declared<'_>, zone: &Zone) -> Chart {
        let mut problems = record.problems.clone();
        let timeline = Timeline::of(zone.clone(), &record.zones, &mut problems);
        let mut reader = Reader { declared, problems };
        reader.unknown_names(record);
        let mut chart = Chart {
            patient: record.patient.clone(),
            facts: Vec::with_capacity(declared.facts.len()),
            series: Vec::with_capacity(declared.series.len()),
            medications: None,
            intolerances: None,
            consents: None,
            events: record.events.clone(),
            timeline,
            problems: Vec::new(),
        };
        if let Some(events) = &mut chart.events {
            sorted::sort_by(events, &mut |a, b| a.at.cmp(&b.at));
        }
        for fact in declared.facts {
            let history = record.facts.get(&fact.name).map_or(&[][..], Vec::as_slice);
            let entries = reader.fact(fact, history, &mut chart);
            chart.facts.push(entries);
        }
        for series in declared.series {
            let rows = record.series.get(&series.name).map(|entry| reader.series(series, entry, &chart.timeline));
            chart.series.push(rows.unwrap_or_default());
        }
        chart.problems = reader.problems;
        chart
    }
}

impl Reader<'_> {
    /// A problem for each fact and series that the ruleset does not declare.
    fn unknown_names(&mut self, record: &Record) {
        let Declared { facts, series, .. } = self.declared;
        for name in record.facts.keys().filter(|name| facts.iter().all(|fact| fact.name != **name)) {
            let near = nearest(name, facts.iter().map(|fact| fact.name.as_str()));
            let expected = "a fact that the ruleset declares";
            self.problems.push(meant(Problem::new(UNKNOWN_FACT, below("/facts", name), expected), near));
        }
        for name in record.series.keys().filter(|name| series.iter().all(|series| series.name != **name)) {
            let near = nearest(name, series.iter().map(|series| series.name.as_str()));
            let expected = "a series that the ruleset declares";
            self.problems.push(meant(Problem::new(UNKNOWN_SERIES, below("/series", name), expected), near));
        }
    }

    /// A fact's history, oldest first.
    fn fact(&mut self, fact: &FactDecl, history: &[FactEntry], chart: &mut Chart) -> FactEntries {
        let mut read = FactEntries::default();
        // Of a list the whole list is one value, and only the latest is read line by line into the chart.
        let mut ordered: Vec<(usize, &FactEntry)> = history.iter().enumerate().collect();
        sorted::sort_by(&mut ordered, &mut |(_, a), (_, b)| a.at.cmp(&b.at));
        let latest = ordered.iter().rev().find(|(_, entry)| entry.value != Item::Null).map(|(position, _)| *position);
        for (position, entry) in ordered {
            let pointer = match &entry.pointer {
                Some(pointer) => pointer.clone(),
                None if history.len() == 1 => below(&below("/facts", &fact.name), "value"),
                None => text![below("/facts", &fact.name), "/", position, "/value"],
            };
            let place = Place { pointer: &pointer, unit: other_unit(entry.unit.as_deref(), &fact.also_written) };
            let bound = match &fact.kind {
                _ if entry.refused => Bound::Refused,
                // A history without a value.
                kind if nothing(&entry.value) && !is_list(kind) => Bound::Absent,
                FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_) => {
                    self.list(&fact.kind, &entry.value, &pointer, (latest == Some(position)).then_some(&mut *chart))
                }
                kind => self.value(kind, &entry.value, place),
            };
            let with = |value| Entry {
                value,
                at: entry.at,
                id: entry.id.clone(),
                source: entry.source.clone(),
                pointer: pointer.clone(),
            };
            match bound {
                Bound::Absent => {}
                Bound::Known(value) => read.entries.push(with(value)),
                Bound::Refused => read.refused.push(Refused { at: entry.at, given: None }),
                Bound::OutOfRange(value) => read.refused.push(Refused { at: entry.at, given: Some(with(value)) }),
            }
        }
        if fact.required && read.entries.is_empty() && read.refused.is_empty() {
            let pointer = below("/facts", &fact.name);
            self.problems.push(Problem::new(MISSING_REQUIRED, pointer, text!["the fact ", fact.name]));
        }
        read
    }

    /// A list of medications, intolerances or consents. Into the chart goes the latest one; the fact's own value says
    /// what is in it, so that `is known` and a history can be asked for.
    fn list(&mut self, kind: &FactKind, item: &Item, pointer: &str, chart: Option<&mut Chart>) -> Bound {
        match item {
            Item::Null => return Bound::Absent,
            Item::Refused => return Bound::Refused,
            _ => {}
        }
        let value = match kind {
            FactKind::Medications => {
                let lines = self.medications(item, pointer);
                let codes = lines.iter().map(|line| line.code.clone()).collect();
                if let Some(chart) = chart {
                    chart.medications = Some(lines);
                }
                Some(Value::Codes(codes))
            }
            FactKind::Intolerances => {
                let lines = self.intolerances(item, pointer);
                let codes = lines.as_ref().map(|lines| lines.iter().map(|line| line.code.clone()).collect());
                if let Some(chart) = chart {
                    chart.intolerances = lines;
                }
                codes.map(Value::Codes)
            }
            FactKind::Consents(channels) => {
                let lines = self.consents(item, pointer, channels);
                let given = lines.as_ref().map(|lines| {
                    let mut given: Vec<Symbol> = Vec::new();
                    for channel in lines.iter().filter_map(|line| line.channel.as_deref()) {
                        if let Some(symbol) = self.symbol_named(channel) {
                            given.push(symbol);
                        }
                    }
                    sorted::unique(given)
                });
                if let Some(chart) = chart {
                    chart.consents = lines;
                }
                given.map(Value::Symbols)
            }
            _ => None,
        };
        value.map_or(Bound::Refused, Bound::Known)
    }

    fn symbol_named(&self, name: &str) -> Option<Symbol> {
        let at = self.declared.symbols.iter().position(|symbol| symbol == name)?;
        u32::try_from(at).ok().map(Symbol)
    }
}

/// Kinds of which a list is one value, and the empty list says "none".
fn is_list(kind: &FactKind) -> bool {
    matches!(
        kind,
        FactKind::AnyOf(_) | FactKind::Codes | FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_)
    )
}

/// Of a kind that is no list, an empty list is a history without a value.
fn nothing(item: &Item) -> bool {
    matches!(item, Item::Null) || matches!(item, Item::List(items) if items.is_empty())
}

/// With the declared name that was probably meant.
pub(super) fn meant(problem: Problem, near: Option<&str>) -> Problem {
    match near {
        Some(near) => problem.help(String::from("did you mean ") + near + "?"),
        None => problem,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
