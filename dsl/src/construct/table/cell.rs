//! A cell as the condition that it stands for: `> 3` under `steps taken` is `steps taken > 3`.

use super::{Diagnostic, Expr, Kind, Lower, Node, Rule, code};
use crate::syntax::expression::{Choice, Name, Op, build, range};
use crate::types::Type;

/// The condition of a cell that is not `any`.
pub(super) fn condition(cx: &mut Lower<'_>, column: &Expr, node: &Node) -> Option<Expr> {
    let (mut words, mut any) = (Vec::new(), Vec::new());
    let parts = node.all(Rule::cell_part).filter_map(|part| part.children.first());
    for part in parts {
        match part.rule {
            Rule::cell_words => words.push(Choice { text: spaced(&part.text), span: part.span }),
            Rule::range => {
                let range = range(part)?;
                let low = if range.above { ">" } else { ">=" };
                let high = if range.before { "<" } else { "<=" };
                let ends = vec![against(column, low, range.low, part), against(column, high, range.high, part)];
                any.push(Expr { kind: Kind::All(ends), span: part.span });
            }
            Rule::cell_compare => {
                let (op, value) = (part.child(Rule::compare)?, build(part.child(Rule::sum)?)?);
                any.push(against(column, &op.text, value, part));
            }
            _ => any.push(against(column, "=", build(part)?, part)),
        }
    }
    // `not low, medium`: neither of them. A status may begin so itself: `not assessable`.
    let denied = words.first_mut().is_some_and(|first| match first.text.strip_prefix("not ") {
        Some(rest) => {
            first.text = rest.into();
            true
        }
        None => false,
    });
    if denied && !any.is_empty() {
        let message = "`not` stands before words alone";
        let error = Diagnostic::new(code::NOT_A_VALUE, node.span, message, "words and numbers in one cell");
        return cx.fail(error.help("write what the cell is, instead of what it is not"));
    }
    if !words.is_empty() {
        any.extend(named(cx, column, denied, words, node)?);
    }
    match any.len() {
        0 => None,
        1 => any.pop(),
        _ => Some(Expr { kind: Kind::Any(any), span: node.span }),
    }
}

/// Words: members of a list, statuses, yes or no; in a column of numbers or times, names of values.
fn named(cx: &mut Lower<'_>, column: &Expr, denied: bool, words: Vec<Choice>, node: &Node) -> Option<Vec<Expr>> {
    let of = || Box::new(Expr { kind: column.kind.clone(), span: node.span });
    let name = |word: &Choice| Name { text: word.text.clone(), span: word.span };
    let kind = match cx.column_type(column) {
        None | Some(Type::OneOf(_) | Type::Condition) => {
            return Some(vec![Expr { kind: Kind::Is(of(), denied, words), span: node.span }]);
        }
        Some(Type::AnyOf(_) | Type::Codes | Type::Medications) => Kind::Has(of(), words.iter().map(name).collect()),
        Some(_) => {
            let value = |word: &Choice| Expr { kind: Kind::Name(name(word)), span: word.span };
            if let Some(word) = words.iter().find(|word| word.text.contains(' ')) {
                let message = format!("`{}` is no value", word.text);
                return cx.fail(Diagnostic::new(
                    code::NOT_A_VALUE,
                    word.span,
                    message,
                    "not a number, a date or a name",
                ));
            }
            let any = words.iter().map(|word| against(column, "=", value(word), node)).collect();
            Kind::Any(any)
        }
    };
    let whole = Expr { kind, span: node.span };
    Some(vec![if denied { Expr { kind: Kind::Not(Box::new(whole)), span: node.span } } else { whole }])
}

fn against(column: &Expr, op: &str, value: Expr, part: &Node) -> Expr {
    let op: Op = (op.into(), part.span);
    let left = Expr { kind: column.kind.clone(), span: part.span };
    Expr { kind: Kind::Compare(Box::new(left), op, Box::new(value)), span: part.span }
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
