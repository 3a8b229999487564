use alloc::{format, string::String, string::ToString, vec, vec::Vec};

use crate::construct::action::{Act, By, ConsentRule, Then};
use crate::construct::average::{Need, Reported, Session, Statistic};
use crate::construct::goal::{Bound, Limit};
use crate::construct::ladder::{Move, Path, Step};
use crate::construct::message::{Piece, Text};
use crate::construct::reminder::Delay;
use crate::construct::{
    Average, Channel, Contraindication, Decision, Goal, Ladder, Message, Reminder, TaskDecl, TaskKind, Topic, average,
    goal, reminder,
};
use crate::error::LoadError;
use crate::expression::formulary::{Drug, Tablet};
use crate::expression::{Aggregate, Clause, CompareOp, Field, Formulary, Node, Program, SeriesExpr, Source, Status};
use crate::record::{Column, FactDecl, FactKind, SeriesDecl};
use crate::ruleset::{Compiled, LoadOptions, Ruleset};
use crate::value::id::{
    ChannelId, ClassId, ColumnId, DecisionId, DrugId, ExprId, FactId, MessageId, RoleId, SeriesId, SettingId, SourceId,
    SpanId, TaskId, TopicId,
};
use crate::value::{Code, CodeSystem, Constant, Date, Duration, LocalTime, Number, Symbol, TimeUnit, Unit};

const AT: SpanId = SpanId(0);

fn number(unit: Unit, low: i128, high: i128) -> FactKind {
    FactKind::Number { unit, low: Some(Number::integer(low)), high: Some(Number::integer(high)) }
}

fn fact(name: &str, kind: FactKind) -> FactDecl {
    FactDecl {
        name: name.into(),
        kind,
        required: false,
        valid: None,
        assume: None,
        coded: None,
        also_written: vec![],
        getting: None,
        at: AT,
    }
}

fn task() -> Then {
    Then { act: Act::Task { task: TaskId(0), role: Some(RoleId(0)) }, due: None, again_after: None }
}

