//! A problem found in a record: what, where, what was expected, what to do. The value found stays inside the
//! evaluation document; whatever is printed or logged carries code, pointer and what was expected, never the value.

use alloc::string::String;

use crate::error::{Explained, Kind};
use crate::value::json::write::json_object;

/// Something in the record that could not be used as it stands. Nothing is dropped in silence: each has its problem.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// `care::P0031`.
    pub code: String,
    /// JSON pointer into the record.
    pub pointer: String,
    /// What was found, as text: for the evaluation document only.
    pub found: Option<String>,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub help: String,
}

impl Problem {
    /// A problem of the table, at a JSON pointer into the record.
    #[must_use]
    pub fn new(kind: Kind, pointer: impl Into<String>, expected: impl Into<String>) -> Problem {
        Problem {
            code: kind.code.into(),
            pointer: pointer.into(),
            found: None,
            expected: expected.into(),
            help: kind.help.into(),
        }
    }

    /// With what was found, which only the evaluation document shows.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Problem {
        self.found = Some(found.into());
        self
    }

    /// With another word on what to do than the table's.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = help.into();
        self
    }
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} at {}: expected {}; {}", self.code, self.pointer, self.expected, self.help)
    }
}

/// As displayed: without the value.
impl core::fmt::Debug for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(self, f)
    }
}

/// A member of an object or list, one step below a JSON pointer (RFC 6901: `~` is `~0`, `/` is `~1`).
///
/// ```
/// use stepcare_core::record::problem::below;
/// assert_eq!(below("/facts", "a/b~c"), "/facts/a~1b~0c");
/// ```
#[must_use]
pub fn below(pointer: &str, member: &str) -> String {
    let mut below = String::with_capacity(pointer.len() + member.len() + 1);
    below.push_str(pointer);
    below.push('/');
    for c in member.chars() {
        match c {
            '~' => below.push_str("~0"),
            '/' => below.push_str("~1"),
            c => below.push(c),
        }
    }
    below
}

macro_rules! problems {
    ($($name:ident $code:literal $title:literal $help:literal $explain:literal;)*) => {
        $(
            #[doc = $title]
            pub const $name: Kind = Kind { code: $code, help: $help };
        )*
        /// Every problem, by code.
        pub const PROBLEMS: &[Explained] =
            &[$(Explained { code: $code, title: $title, help: $help, explain: $explain }),*];
    };
}

