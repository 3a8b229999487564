//! Random conditions on a patient and on a row.

use crate::cases::draw::Draw;

/// A number: a fact or a column, its unit, its range, and the limits that it is compared with.
pub struct Measured {
    /// Its name.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The range declared.
    pub range: &'static str,
    /// Limits, as written.
    pub cuts: &'static [&'static str],
    /// Values of a record: either side of each limit, and out of range.
    pub values: &'static [&'static str],
}

/// Facts that are numbers.
pub const NUMBERS: [Measured; 4] = [
    Measured {
        name: "potassium",
        unit: "mmol/L",
        range: "1.5 .. 9.0",
        cuts: &["5.0", "5.5", "3.5"],
        values: &["4.9", "5", "5.1", "5.4", "5.5", "5.6", "3.4", "3.5", "4.2", "9.1", "1.4"],
    },
    Measured {
        name: "creatinine",
        unit: "mg/dL",
        range: "0.1 .. 25",
        cuts: &["1.3", "2"],
        values: &["0.9", "1.0", "1.17", "1.2", "1.3", "1.31", "1.4", "2", "2.1", "26"],
    },
    Measured {
        name: "weight",
        unit: "kg",
        range: "20 .. 400",
        cuts: &["80", "200"],
        values: &["79", "80", "81", "199.9", "200", "200.1", "19", "401"],
    },
    Measured {
        name: "pulse",
        unit: "/min",
        range: "20 .. 250",
        cuts: &["50", "100"],
        values: &["49", "50", "51", "99", "100", "101", "10"],
    },
];

/// What has been declared so far that a condition may ask.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Nothing is asked about absence: no `is known`, no `else`.
    pub strict: bool,
    /// Screenings.
    pub screenings: Vec<String>,
    /// Averages.
    pub averages: Vec<String>,
    /// Of them, those that report `mean systolic`.
    pub with_systolic: Vec<String>,
    /// Goals.
    pub goals: Vec<String>,
    /// Defines.
    pub defines: Vec<String>,
    /// Alerts.
    pub alerts: Vec<String>,
    /// Tables that say one number.
    pub tables: Vec<String>,
    /// Scores.
    pub scores: Vec<String>,
}

const COMPARE: [&str; 4] = ["<", "<=", ">", ">="];
const DAYS: [&str; 5] = ["1 day", "3 days", "7 days", "48 hours", "1 month"];

/// A condition on the patient.
pub fn of_patient(draw: &mut Draw, known: &Known, depth: usize) -> String {
    if depth > 0 && draw.below(3) == 0 {
        let word = *draw.one(&["and", "or"]);
        let (left, right) = (of_patient(draw, known, depth - 1), of_patient(draw, known, depth - 1));
        return format!("({left} {word} {right})");
    }
    if depth > 0 && draw.below(8) == 0 {
        return format!("not ({})", of_patient(draw, known, depth - 1));
    }
    match draw.below(28) {
        0..6 => {
            let of = draw.one(&NUMBERS);
            match draw.below(8) {
                0 if of.cuts.len() > 2 => {
                    format!("{} outside {u1} {} .. {} {}", of.name, of.unit, of.cuts[0], of.unit, u1 = of.cuts[2])
                }
                1 if !known.strict => format!("{} is known", of.name),
                2 if !known.strict => {
                    format!("({0}, else {1} {2}) {3} {1} {2}", of.name, of.cuts[0], of.unit, draw.one(&COMPARE))
                }
                3 => format!("{} - {} {} > 0 {}", of.name, draw.one(of.cuts), of.unit, of.unit),
                _ => format!("{} {} {} {}", of.name, draw.one(&COMPARE), draw.one(of.cuts), of.unit),
            }
        }
        6 | 7 => (*draw.one(&["frail", "unwell", "dizzy"])).into(),
        8 if !known.strict => "(dizzy, else unwell)".into(),
        9 => "pregnant is one of yes, maybe".into(),
        10 if !known.strict && draw.below(3) == 0 => (*draw.one(&["unwell is known", "frail is known"])).into(),
        10 => (*draw.one(&["pregnant is no", "sex is female", "sex is not male"])).into(),
        11 => (*draw.one(&["any symptoms", "symptoms has vision"])).into(),
        12 => "conditions has diabetes".into(),
        13 | 14 => format!("age {} {} years", draw.one(&COMPARE), draw.one(&["18", "65", "85"])),
        15 => match draw.below(4) {
            0 => "now > 7 days after cuff_sent_at".into(),
            1 => "today >= 3 days after cuff_sent_at".into(),
            2 if !known.strict => "cuff_sent_at is known".into(),
            _ => "whole weeks from birth_date to today > 3500 weeks".into(),
        },
        16 => format!("medications has class {}", draw.one(&["acei", "arb", "ccb", "thiazide"])),
        17 => match draw.below(3) {
            0 => "count of classes of medications >= 2".into(),
            1 => "7 days after last dose change < now".into(),
            _ => format!("change of creatinine from last before start of acei, arb > {}%", draw.one(&["30", "20"])),
        },
        18..22 => of_series(draw),
        22 if !known.averages.is_empty() => {
            format!("{} is {}", draw.one(&known.averages), draw.one(&["ready", "insufficient"]))
        }
        23 if !known.with_systolic.is_empty() => {
            format!(
                "{}.systolic {} {} mmHg",
                draw.one(&known.with_systolic),
                draw.one(&COMPARE),
                draw.one(&["100", "130"])
            )
        }
        24 if !known.screenings.is_empty() => {
            format!("{} is {}", draw.one(&known.screenings), draw.one(&["eligible", "excluded", "referred"]))
        }
        25 if !known.goals.is_empty() => {
            format!("{} is {}", draw.one(&known.goals), draw.one(&["at goal", "above goal", "not assessable"]))
        }
        26 if !known.tables.is_empty() => {
            let table = draw.one(&known.tables);
            match draw.below(2) {
                0 => format!("{table}.says {} 2 mmHg", draw.one(&COMPARE)),
                _ => format!("{table} is {}", draw.one(&["matched", "no row"])),
            }
        }
        27 if !known.scores.is_empty() => {
            format!("{} {} {}", draw.one(&known.scores), draw.one(&COMPARE), draw.one(&["1", "2", "3"]))
        }
        _ if !known.defines.is_empty() => draw.one(&known.defines).clone(),
        _ => "frail".into(),
    }
}

