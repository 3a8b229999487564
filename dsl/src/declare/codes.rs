//! Code sets: concepts by name, each code beside its own name, or the rows of a list that the host hands over. What can be
//! told from a code alone is looked at: its form, its check digit.

use stepcare_core::expression::{CodeSet, Member};
use stepcare_core::value::id::CodeSetId;
use stepcare_core::value::{Code, CodeSystem};

use crate::data::{Row, Table};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::source::Span;
use crate::syntax::Item;
use crate::syntax::expression::{Name, name};

pub(super) fn codes(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::codes_head, item) else { return };
    let Some(named) = node.name().map(name) else { return };
    let id = CodeSetId(u32::try_from(cx.out.code_sets.len()).unwrap_or(u32::MAX));
    let added = cx.scope.code_sets.add(&named, id);
    if cx.take(added).is_none() {
        return;
    }
    let from = node.child(Rule::codes_from);
    let mut members: Vec<Member> = from.and_then(|from| of_data(&named, from, cx)).unwrap_or_default();
    for line in item.items() {
        let Some(node) = cx.parse(Rule::codes_member, line) else { continue };
        let Some(member) = member(&node, cx) else { continue };
        if members.iter().any(|m| m.code == member.code) {
            let message = "this code stands twice in its set";
            cx.errors.push(Diagnostic::new(code::TWICE, node.span, message, "again here"));
        }
        members.push(member);
    }
    if item.items().is_empty() && from.is_none() {
        cx.lacks(item, "a code: `icd10 I10 \"Essential hypertension\"`");
    }
    let at = cx.at(item.head);
    cx.out.code_sets.push(CodeSet { name: named.text, members, at });
}

fn member(node: &Node, cx: &mut Lower<'_>) -> Option<Member> {
    let code = cx.code(&name(node.name()?), node.child(Rule::code)?)?;
    let and_below = node.has(Rule::k_below);
    if and_below && code.system != CodeSystem::Icd10 {
        let message = "`and below` needs a system whose codes show their hierarchy";
        let error = Diagnostic::new(code::DECLARATION, node.span, message, "only icd10 does");
        cx.errors.push(error.help("list the codes that are meant, or take them from a list: `from \"codes.csv\"`"));
    }
    let display = node.words()?;
    cx.called(&code, &display, node.span);
    Some(Member { code, display, and_below })
}

/// `from "codes.csv" where meaning has "ESRD", 12 codes`: the rows of a list.
fn of_data(named: &Name, node: &Node, cx: &mut Lower<'_>) -> Option<Vec<Member>> {
    let path = node.child(Rule::text)?;
    let table = cx.table(&path.unquoted(), path.span)?;
    let columns = cx.code_columns(&table, path.span)?;
    let wanted = Wanted::of(node, &table, cx)?;
    let (mut members, mut ok) = (Vec::<Member>::new(), true);
    for row in table.rows().iter().filter(|row| wanted.takes(row)) {
        let Some(code) = cx.code_of(&table, &columns, row) else {
            ok = false;
            continue;
        };
        // A code may stand in several rows, one for each set that it is of.
        if !members.iter().any(|m| m.code == code) {
            members.push(Member { code, display: row.cell(columns.display).into(), and_below: false });
        }
    }
    ok.then_some(())?;
    Size::of(node, cx).holds(named, members.len(), &wanted, &table, cx)?;
    Some(members)
}

/// Which rows are of a set.
struct Wanted {
    /// The column, and whether it is a list of values apart by semicolons.
    column: Option<(usize, bool)>,
    values: Vec<(String, Span)>,
}

impl Wanted {
    fn of(node: &Node, table: &Table, cx: &mut Lower<'_>) -> Option<Wanted> {
        let Some(named) = node.name() else { return Some(Wanted { column: None, values: Vec::new() }) };
        let Some(column) = table.column(&named.text) else {
            let message = format!("`{}` has no column `{}`", table.path, named.text);
            let error = Diagnostic::new(code::NO_COLUMN, named.span, message, "not one of its columns");
            let there: Vec<&str> = table.columns().collect();
            let error = error.did_you_mean(&named.text, there.iter().copied());
            return cx.fail(error.note(format!("its columns are {}", there.join(", "))));
        };
        let test = node.child(Rule::codes_test)?;
        let values = test.all(Rule::text).map(|text| (text.unquoted(), text.span)).collect();
        Some(Wanted { column: Some((column, test.has(Rule::k_has))), values })
    }

