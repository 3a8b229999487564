//! `uses NAME from "FILE"`: shared files and other rulesets.

use std::collections::BTreeMap;

use stepcare_core::ruleset::{LoadOptions, Ruleset};
use stepcare_dsl::testing::run;
use stepcare_dsl::{Compilation, Diagnostic, Failure, check, compile};

use crate::shared::{in_order, said};

const SHARED: &str = "care edition 2026
shared clinic version \"1\"
source protocol \"Protocol\" choice
facts { age : years in 0 .. 120 from chart; weight : kg in 20 .. 400 from chart }
codes hypertension { icd10 I10 \"Essential hypertension\" }
define heavy = weight > 100 kg
";

const RULES: &str = "care edition 2026
ruleset rules version \"3\" effective 2026-01-01
  uses clinic from \"clinic.care\"
role nurse
task call \"Call\"
task look \"Look\"
screening fit {
  exclude too_heavy when heavy cite protocol
  otherwise eligible
}
score points { 2 when heavy; 1 when age >= 65 years }
check_nothing
";

const MEASURES: &str = "care edition 2026
ruleset measures version \"1\" effective 2026-01-01
  uses rules from \"rules.care\"
measure fit_people {
  among  age >= 18 years  cite protocol
  counts when fit is eligible and points < 2
}
";

fn rules() -> String {
    RULES.replace("check_nothing\n", "\nwhen points >= 1 then task call for nurse\n")
}

fn files(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(name, text)| ((*name).to_string(), (*text).to_string())).collect()
}

fn compiled(main: &str, of: &[(&str, &str)]) -> Result<Compilation, Failure> {
    compile(main, &files(of))
}

fn errors(main: &str, of: &[(&str, &str)]) -> Vec<Diagnostic> {
    compiled(main, of).map_or_else(|failure| failure.diagnostics, |_| Vec::new())
}

#[track_caller]
fn refused(main: &str, of: &[(&str, &str)], pieces: &[&str]) {
    let said: Vec<String> = errors(main, of).iter().map(said).collect();
    assert_eq!(said.len(), 1, "{said:#?}");
    in_order(&said[0], pieces);
}

/// Runs one test that stands behind a ruleset; gives what failed.
fn failed(main: &str, of: &[(&str, &str)], lines: &str) -> Vec<String> {
    let test = format!("test \"t\" {{\n  as of 2026-03-02T09:00 in America/New_York\n{lines}\n}}\n");
    let mut files = files(of);
    files.get_mut(main).unwrap().push_str(&test);
    let done = compile(main, &files).unwrap_or_else(|failure| panic!("{failure}"));
    let ruleset = Ruleset::new(done.compiled, done.spans, LoadOptions::default()).unwrap();
    let ruleset = Ruleset::from_bundle(ruleset.to_bundle().as_bytes(), LoadOptions::default()).unwrap();
    run(&done.tests, &ruleset).iter().flat_map(|r| &r.failed).map(|f| f.found.clone()).collect()
}

#[test]
fn what_a_shared_file_declares_is_the_ruleset_s_and_its_sources_can_be_cited() {
    let rules = rules();
    let of = [("rules.care", rules.as_str()), ("clinic.care", SHARED)];
    let done = compiled("rules.care", &of).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(done.compiled.facts.len(), 2);
    assert_eq!(done.compiled.sources.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["protocol"]);
    let lines = "given weight is 101 kg\n given age is 40 years\n expect fit is excluded\n expect points is 2\n expect task call";
    assert_eq!(failed("rules.care", &of, lines), [""; 0]);
}

#[test]
fn another_ruleset_s_decisions_are_read_and_its_actions_are_not_done_twice() {
    let rules = rules();
    let of = [("measures.care", MEASURES), ("rules.care", rules.as_str()), ("clinic.care", SHARED)];
    let given = "given weight is 90 kg\n given age is 40 years\n";
    assert_eq!(failed("measures.care", &of, &format!("{given} expect fit_people is counted")), [""; 0]);
    let heavy = "given weight is 101 kg\n given age is 40 years\n expect fit_people is uncounted\n expect no task call";
    assert_eq!(failed("measures.care", &of, heavy), [""; 0]);
    let done = compiled("measures.care", &of).unwrap_or_else(|failure| panic!("{failure}"));
    // Its decisions, without what it does by itself.
    let names: Vec<&str> = done.compiled.decisions.iter().map(|d| d.name()).collect();
    assert_eq!((names, done.compiled.silent.len()), (vec!["fit", "points", "fit_people"], 2));
    assert_eq!(done.compiled.name, "measures");
}

