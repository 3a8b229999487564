//! Faults to plant in the first evaluator, each a small slip that somebody could make: the second evaluator finds them all.
//!
//! They are planted in a copy of the workspace, never here. One build holds them all, each behind its number, so that
//! thirty faults cost one build (`cargo run -p stepcare-tests --bin faults`).

/// A fault.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// In which file, from the root.
    pub file: &'static str,
    /// What stands there, once.
    pub before: &'static str,
    /// What stands there instead: an expression for an expression, or, with `PLANTED` in it, a text that is right while
    /// that is false.
    pub after: &'static str,
    /// What it does.
    pub why: &'static str,
}

impl Fault {
    /// The text that acts as written while the fault of this number is not planted.
    #[must_use]
    pub fn switched(&self, number: usize) -> String {
        let planted = format!("crate::planted({number})");
        if self.after.contains("PLANTED") {
            return self.after.replace("PLANTED", &planted);
        }
        format!("(if {planted} {{ {} }} else {{ {} }})", self.after, self.before)
    }
}

/// Appended to the copy's `core/src/lib.rs`.
pub const SWITCH: &str = "
/// Which fault is planted.
pub static PLANTED: core::sync::atomic::AtomicUsize = core::sync::atomic::AtomicUsize::new(0);
pub(crate) fn planted(number: usize) -> bool {
    PLANTED.load(core::sync::atomic::Ordering::Relaxed) == number
}
";

