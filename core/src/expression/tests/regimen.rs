//! What is taken, when it last changed, and what has changed since a start.

use super::super::formulary::{Drug, Named, Product};
use super::*;
use crate::value::id::{ClassId, DrugId};
use crate::value::{Code, CodeSystem};

const NOW: &str = "2026-03-02 09:00";
const CCB: ClassId = ClassId(0);
const ACEI: ClassId = ClassId(1);
const THIAZIDE: ClassId = ClassId(2);

fn rxnorm(code: &str) -> Code {
    Code::new(CodeSystem::RxNorm, code)
}

/// amlodipine 17767, lisinopril 29046, hydrochlorothiazide 5487, and a tablet of the last two.
fn world() -> World {
    let mut world = World::new();
    let drug = |name: &str, class, code: &str| Drug {
        name: name.into(),
        class,
        code: rxnorm(code),
        display: name.into(),
        doses: Vec::new(),
        tablets: Vec::new(),
        cite: Vec::new(),
        at: HERE,
    };
    world.formulary = Some(Formulary {
        name: "antihypertensives".into(),
        version: "2026.1".into(),
        classes: ["ccb", "acei", "thiazide"].map(Into::into).to_vec(),
        drugs: vec![
            drug("amlodipine", CCB, "17767"),
            drug("lisinopril", ACEI, "29046"),
            drug("hydrochlorothiazide", THIAZIDE, "5487"),
        ],
        products: vec![Product {
            code: rxnorm("197887"),
            display: "hydrochlorothiazide 25 mg / lisinopril 20 mg".into(),
            contains: vec![(DrugId(1), Number::integer(20)), (DrugId(2), Number::integer(25))],
            halves: false,
        }],
        outside: vec![Named { code: rxnorm("2418"), display: "vitamin D".into() }],
        never_together: Vec::new(),
    });
    world.declare("medications", FactKind::Medications);
    world
}

/// A line of the list; an empty text is absent.
fn line(id: &str, code: &str, dose: i64, from: &str, to: &str, status: &str) -> Item {
    let mut line: Vec<(String, Item)> = vec![("id".into(), id.into()), ("code".into(), code.into())];
    if dose > 0 {
        line.push(("dose".into(), dose.into()));
        line.push(("per_day".into(), 1.into()));
    }
    for (name, value) in [("from", from), ("to", to), ("status", status)] {
        if !value.is_empty() {
            line.push((name.into(), value.into()));
        }
    }
    Item::Object(line)
}

fn list(lines: Vec<Item>) -> World {
    let mut world = world();
    world.give("medications", lines);
    world
}

fn regimen(world: &World, as_of: &str) -> Regimen {
    let shared = world.run(as_of, |m| m.regimen().expect("a list"));
    alloc::rc::Rc::into_inner(shared).expect("the machine is gone, and its share with it")
}

fn taken(world: &World, as_of: &str) -> Vec<(u32, Option<Number>)> {
    regimen(world, as_of).taken.iter().map(|t| (t.drug.0, t.daily)).collect()
}

fn last(world: &World) -> Result<Option<Instant>, ()> {
    world.run(NOW, |m| m.last_dose_change())
}

fn has(world: &mut World, class: ClassId) -> Truth {
    let expr = world.push(Node::TakesClass(vec![class]));
    world.truth(expr, NOW)
}

#[test]
fn without_a_list_everything_is_unknown() {
    let mut world = world();
    assert!(world.run(NOW, |m| m.regimen()).is_none());
    assert_eq!(last(&world), Err(()));
    assert_eq!(has(&mut world, CCB), Truth::Unknown);
    let expr = world.push(Node::TakesClass(vec![CCB]));
    assert_eq!(world.run(NOW, |m| m.missing(expr, None)), [Input::Fact(FactId(0))].into());
}

#[test]
fn an_empty_list_says_that_nothing_is_taken() {
    let mut world = list(vec![]);
    assert_eq!(has(&mut world, CCB), Truth::No);
    assert_eq!(last(&world), Ok(None));
    let (count, last) = (world.push(Node::CountClasses), world.push(Node::LastDoseChange));
    assert!(world.value(count, NOW) == n(0));
    assert!(world.value(last, NOW).is_none());
}

