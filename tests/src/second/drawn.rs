//! Records of the ruleset `clinic` drawn from a seed: values either side of each cut, what is missing, late, twice, corrected.

use stepcare_core::value::Instant;

use crate::cases::Case;
use crate::cases::draw::Draw;

const ZONES: [&str; 4] = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"];
const AS_OF: [&str; 5] = [
    "2026-03-02T14:00:00Z",
    "2026-03-08T07:00:00Z",
    "2026-10-25T01:30:00Z",
    "2028-02-29T12:00:00Z",
    "2026-06-15T23:59:59.999Z",
];
const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// So many cases.
#[must_use]
pub fn records(count: usize) -> Vec<Case> {
    let mut draw = Draw::new(404);
    (0..count)
        .map(|number| {
            let (as_of, zone) = (*draw.one(&AS_OF), *draw.one(&ZONES));
            let now = Instant::parse(as_of).expect("an as-of is an instant");
            let text = record(&mut draw, now);
            Case::new(format!("random {number}"), "clinic", text, as_of, zone)
        })
        .collect()
}

fn ago(now: Instant, ms: i64) -> String {
    now.checked_add_ms(-ms).map_or_else(String::new, |at| at.to_string())
}

fn record(draw: &mut Draw, now: Instant) -> String {
    let mut facts = Vec::new();
    let kinds: [(&str, &[&str], &[i64]); 6] = [
        ("weight", &["80", "200", "200.01", "19", "null", "2"], &[30, 365, 366, 364]),
        ("pregnant", &["\"yes\"", "\"no\"", "\"maybe\"", "\"pt\"", "null"], &[1, 60, 61]),
        ("unwell", &["true", "\"no\"", "\"perhaps\""], &[1, 7, 8]),
        ("potassium", &["5", "5.0001", "5.5", "5.51", "9.1", "4.2"], &[1, 30, 29, 90, 91]),
        ("symptoms", &["[]", "[\"headache\"]", "[\"other\"]"], &[0, 1, 2]),
        ("conditions", &["[]", "[{\"system\": \"icd10\", \"code\": \"E11.9\"}]", "\"words\""], &[3]),
    ];
    for (name, values, days) in kinds {
        let mut entries = Vec::new();
        for _ in 0..draw.below(3) {
            let at = ago(now, draw.one(days) * DAY);
            let at = if draw.below(6) == 0 { String::new() } else { format!(r#", "at": "{at}""#) };
            entries.push(format!(r#"{{"value": {}{at}}}"#, draw.one(values)));
        }
        match entries.as_slice() {
            [] => {}
            [one] => facts.push(format!(r#""{name}": {one}"#)),
            more => facts.push(format!(r#""{name}": [{}]"#, more.join(", "))),
        }
    }
    let births = ["1970-01-01", "2008-03", "1961", "2008-02-29", "2010-02-29", "1961-03-02"];
    if draw.below(5) > 0 {
        facts.push(format!(r#""birth_date": "{}""#, draw.one(&births)));
    }
    match draw.below(4) {
        0 => {}
        1 => facts.push(r#""medications": {"value": []}"#.into()),
        _ => {
            let from = ago(now, *draw.one(&[90_i64, 17, 15, 14, 10]) * DAY);
            facts.push(format!(
                r#""medications": {{"value": [{{"id": "m", "code": {{"system": "rxnorm", "code": "17767"}}, "dose": {{"value": 5, "unit": "mg"}}, "per_day": 1, "from": "{from}", "status": "active"}}]}}"#
            ));
        }
    }
    let mut rows = Vec::new();
    for number in 0..draw.below(14) {
        let ms = i64::try_from(draw.below(9 * 24 * 60)).unwrap_or(0) * MINUTE - 20 * MINUTE;
        let mut row = format!(r#"{{"id": "r{}""#, if draw.below(8) == 0 { 0 } else { number });
        if draw.below(20) > 0 {
            row += &format!(r#", "at": "{}""#, ago(now, ms));
        }
        if draw.below(4) == 0 {
            row += &format!(r#", "received": "{}""#, ago(now, ms - *draw.one(&[0, 1, -11, -10, 3000]) * MINUTE));
        }
        if draw.below(8) == 0 {
            row += &format!(r#", "status": "{}""#, draw.one(&["amended", "entered_in_error", "final"]));
        }
        if draw.below(10) > 0 {
            row += &format!(
                r#", "systolic": {}"#,
                draw.one(&["129", "130", "131", "179", "180", "89", "90", "301", "null", "85"])
            );
        }
        if draw.below(10) > 0 {
            row += &format!(
                r#", "diastolic": {}"#,
                draw.one(&["79", "80", "81", "119", "120", "\"x\"", "60", "59", "75"])
            );
        }
        rows.push(row + "}");
    }
    let through = match draw.below(5) {
        0 => String::new(),
        1 => format!(r#""through": "{}", "#, ago(now, DAY + MINUTE)),
        2 => format!(r#""through": "{}", "#, ago(now, DAY)),
        _ => format!(r#""through": "{}", "#, ago(now, MINUTE)),
    };
    let series = format!(r#""home_bp": {{{through}"rows": [{}]}}"#, rows.join(", "));
    let series = if draw.below(12) == 0 { String::new() } else { series };
    format!(
        r#"{{"format": 1, "patient": "p", "events": [], "facts": {{{}}}, "series": {{{series}}}}}"#,
        facts.join(", ")
    )
}
