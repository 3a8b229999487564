//! Customary units: international, United States, British, of chemists of old, and of printers.

use super::super::row::Atom;
use super::of;

#[rustfmt::skip] // A table: one row a line.
pub(super) const ROWS: &[Atom] = &[
    // International lengths, areas and volumes, by the inch of 2.54 cm.
    of("[in_i]", "2.54", "cm"), of("[ft_i]", "30.48", "cm"), of("[yd_i]", "91.44", "cm"),
    of("[mi_i]", "1609.344", "m"),
    of("[mil_i]", "25.4", "um"), of("[hd_i]", "10.16", "cm"), of("[fth_i]", "1.8288", "m"),
    of("[nmi_i]", "1852", "m"),
    of("[kn_i]", "1852", "m.h-1"), of("[smoot]", "67", "[in_i]"),
    of("[sin_i]", "1", "[in_i]2"), of("[sft_i]", "1", "[ft_i]2"), of("[syd_i]", "1", "[yd_i]2"),
    of("[cml_i]", "1/4", "[pi].[mil_i]2"),
    of("[cin_i]", "1", "[in_i]3"), of("[cft_i]", "1", "[ft_i]3"), of("[cyd_i]", "1", "[yd_i]3"),
    of("[bf_i]", "144", "[in_i]3"), of("[cr_i]", "128", "[ft_i]3"),
    // United States surveyors' lengths and areas, by the foot of 1200/3937 m.
    of("[in_us]", "100/3937", "m"), of("[ft_us]", "1200/3937", "m"), of("[yd_us]", "3600/3937", "m"),
    of("[mil_us]", "1/39370", "m"),
    of("[rd_us]", "16.5", "[ft_us]"), of("[ch_us]", "66", "[ft_us]"), of("[lk_us]", "0.66", "[ft_us]"),
    of("[fth_us]", "6", "[ft_us]"),
    of("[rch_us]", "100", "[ft_us]"), of("[rlk_us]", "1", "[ft_us]"), of("[fur_us]", "660", "[ft_us]"),
    of("[mi_us]", "5280", "[ft_us]"),
    of("[srd_us]", "1", "[rd_us]2"), of("[acr_us]", "160", "[rd_us]2"), of("[smi_us]", "1", "[mi_us]2"),
    of("[sct]", "1", "[mi_us]2"), of("[twp]", "36", "[mi_us]2"),
    // British lengths and areas, by the inch of 2.539998 cm.
    of("[in_br]", "2.539998", "cm"), of("[ft_br]", "12", "[in_br]"), of("[yd_br]", "36", "[in_br]"),
    of("[pc_br]", "30", "[in_br]"),
    of("[fth_br]", "72", "[in_br]"), of("[rd_br]", "198", "[in_br]"), of("[ch_br]", "792", "[in_br]"),
    of("[lk_br]", "7.92", "[in_br]"),
    of("[mi_br]", "5280", "[ft_br]"), of("[nmi_br]", "6080", "[ft_br]"), of("[kn_br]", "6080", "[ft_br].h-1"),
    of("[acr_br]", "4840", "[yd_br]2"),
    // United States liquid volumes, by the gallon of 231 cubic inches; dry ones, by the bushel of 2150.42.
    of("[gal_us]", "231", "[in_i]3"), of("[bbl_us]", "9702", "[in_i]3"), of("[qt_us]", "231/4", "[in_i]3"),
    of("[pt_us]", "231/8", "[in_i]3"),
    of("[gil_us]", "231/32", "[in_i]3"), of("[foz_us]", "231/128", "[in_i]3"), of("[fdr_us]", "231/1024", "[in_i]3"),
    of("[min_us]", "231/61440", "[in_i]3"), of("[tbs_us]", "231/256", "[in_i]3"),
    of("[tsp_us]", "231/768", "[in_i]3"),
    of("[cup_us]", "231/16", "[in_i]3"), of("[crd_us]", "128", "[ft_i]3"),
    of("[bu_us]", "2150.42", "[in_i]3"), of("[pk_us]", "537.605", "[in_i]3"), of("[gal_wi]", "268.8025", "[in_i]3"),
    of("[dqt_us]", "67.200625", "[in_i]3"), of("[dpt_us]", "33.6003125", "[in_i]3"),
    // Household measures in metric sizes, as United States labels have them.
    of("[tsp_m]", "5", "mL"), of("[tbs_m]", "15", "mL"), of("[foz_m]", "30", "mL"), of("[cup_m]", "240", "mL"),
    of("[oz_m]", "28", "g"),
    // British volumes, by the gallon of 4.54609 L.
    of("[gal_br]", "4.54609", "L"), of("[pk_br]", "2", "[gal_br]"), of("[bu_br]", "8", "[gal_br]"),
    of("[qt_br]", "1/4", "[gal_br]"),
    of("[pt_br]", "1/8", "[gal_br]"), of("[gil_br]", "1/32", "[gal_br]"), of("[foz_br]", "1/160", "[gal_br]"),
    of("[fdr_br]", "1/1280", "[gal_br]"), of("[min_br]", "1/76800", "[gal_br]"),
    // Weights, by the grain: avoirdupois, troy, apothecaries'.
    of("[gr]", "64.79891", "mg"), of("[lb_av]", "7000", "[gr]"), of("[oz_av]", "437.5", "[gr]"),
    of("[dr_av]", "27.34375", "[gr]"),
    of("[stone_av]", "98000", "[gr]"), of("[scwt_av]", "700000", "[gr]"), of("[lcwt_av]", "784000", "[gr]"),
    of("[ston_av]", "2000", "[lb_av]"), of("[lton_av]", "2240", "[lb_av]"),
    of("[pwt_tr]", "24", "[gr]"), of("[oz_tr]", "480", "[gr]"), of("[lb_tr]", "5760", "[gr]"),
    of("[sc_ap]", "20", "[gr]"), of("[dr_ap]", "60", "[gr]"), of("[oz_ap]", "480", "[gr]"),
    of("[lb_ap]", "5760", "[gr]"),
    of("[car_m]", "0.2", "g"), of("[car_Au]", "1/24", "1"),
    // Printers' lengths: by the inch, and by the French foot of 32.48 cm.
    of("[lne]", "1/12", "[in_i]"), of("[pnt]", "1/72", "[in_i]"), of("[pca]", "1/6", "[in_i]"),
    of("[pnt_pr]", "0.013837", "[in_i]"), of("[pca_pr]", "0.166044", "[in_i]"),
    of("[pied]", "32.48", "cm"), of("[pouce]", "1/12", "[pied]"), of("[ligne]", "1/144", "[pied]"),
    of("[didot]", "1/864", "[pied]"), of("[cicero]", "1/72", "[pied]"),
];