#[test]
fn taken_is_from_its_start_up_to_and_not_at_its_end() {
    let line = line("m1", "17767", 5, "2026-02-01T15:00:00Z", "2026-03-01T15:00:00Z", "active");
    let mut world = list(vec![line]);
    let expr = world.push(Node::TakesClass(vec![CCB]));
    for (at, expected) in [
        ("2026-02-01T14:59:59.999Z", Truth::No),
        ("2026-02-01T15:00:00Z", Truth::Yes),
        ("2026-03-01T14:59:59.999Z", Truth::Yes),
        ("2026-03-01T15:00:00Z", Truth::No),
    ] {
        assert_eq!(world.truth(expr, at), expected, "{at}");
    }
    world.turns_at(expr, "2026-01-20 09:00", "2026-02-01T15:00:00Z");
    world.turns_at(expr, "2026-02-20 09:00", "2026-03-01T15:00:00Z");
}

#[test]
fn the_dose_is_the_day_s_total_over_all_lines() {
    let world = list(vec![
        line("m1", "17767", 5, "2026-02-01T15:00:00Z", "", "active"),
        line("m2", "17767", 5, "2026-02-10T15:00:00Z", "", "active"),
    ]);
    assert_eq!(taken(&world, NOW), [(0, Some(Number::integer(10)))]);
}

#[test]
fn a_product_is_its_ingredients() {
    let mut world = list(vec![line("m1", "197887", 1, "2026-02-01T15:00:00Z", "", "active")]);
    assert_eq!(taken(&world, NOW), [(1, Some(Number::integer(20))), (2, Some(Number::integer(25)))]);
    assert_eq!(has(&mut world, THIAZIDE), Truth::Yes);
}

#[test]
fn an_unknown_dose_is_taken_and_unknown() {
    let mut world = list(vec![line("m1", "17767", 0, "2026-02-01T15:00:00Z", "", "active")]);
    assert_eq!(taken(&world, NOW), [(0, None)]);
    assert_eq!(has(&mut world, CCB), Truth::Yes);
}

#[test]
fn a_code_outside_the_formulary_is_nothing_and_an_unmapped_one_leaves_open_what_is_not_found() {
    let amlodipine = || line("m1", "17767", 5, "2026-02-01T15:00:00Z", "", "active");
    let mut world = list(vec![amlodipine(), line("m2", "2418", 1, "2026-02-10T15:00:00Z", "", "active")]);
    assert_eq!([has(&mut world, CCB), has(&mut world, ACEI)], [Truth::Yes, Truth::No]);
    let mut world = list(vec![amlodipine(), line("m2", "999999", 1, "2026-01-10T15:00:00Z", "", "active")]);
    assert_eq!([has(&mut world, CCB), has(&mut world, ACEI)], [Truth::Yes, Truth::Unknown]);
    let count = world.push(Node::CountClasses);
    assert!(world.value(count, NOW) == range(1, None));
    assert_eq!(regimen(&world, NOW).unmapped, ["/facts/medications/value/1"]);
    assert_eq!(world.run(NOW, |m| m.unknowns(&[Input::Fact(FactId(0))].into()))[0].why, Why::Unmapped);
}

#[test]
fn an_unmapped_line_that_has_ended_is_not_in_the_way_of_what_is_taken() {
    let ended = line("m2", "999999", 1, "2025-01-10T15:00:00Z", "2025-02-10T15:00:00Z", "completed");
    let mut world = list(vec![line("m1", "17767", 5, "2026-02-01T15:00:00Z", "", "active"), ended]);
    assert_eq!(has(&mut world, ACEI), Truth::No);
    assert_eq!(last(&world), Ok(Some(world.instant("2026-02-01T15:00:00Z"))));
}

#[test]
fn the_last_dose_change_is_unknown_while_an_unmapped_line_may_be_a_later_one() {
    let amlodipine = || line("m1", "17767", 5, "2026-02-01T15:00:00Z", "", "active");
    let unmapped = |from: &str| line("m2", "999999", 1, from, "", "active");
    let earlier = list(vec![amlodipine(), unmapped("2025-01-10T15:00:00Z")]);
    assert_eq!(last(&earlier), Ok(Some(earlier.instant("2026-02-01T15:00:00Z"))));
    assert_eq!(last(&list(vec![amlodipine(), unmapped("2026-02-20T15:00:00Z")])), Err(()));
    assert_eq!(last(&list(vec![amlodipine(), unmapped("")])), Err(()));
}

