//! A small practice for tests: a formulary, the programme's two paths, checks, channels and messages, and one patient as
//! JSON. Times without an offset are New York's.
#![allow(clippy::unwrap_used, clippy::panic)]

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use super::action::{By, ConsentRule};
use super::goal::Goal;
use super::ladder::{Hold, LadderValue, Move, Path, Require, Step};
use super::message::{Message, Piece, Text};
use super::{
    Act, Action, Channel, Check, Contraindication, Decided, Decision, Desk, Due, Ladder, Reminder, Report, ReportValue,
    Said, TaskDecl, TaskKind, Then, Topic, Waiting,
};
use crate::expression::formulary::{Drug, Named, NeverTogether, Product, Tablet};
use crate::expression::{CompareOp, Formulary, Horizon, Machine, Node, Outcome, Program, Status, Terms};
use crate::record::{Chart, Declared, FactDecl, FactKind, read_record};
use crate::value::id::{
    ChannelId, ClassId, DecisionId, DrugId, ExprId, FactId, MessageId, RoleId, SpanId, TaskId, TopicId,
};
use crate::value::key::KeySecret;
use crate::value::{Code, CodeSystem, Constant, Duration, Instant, LocalTime, Number, Symbol, Unit, Zone};

pub(crate) const HERE: SpanId = SpanId(0);
pub(crate) const PHARMACIST: RoleId = RoleId(1);
pub(crate) const REVIEW: TaskId = TaskId(0);
pub(crate) const LABS: TaskId = TaskId(1);
pub(crate) const BMP: TaskId = TaskId(2);
pub(crate) const HIGH_TOUCH: TaskId = TaskId(3);
pub(crate) const CALL: TaskId = TaskId(4);
pub(crate) const EMAIL: By = By::Channel(ChannelId(0));
pub(crate) const SMS: By = By::Channel(ChannelId(1));
pub(crate) const PHONE: By = By::Channel(ChannelId(2));

const CLASSES: [&str; 7] = ["acei", "arb", "ccb", "thiazide", "mra", "beta_blocker", "renin_inhibitor"];
/// Name, class, RxNorm, doses, tablets; `h` may be halved.
const DRUGS: [(&str, u32, &str, &str, &str); 7] = [
    ("amlodipine", 2, "17767", "2.5 5 10", "2.5 5 10"),
    ("losartan", 1, "52175", "25 50 100", "25 50 100"),
    ("lisinopril", 0, "29046", "10 20 40", "5 10 20 40"),
    ("chlorthalidone", 3, "2409", "12.5 25", "25h 50"),
    ("spironolactone", 4, "9997", "12.5 25 50", "25h 50"),
    ("bisoprolol", 5, "19484", "2.5 5 10", "2.5 5 10"),
    ("valsartan", 1, "69749", "80 160", "80 160"),
];
const SYMBOLS: [&str; 9] = ["yes", "no", "maybe", "email", "sms", "phone", "portal", "en", "es"];

pub(crate) struct Practice {
    pub program: Program,
    pub facts: Vec<FactDecl>,
    pub settings: Vec<Constant>,
    pub formulary: Formulary,
    /// The first is the goal, whose statuses are given.
    pub decisions: Vec<Decision>,
    pub goal: Vec<Status>,
    pub reminders: Vec<Reminder>,
    pub tasks: Vec<TaskDecl>,
    pub channels: Vec<Channel>,
    pub topics: Vec<Topic>,
    pub messages: Vec<Message>,
}

/// What came of one patient.
pub(crate) struct Seen {
    pub decided: Vec<Decided>,
    pub actions: Vec<Action>,
    pub waiting: Vec<Waiting>,
    pub horizon: Horizon,
}

pub(crate) fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

pub(crate) fn days(text: &str) -> Duration {
    Duration::parse(text).unwrap()
}

pub(crate) fn drug(name: &str) -> DrugId {
    DrugId(u32::try_from(DRUGS.iter().position(|d| d.0 == name).unwrap()).unwrap())
}

fn class(name: &str) -> ClassId {
    ClassId(u32::try_from(CLASSES.iter().position(|c| *c == name).unwrap()).unwrap())
}

fn classes(names: &str) -> Vec<ClassId> {
    names.split(' ').map(class).collect()
}

