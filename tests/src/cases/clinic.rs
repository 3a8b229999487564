//! Records of the ruleset `clinic`: a patient who is well, what may differ, one thing at a time by hand, and several at
//! once drawn from a seed.
//!
//! Values are JSON as a host writes it; `@-3d`, `@+2h`, `@-90m` stand for an instant before or after the as-of.

use stepcare::Instant;

use crate::cases::Case;
use crate::cases::draw::Draw;

/// When and where cases are evaluated if they do not say otherwise.
pub const HERE: (&str, &str) = ("2026-03-02T09:00:00-05:00", "America/New_York");

/// Other whens and wheres: clock changes forth and back on both halves of the globe, a change of half an hour, a leap
/// day, a zone of three quarters of an hour, a day that a zone skipped, before the ruleset takes effect.
const MOMENTS: [(&str, &str); 14] = [
    ("2026-03-08T03:00:00-04:00", "America/New_York"),
    ("2026-03-09T09:00:00-04:00", "America/New_York"),
    ("2026-11-01T01:30:00-04:00", "America/New_York"),
    ("2026-11-01T01:30:00-05:00", "America/New_York"),
    ("2026-03-29T03:00:00+02:00", "Europe/Berlin"),
    ("2026-10-25T02:30:00+01:00", "Europe/Berlin"),
    ("2026-10-04T03:00:00+11:00", "Australia/Lord_Howe"),
    ("2026-04-05T01:45:00+10:30", "Australia/Lord_Howe"),
    ("2028-02-29T09:00:00-05:00", "America/New_York"),
    ("2028-03-01T00:00:00+05:45", "Asia/Kathmandu"),
    ("2026-06-15T23:59:59.999Z", "UTC"),
    ("2026-07-01T09:00:00+13:00", "Pacific/Apia"),
    ("2026-05-05T09:00:00-03:00", "America/Sao_Paulo"),
    ("2025-12-31T09:00:00Z", "Africa/Casablanca"),
];

