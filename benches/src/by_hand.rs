//! The heart of the example ruleset as a programmer would write it into a host: eligibility, the mean of a week's
//! sessions, the goal, the next step of the standard path. Plain structs and floats; no unknowns but the missing ones,
//! no reasons, no horizon, no actions. It shows what the engine's promises cost.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Timelike};
use serde::Deserialize;
use stepcare::{Instant, Zone};

/// The record, as far as these rules read it.
#[derive(Debug, Deserialize)]
pub struct Record {
    facts: Facts,
    series: Series,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Facts {
    birth_date: Option<Entry<String>>,
    arm_circumference: Option<Entry<f64>>,
    weight: Option<Entry<f64>>,
    pregnant: Option<Entry<String>>,
    frail: Option<Entry<String>>,
    medications: Option<Entry<Vec<Medication>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Series {
    home_bp: Option<Feed>,
}

#[derive(Debug, Deserialize)]
struct Feed {
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    at: String,
    systolic: Option<f64>,
    diastolic: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct Medication {
    code: Code,
    dose: Option<Quantity>,
    per_day: Option<f64>,
    #[serde(default)]
    status: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Code {
    Text(String),
    Coded { code: String },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Quantity {
    Bare(f64),
    One { value: f64 },
}

/// A value, or one with its date and source, or a history of them.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry<T> {
    Bare(T),
    One { value: T },
    History(Vec<Dated<T>>),
}

#[derive(Debug, Deserialize)]
struct Dated<T> {
    value: T,
    at: Option<String>,
}

impl<T> Entry<T> {
    fn latest(&self) -> Option<&T> {
        match self {
            Entry::Bare(value) | Entry::One { value } => Some(value),
            Entry::History(all) => all.iter().max_by_key(|d| d.at.as_deref()).map(|d| &d.value),
        }
    }
}

/// The decision.
#[derive(Debug, PartialEq)]
pub struct Decision {
    /// Whether the patient may join, where it is known.
    pub eligible: Option<bool>,
    /// Mean systolic and diastolic, where there are enough readings.
    pub mean: Option<(f64, f64)>,
    /// Whether it is below the goal.
    pub at_goal: Option<bool>,
    /// The next step: a drug and its daily dose in mg.
    pub step: Option<(&'static str, f64)>,
}

/// The standard path: each step's drug, its RxNorm code and its daily dose in mg.
const STEPS: [(&str, &str, f64); 6] = [
    ("amlodipine", "17767", 5.0),
    ("amlodipine", "17767", 10.0),
    ("losartan", "52175", 50.0),
    ("losartan", "52175", 100.0),
    ("chlorthalidone", "2409", 12.5),
    ("chlorthalidone", "2409", 25.0),
];

/// Tablets: their RxNorm code, the drug's, and mg.
const TABLETS: [(&str, &str, f64); 3] =
    [("197361", "17767", 5.0), ("308135", "17767", 10.0), ("979492", "52175", 50.0)];

/// Decides, as of an instant, in a zone.
#[must_use]
pub fn decide(record: &Record, as_of: Instant, zone: &Zone) -> Decision {
    let today = zone.date(as_of);
    let age = record.facts.birth_date.as_ref().and_then(Entry::latest).and_then(|born| age(born, today));
    let mean = mean(record, today, zone);
    let at_goal = mean.zip(age).map(|((systolic, diastolic), age)| {
        let frail = record.facts.frail.as_ref().and_then(Entry::latest).is_some_and(|answer| answer == "yes");
        let (systolic_goal, diastolic_goal) = if age >= 85 && frail { (135.0, 85.0) } else { (130.0, 80.0) };
        systolic < systolic_goal && diastolic < diastolic_goal
    });
    let step = if at_goal == Some(false) { next_step(record) } else { None };
    Decision { eligible: eligible(record, age), mean, at_goal, step }
}

fn age(born: &str, today: NaiveDate) -> Option<i32> {
    let born: NaiveDate = born.parse().ok()?;
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    Some(today.year() - born.year() - i32::from(before_birthday))
}

fn eligible(record: &Record, age: Option<i32>) -> Option<bool> {
    let arm = record.facts.arm_circumference.as_ref().and_then(Entry::latest);
    let weight = record.facts.weight.as_ref().and_then(Entry::latest);
    let pregnant = record.facts.pregnant.as_ref().and_then(Entry::latest).map(String::as_str);
    let refused = [
        age.map(|age| age < 18),
        arm.map(|arm| !(22.0..=42.0).contains(arm)),
        weight.map(|weight| *weight > 200.0),
        pregnant.map(|answer| answer != "no"),
    ];
    match refused {
        _ if refused.contains(&Some(true)) => Some(false),
        _ if refused.contains(&None) => None,
        _ => Some(true),
    }
}

/// A local day, and whether it is its evening.
type Session = (NaiveDate, bool);

/// Milliseconds, systolic, diastolic.
type Reading = (i64, f64, f64);

/// The first two of each morning and evening of the last seven days; enough on three days with two of both.
fn mean(record: &Record, today: NaiveDate, zone: &Zone) -> Option<(f64, f64)> {
    let first_day = today.checked_sub_days(Days::new(6))?;
    let mut sessions: BTreeMap<Session, Vec<Reading>> = BTreeMap::new();
    for row in &record.series.home_bp.as_ref()?.rows {
        let at: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(&row.at).ok()?;
        let local = zone.local(Instant::from_ms(at.timestamp_millis())?);
        let evening = match local.hour() {
            4..12 => false,
            16.. => true,
            _ => continue,
        };
        let (Some(systolic), Some(diastolic)) = (row.systolic, row.diastolic) else { continue };
        if (first_day..=today).contains(&local.date()) && systolic - diastolic >= 10.0 {
            let session = sessions.entry((local.date(), evening)).or_default();
            session.push((at.timestamp_millis(), systolic, diastolic));
        }
    }
    let (mut sum, mut count) = ((0.0, 0.0), 0.0);
    let mut full: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for ((day, _), readings) in &mut sessions {
        readings.sort_by_key(|(at, ..)| *at);
        for (_, systolic, diastolic) in readings.iter().take(2) {
            sum = (sum.0 + systolic, sum.1 + diastolic);
            count += 1.0;
        }
        *full.entry(*day).or_default() += u32::from(readings.len() >= 2);
    }
    let days = full.values().filter(|sessions| **sessions == 2).count();
    (days >= 3).then_some((sum.0 / count, sum.1 / count))
}

/// The first step whose drug is not taken at its dose or more.
fn next_step(record: &Record) -> Option<(&'static str, f64)> {
    let taken = record.facts.medications.as_ref().and_then(Entry::latest)?;
    let daily = |code: &str| -> f64 {
        let active = taken.iter().filter(|m| m.status == "active");
        active
            .map(|m| m.code.mg_of(code) * m.dose.as_ref().map_or(0.0, Quantity::value) * m.per_day.unwrap_or(1.0))
            .sum()
    };
    STEPS.iter().find(|(_, code, dose)| daily(code) < *dose).map(|(drug, _, dose)| (*drug, *dose))
}

impl Code {
    /// mg of a drug in one unit of this: 1 for the drug itself, whose doses are in mg; its strength for a tablet of it.
    fn mg_of(&self, drug: &str) -> f64 {
        let (Code::Text(own) | Code::Coded { code: own }) = self;
        let tablet = TABLETS.iter().find(|(code, of, _)| own == code && *of == drug);
        match tablet {
            Some((.., mg)) => *mg,
            None => f64::from(u8::from(own == drug)),
        }
    }
}

impl Quantity {
    fn value(&self) -> f64 {
        match self {
            Quantity::Bare(value) | Quantity::One { value } => *value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, Record, decide};
    use crate::{AS_OF, ZONE, record, ruleset};
    use stepcare::{Instant, Number, ReportValue, Zone};

    fn decided(systolic: f64, evenings: bool) -> Decision {
        let mut rows = Vec::new();
        for day in 24..=26 {
            for time in ["07:00", "07:05", "19:00", "19:05"] {
                if evenings || time < "12:00" {
                    rows.push(format!(
                        r#"{{"at": "2026-02-{day}T{time}:00-05:00", "systolic": {systolic}, "diastolic": 78}}"#
                    ));
                }
            }
        }
        let json = format!(
            r#"{{"facts": {{"birth_date": "1961-04-01", "medications": [
                 {{"code": "17767", "dose": 5, "per_day": 1, "status": "active"}}]}},
                 "series": {{"home_bp": {{"rows": [{}]}}}}}}"#,
            rows.join(", ")
        );
        let record: Record = serde_json::from_str(&json).unwrap();
        decide(&record, Instant::parse("2026-03-02T14:00:00Z").unwrap(), &Zone::named("America/New_York").unwrap())
    }

    #[test]
    fn above_goal_on_amlodipine_5_mg_goes_to_10_mg() {
        let decision = decided(130.0, true);
        assert_eq!((decision.mean, decision.at_goal), (Some((130.0, 78.0)), Some(false)));
        assert_eq!(decision.step, Some(("amlodipine", 10.0)));
    }

    #[test]
    fn below_goal_has_no_step_and_without_evenings_there_is_no_mean() {
        assert_eq!((decided(129.0, true).at_goal, decided(129.0, true).step), (Some(true), None));
        assert_eq!((decided(150.0, false).mean, decided(150.0, false).step), (None, None));
    }

    #[test]
    fn the_engine_gives_the_first_patient_the_same_mean_and_step() {
        let (as_of, zone, json) = (Instant::parse(AS_OF).unwrap(), Zone::named(ZONE).unwrap(), record());
        let by_hand = decide(&serde_json::from_slice(&json).unwrap(), as_of, &zone);
        let record = stepcare::read_record(&json, &stepcare::Limits::default()).unwrap();
        let evaluation = ruleset().evaluate(&record, as_of, &zone).unwrap();
        let average = evaluation.averages.get("home_average").unwrap();
        let exact = |n: Number| n.numerator() as f64 / n.denominator() as f64;
        let means: Vec<f64> = average.report.iter().map(|r| exact(r.value.unwrap())).collect();
        assert_eq!(by_hand.mean.map(|(systolic, diastolic)| vec![systolic, diastolic]), Some(means));
        let Some(ReportValue::Ladder(ladder)) = &evaluation.decisions.get("ladder").unwrap().value else {
            unreachable!("a ladder says where it stands")
        };
        let step = ladder.step.as_ref().map(|step| (step.drug.as_str(), exact(step.to)));
        assert_eq!((by_hand.step, step), (Some(("amlodipine", 10.0)), Some(("amlodipine", 10.0))));
    }
}
