//! Units of measure: a closed table, each with its dimension and an exact factor to the dimension's base unit.
//!
//! A number without its unit is not a quantity, and two units of different dimensions never convert: mg/dL to mmol/L
//! would need to know the substance.

mod table;

use super::Number;
use crate::value::text::{Part, display_of_part};
use alloc::string::String;
use core::fmt;

use super::json::ToJson;
use super::json::write::text;

/// What is measured. Units convert within one dimension, by an exact factor, and never across.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// A plain number, a percentage, a score's points.
    One,
    /// Blood pressure.
    Pressure,
    /// Height, arm circumference.
    Length,
    /// Weight, a drug's dose.
    Mass,
    /// A drug's dose as a volume.
    Volume,
    /// A drug's dose in international units.
    Activity,
    /// A drug's dose in moles.
    AmountOfSubstance,
    /// Mass in a volume: creatinine in mg/dL, natriuretic peptides in pg/mL.
    MassConcentration,
    /// Moles in a volume: potassium in mmol/L, creatinine in umol/L.
    AmountConcentration,
    /// Charge in a volume. As many mmol/L only for ions of one charge, so it does not convert.
    ChargeConcentration,
    /// Enzyme activity in a volume.
    ActivityConcentration,
    /// A flow: creatinine clearance not indexed to body surface.
    Flow,
    /// Glomerular filtration indexed to 1.73 m2 of body surface.
    FlowPerArea,
    /// Events in a time: pulse.
    Frequency,
    /// Mass by mass: albumin to creatinine in mg/g.
    MassRatio,
    /// Mass by moles: albumin to creatinine in mg/mmol.
    MassPerAmount,
    /// Moles by moles: glycated haemoglobin in mmol/mol, which is not a tenth of its percentage.
    AmountRatio,
    /// Drinks in a time.
    Drinks,
    /// Packs of cigarettes in a time.
    Packs,
    /// Mass by time: sodium or protein in a day's urine.
    MassPerTime,
    /// Mass by area: body mass index.
    MassPerArea,
    /// Body surface.
    Area,
    /// Elapsed time, exact: hours, minutes, seconds.
    Time,
    /// Calendar days and weeks. A local day may have 23 or 25 hours, so it does not convert to [`Dimension::Time`].
    CalendarDays,
    /// Calendar months and years. A month may have 28 to 31 days, so it does not convert to [`Dimension::CalendarDays`].
    CalendarMonths,
}

/// One unit of measure; a handle on its row of the table.
///
/// ```
/// use stepcare_core::value::{Number, Unit};
/// let (lb, kg) = (Unit::written("lb").unwrap(), Unit::written("kg").unwrap());
/// assert_eq!(lb.factor_to(kg), Number::parse("0.45359237"));
/// assert_eq!(kg.factor_to(Unit::MMHG), None);
/// assert_eq!(Unit::ucum("mm[Hg]"), Some(Unit::MMHG));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unit(&'static Row);

/// A unit's row. `num / den` base units of the dimension are one of this unit.
#[derive(PartialEq, Eq, Hash)]
struct Row {
    code: &'static str,
    shown: &'static str,
    dimension: Dimension,
    num: i128,
    den: i128,
    /// Other spellings in a `.care` file.
    written: &'static [&'static str],
    /// Other spellings seen in records.
    seen: &'static [&'static str],
}

impl Unit {
    /// The unit written so in a `.care` file: `mmHg`, `kg`, `mg/dL`, `mL/min/1.73m2`, `%`, `days`. Case counts.
    #[must_use]
    pub fn written(text: &str) -> Option<Unit> {
        Unit::all().find(|unit| unit.0.shown == text || unit.0.written.contains(&text))
    }

    /// The unit of a record: its UCUM code, or a spelling that is common in records and means nothing else in care.
    ///
    /// Case counts; what stands in braces in a UCUM code is a remark and does not: `mg/g{creat}` is `mg/g`.
    #[must_use]
    pub fn ucum(text: &str) -> Option<Unit> {
        // An exact match first: some codes are nothing but a remark, or keep one that says what is measured.
        Unit::exactly(text).or_else(|| Unit::exactly(&without_remarks(text)?))
    }

    fn exactly(text: &str) -> Option<Unit> {
        Unit::all().find(|unit| unit.0.code == text || unit.0.shown == text || unit.0.seen.contains(&text))
    }

    /// The UCUM code, which records and results are written in: `mm[Hg]`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The spelling that a ruleset and a person read: `mmHg`.
    #[must_use]
    pub fn shown(self) -> &'static str {
        self.0.shown
    }

    /// What the unit measures.
    #[must_use]
    pub fn dimension(self) -> Dimension {
        self.0.dimension
    }

    /// What a number in this unit is multiplied by to be in `other`, exactly; `None` across dimensions.
    #[must_use]
    pub fn factor_to(self, other: Unit) -> Option<Number> {
        if self.0.dimension != other.0.dimension {
            return None;
        }
        Number::ratio(self.0.num, self.0.den)?.div(Number::ratio(other.0.num, other.0.den)?)
    }

    /// Every unit, in the table's order.
    pub fn all() -> impl Iterator<Item = Unit> {
        table::UNITS.iter().copied()
    }
}

/// The text less its `{…}`; `None` if it has none, or they do not pair.
fn without_remarks(text: &str) -> Option<String> {
    let (first, rest) = text.split_once('{')?;
    let mut left = String::from(first);
    let (_, mut rest) = rest.split_once('}')?;
    while let Some((before, after)) = rest.split_once('{') {
        left.push_str(before);
        rest = after.split_once('}')?.1;
    }
    left.push_str(rest);
    Some(left)
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({})", self.0.code)
    }
}

