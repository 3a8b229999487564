//! Expressions as a tree: names unresolved, types unchecked, each part with its place.

use crate::grammar::{Node, Rule};
use crate::source::Span;

/// A name where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// `+ - * /`, comparisons, in the language's spelling.
pub type Op = (String, Span);

/// What an expression is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A name: a fact, a setting, a define, a column of the row at hand.
    Name(Name),
    /// `home_average.systolic`, `it.column`.
    Field(Name, Name),
    /// A number, with its unit if it has one.
    Quantity(String, Option<Name>),
    /// A date.
    Date(String),
    /// A point in time.
    Instant(String),
    /// A time of day.
    Clock(String),
    /// `130/80`.
    Pressure,
    /// `today`.
    Today,
    /// `now`.
    Now,
    /// `none`.
    None,
    /// `entered`, `entered STAGE`: of a later version.
    Entered,
    /// `not x`.
    Not(Box<Expr>),
    /// `-x`.
    Negate(Box<Expr>),
    /// `and` of several.
    All(Vec<Expr>),
    /// `or` of several.
    Any(Vec<Expr>),
    /// A comparison.
    Compare(Box<Expr>, Op, Box<Expr>),
    /// Arithmetic.
    Arithmetic(Box<Expr>, Op, Box<Expr>),
    /// `x is known`, `x is not known`.
    IsKnown(Box<Expr>, bool),
    /// `x is v`, `x is not v`, `x is one of a, b`; true: negated.
    Is(Box<Expr>, bool, Vec<Choice>),
    /// `x is 50 /min`, `x is 2026-01-31`; true: negated.
    IsValue(Box<Expr>, bool, Box<Expr>),
    /// `x has a`, `x has one of a, b`.
    Has(Box<Expr>, Vec<Name>),
    /// `medications has class a`.
    HasClass(Box<Expr>, Vec<Name>),
    /// `x outside a .. b`.
    Outside(Box<Expr>, Box<Range>),
    /// `x between a and b`.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `x, else y`.
    Else(Box<Expr>, Box<Expr>),
    /// `7 days after x`; true: `before`.
    Shift(String, bool, Box<Expr>),
    /// `whole years from x to y`.
    Whole(String, Box<Expr>, Box<Expr>),
    /// `count of classes of medications`.
    CountClasses(Name),
    /// `last dose change`.
    LastDoseChange,
    /// `change of creatinine from last before start of acei, arb > 30%`.
    Change {
        /// Of which fact.
        fact: Name,
        /// Started classes.
        classes: Vec<Name>,
        /// How it is compared.
        op: Op,
        /// With what.
        limit: Box<Expr>,
    },
    /// `count of home_bp in last 7 days`, `latest systolic of home_bp`.
    Series {
        /// `count`, `count days`, `any`, `no`, `latest`, …
        aggregate: Op,
        /// Of which value of a row.
        column: Option<Asked>,
        /// Of which rows.
        of: Name,
        /// Narrowed how.
        clauses: Vec<RowClause>,
    },
    /// `home_bp in last 7 days where method is manual`: rows by name.
    Rows(Name, Vec<RowClause>),
    /// `start of period`, `end of this year`; true: the end.
    Edge(bool, Box<Expr>),
    /// `this year`; true: `last year`.
    Year(bool),
    /// `period overlaps this year`.
    Relation(Box<Expr>, Op, Box<TimeSpan>),
}

/// What is asked of each row.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A column, `at`, or a define for each row.
    Named(Name),
    /// `start of period`, `end of period`.
    Edge(bool, Span),
    /// `days of period`.
    Days(Span),
}

/// A stretch of time.
#[derive(Debug, Clone)]
pub enum TimeSpan {
    /// `last 7 days`.
    Last(String, Span),
    /// `a .. b`.
    Range(Range),
    /// `this year`, a period, a day.
    Of(Expr),
}

/// A value after `is`: one word, or the words of a status.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The words, one blank between.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// `a .. b`.
#[derive(Debug, Clone)]
pub struct Range {
    /// The lower end.
    pub low: Expr,
    /// The upper end.
    pub high: Expr,
    /// `above a ..`: the lower end is not in it.
    pub above: bool,
    /// `.. before b`: the upper end is not in it.
    pub before: bool,
}