    fn takes(&self, row: &Row) -> bool {
        self.column.is_none() || self.values.iter().any(|(value, _)| self.has(row, value))
    }

    fn has(&self, row: &Row, value: &str) -> bool {
        let Some((column, list)) = self.column else { return false };
        let cell = row.cell(column);
        if list { cell.split(';').any(|one| one.trim() == value) } else { cell == value }
    }

    /// What stands in the column and was likely meant.
    fn near(&self, value: &str, table: &Table) -> Option<String> {
        let (column, list) = self.column?;
        let cells = table.rows().iter().map(|row| row.cell(column));
        let all: Vec<&str> =
            cells.flat_map(|cell| if list { cell.split(';').map(str::trim).collect() } else { vec![cell] }).collect();
        nearest(value, all).map(String::from)
    }
}

/// What the text says of a set's size.
struct Size {
    total: Option<(u32, Span)>,
    may_be_empty: bool,
}

impl Size {
    fn of(node: &Node, cx: &mut Lower<'_>) -> Size {
        let mut size = Size { total: None, may_be_empty: false };
        for clause in node.children.iter().filter(|n| matches!(n.rule, Rule::may_be_empty | Rule::codes_total)) {
            let again = if clause.rule == Rule::may_be_empty { size.may_be_empty } else { size.total.is_some() };
            if again {
                let error = Diagnostic::new(code::ONCE, clause.span, "this stands twice in one line", "again here");
                cx.errors.push(error.help("keep one"));
            }
            match clause.child(Rule::whole).and_then(|whole| cx.whole(whole)) {
                Some(total) => size.total = Some((total, clause.span)),
                None => size.may_be_empty |= clause.rule == Rule::may_be_empty,
            }
        }
        size
    }

    /// A set of another size than its total is refused, and one that holds nothing where it may not. None stated is a
    /// warning: a list may have been cut off, as exports of terminologies are (D-30).
    fn holds(&self, named: &Name, found: usize, wanted: &Wanted, table: &Table, cx: &mut Lower<'_>) -> Option<()> {
        let rows = table.rows();
        for (value, at) in &wanted.values {
            if rows.iter().any(|row| wanted.has(row, value)) {
                continue;
            }
            let near = wanted.near(value, table);
            let message = format!("no line of `{}` has \"{value}\"", table.path);
            let help = |error: Diagnostic| match &near {
                Some(near) => error.help(format!("did you mean \"{near}\"?")),
                None => error,
            };
            if found == 0 && !self.may_be_empty {
                let error = help(Diagnostic::new(code::EMPTY_SET, *at, message, "the set would hold nothing"));
                return cx.fail(error.help("say `, may be empty` where that is meant"));
            }
            if near.is_some() || !self.may_be_empty {
                cx.warnings.push(help(Diagnostic::new(code::NO_LINE, *at, message, "this adds nothing to the set")));
            }
        }
        if found == 0 && !self.may_be_empty {
            let message = format!("`{}` holds nothing: `{}` has no lines", named.text, table.path);
            let error = Diagnostic::new(code::EMPTY_SET, named.span, message, "every condition on it would be no");
            return cx.fail(error.help("say `, may be empty` where that is meant"));
        }
        match self.total {
            Some((total, at)) if usize::try_from(total) != Ok(found) => {
                let message = format!("`{}` has {found} codes, and {total} are stated", named.text);
                let error = Diagnostic::new(code::TOTAL, at, message, "another size than the list's");
                cx.fail(error.help("a list may have been cut off: get it anew, or correct the number"))
            }
            None if !self.may_be_empty => {
                let sets = cx.data.uncounted.entry(table.path.clone()).or_default();
                sets.push((named.text.clone(), named.span));
                Some(())
            }
            _ => Some(()),
        }
    }
}

