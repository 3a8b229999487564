//! `tests from "cases.csv"`: tests as data, a line a patient. The first line says what stands in each column: `test` the
//! name, `given FACT`, `expect DECISION`, and `as of` with `in` where lines differ. A cell is what would stand behind `is`
//! in a `test` block; an empty one says nothing.

use stepcare_core::record::Record;
use stepcare_core::value::Zone;

use super::clock::{self, Clock};
use super::{TestBlock, expect, given};
use crate::data::{Row, Table};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::source::Span;
use crate::syntax::Item;

/// A clause made of a cell is read as if it stood here, so that what is wrong with it can be told from the texts.
const ELSEWHERE: u32 = 1 << 30;

/// What a column of the file says.
enum Column {
    /// The test's name.
    Name,
    /// `as of`.
    AsOf,
    /// `in`: the zone.
    Zone,
    /// The start of a clause, which its cell ends.
    Clause(String),
    /// `expect task NAME`: yes or no.
    Whether(String),
}

/// The tests of a file of data.
pub(super) fn tests(item: &Item, cx: &mut Lower<'_>) -> Vec<TestBlock> {
    let Some(node) = cx.parse(Rule::tests_data, item) else { return Vec::new() };
    let shared = node.has(Rule::zone).then(|| clock::clock(&node, cx));
    let Some(path) = node.words() else { return Vec::new() };
    let Some(table) = cx.table(&path, node.span) else { return Vec::new() };
    let text = cx.sources.file(table.start()).map(|file| file.text.clone()).unwrap_or_default();
    let at = |row: Option<&Row>, column: usize| table.cell_place(row, column, &text);
    let mut columns = Vec::new();
    for (n, name) in table.columns().enumerate() {
        match column(name) {
            Some(column) => columns.push(column),
            None => {
                let message = format!("`{name}` is no column of a test");
                let label = "expected `test`, `as of`, `in`, `given NAME` or `expect NAME`";
                cx.errors.push(Diagnostic::new(code::NO_COLUMN, at(None, n), message, label));
            }
        }
    }
    if columns.len() != table.columns().count() {
        return Vec::new();
    }
    let lacks = |is: fn(&Column) -> bool| !columns.iter().any(is);
    let expects =
        |c: &Column| matches!(c, Column::Whether(_)) || matches!(c, Column::Clause(c) if c.starts_with("expect"));
    let mut missing = Vec::new();
    missing.extend(lacks(|c| matches!(c, Column::Name)).then_some("`test`"));
    missing.extend((!columns.iter().any(expects)).then_some("`expect NAME`"));
    let clockless = shared.is_none() && (lacks(|c| matches!(c, Column::AsOf)) || lacks(|c| matches!(c, Column::Zone)));
    missing.extend(clockless.then_some("`as of` and `in`"));
    if !missing.is_empty() {
        let message = format!("`{}` has no column {}", table.path, listed(&missing));
        let error = Diagnostic::new(code::NO_COLUMN, node.span, message, "not said of any patient");
        cx.errors.push(match clockless {
            true => error.help("or say it for all: `tests from \"…\" as of 2026-03-02T09:00 in America/New_York`"),
            false => error,
        });
        return Vec::new();
    }
    let mut tests = Vec::new();
    for row in table.rows() {
        let cells: Vec<Cell<'_>> = columns
            .iter()
            .enumerate()
            .map(|(n, column)| Cell { column, text: row.cell(n), at: at(Some(row), n), head: at(None, n) })
            .filter(|cell| !cell.text.is_empty())
            .collect();
        tests.extend(test(&cells, row, &table, shared.as_ref(), cx));
    }
    tests
}

/// A cell that says something.
struct Cell<'t> {
    column: &'t Column,
    text: &'t str,
    at: Span,
    /// Its column's name.
    head: Span,
}

fn column(name: &str) -> Option<Column> {
    let words: Vec<&str> = name.split_whitespace().collect();
    Some(match words.as_slice() {
        ["test"] => Column::Name,
        ["as", "of"] => Column::AsOf,
        ["in"] => Column::Zone,
        ["expect", kind, _] if ["task", "order", "referral", "message", "ask"].contains(kind) => {
            Column::Whether(words.get(1..)?.join(" "))
        }
        ["expect", .., "proposes" | "includes" | "excludes" | "within"] => Column::Clause(words.join(" ")),
        ["given" | "expect", _, ..] => Column::Clause(format!("{} is", words.join(" "))),
        _ => return None,
    })
}

