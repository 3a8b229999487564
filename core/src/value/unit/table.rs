//! The table of units. One row each: UCUM code, spelling shown, dimension, base units in one, other spellings.

use super::{Dimension, Row, Unit};
use Dimension::{
    Activity, ActivityConcentration, AmountConcentration, AmountOfSubstance, AmountRatio, Area, CalendarDays,
    CalendarMonths, ChargeConcentration, Drinks, Flow, FlowPerArea, Frequency, Length, Mass, MassConcentration,
    MassPerAmount, MassPerArea, MassPerTime, MassRatio, One, Packs, Pressure, Time, Volume,
};

/// One unit as a constant: a row has no address before it is in one.
macro_rules! row {
    ($code:literal, $shown:literal, $dimension:ident, $num:literal, $den:literal, $written:expr, $seen:expr $(,)?) => {
        Unit(&Row {
            code: $code,
            shown: $shown,
            dimension: $dimension,
            num: $num,
            den: $den,
            written: $written,
            seen: $seen,
        })
    };
}

#[rustfmt::skip] // As the table below.
impl Unit {
    /// No unit: counts, plain numbers.
    pub const ONE: Unit = row!("1", "1", One, 1, 1, &[], &["{count}"]);
    /// Hundredths.
    pub const PERCENT: Unit = row!("%", "%", One, 1, 100, &["percent"], &[]);
    /// Millimetres of mercury, 133.322 Pa as UCUM fixes it for the code that records write (the conventional millimetre of
    /// mercury is three millionths more: 133.322387415 Pa).
    pub const MMHG: Unit = row!("mm[Hg]", "mmHg", Pressure, 133_322, 1000, &[], &["mm Hg"]);
    /// Milligrams.
    pub const MG: Unit = row!("mg", "mg", Mass, 1, 1000, &[], &["milligram", "milligrams"]);
    /// Calendar years, as an age counts them.
    pub const YEARS: Unit = row!("a", "years", CalendarMonths, 12, 1, &["year"], &["yr", "yrs", "year"]);
    /// Calendar months.
    pub const MONTHS: Unit = row!("mo", "months", CalendarMonths, 1, 1, &["month"], &["month"]);
    /// Weeks of seven calendar days.
    pub const WEEKS: Unit = row!("wk", "weeks", CalendarDays, 7, 1, &["week"], &["week"]);
    /// Calendar days.
    pub const DAYS: Unit = row!("d", "days", CalendarDays, 1, 1, &["day"], &["day"]);
    /// Hours, exact.
    pub const HOURS: Unit = row!("h", "hours", Time, 3600, 1, &["hour"], &["hr", "hrs", "hour"]);
    /// Minutes, exact.
    pub const MINUTES: Unit = row!("min", "minutes", Time, 60, 1, &["minute"], &["mins", "minute"]);
    /// Seconds, exact.
    pub const SECONDS: Unit = row!("s", "seconds", Time, 1, 1, &["second"], &["sec", "second"]);
}

