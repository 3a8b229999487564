//! `cards`.

use stepcare_core::construct::Decision;
use stepcare_core::construct::table::{Cell, Policy, Table};

use crate::shared::{compiled, decision, failed, refused};

const READINGS: &str = "cards readings topic readings when frail first row cite local {
  critical \"Very high\" \"Call today\" when own_limit >= 180 mmHg
  warning \"High\" link \"About medicines\" when own_limit >= 140 mmHg
  info \"Fine\" otherwise
}
";

const ALL: &str = "cards all topic labs all rows {
  warning \"Potassium\" when potassium > 5.5 mmol/L
  info \"Creatinine\" when creatinine > 2 mg/dL
  info \"Nothing\" otherwise
}
";

fn read(text: &str, name: &str) -> Table {
    match decision(&compiled(text), name) {
        Decision::Table(table) => table.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_card_has_its_kind_its_words_and_what_stands_beside_them() {
    let table = read(READINGS, "readings");
    assert_eq!((table.policy, table.topic.as_deref()), (Policy::First, Some("readings")));
    let columns: Vec<&str> = table.outputs.iter().map(|o| o.name.as_str()).collect();
    assert_eq!(columns, ["kind", "text", "link", "detail"]);
    let words = |row: usize| table.rows[row].says[1..].to_vec();
    let cells = |words: [&str; 3]| words.map(|w| Cell::Words(w.into())).to_vec();
    assert_eq!([words(0), words(1)], [cells(["Very high", "", "Call today"]), cells(["High", "About medicines", ""])]);
}

#[test]
fn the_first_card_that_holds_is_shown_where_the_head_holds() {
    let given = |mmhg: &str| format!("given frail is yes\n given own_limit is {mmhg} mmHg");
    let (low, high, very) = (given("139"), given("140"), given("180"));
    let found = failed(
        READINGS,
        &[
            (&low, "expect card \"Fine\"\n expect readings is matched"),
            (&high, "expect card \"High\"\n expect no card \"Fine\""),
            (&very, "expect card \"Very high\"\n expect no card \"High\""),
            ("given frail is no", "expect readings is no row\n expect no card \"Fine\""),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_set_that_is_undetermined_says_so_and_is_never_silently_absent() {
    let found = failed(
        READINGS,
        &[
            ("given frail is yes", "expect readings is undetermined\n expect ask own_limit"),
            ("given own_limit is 150 mmHg", "expect readings is undetermined\n expect ask frail"),
        ],
    );
    assert_eq!(found, [""; 0]);
    // Neither there nor not there.
    let open = failed(READINGS, &[("given frail is yes", "expect no card \"High\"")]);
    assert_eq!(open, ["expect no card \"High\": no card; undetermined: readings"]);
}

#[test]
fn of_all_rows_what_is_sure_is_shown_whatever_else_is_unknown() {
    let found = failed(
        ALL,
        &[
            ("given potassium is 5.6 mmol/L", "expect card \"Potassium\"\n expect all is undetermined"),
            (
                "given potassium is 5.6 mmol/L\n given creatinine is 3 mg/dL",
                "expect card \"Potassium\"\n expect card \"Creatinine\"\n expect no card \"Nothing\"",
            ),
            ("given potassium is 5.5 mmol/L\n given creatinine is 2 mg/dL", "expect card \"Nothing\""),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn cards_say_how_many_are_shown_and_when() {
    refused(&READINGS.replace("first row ", ""), &["E0304", "how many of these cards", "`first row` or `all rows`"]);
    refused("cards c topic t {\n}\n", &["E0304 there are no cards"]);
    refused("cards c topic t {\n  info \"x\"\n}\n", &["E0101", "expected", "`otherwise`"]);
    refused("cards c topic t {\n  alarm \"x\" otherwise\n}\n", &["E0107 `alarm` starts no clause of cards"]);
    let last = "cards c topic t first row {\n  info \"x\" otherwise\n  info \"y\" when frail\n}\n";
    refused(last, &["E0403 a card after `otherwise` is never shown"]);
    let twice = "cards c topic t {\n  info \"x\" link \"a\" link \"b\" otherwise\n}\n";
    refused(twice, &["E0402 a card has one link"]);
    let cited = format!("  every clinical rule cites a source\n{ALL}");
    let said = crate::shared::all_said(&cited);
    assert_eq!(said.len(), 3, "{said:?}");
}

#[test]
fn a_test_names_a_card_by_its_words() {
    let text = format!(
        "{READINGS}test \"t\" {{\n  as of 2026-03-02T09:00 in UTC\n  given nothing\n  expect card \"Hihg\"\n}}\n"
    );
    refused(&text, &["E0201 no card has these words", "did you mean \"High\"?"]);
}
