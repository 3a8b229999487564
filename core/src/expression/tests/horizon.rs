//! Nobody notes too late: between as-of and the instant noted, nothing reads otherwise.

use alloc::string::ToString;

use proptest::prelude::*;

use super::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Everything that reads the time, over a patient whose every date is at some offset from 8 March, when clocks change.
fn world(offsets: &[i64]) -> (World, Vec<ExprId>) {
    let mut world = World::new();
    world.series[0].current_within = None;
    let middle = world.instant("2026-03-08 12:00");
    let at = |offset: i64| middle.checked_add_ms(offset).unwrap().to_string();
    let mut offsets = offsets.iter().copied().cycle();
    let mut conditions = Vec::new();
    for (name, valid) in [("frail", "3 days"), ("unwell", "36 hours"), ("lightheaded", "1 month")] {
        world.declare(name, FactKind::YesNo).valid = Some(length(valid));
        for value in [true, false] {
            world.give_at(name, value, &at(offsets.next().unwrap()));
        }
        conditions.push(world.fact(name));
    }
    for (row, systolic) in [(0, 118), (1, 134), (2, 182), (3, 0)] {
        world.bp(&alloc::format!("r{row}"), &at(offsets.next().unwrap()), systolic, 82);
    }
    let high = world.systolic(CompareOp::AtLeast, 130);
    for clauses in [
        vec![Clause::InLast(length("3 days")), Clause::Where(high)],
        vec![Clause::Where(high), Clause::InLast(length("1 month"))],
        vec![Clause::Newest(2), Clause::InLast(length("30 hours"))],
        vec![Clause::InLast(length("2 days")), Clause::Where(high), Clause::Newest(1)],
    ] {
        for aggregate in [Aggregate::Any, Aggregate::No, Aggregate::Count, Aggregate::CountDays, Aggregate::Latest] {
            conditions.push(world.of_bp(aggregate, clauses.clone()));
        }
    }
    world.declare("birth_date", FactKind::Date);
    world.give("birth_date", "1961-03");
    world.declare("sent_at", FactKind::Instant);
    let sent_at = Instant::parse(&at(offsets.next().unwrap())).unwrap();
    world.give("sent_at", sent_at.to_string().as_str());
    let (born, sent) = (world.fact("birth_date"), world.fact("sent_at"));
    let (today, now) = (world.push(Node::Today), world.push(Node::Now));
    for (unit, from, count) in [(TimeUnit::Years, born, 65), (TimeUnit::Days, sent, 2), (TimeUnit::Months, born, 780)] {
        let age = world.push(Node::Whole { unit, from, to: today });
        let limit = world.number(count);
        conditions.push(age);
        for op in [CompareOp::Less, CompareOp::AtMost, CompareOp::Equal, CompareOp::Greater] {
            conditions.push(world.compare(age, op, limit));
            conditions.push(world.compare(limit, op, age));
        }
    }
    for (of, by) in [(today, "3 days"), (today, "1 month"), (now, "50 hours"), (now, "2 days")] {
        let earlier = world.push(Node::Shift { of, by: length(by), back: true });
        for (left, right) in [(earlier, sent), (born, earlier), (of, sent)] {
            conditions.push(world.compare(left, CompareOp::AtMost, right));
            conditions.push(world.compare(left, CompareOp::Greater, right));
            conditions.push(world.compare(left, CompareOp::Equal, right));
        }
        conditions.push(world.of_bp(Aggregate::Count, vec![Clause::Since(earlier)]));
        conditions.push(world.of_bp(Aggregate::Any, vec![Clause::Between(earlier, today)]));
    }
    let any = world.push(Node::Any(conditions.clone()));
    let all = world.push(Node::All(conditions.clone()));
    conditions.extend([any, all]);
    (world, conditions)
}

/// All that an answer may show of a node, and the instant noted.
type Shows = (Option<Value>, Vec<Comparison>, Vec<Unknown>, Vec<Assumption>);

fn shows(world: &World, expr: ExprId, at: Instant) -> (Shows, Option<Instant>) {
    world.run_at(at, |m| {
        let value = m.value(expr, None);
        let comparisons = m.comparisons(expr, None);
        let missing = m.missing(expr, None);
        let shows = (value, comparisons, m.unknowns(&missing), m.assumptions(expr, None));
        (shows, m.horizon.earliest().map(|(at, _)| at))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn what_is_shown_stays_until_the_instant_noted(
        offsets in prop::collection::vec(-5 * DAY_MS..5 * DAY_MS, 11),
        start in -2 * DAY_MS..2 * DAY_MS,
        part in 0.0..1.0_f64,
    ) {
        let (world, conditions) = world(&offsets);
        let now = world.instant("2026-03-08 12:00").checked_add_ms(start).unwrap();
        for expr in conditions {
            let (shown, next) = shows(&world, expr, now);
            let last = next.map_or(now.ms() + 40 * DAY_MS, |next| next.ms() - 1);
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
            let between = now.ms() + ((last - now.ms()) as f64 * part) as i64;
            for at in [between, last] {
                let (later, _) = shows(&world, expr, Instant::from_ms(at).unwrap());
                let same = later == shown;
                prop_assert!(same, "{:?}: from {now} next {next:?}, another at {at}", world.program.node(expr));
            }
        }
    }
}
