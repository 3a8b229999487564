//! The one-patient door: a record in, an evaluation out.

mod answer;
mod ask;
mod assemble;
mod given;
mod valid_until;

use alloc::string::String;

pub use given::Given;

use crate::construct::{Decided, Decision};
use crate::error::EvaluateError;
use crate::error::evaluate::{NO_INSTANT, TOO_MANY_ROWS, TOO_MUCH_WORK, UNKNOWN_ZONE};
use crate::evaluation::Evaluation;
use crate::expression::Machine;
use crate::record::problem::below;
use crate::record::{Chart, Record, read_record};
use crate::ruleset::Ruleset;
use crate::value::id::DecisionId;
use crate::value::text::text;
use crate::value::{Instant, Zone};
use answer::Patient;

/// What a decision is taken to be, where it is given. A function, so that a module that gives nothing does not link it.
type IsGiven<'a> = dyn Fn(DecisionId, &Decision) -> Option<Decided> + 'a;

impl Ruleset {
    /// Evaluates one patient as of an instant, in a zone. Problems of the record stand inside the evaluation.
    ///
    /// # Errors
    /// Only when no evaluation can be given at all: a limit exceeded.
    pub fn evaluate(&self, record: &Record, as_of: Instant, zone: &Zone) -> Result<Evaluation, EvaluateError> {
        self.work(record, as_of, zone, &|_, _| None)
    }

    /// The same with some decisions taken as given, as a `test` block does.
    ///
    /// # Errors
    /// As for [`Ruleset::evaluate`].
    pub fn evaluate_given(
        &self,
        record: &Record,
        as_of: Instant,
        zone: &Zone,
        given: &[Given],
    ) -> Result<Evaluation, EvaluateError> {
        self.work(record, as_of, zone, &|id, decision| {
            let given = given.iter().find(|given| given.decision == id)?;
            Some(given.decided(decision, &self.compiled.series))
        })
    }

    /// Works the decisions of one patient out in order and shows the machine before each of them, and behind the last
    /// (`None`): for what looks into conditions, as the coverage of tests does.
    pub fn walk(
        &self,
        record: &Record,
        as_of: Instant,
        zone: &Zone,
        given: &[Given],
        look: &mut dyn FnMut(&mut Machine<'_>, Option<DecisionId>),
    ) {
        let chart = Chart::bind(record, self.compiled.declared(), zone);
        let given = |id, decision: &Decision| {
            let given = given.iter().find(|given| given.decision == id)?;
            Some(given.decided(decision, &self.compiled.series))
        };
        let patient = Patient::new(self, &chart, &given);
        let mut machine = patient.machine(as_of, as_of);
        for id in (0u32..).map(DecisionId).take(self.compiled.decisions.len()) {
            look(&mut machine, Some(id));
            if let Some(decided) = patient.decide(id, &mut machine) {
                machine.decided(decided.outcome);
            }
        }
        look(&mut machine, None);
    }

    fn work(
        &self,
        record: &Record,
        as_of: Instant,
        zone: &Zone,
        given: &IsGiven<'_>,
    ) -> Result<Evaluation, EvaluateError> {
        if let Some((name, _)) = record.series.iter().find(|(_, series)| series.rows.len() > self.limits.rows) {
            let expected = text!["at most ", self.limits.rows, " rows"];
            return Err(EvaluateError::new(TOO_MANY_ROWS, below("/series", name), expected));
        }
        let chart = Chart::bind(record, self.compiled.declared(), zone);
        let patient = Patient::new(self, &chart, given);
        let (mut answer, horizon) = patient.answer(as_of, as_of);
        if answer.exhausted {
            return Err(EvaluateError::new(TOO_MUCH_WORK, "", "fewer rows, or conditions that look at fewer of them"));
        }
        let valid_until = patient.valid_until(&answer, horizon, as_of);
        patient.fill_asks(&mut answer, as_of);
        Ok(assemble::evaluation(self, &chart, answer, as_of, zone, valid_until))
    }

    /// The same, from text: what a host has that holds records as JSON.
    ///
    /// # Errors
    /// A record that is not JSON, names an unknown format or exceeds a limit; an unknown zone; an as-of that is no instant.
    pub fn evaluate_text(&self, record: &[u8], as_of: &str, zone: &str) -> Result<Evaluation, EvaluateError> {
        let as_of =
            Instant::parse(as_of).map_err(|_| EvaluateError::new(NO_INSTANT, "", "an instant with an offset"))?;
        let zone = Zone::named(zone).ok_or_else(|| EvaluateError::new(UNKNOWN_ZONE, "", "an IANA time zone"))?;
        let record = read_record(record, &self.limits)?;
        self.evaluate(&record, as_of, &zone)
    }

    /// The same, JSON in and JSON out: the bytes every host gets.
    ///
    /// # Errors
    /// As for [`Ruleset::evaluate_text`].
    pub fn evaluate_json(&self, record: &[u8], as_of: &str, zone: &str) -> Result<String, EvaluateError> {
        self.evaluate_text(record, as_of, zone).map(|evaluation| evaluation.to_json())
    }
}
