//! One behaviour each.

use stepcare_dsl::format;

use super::formatted;

#[track_caller]
fn becomes(text: &str, expected: &str) {
    assert_eq!(formatted(text), expected);
}

#[test]
fn between_words_stands_one_blank_and_none_before_a_comma() {
    becomes("role   navigator ,pharmacist,\tclinician", "role navigator, pharmacist, clinician\n");
}

#[test]
fn signs_that_stand_apart_do_so_whether_they_were_written_so_or_not() {
    becomes("define x=a<=5 kg and not( b>22 cm..42 cm )", "define x = a <= 5 kg and not (b > 22 cm .. 42 cm)\n");
}

#[test]
fn what_a_blank_would_give_another_meaning_stays_as_it_is_written() {
    for text in [
        "define x = a-b + (c)/2 - -(d)",
        "define rate = 5 mg/dL",
        "given home_bp is 128/- at 2026-02-25T07:00:00+01:00",
        "as of 2026-03-02T09:00 in Etc/GMT+5",
        "icd10 T78.3..5 \"a code as it is written\"",
    ] {
        becomes(text, &format!("{text}\n"));
    }
}

#[test]
fn a_colon_stands_apart_after_a_name_and_not_in_a_time_of_day() {
    becomes(
        "facts {\n a:kg\n}\naverage m of bp {\n session morning 04:00..12:00\n}",
        "facts {\n  a : kg\n}\naverage m of bp {\n  session morning 04:00 .. 12:00\n}\n",
    );
}

#[test]
fn dots_are_part_of_a_code_only_where_no_colon_stands_before_them() {
    becomes("icd10 T78.3..5", "icd10 T78.3..5\n");
    becomes("icd10 :...", "icd10 : .. .\n");
    becomes("icd10 a:..5", "icd10 a : .. 5\n");
}

#[test]
fn a_block_is_indented_by_two() {
    becomes(
        "titration l for t {\npath a otherwise {\n        step 1 start x 5 mg\n}\n  }",
        "titration l for t {\n  path a otherwise {\n    step 1  start x 5 mg\n  }\n}\n",
    );
}

#[test]
fn what_follows_a_brace_on_its_line_is_what_the_lines_below_hang_from() {
    becomes(
        "codes a {icd10 E10 \"one\"\nicd10 E11 \"two\"}\ncodes long_name { icd10 I10 \"three\" }",
        "codes a         { icd10 E10 \"one\"\n                  icd10 E11 \"two\" }\ncodes long_name { icd10 I10 \"three\" }\n",
    );
}

#[test]
fn what_continues_a_clause_stands_under_what_follows_its_keyword() {
    becomes(
        "alert a on each bp in last 2 days {\n critical when x > 3 kg\n then task t for r cite s\n low when x < 1 kg\n}",
        "alert a on each bp in last 2 days {\n  critical when x > 3 kg\n           then task t for r  cite s\n  low      when x < 1 kg\n}\n",
    );
}

#[test]
fn what_continues_a_clause_without_a_keyword_column_is_indented() {
    becomes("class a,\n          b,\nc", "class a,\n  b,\n  c\n");
}

#[test]
fn what_says_more_of_a_ruleset_is_indented_beneath_it() {
    becomes(
        "ruleset a version \"1\" effective 2026-01-01\ntitle \"A\"\nuses b from \"b.care\"\n\nrole r",
        "ruleset a version \"1\" effective 2026-01-01\n  title \"A\"\n  uses  b from \"b.care\"\n\nrole r\n",
    );
}

#[test]
fn one_empty_line_of_several_is_kept_and_none_at_the_edge_of_a_block() {
    becomes("\n\nfacts {\n\n a : kg\n\n\n\n b : kg\n\n}\n\n\n", "facts {\n  a : kg\n\n  b : kg\n}\n");
}

#[test]
fn an_empty_line_ends_the_lines_that_are_aligned_and_a_comment_does_not() {
    becomes(
        "facts {\n a : kg\n // of the wrist\n bbb : cm\n\n cc : cm\n}",
        "facts {\n  a   : kg\n  // of the wrist\n  bbb : cm\n\n  cc : cm\n}\n",
    );
}

#[test]
fn comments_stand_in_a_column_and_a_long_line_runs_over_it() {
    let long = "x, ".repeat(30);
    becomes(
        &format!("facts {{\n a : kg // one\n bbb : cm // two\n c : one of {long}y // three\n dd : cm // four\n}}"),
        &format!(
            "facts {{\n  a   : kg  // one\n  bbb : cm  // two\n  c   : one of {long}y  // three\n  dd  : cm  // four\n}}\n"
        ),
    );
}

#[test]
fn the_rows_of_a_table_stand_in_columns() {
    becomes(
        "table t first row {\n a|b||c\n at goal|any||6 months\n > 3|0 .. 2||1 week\n}",
        "table t first row {\n  a       | b      || c\n  at goal | any    || 6 months\n  > 3     | 0 .. 2 || 1 week\n}\n",
    );
}

#[test]
fn a_line_that_windows_ended_ends_as_the_others_do() {
    becomes("role a  // b \r\nrole c\r\n", "role a  // b\nrole c\n");
}

#[test]
fn a_clause_that_the_grammar_cannot_read_is_formatted_by_its_words() {
    becomes(
        "screening s {\nexclude  when ) age\n otherwise eligible\n}",
        "screening s {\n  exclude when) age\n  otherwise eligible\n}\n",
    );
}

#[test]
fn nothing_becomes_nothing() {
    becomes("\n \n", "");
}

#[test]
fn a_text_whose_blocks_cannot_be_told_apart_is_refused_with_what_was_found() {
    for (text, code) in [
        ("facts {", "care::E0102"),
        ("}", "care::E0102"),
        ("title \"a", "care::E0103"),
        (&"a { ".repeat(40), "care::E0105"),
        (&" ".repeat((1 << 20) + 1), "care::E0104"),
    ] {
        let failure = format("a.care", text).unwrap_err();
        assert!(failure.diagnostics.iter().any(|d| d.code == code), "{code}: {failure}");
        assert_eq!(failure.sources.files()[0].name, "a.care");
    }
}

#[test]
fn a_text_that_its_columns_would_make_too_large_to_be_read_is_refused() {
    let rows = format!("{} : kg\na : kg\nb : kg\n", "x".repeat(150));
    let text = format!("facts {{\n{}}}\n", rows.repeat(4_000));
    let failure = format("a.care", &text).unwrap_err();
    assert_eq!(failure.diagnostics[0].code, "care::E0104");
}
