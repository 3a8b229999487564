//! A random ruleset, block by block.

use super::condition::{Known, NUMBERS, of_patient, of_row};
use crate::cases::draw::Draw;

const HEAD: &str = r#"care edition 2026
ruleset random version "1" effective 2026-01-01
  uses few from "formulary.care"
source local "Drawn" choice
role navigator, pharmacist, clinician
task call   "Call"
task review "Review"
task look   "Look at a reading"
order bmp   "Basic metabolic panel"
referral special "Referral""#;

/// Its blocks.
pub fn blocks(draw: &mut Draw) -> Vec<String> {
    drawn(draw, Known::default())
}

/// Blocks in which nothing is assumed and nothing is asked about absence.
pub fn strict(draw: &mut Draw) -> Vec<String> {
    let mut blocks = drawn(draw, Known { strict: true, ..Known::default() });
    for block in &mut blocks {
        for assumed in [
            " assume no when unknown",
            " assume yes when unknown",
            " assume other when unknown",
            " assume none when unknown",
            " assume cuff when unknown",
            "  assume none when not supplied\n",
        ] {
            *block = block.replace(assumed, "");
        }
        let lines = block.lines().filter(|line| !line.starts_with("  require"));
        *block = lines.collect::<Vec<_>>().join("\n");
    }
    blocks.retain(|block| !block.starts_with("check "));
    blocks
}

fn drawn(draw: &mut Draw, known: Known) -> Vec<String> {
    let mut blocks = vec![HEAD.to_string(), facts(draw), series(draw)];
    blocks.push("codes diabetes { icd10 E11 and below \"Type 2 diabetes mellitus\"; snomed 44054006 \"Diabetes mellitus type 2\" }".into());
    blocks.push("define age = whole years from birth_date to today".into());
    let mut known = known;
    for n in 0..draw.below(3) {
        let name = format!("flag{n}");
        blocks.push(format!("define {name} = {}", of_patient(draw, &known, 1)));
        known.defines.push(name);
    }
    for n in 0..2 + draw.below(5) {
        match draw.below(12) {
            0 | 1 => blocks.push(screening(draw, &mut known, n)),
            2 | 3 => blocks.push(average(draw, &mut known, n)),
            4 => blocks.push(alert(draw, &mut known, n)),
            5 if !known.averages.is_empty() => blocks.push(goal(draw, &mut known, n)),
            6 => blocks.push(contraindication(draw, &known)),
            7 => blocks.push(check(draw)),
            8 | 9 => blocks.push(table(draw, &mut known, n)),
            10 => blocks.push(score(draw, &mut known, n)),
            // A line that starts with `when` goes on with the one above, unless that ends with a brace.
            11 if blocks.last().is_some_and(|block| block.ends_with('}')) => {
                blocks.push(format!("when {} {} cite local", of_patient(draw, &known, 1), then(draw)))
            }
            _ => blocks.push(screening(draw, &mut known, n)),
        }
    }
    // A ladder needs a goal, and a goal an average: readings enough to judge more often than not.
    if draw.below(2) == 0 {
        blocks.push(average(draw, &mut known, 90));
        blocks.push(goal(draw, &mut known, 91));
        if draw.below(2) == 0 {
            blocks.push(contraindication(draw, &known));
        }
        if draw.below(3) > 0 {
            blocks.push(ladder(draw, &known));
        }
    }
    blocks
}

fn facts(draw: &mut Draw) -> String {
    let mut lines = vec![format!("  birth_date : date{}", *draw.one(&["", " required"]))];
    for of in &NUMBERS {
        let range = if draw.below(5) > 0 { format!(" in {}", of.range) } else { String::new() };
        let valid = *draw.one(&["", "", " valid 30 days", " valid 90 days", " valid 1 month", " valid 48 hours"]);
        lines.push(format!("  {} : {}{range}{valid} from lab", of.name, of.unit));
    }
    for name in ["frail", "unwell", "dizzy"] {
        let valid = *draw.one(&["", " valid 7 days", " valid 30 days"]);
        let assume = *draw.one(&["", "", " assume no when unknown", " assume yes when unknown"]);
        lines.push(format!("  {name} : yes/no{valid}{assume} ask patient"));
    }
    lines.push(format!("  pregnant : yes/no/maybe{} ask patient", *draw.one(&["", " valid 60 days"])));
    lines.push(format!(
        "  sex : one of female, male, other{} from chart",
        *draw.one(&["", " assume other when unknown"])
    ));
    lines.push(format!(
        "  symptoms : any of headache, vision{} ask patient",
        *draw.one(&["", " valid 1 day", " assume none when unknown"])
    ));
    lines.push(format!("  conditions : codes{} from chart", *draw.one(&["", " assume none when unknown"])));
    lines.push("  cuff_sent_at : instant from chart".into());
    lines.push(format!("  medications : medications{} from chart", *draw.one(&["", "", " valid 30 days"])));
    lines.push(format!("  intolerances : intolerances{} from chart", *draw.one(&["", " assume none when unknown"])));
    format!("facts {{\n{}\n}}", lines.join("\n"))
}

