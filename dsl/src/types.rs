//! What an expression is: a condition, a quantity, a date, …; and how it is called in a message.

use stepcare_core::record::FactKind;
use stepcare_core::value::id::ExprId;
use stepcare_core::value::{Dimension, Symbol, Unit};

use crate::source::Span;

/// The type of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    /// yes, no or unknown.
    Condition,
    /// A number in a unit; [`Unit::ONE`] is a plain number.
    Number(Unit),
    Date,
    /// A date or a point in time, as the record has it: a row's time, an end of its period.
    Moment,
    Instant,
    Clock,
    /// One member of a list.
    OneOf(Vec<Symbol>),
    /// Any members of a list.
    AnyOf(Vec<Symbol>),
    /// Codes of conditions or intolerances.
    Codes,
    Medications,
    Consents,
    /// Ids of other rows, which only `linked` reads.
    Links,
    /// Words for a message.
    Words,
    /// `none`.
    Nothing,
}

impl Type {
    /// The type of a fact or column.
    pub fn of(kind: &FactKind) -> Type {
        match kind {
            FactKind::Date => Type::Date,
            FactKind::Instant => Type::Instant,
            FactKind::Number { unit, .. } => Type::Number(*unit),
            FactKind::YesNo => Type::Condition,
            FactKind::OneOf(symbols) => Type::OneOf(symbols.clone()),
            FactKind::AnyOf(symbols) => Type::AnyOf(symbols.clone()),
            FactKind::Codes | FactKind::Intolerances => Type::Codes,
            FactKind::Medications => Type::Medications,
            FactKind::Consents(_) => Type::Consents,
            FactKind::Start | FactKind::End => Type::Moment,
            FactKind::Links(_) => Type::Links,
        }
    }

    /// Whether it is a time of the calendar: a date, a point in time, or one of the two.
    pub fn is_moment(&self) -> bool {
        matches!(self, Type::Date | Type::Instant | Type::Moment)
    }

    /// As a message calls it: "a mass (kg)", "a date".
    pub fn words(&self) -> String {
        match self {
            Type::Condition => "a condition".into(),
            Type::Number(unit) => quantity(*unit),
            Type::Date => "a date".into(),
            Type::Moment => "a date or a point in time".into(),
            Type::Instant => "a point in time".into(),
            Type::Clock => "a time of day".into(),
            Type::OneOf(_) => "one word of a list".into(),
            Type::AnyOf(_) => "several words of a list".into(),
            Type::Codes => "codes".into(),
            Type::Medications => "a list of medications".into(),
            Type::Consents => "a list of consents".into(),
            Type::Links => "links to other rows".into(),
            Type::Words => "words".into(),
            Type::Nothing => "`none`".into(),
        }
    }
}

/// "a mass (kg)".
pub(crate) fn quantity(unit: Unit) -> String {
    if unit == Unit::ONE {
        "a plain number".into()
    } else {
        format!("{} ({})", dimension(unit.dimension()), unit.shown())
    }
}

/// What a dimension is called: "a mass".
pub(crate) fn dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::One => "a plain number",
        Dimension::Pressure => "a pressure",
        Dimension::Length => "a length",
        Dimension::Mass => "a mass",
        Dimension::Volume => "a volume",
        Dimension::Activity => "an activity",
        Dimension::AmountOfSubstance => "an amount of substance",
        Dimension::MassConcentration => "a mass in a volume",
        Dimension::AmountConcentration => "moles in a volume",
        Dimension::ChargeConcentration => "charge in a volume",
        Dimension::ActivityConcentration => "enzyme activity in a volume",
        Dimension::Flow => "a flow",
        Dimension::FlowPerArea => "a flow by body surface",
        Dimension::Frequency => "a rate",
        Dimension::MassRatio => "a ratio of masses",
        Dimension::MassPerAmount => "a mass by moles",
        Dimension::AmountRatio => "a ratio of moles",
        Dimension::Drinks => "drinks by time",
        Dimension::Packs => "packs by time",
        Dimension::MassPerTime => "a mass by time",
        Dimension::MassPerArea => "a mass by area",
        Dimension::Area => "an area",
        Dimension::Time => "elapsed time",
        Dimension::CalendarDays => "calendar days",
        Dimension::CalendarMonths => "calendar months or years",
    }
}

/// A lowered expression with its type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Typed {
    /// The node.
    pub id: ExprId,
    /// What it is.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
    /// Where what it names was declared.
    pub declared: Option<Span>,
    /// A number written on the spot, which may take the unit of the other side exactly.
    pub literal: bool,
    /// An end that may be absent is not before this: the start of its period.
    pub floor: Option<ExprId>,
}
