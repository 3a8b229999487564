//! Ugly texts, each `format/NAME.care` beside what becomes of it, `NAME.txt`. To take over what becomes of them now, run
//! with `STEPCARE_WRITE=1` and read the difference before it is committed.

use std::path::Path;

use super::formatted;

#[test]
fn each_ugly_text_becomes_the_one_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str().and_then(|n| n.strip_suffix(".care")).map(String::from))
        .collect();
    names.sort();
    assert_eq!(names.len(), 6, "{names:?}");
    for name in names {
        let becomes = formatted(&std::fs::read_to_string(folder.join(format!("{name}.care"))).unwrap());
        let beside = folder.join(format!("{name}.txt"));
        if std::env::var_os("STEPCARE_WRITE").is_some() {
            std::fs::write(&beside, &becomes).unwrap();
        }
        assert_eq!(becomes, std::fs::read_to_string(&beside).unwrap_or_default(), "{name}");
    }
}