fn clauses(draw: &mut Draw) -> String {
    let mut text = String::new();
    if draw.below(3) > 0 {
        text += &format!(" in last {}", draw.one(&DAYS));
    }
    match draw.below(6) {
        0 | 1 => text += &format!(" where {}", of_row(draw, 1)),
        2 => text += " since cuff_sent_at",
        3 => text += " received since cuff_sent_at",
        _ => {}
    }
    if draw.below(6) == 0 {
        text += &format!(" newest {}", draw.one(&["1", "2", "3"]));
        if draw.below(2) == 0 {
            text += &format!(" where {}", of_row(draw, 0));
        }
    }
    text
}

fn of_series(draw: &mut Draw) -> String {
    let clauses = clauses(draw);
    match draw.below(8) {
        0 => format!("(any home_bp{clauses})"),
        1 => format!("(no home_bp{clauses})"),
        2 => format!("(count of home_bp{clauses}) {} {}", draw.one(&COMPARE), draw.one(&["1", "2", "3", "6"])),
        3 => format!("(count days of home_bp{clauses}) {} {}", draw.one(&COMPARE), draw.one(&["1", "2", "3"])),
        4 => format!("(latest systolic of home_bp{clauses}) {} 130 mmHg", draw.one(&COMPARE)),
        5 => format!(
            "({} systolic of home_bp{clauses}) {} {} mmHg",
            draw.one(&["least", "greatest", "earliest", "mean"]),
            draw.one(&COMPARE),
            draw.one(&["130", "100", "180"])
        ),
        6 => format!("(latest potassium in last 30 days) {} 5.5 mmol/L", draw.one(&COMPARE)),
        _ => format!("(any home_bp in last {} where {})", draw.one(&DAYS), of_row(draw, 1)),
    }
}

/// A condition on a row of readings.
pub fn of_row(draw: &mut Draw, depth: usize) -> String {
    if depth > 0 && draw.below(4) == 0 {
        let word = *draw.one(&["and", "or"]);
        let (left, right) = (of_row(draw, depth - 1), of_row(draw, depth - 1));
        return format!("({left} {word} {right})");
    }
    match draw.below(9) {
        0..3 => format!("systolic {} {} mmHg", draw.one(&COMPARE), draw.one(&["90", "130", "180"])),
        3 | 4 => format!("diastolic {} {} mmHg", draw.one(&COMPARE), draw.one(&["60", "80", "120"])),
        5 => "systolic - diastolic < 10 mmHg".into(),
        6 => "method is cuff".into(),
        7 => "method is not manual".into(),
        _ => "systolic outside 90 mmHg .. 180 mmHg".into(),
    }
}
