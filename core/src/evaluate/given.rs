//! A decision taken as given: what a `test` block says with `given home_average is ready with 130/80`.

use alloc::vec::Vec;

use crate::construct::{AverageReport, Decided, Decision, Report, Said, average::ReportedValue};
use crate::expression::{Field, Outcome, Status};
use crate::record::{FactKind, SeriesDecl};
use crate::value::id::DecisionId;
use crate::value::{Unit, Value};

/// A decision's outcome, given instead of worked out.
#[derive(Debug, Clone)]
pub struct Given {
    /// Which decision.
    pub decision: DecisionId,
    /// Its status.
    pub status: Status,
    /// Its values.
    pub values: Vec<(Field, Value)>,
}

impl Given {
    /// The given outcome in the shape of a decided one; it wants nothing and has no reasons.
    pub(super) fn decided(&self, decision: &Decision, series: &[SeriesDecl]) -> Decided {
        let fields = self.values.iter().map(|(field, value)| (*field, Some(value.clone()))).collect();
        let outcome = Outcome { fields, ..Outcome::settled(self.status) };
        let said = match decision {
            Decision::Average(average) => Said::Average(AverageReport {
                status: self.status,
                possible: Vec::new(),
                report: average.report.iter().filter_map(|r| self.reported(r, average.of.index(), series)).collect(),
                first_day: None,
                last_day: None,
                days: 0,
                used: Vec::new(),
                left_out: Vec::new(),
                missing: None,
                earliest: None,
                stands_from: None,
                reasons: Vec::new(),
                assumed: Vec::new(),
                unknown: Vec::new(),
            }),
            Decision::Alert(_) => Said::Alert(Vec::new()),
            _ => Said::Report(Report {
                status: self.status,
                value: None,
                possible: Vec::new(),
                ask: Vec::new(),
                reasons: Vec::new(),
                assumed: Vec::new(),
                unknown: Vec::new(),
            }),
        };
        Decided { outcome, said, wanted: Vec::new() }
    }

    fn reported(
        &self,
        reported: &crate::construct::average::Reported,
        series: usize,
        declared: &[SeriesDecl],
    ) -> Option<ReportedValue> {
        let column = declared.get(series)?.columns.get(reported.column.index())?;
        let unit = match &column.kind {
            FactKind::Number { unit, .. } => *unit,
            _ => Unit::ONE,
        };
        let value = self.values.iter().find_map(|(field, value)| match (field, value) {
            (Field::Reported(c), Value::Number(n)) if *c == reported.column => Some(*n),
            _ => None,
        });
        Some(ReportedValue {
            statistic: reported.statistic.name().into(),
            column: column.name.clone(),
            value,
            shown: None,
            unit,
            rows: 0,
        })
    }
}