fn series(draw: &mut Draw) -> String {
    let current =
        *draw.one(&["", "  current within 1 day\n", "  current within 36 hours\n", "  current within 1 day\n"]);
    let none = *draw.one(&["", "", "", "  assume none when not supplied\n"]);
    let assume = *draw.one(&["", "", " assume cuff when unknown"]);
    format!(
        "series home_bp {{\n  systolic : mmHg in 50 .. 300\n  diastolic : mmHg in 30 .. 200\n  method : one of cuff, manual{assume}\n{current}{none}}}"
    )
}

fn screening(draw: &mut Draw, known: &mut Known, n: usize) -> String {
    let mut lines = Vec::new();
    for at in 0..1 + draw.below(3) {
        let verdict = *draw.one(&["exclude", "refer"]);
        lines.push(format!("  {verdict} line{at} when {} cite local", of_patient(draw, known, 2)));
    }
    let name = format!("screen{n}");
    known.screenings.push(name.clone());
    format!("screening {name} {{\n{}\n  otherwise eligible\n}}", lines.join("\n"))
}

fn average(draw: &mut Draw, known: &mut Known, n: usize) -> String {
    let mut lines = Vec::new();
    if draw.below(4) == 0 {
        lines.push(format!("  where {}", *draw.one(&["method is cuff", "systolic > 90 mmHg", "method is not manual"])));
    }
    let days = draw.below(4) > 0;
    lines.push(format!(
        "  window last {}",
        if days { *draw.one(&["3 days", "7 days", "7 days", "14 days"]) } else { *draw.one(&["1 month", "7 days"]) }
    ));
    if draw.below(4) == 0 {
        let wait = *draw.one(&["2 weeks", "3 days", "48 hours", "1 month"]);
        let of = *draw.one(&["last dose change", "cuff_sent_at", "last dose change"]);
        lines.push(format!("  after {wait} after {of}"));
    }
    match draw.below(6) {
        0 => lines.push("  skip first day".into()),
        1 if days => lines.push("  skip first window day".into()),
        2 if draw.below(2) == 0 => lines.push("  skip first 2 days".into()),
        _ => {}
    }
    let sessions = draw.below(3) > 0;
    if sessions {
        lines.push("  session morning 04:00 .. 12:00, evening 16:00 .. 24:00".into());
    }
    match (draw.below(3), sessions) {
        (0, true) => {
            lines.push(format!("  take {} {} in each session", *draw.one(&["first", "last"]), *draw.one(&["1", "2"])))
        }
        (0, false) => lines.push(format!("  take {} {}", *draw.one(&["first", "last"]), *draw.one(&["2", "6", "12"]))),
        _ => {}
    }
    if draw.below(3) == 0 {
        lines.push(format!(
            "  reject when {} \"rejected\"",
            *draw.one(&["systolic - diastolic < 10 mmHg", "systolic < 90 mmHg", "method is manual"])
        ));
    }
    match (draw.below(4), sessions) {
        (0, true) => lines.push("  need 2 days with 1 morning and 1 evening".into()),
        (1, _) => lines.push(format!("  need {} readings", *draw.one(&["2", "6"]))),
        (2, false) => lines.push("  need 3 days".into()),
        _ => {}
    }
    if draw.below(4) == 0 {
        lines.push(format!("  stands {} days", *draw.one(&["7", "14"])));
    }
    let name = format!("mean{n}");
    let least = draw.below(6) == 0;
    lines.push(
        if least {
            "  report least systolic, greatest diastolic"
        } else {
            "  report mean systolic, mean diastolic, shown to 1 mmHg"
        }
        .into(),
    );
    known.averages.push(name.clone());
    known.with_systolic.push(name.clone());
    format!("average {name} of home_bp {{\n{}\n}}", lines.join("\n"))
}

