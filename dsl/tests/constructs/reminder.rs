//! `reminder`.

use stepcare_core::construct::action::By;
use stepcare_core::construct::{Act, Due, Reminder};
use stepcare_core::value::{Duration, TimeUnit};

use crate::shared::{all_said, compiled, refused};

const MESSAGE: &str = "message hello topic monitoring {\n  en \"Hello\"\n  es \"Hola\"\n}\n";

fn reminder(lines: &str) -> String {
    format!("{MESSAGE}reminder r {{\n  start at sent_at\n{lines}\n}}\n")
}

fn read(lines: &str) -> Reminder {
    compiled(&reminder(lines)).reminders[0].clone()
}

fn days(text: &str) -> Duration {
    Duration::parse(text).unwrap()
}

#[test]
fn every_clause_of_a_reminder_is_kept() {
    let read = read(
        "  stop when any home_bp received since sent_at\n\
         \n  after 3 days message hello by preferred, else sms, else phone cite local\n  every 4 days up to 2 times\n\
         \n  after first task call for navigator due in 2 days when frail\n  after 6 months and 7 days order labs\n",
    );
    assert!(read.stop.is_some());
    let [first, second, third] = read.lines.as_slice() else { panic!() };
    assert_eq!(
        (first.after.parts.as_slice(), first.every, first.up_to),
        (&[days("3 days")][..], Some(days("4 days")), Some(2))
    );
    let Act::Message { by, .. } = &first.then.act else { panic!() };
    assert!(matches!(by.as_slice(), [By::Preferred(_), By::Channel(_), By::Channel(_)]));
    let (_, unit) = second.after.setting.unwrap();
    assert_eq!((unit, second.then.due, second.when.is_some()), (TimeUnit::Days, Some(Due::Days(2)), true));
    assert_eq!(third.after.parts, [days("6 months"), days("7 days")]);
}

#[test]
fn every_without_an_end_goes_on() {
    let line = &read("  after 0 days task call\n  every 1 month").lines[0];
    assert_eq!((line.every, line.up_to), (Some(days("1 month")), None));
}

#[test]
fn a_reminder_starts_once_and_reminds_of_something() {
    refused(&format!("{MESSAGE}reminder r {{\n  after 1 day task call\n}}\n"), &["E0304 this reminder has no `start`"]);
    refused(&reminder(""), &["E0304 this reminder reminds of nothing"]);
    refused(&reminder("  start at sent_at\n  after 1 day task call"), &["E0402 `start` stands twice here"]);
}

#[test]
fn it_starts_at_a_moment_and_stops_on_a_condition() {
    let line = "  after 1 day task call";
    refused(
        &reminder(line).replace("at sent_at", "at potassium"),
        &["E0212 a date or a point in time is expected here"],
    );
    refused(&reminder(&format!("  stop when potassium\n{line}")), &["E0211 a condition is expected here"]);
}

#[test]
fn every_repeats_the_line_above_it() {
    refused(
        &reminder("  every 7 days\n  after 1 day task call"),
        &["E0304 `every` repeats the line above it, and there is none", "below the `after"],
    );
    refused(
        &reminder("  after 1 day task call\n  every 7 days\n  every 8 days"),
        &["E0402 `every` stands twice after one line"],
    );
    refused(&reminder("  after 1 day task call\n  every 7 days up to 0 times"), &["E0219 a line is not repeated so"]);
    refused(&reminder("  after 1 day task call\n  every 0 days"), &["E0219 a line is not repeated so"]);
    refused(
        &reminder("  after 1 day task call\n  every 59 minutes"),
        &["E0219 a reminder is repeated once an hour at most"],
    );
}

#[test]
fn a_delay_is_a_duration_or_a_setting_that_holds_one() {
    refused(&reminder("  after frist task call"), &["E0201 `frist` is not a setting", "did you mean `first`?"]);
    refused(
        &reminder("  after bound task call"),
        &["E0204 the setting `bound` is not a duration", "setting NAME : days"],
    );
    refused(
        &reminder("  after 1 day and 6 hours task call"),
        &["E0214 elapsed time and days of the calendar do not add up"],
    );
    refused(&reminder("  after 101 years task call"), &["E0219 this duration is too long"]);
}

#[test]
fn messages_and_channels_are_declared_ones() {
    refused(
        &reminder("  after 1 day message helo by sms"),
        &["E0201 there is no message `helo`", "did you mean `hello`?"],
    );
    refused(
        &reminder("  after 1 day message hello by smz"),
        &["E0201 there is no channel `smz`", "did you mean `sms`?"],
    );
    refused(&reminder("  after 1 day message hello"), &["E0101 the `after` of a reminder ends too early", "`by`"]);
    refused(&reminder("  after 1 day message hello by sms for navigator"), &["E0204 a message is for the patient"]);
    refused(
        &reminder("  after 1 day message hello by language"),
        &["E0204 `language` may be `en`, which is no channel"],
    );
    refused(&reminder("  after 1 day message hello by sms due today"), &["E0204 a message is for the patient"]);
}

#[test]
fn an_unknown_clause_names_those_that_there_are_and_every_broken_one_is_reported() {
    refused(
        &reminder("  aftr 1 day task call\n  after 1 day task call"),
        &["E0107 `aftr` starts no clause of a reminder", "did you mean `after`?"],
    );
    let said = all_said(&reminder("  after day task call\n  after 2 days tsk call\n  stop any symptoms"));
    assert_eq!(said.len(), 3, "{said:#?}");
}

#[test]
fn a_reminder_s_name_stands_for_nothing_else() {
    let again = "reminder r {\n  start at sent_at\n  after 1 day task call\n}\n";
    refused(&format!("{}{again}", reminder("  after 1 day task call")), &["E0202 the name `r` is declared twice"]);
    refused(&again.replace("reminder r", "reminder frail"), &["E0202 the name `frail` is declared twice"]);
}