/// A ruleset that holds one of nearly everything: an average of `home_bp`, its goal, a ladder, a reminder.
pub(crate) fn small() -> Compiled {
    let mut program = Program::default();
    let mut push = |node| program.push(node);
    let limit = push(Node::Constant { value: Constant::Number(Number::integer(130)), unit: Some(Unit::MMHG) });
    let systolic = push(Node::Column(ColumnId(0)));
    let high = push(Node::Compare { op: CompareOp::Greater, left: systolic, right: limit, unit: Some(Unit::MMHG) });
    let of = Source::Series(SeriesId(0));
    let any = SeriesExpr { aggregate: Aggregate::Any, value: None, of, clauses: vec![Clause::Where(high)] };
    let any_high = push(Node::Series(any));
    let at_goal = push(Node::OutcomeIs { decision: DecisionId(1), statuses: vec![Status::AtGoal] });
    let missing = push(Node::OutcomeField { decision: DecisionId(0), field: Field::Missing });
    let start = push(Node::Fact(FactId(1)));
    let home_average = Average {
        name: "home_average".into(),
        of: SeriesId(0),
        rows: None,
        only: vec![],
        window: Duration::parse("7 days").unwrap(),
        after: None,
        skip: None,
        skip_readings: 0,
        sessions: vec![Session { name: "morning".into(), from: LocalTime::MIDNIGHT, to: LocalTime::END }],
        take: None,
        reject: vec![average::Reject { when: high, text: "too high".into(), at: AT }],
        need: Some(Need::Days { days: 3, each: vec![(0, 2)] }),
        stands_days: Some(14),
        report: vec![Reported { statistic: Statistic::Mean, column: ColumnId(0) }],
        shown_to: Some(Number::ONE),
        cite: vec![],
        at: AT,
    };
    let target = Goal {
        name: "target".into(),
        average: DecisionId(0),
        lines: vec![goal::Line {
            when: Some(any_high),
            limits: vec![Limit { column: ColumnId(0), bound: Bound::Below(limit), unit: Unit::MMHG }],
            cite: vec![],
            at: AT,
        }],
        at: AT,
    };
    let barred = Contraindication {
        name: "contraindicated_1".into(),
        classes: vec![ClassId(0)],
        drugs: vec![],
        start_only: false,
        when: any_high,
        then: None,
        cite: vec![],
        at: AT,
    };
    let start_low = Move::Start { drug: DrugId(0), dose: Number::integer(5) };
    let raise = Move::RaiseStepDrug { step: 1 };
    let ladder = Ladder {
        name: "ladder".into(),
        when: None,
        goal: DecisionId(1),
        paths: vec![Path {
            name: "standard".into(),
            when: None,
            steps: vec![
                Step { alternatives: vec![vec![start_low]], at: AT },
                Step { alternatives: vec![vec![raise]], at: AT },
            ],
            at: AT,
        }],
        holds: vec![],
        step: Some(task()),
        wait: Duration::parse("4 weeks"),
        require: vec![],
        exhausted: None,
        cite: vec![],
        at: AT,
    };
    let line = reminder::Line {
        after: Delay { parts: vec![], setting: Some((SettingId(0), TimeUnit::Days)) },
        then: Then {
            act: Act::Message { message: MessageId(0), by: vec![By::Preferred(FactId(0)), By::Channel(ChannelId(0))] },
            due: None,
            again_after: None,
        },
        when: Some(at_goal),
        every: Duration::parse("7 days"),
        up_to: Some(2),
        cite: vec![],
        at: AT,
    };
    let amlodipine = Drug {
        name: "amlodipine".into(),
        class: ClassId(0),
        code: Code::new(CodeSystem::RxNorm, "17767"),
        display: "amlodipine".into(),
        doses: vec![Number::integer(5), Number::integer(10)],
        tablets: vec![Tablet { mg: Number::integer(5), halves: false }],
        cite: vec![],
        at: AT,
    };
    let by = FactKind::OneOf(vec![Symbol(0)]);
    Compiled {
        edition: 2026,
        name: "small".into(),
        version: "1".into(),
        effective: Date::parse("2026-01-01").unwrap(),
        title: None,
        symbols: vec!["email".into(), "en".into()],
        sources: vec![],
        roles: vec!["pharmacist".into()],
        tasks: vec![TaskDecl {
            kind: TaskKind::Task,
            name: "review".into(),
            text: "Review".into(),
            shows: vec![],
            at: AT,
        }],
        channels: vec![Channel { name: "email".into(), task: None }],
        topics: vec![Topic {
            name: "monitoring".into(),
            text: "Reminders".into(),
            consent: ConsentRule::Before(vec![ChannelId(0)]),
            hours: LocalTime::parse("08:00").zip(LocalTime::parse("20:00")),
            at: AT,
        }],
        settings: vec![crate::ruleset::SettingDecl {
            name: "first_reminder".into(),
            unit: None,
            time: Duration::parse("1 day"),
            default: Constant::Number(Number::integer(7)),
            low: Some(Constant::Number(Number::integer(3))),
            high: Some(Constant::Number(Number::integer(14))),
            at: AT,
        }],
        facts: vec![fact("preferred_channel", by), fact("cuff_sent_at", FactKind::Instant)],
        series: vec![SeriesDecl {
            name: "home_bp".into(),
            columns: vec![Column {
                name: "systolic".into(),
                kind: number(Unit::MMHG, 50, 300),
                assume: None,
                coded: None,
                also_written: vec![],
            }],
            current_within: None,
            assume_none_when_not_supplied: false,
            times: Vec::new(),
            pair: None,
            at: AT,
        }],
        code_sets: vec![],
        formulary: Some(Formulary {
            name: "antihypertensives".into(),
            version: "1".into(),
            classes: vec!["ccb".into()],
            drugs: vec![amlodipine],
            products: vec![],
            outside: vec![],
            never_together: vec![],
        }),
        program,
        decisions: vec![
            Decision::Average(home_average),
            Decision::Goal(target),
            Decision::Contraindication(barred),
            Decision::Ladder(ladder),
        ],
        declared: vec![0, 1, 3, 2],
        messages: vec![Message {
            name: "check".into(),
            topic: TopicId(0),
            texts: vec![Text {
                language: Symbol(1),
                pieces: vec![Piece::Words("Still missing: ".into()), Piece::Slot(missing, None)],
            }],
            at: AT,
        }],
        reminders: vec![Reminder { name: "first".into(), start, stop: Some(any_high), lines: vec![line], at: AT }],
        silent: Vec::new(),
    }
}

