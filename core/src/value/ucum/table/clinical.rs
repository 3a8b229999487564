//! Units of care and of the laboratory, with those that only a procedure defines: each measures its own, and converts
//! to nothing.

use super::super::row::Atom;
use super::{curve, metric, of, own};

#[rustfmt::skip] // A table: one row a line.
pub(super) const ROWS: &[Atom] = &[
    // Columns of mercury and of water.
    metric(of("m[Hg]", "133.322", "kPa")), metric(of("m[H2O]", "9.80665", "kPa")),
    of("[in_i'Hg]", "3.3863788", "kPa"), of("[in_i'H2O]", "249.08891", "Pa"),
    // Resistance of vessels, work of the body, optics, catheters, meshes, drops.
    of("[PRU]", "1", "mm[Hg].s.mL-1"), of("[wood'U]", "1", "mm[Hg].min.L-1"), of("[MET]", "3.5", "mL.min-1.kg-1"),
    of("[diop]", "1", "m-1"), of("[Ch]", "1/3", "mm"), of("[mesh_i]", "1", "[in_i]-1"), of("[drp]", "1/20", "mL"),
    of("[hnsf'U]", "1", "1"),
    // Amounts and activities.
    metric(of("eq", "1", "mol")), metric(of("osm", "1", "mol")), metric(of("g%", "10", "g.L-1")),
    curve("[pH]", "mol.L-1"),
    metric(of("kat", "1", "mol.s-1")), metric(of("U", "1/60", "umol.s-1")), of("[S]", "1", "10*-13.s"),
    // Fields of a microscope.
    of("[HPF]", "1", "1"), of("[LPF]", "100", "1"),
    // International units and others of a procedure.
    metric(own("[iU]")), metric(of("[IU]", "1", "[iU]")),
    own("[arb'U]"), own("[USP'U]"), own("[GPL'U]"), own("[MPL'U]"), own("[APL'U]"), own("[beth'U]"),
    own("[anti'Xa'U]"),
    own("[todd'U]"), own("[dye'U]"), own("[smgy'U]"), own("[bdsk'U]"), own("[ka'U]"), own("[knk'U]"), own("[mclg'U]"),
    own("[tb'U]"), own("[Lf]"), own("[D'ag'U]"), own("[FEU]"), own("[ELU]"), own("[EU]"),
    // Infectious doses and counts of what grows.
    own("[CCID_50]"), own("[TCID_50]"), own("[EID_50]"), own("[PFU]"), own("[FFU]"), own("[CFU]"),
    // Allergens.
    own("[IR]"), own("[BAU]"), own("[AU]"), own("[Amb'a'1'U]"), own("[PNU]"),
    // Turbidity.
    own("[NTU]"), own("[FNU]"),
    // Homeopathic potencies, by dilution and by count.
    curve("[hp'_X]", "1"), curve("[hp'_C]", "1"), curve("[hp'_M]", "1"), curve("[hp'_Q]", "1"),
    own("[hp_X]"), own("[hp_C]"), own("[hp_M]"), own("[hp_Q]"), own("[kp_X]"), own("[kp_C]"), own("[kp_M]"),
    own("[kp_Q]"),
];