fn goal(draw: &mut Draw, known: &mut Known, n: usize) -> String {
    let limits = [
        "below 130/80",
        "at most 130/80",
        "below 140/90",
        "systolic 110 .. 129 and diastolic 60 .. 79",
        "systolic 120 .. 140",
        "systolic 130 .. 150 and diastolic 75 .. 90",
        "systolic below 130 mmHg",
        "diastolic at most 80 mmHg",
    ];
    let average = known.averages.last().cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for _ in 0..draw.below(3) {
        lines.push(format!("  {} when {} cite local", draw.one(&limits), of_patient(draw, known, 1)));
    }
    lines.push(format!("  {} otherwise cite local", draw.one(&limits)));
    let name = format!("goal{n}");
    known.goals.push(name.clone());
    format!("goal {name} for {average} {{\n{}\n}}", lines.join("\n"))
}

fn table(draw: &mut Draw, known: &mut Known, n: usize) -> String {
    let name = format!("table{n}");
    let policy = *draw.one(&["first row", "first row", "all rows"]);
    let goal = known.goals.last().map(|goal| format!("{goal}.status"));
    let by_goal = goal.filter(|_| draw.below(2) == 0);
    let first = by_goal.clone().unwrap_or_else(|| "potassium".into());
    let second = *draw.one(&["frail", "dizzy", "unwell"]);
    let (mut always, mut said): (bool, Vec<(&str, &str)>) = (false, Vec::new());
    let mut lines = vec![format!("  {first} | {second} || says")];
    for _ in 0..1 + draw.below(4) {
        let cell = if by_goal.is_some() {
            *draw.one(&["at goal", "above goal", "not assessable", "any"])
        } else {
            *draw.one(&[
                "< 3.5 mmol/L",
                "3.5 mmol/L .. 5.5 mmol/L",
                "above 5.0 mmol/L .. 5.5 mmol/L",
                ">= 5.5 mmol/L",
                "any",
            ])
        };
        let other = *draw.one(&["yes", "no", "any"]);
        // A row that another one covers is refused.
        let covered = |(c, o): &(&str, &str)| (*c == "any" || *c == cell) && (*o == "any" || *o == other);
        if said.iter().any(covered) {
            continue;
        }
        said.push((cell, other));
        if always || (cell == "any" && other == "any" && policy != "first row") {
            continue;
        }
        always = cell == "any" && other == "any";
        lines.push(format!("  {cell} | {other} || {}", *draw.one(&["1 mmHg", "2 mmHg", "3 mmHg"])));
    }
    if lines.len() == 1 {
        lines.push("  any | yes || 1 mmHg".into());
    }
    if policy != "all rows" {
        known.tables.push(name.clone());
    }
    format!("table {name} {policy} cite local {{\n{}\n}}", lines.join("\n"))
}

fn score(draw: &mut Draw, known: &mut Known, n: usize) -> String {
    let name = format!("score{n}");
    let mut lines = Vec::new();
    for _ in 0..1 + draw.below(4) {
        let points = *draw.one(&["1", "2", "3", "-1"]);
        lines.push(format!("  {points} when {}", of_patient(draw, known, 1)));
    }
    known.scores.push(name.clone());
    format!("score {name} cite local {{\n{}\n}}", lines.join("\n"))
}

fn then(draw: &mut Draw) -> String {
    let task = *draw.one(&[
        "task call for navigator",
        "task review for pharmacist",
        "task look for clinician",
        "order bmp for navigator",
    ]);
    let due = *draw.one(&["", " due today", " due in 2 days", " due in 2 business days", " due in 5 business days"]);
    format!("then {task}{due}")
}

fn alert(draw: &mut Draw, known: &mut Known, n: usize) -> String {
    let name = format!("alert{n}");
    let horizon = *draw.one(&["14 days", "3 days", "48 hours", "1 month"]);
    let mut lines = Vec::new();
    if draw.below(4) == 0 {
        for level in ["critical", "high"].iter().take(1 + draw.below(2)) {
            let limit = *draw.one(&["5.5", "5.0", "6.0"]);
            lines.push(format!(
                "  {level} when potassium {} {limit} mmol/L {} cite local",
                *draw.one(&[">", ">="]),
                then(draw)
            ));
        }
        return format!("alert {name} on each potassium in last {horizon} {{\n{}\n}}", lines.join("\n"));
    }
    for level in ["critical", "low", "review"].iter().take(1 + draw.below(3)) {
        let when = match draw.below(4) {
            0 => of_row(draw, 1),
            1 => "systolic >= 180 mmHg or diastolic >= 120 mmHg".into(),
            2 => "systolic < 90 mmHg".into(),
            _ => format!("{} and (frail or systolic >= 180 mmHg)", of_row(draw, 0)),
        };
        lines.push(format!("  {level} when {when} {} cite local", then(draw)));
    }
    if draw.below(3) > 0 {
        lines.push(format!(
            "  confirm by another reading within 30 minutes{}",
            *draw.one(&["", ", unless any symptoms"])
        ));
    }
    if draw.below(2) == 0 {
        lines.push("  one task a day".into());
    }
    known.alerts.push(name.clone());
    format!("alert {name} on each home_bp in last {horizon} {{\n{}\n}}", lines.join("\n"))
}

