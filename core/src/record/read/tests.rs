use alloc::{format, string::String, string::ToString, vec, vec::Vec};

use proptest::prelude::*;

use crate::record::{EventKind, Item, Limits, Record, read_record};
use crate::value::Instant;

fn read(members: &str) -> Record {
    read_record(format!(r#"{{"format": 1, "patient": "p-001"{members}}}"#).as_bytes(), &Limits::default()).unwrap()
}

/// Codes and pointers of what was found wrong.
fn problems(members: &str) -> Vec<(String, String)> {
    read(members).problems.into_iter().map(|p| (p.code, p.pointer)).collect()
}

fn only(code: &str, pointer: &str) -> Vec<(String, String)> {
    vec![(code.into(), pointer.into())]
}

fn error(json: &str) -> (&'static str, String) {
    let error = read_record(json.as_bytes(), &Limits::default()).unwrap_err();
    (error.code, error.pointer)
}

fn at(text: &str) -> Option<Instant> {
    Some(Instant::parse(text).unwrap())
}

#[test]
fn a_whole_record_is_read_as_it_stands() {
    let record = read(
        r#", "facts": {"birth_date": "1961-04-01",
              "potassium": {"id": "k1", "value": 4.4, "unit": "mmol/L", "at": "2026-02-20T08:00:00Z", "source": "ehr"}},
            "series": {"home_bp": {"through": "2026-03-02T06:00:00Z", "rows": [
              {"id": "r1", "at": "2026-02-26T07:12:00-05:00", "received": "2026-02-26T12:13:00Z", "device": "d1",
               "status": "final", "systolic": 134}]}},
            "events": [
              {"event": "stage_entered", "pathway": "p", "stage": "s", "ruleset": "r", "at": "2026-02-10T15:00:00Z"},
              {"event": "opened", "key": "k", "content": "c", "at": "2026-02-20T18:00:00Z"}],
            "zones": [{"zone": "America/New_York", "from": "2026-01-01T00:00:00Z"}]"#,
    );
    assert!(record.problems.is_empty(), "{:?}", record.problems);
    let potassium = &record.facts.get("potassium").unwrap()[0];
    assert!(potassium.value == Item::Number(crate::value::Number::parse("4.4").unwrap()));
    assert_eq!((potassium.id.as_deref(), potassium.unit.as_deref()), (Some("k1"), Some("mmol/L")));
    assert_eq!((potassium.at, potassium.source.as_deref()), (at("2026-02-20T08:00:00Z"), Some("ehr")));
    let series = record.series.get("home_bp").unwrap();
    assert_eq!(series.through, at("2026-03-02T06:00:00Z"));
    let row = &series.rows[0];
    assert_eq!(
        (row.id.as_deref(), row.device.as_deref(), row.status.as_deref()),
        (Some("r1"), Some("d1"), Some("final"))
    );
    assert_eq!((row.at, row.received), (at("2026-02-26T12:12:00Z"), at("2026-02-26T12:13:00Z")));
    assert!(row.columns == vec![("systolic".into(), Item::from(134))]);
    let events = record.events.unwrap();
    assert_eq!((events[0].kind, events[0].stage.as_deref()), (EventKind::StageEntered, Some("s")));
    assert_eq!((events[1].kind, events[1].content.as_deref()), (EventKind::Opened, Some("c")));
    assert_eq!(record.zones[0].zone, "America/New_York");
}

#[test]
fn without_format_patient_or_shape_there_is_no_record() {
    for (json, code, pointer) in [
        ("[]", "care::H0108", ""),
        ("1", "care::H0108", ""),
        (r#"{"patient": "p"}"#, "care::H0109", "/format"),
        (r#"{"format": null, "patient": "p"}"#, "care::H0109", "/format"),
        (r#"{"format": 2, "patient": "p"}"#, "care::H0110", "/format"),
        (r#"{"format": "1", "patient": "p"}"#, "care::H0110", "/format"),
        (r#"{"format": 1, "format": 1, "patient": "p"}"#, "care::H0110", "/format"),
        (r#"{"format": 1}"#, "care::H0111", "/patient"),
        (r#"{"format": 1, "patient": ""}"#, "care::H0111", "/patient"),
        (r#"{"format": 1, "patient": " "}"#, "care::H0111", "/patient"),
        (r#"{"format": 1, "patient": 17}"#, "care::H0111", "/patient"),
        (r#"{"format": 1, "patient": "p", "facts": []}"#, "care::H0108", "/facts"),
        (r#"{"format": 1, "patient": "p", "series": 1}"#, "care::H0108", "/series"),
        (r#"{"format": 1, "patient": "p", "events": {}}"#, "care::H0108", "/events"),
        (r#"{"format": 1, "patient": "p", "zones": "UTC"}"#, "care::H0108", "/zones"),
        (r#"{"format": 1, "patient": "p", "facts": {}, "facts": {}}"#, "care::H0108", "/facts"),
    ] {
        assert_eq!(error(json), (code, pointer.into()), "{json}");
    }
    assert!(read_record(br#"{"format": 1.0, "patient": "p", "facts": null}"#, &Limits::default()).is_ok());
}

#[test]
fn an_unknown_field_is_a_problem_at_every_level() {
    let mut expected = only("care::P0004", "/fact");
    assert_eq!(problems(r#", "fact": {}"#), expected);
    assert_eq!(read(r#", "fact": {}"#).problems[0].help, "did you mean facts?");
    expected[0].1 = "/facts/a~1b/units".into();
    assert_eq!(problems(r#", "facts": {"a/b": {"value": 1, "units": "kg"}}"#), expected);
    expected[0].1 = "/series/s/row".into();
    assert_eq!(problems(r#", "series": {"s": {"rows": [], "row": []}}"#), expected);
    expected[0].1 = "/events/0/when".into();
    assert_eq!(
        problems(r#", "events": [{"event": "done", "key": "k", "at": "2026-03-02T09:00:00Z", "when": 1}]"#),
        expected
    );
    expected[0].1 = "/zones/0/to".into();
    assert_eq!(problems(r#", "zones": [{"zone": "UTC", "from": "2026-03-02T09:00:00Z", "to": 1}]"#), expected);
}

#[test]
fn a_time_without_an_offset_is_told_apart_from_one_that_does_not_exist() {
    for (time, code) in [
        (r#""2026-03-02T09:00:00""#, "care::P0011"),
        (r#""2026-02-30T09:00:00Z""#, "care::P0010"),
        (r#""2026-03-02""#, "care::P0010"),
        (r#""yesterday""#, "care::P0010"),
        (r#""2026-03-02T09:00:00.0001Z""#, "care::P0012"),
        ("1772460000000", "care::P0005"),
    ] {
        let record = read(&format!(r#", "facts": {{"f": {{"value": 1, "at": {time}}}}}"#));
        let problem = &record.problems[0];
        assert_eq!((problem.code.as_str(), problem.pointer.as_str()), (code, "/facts/f/at"), "{time}");
        assert!(record.facts.get("f").unwrap()[0].refused && record.facts.get("f").unwrap()[0].at.is_none());
        assert!(!problem.to_string().contains("2026-02-30") && !problem.to_string().contains("yesterday"));
        let record = read(&format!(r#", "series": {{"s": {{"rows": [{{"id": "r", "at": {time}, "systolic": 1}}]}}}}"#));
        assert_eq!(record.problems[0].pointer, "/series/s/rows/0/at");
        assert!(
            record.series.get("s").unwrap().rows[0].refused
                && record.series.get("s").unwrap().rows[0].columns.len() == 1
        );
    }
}

#[test]
fn a_fact_is_a_value_an_entry_or_a_list_of_either() {
    let history = |json: &str| {
        let record = read(&format!(r#", "facts": {{"f": {json}}}"#));
        assert!(record.problems.is_empty());
        record.facts.get("f").unwrap().iter().map(|e| (e.value.clone(), e.pointer.clone().unwrap())).collect::<Vec<_>>()
    };
    let one = |item: Item, pointer: &str| vec![(item, String::from(pointer))];
    assert!(history("4") == one(4.into(), "/facts/f"));
    assert!(history(r#"{"value": 4}"#) == one(4.into(), "/facts/f/value"));
    assert!(history(r#"[{"value": 4}]"#) == one(4.into(), "/facts/f/0/value"));
    assert!(history("[4]") == one(4.into(), "/facts/f/0"));
    assert!(history("[null, 4]") == one(4.into(), "/facts/f/1"));
    assert!(history(r#"[4, {"value": 5}]"#).len() == 2);
    assert!(history(r#"["a", {"value": "b"}]"#).len() == 2);
    for absent in ["null", r#"{"value": null}"#, r#"[{"value": null}]"#, "[null]"] {
        assert!(history(absent).is_empty(), "{absent}");
    }
}

#[test]
fn a_list_of_texts_or_of_objects_without_a_value_is_one_value() {
    for list in [r#"["a", "b"]"#, r#"[{"system": "icd10", "code": "I10"}]"#, "[]"] {
        let record = read(&format!(r#", "facts": {{"f": {list}, "g": {{"value": {list}}}}}"#));
        for name in ["f", "g"] {
            assert!(
                matches!(record.facts.get(name).unwrap()[..], [ref e] if matches!(e.value, Item::List(_))),
                "{list}"
            );
        }
    }
}

#[test]
fn a_series_that_cannot_be_read_is_refused_and_never_empty() {
    for (json, code, pointer) in [
        ("5", "care::P0005", "/series/s"),
        ("[]", "care::P0005", "/series/s"),
        (r#"{"rows": {}}"#, "care::P0005", "/series/s/rows"),
        (r#"{"through": "2026-03-02T09:00:00Z"}"#, "care::P0006", "/series/s/rows"),
        (r#"{"rows": [], "rows": []}"#, "care::P0002", "/series/s/rows"),
    ] {
        let record = read(&format!(r#", "series": {{"s": {json}}}"#));
        assert_eq!((record.problems[0].code.as_str(), record.problems[0].pointer.as_str()), (code, pointer), "{json}");
        assert_eq!(record.problems.len(), 1);
        assert!(record.series.get("s").unwrap().refused);
    }
    assert!(read(r#", "series": {"s": null}"#).series.is_empty());
    assert!(!read(r#", "series": {"s": {"rows": []}}"#).series.get("s").unwrap().refused);
}

#[test]
fn a_row_that_cannot_be_read_keeps_its_place() {
    let record = read(r#", "series": {"s": {"rows": [7, {"id": "r", "systolic": 1e999}, null]}}"#);
    let rows = &record.series.get("s").unwrap().rows;
    assert!(rows.len() == 3 && rows[0].refused && !rows[1].refused && rows[2].refused);
    assert!(rows[1].columns[0].1 == Item::Refused);
    let pointers: Vec<_> = record.problems.iter().map(|p| p.pointer.as_str()).collect();
    assert_eq!(pointers, ["/series/s/rows/1/systolic", "/series/s/rows/0", "/series/s/rows/2"]);
}

#[test]
fn an_event_that_cannot_be_read_is_left_out_with_its_problem() {
    for (event, code, pointer) in [
        (r#"{"event": "opend", "key": "k", "at": "2026-03-02T09:00:00Z"}"#, "care::P0050", "/events/0/event"),
        (r#"{"key": "k", "at": "2026-03-02T09:00:00Z"}"#, "care::P0006", "/events/0/event"),
        (r#"{"event": "done", "at": "2026-03-02T09:00:00Z"}"#, "care::P0006", "/events/0/key"),
        (r#"{"event": "done", "key": "k"}"#, "care::P0006", "/events/0/at"),
        (r#"{"event": "done", "key": "k", "at": "2026-03-02T09:00:00"}"#, "care::P0011", "/events/0/at"),
        (r#"{"event": "done", "key": 7, "at": "2026-03-02T09:00:00Z"}"#, "care::P0005", "/events/0/key"),
        (
            r#"{"event": "stage_entered", "pathway": "p", "at": "2026-03-02T09:00:00Z"}"#,
            "care::P0006",
            "/events/0/stage",
        ),
        ("1", "care::P0005", "/events/0"),
    ] {
        let members = format!(r#", "events": [{event}]"#);
        assert_eq!(problems(&members), only(code, pointer), "{event}");
        assert!(read(&members).events.unwrap().is_empty());
    }
    assert_eq!(read(r#", "events": [{"event": "opend"}]"#).problems[0].help, "did you mean opened?");
    assert!(read("").events.is_none() && read(r#", "events": null"#).events.is_none());
}

#[test]
fn a_series_has_as_many_rows_as_the_limit_allows() {
    let limits = Limits { rows: 2, ..Limits::default() };
    let with = |rows: &str| {
        let json = format!(r#"{{"format": 1, "patient": "p", "series": {{"s": {{"rows": {rows}}}}}}}"#);
        read_record(json.as_bytes(), &limits).map(|_| ()).map_err(|error| (error.code, error.pointer))
    };
    assert_eq!(with("[{}, {}]"), Ok(()));
    assert_eq!(with("[{}, {}, {}]"), Err(("care::H0112", "/series/s/rows".into())));
}

/// JSON that is often near a record.
pub(in crate::record) fn near_record() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_string()),
        Just("true".into()),
        Just("1e999".into()),
        Just("\"yes\"".into()),
        Just("\"2026-03-02T09:00:00Z\"".into()),
        Just("\"amended\"".into()),
        Just("\"entered_in_error\"".into()),
        Just("\"icd10\"".into()),
        Just("\"kg\"".into()),
        any::<i64>().prop_map(|n| n.to_string()),
        "\"[a-zé/~]{0,4}\"",
    ];
    const NAMES: &[&str] = &[
        "value",
        "unit",
        "at",
        "id",
        "rows",
        "through",
        "status",
        "device",
        "weight",
        "conditions",
        "medications",
        "intolerances",
        "consents",
        "symptoms",
        "home_bp",
        "systolic",
        "code",
        "system",
        "dose",
        "per_day",
        "from",
        "to",
        "channel",
        "topic",
        "scope",
        "revoked_at",
        "given_at",
        "event",
        "key",
        "zone",
    ];
    let value = scalar.prop_recursive(5, 60, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec((prop::sample::select(NAMES), inner), 0..5).prop_map(|members| {
                let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    });
    let members = |names: &'static [&'static str], value: BoxedStrategy<String>| {
        proptest::collection::vec((prop::sample::select(names), value), 0..5).prop_map(|members| {
            let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            members.join(",")
        })
    };
    let rows = proptest::collection::vec(
        members(&["id", "at", "received", "status", "systolic"], value.clone().boxed()),
        0..5,
    )
    .prop_map(|rows| {
        format!("{{\"rows\":[{}]}}", rows.iter().map(|r| format!("{{{r}}}")).collect::<Vec<_>>().join(","))
    });
    (members(NAMES, value.clone().boxed()), rows, proptest::collection::vec(value, 0..3)).prop_map(
        |(facts, rows, events)| {
            let events = events.join(",");
            format!(
                r#"{{"format":1,"patient":"p","facts":{{{facts}}},"series":{{"home_bp":{rows}}},"events":[{events}]}}"#
            )
        },
    )
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_record(&bytes, &Limits::default());
    }

    #[test]
    fn anything_near_a_record_is_read_or_refused_with_a_code(json in near_record()) {
        if let Err(error) = read_record(json.as_bytes(), &Limits::default()) {
            prop_assert!(error.code.starts_with("care::H01"));
        }
    }
}
