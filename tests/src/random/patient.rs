//! A random record: values either side of each limit, and what is missing, late, twice, corrected, in conflict, out of range.

use serde_json::{Map, Value, json};
use stepcare_core::value::{Instant, LocalTime, Zone};

use super::condition::NUMBERS;
use crate::cases::draw::Draw;

const ZONES: [&str; 5] =
    ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"];
const AS_OF: [&str; 8] = [
    "2026-03-02T14:00:00Z",
    "2026-03-08T07:00:00Z",
    "2026-03-09T12:30:00Z",
    "2026-10-25T01:30:00Z",
    "2026-11-01T06:15:00Z",
    "2028-02-29T12:00:00Z",
    "2026-03-31T21:00:00Z",
    "2026-06-15T23:59:59.999Z",
];
const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// When and where.
pub fn moment(draw: &mut Draw) -> (String, String) {
    ((*draw.one(&AS_OF)).into(), (*draw.one(&ZONES)).into())
}

/// A patient as of an instant.
pub fn record(draw: &mut Draw, as_of: &str, zone: &str) -> Value {
    let now = Instant::parse(as_of).expect("an as-of is an instant");
    let zone_read = Zone::named(zone).expect("a zone has a name");
    let plain = draw.below(2) == 0;
    let mut made = Made { draw, now, zone: zone_read, plain };
    let facts = made.facts();
    let mut record = json!({"format": 1, "patient": "p", "events": [], "facts": facts, "series": {}});
    if let (Some(series), Some(object)) = (made.series(), record.get_mut("series").and_then(Value::as_object_mut)) {
        object.insert("home_bp".into(), series);
    }
    if made.draw.below(12) == 0 {
        let from = made.ago(*made.draw.clone().one(&[2, 5, 9]) * DAY);
        record["zones"] = json!([{"zone": *made.draw.one(&ZONES), "from": from}]);
    }
    record
}

struct Made<'d> {
    draw: &'d mut Draw,
    now: Instant,
    zone: Zone,
    /// Mostly known, and recent: so that decisions come to an end.
    plain: bool,
}