/// Every unit; what is common comes first, since look-ups scan.
#[rustfmt::skip] // A table: one row a line.
pub(super) static UNITS: [Unit; 64] = [
    Unit::MMHG,
    Unit::ONE,
    Unit::PERCENT,
    Unit::MG,
    row!("kg", "kg", Mass, 1000, 1, &[], &["kgs", "kilogram", "kilograms"]),
    row!("[lb_av]", "lb", Mass, 45_359_237, 100_000, &["lbs"], &["lbs", "lb_av", "pound", "pounds"]),
    row!("/min", "/min", Frequency, 1, 1, &["bpm"], &["bpm", "1/min", "beats/min", "beats/minute"]),
    row!("mmol/L", "mmol/L", AmountConcentration, 1, 1000, &[], &["mmol/l"]),
    row!("mg/dL", "mg/dL", MassConcentration, 1, 100, &[], &["mg/dl"]),
    row!("mL/min/{1.73_m2}", "mL/min/1.73m2", FlowPerArea, 1, 1, &[],
        &["mL/min/1.73.m2", "mL/min/1.73 m2", "mL/min/1.73m^2", "mL/min/{1.73m2}", "mL/min/1.73_m2", "ml/min/1.73m2"]),
    row!("umol/L", "umol/L", AmountConcentration, 1, 1_000_000, &[], &["umol/l", "\u{b5}mol/L", "\u{3bc}mol/L"]),
    row!("meq/L", "mEq/L", ChargeConcentration, 1, 1, &[], &["meq/l", "mEq/l"]),
    Unit::YEARS,
    Unit::MONTHS,
    Unit::WEEKS,
    Unit::DAYS,
    Unit::HOURS,
    Unit::MINUTES,
    Unit::SECONDS,
    row!("{score}", "points", One, 1, 1, &["point"], &["{points}", "{point}"]),
    // Pressure, in pascals.
    row!("Pa", "Pa", Pressure, 1, 1, &[], &[]),
    row!("kPa", "kPa", Pressure, 1000, 1, &[], &["kpa"]),
    // Length, in metres.
    row!("cm", "cm", Length, 1, 100, &[], &["centimeter", "centimeters"]),
    row!("m", "m", Length, 1, 1, &[], &["meter", "meters"]),
    row!("mm", "mm", Length, 1, 1000, &[], &["millimeter", "millimeters"]),
    row!("[in_i]", "in", Length, 254, 10_000, &["inches"], &["in_i", "inch", "inches"]),
    row!("[ft_i]", "ft", Length, 3048, 10_000, &["feet"], &["ft_i", "foot", "feet"]),
    // Mass, in grams.
    row!("g", "g", Mass, 1, 1, &[], &["gm", "gram", "grams"]),
    row!("ug", "mcg", Mass, 1, 1_000_000, &["ug"], &["\u{b5}g", "\u{3bc}g", "microgram", "micrograms"]),
    row!("ng", "ng", Mass, 1, 1_000_000_000, &[], &["nanogram", "nanograms"]),
    row!("[oz_av]", "oz", Mass, 28_349_523_125, 1_000_000_000, &[], &["oz_av", "ounce", "ounces"]),
    row!("[stone_av]", "st", Mass, 635_029_318, 100_000, &[], &["stone"]),
    // Volume, in litres.
    row!("L", "L", Volume, 1, 1, &[], &["l", "liter", "liters"]),
    row!("dL", "dL", Volume, 1, 10, &[], &["dl"]),
    row!("mL", "mL", Volume, 1, 1000, &[], &["ml", "milliliter", "milliliters"]),
    // Activity, in international units.
    row!("[iU]", "units", Activity, 1, 1, &["unit", "IU"], &["[IU]", "IU", "unit"]),
    row!("mol", "mol", AmountOfSubstance, 1, 1, &[], &[]),
    row!("mmol", "mmol", AmountOfSubstance, 1, 1000, &[], &[]),
    row!("umol", "umol", AmountOfSubstance, 1, 1_000_000, &[], &["\u{b5}mol", "\u{3bc}mol"]),
    // Mass concentration, in grams a litre.
    row!("g/L", "g/L", MassConcentration, 1, 1, &[], &["g/l"]),
    row!("g/dL", "g/dL", MassConcentration, 10, 1, &[], &["g/dl"]),
    row!("mg/L", "mg/L", MassConcentration, 1, 1000, &[], &["mg/l"]),
    row!("ug/dL", "ug/dL", MassConcentration, 1, 100_000, &["mcg/dL"], &["mcg/dL", "ug/dl"]),
    row!("ug/L", "ug/L", MassConcentration, 1, 1_000_000, &["mcg/L"], &["mcg/L", "ug/l"]),
    row!("ug/mL", "ug/mL", MassConcentration, 1, 1000, &["mcg/mL"], &["mcg/mL", "ug/ml"]),
    row!("ng/mL", "ng/mL", MassConcentration, 1, 1_000_000, &[], &["ng/ml"]),
    row!("ng/dL", "ng/dL", MassConcentration, 1, 100_000_000, &[], &["ng/dl"]),
    row!("ng/L", "ng/L", MassConcentration, 1, 1_000_000_000, &[], &["ng/l"]),
    row!("pg/mL", "pg/mL", MassConcentration, 1, 1_000_000_000, &[], &["pg/ml"]),
    // Amount concentration, in moles a litre.
    row!("mol/L", "mol/L", AmountConcentration, 1, 1, &[], &["mol/l"]),
    row!("nmol/L", "nmol/L", AmountConcentration, 1, 1_000_000_000, &[], &["nmol/l"]),
    // Activity concentration, in enzyme units a litre. International units share nothing with them but a name.
    row!("U/L", "U/L", ActivityConcentration, 1, 1, &[], &["u/L", "U/l"]),
    // Flow, in millilitres a minute.
    row!("mL/min", "mL/min", Flow, 1, 1, &[], &["ml/min"]),
    row!("L/min", "L/min", Flow, 1000, 1, &[], &["l/min"]),
    // Ratios.
    row!("mg/g", "mg/g", MassRatio, 1, 1, &[], &[]),
    row!("ug/mg", "ug/mg", MassRatio, 1, 1, &["mcg/mg"], &["mcg/mg"]),
    row!("mg/mmol", "mg/mmol", MassPerAmount, 1, 1, &[], &[]),
    row!("mmol/mol", "mmol/mol", AmountRatio, 1, 1, &[], &[]),
    // Mass by time, in grams a day of 24 hours, as urine is collected.
    row!("g/(24.h)", "g/day", MassPerTime, 1, 1, &[], &["g/d", "g/24h"]),
    row!("mg/(24.h)", "mg/day", MassPerTime, 1, 1000, &[], &["mg/d", "mg/24h"]),
    // What a person drinks and smokes in a day.
    row!("{drinks}/d", "drinks/day", Drinks, 1, 1, &["drink/day"], &[]),
    row!("{packs}/d", "packs/day", Packs, 1, 1, &["pack/day"], &[]),
    // By area, and area in square metres.
    row!("kg/m2", "kg/m2", MassPerArea, 1, 1, &[], &["kg/m^2", "kg/m\u{b2}"]),
    row!("m2", "m2", Area, 1, 1, &[], &["m^2", "m\u{b2}"]),
];
