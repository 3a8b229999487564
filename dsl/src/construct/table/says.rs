//! What the rows of a table say: the kind of each output column, found from its cells, and each cell in it.

use stepcare_core::construct::table::Cell;
use stepcare_core::value::{Constant, Date, Duration, LocalTime, Symbol, Unit};

use super::{Diagnostic, Item, Lower, Node, Outputs, Rule, code, line};
use crate::types::Type;

/// What an output column holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Says {
    /// Texts in quotes.
    Words,
    /// Lengths of time on the calendar.
    Wait,
    Clock,
    Date,
    YesNo,
    Number(Unit),
    /// Words of a list: those that stand in the column.
    OneOf(Vec<Symbol>),
}

/// The output columns of a table: their names, and what they hold by their cells.
pub(super) fn outputs(cx: &mut Lower<'_>, table: &Item) -> Option<Outputs> {
    let (first, rows) = table.items().split_first()?;
    let head = line::read(cx, first)?;
    let mut whole = true;
    let mut names: Vec<String> = Vec::new();
    for part in &head.says {
        let Some(node) = part.parse(cx, Rule::table_name) else {
            whole = false;
            continue;
        };
        let name = node.name()?.text.clone();
        if names.contains(&name) {
            let message = format!("the column `{name}` stands twice");
            cx.errors.push(Diagnostic::new(code::TWICE, node.span, message, "again here"));
            whole = false;
        }
        names.push(name);
    }
    let mut cells: Vec<Vec<Node>> = head.says.iter().map(|_| Vec::new()).collect();
    for row in rows {
        let errors = cx.errors.len();
        let line = line::read(cx, row);
        // How the line is split is reported with its conditions.
        cx.errors.truncate(errors);
        for (part, column) in line.iter().flat_map(|line| &line.says).zip(&mut cells) {
            match part.parse(cx, Rule::table_says) {
                Some(node) => column.extend(node.child(Rule::said).cloned()),
                None => whole = false,
            }
        }
    }
    whole.then_some(())?;
    let mut columns = Vec::new();
    for (name, cells) in names.into_iter().zip(&cells) {
        columns.push((name, kind(cx, cells)?));
    }
    Some(Outputs { columns, several: false })
}

/// What a column holds, by its first cell; words of a list by all of them.
fn kind(cx: &mut Lower<'_>, cells: &[Node]) -> Option<Says> {
    let first = cells.first()?.children.first()?;
    Some(match first.rule {
        Rule::text => Says::Words,
        Rule::clock => Says::Clock,
        Rule::date => Says::Date,
        Rule::yes_no_word => Says::YesNo,
        Rule::quantity if Duration::parse(&first.text).is_some() => Says::Wait,
        Rule::quantity => match first.child(Rule::unit) {
            Some(unit) => Says::Number(cx.unit(unit)?),
            None => Says::Number(Unit::ONE),
        },
        _ => {
            let mut symbols = Vec::new();
            for cell in cells.iter().filter(|cell| cell.has(Rule::name)) {
                let symbol = cx.symbol(&cell.text);
                if !symbols.contains(&symbol) {
                    symbols.push(symbol);
                }
            }
            Says::OneOf(symbols)
        }
    })
}

impl Says {
    /// The unit of a column of numbers.
    pub fn unit(&self) -> Option<Unit> {
        if let Says::Number(unit) = self { Some(*unit) } else { None }
    }

    /// As an expression that reads the column has it; `several`: with `all rows`, where only words can be read.
    pub fn ty(&self, several: bool) -> Option<Type> {
        Some(match self {
            Says::OneOf(symbols) if several => Type::AnyOf(symbols.clone()),
            _ if several => return None,
            Says::OneOf(symbols) => Type::OneOf(symbols.clone()),
            Says::Words | Says::Wait => Type::Words,
            Says::Clock => Type::Clock,
            Says::Date => Type::Date,
            Says::YesNo => Type::Condition,
            Says::Number(unit) => Type::Number(*unit),
        })
    }

    /// A cell of the column, of a `said` node.
    pub fn cell(&self, cx: &mut Lower<'_>, node: &Node) -> Option<Cell> {
        let value = node.children.first()?;
        let constant = match (self, value.rule) {
            (Says::Words, Rule::text) => return Some(Cell::Words(value.unquoted())),
            (Says::Wait, Rule::quantity) => match Duration::parse(&value.text) {
                Some(_) => return cx.duration_text(&value.text, value.span).map(Cell::Wait),
                None => return self.misfit(cx, value),
            },
            (Says::Number(unit), Rule::quantity) => Constant::Number(cx.quantity_in(value, *unit)?),
            (Says::Clock, Rule::clock) => match LocalTime::parse(&value.text) {
                Some(time) => Constant::Time(time),
                None => {
                    let message = "there is no such time of day";
                    return cx.fail(Diagnostic::new(code::BAD_DATE, value.span, message, "not a time"));
                }
            },
            (Says::Date, Rule::date) => match Date::parse(&value.text) {
                Some(date) => Constant::Date(date),
                None => {
                    let message = "there is no such day";
                    return cx.fail(Diagnostic::new(code::BAD_DATE, value.span, message, "not in the calendar"));
                }
            },
            (Says::YesNo, Rule::yes_no_word) => Constant::Truth(value.text == "yes"),
            (Says::OneOf(symbols), Rule::name) => {
                Constant::Symbol(cx.member(symbols, &value.text, value.span, "this column")?)
            }
            _ => return self.misfit(cx, value),
        };
        Some(Cell::Value(constant))
    }

    fn misfit<T>(&self, cx: &mut Lower<'_>, value: &Node) -> Option<T> {
        let what = match self {
            Says::Words => "a text in quotes",
            Says::Wait => "a length of time like `4 weeks`",
            Says::Clock => "a time of day like `08:00`",
            Says::Date => "a date like `2026-01-31`",
            Says::YesNo => "yes or no",
            Says::Number(_) => "a number",
            Says::OneOf(_) => "a word without quotes",
        };
        let message = format!("a column says one kind of thing, and this one starts with {what}");
        cx.fail(Diagnostic::new(code::MISMATCH, value.span, message, "of another kind"))
    }
}