/// The spelling that a person reads.
impl Part for Unit {
    fn put(&self, to: &mut String) {
        to.push_str(self.0.shown);
    }
}

display_of_part!(Unit);

/// By its UCUM code.
impl ToJson for Unit {
    fn json(&self, to: &mut String) {
        text(to, self.0.code);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Dimension, Number, Unit};
    use crate::value::json;
    use alloc::{collections::BTreeMap, format};

    fn factor(from: &str, to: &str) -> Option<Number> {
        Unit::written(from).unwrap().factor_to(Unit::written(to).unwrap())
    }

    #[test]
    fn factors_are_exact() {
        for (from, to, exact) in [
            ("lb", "kg", "0.45359237"),
            ("oz", "g", "28.349523125"),
            ("st", "lb", "14"),
            ("in", "cm", "2.54"),
            ("ft", "in", "12"),
            ("mcg", "mg", "0.001"),
            ("g", "mg", "1000"),
            ("umol/L", "mmol/L", "0.001"),
            ("mg/dL", "g/L", "0.01"),
            ("ng/L", "pg/mL", "1"),
            ("%", "1", "0.01"),
            ("weeks", "days", "7"),
            ("years", "months", "12"),
            ("hours", "minutes", "60"),
            ("kPa", "Pa", "1000"),
            ("mmHg", "Pa", "133.322"),
            ("mmHg", "mmHg", "1"),
        ] {
            assert_eq!(factor(from, to), Number::parse(exact), "{from} to {to}");
        }
        assert_eq!(factor("kg", "lb"), Number::ratio(100_000_000, 45_359_237));
    }

    #[test]
    fn nothing_converts_across_dimensions() {
        for (from, to) in [
            ("kg", "cm"),
            ("mg/dL", "mmol/L"),
            ("mg/g", "mg/mmol"),
            ("mmol/mol", "%"),
            ("mg/g", "%"),
            ("mEq/L", "mmol/L"),
            ("days", "hours"),
            ("months", "days"),
            ("mL/min", "mL/min/1.73m2"),
            ("mmHg", "1"),
            ("units", "mg"),
        ] {
            assert_eq!(factor(from, to), None, "{from} to {to}");
            assert_eq!(factor(to, from), None, "{to} to {from}");
        }
    }

    #[test]
    fn spellings_seen_in_records_are_understood_and_ambiguous_ones_are_not() {
        for (seen, code) in [
            ("mm[Hg]", "mm[Hg]"),
            ("mmHg", "mm[Hg]"),
            ("mm Hg", "mm[Hg]"),
            ("[lb_av]", "[lb_av]"),
            ("lbs", "[lb_av]"),
            ("[in_i]", "[in_i]"),
            ("mL/min/{1.73_m2}", "mL/min/{1.73_m2}"),
            ("mL/min/1.73m2", "mL/min/{1.73_m2}"),
            ("mL/min/1.73.m2", "mL/min/{1.73_m2}"),
            ("mg/g{creat}", "mg/g"),
            ("mg{alb}/g{creat}", "mg/g"),
            ("{beats}/min", "/min"),
            ("mmol/L{plasma}", "mmol/L"),
            ("{score}", "{score}"),
            ("µmol/L", "umol/L"),
            ("μmol/L", "umol/L"),
            ("a", "a"),
            ("mEq/L", "meq/L"),
            ("%{total}", "%"),
        ] {
            assert_eq!(Unit::ucum(seen).map(Unit::code), Some(code), "{seen}");
        }
        // `M` is a molar, `mm` a length, `MG` a megagauss, `G` a gauss, `Kg` nothing.
        for text in ["MMHG", "MG", "G", "Kg", "M", "[in_us]", "{", "{}", "{a", "}", "", "mg/g{", "{a}{b}", " kg"] {
            assert_eq!(Unit::ucum(text), None, "{text}");
        }
    }

    #[test]
    fn every_spelling_is_one_unit_s_and_every_dimension_has_a_base() {
        let (mut codes, mut written, mut seen) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut bases = BTreeMap::<Dimension, u32>::new();
        for unit in Unit::all() {
            assert!(codes.insert(unit.code(), unit).is_none(), "{unit:?}");
            for text in unit.0.written.iter().chain([&unit.0.shown]) {
                assert!(written.insert(*text, unit).is_none(), "{text}");
                assert_eq!(Unit::written(text), Some(unit));
            }
            for text in unit.0.seen.iter().chain([&unit.0.code, &unit.0.shown]) {
                assert!(seen.insert(*text, unit).is_none_or(|other| other == unit), "{text}");
                assert_eq!(Unit::ucum(text), Some(unit), "{text}");
            }
            *bases.entry(unit.dimension()).or_default() += u32::from((unit.0.num, unit.0.den) == (1, 1));
            assert_eq!(json::written(&unit), json::written(&unit.code()));
        }
        assert!(bases.values().all(|count| *count >= 1), "{bases:?}");
    }

    #[test]
    fn debug_and_json_show_ucum() {
        assert_eq!(format!("{:?} {}", Unit::MMHG, Unit::MMHG), "Unit(mm[Hg]) mmHg");
        assert_eq!(json::written(&Unit::MMHG), "\"mm[Hg]\"");
    }
}