#[test]
fn a_line_without_status_or_start_leaves_open_whether_it_is_taken() {
    for line in [line("m1", "17767", 5, "2026-02-01T15:00:00Z", "", ""), line("m1", "17767", 5, "", "", "active")] {
        let mut world = list(vec![line]);
        assert_eq!(has(&mut world, CCB), Truth::Unknown);
        assert_eq!(regimen(&world, NOW).uncertain, ["/facts/medications/value/0"]);
        assert_eq!(last(&world), Err(()));
    }
}

fn history(world: &World) -> Vec<(Instant, Option<Number>, Option<Number>, String)> {
    regimen(world, NOW).changes.into_iter().map(|c| (c.at, c.before, c.after, c.line)).collect()
}

fn mg(x: i128) -> Option<Number> {
    Some(Number::integer(x))
}

#[test]
fn a_raise_by_two_lines_at_one_instant_is_one_change() {
    let world = list(vec![
        line("m1", "17767", 5, "2026-01-01T15:00:00Z", "2026-02-01T15:00:00Z", "stopped"),
        line("m2", "17767", 10, "2026-02-01T15:00:00Z", "", "active"),
    ]);
    let (start, raise) = (world.instant("2026-01-01T15:00:00Z"), world.instant("2026-02-01T15:00:00Z"));
    assert_eq!(history(&world), [(start, mg(0), mg(5), "m1".into()), (raise, mg(5), mg(10), "m2".into())]);
    let changes = regimen(&world, NOW).changes;
    assert!(changes[0].is_start() && !changes[0].is_raise());
    assert!(changes[1].is_raise() && !changes[1].is_start());
}

#[test]
fn a_refill_of_the_same_dose_is_no_change() {
    let world = list(vec![
        line("m1", "17767", 5, "2026-01-01T15:00:00Z", "2026-02-01T15:00:00Z", "completed"),
        line("m2", "17767", 5, "2026-02-01T15:00:00Z", "", "active"),
    ]);
    assert_eq!(last(&world), Ok(Some(world.instant("2026-01-01T15:00:00Z"))));
}

#[test]
fn a_stop_is_a_change_and_one_in_the_future_is_not_yet() {
    let stopped = list(vec![line("m1", "17767", 5, "2026-01-01T15:00:00Z", "2026-02-01T15:00:00Z", "stopped")]);
    assert_eq!(last(&stopped), Ok(Some(stopped.instant("2026-02-01T15:00:00Z"))));
    let mut later = list(vec![line("m1", "17767", 5, "2026-01-01T15:00:00Z", "2026-04-01T15:00:00Z", "active")]);
    assert_eq!(last(&later), Ok(Some(later.instant("2026-01-01T15:00:00Z"))));
    let change = later.push(Node::LastDoseChange);
    later.turns_at(change, NOW, "2026-04-01T15:00:00Z");
}

#[test]
fn a_line_no_longer_active_without_an_end_is_history_and_makes_way_for_the_next() {
    let mut world = list(vec![line("m1", "17767", 5, "2026-01-01T15:00:00Z", "", "stopped")]);
    assert_eq!(has(&mut world, CCB), Truth::No);
    assert_eq!(last(&world), Ok(Some(world.instant("2026-01-01T15:00:00Z"))));
    let world = list(vec![
        line("m1", "17767", 5, "2026-01-01T15:00:00Z", "", "stopped"),
        line("m2", "17767", 10, "2026-02-01T15:00:00Z", "", "active"),
    ]);
    assert!(regimen(&world, NOW).changes[1].is_raise());
    assert_eq!(taken(&world, NOW), [(0, mg(10))]);
}

#[test]
fn doses_that_do_not_fit_are_unknown() {
    let mut huge = line("m1", "17767", 0, "2026-02-01T15:00:00Z", "", "active");
    if let Item::Object(members) = &mut huge {
        members.push(("dose".into(), Item::Number(Number::integer(i128::MAX))));
        members.push(("per_day".into(), 2.into()));
    }
    assert_eq!(taken(&list(vec![huge]), NOW), [(0, None)]);
}

