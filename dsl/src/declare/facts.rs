//! Facts, series and settings: kinds, units, ranges, how long a value counts, where it is to be had.

use stepcare_core::record::{Column, FactDecl, FactKind, Getting, SeriesDecl};
use stepcare_core::ruleset::SettingDecl;
use stepcare_core::value::id::{ColumnId, FactId, SeriesId, SettingId};
use stepcare_core::value::ucum::Ucum;
use stepcare_core::value::{Code, Constant, Date, Duration, LocalTime, Number, TimeUnit, Unit};

use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::Meaning;
use crate::syntax::Item;
use crate::syntax::expression::{Name, name};
use crate::units;

fn next(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

pub(super) fn setting(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::setting_line, item) else { return };
    let Some(named) = node.name().map(name) else { return };
    let added = cx.scope.values.add(&named, Meaning::Setting(SettingId(next(cx.out.settings.len()))));
    if cx.take(added).is_none() {
        return;
    }
    let unit = node.child(Rule::unit).and_then(|unit| cx.unit(unit)).unwrap_or(Unit::ONE);
    let mut numbers = node.all(Rule::quantity).map(|q| cx.quantity_in(q, unit)).collect::<Vec<_>>().into_iter();
    let default = numbers.next().flatten().unwrap_or(Number::ZERO);
    let (low, high) = (numbers.next().flatten(), numbers.next().flatten());
    if low.zip(high).is_some_and(|(low, high)| low > high)
        || low.is_some_and(|low| default < low)
        || high.is_some_and(|high| default > high)
    {
        let message = format!("`{}` is not inside its own range", named.text);
        cx.errors.push(Diagnostic::new(code::DECLARATION, node.span, message, "the range holds the value before it"));
    }
    let time = TimeUnit::written(unit.shown()).map(|unit| Duration { count: 1, unit });
    let at = cx.at(item.head);
    cx.out.settings.push(SettingDecl {
        name: named.text,
        unit: if time.is_some() { None } else { Some(unit) },
        time,
        default: Constant::Number(default),
        low: low.map(Constant::Number),
        high: high.map(Constant::Number),
        at,
    });
}

pub(super) fn facts(item: &Item, cx: &mut Lower<'_>) {
    cx.parse(Rule::facts_head, item);
    for line in item.items() {
        let Some(node) = cx.parse(Rule::fact_line, line) else { continue };
        let Some(named) = node.name().map(name) else { continue };
        let Some(kind) = node.child(Rule::kind).and_then(|kind| cx.kind(kind)) else { continue };
        let options = options(&node, &kind, cx);
        let added = cx.scope.values.add(&named, Meaning::Fact(FactId(next(cx.out.facts.len()))));
        if cx.take(added).is_none() {
            continue;
        }
        let at = cx.at(line.head);
        cx.out.facts.push(FactDecl {
            name: named.text,
            kind,
            required: options.required,
            valid: options.valid,
            assume: options.assume,
            coded: options.coded,
            also_written: options.also_written,
            getting: options.getting,
            at,
        });
    }
}

pub(super) fn series(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::series_head, item) else { return };
    let Some(named) = node.name().map(name) else { return };
    let added = cx.scope.values.add(&named, Meaning::Series(SeriesId(next(cx.out.series.len()))));
    if cx.take(added).is_none() {
        return;
    }
    let mut columns: Vec<Column> = Vec::new();
    let (mut current_within, mut assumed, mut times, mut pair) = (None, None, None, None);
    for line in item.items() {
        match line.word() {
            "current" if !line.text.contains(':') => {
                let node = cx.parse(Rule::series_current, line);
                let duration = node.and_then(|n| cx.duration(&n));
                cx.once(&mut current_within, line, duration);
            }
            "assume" if !line.text.contains(':') => {
                let read = cx.parse(Rule::series_assume, line).map(|_| ());
                cx.once(&mut assumed, line, read);
            }
            "at" if !line.text.contains(':') => {
                let read = cx.parse(Rule::series_at, line);
                cx.once(&mut times, line, read);
            }
            "pair" if !line.text.contains(':') => {
                let read = cx.parse(Rule::series_pair, line);
                cx.once(&mut pair, line, read);
            }
            "period" if !line.text.contains(':') => {
                if cx.parse(Rule::series_period, line).is_some() {
                    for (name, kind) in [("start", FactKind::Start), ("end", FactKind::End)] {
                        let column = plain(Name { text: name.into(), span: line.word_span() }, kind, &columns, cx);
                        columns.extend(column);
                    }
                }
            }
            "link" if !line.text.contains(':') => columns.extend(link(line, &columns, cx)),
            _ => columns.extend(column(line, &columns, cx)),
        }
    }
    if columns.is_empty() {
        cx.lacks(item, "a column: `systolic : mmHg in 50 .. 300`");
    }
    let times = times.map_or_else(|| period(&columns), |node| self::times(&node, &columns, cx));
    let pair = pair.map(|node| node.all(Rule::name).filter_map(|n| paired(&name(n), &columns, cx)).collect());
    let at = cx.at(item.head);
    cx.out.series.push(SeriesDecl {
        name: named.text,
        columns,
        current_within,
        assume_none_when_not_supplied: assumed.is_some(),
        times,
        pair,
        at,
    });
}