/// The patient who is well: everything known, nothing to do.
const WELL: [(&str, &str); 16] = [
    ("birth_date", r#""1970-01-01""#),
    ("sex", r#"{"value": "female", "source": "ehr – größe"}"#),
    ("weight", r#"{"value": 80, "unit": "kg", "at": "@-30d"}"#),
    ("pregnant", r#"{"value": "no", "at": "@-10d"}"#),
    ("unwell", r#"{"value": "no", "at": "@-1d"}"#),
    ("dizzy", r#"{"value": "no", "at": "@-5d"}"#),
    ("potassium", r#"{"value": 4.2, "unit": "mmol/L", "at": "@-20d"}"#),
    (
        "creatinine",
        r#"[{"value": 0.9, "unit": "mg/dL", "at": "@-60d"}, {"value": 0.9, "unit": "mg/dL", "at": "@-20d"}]"#,
    ),
    ("conditions", r#"{"value": [{"system": "icd10", "code": "I10"}], "at": "@-20d"}"#),
    ("medications", AMLODIPINE_5),
    ("intolerances", r#"{"value": [], "at": "@-20d"}"#),
    ("consents", CONSENTS),
    ("preferred_channel", r#"{"value": "sms", "at": "@-60d"}"#),
    ("language", r#"{"value": "es", "at": "@-60d"}"#),
    ("symptoms", r#"{"value": [], "at": "@-2h"}"#),
    ("cuff_sent_at", r#""@-40d""#),
];
const CONSENTS: &str = r#"{"value": [
    {"topic": "monitoring", "channel": "sms", "version": "2", "given_at": "@-60d", "scope": "topic"},
    {"topic": "news", "channel": "email", "version": "1", "given_at": "@-60d", "scope": "channel"}], "at": "@-60d"}"#;
const AMLODIPINE_5: &str = r#"{"value": [
    {"id": "m-1", "code": {"system": "rxnorm", "code": "197361"}, "dose": {"value": 1, "unit": "{tbl}"}, "per_day": 1,
     "from": "@-90d", "status": "active"}], "at": "@-20d"}"#;

/// One medication line, by code, dose and when it began.
fn taking(lines: &[(&str, &str, &str)]) -> String {
    let line = |(at, (code, dose, from)): (usize, &(&str, &str, &str))| {
        format!(
            r#"{{"id": "m-{at}", "code": {{"system": "rxnorm", "code": "{code}"}}, "dose": {dose}, "per_day": 1, "from": "{from}", "status": "active"}}"#
        )
    };
    let lines: Vec<String> = lines.iter().enumerate().map(line).collect();
    format!(r#"{{"value": [{}], "at": "@-1d"}}"#, lines.join(", "))
}

/// Readings of a week, morning and evening, the values in turn.
fn week(values: &[(&str, &str)]) -> String {
    let mut rows = Vec::new();
    for day in 0..7 {
        for (part, hours) in [("m", 2), ("e", 14)] {
            let (systolic, diastolic) = values.get(rows.len() % values.len()).expect("there are values");
            let ago = day * 24 + hours;
            rows.push(format!(
                r#"{{"id": "{part}{day}", "at": "@-{ago}h", "received": "@-{ago}h", "device": "cuff-ñ", "systolic": {systolic}, "diastolic": {diastolic}, "method": "cuff"}}"#
            ));
        }
    }
    feed("@-1h", &rows.join(", "))
}

fn feed(through: &str, rows: &str) -> String {
    format!(r#"{{"through": "{through}", "rows": [{rows}]}}"#)
}

/// Rows after a good week.
fn week_and(rows: &str) -> String {
    week(&[("122", "74"), ("124", "76")]).replacen("\"rows\": [", &format!("\"rows\": [{rows}, "), 1)
}

/// What may differ: where (a fact, `series`, or `record` for the document's own members), and to what; empty is absent.
fn variations() -> Vec<(&'static str, &'static str, String)> {
    let mut all: Vec<(&str, &str, String)> = VARIATIONS.iter().map(|(n, w, v)| (*n, *w, (*v).to_string())).collect();
    let mg = |value: &str| format!(r#"{{"value": {value}, "unit": "mg"}}"#);
    let (five, ten) = (mg("5"), mg("10"));
    let above = |name: &'static str, fact, value| (name, fact, value);
    all.extend([
        above("amlodipine changed ten days ago", "medications", taking(&[("17767", &five, "@-10d")])),
        above("amlodipine at 10 mg", "medications", taking(&[("17767", &ten, "@-90d")])),
        above("every step taken", "medications", taking(&[("17767", &ten, "@-90d"), ("29046", &ten, "@-80d")])),
        above("lisinopril since three days", "medications", taking(&[("29046", &ten, "@-3d")])),
        above("lisinopril since a fortnight", "medications", taking(&[("29046", &ten, "@-14d")])),
        above("lisinopril since 25 days", "medications", taking(&[("29046", &ten, "@-25d")])),
        above("lisinopril since forty days", "medications", taking(&[("29046", &ten, "@-40d")])),
        above("lisinopril at a dose unknown", "medications", taking(&[("29046", "null", "@-40d")])),
        above("a drug that is not mapped", "medications", taking(&[("99999999", &ten, "@-40d")])),
        above("high all week", "series", week(&[("150", "92"), ("151", "93")])),
        above("low all week", "series", week(&[("104", "58"), ("103", "57")])),
        above("exactly 130/80", "series", week(&[("130", "80")])),
        above("129.5, a half", "series", week(&[("129", "79"), ("130", "79")])),
        above("thirds", "series", week(&[("133", "81"), ("134", "82"), ("134", "82")])),
        above("readings as decimals", "series", week(&[("129.999999999999", "79.1"), ("1.3e2", "790E-1")])),
        above("a crisis an hour ago", "series", week_and(&row("c1", "@-60m", "190", "95"))),
        above("a crisis just now", "series", week_and(&row("c1", "@-5m", "190", "125"))),
        above(
            "a crisis, confirmed",
            "series",
            week_and(&format!("{}, {}", row("c1", "@-60m", "190", "95"), row("c2", "@-50m", "188", "96"))),
        ),
        above(
            "a crisis, then not",
            "series",
            week_and(&format!("{}, {}", row("c1", "@-60m", "190", "95"), row("c2", "@-50m", "140", "80"))),
        ),
        above("low enough to look", "series", week_and(&row("l1", "@-60m", "85", "60"))),
        above(
            "low and high in one week",
            "series",
            week_and(&format!("{}, {}", row("h1", "@-3h", "152", "80"), row("l1", "@-4h", "88", "60"))),
        ),
        above("out of range and critical", "series", week_and(&row("o1", "@-60m", "310", "140"))),
        above("diastolic missing", "series", week_and(r#"{"id": "d1", "at": "@-60m", "systolic": 139}"#)),
        above("a row from the future", "series", week_and(&row("f1", "@+26h", "118", "70"))),
        above("uploaded twice", "series", week_and(&format!("{0}, {0}", row("u1", "@-60m", "139", "70")))),
        above(
            "one id, two readings",
            "series",
            week_and(&format!("{}, {}", row("u1", "@-60m", "139", "70"), row("u1", "@-55m", "129", "71"))),
        ),
        above(
            "a correction",
            "series",
            week_and(&format!("{}, {}", row("a1", "@-60m", "239", "70"), status("a1", "amended", "139"))),
        ),
        above(
            "entered in error",
            "series",
            week_and(&format!("{}, {}", row("a1", "@-60m", "239", "70"), status("a1", "entered_in_error", "239"))),
        ),
        above(
            "a correction of nothing",
            "series",
            week_and(r#"{"at": "@-60m", "status": "amended", "systolic": 139, "diastolic": 80}"#),
        ),
        above("a row without id", "series", week_and(r#"{"at": "@-60m", "systolic": 139, "diastolic": 80}"#)),
        above("a row without time", "series", week_and(r#"{"id": "n1", "systolic": 139, "diastolic": 80}"#)),
        above(
            "a column unknown",
            "series",
            week_and(r#"{"id": "n1", "at": "@-60m", "systolic": 139, "diastolic": 80, "mood": "ñ"}"#),
        ),
        above(
            "a device's word",
            "series",
            week_and(r#"{"id": "n1", "at": "@-60m", "systolic": "139", "diastolic": true}"#),
        ),
        above("implausible pressures", "series", week_and(&row("p1", "@-2h", "120", "115"))),
        above("the feed is behind", "series", week(&[("122", "74")]).replacen("@-1h", "@-2d", 1)),
        above("behind and high", "series", week(&[("150", "92")]).replacen("@-1h", "@-2d", 1)),
        above(
            "two readings",
            "series",
            feed("@-1h", &format!("{}, {}", row("m0", "@-2h", "128", "78"), row("e0", "@-14h", "127", "77"))),
        ),
    ]);
    all
}

fn row(id: &str, at: &str, systolic: &str, diastolic: &str) -> String {
    format!(r#"{{"id": "{id}", "at": "{at}", "systolic": {systolic}, "diastolic": {diastolic}}}"#)
}

fn status(id: &str, status: &str, systolic: &str) -> String {
    format!(r#"{{"id": "{id}", "at": "@-60m", "status": "{status}", "systolic": {systolic}, "diastolic": 70}}"#)
}

const VARIATIONS: &[(&str, &str, &str)] = &[
    ("over 65", "birth_date", r#""1950-06-01""#),
    ("a child", "birth_date", r#""2015-02-28""#),
    ("born on a leap day", "birth_date", r#""2008-02-29""#),
    ("born in 1960", "birth_date", r#""1960""#),
    ("born some day of March 2008", "birth_date", r#""2008-03""#),
    ("no date of birth", "birth_date", ""),
    ("born on 30 February", "birth_date", r#""1961-02-30""#),
    ("in pounds", "weight", r#"{"value": 176.4, "unit": "[lb_av]", "at": "@-30d"}"#),
    ("a weight of another year", "weight", r#"{"value": 80, "unit": "kg", "at": "@-500d"}"#),
    ("a weight without a date", "weight", r#"{"value": 80, "unit": "kg"}"#),
    ("a weight in mmHg", "weight", r#"{"value": 80, "unit": "mm[Hg]", "at": "@-30d"}"#),
    ("a weight in stones", "weight", r#"{"value": 12, "unit": "stones", "at": "@-30d"}"#),
    ("a weight of 4 tonnes", "weight", r#"{"value": 4000, "unit": "kg", "at": "@-30d"}"#),
    (
        "two weights at once",
        "weight",
        r#"[{"value": 80, "unit": "kg", "at": "@-30d"}, {"value": 90, "unit": "kg", "at": "@-30d"}]"#,
    ),
    (
        "a weight beyond 128 bits",
        "weight",
        r#"{"value": 123456789012345678901234567890123456789012345678901234567890, "unit": "kg", "at": "@-30d"}"#,
    ),
    (
        "a weight whose third power is large",
        "weight",
        r#"{"value": 399.9999999999999999999, "unit": "kg", "at": "@-30d"}"#,
    ),
    ("200.0000000001 kg", "weight", r#"{"value": 200.0000000001, "unit": "kg", "at": "@-30d"}"#),
    ("pregnant", "pregnant", r#"{"id": "preg-1", "value": "yes", "at": "@-10d"}"#),
    ("maybe pregnant", "pregnant", r#"{"value": "maybe", "at": "@-10d"}"#),
    ("pregnancy never asked", "pregnant", ""),
    ("pregnancy asked long ago", "pregnant", r#"{"value": "no", "at": "@-61d"}"#),
    ("pregnant, somehow", "pregnant", r#"{"value": "quizás", "at": "@-10d"}"#),
    ("unwell", "unwell", r#"{"value": "yes", "at": "@-1d"}"#),
    ("unwell not asked", "unwell", ""),
    ("dizzy", "dizzy", r#"{"value": "yes", "at": "@-5d"}"#),
    ("dizzy not asked", "dizzy", ""),
    ("no potassium", "potassium", ""),
    ("potassium 5.2", "potassium", r#"{"value": 5.2, "unit": "mmol/L", "at": "@-20d"}"#),
    ("potassium 6.1", "potassium", r#"{"id": "k-9", "value": 6.1, "unit": "mmol/L", "at": "@-2d"}"#),
    ("old potassium", "potassium", r#"{"value": 4.2, "unit": "mmol/L", "at": "@-91d"}"#),
    ("potassium in the dark", "potassium", r#"{"value": 4.2, "unit": "mmol/L", "at": "@-30d", "lot": "x"}"#),
    ("a result in the window", "potassium", r#"{"value": 4.4, "unit": "mmol/L", "at": "@-5d"}"#),
    ("no creatinine", "creatinine", ""),
    (
        "creatinine up by exactly 30%",
        "creatinine",
        r#"[{"value": 1.0, "unit": "mg/dL", "at": "@-60d"}, {"value": 1.3, "unit": "mg/dL", "at": "@-5d"}]"#,
    ),
    (
        "creatinine up by more",
        "creatinine",
        r#"[{"value": 1.0, "unit": "mg/dL", "at": "@-60d"}, {"value": 1.301, "unit": "mg/dL", "at": "@-5d"}]"#,
    ),
    ("diabetes", "conditions", r#"{"value": [{"system": "icd10", "code": "E11.9"}], "at": "@-20d"}"#),
    ("conditions not supplied", "conditions", ""),
    ("a code of no system", "conditions", r#"{"value": [{"code": "E11.9"}], "at": "@-20d"}"#),
    ("conditions in words", "conditions", r#"{"value": "diabetes, tipo 2", "at": "@-20d"}"#),
    ("no medication", "medications", r#"{"value": [], "at": "@-20d"}"#),
    ("medications not supplied", "medications", ""),
    ("a medication in words", "medications", r#"{"value": ["amlodipino 5 mg"], "at": "@-20d"}"#),
    (
        "a medication of no status",
        "medications",
        r#"{"value": [{"id": "m-1", "code": {"system": "rxnorm", "code": "17767"}, "dose": {"value": 5, "unit": "mg"}, "per_day": 1, "from": "@-90d", "status": "paused?"}], "at": "@-20d"}"#,
    ),
    (
        "a medication without a start",
        "medications",
        r#"{"value": [{"id": "m-1", "code": {"system": "rxnorm", "code": "17767"}, "dose": {"value": 5, "unit": "mg"}, "per_day": 1, "status": "active"}], "at": "@-20d"}"#,
    ),
    ("losartan not tolerated", "intolerances", r#"{"value": [{"system": "rxnorm", "code": "52175"}], "at": "@-20d"}"#),
    ("intolerances not supplied", "intolerances", ""),
    ("no consent", "consents", r#"{"value": [], "at": "@-60d"}"#),
    (
        "consent revoked",
        "consents",
        r#"{"value": [{"topic": "monitoring", "channel": "sms", "version": "2", "given_at": "@-60d", "revoked_at": "@-6d", "scope": "all"}], "at": "@-6d"}"#,
    ),
    ("by phone", "preferred_channel", r#"{"value": "phone", "at": "@-60d"}"#),
    ("in English", "language", r#"{"value": "en", "at": "@-60d"}"#),
    ("in Portuguese", "language", r#"{"value": "pt", "at": "@-60d"}"#),
    ("language not known", "language", ""),
    ("a headache", "symptoms", r#"{"value": ["headache"], "at": "@-2h"}"#),
    ("the cuff was sent yesterday", "cuff_sent_at", r#""@-1d""#),
    ("the cuff was sent, and nothing came", "cuff_sent_at", r#"{"id": "ship-1", "value": "@-4d"}"#),
    ("a cuff sent at a local time", "cuff_sent_at", r#""2026-02-20T09:00:00""#),
    ("a cuff sent too finely", "cuff_sent_at", r#""2026-02-20T09:00:00.1234Z""#),
    ("a cuff sent at 25 o'clock", "cuff_sent_at", r#""2026-02-20T25:00:00Z""#),
    ("a cuff sent in kilograms", "cuff_sent_at", r#"{"value": "@-40d", "unit": "kg"}"#),
    ("joined an hour ago", "joined_at", r#""@-1h""#),
    ("joined, to be welcomed by phone", "joined_at", r#""@-3h""#),
    ("no readings yet", "series", r#"{"through": "@-1h", "rows": []}"#),
    ("readings not supplied", "series", ""),
    ("a feed never heard of", "series", r#"{"rows": []}"#),
    ("readings in words", "series", r#""see the attached PDF""#),
    ("a fact unknown", "record", r#""facts": {"shoe_size": 44}, "#),
    ("a field unknown", "record", r#""color": "rojo ñ", "#),
    ("a series unknown", "record", r#""series": {"home_bq": {"rows": []}}, "#),
    ("a value that stands twice", "weight", r#"{"value": 80, "value": 90, "unit": "kg", "at": "@-30d"}"#),
    ("a section that stands twice", "record", r#""zones": [], "zones": [], "#),
    ("text that is no character", "record", r#""note": "\ud800", "#),
    ("a zone of the record", "record", r#""zones": [{"zone": "Europe/Madrid", "from": "@-4d"}], "#),
    ("a zone that is none", "record", r#""zones": [{"zone": "America/Gotham", "from": "@-4d"}], "#),
    ("an event unknown", "record", r#""events": [{"event": "eaten", "key": "k", "at": "@-4d"}], "#),
    ("an event without its key", "record", r#""events": [{"event": "opened", "at": "@-4d"}], "#),
    ("no list of events", "record", r#""zones": null, "#),
];

/// A record that differs from the patient who is well.
fn record(differences: &[&(&'static str, &'static str, String)], as_of: &str) -> String {
    let value = |place: &str, otherwise: &str| {
        differences.iter().rev().find(|(_, p, _)| *p == place).map_or(otherwise.to_string(), |(_, _, v)| v.clone())
    };
    let names = WELL.iter().map(|(name, value)| (*name, *value)).chain([("joined_at", "")]);
    let facts = names.map(|(name, well)| (name, value(name, well))).filter(|(_, value)| !value.is_empty());
    let mut facts: Vec<String> = facts.map(|(name, value)| format!(r#""{name}": {value}"#)).collect();
    let mut series = value("series", &week(&[("122", "74"), ("124", "76")]));
    if !series.is_empty() {
        series = format!(r#""home_bp": {series}"#);
    }
    let mut more = value("record", "");
    // A member of the record's own sections is written into them.
    for (section, into) in [(r#""facts": {"#, &mut facts)] {
        if let Some(inner) = more.strip_prefix(section) {
            into.push(inner.trim_end_matches("}, ").to_string());
            more.clear();
        }
    }
    if let Some(inner) = more.strip_prefix(r#""series": {"#) {
        series = format!("{series}, {}", inner.trim_end_matches("}, "));
        more.clear();
    }
    let events = if more.contains("\"events\"") { "" } else { r#""events": [], "# };
    let text = format!(
        "{{\"format\": 1, \"patient\": \"p-ñ-1\", {more}{events}\"facts\": {{{}}}, \"series\": {{{series}}}}}",
        facts.join(", ")
    );
    filled(&text, Instant::parse(as_of).expect("an as-of is an instant"))
}

/// Every `"@…"` made an instant.
fn filled(text: &str, as_of: Instant) -> String {
    let mut parts = text.split("\"@");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (when, rest) = part.split_once('"').expect("a text ends");
        let (number, unit) = when.split_at(when.len() - 1);
        let unit = match unit {
            "d" => 24 * 60 * 60 * 1000,
            "h" => 60 * 60 * 1000,
            _ => 60 * 1000,
        };
        let number: i64 = number.parse().expect("a number of days, hours or minutes");
        let at = as_of.checked_add_ms(number * unit).expect("an instant in our time");
        out.push_str(&format!("\"{at}\"{rest}"));
    }
    out
}

/// One thing at a time, and the pairs that reach what one thing does not.
#[must_use]
pub fn by_hand() -> Vec<Case> {
    let all = variations();
    let named = |name: &str| all.iter().find(|(n, ..)| *n == name).unwrap_or_else(|| panic!("no variation {name}"));
    let case = |name: String, differences: &[&(&'static str, &'static str, String)], (as_of, zone): (&str, &str)| {
        Case::new(name, "clinic", record(differences, as_of), as_of, zone)
    };
    let mut cases = vec![case("well".into(), &[], HERE)];
    cases.extend(all.iter().map(|one| case(one.0.into(), &[one], HERE)));
    for names in TOGETHER {
        let differences: Vec<_> = names.iter().map(|name| named(name)).collect();
        cases.push(case(names.join(", "), &differences, HERE));
    }
    let silent = [named("the cuff was sent, and nothing came"), named("no readings yet")];
    cases.push(case("due at night".into(), &silent, ("2026-03-02T22:30:00-05:00", HERE.1)));
    cases.extend(MOMENTS.map(|moment| case(format!("well in {} at {}", moment.1, moment.0), &[], moment)));
    cases
}

/// What only two things at once reach.
const TOGETHER: &[&[&str]] = &[
    &["high all week", "no medication"],
    &["high all week", "dizzy"],
    &["high all week", "unwell"],
    &["high all week", "dizzy not asked"],
    &["high all week", "amlodipine at 10 mg"],
    &["high all week", "amlodipine at 10 mg", "no potassium"],
    &["high all week", "amlodipine at 10 mg", "pregnant"],
    &["high all week", "amlodipine at 10 mg", "potassium 5.2"],
    &["high all week", "every step taken"],
    &["high all week", "every step taken", "dizzy"],
    &["high all week", "diabetes", "no medication"],
    &["high all week", "diabetes", "losartan not tolerated", "no medication"],
    &["high all week", "a drug that is not mapped"],
    &["high all week", "conditions not supplied"],
    &["high all week", "amlodipine changed ten days ago"],
    &["low all week", "over 65"],
    &["lisinopril since 25 days", "a result in the window", "creatinine up by exactly 30%"],
    &["lisinopril since 25 days", "no potassium"],
    &["lisinopril since forty days", "no potassium", "no creatinine"],
    &["lisinopril since a fortnight", "creatinine up by more"],
    &["a crisis an hour ago", "a headache"],
    &["the cuff was sent, and nothing came", "no readings yet"],
    &["the cuff was sent, and nothing came", "no readings yet", "in English"],
    &["the cuff was sent, and nothing came", "no readings yet", "by phone"],
    &["the cuff was sent, and nothing came", "no readings yet", "no consent"],
    &["the cuff was sent, and nothing came", "no readings yet", "consent revoked"],
    &["the cuff was sent, and nothing came", "no readings yet", "in Portuguese"],
    &["the cuff was sent, and nothing came", "readings not supplied"],
    &["joined an hour ago", "in English"],
    &["joined an hour ago", "unwell"],
];

/// Three or four things at once, somewhere, some time.
#[must_use]
pub fn drawn(count: usize) -> Vec<Case> {
    let all = variations();
    let mut draw = Draw::new(2026);
    let mut cases = Vec::new();
    for number in 0..count {
        let differences: Vec<_> = (0..3 + draw.below(2)).map(|_| draw.one(&all)).collect();
        let (as_of, zone) = *draw.one(&MOMENTS);
        let names: Vec<_> = differences.iter().map(|(name, ..)| *name).collect();
        let name = format!("drawn {number}: {}, in {zone} at {as_of}", names.join(", "));
        cases.push(Case::new(name, "clinic", record(&differences, as_of), as_of, zone));
    }
    cases
}
