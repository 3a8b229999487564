use super::{NotConvertible, Number, Problem, Ucum, atom};
use crate::value::{SortedSet, Unit};
use alloc::{string::String, string::ToString, vec};
use proptest::prelude::*;

fn unit(code: &str) -> Ucum {
    Ucum::parse(code).unwrap()
}

fn converted(value: &str, from: &str, to: &str) -> Result<String, NotConvertible> {
    let converted = unit(from).convert(Number::parse(value).unwrap(), &unit(to))?;
    Ok(if converted.exact { "" } else { "about " }.to_string() + &converted.value.to_string())
}

fn problem(code: &str) -> (Problem, usize, String) {
    let error = Ucum::parse(code).unwrap_err();
    (error.problem, error.at, error.found)
}

#[test]
fn each_row_resolves_and_each_code_stands_once() {
    let mut codes = SortedSet::new();
    for atom in atom::all() {
        assert!(codes.insert(atom.code), "{} stands twice", atom.code);
        assert!(super::meaning::unit(atom).is_some(), "{} is not defined by what is in the table", atom.code);
        let read = unit(atom.code);
        assert_eq!(read.convert(Number::ONE, &read).map(|c| c.value), Ok(Number::ONE), "{}", atom.code);
    }
    assert_eq!(codes.len(), Ucum::atoms().count());
}

#[test]
fn no_prefix_with_a_unit_spells_another_unit_or_another_prefix_with_one() {
    let mut codes = SortedSet::new();
    for atom in atom::all() {
        assert!(codes.insert(atom.code.to_string()), "{} is spelt by a prefix and a unit", atom.code);
        for prefix in atom::prefixes().map(|(prefix, ..)| prefix).filter(|_| atom.metric) {
            assert!(codes.insert(prefix.to_string() + atom.code), "{prefix}{} reads in two ways", atom.code);
        }
    }
}

#[test]
fn terms_are_read_from_left_to_right() {
    assert_eq!(unit("m/s.g"), unit("g.m.s-1"));
    assert_eq!(unit("m/s/g"), unit("m.s-1.g-1"));
    assert_eq!(unit("m/(s.g)"), unit("m.s-1.g-1"));
    assert_eq!(unit("/s.m"), unit("m.s-1"));
    assert_eq!(unit("mL/min/kg"), unit("mL/(min.kg)"));
    assert_eq!(unit("mg/(24.h)"), unit("mg/d"));
    assert_eq!(unit("m+2"), unit("m2"));
    assert_eq!(unit("m0"), unit("1"));
    assert_eq!(unit(""), unit("1"));
    // A dot is a product: eGFR's usual spelling says 73 square metres.
    assert_eq!(unit("mL/min/1.73.m2"), unit("73.mL.m2.min-1"));
}

#[test]
fn annotations_say_nothing() {
    for (with, without) in [
        ("mg/g{creat}", "mg/g"),
        ("mg{alb}/g{creat}", "mg/g"),
        ("{beats}/min", "/min"),
        ("{score}", "1"),
        ("/100{WBC}", "/100"),
        ("10*3{RBCs}", "10*3"),
        ("mL/min/{1.73_m2}", "mL/min"),
        ("m2{skin(bare)/[x].y}", "m2"),
    ] {
        assert_eq!(unit(with), unit(without), "{with}");
    }
}

#[test]
fn brackets_are_part_of_a_symbol_whatever_they_hold() {
    for code in ["B[10.nV]", "dB[10.nV]", "[m/s2/Hz^(1/2)]", "cal_[15]", "kcal_[15]", "%[slope]", "[in_i'Hg]2"] {
        assert!(Ucum::parse(code).is_ok(), "{code}");
    }
}