/// What narrows rows.
#[derive(Debug, Clone)]
pub enum RowClause {
    /// `where condition`.
    Where(Expr),
    /// `in last 7 days`.
    InLast(String, Span),
    /// `within 48 hours before it`; true: `after`.
    WithinIt(String, bool, Span),
    /// `since x`.
    Since(Expr),
    /// `received since x`.
    ReceivedSince(Expr),
    /// `in a .. b`, `in this year`.
    In(TimeSpan, Span),
    /// `newest n`.
    Newest(String, Span),
    /// `on latest day`.
    LatestDay,
    /// `on a day of it`, `on a day of x`.
    OnDay(Expr, Span),
    /// `linked`.
    Linked(Span),
}

/// The tree of an `expression`, `condition` or `sum` node.
#[must_use]
pub(crate) fn build(node: &Node) -> Option<Expr> {
    match node.rule {
        Rule::expression => {
            // `x, else y, else z` is `x, else (y, else z)`.
            let mut parts = node.all(Rule::condition).map(build).collect::<Option<Vec<_>>>()?;
            let mut expr = parts.pop()?;
            while let Some(first) = parts.pop() {
                let span = first.span.to(expr.span);
                expr = Expr { kind: Kind::Else(Box::new(first), Box::new(expr)), span };
            }
            Some(expr)
        }
        Rule::condition | Rule::sum => Climber { rest: &node.children }.climb(Level::Or),
        _ => operand(node),
    }
}

/// How tightly operators bind, loosest first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Or,
    And,
    Not,
    Compare,
    Sum,
    Product,
    Negative,
}

/// Precedence climbing over a flat run of operands and operators.
struct Climber<'n> {
    rest: &'n [Node],
}

impl<'n> Climber<'n> {
    fn next(&mut self) -> Option<&'n Node> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    /// Reads an expression of operators that bind at least as tightly as `least`.
    fn climb(&mut self, least: Level) -> Option<Expr> {
        let first = self.next()?;
        let mut left = match first.rule {
            Rule::k_not => {
                let of = self.climb(Level::Not)?;
                Expr { span: first.span.to(of.span), kind: Kind::Not(Box::new(of)) }
            }
            Rule::negative => {
                let of = self.climb(Level::Negative)?;
                Expr { span: first.span.to(of.span), kind: Kind::Negate(Box::new(of)) }
            }
            _ => operand(first)?,
        };
        while let Some(op) = self.rest.first() {
            let level = match op.rule {
                Rule::k_or => Level::Or,
                Rule::k_and => Level::And,
                Rule::compare | Rule::is_test | Rule::has_test | Rule::outside_test | Rule::between_test => {
                    Level::Compare
                }
                Rule::plus | Rule::minus => Level::Sum,
                _ => Level::Product,
            };
            if level < least {
                break;
            }
            self.next();
            left = match op.rule {
                Rule::is_test | Rule::has_test | Rule::outside_test | Rule::between_test => test(left, op)?,
                _ => {
                    let tighter = match level {
                        Level::Or => Level::And,
                        Level::And => Level::Not,
                        Level::Compare => Level::Sum,
                        Level::Sum => Level::Product,
                        _ => Level::Negative,
                    };
                    infix(left, op, self.climb(tighter)?)
                }
            };
        }
        Some(left)
    }
}

fn infix(left: Expr, op: &Node, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    let spelled = (op.text.clone(), op.span);
    let kind = match (op.rule, left.kind) {
        (Rule::k_or, Kind::Any(mut of)) if !bracketed(left.span, &of) => {
            of.push(right);
            Kind::Any(of)
        }
        (Rule::k_and, Kind::All(mut of)) if !bracketed(left.span, &of) => {
            of.push(right);
            Kind::All(of)
        }
        (rule, kind) => {
            let left = Expr { kind, span: left.span };
            match rule {
                Rule::k_or => Kind::Any(vec![left, right]),
                Rule::k_and => Kind::All(vec![left, right]),
                Rule::compare => Kind::Compare(Box::new(left), spelled, Box::new(right)),
                _ => Kind::Arithmetic(Box::new(left), spelled, Box::new(right)),
            }
        }
    };
    Expr { kind, span }
}

