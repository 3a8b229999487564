//! What a ruleset declares: names, lists, ranges, the formulary, channels and topics.

use alloc::vec::Vec;

use super::program::named;
use super::{Check, Checked, distinct, require, within};
use crate::construct::action::ConsentRule;
use crate::expression::Formulary;
use crate::record::FactKind;
use crate::ruleset::settings::is_within;
use crate::value::id::DrugId;
use crate::value::{Constant, Number};

impl Check<'_> {
    pub(super) fn declarations(&self) -> Checked {
        let c = self.compiled;
        distinct("symbol", c.symbols.iter().map(|s| s.as_str()))?;
        distinct("source", c.sources.iter().map(|s| s.name.as_str()))?;
        distinct("role", c.roles.iter().map(|s| s.as_str()))?;
        distinct("task", c.tasks.iter().map(|s| s.name.as_str()))?;
        distinct("channel", c.channels.iter().map(|s| s.name.as_str()))?;
        distinct("topic", c.topics.iter().map(|s| s.name.as_str()))?;
        distinct("code set", c.code_sets.iter().map(|s| s.name.as_str()))?;
        self.settings()?;
        self.facts()?;
        self.series()?;
        self.channels()?;
        c.formulary.as_ref().map_or(Ok(()), |formulary| self.formulary(formulary))
    }

    fn settings(&self) -> Checked {
        distinct("setting", self.compiled.settings.iter().map(|s| s.name.as_str()))?;
        self.compiled.settings.iter().try_for_each(|setting| {
            let owner = named("setting", &setting.name);
            self.constant(&owner, &setting.default)?;
            require(setting.time.is_none_or(|one| one.count > 0), &owner, "a unit of no time")?;
            require(is_within(setting, &setting.default), &owner, "a default outside its range")
        })
    }

    fn facts(&self) -> Checked {
        distinct("fact", self.compiled.facts.iter().map(|s| s.name.as_str()))?;
        self.compiled.facts.iter().try_for_each(|fact| {
            let owner = named("fact", &fact.name);
            self.kind(&owner, &fact.kind)?;
            fact.assume.as_ref().map_or(Ok(()), |assumed| self.constant(&owner, assumed))
        })?;
        // The chart holds one list of each.
        let lists = [FactKind::Medications, FactKind::Intolerances, FactKind::Consents(Vec::new())];
        lists.iter().try_for_each(|list| {
            let of = |kind: &FactKind| core::mem::discriminant(kind) == core::mem::discriminant(list);
            let count = self.compiled.facts.iter().filter(|fact| of(&fact.kind)).count();
            require(count <= 1, "facts", "two lists of medications, intolerances or consents")
        })
    }

    fn series(&self) -> Checked {
        distinct("series", self.compiled.series.iter().map(|s| s.name.as_str()))?;
        self.compiled.series.iter().try_for_each(|series| {
            let owner = named("series", &series.name);
            distinct("column", series.columns.iter().map(|s| s.name.as_str()))?;
            series.columns.iter().try_for_each(|column| {
                let list =
                    matches!(column.kind, FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_));
                require(!list, &owner, "a column that holds a list of the chart")?;
                self.kind(&owner, &column.kind)?;
                column.assume.as_ref().map_or(Ok(()), |assumed| self.constant(&owner, assumed))
            })
        })
    }

    fn kind(&self, owner: &str, kind: &FactKind) -> Checked {
        match kind {
            FactKind::OneOf(symbols) | FactKind::AnyOf(symbols) | FactKind::Consents(symbols) => {
                symbols.iter().try_for_each(|symbol| self.symbol(owner, *symbol))
            }
            FactKind::Number { low: Some(low), high: Some(high), .. } => {
                require(low <= high, owner, "a range that holds nothing")
            }
            _ => Ok(()),
        }
    }

    fn constant(&self, owner: &str, constant: &Constant) -> Checked {
        match constant {
            Constant::Symbol(symbol) => self.symbol(owner, *symbol),
            _ => Ok(()),
        }
    }

    fn channels(&self) -> Checked {
        let c = self.compiled;
        for channel in &c.channels {
            if let Some((role, _)) = channel.task {
                within(&named("channel", &channel.name), "role", role.index(), c.roles.len())?;
            }
        }
        c.topics.iter().try_for_each(|topic| {
            let owner = named("topic", &topic.name);
            if let ConsentRule::Before(channels) = &topic.consent {
                let each = |channel: &crate::value::id::ChannelId| {
                    within(&owner, "channel", channel.index(), c.channels.len())
                };
                channels.iter().try_for_each(each)?;
            }
            require(topic.hours.is_none_or(|(from, to)| from < to), &owner, "hours that hold no time")
        })
    }

    fn formulary(&self, formulary: &Formulary) -> Checked {
        distinct("class", formulary.classes.iter().map(|s| s.as_str()))?;
        distinct("drug", formulary.drugs.iter().map(|s| s.name.as_str()))?;
        for drug in &formulary.drugs {
            let owner = named("drug", &drug.name);
            within(&owner, "class", drug.class.index(), formulary.classes.len())?;
            self.cites(&owner, &drug.cite)?;
            require(!drug.doses.is_empty(), &owner, "no dose")?;
            let rising = drug.doses.is_sorted_by(|a, b| a < b);
            require(rising && drug.doses.iter().all(|dose| *dose > Number::ZERO), &owner, "doses that do not rise")?;
            require(drug.tablets.iter().all(|tablet| tablet.mg > Number::ZERO), &owner, "a tablet of nothing")?;
        }
        for product in &formulary.products {
            let owner = named("product", &product.display);
            for (drug, mg) in &product.contains {
                self.drug(&owner, *drug)?;
                require(*mg > Number::ZERO, &owner, "a tablet of nothing")?;
            }
        }
        formulary.never_together.iter().try_for_each(|never| {
            let (a, b) = match never.classes {
                Some((a, b)) => (a, b),
                None => return self.cites("never together", &never.cite),
            };
            [a, b]
                .into_iter()
                .try_for_each(|class| within("never together", "class", class.index(), formulary.classes.len()))?;
            self.cites("never together", &never.cite)
        })
    }

    pub(super) fn drug(&self, owner: &str, drug: DrugId) -> Checked {
        let length = self.compiled.formulary.as_ref().map_or(0, |formulary| formulary.drugs.len());
        within(owner, "drug", drug.index(), length)
    }
}
