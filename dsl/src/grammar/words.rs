//! What pest says of a clause it cannot read, in the author's words: what was found, what was expected.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::Rule;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::source::Span;

/// The most alternatives that a message lists; more tell nobody anything.
const LISTED: usize = 6;

/// The error of a clause that was empty where one was expected.
pub(super) fn nothing(span: Span) -> Diagnostic {
    Diagnostic::new(code::SYNTAX, span, "there is nothing here", "expected a clause")
}

/// A pest error as a diagnostic.
pub(super) fn translate(rule: Rule, error: &Error<Rule>, clause: &str, file: u32, offset: usize) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(clause.len()),
    };
    let rest = clause.get(at..).unwrap_or_default();
    // An error is reported after the blanks that pest skipped, or before them where it did not.
    let blanks = rest.len().saturating_sub(rest.trim_start().len());
    let (at, rest) = (at.saturating_add(blanks), rest.trim_start());
    let found = token(rest);
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (start, end) = if found.is_empty() {
        // What comes too early is the end: shown at the last word.
        let clause = clause.trim_end();
        let last = clause.rfind(char::is_whitespace).map_or(0, |blank| blank.saturating_add(1));
        (offset.saturating_add(last), offset.saturating_add(clause.len()))
    } else {
        let start = offset.saturating_add(at);
        (start, start.saturating_add(found.len()))
    };
    let span = Span { file, start: byte(start), end: byte(end) };
    if let Some(refused) = crate::later::refuse_inside(found, span) {
        return refused;
    }
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => expected(positives),
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    let what = subject(rule);
    let message = match (found, found.chars().next()) {
        ("", _) => format!("{what} ends too early"),
        (text, Some('"')) => format!("a text in quotes cannot stand here in {what}: {text}"),
        (text, _) => format!("`{text}` cannot stand here in {what}"),
    };
    let label = match expected.len() {
        0 => "not understood".into(),
        1..=LISTED => format!("expected {}", listed(&expected)),
        _ => format!(
            "expected {} or something else",
            expected.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ")
        ),
    };
    let mut diagnostic = Diagnostic::new(code::SYNTAX, span, message, label);
    if ["in", "where", "since", "within", "received", "newest"].contains(&found) {
        let help = "what narrows rows follows `any`, `no`, `count of` or `latest COLUMN of` and a series";
        diagnostic = diagnostic.note(help);
    }
    if is_reserved(found) && expected.iter().any(|e| e == "a name") {
        diagnostic = diagnostic.note(format!("`{found}` is a word of the language and cannot be a name"));
    }
    match super::forms::form(rule) {
        Some(form) => diagnostic.help(format!("it is written like `{form}`")),
        None => diagnostic,
    }
}

/// The word, number, text or sign that stands first.
fn token(rest: &str) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut chars = rest.char_indices();
    let end = match chars.next() {
        None => 0,
        Some((_, '"')) => chars.find(|(_, c)| *c == '"').map_or(rest.len(), |(i, _)| i.saturating_add(1)),
        Some((_, c)) if is_word(c) => chars.find(|(_, c)| !is_word(*c)).map_or(rest.len(), |(i, _)| i),
        Some(_) => chars.next().map_or(rest.len(), |(i, _)| i),
    };
    rest.get(..end).unwrap_or(rest)
}

fn is_reserved(word: &str) -> bool {
    use pest::Parser;
    !word.is_empty() && super::Grammar::parse(Rule::reserved_word, word).is_ok()
}

/// What a clause is called in a message, by the name of its rule: `screening_line` is a line of a screening, `goal_head` the
/// first line of a goal, `average_need` the `need` of an average.
fn subject(rule: Rule) -> String {
    let name = format!("{rule:?}");
    let of = |whole: &str| {
        let article = if whole.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {}", whole.replace('_', " "))
    };
    let named = match rule {
        Rule::fact_line => "a fact",
        Rule::as_of_line => "an `as of`",
        Rule::codes_head => "the first line of a code set",
        Rule::codes_member => "a code of a code set",
        Rule::facts_head => "the first line of the facts",
        Rule::series_head => "the first line of a series",
        Rule::message_text => "a text of a message",
        Rule::message_slot => "the braces of a text",
        Rule::table_cell | Rule::table_says => "a cell of a table",
        Rule::table_column | Rule::table_name => "a column of a table",
        _ => "",
    };
    match name.rsplit_once('_') {
        _ if !named.is_empty() => named.into(),
        Some(("screening" | "alert" | "goal" | "score", "line")) => {
            format!("a line of {}", of(name.trim_end_matches("_line")))
        }
        Some((word, "line")) => format!("{} clause", of(&format!("`{word}`"))),
        Some((whole, "head")) => format!("the first line of {}", of(whole)),
        Some(("given", _)) => "a `given`".into(),
        Some((whole, clause)) => format!("the `{clause}` of {}", of(whole)),
        None => of(&name),
    }
}

/// The rules that could have stood there, each once, in words. What starts a value, or goes on from one, is many rules
/// and one thing each.
fn expected(rules: &[Rule]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut left: Vec<Rule> = rules.to_vec();
    for (group, words) in [(&VALUE[..], "a condition or value"), (&OPERATOR[..], "an operator (`and`, `is`, `<`, `+`)")]
    {
        if left.iter().filter(|rule| group.contains(rule)).count() > 3 {
            left.retain(|rule| !group.contains(rule));
            out.push(words.into());
        }
    }
    for rule in left {
        if let Some(words) = in_words(rule)
            && !out.contains(&words)
        {
            out.push(words);
        }
    }
    out
}