fn column(line: &Item, columns: &[Column], cx: &mut Lower<'_>) -> Option<Column> {
    let node = cx.parse(Rule::fact_line, line)?;
    let named = name(node.name()?);
    let kind = cx.kind(node.child(Rule::kind)?)?;
    let options = options(&node, &kind, cx);
    for option in node.all(Rule::fact_option) {
        let first = option.children.first().map(|n| n.rule);
        if !matches!(first, Some(Rule::fact_assume | Rule::fact_coded | Rule::also_written)) {
            let message = "a column has no such clause";
            cx.errors.push(Diagnostic::new(code::DECLARATION, option.span, message, "it belongs to facts"));
        }
    }
    if matches!(kind, FactKind::Medications | FactKind::Intolerances | FactKind::Consents(_)) {
        let message = "a column holds one value of a row";
        return cx.fail(Diagnostic::new(code::DECLARATION, node.span, message, "a list of its own kind is a fact"));
    }
    if named.text == "status" && !matches!(kind, FactKind::OneOf(_)) {
        let message = "a row's status is one word";
        let error = Diagnostic::new(code::DECLARATION, named.span, message, "declared as something else");
        return cx.fail(error.help("declare it as `status : one of …`"));
    }
    let column = plain(named, kind, columns, cx)?;
    let (assume, coded, also_written) = (options.assume, options.coded, options.also_written);
    Some(Column { assume, coded, also_written, ..column })
}

/// A column by its name, which no other has.
fn plain(named: Name, kind: FactKind, columns: &[Column], cx: &mut Lower<'_>) -> Option<Column> {
    if columns.iter().any(|c| c.name == named.text) {
        let message = format!("the column `{}` is declared twice", named.text);
        return cx.fail(Diagnostic::new(code::TWICE, named.span, message, "again here"));
    }
    if ["id", "at", "received", "device", "it", "period"].contains(&named.text.as_str()) {
        let message = match named.text.as_str() {
            "it" | "period" => format!("`{}` means something else in the language", named.text),
            _ => format!("every row has `{}` already", named.text),
        };
        return cx.fail(Diagnostic::new(code::TWICE, named.span, message, "give the column another name"));
    }
    Some(Column { name: named.text, kind, assume: None, coded: None, also_written: Vec::new() })
}

/// `link to encounters`: a column of that name, which holds ids of its rows. Which series it is, is looked up when all are
/// declared.
fn link(line: &Item, columns: &[Column], cx: &mut Lower<'_>) -> Option<Column> {
    let node = cx.parse(Rule::series_link, line)?;
    let target = name(node.name()?);
    let column = plain(target.clone(), FactKind::Links(SeriesId(0)), columns, cx)?;
    cx.links.push((cx.out.series.len(), columns.len(), target));
    Some(column)
}

/// Gives every `link to` its series.
pub(super) fn links(cx: &mut Lower<'_>) {
    for (series, column, target) in std::mem::take(&mut cx.links) {
        let Some(Meaning::Series(found)) = cx.scope.values.get(&target.text) else {
            let message = format!("there is no series `{}`", target.text);
            let error =
                Diagnostic::new(code::UNKNOWN_NAME, target.span, message, "rows are linked to rows of a series");
            let names: Vec<String> = cx.out.series.iter().map(|s| s.name.clone()).collect();
            cx.errors.push(error.did_you_mean(&target.text, names.iter().map(String::as_str)));
            continue;
        };
        let column = cx.out.series.get_mut(series).and_then(|series| series.columns.get_mut(column));
        if let Some(column) = column {
            column.kind = FactKind::Links(found);
        }
    }
}

/// The start of a period says when a row was.
fn period(columns: &[Column]) -> Vec<ColumnId> {
    columns.iter().position(|c| c.kind == FactKind::Start).map(|at| ColumnId(next(at))).into_iter().collect()
}