fn test(
    cells: &[Cell<'_>],
    row: &Row,
    table: &Table,
    shared: Option<&Option<Clock>>,
    cx: &mut Lower<'_>,
) -> Option<TestBlock> {
    let clock = clock_of(cells, row, table, shared, cx)?;
    let mut test = TestBlock {
        name: String::new(),
        span: table.place(row),
        as_of: clock.as_of,
        zone: clock.zone.clone(),
        record: Record::new("test"),
        given: Vec::new(),
        settings: Vec::new(),
        expects: Vec::new(),
    };
    for cell in cells {
        match cell.column {
            Column::Name => test.name = cell.text.into(),
            Column::AsOf | Column::Zone => {}
            Column::Clause(start) => clause(cell, &format!("{start} "), cell.text, &clock, &mut test, cx),
            Column::Whether(what) => match cell.text {
                "yes" => clause(cell, &format!("expect {what}"), "", &clock, &mut test, cx),
                "no" => clause(cell, &format!("expect no {what}"), "", &clock, &mut test, cx),
                _ => {
                    let message = "yes or no is expected here";
                    cx.errors.push(Diagnostic::new(code::NOT_A_VALUE, cell.at, message, "something else"));
                }
            },
        }
    }
    // One that could not be read was reported.
    let expects = |cell: &Cell<'_>| match cell.column {
        Column::Whether(_) => true,
        Column::Clause(start) => start.starts_with("expect"),
        _ => false,
    };
    if !cells.iter().any(expects) {
        let message = "this line expects nothing";
        cx.errors.push(Diagnostic::new(code::TEST, table.place(row), message, "fill an `expect` column"));
    }
    Some(test)
}

/// When and where the patient of a line is looked at.
fn clock_of(
    cells: &[Cell<'_>],
    row: &Row,
    table: &Table,
    shared: Option<&Option<Clock>>,
    cx: &mut Lower<'_>,
) -> Option<Clock> {
    let of = |is: fn(&Column) -> bool| cells.iter().find(|cell| is(cell.column));
    match (of(|c| matches!(c, Column::AsOf)), of(|c| matches!(c, Column::Zone)), shared) {
        (Some(as_of), Some(zone), _) => {
            if Zone::named(zone.text).is_none() {
                let message = format!("there is no zone `{}`", zone.text);
                let error = Diagnostic::new(code::BAD_DATE, zone.at, message, "not an IANA zone");
                return cx.fail(error.help("zones are written as America/New_York, Europe/Madrid, UTC"));
            }
            let text = format!("as of {} in {}", as_of.text, zone.text);
            read(as_of, "as of ", &text, cx, |line, cx| {
                let node = cx.parse(Rule::as_of_line, line)?;
                clock::clock(&node, cx)
            })
        }
        (_, _, Some(shared)) => shared.as_ref().map(|clock| Clock { as_of: clock.as_of, zone: clock.zone.clone() }),
        _ => {
            let message = "this line does not say as of when and where";
            let error = Diagnostic::new(code::TEST, table.place(row), message, "`as of` or `in` is empty");
            cx.fail(error)
        }
    }
}

/// Reads the clause that a cell ends.
fn clause(cell: &Cell<'_>, start: &str, end: &str, clock: &Clock, test: &mut TestBlock, cx: &mut Lower<'_>) {
    // A series without rows: `none`.
    let none = end == "none" && start.starts_with("given ") && {
        let name = start.split_whitespace().nth(1).unwrap_or_default();
        matches!(cx.scope.values.get(name), Some(crate::scope::Meaning::Series(_)))
    };
    let text = match none {
        true => format!("given no {}", start.split_whitespace().nth(1).unwrap_or_default()),
        false => format!("{start}{end}"),
    };
    let read = read(cell, start, &text, cx, |line, cx| {
        if start.starts_with("given") {
            given::given(line, clock, &mut test.record, &mut test.given, &mut test.settings, cx);
            return None;
        }
        expect::expect(line, cx)
    });
    test.expects.extend(read.map(|mut read| {
        read.span = cell.at;
        read
    }));
}

/// Reads a clause that stands in no text; what is wrong with it is told at the cell, or at the column's name where what
/// the column says is wrong.
fn read<T>(
    cell: &Cell<'_>,
    start: &str,
    text: &str,
    cx: &mut Lower<'_>,
    work: impl FnOnce(&Item, &mut Lower<'_>) -> Option<T>,
) -> Option<T> {
    let bytes = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let head = Span { file: cell.at.file, start: ELSEWHERE, end: ELSEWHERE.saturating_add(bytes(text.len())) };
    let line = Item { head, text: text.into(), body: None, span: head };
    let before = cx.errors.len();
    let read = work(&line, cx);
    let (prefix, length) = (bytes(start.len()), cell.at.end.saturating_sub(cell.at.start));
    for label in cx.errors.iter_mut().skip(before).flat_map(|error| &mut error.labels) {
        let span = &mut label.0;
        if span.file != cell.at.file || span.start < ELSEWHERE {
            continue;
        }
        let from = span.start.saturating_sub(ELSEWHERE);
        let to = span.end.saturating_sub(ELSEWHERE);
        *span = match from.checked_sub(prefix) {
            Some(from) => {
                let place = |at: u32| cell.at.start.saturating_add(at.min(length));
                Span { start: place(from), end: place(to.saturating_sub(prefix)), ..cell.at }
            }
            None => cell.head,
        };
    }
    read
}