/// Whether several conditions stood in brackets of their own: their span is wider than they are.
fn bracketed(span: Span, of: &[Expr]) -> bool {
    of.first().is_some_and(|first| first.span.start != span.start)
}

/// `is …`, `has …`, `outside …`, `between …` after an operand.
fn test(left: Expr, node: &Node) -> Option<Expr> {
    let span = left.span.to(node.span);
    let left = Box::new(left);
    let negated = node.has(Rule::k_not);
    let kind = match node.rule {
        Rule::is_test if node.has(Rule::k_known) => Kind::IsKnown(left, negated),
        Rule::is_test => match node.children.last()? {
            value if matches!(value.rule, Rule::quantity | Rule::date) => {
                Kind::IsValue(left, negated, Box::new(operand(value)?))
            }
            _ => Kind::Is(left, negated, node.all(Rule::choice).map(choice).collect()),
        },
        Rule::has_test => {
            let named = match node.child(Rule::names) {
                Some(list) => names(list),
                None => vec![name(node.name()?)],
            };
            if node.has(Rule::k_class) { Kind::HasClass(left, named) } else { Kind::Has(left, named) }
        }
        Rule::outside_test => Kind::Outside(left, Box::new(range(node.child(Rule::range)?)?)),
        _ => {
            let mut ends = node.all(Rule::sum).map(build);
            Kind::Between(left, Box::new(ends.next()??), Box::new(ends.next()??))
        }
    };
    Some(Expr { kind, span })
}

/// `a .. b`, of a `range` node.
pub(crate) fn range(node: &Node) -> Option<Range> {
    let mut ends = node.all(Rule::sum).map(build);
    let (low, high) = (ends.next()??, ends.next()??);
    Some(Range { low, high, above: node.has(Rule::k_above), before: node.has(Rule::k_before) })
}

fn choice(node: &Node) -> Choice {
    let words: Vec<&str> = node.text.split_whitespace().collect();
    Choice { text: words.join(" "), span: node.span }
}

pub(crate) fn name(node: &Node) -> Name {
    Name { text: node.text.clone(), span: node.span }
}

/// The names of a `names` node.
pub(crate) fn names(node: &Node) -> Vec<Name> {
    node.all(Rule::name).map(name).collect()
}