fn load(compiled: Compiled) -> Result<Ruleset, LoadError> {
    Ruleset::new(compiled, Vec::new(), LoadOptions::default())
}

#[track_caller]
fn refused(code: &str, change: impl FnOnce(&mut Compiled)) {
    let mut compiled = small();
    change(&mut compiled);
    assert_eq!(load(compiled).map(|_| ()).unwrap_err().code, code);
}

fn average_of(c: &mut Compiled) -> &mut Average {
    let Some(Decision::Average(average)) = c.decisions.get_mut(0) else { panic!("an average") };
    average
}

fn goal_of(c: &mut Compiled) -> &mut Goal {
    let Some(Decision::Goal(goal)) = c.decisions.get_mut(1) else { panic!("a goal") };
    goal
}

fn ladder_of(c: &mut Compiled) -> &mut Ladder {
    let Some(Decision::Ladder(ladder)) = c.decisions.get_mut(3) else { panic!("a ladder") };
    ladder
}

fn formulary_of(c: &mut Compiled) -> &mut Formulary {
    c.formulary.as_mut().unwrap()
}

const NOWHERE: &str = "care::H0006";
const ORDER: &str = "care::H0007";
const UNFIT: &str = "care::H0008";

#[test]
fn a_sound_ruleset_is_loaded() {
    assert!(load(small()).unwrap().hash().starts_with("sha256:"));
}

#[test]
fn a_position_beyond_its_list_is_refused_wherever_it_stands() {
    refused(NOWHERE, |c| c.facts.truncate(1));
    refused(NOWHERE, |c| c.settings.clear());
    refused(NOWHERE, |c| c.symbols.truncate(1));
    refused(NOWHERE, |c| c.roles.clear());
    refused(NOWHERE, |c| c.tasks.clear());
    refused(NOWHERE, |c| c.channels.clear());
    refused(NOWHERE, |c| c.topics.clear());
    refused(NOWHERE, |c| c.messages.clear());
    refused(NOWHERE, |c| c.series.clear());
    refused(NOWHERE, |c| c.program.nodes.truncate(5));
    refused(NOWHERE, |c| average_of(c).of = SeriesId(1));
    refused(NOWHERE, |c| average_of(c).report[0].column = ColumnId(1));
    refused(NOWHERE, |c| average_of(c).need = Some(Need::Days { days: 3, each: vec![(1, 2)] }));
    refused(NOWHERE, |c| average_of(c).cite = vec![crate::expression::Cite { source: SourceId(0), note: None }]);
    refused(NOWHERE, |c| ladder_of(c).goal = DecisionId(u32::MAX));
    refused(NOWHERE, |c| {
        ladder_of(c).paths[0].steps[0].alternatives[0] = vec![Move::Start { drug: DrugId(1), dose: Number::ONE }]
    });
    refused(NOWHERE, |c| formulary_of(c).drugs[0].class = ClassId(1));
    refused(NOWHERE, |c| formulary_of(c).classes.clear());
    refused(NOWHERE, |c| c.reminders[0].start = ExprId(u32::MAX));
    for node in [
        Node::Fact(FactId(2)),
        Node::Setting(SettingId(1)),
        Node::Constant { value: Constant::Symbol(Symbol(2)), unit: None },
        Node::IsOneOf { of: ExprId(0), symbols: vec![Symbol(2)] },
        Node::HasCode { of: ExprId(0), set: crate::value::id::CodeSetId(0) },
        Node::TakesClass(vec![ClassId(1)]),
        Node::OutcomeIs { decision: DecisionId(4), statuses: vec![] },
        Node::OutcomeField { decision: DecisionId(4), field: Field::Missing },
    ] {
        refused(NOWHERE, |c| c.program.nodes.push(node));
    }
}