/// `change of creatinine from last before start of acei > 30%`, with lisinopril started on 1 February.
fn creatinine(values: &[(&str, i128)]) -> (World, ExprId) {
    let mut world = list(vec![line("m1", "29046", 10, "2026-02-01T15:00:00Z", "", "active")]);
    let unit = Unit::ucum("mg/dL").unwrap();
    world.declare("creatinine", FactKind::Number { unit, low: None, high: None }).valid = Some(length("90 days"));
    for (at, hundredths) in values {
        let value = Number::ratio(*hundredths, 100).unwrap();
        let at = world.instant(at);
        world.record.fact("creatinine", FactEntry::new(value).unit("mg/dL").at(at));
    }
    let limit = world
        .push(Node::Constant { value: Constant::Number(Number::integer(30)), unit: Some(Unit::ucum("%").unwrap()) });
    let fact = world.id("creatinine");
    let (op, classes) = (CompareOp::Greater, vec![ACEI]);
    let rise = world.push(Node::ChangeFromBaseline { fact, classes, op, limit, relative: true });
    (world, rise)
}

#[test]
fn creatinine_up_by_exactly_30_percent_may_go_on() {
    for (after, expected) in [(129, Truth::No), (130, Truth::No), (131, Truth::Yes)] {
        let (world, rise) = creatinine(&[("2026-01-20 08:00", 100), ("2026-02-20 08:00", after)]);
        assert_eq!(world.truth(rise, NOW), expected, "{after}");
    }
}

#[test]
fn a_start_without_an_earlier_value_is_unknown_and_creatinine_is_missing() {
    let (world, rise) = creatinine(&[("2026-02-20 08:00", 131)]);
    assert_eq!(world.truth(rise, NOW), Truth::Unknown);
    let creatinine = Input::Fact(world.id("creatinine"));
    assert_eq!(world.run(NOW, |m| m.missing(rise, None)), [creatinine].into());
    // A value of the very instant of the start is neither before nor after.
    let (world, rise) = creatinine_at_start();
    assert_eq!(world.truth(rise, NOW), Truth::Unknown);
}

fn creatinine_at_start() -> (World, ExprId) {
    creatinine(&[("2026-02-01T15:00:00Z", 100), ("2026-02-20 08:00", 131)])
}

#[test]
fn a_start_without_a_later_value_or_with_a_stale_one_is_unknown() {
    let (world, rise) = creatinine(&[("2026-01-20 08:00", 100)]);
    assert_eq!(world.truth(rise, NOW), Truth::Unknown);
    let (world, rise) = creatinine(&[("2026-01-20 08:00", 100), ("2026-02-20 08:00", 131)]);
    assert_eq!(world.truth(rise, "2026-05-21 23:59"), Truth::Yes);
    assert_eq!(world.truth(rise, "2026-05-22 00:00"), Truth::Unknown);
}

#[test]
fn two_baselines_of_one_instant_that_differ_are_none() {
    let (world, rise) = creatinine(&[("2026-01-20 08:00", 100), ("2026-01-20 08:00", 120), ("2026-02-20 08:00", 131)]);
    assert_eq!(world.truth(rise, NOW), Truth::Unknown);
}

#[test]
fn no_start_of_the_class_is_no_and_no_list_unknown() {
    let (mut world, rise) = creatinine(&[("2026-01-20 08:00", 100), ("2026-02-20 08:00", 131)]);
    world.record.facts.remove("medications");
    assert_eq!(world.truth(rise, NOW), Truth::Unknown);
    world.give("medications", vec![line("m1", "17767", 5, "2026-02-01T15:00:00Z", "", "active")]);
    assert_eq!(world.truth(rise, NOW), Truth::No);
}

#[test]
fn a_change_from_nothing_is_unknown() {
    let (world, rise) = creatinine(&[("2026-01-20 08:00", 0), ("2026-02-20 08:00", 131)]);
    assert_eq!(world.truth(rise, NOW), Truth::Unknown);
}

#[test]
fn the_change_is_shown_with_its_limit() {
    let (world, rise) = creatinine(&[("2026-01-20 08:00", 100), ("2026-02-20 08:00", 131)]);
    let found = world.run(NOW, |m| m.comparisons(rise, None));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].left.name.as_deref(), Some("change of creatinine"));
    assert!(found[0].left.value == Some(Shown::Number(Number::ratio(31, 100).unwrap())));
    assert!(found[0].right.value == Some(Shown::Number(Number::ratio(3, 10).unwrap())));
    assert_eq!(found[0].margin, Number::ratio(1, 100));
    assert_eq!(found[0].left.at, Some(world.instant("2026-02-20 08:00")));
}