problems! {
    // The document.
    NUMBER_TOO_LARGE "care::P0001" "A number does not fit."
        "send the number as it was measured"
        "Numbers are exact and of 128 bits. One with more digits, or an exponent far out, is refused: it is unknown, never rounded.";
    DUPLICATE_KEY "care::P0002" "A field stands twice in one object."
        "send the field once"
        "Which of the two was meant cannot be told, so the field is refused: what it holds is unknown.";
    NOT_UNICODE "care::P0003" "A text has an escape that is no character."
        "send well-formed Unicode: no lone surrogates"
        "A text such as \"\\ud800\" cannot be read; it is refused, and what it stood for is unknown.";
    UNKNOWN_FIELD "care::P0004" "A field is unknown."
        "remove the field, or write its name as the schema has it"
        "What stands in the field was not read. A misspelt name would otherwise look as if the value were absent.";
    WRONG_KIND "care::P0005" "A value is of the wrong kind."
        "send the kind of value that is expected"
        "A text where a number is expected, or a number where yes or no is, is refused: the value is unknown.";
    MISSING_FIELD "care::P0006" "A field that is needed is missing."
        "add the field"
        "Without the field the entry cannot be used in full. What follows from it is unknown.";
    // Times and zones.
    BAD_TIME "care::P0010" "A time cannot be read."
        "write RFC 3339 with an offset, as in `2026-03-02T09:00:00-05:00`"
        "A day or time that does not exist, or one that is written in another way, is refused, and so is an instant before 1970: the rules of time zones are not meant to hold there, so nobody could say on which local day it was. A date may be earlier. A fact with such a time is refused with it; a row keeps its place without a time.";
    NO_OFFSET "care::P0011" "A local time has no offset."
        "add `Z`, or the offset from UTC as in `-05:00`: the same local time is another instant in another zone"
        "Without an offset the instant could lie anywhere within 26 hours. It is not guessed from a zone: a device's clock and the patient's home need not agree.";
    TOO_FINE "care::P0012" "A time is finer than a millisecond."
        "round the time to milliseconds"
        "Instants are whole milliseconds. A finer one is refused instead of cut off, so that two hosts never order two readings differently.";
    BAD_DATE "care::P0013" "A date cannot be read."
        "write `1961-04-01`; `1961-04` or `1961` where no more is known"
        "A day that does not exist, or a date written in another way, is refused: it is unknown.";
    UNKNOWN_ZONE "care::P0014" "There is no such time zone."
        "use an IANA name such as `America/New_York`; case counts"
        "The change of zone is ignored: the patient's days go on in the zone before it.";
    // Facts and columns.
    UNKNOWN_FACT "care::P0020" "The ruleset declares no such fact."
        "remove the fact, or write its name as the ruleset has it"
        "The fact is not read. A misspelt name would otherwise look as if the fact were absent.";
    UNKNOWN_SERIES "care::P0021" "The ruleset declares no such series."
        "remove the series, or write its name as the ruleset has it"
        "The series is not read. A misspelt name would otherwise look as if the series were not supplied.";
    UNKNOWN_COLUMN "care::P0022" "The series declares no such column."
        "remove the column, or write its name as the ruleset has it"
        "The column is not read, in any row; it is listed once, at the first row that has it.";
    MISSING_REQUIRED "care::P0023" "A required fact is missing."
        "supply the fact"
        "The fact is unknown; everything that does not need it is still evaluated.";
    UNKNOWN_UNIT "care::P0024" "The unit is not known."
        "write a UCUM code such as `mm[Hg]`, `mg/dL`, `kg`; case counts"
        "A number whose unit cannot be read is refused: it is unknown.";
    WRONG_UNIT "care::P0025" "The unit measures something else."
        "send the value in the declared unit, or in another of the same kind"
        "A mass is no pressure. A number in a unit of another kind is refused: it is unknown. Units of the same kind are converted exactly.";
    UNIT_WITHOUT_NUMBER "care::P0026" "A unit stands beside something that is no number."
        "remove the unit"
        "The unit is ignored; the value is used.";
    OUT_OF_RANGE "care::P0027" "A value is outside its plausible range."
        "check the value at its source"
        "A fact out of range is unknown, and no assumption takes its place. A row's value out of range is not used by averages and goals, and is used as given by alerts: it may be a mistake, or an emergency.";
    NOT_ON_LIST "care::P0028" "A value is not one of those that are listed."
        "send one of the listed values"
        "The value is unknown, and no assumption takes its place: a language that is not on the list is not English.";
    CODE_WITHOUT_SYSTEM "care::P0029" "A code does not say of which system it is."
        "send `{\"system\": \"icd10\", \"code\": \"I10\"}`, the system as a word (icd10, snomed, loinc, rxnorm), a URI or an OID"
        "The same code means other things in other systems. The whole list is unknown until every code in it can be read: a code that is left out would look like a condition that the patient does not have.";
    // Rows.
    FUTURE_ROW "care::P0031" "A row is dated in the future."
        "correct the time, or the clock of the device"
        "A row more than 10 minutes after it was received is set aside. An alert over it is undetermined, and its task is still created.";
    ROW_WITHOUT_ID "care::P0032" "A row has no id."
        "give each row an id that stays the same whenever the record is sent"
        "A row without an id is known by its position, which moves when rows are added: an action about it may be created a second time. It is listed once a series, at the first such row.";
    ROW_WITHOUT_TIME "care::P0033" "A row has no time."
        "add `at`"
        "The row is undated: whether it is the latest is unknown.";
    DUPLICATE_ID "care::P0034" "Two rows have one id and other values."
        "give each row its own id, or mark a correction with status `amended`"
        "The later of the two stands, by the time it was received, else by its place in the record.";
    AMENDED_WITHOUT_ID "care::P0035" "A correction has no id."
        "name the row that is corrected by its id"
        "A row that is entered in error is left out; without an id nothing else can be removed, and an amended row stands beside the one it was to replace.";
    PERIOD_BACKWARDS "care::P0036" "A period ends before it starts."
        "correct its start or its end"
        "Which of the two is wrong cannot be told, so both are unknown.";
    // Lists.
    UNREADABLE_LINE "care::P0040" "A line of a list cannot be read."
        "send the line as the schema has it"
        "The line is not dropped in silence: a medication that cannot be read leaves the regimen unknown, an intolerance that cannot be read leaves the intolerances unknown.";
    UNKNOWN_STATUS "care::P0041" "A medication's status is not known."
        "send active, on_hold, stopped, completed, cancelled or entered_in_error"
        "Whether the medication is taken is unknown.";
    // Events.
    UNKNOWN_EVENT "care::P0050" "There is no such event."
        "send opened, updated, done, cancelled, failed, read, closed or stage_entered"
        "The event is left out.";
    // Found while evaluating.
    BEFORE_EFFECTIVE "care::P0060" "The as-of is before the ruleset takes effect."
        "use the version of the ruleset that was in force then"
        "The answer is given all the same, by rules that were not yet in force.";
    OVERFLOW "care::P0061" "A calculation does not fit."
        "check the values that went into it"
        "Numbers are exact and of 128 bits. A result that does not fit is unknown.";
    UNSTABLE_ANCHOR "care::P0062" "A fact that an action is about has no id."
        "give the fact an `id` that stays the same when its value is corrected"
        "The action is known by the fact's value instead: when the value is corrected, the action is closed and another is created.";
}

json_object! {
    Problem { "code": code, "pointer": pointer, "found"? found, "expected": expected, "help": help }
}

#[cfg(test)]
mod tests {
    use super::{PROBLEMS, Problem, WRONG_UNIT, below};
    use alloc::{collections::BTreeSet, format};

    #[test]
    fn every_code_is_one_problem_s_and_they_rise() {
        let codes: BTreeSet<_> = PROBLEMS.iter().map(|p| p.code).collect();
        assert_eq!(codes.len(), PROBLEMS.len());
        assert!(PROBLEMS.is_sorted_by_key(|p| p.code));
        for p in PROBLEMS {
            assert!(p.code.starts_with("care::P") && p.code.len() == 11, "{}", p.code);
            assert!(p.title.ends_with('.') && p.explain.ends_with('.') && !p.help.ends_with('.'), "{}", p.code);
        }
    }

    #[test]
    fn what_is_printed_or_logged_does_not_hold_the_value_found() {
        let problem = Problem::new(WRONG_UNIT, "/facts/weight/unit", "a unit of mass, as kg").found("PLANTED");
        for text in [format!("{problem}"), format!("{problem:?}")] {
            assert!(!text.contains("PLANTED"));
            assert!(text.starts_with("care::P0025 at /facts/weight/unit: expected a unit of mass, as kg; send"));
        }
    }

    #[test]
    fn a_pointer_escapes_what_it_is_made_of() {
        assert_eq!(below("", ""), "/");
        assert_eq!(below("/facts", "~1/"), "/facts/~01~1");
    }
}