#[test]
fn a_column_is_read_only_where_there_is_a_row_that_has_it() {
    let column = |c: &mut Compiled| c.program.push(Node::Column(ColumnId(0)));
    refused(NOWHERE, |c| {
        let bare = column(c);
        goal_of(c).lines[0].when = Some(bare);
    });
    refused(NOWHERE, |c| {
        let second = c.program.push(Node::Column(ColumnId(1)));
        average_of(c).only = vec![second];
    });
    refused(NOWHERE, |c| {
        let column = c.program.push(Node::Column(ColumnId(0)));
        let outer = c.program.push(Node::Outer(column));
        average_of(c).only = vec![outer];
    });
    let nested = |c: &mut Compiled, outer: u32| {
        let column = c.program.push(Node::Column(ColumnId(outer)));
        let outer = c.program.push(Node::Outer(column));
        let clauses = vec![Clause::Where(outer)];
        let of = Source::Series(SeriesId(0));
        c.program.push(Node::Series(SeriesExpr { aggregate: Aggregate::Any, value: None, of, clauses }))
    };
    refused(NOWHERE, |c| average_of(c).only = vec![nested(c, 1)]);
    let mut sound = small();
    let within = nested(&mut sound, 0);
    average_of(&mut sound).only = vec![within];
    assert!(load(sound).is_ok());
}

#[test]
fn what_cannot_be_worked_out_in_order_is_refused() {
    let last = |c: &Compiled| ExprId(c.program.nodes.len() as u32);
    refused(ORDER, |c| {
        let itself = last(c);
        c.program.nodes.push(Node::Not(itself));
    });
    refused(ORDER, |c| c.program.nodes.insert(0, Node::Not(ExprId(3))));
    refused(ORDER, |c| goal_of(c).average = DecisionId(2));
    refused(ORDER, |c| goal_of(c).lines[0].when = Some(ExprId(4)));
    refused(ORDER, |c| c.decisions.swap(2, 3));
    refused(NOWHERE, |c| c.declared = vec![0, 1, 2]);
    refused(NOWHERE, |c| c.declared = vec![0, 1, 2, 2]);
    refused(NOWHERE, |c| c.declared = vec![0, 1, 2, 4]);
}

#[test]
fn nesting_and_repeated_use_have_a_limit() {
    let tower = |c: &mut Compiled, height: u32| {
        for _ in 0..height {
            let below = ExprId(c.program.nodes.len() as u32 - 1);
            c.program.nodes.push(Node::Not(below));
        }
    };
    let mut sound = small();
    tower(&mut sound, 199);
    assert!(load(sound).is_ok());
    refused(ORDER, |c| tower(c, 200));
    refused(ORDER, |c| {
        for _ in 0..40 {
            let below = ExprId(c.program.nodes.len() as u32 - 1);
            c.program.nodes.push(Node::All(vec![below, below]));
        }
    });
    refused(ORDER, |c| {
        for _ in 0..4 {
            let below = ExprId(c.program.nodes.len() as u32 - 1);
            let (of, clauses) = (Source::Series(SeriesId(0)), vec![Clause::Where(below)]);
            c.program.nodes.push(Node::Series(SeriesExpr { aggregate: Aggregate::Any, value: None, of, clauses }));
        }
    });
}

