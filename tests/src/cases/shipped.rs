//! The shipped ruleset's patients: as of their own moment, and as of others.

use crate::cases::Case;
use crate::patient::programmes;

/// Both clock changes of both hemispheres, a leap day, a zone of half an hour, one that skipped a day.
pub const MOMENTS: [(&str, &str); 3] = [
    ("2026-03-08T07:30:00Z", "America/New_York"),
    ("2026-03-29T01:00:00+00:00", "Europe/Berlin"),
    ("2026-04-05T02:00:00+10:30", "Australia/Lord_Howe"),
];

/// Each patient as of its own moment and two others.
#[must_use]
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for programme in programmes() {
        let bundle = &programme.ruleset.compiled().name;
        for patient in &programme.patients {
            let record = std::fs::read(&patient.record).expect("a patient has a record");
            let own = (patient.expected.as_of.as_str(), patient.expected.zone.as_str());
            for (as_of, zone) in [own].into_iter().chain(MOMENTS) {
                cases.push(Case::new(
                    format!("{} {as_of} {zone}", patient.name()),
                    bundle,
                    record.clone(),
                    as_of,
                    zone,
                ));
            }
        }
    }
    cases
}
