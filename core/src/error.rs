//! Errors: when no evaluation, or no ruleset, could be produced at all. Each has a code, what was expected and what to
//! do; none carries a patient's value.

use alloc::string::String;

/// Why a bundle could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}{}{help}", if help.is_empty() { "" } else { "; " })]
pub struct LoadError {
    /// `care::H0001`.
    pub code: &'static str,
    /// What is wrong, and where.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Why a record could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}{}{pointer}: expected {expected}; {help}", if pointer.is_empty() { "" } else { " at " })]
pub struct EvaluateError {
    /// `care::H0101`.
    pub code: &'static str,
    /// JSON pointer into the record, or empty.
    pub pointer: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub help: String,
}

/// An error of the tables, as the engine carries it: without the long texts, which a module need not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// `care::H0101`, `care::P0031`.
    pub code: &'static str,
    /// What to do, in a line.
    pub help: &'static str,
}

/// A code and what it stands for, as `explain` prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explained {
    /// `care::H0101`, `care::P0031`.
    pub code: &'static str,
    /// What is wrong, in a line.
    pub title: &'static str,
    /// What to do, in a line.
    pub help: &'static str,
    /// Why it is a fault, what follows from it, and what to do, in full.
    pub explain: &'static str,
}

impl LoadError {
    /// An error of the table; the message says what is wrong and where.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<String>) -> LoadError {
        LoadError { code: kind.code, message: message.into(), help: kind.help.into() }
    }

    /// With another word on what to do than the table's.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> LoadError {
        self.help = help.into();
        self
    }
}

impl EvaluateError {
    /// An error of the table, at a JSON pointer into the record (empty for the record as a whole).
    #[must_use]
    pub fn new(kind: Kind, pointer: impl Into<String>, expected: impl Into<String>) -> EvaluateError {
        EvaluateError { code: kind.code, pointer: pointer.into(), expected: expected.into(), help: kind.help.into() }
    }

    /// With another word on what to do than the table's.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> EvaluateError {
        self.help = help.into();
        self
    }
}

macro_rules! errors {
    ($($name:ident $code:literal $title:literal $help:literal $explain:literal;)*) => {
        $(
            #[doc = $title]
            pub const $name: Kind = Kind { code: $code, help: $help };
        )*
        /// Every error of this kind, by code.
        pub const ALL: &[Explained] =
            &[$(Explained { code: $code, title: $title, help: $help, explain: $explain }),*];
    };
}

/// Why a ruleset could not be loaded.
pub mod load {
    use super::{Explained, Kind};