/// An instant: `2026-03-02 08:00` on New York's clock, seconds and milliseconds where they are given.
pub(crate) fn at(local: &str) -> Instant {
    let zone = Zone::named("America/New_York").unwrap();
    let (date, time) = local.split_once(' ').unwrap();
    let (time, ms) = time.split_once('.').unwrap_or((time, "0"));
    let at = zone.instant(date.parse().unwrap(), LocalTime::parse(time).unwrap());
    at.checked_add_ms(ms.parse().unwrap()).unwrap()
}

/// A line of the medication list, active, once a day.
pub(crate) fn takes(id: &str, name: &str, mg: &str, from: &str) -> String {
    let code = DRUGS.get(drug(name).index()).unwrap().2;
    format!(
        r#"{{"id":"{id}","code":"{code}","dose":{mg},"unit":"mg","per_day":1,"from":"{}","status":"active"}}"#,
        at(from)
    )
}

/// A fact with a time, in a unit.
pub(crate) fn measured(name: &str, value: &str, unit: &str, local: &str) -> String {
    format!(r#""{name}":{}"#, result(value, unit, local))
}

/// One value of a fact's history.
pub(crate) fn result(value: &str, unit: &str, local: &str) -> String {
    format!(r#"{{"value":{value},"unit":"{unit}","at":"{}"}}"#, at(local))
}

/// An event of an action.
pub(crate) fn event(kind: &str, key: &str, local: &str) -> String {
    format!(r#"{{"event":"{kind}","key":"{key}","at":"{}"}}"#, at(local))
}

pub(crate) fn task(task: TaskId, due: Option<Due>) -> Then {
    Then { act: Act::Task { task, role: Some(PHARMACIST) }, due, again_after: None }
}

impl Practice {
    /// The programme: two paths, contraindications, a check, a hold on lightheadedness and one on creatinine.
    pub fn new() -> Practice {
        let mut practice = Practice::empty();
        let pregnant = practice.fact("pregnant", FactKind::OneOf(vec![Symbol(0), Symbol(1), Symbol(2)]), None);
        let may_be = Node::IsOneOf { of: pregnant, symbols: vec![Symbol(0), Symbol(2)] };
        let may_be = practice.program.push(may_be);
        let mmol = Unit::ucum("mmol/L").unwrap();
        let potassium = practice.number("potassium", mmol);
        let creatinine = practice.number("creatinine", Unit::ucum("mg/dL").unwrap());
        let lightheaded = practice.fact("lightheaded", FactKind::YesNo, None);
        let unwell = practice.fact("unwell", FactKind::YesNo, Some(Constant::Truth(false)));
        let diabetes = practice.fact("diabetes", FactKind::YesNo, None);
        let above = |p: &mut Practice, mmol_l: &str| {
            let value = Constant::Number(number(mmol_l));
            let limit = p.program.push(Node::Constant { value, unit: Some(mmol) });
            p.program.push(Node::Compare { op: CompareOp::Greater, left: potassium, right: limit, unit: Some(mmol) })
        };
        let (over_5_5, over_5_0) = (above(&mut practice, "5.5"), above(&mut practice, "5.0"));
        let limit = practice.program.push(Node::Constant { value: Constant::Number(number("0.3")), unit: None });
        let risen = practice.program.push(Node::ChangeFromBaseline {
            fact: practice.id("creatinine"),
            classes: classes("acei arb"),
            op: CompareOp::Greater,
            limit,
            relative: true,
        });
        let _ = creatinine;
        practice.decisions = vec![
            Decision::Goal(Goal { name: "target".into(), average: DecisionId(0), lines: Vec::new(), at: HERE }),
            contraindicated(1, "acei arb mra", false, may_be, Some(task(REVIEW, Some(Due::Today)))),
            contraindicated(2, "acei arb mra", false, over_5_5, None),
            contraindicated(3, "acei arb mra", true, over_5_0, None),
            Decision::Check(practice.check()),
        ];
        let ladder = practice.ladder([lightheaded, unwell, risen], diabetes);
        practice.decisions.push(Decision::Ladder(ladder));
        practice
    }

    /// Facts, formulary, channels and messages, and no decision.
    pub fn empty() -> Practice {
        let mut practice = Practice {
            program: Program::default(),
            facts: Vec::new(),
            settings: vec![Constant::Number(number("7"))],
            formulary: formulary(),
            decisions: Vec::new(),
            goal: vec![Status::AboveGoal],
            reminders: Vec::new(),
            tasks: tasks(),
            channels: channels(),
            topics: Vec::new(),
            messages: Vec::new(),
        };
        let channels = vec![Symbol(3), Symbol(4), Symbol(5), Symbol(6)];
        practice.fact("medications", FactKind::Medications, None);
        practice.fact("intolerances", FactKind::Intolerances, Some(Constant::None));
        practice.fact("consents", FactKind::Consents(channels.clone()), None);
        practice.fact("preferred_channel", FactKind::OneOf(channels), None);
        let languages = FactKind::OneOf(vec![Symbol(7), Symbol(8)]);
        practice.fact("language", languages, Some(Constant::Symbol(Symbol(7))));
        practice.topic("monitoring", ConsentRule::Versions(vec!["2".into(), "1".into()]));
        practice.topic("enrolment", ConsentRule::Before(vec![ChannelId(0), ChannelId(3)]));
        for (topic, name) in [(0, "check_your_bp"), (1, "invitation")] {
            let text = |language, words: &str| Text { language, pieces: vec![Piece::Words(words.into())] };
            let texts = vec![text(Symbol(7), "Please measure."), text(Symbol(8), "Mida, por favor.")];
            practice.messages.push(Message { name: name.into(), topic: TopicId(topic), texts, at: HERE });
        }
        practice
    }

    pub fn fact(&mut self, name: &str, kind: FactKind, assume: Option<Constant>) -> ExprId {
        let id = FactId(u32::try_from(self.facts.len()).unwrap());
        let decl = FactDecl {
            name: name.into(),
            kind,
            required: false,
            valid: None,
            assume,
            coded: None,
            also_written: vec![],
            getting: None,
            at: HERE,
        };
        self.facts.push(decl);
        self.program.push(Node::Fact(id))
    }

    /// A number, valid 90 days.
    fn number(&mut self, name: &str, unit: Unit) -> ExprId {
        let expr = self.fact(name, FactKind::Number { unit, low: None, high: None }, None);
        self.facts.last_mut().unwrap().valid = Some(days("90 days"));
        expr
    }

    pub fn id(&self, name: &str) -> FactId {
        FactId(u32::try_from(self.facts.iter().position(|f| f.name == name).unwrap()).unwrap())
    }

    fn topic(&mut self, name: &str, consent: ConsentRule) {
        let time = |t| LocalTime::parse(t).unwrap();
        let hours = Some((time("08:00"), time("20:00")));
        self.topics.push(Topic { name: name.into(), text: format!("About {name}"), consent, hours, at: HERE });
    }

    /// `check potassium, creatinine between 7 and 28 days after start or raise of acei, arb, thiazide, mra`.
    fn check(&self) -> Check {
        Check {
            name: "check_1".into(),
            facts: vec![self.id("potassium"), self.id("creatinine")],
            from_days: 7,
            to_days: 28,
            on_start: true,
            on_raise: true,
            classes: classes("acei arb thiazide mra"),
            then: Then { act: Act::Task { task: BMP, role: None }, due: None, again_after: None },
            overdue: Some(task(LABS, None)),
            cite: Vec::new(),
            at: HERE,
        }
    }

    fn ladder(&self, holds: [ExprId; 3], ras_first: ExprId) -> Ladder {
        let first = [start("losartan", "50"), start("lisinopril", "10")];
        let fourth = [start("spironolactone", "12.5"), start("bisoprolol", "2.5")];
        let (amlodipine, more) = ([start("amlodipine", "5")], [raise("amlodipine", "10")]);
        let (thiazide, higher) = ([start("chlorthalidone", "12.5")], [raise("chlorthalidone", "25")]);
        let path = |name: &str, when, steps: [&[Move]; 8]| Path {
            name: name.into(),
            when,
            steps: steps
                .iter()
                .map(|s| Step { alternatives: s.iter().map(|m| vec![m.clone()]).collect(), at: HERE })
                .collect(),
            at: HERE,
        };
        let of = |step| [Move::RaiseStepDrug { step }];
        let ras = [&first[..], &of(1), &amlodipine, &more, &thiazide, &higher, &fourth, &of(7)];
        let standard = [&amlodipine[..], &more, &first, &of(3), &thiazide, &higher, &fourth, &of(7)];
        let hold = |when: &ExprId| Hold { when: *when, then: Some(task(CALL, None)), cite: Vec::new(), at: HERE };
        Ladder {
            name: "ladder".into(),
            goal: DecisionId(0),
            when: None,
            paths: vec![path("ras", Some(ras_first), ras), path("standard", None, standard)],
            holds: holds.iter().map(hold).collect(),
            step: Some(task(REVIEW, Some(Due::BusinessDays(2)))),
            wait: Some(days("4 weeks")),
            require: vec![Require {
                facts: vec![self.id("potassium"), self.id("creatinine")],
                classes: classes("acei arb mra"),
                then: Some(Then { act: Act::Task { task: BMP, role: None }, due: None, again_after: None }),
                at: HERE,
            }],
            exhausted: Some(Then { act: Act::Task { task: HIGH_TOUCH, role: None }, due: None, again_after: None }),
            cite: Vec::new(),
            at: HERE,
        }
    }

    /// A record with these members of `facts` and these events; without events the list is not supplied.
    pub fn seen(&self, facts: &[&str], events: &[&str], as_of: &str) -> Seen {
        let events = if events.is_empty() { String::new() } else { format!(r#","events":[{}]"#, events.join(",")) };
        let json = format!(r#"{{"format":1,"patient":"p-001","facts":{{{}}}{events}}}"#, facts.join(","));
        let record = read_record(json.as_bytes(), &Default::default()).unwrap();
        let symbols: Vec<String> = SYMBOLS.iter().map(ToString::to_string).collect();
        let declared = Declared { facts: &self.facts, series: &[], symbols: &symbols };
        let chart = Chart::bind(&record, declared, &Zone::named("America/New_York").unwrap());
        assert!(chart.problems.is_empty(), "{:?} {json}", chart.problems);
        let names: Vec<String> = self.decisions.iter().map(|d| d.name().into()).collect();
        let terms = Terms {
            program: &self.program,
            declared,
            code_sets: &[],
            formulary: Some(&self.formulary),
            settings: &self.settings,
            setting_names: &[],
            decisions: &names,
            averages: &vec![None; names.len()],
            sources: &[],
            spans: &[],
        };
        let roles = ["navigator".into(), "pharmacist".into()];
        let desk = Desk {
            decisions: &self.decisions,
            formulary: Some(&self.formulary),
            tasks: &self.tasks,
            roles: &roles,
            channels: &self.channels,
            topics: &self.topics,
            messages: &self.messages,
        };
        let mut machine = Machine::new(terms, &chart, at(as_of), at(as_of));
        let (mut decided, mut wanted) = (Vec::new(), Vec::new());
        if !self.decisions.is_empty() {
            machine.decided(Outcome { possible: self.goal.iter().copied().collect(), ..Outcome::default() });
        }
        for decision in self.decisions.iter().skip(1) {
            let one = decision.evaluate(&mut machine, &desk);
            machine.decided(one.outcome.clone());
            wanted.extend(one.wanted.iter().cloned());
            decided.push(one);
        }
        for reminder in &self.reminders {
            wanted.extend(reminder.evaluate(&mut machine, &desk));
        }
        let secret = KeySecret::fixed();
        let (actions, waiting) = super::action::desired(wanted, &mut machine, &desk, &secret, "practice");
        Seen { decided, actions, waiting, horizon: machine.horizon }
    }
}

impl Seen {
    /// The report of the decision in this place; the goal is not counted.
    fn at(&self, place: usize) -> &Report {
        match &self.decided.get(place).unwrap().said {
            Said::Report(report) => report,
            _ => panic!("no report"),
        }
    }

    pub fn contraindicated(&self, number: usize) -> &Report {
        self.at(number - 1)
    }

    pub fn check(&self) -> &Report {
        self.at(3)
    }

    pub fn ladder(&self) -> &Report {
        self.at(4)
    }

    pub fn ladder_value(&self) -> &LadderValue {
        match &self.ladder().value {
            Some(ReportValue::Ladder(value)) => value,
            _ => panic!("no value"),
        }
    }

    /// The ladder's statuses that are possible, sorted; one when it is settled.
    pub fn ladder_can_be(&self) -> Vec<Status> {
        self.decided.get(4).unwrap().outcome.possible.iter().copied().filter(|s| *s != Status::Undetermined).collect()
    }

    /// The proposed step in words, with its number: `3: losartan 50 mg (1 tablet of 50 mg)`.
    pub fn proposed(&self) -> String {
        self.ladder_value().step.as_ref().map(|s| format!("{}: {}", s.step, s.words())).unwrap_or_default()
    }

    /// What is done about each action and its name: `create review_patient`.
    pub fn to_do(&self) -> Vec<String> {
        self.actions.iter().map(|a| format!("{} {}", a.do_.word(), a.name)).collect()
    }

    pub fn only(&self) -> &Action {
        assert_eq!(self.actions.len(), 1, "{:?}", self.to_do());
        self.actions.first().unwrap()
    }
}

fn start(name: &str, mg: &str) -> Move {
    Move::Start { drug: drug(name), dose: number(mg) }
}

fn raise(name: &str, mg: &str) -> Move {
    Move::RaiseTo { drug: drug(name), dose: number(mg) }
}

fn contraindicated(n: u32, of: &str, start_only: bool, when: ExprId, then: Option<Then>) -> Decision {
    Decision::Contraindication(Contraindication {
        name: format!("contraindicated_{n}"),
        classes: classes(of),
        drugs: Vec::new(),
        start_only,
        when,
        then,
        cite: Vec::new(),
        at: HERE,
    })
}

fn formulary() -> Formulary {
    let rxnorm = |code: &str| Code::new(CodeSystem::RxNorm, code);
    let drugs = DRUGS.iter().map(|(name, class, code, doses, tablets)| Drug {
        name: (*name).into(),
        class: ClassId(*class),
        code: rxnorm(code),
        display: (*name).into(),
        doses: doses.split(' ').map(number).collect(),
        tablets: tablets
            .split(' ')
            .map(|t| Tablet { mg: number(t.trim_end_matches('h')), halves: t.ends_with('h') })
            .collect(),
        cite: Vec::new(),
        at: HERE,
    });
    let never = |classes| NeverTogether { classes, cite: Vec::new(), at: HERE };
    let contains = vec![(drug("lisinopril"), number("20")), (drug("amlodipine"), number("5"))];
    Formulary {
        name: "formulary".into(),
        version: "1".into(),
        classes: CLASSES.iter().map(ToString::to_string).collect(),
        drugs: drugs.collect(),
        products: vec![Product {
            code: rxnorm("1"),
            display: "lisinopril 20 mg / amlodipine 5 mg".into(),
            contains,
            halves: false,
        }],
        outside: vec![Named { code: rxnorm("1191"), display: "aspirin".into() }],
        never_together: vec![never(Some((class("acei"), class("arb")))), never(None)],
    }
}

fn tasks() -> Vec<TaskDecl> {
    let names = [
        (TaskKind::Task, "review_patient"),
        (TaskKind::Task, "review_labs"),
        (TaskKind::Order, "bmp"),
        (TaskKind::Referral, "high_touch"),
        (TaskKind::Task, "call"),
    ];
    let of = |(kind, name): &(TaskKind, &str)| TaskDecl {
        kind: *kind,
        name: (*name).into(),
        text: format!("Words of {name}"),
        shows: Vec::new(),
        at: HERE,
    };
    names.iter().map(of).collect()
}

fn channels() -> Vec<Channel> {
    let names = ["email", "sms", "phone", "portal"];
    let task = |name: &str| (name == "phone" || name == "portal").then_some((RoleId(0), Some(Due::BusinessDays(2))));
    names.iter().map(|name| Channel { name: (*name).into(), task: task(name) }).collect()
}

/// `message NAME by …`.
pub(crate) fn message(message: u32, by: &[By]) -> Then {
    Then { act: Act::Message { message: MessageId(message), by: by.to_vec() }, due: None, again_after: None }
}