#[test]
fn a_reason_and_an_error_stand_in_the_file_that_they_are_of() {
    let rules = rules();
    let done = compiled("rules.care", &[("rules.care", &rules), ("clinic.care", SHARED)]).unwrap();
    assert!(done.spans.iter().any(|span| span.file == "clinic.care"));
    let broken = SHARED.replace("weight > 100 kg", "weight > 100 cm");
    let failure = compiled("rules.care", &[("rules.care", &rules), ("clinic.care", &broken)]).unwrap_err();
    let at = failure.sources.place(failure.diagnostics[0].labels[0].0);
    assert_eq!((failure.diagnostics.len(), at.file.as_str(), at.line), (1, "clinic.care", 6));
}

#[test]
fn files_that_use_each_other_are_refused() {
    let shared = format!("{SHARED}  uses other from \"other.care\"\n");
    let other = "care edition 2026\nshared other version \"1\"\n  uses clinic from \"clinic.care\"\n";
    let rules = rules();
    refused(
        "rules.care",
        &[("rules.care", &rules), ("clinic.care", &shared), ("other.care", other)],
        &["E0203 these files use each other: clinic.care → other.care → clinic.care", "a third file"],
    );
    let itself = rules.replace("clinic.care", "rules.care").replace("clinic", "rules");
    let said: Vec<String> = errors("rules.care", &[("rules.care", &itself)]).iter().map(said).collect();
    assert!(said[0].contains("E0203 these files use each other: rules.care → rules.care"), "{said:?}");
}

#[test]
fn a_file_that_several_use_is_read_once() {
    let other = "care edition 2026\nshared other version \"1\"\n  uses clinic from \"clinic.care\"\ndefine old = age > 80 years\n";
    let rules = rules().replace("  uses clinic", "  uses other from \"other.care\"\n  uses clinic");
    let of = [("rules.care", rules.as_str()), ("clinic.care", SHARED), ("other.care", other)];
    let done = compiled("rules.care", &of).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(done.compiled.facts.len(), 2);
}

#[test]
fn a_name_stands_for_one_thing_in_all_files() {
    let rules = format!("{}define heavy = weight > 90 kg\n", rules());
    let of = [("rules.care", rules.as_str()), ("clinic.care", SHARED)];
    refused("rules.care", &of, &["E0202 the name `heavy` is declared twice", "in all files of a ruleset"]);
}

#[test]
fn a_file_is_used_by_the_name_that_it_gives_itself() {
    let rules = rules().replace("uses clinic", "uses clinics");
    let of = [("rules.care", rules.as_str()), ("clinic.care", SHARED)];
    refused(
        "rules.care",
        &of,
        &["E0204 the shared file in \"clinic.care\" is called `clinic`", "write `uses clinic from"],
    );
}

#[test]
fn a_file_that_is_used_says_what_it_is() {
    let rules = rules();
    let headless = SHARED.replace("shared clinic version \"1\"\n", "");
    let of = [("rules.care", rules.as_str()), ("clinic.care", headless.as_str())];
    let said: Vec<String> = errors("rules.care", &of).iter().map(said).collect();
    in_order(&said[0], &["E0301 \"clinic.care\" does not say what it is", "start it with `shared clinic version"]);
}

#[test]
fn a_shared_file_is_checked_by_itself_and_is_no_ruleset() {
    let found =
        |text: &str| check("clinic.care", &files(&[("clinic.care", text)])).0.iter().map(said).collect::<Vec<_>>();
    assert_eq!(found(SHARED), [""; 0]);
    let broken = found(&SHARED.replace("weight > 100 kg", "weihgt > 100 kg"));
    in_order(&broken[0], &["E0201", "did you mean `weight`?"]);
    in_order(&found(&SHARED.replace("care edition 2026\n", ""))[0], &["E0301", "which edition"]);
    refused(
        "clinic.care",
        &[("clinic.care", SHARED)],
        &["E0301 this is a shared file", "compile a ruleset that uses it"],
    );
}

#[test]
fn an_edition_that_is_not_known_is_refused_with_what_to_do() {
    let rules = rules();
    let newer = SHARED.replace("edition 2026", "edition 2027");
    let of = [("rules.care", rules.as_str()), ("clinic.care", newer.as_str())];
    refused("rules.care", &of, &["E0301 this version does not read edition 2027", "use a newer version of Stepcare"]);
    let older = rules.replace("edition 2026", "edition 2025");
    let of = [("rules.care", older.as_str()), ("clinic.care", SHARED)];
    refused("rules.care", &of, &["E0301 this version does not read edition 2025", "write `care edition 2026`"]);
    let of = [("rules.care", rules.as_str()), ("clinic.care", SHARED)];
    assert_eq!(compiled("rules.care", &of).unwrap().compiled.edition, 2026);
}
