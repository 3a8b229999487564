//! The base units, numbers, and the units of the SI and those used with it.

use super::super::row::{Atom, Kind};
use super::{from, metric, of, own};

#[rustfmt::skip] // A table: one row a line.
pub(super) const ROWS: &[Atom] = &[
    // Base units; mass in grams, electricity by charge.
    metric(own("m")), metric(own("s")), metric(own("g")), metric(own("rad")), metric(own("K")), metric(own("C")),
    metric(own("cd")),
    // Numbers.
    of("10*", "10", "1"), of("10^", "10", "1"),
    Atom { code: "[pi]", metric: false, kind: Kind::Pi },
    of("%", "1", "10*-2"), of("[ppth]", "1", "10*-3"), of("[ppm]", "1", "10*-6"), of("[ppb]", "1", "10*-9"),
    of("[pptr]", "1", "10*-12"),
    metric(of("mol", "6.02214076", "10*23")),
    // Angles.
    of("deg", "1/180", "[pi].rad"), of("gon", "1/200", "[pi].rad"), of("circ", "2", "[pi].rad"),
    of("'", "1/10800", "[pi].rad"), of("''", "1/648000", "[pi].rad"),
    metric(of("sr", "1", "rad2")), of("sph", "4", "[pi].rad2"),
    // Time. The week, month and year are mean ones; the calendar's are not UCUM's.
    of("min", "60", "s"), of("h", "3600", "s"), of("d", "86400", "s"), of("wk", "604800", "s"),
    of("mo", "2629800", "s"), of("mo_j", "2629800", "s"), of("mo_g", "2629746", "s"),
    of("a", "31557600", "s"), of("a_j", "31557600", "s"), of("a_g", "31556952", "s"),
    super::about("a_t", "365.24219", "d"), super::about("mo_s", "29.53059", "d"),
    metric(of("Hz", "1", "s-1")), metric(of("Bq", "1", "s-1")), metric(of("Bd", "1", "s-1")),
    // Space and mass.
    metric(of("l", "1", "dm3")), metric(of("L", "1", "dm3")), metric(of("st", "1", "m3")),
    metric(of("ar", "100", "m2")),
    metric(of("t", "1000", "kg")),
    // Mechanics.
    metric(of("N", "1", "kg.m.s-2")), metric(of("Pa", "1", "kg.m-1.s-2")), metric(of("J", "1", "kg.m2.s-2")),
    metric(of("W", "1", "kg.m2.s-3")), metric(of("bar", "100000", "Pa")),
    // Electricity and magnetism.
    metric(of("A", "1", "C.s-1")), metric(of("V", "1", "J.C-1")), metric(of("F", "1", "C2.J-1")),
    metric(of("Ohm", "1", "J.s.C-2")), metric(of("S", "1", "C2.J-1.s-1")), metric(of("mho", "1", "C2.J-1.s-1")),
    metric(of("Wb", "1", "J.s.C-1")), metric(of("T", "1", "kg.C-1.s-1")), metric(of("H", "1", "J.s2.C-2")),
    // Light, radiation and heat.
    metric(of("lm", "1", "cd.sr")), metric(of("lx", "1", "cd.sr.m-2")),
    metric(of("Gy", "1", "m2.s-2")), metric(of("Sv", "1", "m2.s-2")),
    metric(from("Cel", "1", "K", "273.15")), of("[degR]", "5/9", "K"),
    from("[degF]", "5/9", "K", "45967/180"), from("[degRe]", "5/4", "K", "273.15"),
    // Information.
    metric(of("bit", "1", "1")), metric(of("By", "8", "1")), super::curve("bit_s", "1"),
];