#[test]
fn what_contradicts_itself_is_refused() {
    refused(UNFIT, |c| c.roles.push("pharmacist".into()));
    refused(UNFIT, |c| c.reminders[0].name = "target".into());
    refused(UNFIT, |c| c.series[0].columns[0].kind = number(Unit::MMHG, 300, 50));
    refused(UNFIT, |c| c.series[0].columns[0].kind = FactKind::Medications);
    refused(UNFIT, |c| c.facts.extend([fact("a", FactKind::Medications), fact("b", FactKind::Medications)]));
    refused(UNFIT, |c| c.settings[0].default = Constant::Number(Number::integer(2)));
    refused(UNFIT, |c| average_of(c).report.clear());
    refused(UNFIT, |c| average_of(c).sessions[0].to = LocalTime::MIDNIGHT);
    refused(UNFIT, |c| average_of(c).stands_days = Some(u32::MAX));
    refused(UNFIT, |c| average_of(c).window = Duration { count: u32::MAX, unit: TimeUnit::Years });
    refused(UNFIT, |c| average_of(c).shown_to = Some(Number::ZERO));
    refused(UNFIT, |c| goal_of(c).lines[0].limits[0].column = ColumnId(1));
    refused(UNFIT, |c| ladder_of(c).goal = DecisionId(0));
    refused(UNFIT, |c| ladder_of(c).paths[0].steps[1].alternatives[0] = vec![Move::RaiseStepDrug { step: 2 }]);
    refused(UNFIT, |c| ladder_of(c).paths[0].steps[0].alternatives.clear());
    refused(UNFIT, |c| formulary_of(c).drugs[0].doses.reverse());
    refused(UNFIT, |c| c.reminders[0].lines[0].every = Some(Duration { count: 0, unit: TimeUnit::Days }));
    refused(UNFIT, |c| c.reminders[0].lines[0].every = Duration::parse("59 minutes"));
    refused(UNFIT, |c| {
        let steps = Node::OutcomeField { decision: DecisionId(0), field: Field::StepsTaken };
        c.program.nodes.push(steps);
    });
}

#[test]
fn an_error_names_the_rule_and_the_position() {
    let mut compiled = small();
    goal_of(&mut compiled).average = DecisionId(7);
    let error = load(compiled).map(|_| ()).unwrap_err();
    let expected = "care::H0006: decision `target`: decision 7 of 4; compile the ruleset again with this version";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_bundle_is_loaded_as_it_was_written() {
    let ruleset = load(small()).unwrap();
    let bundle = ruleset.to_bundle();
    let again = Ruleset::from_bundle(bundle.as_bytes(), LoadOptions::default()).unwrap();
    assert!(again.compiled() == &small());
    assert_eq!((again.hash(), again.to_bundle()), (ruleset.hash(), bundle));
}

#[test]
fn a_place_in_the_text_changes_no_hash_and_a_rule_does() {
    let span = crate::expression::Span { file: "a.care".into(), line: 1, column: 1 };
    let moved = Ruleset::new(small(), vec![span], LoadOptions::default()).unwrap();
    assert_eq!(moved.hash(), load(small()).unwrap().hash());
    let mut other = small();
    average_of(&mut other).stands_days = Some(15);
    assert_ne!(load(other).unwrap().hash(), moved.hash());
}

fn from_bundle(bytes: &[u8]) -> &'static str {
    Ruleset::from_bundle(bytes, LoadOptions::default()).map(|_| ()).unwrap_err().code
}