fn contraindication(draw: &mut Draw, known: &Known) -> String {
    let start = *draw.one(&["", "", "start of "]);
    let what = *draw.one(&["acei", "arb", "acei, arb", "thiazide", "ccb", "lisinopril", "losartan, amlodipine"]);
    let then = if draw.below(3) == 0 && start.is_empty() { then(draw) } else { String::new() };
    format!("contraindicated {start}{what} when {} {then} cite local", of_patient(draw, known, 1))
}

fn check(draw: &mut Draw) -> String {
    let facts = *draw.one(&["potassium", "potassium, creatinine"]);
    let (from, to) = *draw.one(&[("7", "28"), ("3", "14"), ("0", "7")]);
    let changes = *draw.one(&["start", "raise", "start or raise"]);
    let classes = *draw.one(&["acei, arb", "acei", "thiazide", "ccb, thiazide", "acei, arb, ccb"]);
    let overdue = *draw.one(&["", ", overdue then task review for pharmacist due in 1 business day"]);
    let due = *draw.one(&["", " due in 7 days", " due in 30 days"]);
    format!(
        "check {facts} between {from} and {to} days after {changes} of {classes}\n  then order bmp for navigator{due}{overdue} cite local"
    )
}

fn steps(draw: &mut Draw) -> Vec<String> {
    let first = *draw.one(&[
        "start losartan 50 mg or, if contraindicated or not tolerated, lisinopril 10 mg",
        "start amlodipine 5 mg",
        "start lisinopril 10 mg or, if contraindicated or not tolerated, losartan 50 mg",
    ]);
    let mut all = vec![first.to_string()];
    if draw.below(2) == 0 {
        return vec![format!("    step 1 {first}")];
    }
    if draw.below(3) > 0 {
        all.push(
            if first.contains("amlodipine") { "raise amlodipine to 10 mg" } else { "raise the step 1 drug one dose" }
                .into(),
        );
    }
    if draw.below(2) == 0 {
        all.push(
            if first.contains("amlodipine") {
                "add losartan 50 mg or, if contraindicated or not tolerated, lisinopril 10 mg"
            } else {
                "add amlodipine 5 mg"
            }
            .into(),
        );
    }
    if draw.below(3) == 0 {
        all.push("add chlorthalidone 12.5 mg or, if contraindicated or not tolerated, indapamide 1.25 mg".into());
    }
    all.iter().enumerate().map(|(n, step)| format!("    step {} {step}", n + 1)).collect()
}

fn ladder(draw: &mut Draw, known: &Known) -> String {
    let goal = known.goals.last().cloned().unwrap_or_default();
    let mut lines = Vec::new();
    if draw.below(2) == 0 {
        lines.push(format!("  path one when {} {{\n{}\n  }}", of_patient(draw, known, 0), steps(draw).join("\n")));
    }
    let when = if draw.below(8) == 0 { format!("when {}", of_patient(draw, known, 0)) } else { "otherwise".into() };
    lines.push(format!("  path two {when} {{\n{}\n  }}", steps(draw).join("\n")));
    for _ in 0..draw.below(4).saturating_sub(2) {
        let then = if draw.below(2) == 0 { then(draw) } else { String::new() };
        let when = match draw.below(3) {
            0 => of_patient(draw, known, 0),
            1 => "dizzy".into(),
            _ => "pregnant is one of yes, maybe".into(),
        };
        lines.push(format!("  hold when {when} {then} cite local"));
    }
    lines.push("  step then task review for pharmacist due in 2 business days".into());
    if draw.below(3) > 0 {
        lines.push(format!("  wait {} after each change or review", *draw.one(&["4 weeks", "1 month", "14 days"])));
    }
    if draw.below(2) == 0 {
        lines.push(format!(
            "  require {} before acei, arb, ccb, thiazide then order bmp for navigator",
            *draw.one(&["potassium, creatinine", "potassium, creatinine, pulse, weight"])
        ));
    }
    if draw.below(2) == 0 {
        lines.push("  exhausted then refer special for clinician due in 5 business days".into());
    }
    let when = if draw.below(5) == 0 {
        format!(" when {}", *draw.one(&["frail", "unwell", "age >= 65 years"]))
    } else {
        String::new()
    };
    format!("titration ladder for {goal}{when} cite local {{\n{}\n}}", lines.join("\n"))
}