/// `at is started, else status_since`.
fn times(node: &Node, columns: &[Column], cx: &mut Lower<'_>) -> Vec<ColumnId> {
    let mut times = Vec::new();
    for named in node.all(Rule::name).map(name) {
        let found = columns.iter().position(|c| c.name == named.text);
        let moment =
            |kind: &FactKind| matches!(kind, FactKind::Date | FactKind::Instant | FactKind::Start | FactKind::End);
        match found.and_then(|at| columns.get(at).map(|column| (at, moment(&column.kind)))) {
            Some((at, true)) => times.push(ColumnId(next(at))),
            Some((_, false)) => {
                let message = format!("`{}` says no time", named.text);
                let error = Diagnostic::new(code::DECLARATION, named.span, message, "a date or an instant is expected");
                cx.errors.push(error);
            }
            None => no_column(&named, columns, cx),
        }
    }
    times
}

fn paired(named: &Name, columns: &[Column], cx: &mut Lower<'_>) -> Option<ColumnId> {
    if named.text == "at" {
        return None;
    }
    match columns.iter().position(|c| c.name == named.text) {
        Some(at) => Some(ColumnId(next(at))),
        None => {
            no_column(named, columns, cx);
            None
        }
    }
}

fn no_column(named: &Name, columns: &[Column], cx: &mut Lower<'_>) {
    let message = format!("the series has no column `{}`", named.text);
    let error = Diagnostic::new(code::UNKNOWN_NAME, named.span, message, "not one of its columns");
    cx.errors.push(error.did_you_mean(&named.text, columns.iter().map(|c| c.name.as_str())));
}

#[derive(Default)]
struct Options {
    required: bool,
    valid: Option<Duration>,
    assume: Option<Constant>,
    coded: Option<Vec<Code>>,
    also_written: Vec<String>,
    getting: Option<Getting>,
}

fn options(node: &Node, kind: &FactKind, cx: &mut Lower<'_>) -> Options {
    let mut options = Options::default();
    let mut seen: Vec<Rule> = Vec::new();
    for option in node.all(Rule::fact_option) {
        let Some(first) = option.children.first() else { continue };
        let rule = if first.rule == Rule::k_ask { Rule::k_from } else { first.rule };
        if seen.contains(&rule) {
            let message = "this stands twice in one line";
            cx.errors.push(Diagnostic::new(code::ONCE, option.span, message, "again here"));
            continue;
        }
        seen.push(rule);
        match first.rule {
            Rule::k_required => options.required = true,
            Rule::fact_valid => options.valid = cx.duration(first),
            Rule::fact_assume => options.assume = assumed(first, kind, cx),
            Rule::fact_coded => options.coded = coded(first, cx),
            Rule::also_written => options.also_written = also_written(first, kind, cx),
            Rule::k_ask => options.getting = Some(Getting::Patient),
            _ => options.getting = from(option, cx),
        }
    }
    if options.required && options.assume.is_some() {
        let message = "a fact that is required is never assumed";
        cx.errors.push(Diagnostic::new(code::DECLARATION, node.span, message, "keep one of the two"));
    }
    options
}

fn from(option: &Node, cx: &mut Lower<'_>) -> Option<Getting> {
    let place = option.name()?;
    Some(match place.text.as_str() {
        "chart" => Getting::Chart,
        "lab" => Getting::Lab,
        "patient" => Getting::Patient,
        other => {
            let message = format!("a fact does not come from `{other}`");
            let error = Diagnostic::new(code::DECLARATION, place.span, message, "chart or lab");
            return cx.fail(error.help("write `from chart`, `from lab` or `ask patient`"));
        }
    })
}

/// `also written "Drinks/Day"`: the declared unit as some records write it. What is a unit of its own is not taken for it.
fn also_written(node: &Node, kind: &FactKind, cx: &mut Lower<'_>) -> Vec<String> {
    let FactKind::Number { unit, .. } = kind else {
        let message = "only a number has a unit that may be written otherwise";
        cx.errors.push(Diagnostic::new(code::DECLARATION, node.span, message, "this is no number"));
        return Vec::new();
    };
    let mut all = Vec::new();
    for text in node.all(Rule::text) {
        let written = text.unquoted();
        if Unit::ucum(&written) != Some(*unit) && (Unit::ucum(&written).is_some() || Ucum::parse(&written).is_ok()) {
            let message = format!("\"{written}\" is a unit of its own, and not {}", unit.shown());
            let error = Diagnostic::new(code::MISMATCH, text.span, message, "values would be read in the wrong unit");
            cx.errors.push(error.help("leave it out: a record may use any unit of the same kind"));
        }
        all.push(written);
    }
    all
}

/// `coded loinc 2823-3`, or `coded potassium_tests`: the codes of a set.
fn coded(node: &Node, cx: &mut Lower<'_>) -> Option<Vec<Code>> {
    let named = name(node.name()?);
    if let Some(written) = node.child(Rule::code) {
        return Some(vec![cx.code(&named, written)?]);
    }
    let set = cx.scope.code_sets.resolve(&named);
    let set = cx.take(set)?;
    let members = &cx.out.code_sets.get(set.index())?.members;
    if members.iter().any(|member| member.and_below) {
        let message = format!("`{}` holds codes with all that is below them", named.text);
        let error =
            Diagnostic::new(code::WRONG_KIND, named.span, message, "each code is named where something is coded");
        return cx.fail(error.help("name a set that lists its codes"));
    }
    Some(members.iter().map(|member| member.code.clone()).collect())
}