/// The faults, numbered from 1.
pub const FAULTS: [Fault; 35] = [
    Fault {
        file: "core/src/expression/facts.rs",
        before: "Some(self.chart.timeline.end_of_day(last))",
        after: "self.chart.timeline.end_of_day(last).checked_add_ms(86_400_000)",
        why: "a value counts a day too long",
    },
    Fault {
        file: "core/src/expression/facts.rs",
        before: "refused.iter().any(|at| at.is_none() || *at >= latest.at)",
        after: "false",
        why: "a refused value is passed over for an older one",
    },
    Fault {
        file: "core/src/expression/facts.rs",
        before: "same(&rival.value, &latest.value) != Some(true)",
        after: "false",
        why: "of values in conflict one is taken",
    },
    Fault {
        file: "core/src/expression/facts.rs",
        before: "matches!(why, Why::Absent | Why::Undated | Why::Stale)",
        after: "matches!(why, Why::Absent | Why::Undated | Why::Stale | Why::Conflict)",
        why: "an assumption covers a conflict",
    },
    Fault {
        file: "core/src/expression/facts.rs",
        before: "until.is_some_and(|until| self.feeds_at <= until)",
        after: "true",
        why: "a feed that is behind counts as current",
    },
    Fault {
        file: "core/src/expression/facts.rs",
        before: "received.checked_add_ms(AHEAD_MS).is_some_and(|latest| at > latest)",
        after: "false",
        why: "a reading of after its arrival is believed",
    },
    Fault {
        file: "core/src/expression/series.rs",
        before: "(0, 0) if !behind => Truth::No,",
        after: "(0, 0) if !behind || PLANTED => Truth::No,",
        why: "silence of a late feed is read as no",
    },
    Fault {
        file: "core/src/expression/series.rs",
        before: "Aggregate::Count => count(certain.count(), most),",
        after: "Aggregate::Count => count(if PLANTED { kept.len() } else { certain.count() }, most),",
        why: "rows that may be there are counted as if they were",
    },
    Fault {
        file: "core/src/expression/series.rs",
        before: "TimeUnit::Days | TimeUnit::Weeks => Some(timeline.start_of_day(last)),",
        after: "TimeUnit::Days | TimeUnit::Weeks => Some(if PLANTED { timeline.end_of_day(last) } else { timeline.start_of_day(last) }),",
        why: "the last seven days are eight",
    },
    Fault {
        file: "core/src/expression/compare.rs",
        before: "CompareOp::AtMost => !greater,",
        after: "CompareOp::AtMost => if PLANTED { less } else { !greater },",
        why: "<= is read as <",
    },
    Fault {
        file: "core/src/expression/compare.rs",
        before: "CompareOp::AtLeast => !less,",
        after: "CompareOp::AtLeast => if PLANTED { greater } else { !less },",
        why: ">= is read as >",
    },
    Fault {
        file: "core/src/expression/node.rs",
        before: "Node::Not(of) => truth(!self.holds(*of, row)),",
        after: "Node::Not(of) => truth(if PLANTED { Truth::of(Some(self.holds(*of, row) != Truth::Yes)) } else { !self.holds(*of, row) }),",
        why: "not of an unknown is yes",
    },
    Fault {
        file: "core/src/expression/node.rs",
        before: "Node::Any(of) => truth(self.fold(of, row, Truth::No, Truth::or, Truth::Yes)),",
        after: "Node::Any(of) => truth(match self.fold(of, row, Truth::No, Truth::or, Truth::Yes) { Truth::Unknown if PLANTED => Truth::No, known => known }),",
        why: "or of an unknown is no",
    },
    Fault {
        file: "core/src/expression/node.rs",
        before: "matches!(self.fact_state(*fact), super::FactState::Known { .. })",
        after: "!matches!(self.fact_state(*fact), super::FactState::Unknown { .. })",
        why: "what is assumed is known",
    },
    Fault {
        file: "core/src/construct/screening.rs",
        before: "(true, false, _) => self.settled",
        after: "(clear, false, _) if clear || PLANTED => self.settled",
        why: "a referral is settled while an exclusion is open",
    },
    Fault {
        file: "core/src/construct/average/readings.rs",
        before: "row.at.is_some_and(|at| at <= *bound)",
        after: "false",
        why: "readings from before a dose change count",
    },
    Fault {
        file: "core/src/construct/average/readings.rs",
        before: "self.from <= time && time < self.to",
        after: "self.from <= time && time <= self.to",
        why: "a session includes its end",
    },
    Fault {
        file: "core/src/construct/average/readings.rs",
        before: r#"Some(Cell::OutOfRange(_)) => Err("out_of_range"),"#,
        after: r#"Some(Cell::OutOfRange(Value::Number(n))) if PLANTED => Ok(*n),
        Some(Cell::OutOfRange(_)) => Err("out_of_range"),"#,
        why: "a value out of range is averaged",
    },
    Fault {
        file: "core/src/construct/average/window.rs",
        before: "if *filled >= most {",
        after: "if *filled >= most.saturating_add(u32::from(PLANTED)) {",
        why: "one reading too many of a session",
    },
    Fault {
        file: "core/src/construct/average/window.rs",
        before: "taken.ready = taken.count >= self.enough();",
        after: "taken.ready = if PLANTED { taken.count > self.enough() } else { taken.count >= self.enough() };",
        why: "just enough is not enough",
    },
    Fault {
        file: "core/src/construct/average/report.rs",
        before: "let sum = values.iter().try_fold(",
        after: "let sum = values.iter().skip(usize::from(PLANTED && values.len() > 1)).try_fold(",
        why: "a row is dropped from the sum",
    },
    Fault {
        file: "core/src/construct/average/report.rs",
        before: "for days in 1..=back {",
        after: "for days in 1..=back.saturating_add(u32::from(PLANTED)) {",
        why: "an earlier window stands a day too long",
    },
    Fault {
        file: "core/src/construct/goal/judge.rs",
        before: "CompareOp::Less => v < b,",
        after: "CompareOp::Less => if PLANTED { v <= b } else { v < b },",
        why: "130 is below 130",
    },
    Fault {
        file: "core/src/construct/goal.rs",
        before: ".filter(|of| machine.feed(*of) == FeedState::Behind)",
        after: ".filter(|of| !PLANTED && machine.feed(*of) == FeedState::Behind)",
        why: "at goal is settled behind a late feed",
    },
    Fault {
        file: "core/src/construct/goal/judge.rs",
        before: "places.iter().any(|p| !p.known)",
        after: "false",
        why: "a missing component is within its limit",
    },
    Fault {
        file: "core/src/construct/alert/rows.rs",
        before: "Some((next, Some(later))) if later <= close =>",
        after: "Some((next, Some(later))) if later < close || (!PLANTED && later == close) =>",
        why: "a reading at the end of the confirming time is too late",
    },
    Fault {
        file: "core/src/construct/alert/rows.rs",
        before: "let came = row.received.or(row.at);",
        after: "let came = if PLANTED { row.at.or(row.received) } else { row.received.or(row.at) };",
        why: "the horizon is counted by when it was measured",
    },
    Fault {
        file: "core/src/construct/alert/tasks.rs",
        before: "jobs.extend(urgent.map(|line| Job { seen: one, line, decided: false }));",
        after: r#"if !PLANTED {
                        jobs.extend(urgent.map(|line| Job { seen: one, line, decided: false }));
                    }"#,
        why: "an alert that cannot be decided makes no task",
    },
    Fault {
        file: "core/src/construct/check.rs",
        before: "machine.chart.timeline.date(*at) >= from",
        after: "machine.chart.timeline.date(*at) > from",
        why: "a result on the window's first day does not satisfy",
    },
    Fault {
        file: "core/src/construct/check.rs",
        before: "Some(day) if day > to =>",
        after: "Some(day) if day > to || (PLANTED && day == to) =>",
        why: "a result on the window's last day is late",
    },
    Fault {
        file: "core/src/construct/ladder/answer.rs",
        before: "self.machine.as_of < *until",
        after: "false",
        why: "a step is proposed without the wait",
    },
    Fault {
        file: "core/src/construct/ladder/position.rs",
        before: "all.and(Truth::of(Some(*daily >= dose)))",
        after: "all.and(Truth::of(Some(*daily > dose)))",
        why: "a step is held only above its dose",
    },
    Fault {
        file: "core/src/expression/regimen.rs",
        before: "instant < to",
        after: "instant <= to",
        why: "a drug is taken at the instant at which it ended",
    },
    Fault {
        file: "core/src/construct/score.rs",
        before: "Truth::Unknown => (fewer, more, &mut value.open),",
        after: "Truth::Unknown => (fewer, if PLANTED { fewer } else { more }, &mut value.open),",
        why: "what is unknown adds no points",
    },
    Fault {
        file: "core/src/construct/when.rs",
        before: "Truth::Unknown => Wish::Stay,",
        after: "Truth::Unknown => if PLANTED { Wish::Exist } else { Wish::Stay },",
        why: "an unknown condition starts something",
    },
];
