use alloc::{borrow::ToOwned, format, string::String, string::ToString, vec, vec::Vec};

use proptest::prelude::*;

use crate::record::read::tests::near_record;
use crate::record::{
    Cell, Chart, Column, ConsentScope, Declared, FactDecl, FactEntry, FactKind, Limits, Record, Row, SeriesDecl,
    read_record,
};
use crate::value::id::SpanId;
use crate::value::{Code, CodeSystem, Date, Instant, Number, Symbol, Unit, Value, Zone};

const SYMBOLS: &[&str] = &["yes", "no", "maybe", "email", "sms", "chest_pain", "breathless"];

fn number(unit: Unit, low: i128, high: i128) -> FactKind {
    FactKind::Number { unit, low: Some(Number::integer(low)), high: Some(Number::integer(high)) }
}

fn facts() -> Vec<FactDecl> {
    let symbols = |of: &[u32]| of.iter().copied().map(Symbol).collect();
    [
        ("birth_date", FactKind::Date),
        ("weight", number(Unit::written("kg").unwrap(), 20, 400)),
        ("frail", FactKind::YesNo),
        ("pregnant", FactKind::OneOf(symbols(&[0, 1, 2]))),
        ("symptoms", FactKind::AnyOf(symbols(&[5, 6]))),
        ("conditions", FactKind::Codes),
        ("medications", FactKind::Medications),
        ("intolerances", FactKind::Intolerances),
        ("consents", FactKind::Consents(symbols(&[3, 4]))),
        ("cuff_sent_at", FactKind::Instant),
    ]
    .into_iter()
    .map(|(name, kind)| FactDecl {
        name: name.into(),
        kind,
        required: name == "birth_date",
        valid: None,
        assume: None,
        coded: None,
        also_written: vec![],
        getting: None,
        at: SpanId(0),
    })
    .collect()
}

fn series() -> Vec<SeriesDecl> {
    let column = |name: &str, kind| Column { name: name.into(), kind, assume: None, coded: None, also_written: vec![] };
    vec![SeriesDecl {
        name: "home_bp".into(),
        columns: vec![
            column("systolic", number(Unit::MMHG, 50, 300)),
            column("diastolic", number(Unit::MMHG, 30, 200)),
        ],
        current_within: None,
        assume_none_when_not_supplied: false,
        times: Vec::new(),
        pair: None,
        at: SpanId(0),
    }]
}

fn bind_record(record: &Record) -> Chart {
    let symbols: Vec<String> = SYMBOLS.iter().map(|text| (*text).to_owned()).collect();
    let (facts, series) = (facts(), series());
    Chart::bind(record, Declared { facts: &facts, series: &series, symbols: &symbols }, &Zone::named("UTC").unwrap())
}

