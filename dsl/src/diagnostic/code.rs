//! Every code, its title and its long form: the one table.

use super::Severity;

/// A code of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code(&'static Entry);

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    id: &'static str,
    title: &'static str,
    long: &'static str,
}

impl Code {
    /// `care::E0214`.
    #[must_use]
    pub fn text(self) -> String {
        format!("care::{}", self.0.id)
    }

    /// `E0214`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// What it is about, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// Codes with a W are warnings.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.0.id.starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

/// The long form of a code: what it means, why it matters, an example. With or without `care::`; `None` for no code.
#[must_use]
pub fn explain(code: &str) -> Option<&'static str> {
    let id = code.strip_prefix("care::").unwrap_or(code);
    ALL.iter().find(|c| c.0.id == id).map(|c| c.0.long)
}

macro_rules! codes {
    ($($name:ident $id:literal $title:literal $long:literal)*) => {
        $(
            #[doc = $title]
            pub const $name: Code = Code(&Entry { id: $id, title: $title, long: $long });
        )*
        /// Every code, in order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    SYNTAX "E0101" "a clause that cannot be read"
"A clause does not follow the grammar. The message says what stands there and what could have stood there.
One clause stands on one line, or between semicolons. A line continues the one above if it starts with and, or, when,
then, else, cite, shows or with, if it stands inside a bracket, or if the line above ends with a comma or an operator."
    BRACE "E0102" "braces that do not pair"
"Every `{` needs its `}`. The place shown is where the block was opened, or the brace that ends nothing."
    OPEN_TEXT "E0103" "a text that does not end"
"A text starts and ends with a double quote on the same line. Inside it, a quote is written \\\" and a backslash \\\\."
    TOO_LARGE "E0104" "a file that is too large"
"One file holds at most 1 MiB and 20,000 clauses, one ruleset at most 20,000 steps of expressions. Large code sets are data of
their own, not text of a ruleset."
    TOO_DEEP "E0105" "too many levels"
"Braces and brackets stand at most 32 levels deep, and names stand for names at most 32 times over. Name the parts with
`define` and use the names."
    TOO_LONG "E0106" "a clause that is too long"
"One clause holds at most 200 words and signs: a person should be able to read it aloud. Name its parts with `define`."
    UNKNOWN_CLAUSE "E0107" "a word that starts nothing here"
"Every item and clause starts with a word that says what it is: `screening`, `exclude`, `window`. This one is not among
those that can stand here."
    NOT_YET "E0108" "not in this version yet"
"The word belongs to the language and this version does not read it. The ruleset is refused, because leaving a clause out
in silence would change what it means."
    NO_FILE "E0109" "a file that cannot be read"
"A ruleset names its other files with `from \"…\"`; the host gives their text."

    UNKNOWN_NAME "E0201" "a name that is not declared"
"Facts, series, settings, defines, decisions, roles, tasks and sources are declared before they can be used, in any order
of lines. Names are matched letter by letter."
    TWICE "E0202" "a name that is declared twice"
"A name stands for one thing, so that a reader never has to guess which is meant."
    CYCLE "E0203" "a circle of names"
"Names that stand for each other stand for nothing: `define a = b + 1` with `define b = a - 1`. Decisions that use each
other have no first one to work out."
    WRONG_KIND "E0204" "a name of another kind"
"The name is declared, but as something that cannot stand here: a task where a role is expected, a fact where a series is."
    NOT_A_CONDITION "E0211" "not a condition"
"A condition is yes, no or unknown: a comparison, `is`, `has`, a yes/no fact by its bare name, or several of them joined by
`and`, `or`, `not`. A number or a date is no condition."
    NOT_A_VALUE "E0212" "not a value of the kind expected"
"The expression has another kind than its place asks for: a condition where a number is expected, a text where a date is."
    NO_UNIT "E0213" "a number without its unit"
"130 is not 130 mmHg. A number that is compared with a quantity carries its unit, so that nobody can mean another."
    MISMATCH "E0214" "these cannot be compared"
"Both sides of a comparison measure the same thing: a mass with a mass (kg with lb convert exactly), a length with a
length, a date with a date. Units that need to know the substance (mg/dL with mmol/L) do not convert, nor do calendar
months with days."
    UNKNOWN_UNIT "E0215" "not a unit"
"Units are written as in care: mmHg, kg, cm, mmol/L, mg/dL, mL/min/1.73m2, /min, %, days."
    NOT_A_CHOICE "E0216" "not one of its values"
"The fact, column or decision can never have this value, so the condition could never hold."
    NO_FIELD "E0217" "no such value of a decision"
"An average has the columns that it reports and `missing`; a ladder has `steps_taken`; a table has its output columns; a row at hand has its columns."
    NO_ROW "E0218" "no row at hand"
"A column's name stands for the row at hand: inside `where`, `reject` or an alert. Elsewhere say which row is meant:
`latest systolic of home_bp`. `it` is the row outside the one at hand."
    BAD_NUMBER "E0219" "a number that cannot be used here"
"The number is too large to be kept exactly, or its place asks for another: a whole number, one above zero."
    BAD_DATE "E0220" "a date or time that does not exist"
"Dates are written 2026-01-31, times of day 08:00, points in time 2026-01-31T09:00 with their offset (Z, -05:00)."
    ARITHMETIC "E0221" "these cannot be added or multiplied"
"Quantities are added to and taken from quantities of the same dimension, and multiplied or divided by plain numbers;
divided by their own dimension they give a plain number. Dates are moved by `7 days after x`."
    PRESSURE "E0222" "a blood pressure where one number is expected"
"130/80 without spaces is a blood pressure, two numbers. Compare its components one by one; a division has spaces: 130 / 80."

    HEADER "E0301" "the ruleset's head"
"A ruleset starts with `care edition 2026` and `ruleset NAME version \"…\" effective DATE`. Both are required once."
    DECLARATION "E0302" "a declaration that contradicts itself"
"A range's ends stand in order and hold the default; a set names each member once; an assumption is a value that the fact
could have."
    CHECK_DIGIT "E0303" "a code whose check digit is wrong"
"LOINC and SNOMED CT codes end in a check digit. This one does not fit the rest: a digit was mistyped."
    EMPTY "E0304" "a block without the clauses it needs"
"The block lacks a clause without which it would say nothing."

    CONTRADICTS "E0305" "clauses that contradict each other"
"Each clause can be read and together they can mean nothing: two sessions share an hour, more readings are needed than are
taken, a window ends before it starts, a limit lies outside what its column can hold. Nobody could ever meet such a rule, or
everybody would."
    STEPS "E0306" "steps that do not follow each other"
"The steps of a path are numbered from 1 in order. A step starts a drug, or raises one that an earlier step of the same path
has started, to a higher dose."
    NO_DOSE "E0307" "a dose that the formulary does not have"
"A step names a day's total that the formulary lists for the drug: `doses 2.5 mg, 5 mg, 10 mg daily`. A dose that is not
listed can be neither checked nor raised."
    CODE_NAME "E0308" "a code with two names"
"A code stands beside its name, so that a reader sees what is meant and a mistyped digit shows. Here the same code has two
names: one of the two codes is wrong."
    NO_TEXT "E0309" "a message without its text in a language"
"A message has one approved text for each language that a patient may have: each member of the fact `language`. A missing
one would reach nobody, or reach somebody in a language that they do not read."

    DATA "E0321" "data that cannot be read"
"A list that a ruleset names is a CSV file: its first line names the columns, every line has as many values, a text with a
comma stands in quotes. A line that does not fit is refused, since its values may stand in the wrong columns."
    NO_COLUMN "E0322" "a column that the data does not have"
"A list of codes has the columns `system` and `code`, or one named for its system (`rxnorm`), and `display` or `name`; a list
of products has `ingredients_mg` too. `where COLUMN has …` names a column of the file's first line."
    EMPTY_SET "E0323" "a code set that holds nothing"
"No line of the list is of this set, so that every condition on it would be no, for everybody: a value was mistyped, or the
list is another one. Where a set may hold nothing, say so: `codes NAME from \"FILE\" where COLUMN has \"…\", may be empty`."
    TOTAL "E0324" "a code set of another size than stated"
"The text states how many codes the set has (`, 12 codes`), and the list has another number. Exports of terminologies are cut
off at page limits, and a code that is missing reads as a condition that the patient does not have."
    CODE_FORM "E0325" "a code that its system does not write so"
"ICD-10 codes are a letter, a digit, a letter or digit, then up to four more after a dot (T78.3); SNOMED CT codes 6 to 18
digits; LOINC codes digits, a dash and a check digit (8480-6); RxNorm codes digits. The code or the system is another one."

    NO_CITE "E0401" "a clinical rule without its source"
"The ruleset says `every clinical rule cites a source`, so each line of a screening, goal, alert, contraindication, check
or ladder ends with `cite SOURCE`. A programme's own choice is a source too: `source local_2026 \"…\" choice`."
    ONCE "E0402" "a clause that stands twice"
"The clause may stand once in its block; two would leave open which counts."
    LAST "E0403" "a line that can never be reached"
"Lines are read in order and the first that holds counts. A line after `otherwise` is never read."

    TEST "E0501" "a test that says nothing"
"A test has `as of INSTANT in ZONE`, what is given, and at least one `expect`."

    GAP "E0601" "a table that has no row for somebody"
"A table that says `exactly one row` or `agreeing rows` has a row for every patient of whom everything is known. The note
names one for whom no row holds, with the record that shows it. Add the row; or say `first row`, where nobody need have one.
What is unknown is not a gap: the table then answers with every row that is still possible."
    OVERLAP "E0602" "two rows of a table that hold at once"
"With `exactly one row` no two rows hold for one patient; with `agreeing rows` two that do say the same. The note names a
patient for whom both hold, with the record that shows it. Narrow one of the rows; or say `first row`, where the order of the
rows is meant to decide."
    NEVER "E0603" "a row that nobody meets"
"The conditions of the row contradict each other, or what is declared of a fact: potassium above 9.0 where it is declared
`in 1.5 .. 9.0`, at least 140 and below 130. A row that can never hold was meant to say something else."
    COVERED "E0604" "a row that is never reached"
"Whoever meets the conditions of this row meets those of a row above it, and with `first row` the first that holds counts.
Move it up, or take it out."

    REASSURES "W0101" "`is known` reassures on absence"
"`x is known and …` is no when x is unknown. In a screening, an alert, a hold or a contraindication this lets a patient
pass of whom nothing is known. Leave `is known` out: an unknown fact then keeps the answer undetermined, and it is asked for."
    BLOCKS "W0102" "a hold that blocks everyone"
"The hold reads a fact that nobody is asked for and that has no assumption. While it is unknown the ladder cannot answer,
and nothing in the ruleset will ever make it known. Add `ask patient`, `from chart` or `from lab`, or an assumption."
    UNSENT "W0103" "a text that is not sent where a fact is unknown"
"The text puts in a value of a fact that may be unknown. It is not sent then: the next channel is tried, and the last of them
is a person. Say what stands there instead, `{potassium, else 0 mmol/L}` where that is true, or assume a value where the fact
is declared; or leave the value out of the text."
    NOT_PROVED "W0111" "a table that could not be proved"
"What the rows compare is not all of it cut by fixed values: one measured value stands against another, or readings are
counted. Neither a patient was found who has no row, or two, nor is it proved that there is none. The note says what it
depends on. At run time such a patient is told: the table answers `no row` or `rows conflict`."
    NO_TOTAL "W0121" "a code set whose size is not said"
"The codes are taken from a list, and nothing says how many there are. Exports of terminologies are cut off at page limits: a
code that is missing reads as a condition that the patient does not have. State the number, `, 12 codes`, or say `, may be
empty` where any number will do."
    NO_LINE "W0122" "a value that no line of the list has"
"A code set names a value that stands in no line of its list; other values of it do. It was mistyped, or the list is another."
    UNMAPPED "W0123" "products of ingredients that the formulary does not know"
"Products of the list hold an ingredient that is neither a drug of the formulary nor named as outside it. Nobody can tell
whether it goes together with what a ladder adds, so whoever takes one of them has an unknown regimen. Declare the ingredient
as a drug, under the name that the list writes (`also written \"…\"`), or as outside: `outside rxnorm 1191 \"aspirin\"`."
}

#[cfg(test)]
mod tests {
    use super::{ALL, explain};

    #[test]
    fn every_code_is_in_the_table_once_with_a_long_form() {
        for (n, code) in ALL.iter().enumerate() {
            assert!(ALL.iter().skip(n + 1).all(|other| other.id() != code.id()), "{} stands twice", code.id());
            assert!(explain(&code.text()).is_some_and(|long| long.len() > 40), "{} says too little", code.id());
        }
    }

    #[test]
    fn a_code_that_is_not_one_has_no_long_form() {
        assert_eq!(explain("E9999"), None);
    }
}