fn operand(node: &Node) -> Option<Expr> {
    let text = node.text.clone();
    let mut sums = node.all(Rule::sum);
    let kind = match node.rule {
        Rule::name => Kind::Name(name(node)),
        Rule::field => {
            let mut parts = node.all(Rule::name).map(name);
            Kind::Field(parts.next()?, parts.next()?)
        }
        Rule::quantity => Kind::Quantity(node.child(Rule::number)?.text.clone(), node.child(Rule::unit).map(name)),
        Rule::date => Kind::Date(text),
        Rule::instant => Kind::Instant(text),
        Rule::clock => Kind::Clock(text),
        Rule::pressure => Kind::Pressure,
        Rule::entered => Kind::Entered,
        Rule::now_word => match node.children.first()?.rule {
            Rule::k_today => Kind::Today,
            Rule::k_now => Kind::Now,
            _ => Kind::None,
        },
        Rule::bracketed => {
            // The brackets belong to its place: they tell `(a or b) or c` from `a or b or c`.
            return Some(Expr { span: node.span, ..build(node.child(Rule::expression)?)? });
        }
        Rule::shift => {
            let of = operand(node.children.last()?)?;
            Kind::Shift(node.child(Rule::duration)?.text.clone(), node.has(Rule::k_before), Box::new(of))
        }
        Rule::whole_time => {
            let (from, to) = (build(sums.next()?)?, build(sums.next()?)?);
            Kind::Whole(node.child(Rule::time_unit)?.text.clone(), Box::new(from), Box::new(to))
        }
        Rule::class_count => Kind::CountClasses(name(node.name()?)),
        Rule::dose_change => Kind::LastDoseChange,
        Rule::change => {
            let op = node.child(Rule::compare)?;
            Kind::Change {
                fact: name(node.name()?),
                classes: names(node.child(Rule::names)?),
                op: (op.text.clone(), op.span),
                limit: Box::new(build(sums.next()?)?),
            }
        }
        Rule::counting | Rule::reading => {
            let word = node.children.first()?;
            let aggregate = if node.has(Rule::k_days) { "count days".into() } else { word.text.clone() };
            let mut named: Vec<Name> = node.all(Rule::name).map(name).collect();
            let of = named.pop()?;
            let column = match node.child(Rule::of_period) {
                Some(part) if part.has(Rule::k_days) => Some(Asked::Days(part.span)),
                Some(part) => Some(Asked::Edge(part.has(Rule::k_end), part.span)),
                None => named.pop().map(Asked::Named),
            };
            Kind::Series {
                aggregate: (aggregate, word.span),
                column,
                of,
                clauses: node.children.iter().filter_map(row_clause).collect(),
            }
        }
        Rule::edge => {
            let of = node.children.last()?;
            let named = Kind::Name(name(of));
            let of = if of.rule == Rule::calendar_year { operand(of)? } else { Expr { kind: named, span: of.span } };
            Kind::Edge(node.has(Rule::k_end), Box::new(of))
        }
        Rule::calendar_year => Kind::Year(node.has(Rule::k_last)),
        Rule::timed => {
            let [left, op, right] = node.children.as_slice() else { return None };
            let inner = left.children.first()?;
            let left = match inner.rule {
                Rule::edge => operand(inner)?,
                Rule::k_today => Expr { kind: Kind::Today, span: inner.span },
                _ => Expr { kind: Kind::Name(name(inner)), span: inner.span },
            };
            let words = op.text.split_whitespace().collect::<Vec<_>>().join(" ");
            Kind::Relation(Box::new(left), (words, op.span), Box::new(time_span(right)?))
        }
        Rule::rows => Kind::Rows(name(node.name()?), node.children.iter().filter_map(row_clause).collect()),
        _ => return None,
    };
    Some(Expr { kind, span: node.span })
}

/// A stretch of time, of a node that holds one.
fn time_span(node: &Node) -> Option<TimeSpan> {
    if let Some(duration) = node.child(Rule::duration) {
        return Some(TimeSpan::Last(duration.text.clone(), node.span));
    }
    if let Some(written) = node.child(Rule::range) {
        return range(written).map(TimeSpan::Range);
    }
    let of = node.child(Rule::sum).map_or_else(|| node.child(Rule::calendar_year).and_then(operand), build)?;
    Some(TimeSpan::Of(of))
}

/// What narrows rows, of a node that is such a clause.
pub(crate) fn row_clause(node: &Node) -> Option<RowClause> {
    let duration = || node.child(Rule::duration).map(|d| d.text.clone());
    let mut sums = node.all(Rule::sum).map(build);
    Some(match node.rule {
        Rule::where_clause => RowClause::Where(build(node.child(Rule::condition)?)?),
        Rule::in_last => RowClause::InLast(duration()?, node.span),
        Rule::within_it => RowClause::WithinIt(duration()?, node.has(Rule::k_after), node.span),
        Rule::since => RowClause::Since(sums.next()??),
        Rule::received_since => RowClause::ReceivedSince(sums.next()??),
        Rule::in_range => RowClause::In(time_span(node)?, node.span),
        Rule::latest_day => RowClause::LatestDay,
        Rule::on_day => match sums.next() {
            Some(of) => RowClause::OnDay(of?, node.span),
            None => {
                let it = node.child(Rule::k_it)?;
                RowClause::OnDay(Expr { kind: Kind::Name(name(it)), span: it.span }, node.span)
            }
        },
        Rule::linked => RowClause::Linked(node.span),
        Rule::newest => RowClause::Newest(node.child(Rule::whole)?.text.clone(), node.span),
        _ => return None,
    })
}