#[test]
fn what_is_no_code_is_refused_with_its_place() {
    use Problem::*;
    for (code, wrong, at, found) in [
        ("mmHg", UnknownUnit, 0, "mmHg"),
        ("mg/dl/Foo2", UnknownUnit, 6, "Foo2"),
        ("KG", UnknownUnit, 0, "KG"),
        ("\u{b5}g", UnknownUnit, 0, "\u{b5}g"),
        (" mg", UnknownUnit, 0, " mg"),
        ("kmin", TakesNoPrefix, 0, "kmin"),
        ("m[lb_av]", TakesNoPrefix, 0, "m[lb_av]"),
        ("mkg", UnknownUnit, 0, "mkg"),
        ("mg/24h", NumberWithoutOperator, 3, "24h"),
        ("2m2", NumberWithoutOperator, 0, "2m2"),
        ("mg/", Missing, 3, ""),
        ("/", Missing, 1, ""),
        ("mg//dL", Missing, 3, "/"),
        (".mg", Missing, 0, "."),
        ("-1", Missing, 0, "-"),
        ("()", Missing, 1, ")"),
        ("mg(8.h)", NoOperator, 2, "(8.h)"),
        ("{a}m", NoOperator, 3, "m"),
        ("(8.h)2", NoOperator, 5, "2"),
        ("(m.s){a}", NoOperator, 5, "{a}"),
        ("m{a}{b}", NoOperator, 4, "{b}"),
        ("(8.h", Unpaired, 0, "("),
        ("8.h)", Unpaired, 3, ")"),
        ("g{a", Unpaired, 1, "{"),
        ("g}", Unpaired, 1, "}"),
        ("cm[H2O", Unpaired, 2, "["),
        ("g{}", Annotation, 1, "{}"),
        ("g{a b}", Annotation, 1, "{a b}"),
        ("g{a{b}", Annotation, 1, "{a{b}"),
        ("g{\u{e4}}", Annotation, 1, "{\u{e4}}"),
        ("m99999999999", TooLarge, 0, "m99999999999"),
        ("[lb_av]999", TooLarge, 0, "[lb_av]999"),
    ] {
        assert_eq!(problem(code), (wrong, at, found.to_string()), "{code}");
    }
    let deep = "(".repeat(17) + "m" + &")".repeat(17);
    assert_eq!(problem(&deep).0, TooDeep);
    assert!(Ucum::parse(&("(".repeat(16) + "m" + &")".repeat(16))).is_ok());
}

#[test]
fn a_message_says_what_was_found_and_what_to_do() {
    let said = Ucum::parse("mg/24h").unwrap_err().to_string();
    assert_eq!(said, "`24h` runs a number into a unit: put a `.` between them, as in `(8.h)`");
    assert_eq!(Ucum::parse("mg/").unwrap_err().to_string(), "the code ends where a unit is expected");
}

#[test]
fn conversions_are_exact() {
    for (value, from, to, expected) in [
        ("154.3", "[lb_av]", "kg", "69.989302691"),
        ("70", "[in_i]", "cm", "177.8"),
        ("120", "mm[Hg]", "kPa", "15.99864"),
        ("1", "[degF]", "[degR]", "460.67"),
        ("37", "Cel", "[degF]", "98.6"),
        ("-40", "[degF]", "Cel", "-40"),
        ("0", "K", "Cel", "-273.15"),
        ("80", "[degRe]", "Cel", "100"),
        ("37000", "mCel", "K", "310.15"),
        ("1", "[gal_us]", "mL", "3785.411784"),
        ("1", "[tsp_us]", "mL", "4.92892159375"),
        ("8", "[foz_us]", "[cup_us]", "1"),
        ("1", "[acr_us]", "[ft_us]2", "43560"),
        ("1", "[stone_av]", "[lb_av]", "14"),
        ("1", "U/L", "ukat/L", "1/60"),
        ("2", "d", "h", "48"),
        ("1", "a", "mo", "12"),
        ("90", "/min", "Hz", "1.5"),
        ("1", "circ", "deg", "360"),
        ("1", "gon", "deg", "0.9"),
        ("5", "mmol/mol", "%", "0.5"),
        ("1", "g%", "mg/dL", "1000"),
        ("10", "dB", "B", "1"),
        ("1", "KiBy", "bit", "8192"),
        ("1", "[psi]", "[lbf_av]/[sin_i]", "1"),
        ("1", "mol", "10*23", "6.02214076"),
    ] {
        assert_eq!(converted(value, from, to).as_deref(), Ok(expected), "{value} {from} to {to}");
    }
}