#[test]
fn a_truncated_bundle_is_told_apart_from_a_foreign_one() {
    let bundle = load(small()).unwrap().to_bundle();
    for end in [0, 1, 10, bundle.len() / 2, bundle.len() - 1] {
        assert_eq!(from_bundle(&bundle.as_bytes()[..end]), "care::H0002", "{end}");
    }
    assert_eq!(from_bundle(b"care edition 2026"), "care::H0001");
    assert_eq!(from_bundle(b"\xff\xfe"), "care::H0001");
    assert_eq!(from_bundle(format!("{bundle}x").as_bytes()), "care::H0001");
    assert_eq!(from_bundle(br#"{"format": 1, "patient": "p-001"}"#), "care::H0004");
    assert_eq!(from_bundle(br#"[1]"#), "care::H0004");
    assert_eq!(from_bundle(br#"{"format": 1, "hash": "", "compiled": {"name": "x"}, "spans": ""}"#), "care::H0004");
    assert_eq!(from_bundle(&b"[".repeat(100_000)), "care::H0012");
}

#[test]
fn another_format_is_refused_before_anything_else_is_read() {
    let bundle = load(small()).unwrap().to_bundle();
    let other = |format: &str| bundle.replacen("\"format\":1,", &format!("\"format\":{format},"), 1);
    for format in ["0", "2", "1.0", "\"1\"", "true"] {
        assert_eq!(from_bundle(other(format).as_bytes()), "care::H0003", "{format}");
    }
}

#[test]
fn a_part_of_a_bundle_that_stands_twice_is_refused_and_none_of_the_two_is_chosen() {
    let bundle = load(small()).unwrap().to_bundle();
    let (open, rest) = bundle.split_at(1);
    for part in
        ["\"format\":1", "\"hash\":\"\"", "\"compiled\":\"\"", "\"spans\":\"\"", "\"name\":\"x\"", "\"version\":\"x\""]
    {
        assert_eq!(from_bundle(format!("{open}{part},{rest}").as_bytes()), "care::H0004", "{part} first");
        let (rest, close) = rest.split_at(rest.len() - 1);
        assert_eq!(from_bundle(format!("{open}{rest},{part}{close}").as_bytes()), "care::H0004", "{part} last");
    }
}

#[test]
fn a_bundle_that_was_changed_is_refused() {
    let bundle = load(small()).unwrap().to_bundle();
    let mut other = small();
    average_of(&mut other).stands_days = Some(15);
    let other = load(other).unwrap().to_bundle();
    let part = |bundle: &str, name: &str| bundle.split(name).nth(1).unwrap().split(',').next().unwrap().to_string();
    let changed = bundle.replace(&part(&bundle, "\"compiled\":"), &part(&other, "\"compiled\":"));
    assert_ne!(changed, bundle);
    assert_eq!(from_bundle(changed.as_bytes()), "care::H0005");
    let renamed = bundle.replace(&part(&bundle, "\"version\":"), "\"9.9\"");
    assert_ne!(renamed, bundle);
    assert_eq!(from_bundle(renamed.as_bytes()), "care::H0005");
    let spaced = bundle.replace(",", ", ");
    assert!(Ruleset::from_bundle(spaced.as_bytes(), LoadOptions::default()).is_ok());
}

#[test]
fn settings_have_a_hash_of_their_own() {
    let with = |text: &str| {
        let mut options = LoadOptions::default();
        options.settings.insert("first_reminder".into(), text.into());
        Ruleset::new(small(), Vec::new(), options).unwrap()
    };
    let (default, same, other) = (load(small()).unwrap(), with("1 week"), with("8 days"));
    assert_eq!(same.settings_hash, default.settings_hash);
    assert_ne!(other.settings_hash, default.settings_hash);
    assert_eq!(
        (other.hash(), other.changed.get("first_reminder").map(String::as_str)),
        (default.hash(), Some("8 days"))
    );
}

#[test]
fn a_loaded_ruleset_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Ruleset>();
}

mod properties {
    use super::{load, small};
    use crate::ruleset::{LoadOptions, Ruleset};
    use crate::value::wire::{from_bytes, to_bytes};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Ruleset::from_bundle(&bytes, LoadOptions::default());
        }

        #[test]
        fn a_bundle_with_one_other_byte_is_refused_or_the_same_ruleset(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let ruleset = load(small()).unwrap();
            let mut bytes = ruleset.to_bundle().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(other) = Ruleset::from_bundle(&bytes, LoadOptions::default()) {
                prop_assert!(other.compiled() == ruleset.compiled());
            }
        }

        #[test]
        fn any_position_of_the_compiled_form_is_refused_or_loaded_and_nothing_panics(
            at in any::<prop::sample::Index>(),
            number in prop_oneof![0_u32..12, any::<u32>()],
        ) {
            // Every byte of the binary form is a position, a length, a variant, or part of a text.
            let mut bytes = to_bytes(&small());
            let at = at.index(bytes.len());
            bytes.splice(at..=at, to_bytes(&number));
            if let Some(compiled) = from_bytes(&bytes) {
                let _ = load(compiled);
            }
        }
    }
}

#[test]
fn a_place_in_the_text_counts_lines_and_columns_from_1() {
    for (line, column, sound) in [(1, 1, true), (0, 1, false), (1, 0, false)] {
        let span = crate::expression::Span { file: "demo.care".into(), line, column };
        let bundle = Ruleset::new(small(), vec![span], LoadOptions::default()).unwrap().to_bundle();
        let loaded = Ruleset::from_bundle(bundle.as_bytes(), LoadOptions::default());
        assert_eq!(loaded.map_err(|error| error.code).err(), (!sound).then_some("care::H0004"), "{line}:{column}");
    }
}
