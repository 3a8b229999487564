//! `score`.

use stepcare_core::construct::{Decision, Score};

use crate::shared::{compiled, decision, failed, number, refused};

const RISK: &str = "score risk cite local {
  3 when potassium > 5.5 mmol/L
  2 when frail
  -1 when age < 65 years cite paper
}
";

fn read(text: &str) -> Score {
    match decision(&compiled(text), "risk") {
        Decision::Score(score) => score.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_line_keeps_its_points_and_cites_what_the_score_cites_or_its_own() {
    let score = read(RISK);
    assert_eq!(score.lines.iter().map(|l| l.points).collect::<Vec<_>>(), [number("3"), number("2"), number("-1")]);
    assert_eq!(score.lines.iter().map(|l| l.cite[0].source.0).collect::<Vec<_>>(), [1, 1, 2]);
}

#[test]
fn points_add_up_and_what_is_unknown_leaves_a_range() {
    let all = "given potassium is 5.6 mmol/L\n given frail is yes\n given age is";
    let (old, young) = (format!("{all} 70 years"), format!("{all} 64 years"));
    let found = failed(
        RISK,
        &[
            (&old, "expect risk is 5\n expect risk is scored\n expect risk is not 4"),
            (&young, "expect risk is 4"),
            // 3 for potassium; frailty may add 2, an age under 65 take 1 away.
            ("given potassium is 5.6 mmol/L", "expect risk is undetermined\n expect risk is not 6\n expect ask frail"),
        ],
    );
    assert_eq!(found, [""; 0]);
    let open = failed(RISK, &[("given potassium is 5.5 mmol/L", "expect risk is 1")]);
    assert_eq!(open, ["expect risk is 1: risk is -1 .. 2"]);
}

#[test]
fn a_comparison_decides_when_the_whole_range_does() {
    let body = format!("{RISK}\nwhen risk >= 2 then task call for navigator\nwhen risk >= 5 then task look\n");
    let found = failed(
        &body,
        &[
            ("given potassium is 5.6 mmol/L", "expect task call\n expect when_look is undetermined"),
            ("given potassium is 5.4 mmol/L", "expect no task call\n expect when_look is does not hold"),
            ("given risk is 5", "expect task look"),
            ("given risk is 4", "expect no task look"),
        ],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_question_about_a_score_asks_for_what_its_lines_lack() {
    let body = format!("{RISK}\nwhen risk >= 4 then task look\n");
    // With potassium known, frailty alone settles whether it is 4 or more where age is 65 or more.
    let given = "given potassium is 5.6 mmol/L\n given age is 70 years";
    let found = failed(&body, &[(given, "expect when_look is undetermined\n expect ask frail\n expect no ask age")]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_score_has_lines_each_with_points_and_a_condition() {
    refused("score risk cite local {\n}\n", &["E0304 this score has no line", "2 when CONDITION"]);
    refused("score risk {\n  2 frail\n}\n", &["E0101 `frail` cannot stand here in a line of a score"]);
    refused("score risk {\n  0 when frail\n}\n", &["E0219 a line without points changes nothing"]);
    refused("score risk {\n  2 when potassium\n}\n", &["E0211 a condition is expected here"]);
    let cited = "  every clinical rule cites a source\nscore risk {\n  2 when frail\n}\n";
    refused(cited, &["E0401 this line of the score cites no source"]);
}

#[test]
fn a_score_is_a_plain_number() {
    let text = format!("{RISK}\nwhen risk > 3 mmHg then task call\n");
    refused(&text, &["E0214", "a plain number"]);
    assert_eq!(
        compiled(&format!("{RISK}\ndefine twice = risk * 2\nwhen twice > 3 then task call\n")).decisions.len(),
        2
    );
}