impl Made<'_> {
    fn ago(&self, ms: i64) -> String {
        self.now.checked_add_ms(-ms).map_or_else(String::new, |at| at.to_string())
    }

    /// So many in a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.draw.below(100) < percent
    }

    /// An entry of a fact: dated as a rule, and sound as a rule.
    fn entry(&mut self, value: Value) -> Value {
        let mut entry = Map::from_iter([("value".to_string(), value)]);
        if self.chance(92) {
            let days = *self.draw.one(&[0, 1, 1, 2, 6, 7, 8, 20, 29, 30, 31, 60, 61, 90, 91]);
            let shift = *self.draw.one(&[0, 0, 30, 600, -5]);
            entry.insert("at".into(), self.ago(days * DAY + shift * MINUTE).into());
        }
        if self.chance(3) {
            entry.insert("at".into(), self.ago(-2 * DAY).into());
        }
        Value::Object(entry)
    }

    fn history(&mut self, values: &[Value]) -> Option<Value> {
        if self.plain && self.chance(88) {
            let value = self.draw.one(values).clone();
            return Some(json!({"value": value, "at": self.ago(DAY - 60 * MINUTE)}));
        }
        match self.draw.below(20) {
            0..3 => None,
            3..5 => {
                let several: Vec<Value> = (0..2 + self.draw.below(2)).map(|_| self.drawn(values)).collect();
                Some(Value::Array(several))
            }
            5 => {
                // Twice at one instant: a conflict, or the same.
                let (mut a, mut b) = (self.drawn(values), self.drawn(values));
                let at = self.ago(DAY);
                a["at"] = at.clone().into();
                b["at"] = at.into();
                Some(json!([a, b]))
            }
            6 => Some(json!({"value": null})),
            _ => Some(self.drawn(values)),
        }
    }

    fn drawn(&mut self, values: &[Value]) -> Value {
        let value = self.draw.one(values).clone();
        self.entry(value)
    }

    fn facts(&mut self) -> Map<String, Value> {
        let mut facts = Map::new();
        for of in &NUMBERS {
            let read = |text: &&str| serde_json::from_str(text).unwrap_or(Value::Null);
            let values: Vec<Value> = of.values.iter().map(read).collect();
            // What only a laboratory knows is missing more often: it blocks steps.
            if self.plain && self.chance(35) {
                continue;
            }
            if let Some(value) = self.history(&values) {
                facts.insert(of.name.into(), value);
            }
        }
        let texts = |all: &[&str]| all.iter().map(|text| json!(text)).collect::<Vec<_>>();
        for name in ["frail", "unwell", "dizzy"] {
            let values = [json!("no"), json!("no"), json!("yes"), json!(true), json!("perhaps")];
            let sound = if self.chance(90) { 4 } else { values.len() };
            if let Some(value) = self.history(values.get(..sound).unwrap_or(&values)) {
                facts.insert(name.into(), value);
            }
        }
        let lists: [(&str, Vec<Value>); 4] = [
            ("pregnant", texts(&["yes", "no", "no", "maybe", "pt"])),
            ("sex", texts(&["female", "male", "other", "female"])),
            (
                "symptoms",
                vec![json!([]), json!([]), json!(["vision"]), json!(["headache", "vision"]), json!(["other"])],
            ),
            (
                "conditions",
                vec![
                    json!([]),
                    json!([{"system": "icd10", "code": "E11.9"}]),
                    json!([{"system": "icd10", "code": "I10"}, {"system": "snomed", "code": "44054006"}]),
                    json!([{"system": "icd10", "code": "I10"}]),
                    json!([{"code": "I10"}]),
                ],
            ),
        ];
        for (name, values) in lists {
            if let Some(value) = self.history(&values) {
                facts.insert(name.into(), value);
            }
        }
        if self.chance(90) {
            let births =
                ["1970-01-01", "2008-03", "1961", "2008-02-29", "2010-02-29", "1961-03-02", "1941-03-08", "1940"];
            facts.insert("birth_date".into(), (*self.draw.one(&births)).into());
        }
        if self.chance(85) {
            let days = *self.draw.one(&[1, 3, 6, 7, 8, 14, 40]);
            facts.insert("cuff_sent_at".into(), self.ago(days * DAY + 60 * MINUTE).into());
        }
        if self.plain || self.chance(90) {
            let list = self.medications();
            facts.insert("medications".into(), list);
        }
        if self.plain || self.chance(80) {
            let all = [
                json!([]),
                json!([]),
                json!([]),
                json!([]),
                json!([]),
                json!([{"code": {"system": "rxnorm", "code": "29046"}}]),
                json!([{"code": {"system": "rxnorm", "code": "52175"}}, {"code": {"system": "rxnorm", "code": "17767"}}]),
                json!([{"code": {"system": "snomed", "code": "372687004"}}]),
                json!([{"code": {"system": "rxnorm", "code": "17767"}, "at": self.ago(-DAY)}]),
                json!([{"code": {"system": "rxnorm", "code": "999001"}}]),
            ];
            let at = self.ago(20 * DAY);
            facts.insert("intolerances".into(), json!({"value": self.draw.one(&all).clone(), "at": at}));
        }
        facts
    }

    fn medications(&mut self) -> Value {
        let drugs: [(&str, &[&str], &str); 9] = [
            ("17767", &["5", "10", "2.5"], "mg"),
            ("29046", &["10", "20", "40"], "mg"),
            ("52175", &["50", "100"], "mg"),
            ("2409", &["12.5", "25"], "mg"),
            ("5764", &["1.25"], "mg"),
            ("197361", &["1", "2"], "{tbl}"),
            ("999001", &["1"], "{tbl}"),
            ("1191", &["75"], "mg"),
            ("4711", &["1"], "mg"),
        ];
        let mut lines = Vec::new();
        for n in 0..*self.draw.one(&[0, 1, 1, 2, 2, 3]) {
            let usual = if self.chance(75) { 4 } else { drugs.len() };
            let (code, doses, unit) = *self.draw.one(drugs.get(..usual).unwrap_or(&drugs));
            let mut line = json!({
                "id": format!("m{n}"),
                "code": {"system": "rxnorm", "code": code},
                "dose": {"value": serde_json::from_str::<Value>(self.draw.one::<&str>(doses)).unwrap_or(Value::Null), "unit": unit},
                "per_day": 1,
                "status": "active",
            });
            let from = if self.plain && self.chance(70) { 60 } else { 0 }
                + *self.draw.one(&[1, 2, 3, 5, 7, 10, 13, 14, 15, 20, 27, 28, 29, 30, 31, 40, 90, 120, 90, 120]);
            let shift = *self.draw.one(&[0, 0, 90, 700]);
            line["from"] = self.ago(from * DAY + shift * MINUTE).into();
            if self.chance(4) {
                line["from"] = self.ago(-3 * DAY).into();
            }
            if self.chance(15) {
                line["to"] = self.ago(*self.draw.clone().one(&[0, 1, 5, 10, 29]) * DAY).into();
                if self.chance(50) {
                    line["status"] = "stopped".into();
                }
            }
            if self.chance(3) {
                line["status"] = "perhaps".into();
            }
            if self.chance(4) {
                line["dose"] = Value::Null;
            }
            if self.chance(3)
                && let Some(line) = line.as_object_mut()
            {
                line.remove("from");
            }
            lines.push(line);
        }
        let days = *self.draw.one(&[0, 1, 20, 20, 31]);
        let mut list = json!({"value": lines, "at": self.ago(days * DAY)});
        if self.chance(3) {
            list["at"] = self.ago(-2 * DAY).into();
        }
        list
    }

    fn row(&mut self, n: usize, at: Instant, base: i64) -> Value {
        let near = *self.draw.one(&[-1, 0, 0, 1, 2, -2]);
        let mut row = json!({"id": format!("r{n}"), "at": at.to_string(), "systolic": base + near, "diastolic": 80 + (base - 130) / 2 + near});
        if self.chance(8) {
            row["systolic"] = (*self.draw.one(&[89, 90, 179, 180, 181, 301, 85, 129, 130, 131])).into();
        }
        if self.chance(8) {
            row["diastolic"] = (*self.draw.one(&[59, 60, 119, 120, 121, 201, 79, 80, 81])).into();
        }
        if self.plain || self.chance(70) {
            row["method"] = (*self.draw.one(&["cuff", "cuff", "manual"])).into();
        }
        if self.chance(10) {
            let late = *self.draw.one(&[0, 1, 9, 10, 3000, 300, -9, -10, -11]);
            row["received"] = at.checked_add_ms(late * MINUTE).map_or(Value::Null, |at| at.to_string().into());
        }
        let odd = self.draw.below(100);
        if let Some(fields) = row.as_object_mut() {
            match odd {
                0 | 1 => {
                    fields.remove("systolic");
                }
                2 | 3 => {
                    fields.remove("diastolic");
                }
                4 => {
                    fields.insert("systolic".into(), "high".into());
                }
                5 if n > 0 => {
                    fields.insert("id".into(), format!("r{}", n - 1).into());
                    let status = *self.draw.one(&["amended", "entered_in_error", "final"]);
                    fields.insert("status".into(), status.into());
                }
                6 => {
                    fields.insert("status".into(), (*self.draw.one(&["final", "entered_in_error"])).into());
                }
                7 if n.is_multiple_of(3) => {
                    fields.remove("at");
                }
                8 => {
                    fields.insert("device".into(), (*self.draw.one(&["a", "b"])).into());
                }
                _ => {}
            }
        }
        row
    }

    fn series(&mut self) -> Option<Value> {
        if self.chance(if self.plain { 1 } else { 7 }) {
            return None;
        }
        let mut rows = Vec::new();
        let base = *self.draw.one(&[130, 130, 130, 120, 108, 145, 160, 125]);
        let times = [
            "03:59", "04:00", "08:00", "08:05", "08:25", "11:59", "12:00", "16:00", "20:00", "20:10", "23:50", "00:05",
        ];
        let week = self.draw.below(10);
        if week < 7 {
            let today = self.zone.date(self.now);
            let days = [8, 7, 6, 4, 3, 2, 1].get(week).copied().unwrap_or(1);
            // Now and then they stopped a while ago: an earlier window may stand.
            let silent = if self.chance(20) { *self.draw.one(&[5, 6, 7, 8, 12, 13, 14, 15]) } else { 0 };
            for back in silent..silent + days {
                let Some(day) = today.checked_sub_days(chrono::Days::new(back)) else { continue };
                for time in times {
                    let usual = matches!(time, "08:00" | "20:00");
                    if !self.chance(if usual { 75 } else { 6 }) {
                        continue;
                    }
                    let at = self.zone.instant(day, LocalTime::parse(time).unwrap_or(LocalTime::MIDNIGHT));
                    if at <= self.now || self.chance(10) {
                        rows.push((at, base));
                    }
                }
            }
        }
        for _ in 0..self.draw.below(4) {
            let minutes = i64::try_from(self.draw.below(16 * 24 * 60)).unwrap_or(0) - 30;
            let at = self.now.checked_add_ms(-minutes * MINUTE).unwrap_or(self.now);
            let base = *self.draw.one(&[130, 180, 90, base]);
            rows.push((at, base));
            if self.chance(30) {
                let later = *self.draw.one(&[1, 10, 29, 30, 31]);
                let base = if self.chance(50) { base } else { 125 };
                rows.push((at.checked_add_ms(later * MINUTE).unwrap_or(at), base));
            }
        }
        if self.chance(5) {
            rows.clear();
        }
        let mut all: Vec<Value> = Vec::new();
        for (n, (at, base)) in rows.into_iter().enumerate() {
            let row = self.row(n, at, base);
            if self.chance(3) {
                let mut twin = row.clone();
                twin["id"] = format!("t{n}").into();
                all.push(twin);
            }
            all.push(row);
        }
        let mut series = json!({"rows": all});
        let through =
            *self.draw.one(&[0, 1, 1, 60, 60, 600, 24 * 60, 24 * 60 + 1, 36 * 60, 36 * 60 + 1, 23 * 60, 25 * 60]);
        if self.plain {
            series["through"] = self.ago(MINUTE).into();
        } else if self.chance(93) {
            series["through"] = self.ago(through * MINUTE).into();
        }
        Some(series)
    }
}
