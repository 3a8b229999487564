//! The program: every expression of a ruleset as one flat list of nodes. A node's operands stand before it, so the
//! list has no cycle by construction, a reader needs no recursion, and a value shared by two rules is worked out once.

use alloc::{string::String, vec::Vec};

use super::outcome::{Field, Status};
use crate::value::id::{ClassId, CodeSetId, ColumnId, DecisionId, ExprId, FactId, SeriesId, SettingId};
use crate::value::{Constant, Duration, Listed, Number, Symbol, TimeUnit, Unit};

/// `+ - * /`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// `< <= = != >= >`; written in JSON as spelled in the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CompareOp {
    Less,
    AtMost,
    Equal,
    NotEqual,
    AtLeast,
    Greater,
}

impl CompareOp {
    /// As spelled in the language.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            CompareOp::Less => "<",
            CompareOp::AtMost => "<=",
            CompareOp::Equal => "=",
            CompareOp::NotEqual => "!=",
            CompareOp::AtLeast => ">=",
            CompareOp::Greater => ">",
        }
    }
}

/// One expression. Operands are [`ExprId`]s smaller than the node's own.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A literal; numbers carry their unit.
    Constant {
        /// The value.
        value: Constant,
        /// The unit of a number.
        unit: Option<Unit>,
    },
    /// A fact's current value.
    Fact(FactId),
    /// A setting's value, as loaded.
    Setting(SettingId),
    /// A define: its name, shown in reasons, and what it stands for.
    Named {
        /// The define's name.
        name: String,
        /// What it stands for.
        of: ExprId,
    },
    /// A column of the row at hand (inside `where`, `reject`, an alert).
    Column(ColumnId),
    /// What something comes to for the outer row, written `it`.
    Outer(ExprId),
    /// The time of the row at hand, `at`: an instant, or a date where it is known to the day.
    RowTime,
    /// Whether the row at hand is the outer row itself.
    IsIt,
    /// `linked`: whether the row at hand and the outer row are linked. A row that names no other is linked to none.
    Linked {
        /// The column that holds the links.
        column: ColumnId,
        /// It is the outer row's, else that of the row at hand.
        of_it: bool,
    },
    /// A day of the calendar that belongs to a date or an instant.
    Part {
        /// Of which date or instant.
        of: ExprId,
        /// Which day.
        part: DatePart,
    },
    /// The local date of as-of.
    Today,
    /// The as-of instant.
    Now,
    /// `-x`.
    Negate(ExprId),
    /// Numbers: both in one unit, or one of them a plain number.
    Arithmetic {
        /// Which operation.
        op: ArithmeticOp,
        /// Left operand.
        left: ExprId,
        /// Right operand.
        right: ExprId,
    },
    /// `of` times an exact factor: a conversion between units, put in by the checker.
    Scale {
        /// What is converted.
        of: ExprId,
        /// The exact factor.
        by: Number,
    },
    /// Both sides in one unit; an instant against a date compares the instant's local date.
    Compare {
        /// The comparison.
        op: CompareOp,
        /// Left side.
        left: ExprId,
        /// Right side.
        right: ExprId,
        /// The unit both sides are in, for reasons.
        unit: Option<Unit>,
    },
    /// `and` of one or more conditions.
    All(Vec<ExprId>),
    /// `or` of one or more conditions.
    Any(Vec<ExprId>),
    /// `not`.
    Not(ExprId),
    /// `is v`, `is one of a, b`: one member of an enumeration among some.
    IsOneOf {
        /// A fact or column that holds one symbol.
        of: ExprId,
        /// The members asked for.
        symbols: Vec<Symbol>,
    },
    /// `has v`, `has one of a, b`, or `any x` (`symbols` empty: at least one member) of an `any of` fact.
    HasSymbol {
        /// A fact or column that holds several symbols.
        of: ExprId,
        /// The members asked for; empty asks for any at all.
        symbols: Vec<Symbol>,
    },
    /// `has set`: at least one code is in the set.
    HasCode {
        /// A fact or column that holds codes.
        of: ExprId,
        /// The code set.
        set: CodeSetId,
    },
    /// `medications has class x` at as-of.
    TakesClass(Vec<ClassId>),
    /// `count of classes of medications` at as-of.
    CountClasses,
    /// `x is known`.
    IsKnown(ExprId),
    /// `x, else y`: y when x is unknown, listed as an assumption.
    Else {
        /// What is wanted.
        of: ExprId,
        /// What holds when it is unknown.
        otherwise: ExprId,
    },
    /// `whole years from a to b`.
    Whole {
        /// Years, months, weeks or days.
        unit: TimeUnit,
        /// The earlier date.
        from: ExprId,
        /// The later date.
        to: ExprId,
    },
    /// `7 days after x`, `2 weeks before x`. Of a date, a date. Of an instant: by hours, the exact instant; by calendar
    /// units, that many days on, at the end of the local day.
    Shift {
        /// What is counted from.
        of: ExprId,
        /// How far.
        by: Duration,
        /// Backwards in time.
        back: bool,
    },
    /// The one form for everything about a series.
    Series(SeriesExpr),
    /// `decision is status`: yes if no other outcome is possible, no if none of these is.
    OutcomeIs {
        /// The decision.
        decision: DecisionId,
        /// The statuses asked for.
        statuses: Vec<Status>,
    },
    /// `home_average.systolic`, `ladder.steps_taken`.
    OutcomeField {
        /// The decision.
        decision: DecisionId,
        /// Which of its values.
        field: Field,
    },
    /// `last dose change`: the instant of the latest start, stop or change of a formulary drug; unknown when the list is
    /// not supplied, and when it holds none.
    LastDoseChange,
    /// `change of creatinine from last before start of acei, arb > 30%`: the change from the last value before the latest
    /// start of one of the classes, compared with a limit. Nothing started: no. Started without an earlier value: unknown.
    ChangeFromBaseline {
        /// The fact whose history is read.
        fact: FactId,
        /// The classes whose start sets the baseline.
        classes: Vec<ClassId>,
        /// How it is compared.
        op: CompareOp,
        /// The limit: a ratio, or a quantity in the fact's unit.
        limit: ExprId,
        /// The change as a ratio of the baseline, else as a difference.
        relative: bool,
    },
}

