//! What the descriptions say: what a value is, how long it counts, what is taken when it is unknown, where it is had.

use stepcare_core::record::{Column, FactDecl, FactKind, Getting, SeriesDecl};
use stepcare_core::ruleset::Compiled;
use stepcare_core::value::{Code, CodeSystem, Constant, Number, Unit};

use super::Schema;

/// Of the whole schema.
pub fn whole(ruleset: &Compiled) -> String {
    let title = ruleset.title.as_ref().map(|title| format!(" ({title})")).unwrap_or_default();
    let (name, version) = (&ruleset.name, &ruleset.version);
    format!(
        "One patient, as the ruleset {name} {version}{title} reads it. A fact or series that is not here is unknown, \
         never normal; a name that the ruleset does not declare is a problem. Settings are the site's and no part of a \
         record."
    )
}

impl Schema<'_> {
    /// Of a fact.
    pub fn fact_words(&self, fact: &FactDecl) -> String {
        let mut words = self.kind_words(&fact.kind);
        words.extend(fact.coded.iter().flatten().map(code));
        words.extend(fact.required.then(|| "Its absence is a problem.".into()));
        words.extend(fact.valid.map(|valid| format!("Counts for {valid} from its `at`, without which it is unknown.")));
        words.extend(fact.assume.as_ref().map(|value| self.assumed(value, &fact.kind)));
        words.extend(fact.getting.map(|getting| {
            match getting {
                Getting::Patient => "The patient is asked.",
                Getting::Chart => "From the chart.",
                Getting::Lab => "From the laboratory.",
            }
            .into()
        }));
        words.join(" ")
    }

    /// Of a series.
    pub fn series_words(&self, series: &SeriesDecl) -> String {
        let mut words = vec!["Rows of time; null is not supplied, which is not the same as no rows.".to_string()];
        words.extend(series.current_within.map(|within| {
            format!("A feed whose `through` is more than {within} behind is not current: silence then says nothing.")
        }));
        if series.assume_none_when_not_supplied {
            words.push("Not supplied, it is taken as empty, and listed as assumed.".into());
        }
        words.join(" ")
    }

    /// Of a column.
    pub fn column_words(&self, column: &Column) -> String {
        let mut words = self.kind_words(&column.kind);
        words.extend(column.coded.iter().flatten().map(code));
        words.extend(column.assume.as_ref().map(|value| self.assumed(value, &column.kind)));
        words.join(" ")
    }

    fn kind_words(&self, kind: &FactKind) -> Vec<String> {
        let says = |words: &str| vec![words.to_string()];
        match kind {
            FactKind::Date => says("A date: a day, its month or its year."),
            FactKind::Instant => says("A point in time, with its offset."),
            FactKind::YesNo => says("Yes or no."),
            FactKind::OneOf(_) => says("One of a list."),
            FactKind::AnyOf(_) => says("Any of a list; an empty list says: none of them."),
            FactKind::Codes => says("Coded concepts; an empty list says that there are none."),
            FactKind::Medications => says("The medication list; an empty list says that nothing is taken."),
            FactKind::Intolerances => says("What is not tolerated; an empty list says that there is nothing."),
            FactKind::Consents(_) => says("Consents by topic and channel."),
            FactKind::Start => {
                says("When it started: a date, possibly partial, or a point in time. Absent is unknown.")
            }
            FactKind::End => says("When it ended, or `ongoing`. Absent is unknown, and not before the start."),
            FactKind::Links(_) => says("The rows that this one belongs to, by their ids. Absent is none."),
            FactKind::Number { unit, low, high } => number(*unit, *low, *high),
        }
    }

    fn assumed(&self, value: &Constant, kind: &FactKind) -> String {
        let value = match (value, kind) {
            (Constant::Truth(true), _) => "yes".into(),
            (Constant::Truth(false), _) => "no".into(),
            (Constant::Number(number), FactKind::Number { unit, .. }) => in_unit(&number.to_string(), *unit),
            (Constant::Number(number), _) => number.to_string(),
            (Constant::Date(date), _) => date.to_string(),
            (Constant::Instant(instant), _) => instant.to_string(),
            (Constant::Time(time), _) => time.to_string(),
            (Constant::Symbol(symbol), _) => self.symbol(*symbol).unwrap_or_default().into(),
            (Constant::None, _) => "none".into(),
        };
        format!("When unknown, taken as {value}, and listed as assumed.")
    }
}

/// A number in words: its unit and range, and what converts to it.
fn number(unit: Unit, low: Option<Number>, high: Option<Number>) -> Vec<String> {
    let range = match (low, high) {
        (Some(low), Some(high)) => in_unit(&format!("{low} to {high}"), unit),
        (Some(low), None) => in_unit(&format!("{low} or more"), unit),
        (None, Some(high)) => in_unit(&format!("{high} or less"), unit),
        (None, None) => in_unit("any", unit),
    };
    let mut words = vec![format!("A number, {range}.")];
    let others = Unit::all().filter(|other| *other != unit && other.factor_to(unit).is_some());
    let others: Vec<&str> = others.map(Unit::code).collect();
    if !others.is_empty() {
        let others = others.join(", ");
        words.push(format!(
            "With its unit it may be in {others}: it is converted exactly, and its range not seen here."
        ));
    }
    words
}

/// A number with its unit; of plain numbers the number.
fn in_unit(number: &str, unit: Unit) -> String {
    if unit == Unit::ONE { number.into() } else { format!("{number} {unit}") }
}

fn code(code: &Code) -> String {
    match &code.system {
        CodeSystem::Loinc => format!("LOINC {}.", code.code),
        system => format!("Code {} of {}.", code.code, system.uri()),
    }
}
