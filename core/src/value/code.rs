//! Codes of the clinical terminologies: which system, which code, and what can be told from the code alone.

mod check;

use crate::value::text::{Part, display_of_part, text};
use alloc::string::String;
use core::fmt;

use super::json::ToJson;
use super::json::write::{json_object, text};

/// A code system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeSystem {
    /// ICD-10 and its national extensions: diagnoses.
    Icd10,
    /// SNOMED CT.
    Snomed,
    /// LOINC: measurements.
    Loinc,
    /// RxNorm: medicines.
    RxNorm,
    /// Any other, by its URI.
    Other(String),
}

impl CodeSystem {
    /// The system of a word of the language: `icd10`, `snomed`, `loinc`, `rxnorm`.
    #[must_use]
    pub fn written(word: &str) -> Option<CodeSystem> {
        Some(match word {
            "icd10" => CodeSystem::Icd10,
            "snomed" => CodeSystem::Snomed,
            "loinc" => CodeSystem::Loinc,
            "rxnorm" => CodeSystem::RxNorm,
            _ => return None,
        })
    }

    /// The system of a record's URI or OID; one that is not known stays as it is.
    ///
    /// ```
    /// use stepcare_core::value::CodeSystem;
    /// assert_eq!(CodeSystem::of_uri("urn:oid:2.16.840.1.113883.6.90"), CodeSystem::Icd10);
    /// ```
    #[must_use]
    pub fn of_uri(uri: &str) -> CodeSystem {
        match uri.strip_prefix("urn:oid:").unwrap_or(uri) {
            // ICD-10 itself, and the extensions that share its hierarchy.
            "http://hl7.org/fhir/sid/icd-10-cm"
            | "http://hl7.org/fhir/sid/icd-10"
            | "2.16.840.1.113883.6.90"
            | "2.16.840.1.113883.6.3" => CodeSystem::Icd10,
            "http://snomed.info/sct" | "2.16.840.1.113883.6.96" => CodeSystem::Snomed,
            "http://loinc.org" | "2.16.840.1.113883.6.1" => CodeSystem::Loinc,
            "http://www.nlm.nih.gov/research/umls/rxnorm" | "2.16.840.1.113883.6.88" => CodeSystem::RxNorm,
            _ => CodeSystem::Other(uri.into()),
        }
    }

    /// The URI that records and results name the system by.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            CodeSystem::Icd10 => "http://hl7.org/fhir/sid/icd-10-cm",
            CodeSystem::Snomed => "http://snomed.info/sct",
            CodeSystem::Loinc => "http://loinc.org",
            CodeSystem::RxNorm => "http://www.nlm.nih.gov/research/umls/rxnorm",
            CodeSystem::Other(uri) => uri,
        }
    }
}

/// One concept of a code system.
///
/// `Debug` does not show it: it may be a patient's diagnosis. `Display` writes `system|code`.
///
/// ```
/// use stepcare_core::value::{Code, CodeSystem};
/// let diabetes = Code::new(CodeSystem::Icd10, "E11");
/// assert!(Code::new(CodeSystem::Icd10, "e119").is_or_is_below(&diabetes));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Whose code it is.
    pub system: CodeSystem,
    /// The code, spelled as [`Code::new`] spells it.
    pub code: String,
}

impl Code {
    /// The code in its system's one spelling, so that equal codes are equal: an ICD-10 code in capitals with its dot.
    #[must_use]
    pub fn new(system: CodeSystem, code: &str) -> Code {
        let code = code.trim();
        let code = if system == CodeSystem::Icd10 { dotted(&undotted(code)) } else { code.into() };
        Code { system, code }
    }

    /// Whether it is `ancestor`, or stands below it in a hierarchy that the code itself shows.
    ///
    /// Only ICD-10 shows one: E11.9 is below E11. Of any other system a code is below itself alone.
    #[must_use]
    pub fn is_or_is_below(&self, ancestor: &Code) -> bool {
        if self.system != ancestor.system {
            return false;
        }
        if self.system != CodeSystem::Icd10 {
            return self.code == ancestor.code;
        }
        let (code, above) = (undotted(&self.code), undotted(&ancestor.code));
        // A category has three characters; what is shorter is no code, and nothing is below it.
        code == above || (above.len() >= 3 && code.starts_with(&above))
    }

