//! Putting the evaluation document together.

use crate::value::text::text;
use alloc::vec::Vec;

use super::answer::Answer;
use crate::construct::{Decision, Report, ReportValue, Said, Table};
use crate::evaluation::{Card, CardSet, EVALUATION_FORMAT, Evaluation, Feed, Named, RulesetName, ValidUntil};
use crate::expression::{Shown, Status, current_until};
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
    let (mut measures, mut cards) = (Vec::new(), Vec::new());
    for at in compiled.declared.iter().map(|at| *at as usize) {
        let name = compiled.decisions.get(at).map(|d| text![d.name()]).unwrap_or_default();
        match said.get_mut(at).and_then(Option::take) {
            Some(Said::Report(mut report)) => {
                if report.status == Status::Undetermined {
                    undetermined.push(name.clone());
                }
                match compiled.decisions.get(at) {
                    Some(Decision::Measure(_)) => measures.push((name, report)),
                    Some(Decision::Table(Table { topic: Some(topic), .. })) => {
                        show(&mut cards, topic, &name, &mut report);
                        decisions.push((name, report));
                    }
                    _ => decisions.push((name, report)),
                }
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
        cards,
        measures: Named(measures),
        undetermined,
        not_needed: answer.not_needed,
        problems: answer.problems,
    }
}

/// Adds a set of cards behind those of its topic. The cards stand there, and not among what the decision says.
fn show(sets: &mut Vec<CardSet>, topic: &str, name: &str, report: &mut Report) {
    let mut cards = Vec::new();
    if let Some(ReportValue::Table(rows)) = report.value.take() {
        for mut row in rows {
            row.says.retain(|output| !matches!(&output.value, Shown::Text(text) if text.is_empty()));
            cards.push(Card(row.says));
        }
    }
    let last = sets.iter().rposition(|set| set.topic == topic);
    let set = CardSet { topic: topic.into(), name: name.into(), status: report.status, cards };
    sets.insert(last.map_or(sets.len(), |at| at.saturating_add(1)), set);
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