    errors! {
        NOT_JSON "care::H0001" "The bundle is not JSON."
            "load the file that `stepcare compile` wrote, unchanged"
            "A bundle is one JSON document in UTF-8. What was handed over is something else, or was changed on its way.";
        TRUNCATED "care::H0002" "The bundle ends before it is complete."
            "fetch or copy the bundle again"
            "The JSON stops in the middle: the file was cut off on its way. Nothing of it is used.";
        UNKNOWN_FORMAT "care::H0003" "The bundle is of a format that this version does not read."
            "compile the ruleset with the version that loads it, or load it with a newer version"
            "Every bundle names its format, an integer. A bundle of a format that this version does not know may hold fields that decide, and is refused as a whole; older formats are read.";
        FOREIGN "care::H0004" "The document is JSON but no bundle of a ruleset."
            "load the file that `stepcare compile` wrote; a record or an evaluation is no ruleset"
            "A bundle holds `format`, `name`, `version`, `hash`, `compiled` and `spans`. A field that is missing, stands twice, is of another kind or holds a word that this version does not know means that the document is something else, or was changed.";
        HASH_MISMATCH "care::H0005" "The bundle's hash is not that of its content."
            "compile the ruleset again; never edit a bundle by hand"
            "The hash is taken over the compiled form's bytes. Where it is another one, or `name` and `version` are not those of the compiled form, the content was changed after it was compiled, and may not decide on a patient.";
        NOWHERE "care::H0006" "An index of the compiled form points nowhere."
            "compile the ruleset again with this version"
            "Compiled rules refer to facts, drugs, tasks and one another by position. A position beyond the end of its list, or of the wrong kind of thing, is refused when the ruleset is loaded, so that nothing later meets it.";
        ORDER "care::H0007" "The compiled form is not in an order that can be worked out."
            "compile the ruleset again with this version"
            "A node's operands stand before it and a decision uses only decisions before it, so that every evaluation ends. A compiled form that breaks this order, or nests deeper than is worked out, is refused.";
        UNFIT "care::H0008" "A part of the compiled form contradicts itself."
            "compile the ruleset again with this version"
            "Names must be distinct, ranges must not be empty and a list that something needs must not be empty. The language never writes such a form.";
        UNKNOWN_SETTING "care::H0009" "The ruleset has no such setting."
            "use the name of a setting that the ruleset declares"
            "A setting that was misspelt and ignored would leave the site with a value that it did not choose.";
        UNREADABLE_SETTING "care::H0010" "The setting's value cannot be read."
            "write a number and the setting's unit, as in \"170 mmHg\" or \"5 days\""
            "A setting is written as text in its own unit. A number without its unit is not taken.";
        SETTING_OUT_OF_RANGE "care::H0011" "The setting's value is outside the range that the ruleset allows."
            "choose a value inside the range"
            "The author of a ruleset says how far a site may move a setting; beyond it the rule is no longer the one that was reviewed.";
        TOO_DEEP "care::H0012" "The bundle nests deeper than the limit."
            "load the file that `stepcare compile` wrote"
            "A compiled form is flat. Deep nesting is no ruleset.";
    }
}

/// Why a record could not be evaluated.
pub mod evaluate {
    use super::{Explained, Kind};

    errors! {
        TOO_LARGE "care::H0101" "The record is larger than the limit."
            "send one patient's record, with the rows that the ruleset looks back on, or raise the limit"
            "A limit on bytes keeps one record from using up the host. The limit is set when the ruleset is loaded.";
        NOT_UTF8 "care::H0102" "The record is not UTF-8."
            "encode the record as UTF-8"
            "JSON is exchanged in UTF-8. In another encoding the same bytes would be other letters.";
        BYTE_ORDER_MARK "care::H0103" "The record begins with a byte order mark."
            "write the record as UTF-8 without a byte order mark"
            "JSON has no byte order mark; some editors write one.";
        NOT_JSON "care::H0104" "The record is not JSON."
            "send one JSON document"
            "The text breaks JSON's grammar at the place named.";
        TRUNCATED "care::H0105" "The record ends before it is complete."
            "send the record again, whole"
            "The JSON stops in the middle. Half a record would be read as one in which the other half does not exist.";
        TRAILING "care::H0106" "There is more text after the record."
            "send one JSON document and nothing after it"
            "A second document, or a stray character, follows the first. Which of them was meant cannot be told.";
        TOO_DEEP "care::H0107" "The record nests deeper than the limit."
            "send the record in the shape that its schema describes: a handful of levels"
            "A record needs about seven levels. Deep nesting is no record, and reading it would use up the stack.";
        NOT_A_RECORD "care::H0108" "The document is not in a record's shape."
            "compare it with the schema of the record"
            "A record is an object; its `facts` and `series` are objects, its `events` and `zones` are lists.";
        NO_FORMAT "care::H0109" "The record does not name its format."
            "add \"format\": 1"
            "Every record names its format, an integer, so that no version reads one meaning into another's words.";
        UNKNOWN_FORMAT "care::H0110" "The record is of a format that this version does not read."
            "write format 1, or use a newer version"
            "A record of another format may mean something else by the same words and is refused.";
        NO_PATIENT "care::H0111" "The record does not name its patient."
            "add \"patient\": the identifier by which the host knows the patient"
            "The keys of actions are made of the patient's identifier: without one, two patients would share them.";
        TOO_MANY_ROWS "care::H0112" "A series has more rows than the limit."
            "send the rows that the ruleset looks back on, or raise the limit"
            "A limit on rows keeps one record from using up the host. The limit is set when the ruleset is loaded.";
        UNKNOWN_ZONE "care::H0113" "There is no such time zone."
            "use an IANA name such as `America/New_York` or `UTC`; case counts"
            "A local day begins and ends by a zone's rules. An abbreviation or an offset does not say when clocks change.";
        NO_INSTANT "care::H0114" "The as-of is not an instant."
            "write RFC 3339 with an offset, as in `2026-03-02T09:00:00-05:00`"
            "The same local time is another instant in another zone, so an as-of needs its offset.";
        TOO_MUCH_WORK "care::H0115" "The evaluation looks at more rows than is allowed."
            "send the rows that the ruleset looks back on; conditions on rows inside conditions on rows multiply"
            "Every evaluation ends within a budget of rows fixed by the ruleset's size and the rows supplied. A rule that looks at every row for every row of a long series uses it up.";
    }
}