    /// Whether the code's check digit is right: LOINC's by modulus 10, SNOMED's by Verhoeff; `None` where there is none.
    ///
    /// ```
    /// use stepcare_core::value::{Code, CodeSystem};
    /// assert_eq!(Code::new(CodeSystem::Loinc, "8480-6").check_digit_holds(), Some(true));
    /// assert_eq!(Code::new(CodeSystem::Loinc, "8480-5").check_digit_holds(), Some(false));
    /// ```
    #[must_use]
    pub fn check_digit_holds(&self) -> Option<bool> {
        match self.system {
            CodeSystem::Loinc => check::loinc(&self.code),
            CodeSystem::Snomed => Some(check::snomed(&self.code)),
            CodeSystem::Icd10 | CodeSystem::RxNorm | CodeSystem::Other(_) => None,
        }
    }
}

fn undotted(code: &str) -> String {
    code.chars().filter(|c| *c != '.').map(|c| c.to_ascii_uppercase()).collect()
}

/// With the dot after the category's three characters, if more follow.
fn dotted(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((category, rest)) if !rest.is_empty() => [category, ".", rest].concat(),
        _ => code.into(),
    }
}

/// `http://loinc.org|8480-6`.
impl Part for Code {
    fn put(&self, to: &mut String) {
        text![self.system.uri(), "|", self.code].put(to);
    }
}

display_of_part!(Code);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(..)")
    }
}

/// By its URI.
impl ToJson for CodeSystem {
    fn json(&self, to: &mut String) {
        text(to, self.uri());
    }
}

json_object! { Code { "system": system, "code": code } }

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Code, CodeSystem};
    use alloc::{format, string::ToString};

    fn icd10(code: &str) -> Code {
        Code::new(CodeSystem::Icd10, code)
    }

    #[test]
    fn a_system_is_known_by_word_uri_and_oid() {
        for (word, oid) in
            [("icd10", "6.90"), ("icd10", "6.3"), ("snomed", "6.96"), ("loinc", "6.1"), ("rxnorm", "6.88")]
        {
            let system = CodeSystem::written(word).unwrap();
            assert_eq!(CodeSystem::of_uri(system.uri()), system);
            assert_eq!(CodeSystem::of_uri(&format!("urn:oid:2.16.840.1.113883.{oid}")), system);
            assert_eq!(CodeSystem::of_uri(&format!("2.16.840.1.113883.{oid}")), system);
        }
        assert_eq!(CodeSystem::of_uri("http://hl7.org/fhir/sid/icd-10"), CodeSystem::Icd10);
        assert_eq!(CodeSystem::of_uri("urn:oid:1.2.3").uri(), "urn:oid:1.2.3");
        assert_eq!(CodeSystem::written("ICD10"), None);
    }

    #[test]
    fn an_icd_10_code_is_the_same_in_any_case_with_or_without_its_dot() {
        for spelling in ["E11.9", "e11.9", "E119", " e119 "] {
            assert_eq!(icd10(spelling), icd10("E11.9"));
        }
        assert_eq!(icd10("i10").code, "I10");
        assert_eq!(Code::new(CodeSystem::Loinc, "LP7768-7").code, "LP7768-7");
    }

    #[test]
    fn an_icd_10_code_is_below_each_of_its_prefixes_from_the_category_on() {
        let by_hand = Code { system: CodeSystem::Icd10, code: "t783xxa".to_string() };
        for (code, above, below) in [
            (icd10("E11.9"), "E11", true),
            (icd10("E11"), "E11", true),
            (icd10("E11.65"), "E11.6", true),
            (by_hand, "T78.3", true),
            (icd10("E11"), "E11.9", false),
            (icd10("E10.9"), "E11", false),
            (icd10("E11.9"), "E1", false),
            (icd10("E11.9"), "", false),
        ] {
            assert_eq!(code.is_or_is_below(&icd10(above)), below, "{code} below {above}");
        }
        let snomed = |code| Code::new(CodeSystem::Snomed, code);
        assert!(snomed("41291007").is_or_is_below(&snomed("41291007")));
        assert!(!snomed("41291007").is_or_is_below(&snomed("4129")));
        assert!(!icd10("E11.9").is_or_is_below(&Code::new(CodeSystem::Other("x".to_string()), "E11")));
    }

    #[test]
    fn json_is_system_by_uri_and_code() {
        let json = r#"{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"E11.9"}"#;
        assert_eq!(crate::value::json::written(&icd10("E119")), json);
    }

    #[test]
    fn only_a_system_with_check_digits_is_checked() {
        assert_eq!(icd10("E11.9").check_digit_holds(), None);
        assert_eq!(Code::new(CodeSystem::RxNorm, "17767").check_digit_holds(), None);
        assert_eq!(Code::new(CodeSystem::Snomed, "41291007").check_digit_holds(), Some(true));
    }

    #[test]
    fn debug_shows_no_code() {
        assert_eq!(format!("{:?}", icd10("E11.9")), "Code(..)");
        assert_eq!(Code::new(CodeSystem::Loinc, "8480-6").to_string(), "http://loinc.org|8480-6");
    }
}
