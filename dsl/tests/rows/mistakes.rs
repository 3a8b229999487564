//! What each mistake about rows reads like.

use super::said;

/// Each piece stands in the one error, in order.
#[track_caller]
fn refused(lines: &str, condition: &str, pieces: &[&str]) {
    let said = said(lines, condition);
    let [only] = said.as_slice() else { panic!("{said:?}") };
    let mut rest = only.as_str();
    for piece in pieces {
        let at = rest.find(piece).unwrap_or_else(|| panic!("`{piece}` is not in {only}"));
        rest = &rest[at + piece.len()..];
    }
}

#[test]
fn what_is_of_a_row_needs_one() {
    refused(
        "",
        "period overlaps this year",
        &["E0218", "`period` is of a row that has one", "give the series a line `period`"],
    );
    refused("", "any bp where period overlaps this year", &["E0218", "`period` is of a row that has one"]);
    refused("", "any bp where systolic > it.systolic", &["E0218", "there is none"]);
    refused("", "any bp within 2 hours before it", &["E0218", "there is none"]);
    refused("", "any bp on a day of it", &["E0218", "there is none"]);
    refused("", "any encounters linked", &["E0218", "there is none"]);
    let high = "define high for each bp = systolic >= 140 mmHg";
    refused(high, "high", &["E0218", "`high` is of each row of bp", "ask for it in `where` after bp"]);
    refused(high, "any feed where high", &["E0218", "`high` is of each row of bp"]);
    refused(
        "define x for each goals = any bp linked",
        "any goals where x",
        &["E", "neither of these series links", "`link to SERIES`"],
    );
}

#[test]
fn a_stretch_of_time_is_no_value_and_a_row_no_single_one() {
    refused("", "birth_date < this year", &["E", "a year is a stretch of time", "write `start of this year`"]);
    refused("", "any conditions where period", &["E", "`period` is no single value", "`start of period`"]);
    refused("", "any conditions where period in this year", &["E", "wholly or in part", "`period within …`"]);
    refused("", "any bp where start of systolic > today", &["E", "no start and no end of its own"]);
    refused("", "any bp in sent_at .. 120 mmHg", &["E", "a date or a point in time is expected here"]);
}

#[test]
fn hours_are_not_counted_from_days() {
    refused("", "any goals in last 48 hours", &["E", "these rows are dated by the day", "count days"]);
    refused(
        "define x for each goals = any bp within 48 hours before it",
        "any goals where x",
        &["E", "dated by the day"],
    );
}

#[test]
fn columns_and_rows_by_name_are_looked_up() {
    refused("", "latest systolik of bp > 0 mmHg", &["E", "`bp` has no column `systolik`", "did you mean `systolic`?"]);
    refused("", "latest bp > 0 mmHg", &["E", "several columns", "`latest COLUMN of bp`"]);
    refused("", "mean setting of bp > 0 mmHg", &["E", "`mean` is asked of numbers", "one word of a list"]);
    refused(
        "",
        "any conditions where what is hypertensoin",
        &["E", "no code set `hypertensoin`", "did you mean `hypertension`?"],
    );
    refused("", "any bp where setting is hom", &["E", "this is never `hom`", "did you mean `home`?"]);
    refused("", "(share of bp) > 50%", &["E", "a share is of the rows for which something holds", "where CONDITION"]);
    refused("define x for each birth_datum = yes", "any bp where x", &["E", "no series or fact `birth_datum`"]);
}

#[test]
fn an_alert_is_of_rows_that_stand_by_themselves() {
    let newest = "task call \"Call\"\nsource local \"Protocol\" choice\ndefine last_two = bp newest 2
alert high_bp on each last_two in last 7 days {\n  high when systolic >= 180 mmHg then task call cite local\n}";
    refused(newest, "any bp", &["E0204", "told apart by more than each row by itself", "without `newest`"]);
}