/// Why a host's call could not be carried out: nothing of a ruleset or a record was at fault.
pub mod host {
    use super::{Explained, Kind};

    errors! {
        USAGE "care::H0201" "The call itself is wrong."
            "call as the host's page describes it; as-of and zone have no default"
            "Something that the call needs is missing or of another kind: an as-of without its offset, no zone, a value that JSON does not have. As-of and zone are asked for always: a default taken from the host's clock would answer differently on another machine.";
        NESTED "care::H0202" "A call was made while another was still running."
            "wait until the call has returned"
            "The module answers one call at a time in one memory. A call made from inside another would find it in between two states.";
        NO_MEMORY "care::H0203" "There is no memory for the input."
            "send less at once, or give the host more memory"
            "The module asked its host for memory and got none. Nothing was read.";
        STOPPED "care::H0204" "The engine stopped and was discarded."
            "report it; the next call uses a new engine"
            "Nothing in the engine stops on any input, so this is a fault of the engine. Its memory is not used again: there is no answer, and none may be assumed.";
        NO_FILE "care::H0205" "The file cannot be read."
            "check the path; text that is no path has more than one line"
            "A ruleset's file is not there, is a folder, may not be opened or is not UTF-8.";
    }
}

#[cfg(test)]
mod tests {
    use super::{EvaluateError, LoadError, evaluate, host, load};
    use alloc::{collections::BTreeSet, string::ToString};

    #[test]
    fn every_code_is_one_error_s() {
        let all: alloc::vec::Vec<_> = load::ALL.iter().chain(evaluate::ALL).chain(host::ALL).collect();
        let codes: BTreeSet<_> = all.iter().map(|e| e.code).collect();
        assert_eq!(codes.len(), all.len());
        for e in all {
            assert!(e.code.starts_with("care::H") && e.code.len() == 11, "{}", e.code);
            assert!(e.title.ends_with('.') && e.explain.ends_with('.') && !e.help.ends_with('.'), "{}", e.code);
        }
    }

    #[test]
    fn an_error_says_its_code_what_was_expected_and_what_to_do() {
        let at = EvaluateError::new(evaluate::NO_FORMAT, "/format", "a format").to_string();
        assert_eq!(at, "care::H0109 at /format: expected a format; add \"format\": 1");
        let whole = EvaluateError::new(evaluate::NOT_JSON, "", "JSON").help("look at byte 3").to_string();
        assert_eq!(whole, "care::H0104: expected JSON; look at byte 3");
        let load = LoadError::new(load::NOT_JSON, "byte 0 is no JSON").help("again").to_string();
        assert_eq!(load, "care::H0001: byte 0 is no JSON; again");
    }
}
