//! A series: its rows with the columns that the ruleset declares.

use stepcare_core::record::{Column, FactKind, Item, SeriesDecl};

use super::Schema;
use super::json::{any_of, null, object, set, texts};

impl Schema<'_> {
    /// Every series by name.
    pub fn every_series(&mut self) -> Item {
        let series = &self.ruleset.series;
        Item::Object(series.iter().map(|series| (series.name.clone(), self.series(series))).collect())
    }

    fn series(&mut self, series: &SeriesDecl) -> Item {
        let name = format!("series.{}", series.name);
        let row = self.define(&format!("{name}.row"), |schema| schema.row(series, &name));
        let supplied = self.define(&name, |schema| {
            let mut supplied = schema.general("series");
            set(&mut supplied, &["properties", "rows", "items"], row);
            supplied
        });
        object([
            ("title", series.name.replace('_', " ").into()),
            ("description", self.series_words(series).into()),
            ("anyOf", Item::List(vec![supplied, null()])),
        ])
    }

    /// A row: the fields of every row, and this series' columns.
    fn row(&mut self, series: &SeriesDecl, name: &str) -> Item {
        let mut row = self.general("row");
        for column in &series.columns {
            let cell = self.cell(column, &format!("{name}.{}", column.name));
            match column.name.as_str() {
                // A row's own fields come first; a ruleset that filters by these two declares them as columns.
                "id" | "at" | "received" => {}
                "status" | "device" => {
                    let mut choices = cell.get("anyOf").cloned().unwrap_or(Item::Null);
                    if let ("status", Item::List(choices)) = (column.name.as_str(), &mut choices) {
                        // That a row is no row is said by a word that no list has.
                        choices.push(object([("enum", texts(["entered_in_error", "entered-in-error"]))]));
                    }
                    set(&mut row, &["properties", &column.name, "anyOf"], choices);
                }
                _ => set(&mut row, &["properties", &column.name], cell),
            }
        }
        set(&mut row, &["additionalProperties"], false.into());
        // A row has an `at`, unless it was entered in error or a column says when it was; one that is null is a problem.
        if series.times.is_empty() {
            let at = object([("type", "string".into())]);
            let timed = object([("required", texts(["at"])), ("properties", object([("at", at)]))]);
            set(&mut row, &["else"], timed);
        }
        row
    }

    /// A column of a row: a value, or a number with its unit.
    fn cell(&mut self, column: &Column, name: &str) -> Item {
        let mut choices = vec![self.value(&column.kind, name), null()];
        if let FactKind::Number { unit, low, high } = &column.kind {
            let number = any_of([object([("type", "number".into())]), null()]);
            let mut with_unit = object([("type", "object".into()), ("properties", object([("value", number)]))]);
            self.number_with_unit(&mut with_unit, *unit, *low, *high);
            set(&mut with_unit, &["additionalProperties"], false.into());
            choices.push(with_unit);
        }
        object([
            ("title", column.name.replace('_', " ").into()),
            ("description", self.column_words(column).into()),
            ("anyOf", Item::List(choices)),
        ])
    }
}
