//! `average`.

use stepcare_core::construct::Decision;
use stepcare_core::construct::average::{Anchor, Average, Need, Statistic, Take};
use stepcare_core::value::id::ColumnId;
use stepcare_core::value::{Duration, LocalTime, Number};

use crate::shared::{all_said, compiled, decision, in_order, number, passes, refused};

/// An average with some lines beside its window and report.
fn average(lines: &str) -> String {
    format!("average m of home_bp {{\n  window last 7 days\n  report mean systolic, mean diastolic\n{lines}\n}}\n")
}

fn read(text: &str) -> Average {
    match decision(&compiled(text), "m") {
        Decision::Average(average) => average.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_clause_of_an_average_is_kept() {
    let read = read(
        "average m of home_bp cite paper {\n  window last 7 days\n  after 2 weeks after last dose change\n  skip first day\n\
         \n  session morning 04:00 .. 12:00, evening 16:00 .. 24:00\n  take first 2 in each session\n\
         \n  where method is cuff\n  reject when systolic - diastolic < 10 mmHg \"implausible pulse pressure\"\n\
         \n  need 3 days with 2 morning and 1 evening cite local \"P-044\"\n  stands 14 days\n\
         \n  report mean systolic, least diastolic, shown to 1 mmHg\n}\n",
    );
    assert_eq!(read.window, Duration::parse("7 days").unwrap());
    let after = read.after.unwrap();
    assert_eq!((after.wait, after.of), (Duration::parse("2 weeks").unwrap(), Anchor::LastDoseChange));
    let skip = read.skip.unwrap();
    assert_eq!((skip.days, skip.of_window), (1, false));
    let sessions: Vec<(&str, LocalTime)> = read.sessions.iter().map(|s| (s.name.as_str(), s.to)).collect();
    assert_eq!(sessions, [("morning", LocalTime::parse("12:00").unwrap()), ("evening", LocalTime::END)]);
    assert_eq!(read.take, Some(Take::FirstInEachSession(2)));
    assert_eq!((read.only.len(), read.reject[0].text.as_str()), (1, "implausible pulse pressure"));
    assert_eq!(read.need, Some(Need::Days { days: 3, each: vec![(0, 2), (1, 1)] }));
    assert_eq!((read.stands_days, read.shown_to), (Some(14), Some(number("1"))));
    let report: Vec<(Statistic, ColumnId)> = read.report.iter().map(|r| (r.statistic, r.column)).collect();
    assert_eq!(report, [(Statistic::Mean, ColumnId(0)), (Statistic::Least, ColumnId(1))]);
    assert_eq!(read.cite.len(), 2);
}

#[test]
fn only_the_window_and_the_report_are_needed() {
    let read = read(&average(""));
    assert!(read.need.is_none() && read.take.is_none() && read.sessions.is_empty() && read.after.is_none());
}

#[test]
fn without_sessions_readings_are_taken_of_the_window() {
    assert_eq!(read(&average("  take last 12")).take, Some(Take::LastInEachSession(12)));
    assert_eq!(read(&average("  need 12 readings")).need, Some(Need::Readings(12)));
}

#[test]
fn the_first_days_of_the_window_are_not_the_first_days_with_a_reading() {
    let skip = |line| read(&average(line)).skip.unwrap();
    assert!(skip("  skip first 2 window days").of_window);
    assert!(!skip("  skip first 2 days").of_window);
}

#[test]
fn readings_may_count_from_a_fact_on() {
    let after = read(&average("  after 3 days after sent_at")).after.unwrap();
    assert!(matches!(after.of, Anchor::Expr(_)));
}

#[test]
fn an_average_of_rows_by_name_keeps_their_condition() {
    let text = average("").replace("home_bp", "by_cuff");
    let read = read(&format!("define by_cuff = home_bp where method is cuff\n{text}"));
    assert_eq!(read.only.len(), 1);
}

#[test]
fn an_average_is_shown_in_the_unit_of_its_columns() {
    let text = average("").replace("mean diastolic", "mean diastolic, shown to 0.1 kPa");
    assert_eq!(read(&text).shown_to, Number::ratio(100_000, 133_322));
    refused(
        &average("").replace("mean diastolic", "mean diastolic, shown to 1 kg"),
        &["E0214", "a mass (kg) where a pressure"],
    );
}

#[test]
fn a_missing_window_or_report_is_an_error() {
    refused(
        "average m of home_bp {\n  report mean systolic\n}\n",
        &["E0304 this average has no `window`", "`window last 7 days`"],
    );
    refused(
        "average m of home_bp {\n  window last 7 days\n}\n",
        &["E0304 this average has no `report`", "`report mean systolic, mean diastolic`"],
    );
}

#[test]
fn a_broken_window_is_not_a_missing_one() {
    refused(&average("").replace("last 7 days", "last days"), &["E0101 `days` cannot stand here"]);
}

#[test]
fn a_clause_that_stands_twice_is_an_error() {
    refused(&average("  window last 5 days"), &["E0402 `window` stands twice here"]);
    refused(&average("  need 3\n  need 4"), &["E0402 `need` stands twice here"]);
}

#[test]
fn an_unknown_clause_names_those_that_there_are() {
    refused(
        &average("  windw last 7 days"),
        &["E0107 `windw` starts no clause of an average", "did you mean `window`?"],
    );
}

#[test]
fn every_broken_clause_is_reported() {
    let said = all_said(&average("  skip last day\n  stands long\n  take 2"));
    let codes: Vec<&str> = said.iter().map(|s| &s[..5]).collect();
    assert_eq!(codes, ["E0101", "E0101", "E0101"], "{said:#?}");
}

#[test]
fn sessions_that_share_a_minute_are_an_error_and_those_that_touch_are_not() {
    refused(
        &average("  session morning 04:00 .. 12:01, noon 12:00 .. 16:00"),
        &["E0305 the sessions `morning` and `noon` overlap", "a reading would be in both"],
    );
    assert_eq!(read(&average("  session morning 04:00 .. 12:00, noon 12:00 .. 16:00")).sessions.len(), 2);
}

#[test]
fn a_session_ends_after_it_starts() {
    refused(
        &average("  session night 22:00 .. 04:00"),
        &["E0305 a session ends after it starts", "24:00 is the end of the day"],
    );
    refused(&average("  session morning 04:00 .. 25:00"), &["E0220 there is no such time of day: 25:00"]);
    refused(
        &average("  session a 04:00 .. 05:00, a 06:00 .. 07:00"),
        &["E0202 two sessions are called `a`", "again here"],
    );
}

#[test]
fn a_session_that_is_needed_is_one_of_the_average() {
    let sessions = "  session morning 04:00 .. 12:00, evening 16:00 .. 24:00\n";
    refused(
        &average(&format!("{sessions}  need 3 days with 2 mornin")),
        &["E0201 there is no session `mornin`", "did you mean `morning`?"],
    );
    refused(
        &average("  need 3 days with 2 morning"),
        &["E0201 there is no session `morning`", "declare it: `session morning 04:00 .. 12:00`"],
    );
    refused(
        &average(&format!("{sessions}  need 3 days with 2 morning and 1 morning")),
        &["E0402 the session `morning` stands twice"],
    );
}

#[test]
fn no_more_can_be_needed_than_is_taken() {
    let sessions = "  session morning 04:00 .. 12:00, evening 16:00 .. 24:00\n  take first 2 in each session\n";
    refused(
        &average(&format!("{sessions}  need 3 days with 3 morning")),
        &["E0305 3 are needed of each session and no more than 2 taken", "more than `take` allows"],
    );
    // 7 days of 2 sessions with 2 readings each.
    refused(
        &average(&format!("{sessions}  need 29 readings")),
        &["E0305 29 readings are needed and at most 28 are taken"],
    );
    assert_eq!(read(&average(&format!("{sessions}  need 28 readings"))).need, Some(Need::Readings(28)));
    refused(&average("  take first 2\n  need 3"), &["E0305 3 readings are needed and at most 2 are taken"]);
}

#[test]
fn no_more_days_can_be_needed_than_the_window_has() {
    refused(&average("  need 8 days"), &["E0305 8 days are needed and only 7 can count"]);
    refused(&average("  skip first day\n  need 7 days"), &["E0305 7 days are needed and only 6 can count"]);
    assert!(read(&average("  need 7 days")).need.is_some());
}

#[test]
fn nothing_is_counted_from_zero() {
    for (line, words) in [
        ("  take first 0", "readings are taken from 1"),
        ("  need 0", "readings are needed from 1"),
        ("  need 0 days", "days are needed from 1"),
        ("  skip first 0 days", "days are skipped from 1"),
        ("  stands 0 days", "how long an average stands is counted in days of the calendar, from 1"),
    ] {
        refused(&average(line), &["E0219", words]);
    }
}

#[test]
fn what_is_taken_agrees_with_the_sessions() {
    refused(
        &average("  take first 2 in each session"),
        &["E0305 this average has no sessions", "add `session morning"],
    );
    refused(
        &average("  session morning 04:00 .. 12:00\n  take first 2"),
        &["E0305 taken of what: of each session?", "write `in each session`"],
    );
}

#[test]
fn a_window_is_of_calendar_days_and_at_most_ten_years() {
    let window = |text| average("").replace("last 7 days", text);
    refused(&window("last 48 hours"), &["E0219 the window of an average is counted in days of the calendar"]);
    refused(&window("last 0 days"), &["E0219 the window of an average is counted in days of the calendar"]);
    refused(&window("last 11 years"), &["E0219 the window of an average is at most 3660 days"]);
    refused(&average("  stands 367 days"), &["E0219 how long an average stands is at most 366 days"]);
    refused(&average("  stands 1 month"), &["E0219 an average stands for days or weeks", "`stands 14 days`"]);
}

#[test]
fn a_rejection_says_why() {
    refused(
        &average("  reject when systolic < 60 mmHg"),
        &["E0304 this rejection gives no reason", "`reject when … \"implausible pulse pressure\"`"],
    );
}

#[test]
fn columns_are_those_of_the_series_and_hold_numbers() {
    let report = |what| average("").replace("mean systolic, mean diastolic", what);
    refused(&report("mean sistolic"), &["E0201 home_bp has no column `sistolic`", "did you mean `systolic`?"]);
    refused(&report("mean method"), &["E0212 `method` holds no numbers"]);
    refused(&report("mean systolic, least systolic"), &["E0402 an average reports one value of a column"]);
    refused(&report("mean systolic, shown to 0 mmHg"), &["E0219 values are shown to a step above 0"]);
}

#[test]
fn an_average_is_of_a_series() {
    refused(
        &average("").replace("home_bp", "home_bd"),
        &["E0201 there is no series or fact `home_bd`", "did you mean `home_bp`?"],
    );
    refused(
        &average("").replace("home_bp", "potassium"),
        &["E0204 `potassium` is a fact, and an average is of a series"],
    );
}

#[test]
fn a_window_stands_in_the_average_or_with_the_rows_it_is_of() {
    let of = |define: &str, window: &str| {
        let text = average("").replace("home_bp", "recent").replace("  window last 7 days\n", window);
        format!("define recent = home_bp {define}\n{text}")
    };
    assert_eq!(read(&of("in last 24 months", "")).window, Duration::parse("24 months").unwrap());
    // Where both say one, rows are of both.
    let both = read(&of("in last 2 days", "  window last 7 days\n"));
    assert_eq!((both.window, both.only.len()), (Duration::parse("7 days").unwrap(), 1));
    refused(&of("where method is cuff", ""), &["E0304 this average has no `window`"]);
    refused(&of("in last 11 years", ""), &["E0219 the window of an average is at most 3660 days"]);
}

#[test]
fn rows_by_name_become_conditions_of_the_average_where_they_can() {
    let of = |define: &str| {
        let text = average("").replace("home_bp", "some");
        read(&format!("define some = home_bp {define}\n{text}"))
    };
    let since = of("since sent_at where method is cuff");
    assert_eq!((since.only.len(), since.rows.is_some()), (2, false));
    assert_eq!(of("in 2026-01-01 .. 2026-02-01").only.len(), 1);
    let newest = of("where method is cuff newest 2");
    assert_eq!((newest.only.len(), newest.rows.is_some()), (0, true));
}

#[test]
fn an_earlier_window_cannot_stand_on_rows_chosen_as_of_today() {
    let text = average("  stands 14 days").replace("home_bp", "two");
    refused(
        &format!("define two = home_bp newest 2\n{text}"),
        &["E0305 which rows these are is asked of today, and an earlier window cannot stand on them"],
    );
}

#[test]
fn rows_may_be_taken_from_the_newest_until_their_points_are_enough() {
    let line = "  take newest until points >= 4, points 1 when method is cuff, 0.334 otherwise";
    let Some(Take::NewestUntil { points, each }) = read(&average(line)).take else { panic!("points") };
    assert_eq!(points, number("4"));
    assert_eq!(each.iter().map(|e| e.points).collect::<Vec<_>>(), [number("1"), number("0.334")]);
}

#[test]
fn points_say_how_much_is_enough_and_are_above_nothing() {
    let take = |worth: &str| average(&format!("  take newest until points >= 4, points {worth}"));
    refused(&take("0 when method is cuff"), &["E0219 points are above 0", "a row without points does not count"]);
    refused(&take("1 otherwise, 2 when method is cuff"), &["E0403 points after `otherwise` are never given"]);
    refused(&take("1 when method is cuf"), &["E0216", "did you mean `cuff`?"]);
    let text = take("1 otherwise").replace("  take", "  need 3\n  take");
    refused(&text, &["E0305 points say how much is enough, and `need` says it again", "keep one of the two"]);
}

#[test]
fn first_readings_are_skipped_in_sessions_and_beside_days() {
    let sessions = "  session morning 04:00 .. 12:00\n";
    let skips = read(&average(&format!("{sessions}  skip first 2 days\n  skip first reading in each session")));
    assert_eq!((skips.skip.unwrap().days, skips.skip_readings), (2, 1));
    let two = read(&average(&format!("{sessions}  skip first 2 readings in each session")));
    assert_eq!((two.skip, two.skip_readings), (None, 2));
    refused(
        &average("  skip first reading in each session"),
        &["E0305 this average has no sessions", "there is no session to skip in"],
    );
    refused(&average("  skip first day\n  skip first 2 days"), &["E0402 `skip` stands twice here"]);
    refused(
        &average(&format!("{sessions}  skip first 0 readings in each session")),
        &["E0219", "readings are skipped from 1"],
    );
}

#[test]
fn a_reading_taken_too_soon_after_another_can_be_left_out() {
    let rule = "  reject when any home_bp within 59 seconds before it \"less than a minute after another\"";
    let tests = "test \"30 seconds\" {\n  as of 2026-03-02T09:00 in America/New_York\n\
         \n  given home_bp is 150/90 at 2026-03-02T08:00:00, 130/80 at 2026-03-02T08:00:30\n  expect m is insufficient\n}\n\
         test \"a minute\" {\n  as of 2026-03-02T09:00 in America/New_York\n\
         \n  given home_bp is 150/90 at 2026-03-02T08:00:00, 130/80 at 2026-03-02T08:01:00\n  expect m is ready\n}\n";
    passes(&format!("{}{tests}", average(&format!("{rule}\n  need 2 readings"))));
}

#[test]
fn a_define_that_is_broken_is_reported_once() {
    refused(
        &format!("define some = home_bp where method is cuf\n{}", average("").replace("home_bp", "some")),
        &["did you mean `cuff`?"],
    );
}

#[test]
fn an_average_cites_a_source_where_every_rule_does() {
    let every = "  every clinical rule cites a source\n";
    refused(&format!("{every}{}", average("")), &["E0401 this average cites no source"]);
    assert_eq!(read(&format!("{every}{}", average("  need 3 cite local"))).cite.len(), 1);
    assert_eq!(read(&format!("{every}{}", average("").replace("home_bp", "home_bp cite local"))).cite.len(), 1);
}

#[test]
fn a_value_that_an_average_does_not_report_is_an_error_and_so_is_a_change_without_drugs() {
    let text = format!("{}define x = m.diastolic > 80 mmHg\n", average("").replace(", mean diastolic", ""));
    refused(&text, &["E0217 `m` has no value `diastolic`"]);
    let head = crate::shared::HEAD.replace("  uses drugs from \"drugs.care\"\n", "");
    let text = format!("{head}{}", average("  after 2 weeks after last dose change"));
    let files = std::collections::BTreeMap::from([("demo.care".to_string(), text)]);
    let failure = stepcare_dsl::compile("demo.care", &files).unwrap_err();
    in_order(&failure.to_string(), &["E0304: `last dose change` needs a formulary, and this ruleset uses none"]);
}
