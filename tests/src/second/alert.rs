//! An alert by its rows: which level, and whether it is known to fire. Confirmation and tasks are not worked out.

use stepcare_core::construct::Alert;
use stepcare_core::value::{Instant, Truth};

use super::expression::At;
use super::rows::Row;
use super::{Second, Worked};

/// A row's instant, its level and whether it is known to fire.
pub type Fired = (Option<Instant>, String, bool);

impl Second<'_> {
    /// The rows that fire or may, and whether something unseen may.
    ///
    /// # Errors
    /// What is not worked out here.
    pub fn alert(&self, alert: &Alert) -> Worked<(Vec<Fired>, bool)> {
        let rows = self.rows(alert.on);
        let mut fired = Vec::new();
        for row in &rows.rows {
            // The horizon counts by `received`, else `at`.
            let when = Row { at: row.received.or(row.at), ..row.clone() };
            let within = self.in_last(&when, alert.horizon);
            if within == Truth::No {
                continue;
            }
            let at = Some(At { of: alert.on, row, as_given: true });
            let mut level: Option<(&str, bool)> = None;
            for line in &alert.lines {
                let holds = self.holds(line.when, at)?;
                if holds == Truth::No {
                    continue;
                }
                let (name, sure) = level.unwrap_or((&line.level, false));
                level = Some((name, sure || holds == Truth::Yes));
                if holds == Truth::Yes {
                    break;
                }
            }
            if let Some((level, sure)) = level {
                // Whether an undated row is within the horizon is unknown.
                fired.push((row.at, level.to_string(), sure && within == Truth::Yes));
            }
        }
        // An alert over a row from the future is undetermined, whatever the row says: of its times only `received` is believed.
        for row in &rows.future {
            let when = Row { at: row.received.or(Some(self.as_of)), ..row.clone() };
            if let (Truth::Yes, Some(line)) = (self.in_last(&when, alert.horizon), alert.lines.first()) {
                fired.push((row.at, line.level.clone(), false));
            }
        }
        fired.sort();
        // What is known to fire stands, whatever else the feed may bring.
        let settled = fired.iter().any(|(_, _, sure)| *sure);
        Ok((fired, (!rows.supplied || rows.behind) && !settled))
    }
}
