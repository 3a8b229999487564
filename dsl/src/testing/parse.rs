//! Reads a `test` block: as of when, what is given, what is expected.

use stepcare_core::record::Record;
use stepcare_core::value::{Instant, Zone};

use super::TestBlock;
use super::clock::{self, Clock};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::Rule;
use crate::lower::Lower;
use crate::syntax::Item;

/// Whether an item names a file of tests: `tests from "cases.csv"`.
pub(crate) fn is_data(item: &Item) -> bool {
    item.word() == "tests" && item.text.split_whitespace().nth(1) == Some("from")
}

/// The tests of an item: one of a block, many of a file.
pub(crate) fn tests(item: &Item, cx: &mut Lower<'_>) -> Vec<TestBlock> {
    if is_data(item) { super::data::tests(item, cx) } else { block(item, cx).into_iter().collect() }
}

/// The test of a block.
fn block(item: &Item, cx: &mut Lower<'_>) -> Option<TestBlock> {
    let head = cx.parse(Rule::test_head, item);
    let mut clock = None;
    for line in item.items().iter().filter(|line| line.word() == "as") {
        let read = cx.parse(Rule::as_of_line, line).and_then(|node| clock::clock(&node, cx));
        cx.once(&mut clock, line, Some(read));
    }
    if clock.is_none() {
        cx.lacks(item, "`as of INSTANT in ZONE`");
    }
    // Without a clock the other lines are still read, for their errors.
    let known = clock.flatten();
    let readable = known.is_some();
    let clock = known.or_else(|| Some(Clock { as_of: Instant::MIN, zone: Zone::named("UTC")? }))?;
    let mut record = Record::new("test");
    let (mut given, mut settings, mut expects) = (Vec::new(), Vec::new(), Vec::new());
    for line in item.items() {
        match line.word() {
            "as" => {}
            "given" => super::given::given(line, &clock, &mut record, &mut given, &mut settings, cx),
            "expect" => expects.extend(super::expect::expect(line, cx)),
            _ => cx.unknown_clause(line, "a test", &["as", "given", "expect"]),
        }
    }
    if !item.items().iter().any(|line| line.word() == "expect") {
        let message = "this test expects nothing";
        cx.errors.push(Diagnostic::new(code::TEST, item.word_span(), message, "add an `expect` line"));
    }
    let name = head?.words()?;
    readable.then_some(TestBlock {
        name,
        span: item.head,
        as_of: clock.as_of,
        zone: clock.zone,
        record,
        given,
        settings,
        expects,
    })
}