#[test]
fn powers_of_ten_cancel_before_they_overflow() {
    // Each side alone is a number of more than 38 digits.
    assert_eq!(converted("3", "10*60.m", "10*60.cm").as_deref(), Ok("300"));
    assert_eq!(converted("1", "10*23.Ym", "10*47.m").as_deref(), Ok("1"));
    assert_eq!(converted("1", "10*60.m", "m"), Err(NotConvertible::TooLarge));
}

#[test]
fn a_factor_with_pi_or_a_measured_constant_is_said_to_be_near() {
    assert_eq!(converted("180", "deg", "[pi].rad").as_deref(), Ok("1"));
    let half_circle = unit("deg").convert(Number::integer(180), &unit("rad")).unwrap();
    assert!(!half_circle.exact);
    assert!(half_circle.value > Number::parse("3.14159265358979323").unwrap());
    assert!(half_circle.value < Number::parse("3.14159265358979324").unwrap());
    assert_eq!(converted("1", "u", "10*-24.g").as_deref(), Ok("about 1.6605390666"));
}

#[test]
fn nothing_converts_to_what_it_does_not_measure() {
    for (from, to) in [
        ("kg", "cm"),
        ("mg/dL", "mmol/L"),
        ("[iU]", "[arb'U]"),
        ("[iU]", "1"),
        ("[iU]/L", "U/L"),
        ("[CFU]", "[PFU]"),
        ("m2", "m3"),
        ("deg", "1"),
    ] {
        assert_eq!(converted("1", from, to), Err(NotConvertible::OtherDimension), "{from} to {to}");
    }
    assert_eq!(converted("7", "[iU]/mL", "k[IU]/L").as_deref(), Ok("7"));
}

#[test]
fn a_curved_scale_converts_to_itself_alone() {
    assert_eq!(converted("7.4", "[pH]", "[pH]").as_deref(), Ok("7.4"));
    assert_eq!(converted("7.4", "[pH]", "mol/L"), Err(NotConvertible::NotLinear));
    assert_eq!(converted("1", "B", "Np"), Err(NotConvertible::NotLinear));
    assert_eq!(converted("1", "B[V]", "B[mV]"), Err(NotConvertible::NotLinear));
}

#[test]
fn a_scale_with_its_own_zero_has_no_meaning_in_a_product() {
    for code in ["Cel/min", "Cel2", "Cel-1", "m.Cel", "Cel/Cel"] {
        let unit = unit(code);
        assert_eq!(unit.convert(Number::ONE, &unit), Err(NotConvertible::NoMeaning), "{code}");
    }
    assert_eq!(converted("3", "10.dB", "B").as_deref(), Ok("3"));
}

#[test]
fn products_and_quotients_are_those_of_the_numbers_and_of_the_units() {
    let work = unit("N").times(&unit("cm")).unwrap();
    assert_eq!(work.convert(Number::integer(200), &unit("J")).unwrap().value, Number::integer(2));
    let rate = unit("mL").over(&unit("(24.h)")).unwrap();
    assert_eq!(rate.convert(Number::integer(1440), &unit("mL/min")).unwrap().value, Number::ONE);
}

#[test]
fn the_units_of_the_language_are_codes_and_convert_alike() {
    for from in Unit::all() {
        for to in Unit::all().filter(|to| to.dimension() == from.dimension()) {
            let read = unit(from.code()).convert(Number::ONE, &unit(to.code())).map(|c| c.value).ok();
            assert_eq!(read, from.factor_to(to), "{from:?} to {to:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "[\\[\\]{}()./*^0-9+'%a-zA-Z_ \u{b5}-]{0,40}") {
        if let Ok(unit) = Ucum::parse(&text) {
            let _ = unit.convert(Number::ONE, &unit);
        }
    }

    #[test]
    fn what_is_converted_converts_back(value in -1_000_000_i128..1_000_000, (one, other) in prop::sample::select(vec![
        ("[lb_av]", "kg"), ("Cel", "[degF]"), ("mm[Hg]", "[in_i'Hg]"), ("mg/dL", "g/L"), ("a", "wk"), ("J", "cal"),
    ])) {
        let there = unit(one).convert(Number::integer(value), &unit(other)).unwrap();
        prop_assert_eq!(unit(other).convert(there.value, &unit(one)).unwrap().value, Number::integer(value));
    }
}
