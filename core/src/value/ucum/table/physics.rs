//! Constants of nature, the units of the centimetre, gram and second, levels, and other units of physics.

use super::super::row::Atom;
use super::{about, curve, metric, of};

#[rustfmt::skip] // A table: one row a line.
pub(super) const ROWS: &[Atom] = &[
    // Constants.
    metric(of("[c]", "299792458", "m.s-1")), metric(of("[g]", "9.80665", "m.s-2")),
    metric(of("[h]", "6.62607015", "10*-34.J.s")), metric(of("[k]", "1.380649", "10*-23.J.K-1")),
    metric(of("[e]", "1.602176634", "10*-19.C")), metric(of("eV", "1.602176634", "10*-19.J")),
    metric(of("[mu_0]", "4", "[pi].10*-7.N.A-2")),
    metric(about("[eps_0]", "8.8541878128", "10*-12.F.m-1")), metric(about("[G]", "6.67430", "10*-11.m3.kg-1.s-2")),
    metric(about("[m_e]", "9.1093837015", "10*-28.g")), metric(about("[m_p]", "1.67262192369", "10*-24.g")),
    metric(about("u", "1.66053906660", "10*-24.g")),
    // Great and small lengths and areas.
    metric(of("[ly]", "9460730472580800", "m")), metric(about("pc", "3.085678", "10*16.m")),
    about("AU", "149597870691", "m"),
    of("Ao", "1", "10*-10.m"), of("b", "100", "fm2"),
    // Centimetre, gram, second.
    metric(of("Gal", "1", "cm.s-2")), metric(of("dyn", "1", "g.cm.s-2")), metric(of("erg", "1", "g.cm2.s-2")),
    metric(of("P", "1", "g.cm-1.s-1")), metric(of("St", "1", "cm2.s-1")), metric(of("Ky", "1", "cm-1")),
    metric(of("Bi", "10", "A")), metric(of("Mx", "1", "10*-8.Wb")), metric(of("G", "1", "10*-4.T")),
    metric(of("Oe", "250", "[pi]-1.A.m-1")), metric(of("Gb", "2.5", "[pi]-1.A")),
    metric(of("sb", "1", "cd.cm-2")), metric(of("Lmb", "1", "[pi]-1.cd.cm-2")), metric(of("ph", "1", "10*-4.lx")),
    metric(of("Ci", "37", "10*9.Bq")), metric(of("R", "2.58", "10*-4.C.kg-1")),
    metric(of("RAD", "0.01", "Gy")), metric(of("REM", "0.01", "Sv")),
    // Force and pressure.
    metric(of("gf", "9.80665", "g.m.s-2")), of("[lbf_av]", "9.80665", "[lb_av].m.s-2"),
    of("[psi]", "1", "[lbf_av].[in_i]-2"),
    of("atm", "101325", "Pa"), of("att", "98066.5", "Pa"),
    // Heat and power.
    metric(of("cal", "4.184", "J")), metric(of("cal_th", "4.184", "J")), metric(of("cal_IT", "4.1868", "J")),
    metric(about("cal_m", "4.19002", "J")), metric(about("cal_[15]", "4.18580", "J")),
    metric(about("cal_[20]", "4.18190", "J")),
    of("[Cal]", "4184", "J"),
    of("[Btu]", "1054.35", "J"), of("[Btu_th]", "1054.35", "J"), of("[Btu_IT]", "1055.05585262", "J"),
    about("[Btu_39]", "1059.67", "J"), about("[Btu_59]", "1054.80", "J"), about("[Btu_60]", "1054.68", "J"),
    about("[Btu_m]", "1055.87", "J"),
    of("[HP]", "550", "[ft_i].[lbf_av].s-1"),
    // Threads.
    metric(of("tex", "1", "g.km-1")), of("[den]", "1/9", "g.km-1"),
    // Levels, each over a reference that its code names.
    metric(curve("Np", "1")), metric(curve("B", "1")), metric(curve("B[SPL]", "Pa")), metric(curve("B[V]", "V")),
    metric(curve("B[mV]", "V")), metric(curve("B[uV]", "V")), metric(curve("B[10.nV]", "V")),
    metric(curve("B[W]", "W")), metric(curve("B[kW]", "W")),
    // Slopes by their tangent, and vibration by a root.
    curve("%[slope]", "rad"), curve("[p'diop]", "rad"), curve("[m/s2/Hz^(1/2)]", "m2.s-3"),
];