fn assumed(node: &Node, kind: &FactKind, cx: &mut Lower<'_>) -> Option<Constant> {
    let value = node.children.get(1)?;
    let wrong = |cx: &mut Lower<'_>| {
        let message = "this fact can never have the assumed value";
        cx.fail(Diagnostic::new(code::DECLARATION, value.span, message, "not one of its values"))
    };
    Some(match (kind, value.rule, value.text.as_str()) {
        (FactKind::YesNo, _, "yes") => Constant::Truth(true),
        (FactKind::YesNo, _, "no") => Constant::Truth(false),
        (FactKind::OneOf(symbols), _, word) => {
            let symbol = cx.symbol(word);
            if !symbols.contains(&symbol) {
                return wrong(cx);
            }
            Constant::Symbol(symbol)
        }
        (FactKind::Codes | FactKind::Medications | FactKind::Intolerances | FactKind::AnyOf(_), Rule::k_none, _) => {
            Constant::None
        }
        (FactKind::Number { unit, low, high }, Rule::quantity, _) => {
            let number = cx.quantity_in(value, *unit)?;
            if low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high) {
                return wrong(cx);
            }
            Constant::Number(number)
        }
        (FactKind::Date, Rule::date, text) => Constant::Date(Date::parse(text)?),
        _ => return wrong(cx),
    })
}

impl Lower<'_> {
    /// What a fact or a column may be, of a `kind` node.
    fn kind(&mut self, node: &Node) -> Option<FactKind> {
        let of = node.children.first()?;
        let members = of.child(Rule::names);
        Some(match of.rule {
            Rule::kind_yes_no_maybe => {
                FactKind::OneOf(["yes", "no", "maybe"].iter().map(|word| self.symbol(word)).collect())
            }
            Rule::kind_yes_no => FactKind::YesNo,
            Rule::kind_one_of => FactKind::OneOf(self.symbols(members?)),
            Rule::kind_any_of if of.has(Rule::k_topic) => {
                for channel in members?.all(Rule::name).map(name) {
                    let channel = self.scope.channels.resolve(&channel);
                    self.take(channel);
                }
                FactKind::Consents(self.symbols(members?))
            }
            Rule::kind_any_of => FactKind::AnyOf(self.symbols(members?)),
            Rule::kind_word => match of.text.as_str() {
                "date" => FactKind::Date,
                "instant" => FactKind::Instant,
                "codes" => FactKind::Codes,
                "medications" => FactKind::Medications,
                _ => FactKind::Intolerances,
            },
            _ => return self.number_kind(of),
        })
    }

    fn number_kind(&mut self, node: &Node) -> Option<FactKind> {
        let written = node.child(Rule::unit)?;
        let Some(unit) = Unit::written(&written.text) else {
            let kinds = ["date", "instant", "codes", "medications", "intolerances", "yes/no", "number"];
            let message = format!("`{}` is neither a unit nor a kind of fact", written.text);
            let error = Diagnostic::new(code::UNKNOWN_UNIT, written.span, message, "not known");
            let error = units::help(error, &written.text, &kinds);
            return self
                .fail(error.note("a kind is a unit, date, instant, yes/no, one of …, any of …, codes, medications"));
        };
        let ends: Vec<Option<Number>> = node.all(Rule::signed).map(|n| self.signed(n)).collect();
        let (low, high) = (ends.first().copied().flatten(), ends.get(1).copied().flatten());
        if low.zip(high).is_some_and(|(low, high)| low > high) {
            let message = "this range ends before it begins";
            let error = Diagnostic::new(code::DECLARATION, node.span, message, "no number is inside");
            self.errors.push(error.help("write the lower end first"));
        }
        Some(FactKind::Number { unit, low, high })
    }

    /// A number that may be less than zero, of a `signed` node.
    pub(crate) fn signed(&mut self, node: &Node) -> Option<Number> {
        match node.text.strip_prefix('-') {
            Some(rest) => {
                let inner = Node { text: rest.into(), ..node.clone() };
                self.number(&inner)?.neg()
            }
            None => self.number(node),
        }
    }

    /// A time of day, of a `clock` node.
    pub(crate) fn clock(&mut self, node: &Node) -> Option<LocalTime> {
        match LocalTime::parse(&node.text) {
            Some(time) => Some(time),
            None => self.fail(Diagnostic::new(code::BAD_DATE, node.span, "there is no such time of day", "not a time")),
        }
    }
}