/// What starts a value.
const VALUE: [Rule; 46] = [
    Rule::time_operand,
    Rule::timed,
    Rule::edge,
    Rule::calendar_year,
    Rule::k_start,
    Rule::k_end,
    Rule::k_this,
    Rule::k_period,
    Rule::k_it,
    Rule::k_at,
    Rule::k_share,
    Rule::entered,
    Rule::k_entered,
    Rule::k_not,
    Rule::negative,
    Rule::bracketed,
    Rule::p_open,
    Rule::class_count,
    Rule::dose_change,
    Rule::change,
    Rule::counting,
    Rule::whole_time,
    Rule::reading,
    Rule::shift,
    Rule::instant,
    Rule::date,
    Rule::clock,
    Rule::pressure,
    Rule::quantity,
    Rule::now_word,
    Rule::field,
    Rule::name,
    Rule::whole,
    Rule::number,
    Rule::duration,
    Rule::k_count,
    Rule::k_last,
    Rule::k_change,
    Rule::k_any,
    Rule::k_no,
    Rule::k_latest,
    Rule::k_whole,
    Rule::k_today,
    Rule::k_now,
    Rule::k_none,
    Rule::sum,
];

/// What goes on from a value: operators, tests, and what narrows rows.
const OPERATOR: [Rule; 38] = [
    Rule::k_linked,
    Rule::relation,
    Rule::k_overlaps,
    Rule::k_meets,
    Rule::k_starts,
    Rule::k_ends,
    Rule::k_on,
    Rule::latest_day,
    Rule::on_day,
    Rule::linked,
    Rule::compare,
    Rule::plus,
    Rule::minus,
    Rule::times,
    Rule::over,
    Rule::k_and,
    Rule::k_or,
    Rule::is_test,
    Rule::has_test,
    Rule::outside_test,
    Rule::between_test,
    Rule::k_is,
    Rule::k_has,
    Rule::k_outside,
    Rule::k_between,
    Rule::where_clause,
    Rule::in_last,
    Rule::in_range,
    Rule::within_it,
    Rule::received_since,
    Rule::since,
    Rule::newest,
    Rule::k_where,
    Rule::k_in,
    Rule::k_within,
    Rule::k_received,
    Rule::k_since,
    Rule::k_newest,
];

fn in_words(rule: Rule) -> Option<String> {
    Some(match rule {
        Rule::EOI => "the end of the clause".into(),
        Rule::compare
        | Rule::plus
        | Rule::minus
        | Rule::times
        | Rule::over
        | Rule::k_and
        | Rule::k_or
        | Rule::is_test
        | Rule::has_test
        | Rule::outside_test
        | Rule::between_test => "an operator (`and`, `is`, `<`, `+`)".into(),
        Rule::latest_day | Rule::on_day | Rule::linked | Rule::relation => return None,
        Rule::timed | Rule::edge | Rule::calendar_year => return None,
        Rule::where_clause | Rule::in_last | Rule::in_range | Rule::within_it | Rule::newest => return None,
        Rule::received_since | Rule::since => return None,
        Rule::p_comma => "`,`".into(),
        Rule::p_open => "`(`".into(),
        Rule::p_close => "`)`".into(),
        Rule::p_colon => "`:`".into(),
        Rule::p_equal => "`=`".into(),
        Rule::p_at_least => "`>=`".into(),
        Rule::worth => "points like `1 when CONDITION`".into(),
        Rule::p_range => "`..`".into(),
        Rule::p_dot => "`.`".into(),
        Rule::name | Rule::names => "a name".into(),
        Rule::text => "a text in quotes".into(),
        Rule::whole => "a whole number".into(),
        Rule::number | Rule::signed => "a number".into(),
        Rule::kind => "a unit or a kind of fact".into(),
        Rule::citation => "a source".into(),
        Rule::moment => "a date or a point in time".into(),
        Rule::partial => "a date".into(),
        Rule::given_value | Rule::given_row | Rule::setting_word => "a value".into(),
        Rule::unit => "a unit".into(),
        Rule::quantity => "a number with its unit".into(),
        Rule::duration => "a duration like `7 days`".into(),
        Rule::time_unit => "a unit of time like `days`".into(),
        Rule::date => "a date like `2026-01-31`".into(),
        Rule::instant => "a point in time like `2026-01-31T09:00`".into(),
        Rule::clock => "a time of day like `08:00`".into(),
        Rule::code => "a code".into(),
        Rule::pressure => "a blood pressure like `130/80`".into(),
        Rule::expression | Rule::condition => "a condition or value".into(),
        Rule::sum => "a value".into(),
        Rule::range => "a range like `22 cm .. 42 cm`".into(),
        Rule::choice => "a word".into(),
        Rule::k_days => "`days`".into(),
        other => match format!("{other:?}").strip_prefix("k_") {
            Some(word) => format!("`{word}`"),
            None => format!("a {}", format!("{other:?}").replace('_', " ")),
        },
    })
}
