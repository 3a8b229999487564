//! What is no record, no bundle, no instant and no zone: the same code, pointer and help in every host.

use serde_json::Value;
use stepcare_core::value::key::sha256_hex;

use crate::cases::Case;
use crate::cases::clinic::HERE;
use crate::small;

/// Records that are none, and sound ones as of no instant or in no zone.
#[must_use]
pub fn records() -> Vec<Case> {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let deep = small::record().to_string().replace("\"1961-04-01\"", &deep);
    let documents: [(&str, &[u8]); 14] = [
        ("nothing", b""),
        ("words", b"systolic 128"),
        ("a list", b"[]"),
        ("no UTF-8", b"{\"format\": 1, \"patient\": \"\xff\"}"),
        ("a byte order mark", b"\xef\xbb\xbf{\"format\": 1, \"patient\": \"p\"}"),
        ("the half of one", b"{\"format\": 1, \"patient\": \"p"),
        ("two", b"{\"format\": 1, \"patient\": \"p\"} {}"),
        ("no format", b"{\"patient\": \"p\"}"),
        ("format 2", b"{\"format\": 2, \"patient\": \"p\"}"),
        ("no patient", b"{\"format\": 1}"),
        ("an empty patient", b"{\"format\": 1, \"patient\": \" \"}"),
        ("facts in a list", b"{\"format\": 1, \"patient\": \"p\", \"facts\": []}"),
        ("single quotes", b"{'format': 1}"),
        ("a hundred levels", deep.as_bytes()),
    ];
    let mut cases: Vec<Case> = documents
        .iter()
        .map(|(name, document)| Case::new(format!("no record: {name}"), "clinic", *document, HERE.0, HERE.1))
        .collect();
    let sound = small::record().to_string();
    for as_of in
        ["", "yesterday", "2026-03-02", "2026-03-02T09:00:00", "2026-02-30T09:00:00Z", "2026-03-02T09:00:00.0001Z"]
    {
        cases.push(Case::new(format!("no as-of: {as_of}"), "clinic", sound.clone(), as_of, HERE.1));
    }
    for zone in ["", "EST5", "america/new_york", "America/Gotham", "-05:00", "Europe/Zürich"] {
        cases.push(Case::new(format!("no zone: {zone}"), "clinic", sound.clone(), HERE.0, zone));
    }
    cases
}

/// Bundles that are none, made from a sound one, and a case for each.
#[must_use]
pub fn bundles(sound: &str) -> (Vec<(String, Vec<u8>)>, Vec<Case>) {
    let with = |name: &str, value: Value| {
        let mut bundle: Value = serde_json::from_str(sound).expect("a bundle is JSON");
        bundle.as_object_mut().expect("a bundle is an object").insert(name.into(), value);
        bundle.to_string().into_bytes()
    };
    let half = sound.get(..sound.len() / 2).expect("a bundle is ASCII here").into();
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("noise", vec![0xff, 0x00, 0x7b, 0x9d, 0x21, 0x80]),
        ("half", half),
        ("of-another-format", with("format", 99.into())),
        ("of-another-hash", with("hash", format!("sha256:{}", "0".repeat(64)).into())),
        ("a-record", small::record().to_string().into_bytes()),
        ("deep", format!("{}{}", "[".repeat(200), "]".repeat(200)).into_bytes()),
        ("huge-counts", huge_counts(sound)),
    ];
    let cases = bad.iter().map(|(name, _)| {
        Case::new(format!("no bundle: {name}"), &format!("bad-{name}"), small::record().to_string(), HERE.0, HERE.1)
    });
    let cases = cases.collect();
    (bad.into_iter().map(|(name, bytes)| (format!("bad-{name}"), bytes)).collect(), cases)
}

/// A bundle of the right hash whose compiled form begins with a text of 4,294,967,295 bytes, and ends there.
fn huge_counts(sound: &str) -> Vec<u8> {
    let mut bundle: Value = serde_json::from_str(sound).expect("a bundle is JSON");
    let fields = bundle.as_object_mut().expect("a bundle is an object");
    fields.insert("hash".into(), format!("sha256:{}", sha256_hex(&[0xff, 0xff, 0xff, 0xff, 0x0f])).into());
    fields.insert("compiled".into(), "/////w8=".into());
    bundle.to_string().into_bytes()
}
