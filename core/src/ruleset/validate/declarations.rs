//! What a ruleset declares: names, lists, ranges, the formulary, channels and topics.

use alloc::vec::Vec;

use super::{Check, each};
use crate::construct::action::ConsentRule;
use crate::expression::Formulary;
use crate::record::FactKind;
use crate::ruleset::settings::is_within;
use crate::value::id::DrugId;
use crate::value::{Constant, Number};

impl Check<'_> {
    pub(super) fn declarations(&mut self) {
        let c = self.compiled;
        self.distinct("symbol", &mut each(c.symbols.iter().map(|s| s.as_str())));
        self.distinct("source", &mut each(c.sources.iter().map(|s| s.name.as_str())));
        self.distinct("role", &mut each(c.roles.iter().map(|s| s.as_str())));
        self.distinct("task", &mut each(c.tasks.iter().map(|s| s.name.as_str())));
        self.distinct("channel", &mut each(c.channels.iter().map(|s| s.name.as_str())));
        self.distinct("topic", &mut each(c.topics.iter().map(|s| s.name.as_str())));
        self.distinct("code set", &mut each(c.code_sets.iter().map(|s| s.name.as_str())));
        self.settings();
        self.facts();
        self.series();
        self.channels();
        if let Some(formulary) = &c.formulary {
            self.formulary(formulary);
        }
    }

    fn settings(&mut self) {
        self.distinct("setting", &mut each(self.compiled.settings.iter().map(|s| s.name.as_str())));
        for setting in &self.compiled.settings {
            self.about("setting", &setting.name);
            self.constant(&setting.default);
            self.require(setting.time.is_none_or(|one| one.count > 0), "a unit of no time");
            self.require(is_within(setting, &setting.default), "a default outside its range");
        }
    }

    fn facts(&mut self) {
        self.distinct("fact", &mut each(self.compiled.facts.iter().map(|s| s.name.as_str())));
        for fact in &self.compiled.facts {
            self.about("fact", &fact.name);
            self.kind(&fact.kind);
            let of_row = matches!(fact.kind, FactKind::Start | FactKind::End | FactKind::Links(_));
            self.require(!of_row, "a fact that only a row can be");
            fact.assume.iter().for_each(|assumed| self.constant(assumed));
        }
        // The chart holds one list of each.
        self.owner = "facts".into();
        for list in [FactKind::Medications, FactKind::Intolerances, FactKind::Consents(Vec::new())] {
            let of = |kind: &FactKind| core::mem::discriminant(kind) == core::mem::discriminant(&list);
            let count = self.compiled.facts.iter().filter(|fact| of(&fact.kind)).count();
            self.require(count <= 1, "two lists of medications, intolerances or consents");
        }
    }

    fn series(&mut self) {
        self.distinct("series", &mut each(self.compiled.series.iter().map(|s| s.name.as_str())));
        for series in &self.compiled.series {
            self.distinct("column", &mut each(series.columns.iter().map(|s| s.name.as_str())));
            self.about("series", &series.name);
            for column in &series.columns {
                let list =
                    matches!(column.kind, FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_));
                self.require(!list, "a column that holds a list of the chart");
                self.kind(&column.kind);
                column.assume.iter().for_each(|assumed| self.constant(assumed));
            }
            for column in series.times.iter().chain(series.pair.iter().flatten()) {
                self.within("column", column.index(), series.columns.len());
            }
        }
    }

    fn kind(&mut self, kind: &FactKind) {
        match kind {
            FactKind::OneOf(symbols) | FactKind::AnyOf(symbols) | FactKind::Consents(symbols) => self.symbols(symbols),
            FactKind::Links(series) => self.within("series", series.index(), self.compiled.series.len()),
            FactKind::Number { low: Some(low), high: Some(high), .. } => {
                self.require(low <= high, "a range that holds nothing");
            }
            _ => {}
        }
    }

    fn constant(&mut self, constant: &Constant) {
        if let Constant::Symbol(symbol) = constant {
            self.symbols(&[*symbol]);
        }
    }

    fn channels(&mut self) {
        let c = self.compiled;
        for channel in &c.channels {
            if let Some((role, _)) = channel.task {
                self.about("channel", &channel.name);
                self.within("role", role.index(), c.roles.len());
            }
        }
        for topic in &c.topics {
            self.about("topic", &topic.name);
            if let ConsentRule::Before(channels) = &topic.consent {
                channels.iter().for_each(|channel| self.within("channel", channel.index(), c.channels.len()));
            }
            self.require(topic.hours.is_none_or(|(from, to)| from < to), "hours that hold no time");
        }
    }

    fn formulary(&mut self, formulary: &Formulary) {
        self.distinct("class", &mut each(formulary.classes.iter().map(|s| s.as_str())));
        self.distinct("drug", &mut each(formulary.drugs.iter().map(|s| s.name.as_str())));
        for drug in &formulary.drugs {
            self.about("drug", &drug.name);
            self.classes(&[drug.class]);
            self.cites(&drug.cite);
            self.require(!drug.doses.is_empty(), "no dose");
            let rising = drug.doses.is_sorted_by(|a, b| a < b);
            self.require(rising && drug.doses.iter().all(|dose| *dose > Number::ZERO), "doses that do not rise");
            self.require(drug.tablets.iter().all(|tablet| tablet.mg > Number::ZERO), "a tablet of nothing");
        }
        for product in &formulary.products {
            self.about("product", &product.display);
            for (drug, mg) in &product.contains {
                self.drug(*drug);
                self.require(*mg > Number::ZERO, "a tablet of nothing");
            }
        }
        self.owner = "never together".into();
        for never in &formulary.never_together {
            never.classes.iter().for_each(|(a, b)| self.classes(&[*a, *b]));
            self.cites(&never.cite);
        }
    }

    pub(super) fn drug(&mut self, drug: DrugId) {
        let length = self.compiled.formulary.as_ref().map_or(0, |formulary| formulary.drugs.len());
        self.within("drug", drug.index(), length);
    }
}