fn bind(members: &str) -> Chart {
    let json = format!(r#"{{"format": 1, "patient": "p-001", {members}}}"#);
    bind_record(&read_record(json.as_bytes(), &Limits::default()).unwrap())
}

/// A chart of one fact beside a birth date.
fn fact(name: &str, json: &str) -> Chart {
    let birth = if name == "birth_date" { "" } else { r#""birth_date": "1961","# };
    bind(&format!(r#""facts": {{{birth} "{name}": {json}}}"#))
}

/// The fact's values, whether one was refused, and its problems.
fn read(name: &str, json: &str) -> (Vec<Value>, bool, Vec<(String, String)>) {
    let chart = fact(name, json);
    let at = facts().iter().position(|f| f.name == name).unwrap();
    let entries = &chart.facts[at];
    let values = entries.entries.iter().map(|entry| entry.value.clone()).collect();
    (values, !entries.refused.is_empty(), found(&chart))
}

fn found(chart: &Chart) -> Vec<(String, String)> {
    chart.problems.iter().map(|p| (p.code.clone(), p.pointer.clone())).collect()
}

#[track_caller]
fn known(name: &str, json: &str, value: Value) {
    assert!(read(name, json) == (vec![value], false, vec![]), "{name} {json}: {:?}", read(name, json).2);
}

#[track_caller]
fn refused(name: &str, json: &str, code: &str, pointer: &str) {
    let (values, refused, problems) = read(name, json);
    assert_eq!((values.len(), refused, problems), (0, true, vec![(code.into(), pointer.into())]), "{name} {json}");
}

fn kg(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

#[test]
fn a_number_is_in_its_declared_unit_or_converted_exactly() {
    known("weight", "70", kg("70"));
    known("weight", r#"{"value": 70, "unit": "kg"}"#, kg("70"));
    known("weight", r#"{"value": 70000, "unit": "g"}"#, kg("70"));
    known("weight", r#"{"value": 100, "unit": "[lb_av]"}"#, kg("45.359237"));
}

#[test]
fn the_declared_unit_may_be_written_otherwise_where_the_declaration_says_so() {
    let drinks = FactDecl {
        name: "drinks".into(),
        kind: number(Unit::written("drinks/day").unwrap(), 0, 100),
        required: false,
        valid: None,
        assume: None,
        coded: None,
        also_written: vec!["Drinks/Day".into()],
        getting: None,
        at: SpanId(0),
    };
    let read = |json: &str| {
        let json = format!(r#"{{"format": 1, "patient": "p-001", "facts": {{"drinks": {json}}}}}"#);
        let record = read_record(json.as_bytes(), &Limits::default()).unwrap();
        let facts = [drinks.clone()];
        let chart =
            Chart::bind(&record, Declared { facts: &facts, series: &[], symbols: &[] }, &Zone::named("UTC").unwrap());
        (chart.facts[0].entries.first().map(|entry| entry.value.clone()), found(&chart))
    };
    let two = Some(Value::Number(Number::integer(2)));
    assert!(read(r#"{"value": 2, "unit": "Drinks/Day"}"#) == (two.clone(), vec![]));
    assert!(read(r#"{"value": 2, "unit": "{drinks}/d"}"#) == (two, vec![]));
    let unknown = vec![("care::P0024".to_string(), "/facts/drinks/unit".to_string())];
    assert!(read(r#"{"value": 2, "unit": "drinks/DAY"}"#) == (None, unknown));
    let other = vec![("care::P0025".to_string(), "/facts/drinks/unit".to_string())];
    assert!(read(r#"{"value": 2, "unit": "{packs}/d"}"#) == (None, other));
}

#[test]
fn a_unit_of_another_kind_or_of_no_kind_refuses_the_number() {
    refused("weight", r#"{"value": 70, "unit": "mm[Hg]"}"#, "care::P0025", "/facts/weight/unit");
    refused("weight", r#"{"value": 70, "unit": "KG"}"#, "care::P0024", "/facts/weight/unit");
    refused("weight", r#"{"value": 70, "unit": 5}"#, "care::P0005", "/facts/weight/unit");
    refused("weight", r#"[{"value": 70, "unit": "cm"}]"#, "care::P0025", "/facts/weight/0/unit");
    let chart = fact("frail", r#"{"value": "yes", "unit": "kg"}"#);
    assert_eq!(found(&chart), [("care::P0026".into(), "/facts/frail/unit".into())]);
}

#[test]
fn both_ends_of_a_range_are_in_it_and_a_fact_outside_is_unknown() {
    known("weight", "20", kg("20"));
    known("weight", "400", kg("400"));
    refused("weight", "19.999", "care::P0027", "/facts/weight");
    refused("weight", "400.001", "care::P0027", "/facts/weight");
    refused("weight", r#"{"value": 500000, "unit": "g"}"#, "care::P0027", "/facts/weight/value");
    refused("weight", r#""70""#, "care::P0005", "/facts/weight");
    refused("weight", "true", "care::P0005", "/facts/weight");
    refused("weight", "1e999", "care::P0001", "/facts/weight");
    refused("weight", r#"{"kg": 70}"#, "care::P0005", "/facts/weight");
}

#[test]
fn yes_and_no_are_words_or_flags_and_nothing_else() {
    for (json, value) in [("true", true), ("false", false), (r#""yes""#, true), (r#""no""#, false)] {
        known("frail", json, Value::Truth(value));
    }
    refused("frail", r#""maybe""#, "care::P0028", "/facts/frail");
    refused("frail", r#""Yes""#, "care::P0028", "/facts/frail");
    refused("frail", "1", "care::P0005", "/facts/frail");
}

#[test]
fn a_value_that_is_not_on_the_list_is_unknown_and_the_near_one_is_named() {
    known("pregnant", r#""maybe""#, Value::Symbol(Symbol(2)));
    known("pregnant", "true", Value::Symbol(Symbol(0)));
    refused("pregnant", r#""mabye""#, "care::P0028", "/facts/pregnant");
    refused("pregnant", r#""email""#, "care::P0028", "/facts/pregnant");
    let problem = fact("pregnant", r#""mabye""#).problems.remove(0);
    assert_eq!((problem.expected.as_str(), problem.help.as_str()), ("one of yes, no, maybe", "did you mean maybe?"));
    assert_eq!(problem.found.as_deref(), Some("mabye"));
    assert!(!problem.to_string().contains("mabye"));
}

#[test]
fn an_empty_list_says_none_and_one_bad_member_leaves_the_whole_unknown() {
    known("symptoms", "[]", Value::Symbols(vec![]));
    known("symptoms", r#"["breathless", "chest_pain", "breathless"]"#, Value::Symbols(vec![Symbol(5), Symbol(6)]));
    known("symptoms", r#""chest_pain""#, Value::Symbols(vec![Symbol(5)]));
    refused("symptoms", r#"["chest_pain", "cough"]"#, "care::P0028", "/facts/symptoms/1");
    // Of a fact that is no list, an empty list is a history without a value.
    assert_eq!(read("frail", "[]").0.len() + read("frail", "[]").2.len(), 0);
}

#[test]
fn a_date_may_be_partial_and_must_exist() {
    for date in ["1961", "1961-04", "1961-04-01"] {
        known("birth_date", &format!("{date:?}"), Value::Date(Date::parse(date).unwrap()));
    }
    for date in [r#""1961-02-29""#, r#""01.04.1961""#, r#""1961-04-01T00:00:00Z""#, "1961"] {
        refused("birth_date", date, "care::P0013", "/facts/birth_date");
    }
    refused("cuff_sent_at", r#""2026-03-02T09:00:00""#, "care::P0011", "/facts/cuff_sent_at");
    refused("cuff_sent_at", r#""2026-03-02""#, "care::P0010", "/facts/cuff_sent_at");
}

#[test]
fn an_instant_is_read_from_1970_on_where_the_rules_of_zones_hold() {
    known("cuff_sent_at", r#""1969-12-31T19:00:00-05:00""#, Value::Instant(Instant::ZONED));
    refused("cuff_sent_at", r#""1969-12-31T23:59:59.999Z""#, "care::P0010", "/facts/cuff_sent_at");
}

#[test]
fn a_code_stands_with_its_system_by_word_uri_or_oid() {
    let hypertension = Value::Codes(vec![Code::new(CodeSystem::Icd10, "I10")]);
    for system in ["icd10", "http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"] {
        let json = format!(r#"[{{"system": "{system}", "code": "i10", "display": "Hypertension"}}]"#);
        known("conditions", &json, hypertension.clone());
    }
    known("conditions", r#"{"system": "icd10", "code": "I10"}"#, hypertension);
    known("conditions", "[]", Value::Codes(vec![]));
}

#[test]
fn a_code_that_cannot_be_read_leaves_all_conditions_unknown() {
    let sound = r#"{"system": "icd10", "code": "E11"}"#;
    refused("conditions", r#"["I10"]"#, "care::P0029", "/facts/conditions/0");
    refused("conditions", &format!(r#"[{sound}, {{"code": "I10"}}]"#), "care::P0029", "/facts/conditions/1/system");
    refused("conditions", &format!(r#"[{sound}, {{"system": "icd10"}}]"#), "care::P0006", "/facts/conditions/1/code");
    refused("conditions", &format!(r#"[{sound}, 7]"#), "care::P0005", "/facts/conditions/1");
    refused(
        "conditions",
        &format!(r#"[{sound}, {{"system": "icd10", "code": ""}}]"#),
        "care::P0005",
        "/facts/conditions/1/code",
    );
}

#[test]
fn a_history_is_in_order_of_time_undated_first() {
    let chart = fact(
        "weight",
        r#"[{"value": 72, "at": "2026-03-01T00:00:00Z", "id": "w2", "source": "ehr"}, {"value": 70},
            {"value": 71, "at": "2026-02-01T00:00:00Z"}, {"value": 900, "at": "2026-03-02T00:00:00Z"},
            {"value": 73, "at": "2026-03-03"}]"#,
    );
    let weights = &chart.facts[1];
    let values: Vec<_> = weights.entries.iter().map(|entry| entry.value.clone()).collect();
    assert!(values == vec![kg("70"), kg("71"), kg("72")]);
    let last = weights.entries.last().unwrap();
    assert_eq!(
        (last.id.as_deref(), last.source.as_deref(), last.pointer.as_str()),
        (Some("w2"), Some("ehr"), "/facts/weight/0/value")
    );
    let future = Instant::parse("2026-03-02T00:00:00Z").ok();
    let refused: Vec<_> = weights.refused.iter().map(|one| (one.at, one.given.is_some())).collect();
    assert_eq!(refused, [(None, false), (future, true)], "one that cannot be read, one that is out of range");
}

#[test]
fn a_required_fact_that_is_missing_is_a_problem_and_a_refused_one_is_not_missing() {
    for members in [r#""facts": {}"#, r#""facts": {"birth_date": null}"#, r#""facts": {"birth_date": []}"#] {
        assert_eq!(found(&bind(members)), [("care::P0023".into(), "/facts/birth_date".into())], "{members}");
    }
    refused("birth_date", r#""61""#, "care::P0013", "/facts/birth_date");
}

#[test]
fn an_unknown_name_is_a_problem_with_the_name_that_was_meant() {
    let chart = bind(
        r#""facts": {"birth_date": "1961", "wieght": 70}, "series": {"home-bp": {"rows": []}, "steps": {"rows": []}}"#,
    );
    let problems: Vec<_> =
        chart.problems.iter().map(|p| (p.code.as_str(), p.pointer.as_str(), p.help.as_str())).collect();
    assert_eq!(problems[0], ("care::P0020", "/facts/wieght", "did you mean weight?"));
    assert_eq!(problems[1], ("care::P0021", "/series/home-bp", "did you mean home_bp?"));
    assert!(problems[2].2.starts_with("remove the series"));
    assert!(!chart.series[0].supplied);
}

#[test]
fn a_medication_s_dose_is_in_mg_or_in_tablets() {
    for (dose, expected, counted) in [
        (r#""dose": 10, "unit": "mg""#, Some("10"), Some(false)),
        (r#""dose": 0.01, "unit": "g""#, Some("10"), Some(false)),
        (r#""dose": 12500, "unit": "ug""#, Some("12.5"), Some(false)),
        (r#""dose": {"value": 10, "unit": "mg"}"#, Some("10"), Some(false)),
        (r#""dose": 1, "unit": "{tbl}""#, Some("1"), Some(true)),
        (r#""dose": 1"#, Some("1"), None),
        (r#""dose": null"#, None, None),
    ] {
        let line = format!(
            r#"[{{"id": "m1", "code": "17767", {dose}, "per_day": 1, "from": "2026-01-01T00:00:00Z", "status": "active"}}]"#
        );
        let chart = fact("medications", &line);
        assert!(chart.problems.is_empty(), "{dose}: {:?}", chart.problems);
        let line = &chart.medications.unwrap()[0];
        assert_eq!((line.dose, line.counted), (expected.and_then(Number::parse), counted), "{dose}");
        assert_eq!((line.id.as_str(), line.active, line.per_day), ("m1", Some(true), Some(Number::ONE)));
        assert!(line.code == Code::new(CodeSystem::RxNorm, "17767"));
    }
}

/// A medication list of one line, its problems, and the line.
fn medication(json: &str) -> (Vec<(String, String)>, crate::record::Medication) {
    let mut chart = fact("medications", &format!("[{json}]"));
    (found(&chart), chart.medications.take().unwrap().remove(0))
}

#[test]
fn a_medication_that_cannot_be_read_stays_as_one_that_nothing_maps() {
    for line in
        [r#""amlodipine""#, "7", r#"{"id": "m1", "dose": 10, "from": "2026-01-01T00:00:00Z", "status": "active"}"#]
    {
        let (problems, line) = medication(line);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(matches!(&line.code.system, CodeSystem::Other(system) if system == "urn:stepcare:unreadable"));
    }
}

#[test]
fn what_is_unknown_of_a_medication_is_never_taken_for_known() {
    let with = |members: &str| medication(&format!(r#"{{"id": "m", "code": "1", {members}}}"#));
    let (problems, line) = with(r#""dose": 10, "unit": "mm[Hg]", "from": "2026-01-01T00:00:00Z", "status": "active""#);
    assert_eq!((problems, line.dose), (vec![("care::P0025".into(), "/facts/medications/0/unit".into())], None));
    let (problems, line) = with(r#""dose": -10, "unit": "mg", "from": "2026-01-01T00:00:00Z", "status": "active""#);
    assert_eq!((problems, line.dose), (vec![("care::P0027".into(), "/facts/medications/0/dose".into())], None));
    let (problems, line) = with(r#""from": "2026-01-01T00:00:00Z", "status": "paused""#);
    assert_eq!((problems, line.active), (vec![("care::P0041".into(), "/facts/medications/0/status".into())], None));
    let (problems, line) = with(r#""from": "2026-01-01", "to": "2026-02-01", "status": "active""#);
    assert_eq!(problems.len(), 2);
    assert_eq!((line.from, line.to, line.active), (None, None, None));
    let (problems, line) = with("\"per_day\": 1");
    assert_eq!(problems[0], ("care::P0006".into(), "/facts/medications/0/status".into()));
    assert_eq!((problems[1].1.as_str(), line.active), ("/facts/medications/0/from", None));
}

#[test]
fn a_medication_entered_in_error_is_none_and_an_empty_list_is_a_list() {
    let chart = fact("medications", r#"[{"id": "m", "code": "1", "status": "entered-in-error"}]"#);
    assert!(chart.medications.unwrap().is_empty() && chart.problems.is_empty());
    assert!(fact("medications", "[]").medications.unwrap().is_empty());
    assert!(fact("frail", "true").medications.is_none());
}

#[test]
fn of_several_lists_the_latest_is_the_one_in_the_chart() {
    let line =
        |code: &str| format!(r#"{{"id": "m", "code": "{code}", "from": "2026-01-01T00:00:00Z", "status": "active"}}"#);
    let chart = fact(
        "medications",
        &format!(
            r#"[{{"value": [{}], "at": "2026-03-01T00:00:00Z"}}, {{"value": [], "at": "2026-02-01T00:00:00Z"}}]"#,
            line("2")
        ),
    );
    assert_eq!(chart.medications.unwrap()[0].code.code, "2");
    assert_eq!(chart.facts[6].entries.len(), 2);
}

#[test]
fn an_intolerance_that_cannot_be_read_leaves_them_all_unknown() {
    let sound = fact(
        "intolerances",
        r#"[{"code": "29046", "at": "2020-01-01T00:00:00Z"}, {"system": "snomed", "code": "41291007"}]"#,
    );
    let lines = sound.intolerances.unwrap();
    assert!(lines[0].code == Code::new(CodeSystem::RxNorm, "29046") && lines[1].code.system == CodeSystem::Snomed);
    let chart = fact("intolerances", r#"[{"code": "29046"}, {"text": "lisinopril"}]"#);
    assert!(chart.intolerances.is_none() && !chart.facts[7].refused.is_empty());
    assert!(found(&chart).contains(&("care::P0006".into(), "/facts/intolerances/1/code".into())));
    refused("intolerances", r#"["lisinopril"]"#, "care::P0040", "/facts/intolerances/0");
}

#[test]
fn a_consent_has_a_topic_or_a_wider_scope() {
    let chart = fact(
        "consents",
        r#"[{"topic": "monitoring", "channel": "sms", "version": "2", "given_at": "2026-01-01T00:00:00Z"},
            {"channel": "sms", "scope": "channel", "revoked_at": "2026-02-01T00:00:00Z"},
            {"scope": "all", "revoked_at": "2026-02-01T00:00:00Z"}]"#,
    );
    assert!(chart.problems.is_empty(), "{:?}", chart.problems);
    let consents = chart.consents.unwrap();
    let scopes: Vec<_> = consents.iter().map(|consent| consent.scope).collect();
    assert_eq!(scopes, [ConsentScope::Topic, ConsentScope::Channel, ConsentScope::All]);
    assert_eq!((consents[0].channel.as_deref(), consents[0].version.as_deref()), (Some("sms"), Some("2")));
}

#[test]
fn a_revocation_that_cannot_be_read_leaves_consent_unknown_and_a_consent_that_cannot_gives_none() {
    let given = r#"{"topic": "t", "channel": "sms", "given_at": "2026-01-01T00:00:00Z"}"#;
    let with = |line: &str| fact("consents", &format!("[{given}, {line}]"));
    let chart = with(r#"{"topic": "t", "channel": "fax", "given_at": "2026-01-01T00:00:00Z"}"#);
    assert_eq!(found(&chart), [("care::P0028".into(), "/facts/consents/1/channel".into())]);
    assert_eq!(chart.consents.unwrap().len(), 1);
    for line in [
        r#"{"topic": "t", "channel": "fax", "revoked_at": "2026-01-01T00:00:00Z"}"#,
        r#"{"topic": "t", "channel": "sms", "revoked_at": "yesterday"}"#,
        r#"{"channel": "sms", "revoked_at": "2026-01-01T00:00:00Z"}"#,
        r#"{"topic": "t", "channel": "sms", "scope": "chanel", "revoked_at": "2026-01-01T00:00:00Z"}"#,
        r#""STOP""#,
    ] {
        let chart = with(line);
        assert!(chart.consents.is_none() && !chart.facts[8].refused.is_empty(), "{line}");
        assert_eq!(chart.problems.len(), 1, "{line}");
    }
}

/// Rows of home_bp: ids in order, and problems.
fn rows(json: &str) -> (Vec<String>, Vec<(String, String)>) {
    let chart = bind(&format!(r#""facts": {{"birth_date": "1961"}}, "series": {{"home_bp": {{"rows": [{json}]}}}}"#));
    (chart.series[0].rows.iter().map(|row| row.id.clone()).collect(), found(&chart))
}

fn row(id: &str, minute: u32, rest: &str) -> String {
    format!(r#"{{"id": "{id}", "at": "2026-03-02T09:{minute:02}:00Z", {rest}}}"#)
}

#[test]
fn rows_are_in_order_of_time_then_id_and_undated_ones_last() {
    let json = [
        row("c", 2, r#""systolic": 130"#),
        r#"{"id": "u", "systolic": 129}"#.into(),
        row("b", 1, r#""systolic": 131"#),
        row("a", 1, r#""systolic": 132"#),
    ];
    let (ids, problems) = rows(&json.join(","));
    assert_eq!(ids, ["a", "b", "c", "u"]);
    assert_eq!(problems, [("care::P0033".into(), "/series/home_bp/rows/1/at".into())]);
}

#[test]
fn a_column_is_known_out_of_range_refused_or_absent() {
    let cell = |json: &str| {
        let json = format!(
            r#""facts": {{"birth_date": "1961"}}, "series": {{"home_bp": {{"rows": [{}]}}}}"#,
            row("r", 0, json)
        );
        let chart = bind(&json);
        (chart.series[0].rows[0].cells[0].clone(), found(&chart))
    };
    let n = |n: i128| Value::Number(Number::integer(n));
    let at = |code: &str, end: &str| vec![(code.to_string(), format!("/series/home_bp/rows/0/systolic{end}"))];
    assert!(cell(r#""systolic": 134"#) == (Cell::Known(n(134)), vec![]));
    assert!(cell(r#""systolic": {"value": 134, "unit": "mm[Hg]"}"#) == (Cell::Known(n(134)), vec![]));
    assert!(cell(r#""systolic": 50"#) == (Cell::Known(n(50)), vec![]));
    assert!(cell(r#""systolic": 300"#) == (Cell::Known(n(300)), vec![]));
    assert!(cell(r#""systolic": 310"#) == (Cell::OutOfRange(n(310)), at("care::P0027", "")));
    assert!(cell(r#""systolic": 49"#) == (Cell::OutOfRange(n(49)), at("care::P0027", "")));
    assert!(cell(r#""systolic": {"value": 70, "unit": "kg"}"#) == (Cell::Refused, at("care::P0025", "/unit")));
    assert!(cell(r#""systolic": "134""#) == (Cell::Refused, at("care::P0005", "")));
    assert!(cell(r#""systolic": 1e999"#) == (Cell::Refused, at("care::P0001", "")));
    assert!(cell(r#""systolic": null"#) == (Cell::Absent, vec![]));
    assert!(cell(r#""diastolic": 80"#) == (Cell::Absent, vec![]));
}

#[test]
fn an_unknown_column_is_listed_once_with_the_name_that_was_meant() {
    let json = [row("a", 0, r#""sistolic": 130"#), row("b", 1, r#""sistolic": 131, "pulse": 70"#)].join(",");
    let chart = bind(&format!(r#""facts": {{"birth_date": "1961"}}, "series": {{"home_bp": {{"rows": [{json}]}}}}"#));
    let expected = [
        ("care::P0022".into(), "/series/home_bp/rows/0/sistolic".into()),
        ("care::P0022".into(), "/series/home_bp/rows/1/pulse".into()),
    ];
    assert_eq!(found(&chart), expected);
    assert_eq!(chart.problems[0].help, "did you mean systolic?");
}

#[test]
fn the_same_device_instant_and_values_count_once_and_the_first_received_stays() {
    let bp = r#""systolic": 134, "diastolic": 82"#;
    let twice = [row("b", 0, bp), row("a", 0, bp)].join(",");
    assert_eq!(rows(&twice), (vec!["a".into()], vec![]));
    let received = [
        row("a", 0, &format!(r#"{bp}, "received": "2026-03-02T10:00:00Z""#)),
        row("b", 0, &format!(r#"{bp}, "received": "2026-03-02T09:01:00Z""#)),
    ];
    assert_eq!(rows(&received.join(",")).0, ["b"]);
    for other in [
        row("b", 1, bp),
        row("b", 0, r#""systolic": 135, "diastolic": 82"#),
        row("b", 0, r#""systolic": 134"#),
        row("b", 0, &format!(r#"{bp}, "device": "d2""#)),
    ] {
        assert_eq!(rows(&[row("a", 0, bp), other].join(",")).0, ["a", "b"]);
    }
    let undated = r#"{"id": "a", "systolic": 134}, {"id": "b", "systolic": 134}"#;
    assert_eq!(rows(undated).0, ["a", "b"]);
}

#[test]
fn a_row_sent_again_is_no_problem_and_one_id_with_other_values_is() {
    let first = row("a", 0, r#""systolic": 134"#);
    assert_eq!(rows(&[first.clone(), first.clone()].join(",")), (vec!["a".into()], vec![]));
    let other = row("a", 0, r#""systolic": 140"#);
    let chart =
        bind(&format!(r#""facts": {{"birth_date": "1961"}}, "series": {{"home_bp": {{"rows": [{first}, {other}]}}}}"#));
    assert_eq!(found(&chart), [("care::P0034".into(), "/series/home_bp/rows/1/id".into())]);
    assert!(chart.series[0].rows[0].cells[0] == Cell::Known(Value::Number(Number::integer(140))));
}

#[test]
fn a_correction_replaces_and_an_error_removes_in_whichever_order_they_are_sent() {
    let sent = |statuses: &[&str]| {
        let json: Vec<_> = statuses
            .iter()
            .enumerate()
            .map(|(at, status)| row("a", 0, &format!(r#""systolic": {}, "status": "{status}""#, 130 + at)))
            .collect();
        let chart = bind(&format!(
            r#""facts": {{"birth_date": "1961"}}, "series": {{"home_bp": {{"rows": [{}]}}}}"#,
            json.join(",")
        ));
        let values: Vec<_> = chart.series[0].rows.iter().map(|row| row.cells[0].clone()).collect();
        (values, chart.problems.len())
    };
    let systolic = |n: i128| (vec![Cell::Known(Value::Number(Number::integer(n)))], 0);
    assert!(sent(&["final", "amended"]) == systolic(131));
    assert!(sent(&["amended", "final"]) == systolic(130));
    assert!(sent(&["final", "corrected", "amended"]) == systolic(132));
    for statuses in [&["final", "entered_in_error"][..], &["entered-in-error", "amended"], &["entered_in_error"]] {
        assert!(sent(statuses) == (vec![], 0), "{statuses:?}");
    }
    // Another status is the ruleset's to filter.
    assert!(sent(&["preliminary"]) == systolic(130));
}

#[test]
fn rows_without_an_id_are_known_by_their_place_and_listed_once() {
    let json = r#"{"at": "2026-03-02T09:01:00Z", "systolic": 134}, {"at": "2026-03-02T09:00:00Z", "systolic": 135}"#;
    let (ids, problems) = rows(json);
    assert_eq!(ids, ["#1", "#0"]);
    assert_eq!(problems, [("care::P0032".into(), "/series/home_bp/rows/0/id".into())]);
}

#[test]
fn a_row_that_cannot_be_read_stays_undated_and_unknown() {
    let chart = bind(
        r#""facts": {"birth_date": "1961"}, "series": {"home_bp": {"rows": [7,
        {"id": "r", "at": "2026-03-02T09:00:00", "systolic": 190}]}}"#,
    );
    let rows = &chart.series[0].rows;
    assert!(rows[0].id == "#0" && rows[0].at.is_none() && rows[0].cells == [Cell::Refused, Cell::Refused]);
    // What is sound of a row without a time is kept: an alert still sees it.
    assert!(rows[1].at.is_none() && rows[1].cells[0] == Cell::Known(Value::Number(Number::integer(190))));
}

#[test]
fn a_series_that_was_refused_is_neither_supplied_nor_empty() {
    let chart = bind(r#""facts": {"birth_date": "1961"}, "series": {"home_bp": {}}"#);
    assert!(!chart.series[0].supplied && chart.series[0].refused && chart.problems.len() == 1);
    let chart = bind(r#""facts": {"birth_date": "1961"}, "series": {"home_bp": {"rows": []}}"#);
    assert!(chart.series[0].supplied && !chart.series[0].refused && chart.problems.is_empty());
    assert!(!bind(r#""facts": {"birth_date": "1961"}"#).series[0].supplied);
}

#[test]
fn events_are_in_order_of_time() {
    let chart = bind(
        r#""facts": {"birth_date": "1961"}, "events": [
            {"event": "done", "key": "b", "at": "2026-03-02T09:00:00Z"},
            {"event": "opened", "key": "a", "at": "2026-03-01T09:00:00Z"},
            {"event": "read", "key": "c", "at": "2026-03-01T09:00:00Z"}]"#,
    );
    let keys: Vec<_> = chart.events.unwrap().iter().map(|event| event.key.clone().unwrap()).collect();
    assert_eq!(keys, ["a", "c", "b"]);
}

#[test]
fn a_record_built_by_hand_needs_no_reading() {
    let mut record = Record::new("p-001");
    record.fact("birth_date", FactEntry::new("1961")).fact("weight", FactEntry::new(70).unit("cm"));
    record.series("home_bp").rows.push(Row { columns: vec![("systolic".into(), 134.into())], ..Row::default() });
    let chart = bind_record(&record);
    let expected = ["/facts/weight/unit", "/series/home_bp/rows/0/at", "/series/home_bp/rows/0/id"];
    assert_eq!(chart.problems.iter().map(|p| p.pointer.as_str()).collect::<Vec<_>>(), expected);
}

#[test]
fn nothing_that_is_printed_holds_a_patient_s_value() {
    let chart = bind(
        r#""facts": {"birth_date": "PLANTED", "weight": {"value": "PLANTED", "unit": "PLANTED", "source": "PLANTED"},
              "conditions": ["PLANTED"], "medications": [{"id": "PLANTED", "code": "PLANTED", "status": "PLANTED"}]},
            "series": {"home_bp": {"rows": [{"id": "PLANTED", "at": "PLANTED", "device": "PLANTED", "systolic": "PLANTED"}]}},
            "events": [{"event": "PLANTED", "key": "PLANTED"}]"#,
    );
    assert!(chart.problems.len() > 6);
    let printed: Vec<String> = chart.problems.iter().map(|p| format!("{p} {p:?}")).collect();
    let debugged = format!("{chart:?} {:?} {:?} {:?}", chart.facts, chart.series, chart.medications);
    assert!(!printed.concat().contains("PLANTED") && !debugged.contains("PLANTED"));
    assert!(chart.problems.iter().any(|p| p.found.as_deref() == Some("PLANTED")));
}

proptest! {
    #[test]
    fn anything_near_a_record_binds_and_every_refusal_has_a_problem(json in near_record()) {
        let Ok(record) = read_record(json.as_bytes(), &Limits::default()) else { return Ok(()) };
        let chart = bind_record(&record);
        for (fact, entries) in facts().iter().zip(&chart.facts) {
            let about = format!("/facts/{}", fact.name);
            let told = chart.problems.iter().any(|p| p.pointer.starts_with(&about));
            prop_assert!(entries.refused.is_empty() || told, "{} in {json}", fact.name);
        }
        let told = |row: &crate::record::ChartRow| chart.problems.iter().any(|p| p.pointer.starts_with(&row.pointer));
        for row in &chart.series[0].rows {
            prop_assert!(!row.cells.contains(&Cell::Refused) || told(row), "{json}");
        }
        prop_assert!(chart.series[0].rows.is_sorted_by(|a, b| (a.at.is_none(), a.at, &a.id) <= (b.at.is_none(), b.at, &b.id)));
    }

    #[test]
    fn the_order_in_which_rows_are_sent_does_not_matter(seed in proptest::collection::vec((0..4_u32, 0..3_u32, 130..133_u32), 0..8)) {
        let json: Vec<_> = seed.iter().enumerate()
            .map(|(at, (minute, device, systolic))| row(&format!("r{at}"), *minute, &format!(r#""device": "d{device}", "systolic": {systolic}"#)))
            .collect();
        let reversed: Vec<_> = json.iter().rev().cloned().collect();
        prop_assert_eq!(rows(&json.join(",")), rows(&reversed.join(",")));
    }
}