/// A day that belongs to a date or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// Its own, local; of a partial date the date as it is.
    Day,
    /// The first of its year.
    YearStart,
    /// The last of its year.
    YearEnd,
}

/// Where the rows come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A declared series.
    Series(SeriesId),
    /// A fact's history, its value as the only column.
    Fact(FactId),
}

/// What is asked of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// How many rows.
    Count,
    /// On how many local days.
    CountDays,
    /// Whether there is at least one row.
    Any,
    /// Whether there is no row.
    No,
    /// The latest row's value, unknown if that row lacks it.
    Latest,
    /// The earliest row's value.
    Earliest,
    /// The least value.
    Least,
    /// The greatest value.
    Greatest,
    /// The exact mean.
    Mean,
    /// The sum.
    Sum,
}

/// One clause of a series expression; clauses apply left to right.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// Rows for which the condition holds.
    Where(ExprId),
    /// `in last N days`: local calendar days, today included; months from the same day N months before; hours exact.
    InLast(Duration),
    /// `since x`: strictly after.
    Since(ExprId),
    /// `received since x`: by `received`, else `at`; strictly after.
    ReceivedSince(ExprId),
    /// `in a .. b`: local dates or instants, both ends in.
    Between(ExprId, ExprId),
    /// `newest n`.
    Newest(u32),
    /// `on latest day`: the rows of the last local day that has one.
    LatestDay,
}

/// `count of home_bp in last 7 days where method is cellular_cuff`.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesExpr {
    /// What is asked.
    pub aggregate: Aggregate,
    /// Of which value of each row: a column, its time, something worked out of them; none for count, count days, any, no.
    pub value: Option<ExprId>,
    /// Of which rows.
    pub of: Source,
    /// Narrowed how.
    pub clauses: Vec<Clause>,
}

/// Every expression of a ruleset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Program {
    /// The nodes; operands before the nodes that use them.
    pub nodes: Vec<Node>,
}

impl Program {
    /// The node, or `None` for an id from elsewhere.
    #[must_use]
    pub fn node(&self, id: ExprId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// Appends a node and gives its id; an equal node that is already there is shared.
    pub fn push(&mut self, node: Node) -> ExprId {
        let at = self.nodes.iter().position(|n| *n == node).unwrap_or_else(|| {
            self.nodes.push(node);
            self.nodes.len().saturating_sub(1)
        });
        ExprId(u32::try_from(at).unwrap_or(u32::MAX))
    }
}

impl Node {
    /// The operands of a node, in order.
    #[must_use]
    pub fn operands(&self) -> Vec<ExprId> {
        match self {
            Node::Negate(x)
            | Node::Outer(x)
            | Node::Part { of: x, .. }
            | Node::Not(x)
            | Node::IsKnown(x)
            | Node::Named { of: x, .. }
            | Node::Scale { of: x, .. }
            | Node::IsOneOf { of: x, .. }
            | Node::HasSymbol { of: x, .. }
            | Node::HasCode { of: x, .. }
            | Node::Shift { of: x, .. }
            | Node::ChangeFromBaseline { limit: x, .. } => alloc::vec![*x],
            Node::Arithmetic { left: a, right: b, .. }
            | Node::Compare { left: a, right: b, .. }
            | Node::Else { of: a, otherwise: b }
            | Node::Whole { from: a, to: b, .. } => alloc::vec![*a, *b],
            Node::All(of) | Node::Any(of) => of.clone(),
            Node::Series(series) => series.clauses.iter().flat_map(Clause::operands).chain(series.value).listed(),
            Node::Constant { .. }
            | Node::Fact(_)
            | Node::Setting(_)
            | Node::Column(_)
            | Node::RowTime
            | Node::IsIt
            | Node::Linked { .. }
            | Node::Today
            | Node::Now
            | Node::TakesClass(_)
            | Node::CountClasses
            | Node::OutcomeIs { .. }
            | Node::OutcomeField { .. }
            | Node::LastDoseChange => Vec::new(),
        }
    }
}

impl Clause {
    /// The expressions a clause holds.
    #[must_use]
    pub fn operands(&self) -> Vec<ExprId> {
        match self {
            Clause::Where(x) | Clause::Since(x) | Clause::ReceivedSince(x) => alloc::vec![*x],
            Clause::Between(a, b) => alloc::vec![*a, *b],
            Clause::InLast(_) | Clause::Newest(_) | Clause::LatestDay => Vec::new(),
        }
    }
}
