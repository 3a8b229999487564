//! Putting the evaluation document together.

use crate::value::text::text;
use alloc::vec::Vec;

use super::answer::Answer;
use crate::construct::Said;
use crate::evaluation::{EVALUATION_FORMAT, Evaluation, Feed, Named, RulesetName, ValidUntil};
use crate::expression::{Status, current_until};
use crate::record::Chart;
use crate::ruleset::Ruleset;
use crate::value::{Instant, SortedMap, Zone};

pub(super) fn evaluation(
    ruleset: &Ruleset,
    chart: &Chart,
    answer: Answer,
    as_of: Instant,
    zone: &Zone,
    valid_until: Option<ValidUntil>,
) -> Evaluation {
    let compiled = &ruleset.compiled;
    let mut said: Vec<Option<Said>> = answer.said.into_iter().map(Some).collect();
    let (mut decisions, mut averages, mut alerts, mut undetermined) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for at in compiled.declared.iter().map(|at| *at as usize) {
        let name = compiled.decisions.get(at).map(|d| text![d.name()]).unwrap_or_default();
        match said.get_mut(at).and_then(Option::take) {
            Some(Said::Report(report)) => {
                if report.status == Status::Undetermined {
                    undetermined.push(name.clone());
                }
                decisions.push((name, report));
            }
            Some(Said::Average(report)) => {
                if report.status == Status::Undetermined {
                    undetermined.push(name.clone());
                }
                averages.push((name, report));
            }
            Some(Said::Alert(rows)) => {
                if rows.iter().any(|row| row.status == "undetermined") {
                    undetermined.push(name);
                }
                alerts.extend(rows);
            }
            None => {}
        }
    }
    Evaluation {
        format: EVALUATION_FORMAT,
        ruleset: RulesetName {
            name: compiled.name.clone(),
            version: compiled.version.clone(),
            hash: ruleset.hash.clone(),
            settings: ruleset.changed.clone(),
            settings_hash: ruleset.settings_hash.clone(),
        },
        patient: chart.patient.clone(),
        as_of,
        zone: text![zone.name()],
        zone_rules: Zone::rules_version().into(),
        key_secret: if ruleset.secret.is_fixed() { "fixed".into() } else { ruleset.secret.digest() },
        valid_until,
        feeds: feeds(ruleset, chart, as_of),
        decisions: Named(decisions),
        averages: Named(averages),
        alerts,
        actions: answer.actions,
        waiting: answer.waiting,
        next: Vec::new(),
        cards: Vec::new(),
        measures: SortedMap::new(),
        undetermined,
        not_needed: answer.not_needed,
        problems: answer.problems,
    }
}

/// Each supplied feed's own time.
fn feeds(ruleset: &Ruleset, chart: &Chart, as_of: Instant) -> SortedMap<alloc::string::String, Feed> {
    let mut feeds = SortedMap::new();
    for (declared, rows) in ruleset.compiled.series.iter().zip(&chart.series).filter(|(_, rows)| rows.supplied) {
        let until = rows.through.zip(declared.current_within);
        let until = until.map(|(through, within)| current_until(&chart.timeline, through, within));
        let current_until = until.filter(|until| *until >= as_of);
        feeds.insert(declared.name.clone(), Feed { through: rows.through, current_until });
    }
    feeds
}