impl Lower<'_> {
    /// A code of a system, its form and check digit looked at.
    pub(crate) fn code(&mut self, system: &Name, node: &Node) -> Option<Code> {
        let Some(known) = CodeSystem::written(&system.text) else {
            let message = format!("`{}` is not a code system", system.text);
            let error = Diagnostic::new(code::UNKNOWN_NAME, system.span, message, "icd10, snomed, loinc or rxnorm");
            return self.fail(error.did_you_mean(&system.text, ["icd10", "snomed", "loinc", "rxnorm"]));
        };
        let code = Code::new(known, &node.text);
        self.looks_right(&code, &node.text, node.span);
        Some(code)
    }

    /// Reports a code that its system never writes so, or whose check digit is wrong.
    pub(crate) fn looks_right(&mut self, code: &Code, written: &str, at: Span) {
        let (system, form) = match code.system {
            CodeSystem::Icd10 => ("ICD-10", "a letter, a digit, a digit or letter, then up to four more after a dot"),
            CodeSystem::Snomed => ("SNOMED CT", "6 to 18 digits"),
            CodeSystem::Loinc => ("LOINC", "1 to 7 digits, a dash and a check digit"),
            CodeSystem::RxNorm => ("RxNorm", "1 to 8 digits, the first not 0"),
            CodeSystem::Other(_) => return,
        };
        if !has_form(code) {
            let message = format!("{written} is no code of {system}");
            let error = Diagnostic::new(code::CODE_FORM, at, message, format!("it writes {form}"));
            self.errors.push(error.help("look the code up again by its name, and its system"));
        } else if code.check_digit_holds() == Some(false) {
            let message = format!("the check digit of {system} {written} is wrong");
            let error = Diagnostic::new(code::CHECK_DIGIT, at, message, "a digit was mistyped");
            self.errors.push(error.help("look the code up again by its name"));
        }
    }

    /// One warning a list: the sets of it whose size nobody states.
    pub(crate) fn uncounted(&mut self) {
        for (path, sets) in std::mem::take(&mut self.data.uncounted) {
            let Some((first, at)) = sets.first() else { continue };
            let message = match sets.len() {
                1 => format!("how many codes `{first}` has is not said"),
                more => format!("how many codes {more} sets of `{path}` have is not said"),
            };
            let warning = Diagnostic::new(code::NO_TOTAL, *at, message, "a list that was cut off would not be noticed");
            let rest: Vec<&str> = sets.iter().skip(1).map(|(name, _)| name.as_str()).collect();
            let warning = warning.help("state the number: `, 12 codes`");
            self.warnings.push(match rest.len() {
                0 => warning,
                _ => warning.note(format!("so is it of {}", rest.join(", "))),
            });
        }
    }
}

/// Whether a code is written as its system writes them.
fn has_form(code: &Code) -> bool {
    let text = code.code.as_str();
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    match code.system {
        CodeSystem::Icd10 => {
            let plain: Vec<char> = text.chars().filter(|c| *c != '.').collect();
            let at = |n: usize| plain.get(n).copied().unwrap_or(' ');
            (3..=7).contains(&plain.len())
                && at(0).is_ascii_uppercase()
                && at(1).is_ascii_digit()
                && plain.iter().all(char::is_ascii_alphanumeric)
        }
        CodeSystem::Snomed => (6..=18).contains(&text.len()) && digits(text, 18) && !text.starts_with('0'),
        CodeSystem::Loinc => match text.split_once('-') {
            Some((number, check)) => {
                let number = number
                    .strip_prefix("LP")
                    .or(number.strip_prefix("LA"))
                    .or(number.strip_prefix("LG"))
                    .unwrap_or(number);
                digits(number, 7) && digits(check, 1)
            }
            None => false,
        },
        CodeSystem::RxNorm => digits(text, 8) && !text.starts_with('0'),
        CodeSystem::Other(_) => true,
    }
}
