//! A formulary, in a file of its own: `formulary NAME version "…"`, classes, drugs, products, what never goes together. A
//! code always stands with its name, and the two are held together wherever they stand again.

use std::collections::BTreeMap;

use stepcare_core::expression::Formulary;
use stepcare_core::expression::formulary::{Drug, Named, NeverTogether, Product, Tablet};
use stepcare_core::value::id::{ClassId, DrugId};
use stepcare_core::value::{Code, Number, Unit};

mod products;

use super::drugs;
use crate::declare::header;
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::twice;
use crate::source::Span;
use crate::syntax::expression::{Name, name, names};
use crate::syntax::{File, Item};

/// The lines of a formulary, each with its rule; `care` and `source` lines are read where a ruleset's are.
const LINES: [(&str, Rule); 9] = [
    ("care", Rule::care_line),
    ("formulary", Rule::formulary_head),
    ("source", Rule::source_line),
    ("class", Rule::formulary_class),
    ("drug", Rule::formulary_drug),
    ("product", Rule::formulary_product),
    ("products", Rule::formulary_products),
    ("outside", Rule::formulary_outside),
    ("never", Rule::formulary_never),
];

/// Reads a formulary's file: its classes and drugs become names of the scope. Its `source` lines were read before.
pub(crate) fn read(file: &File, cx: &mut Lower<'_>) -> Option<Formulary> {
    let mut lines: Vec<Node> = Vec::new();
    for item in &file.items {
        match item.word() {
            "source" => {}
            "care" => header::care(item, cx),
            _ => lines.extend(cx.clause(item, "a formulary", &LINES)),
        }
    }
    let head = head(file, &lines, cx);
    let (mut classes, mut formulary) = (Vec::new(), Reading::default());
    // Classes first, then drugs, so that a formulary may be written in any order.
    for line in lines.iter().filter(|line| line.rule == Rule::formulary_class) {
        class(cx, line, &mut classes);
    }
    for line in lines.iter().filter(|line| line.rule == Rule::formulary_drug) {
        formulary.drug(cx, line);
    }
    for line in &lines {
        match line.rule {
            Rule::formulary_product => formulary.product(cx, line),
            Rule::formulary_outside => formulary.outside(cx, line),
            Rule::formulary_never => formulary.never(cx, line),
            _ => {}
        }
    }
    // What a list holds is told apart by the drugs and by what is outside, and the text's own products go before it.
    for line in lines.iter().filter(|line| line.rule == Rule::formulary_products) {
        products::read(cx, line, &mut formulary);
    }
    let (name, version) = head?;
    Some(Formulary {
        name,
        version,
        classes,
        drugs: formulary.drugs,
        products: formulary.products,
        outside: formulary.outside,
        never_together: formulary.never,
    })
}

/// Reports what a formulary says of drugs without a source, where the ruleset that uses it asks for one.
pub(crate) fn cited(cx: &mut Lower<'_>) {
    let Some(formulary) = cx.out.formulary.as_ref().filter(|_| cx.cites_required) else { return };
    let drugs = formulary.drugs.iter().filter(|drug| drug.cite.is_empty()).map(|drug| (drug.at, "this drug"));
    let never = formulary.never_together.iter().filter(|never| never.cite.is_empty()).map(|never| (never.at, "this"));
    for (at, what) in drugs.chain(never).collect::<Vec<_>>() {
        let Some(span) = cx.spans.get(at.index()).copied() else { continue };
        let message = format!("{what} cites no source");
        let error = Diagnostic::new(code::NO_CITE, span, message, "add `cite SOURCE` at its end");
        cx.errors.push(error.note("the ruleset that uses it says: every clinical rule cites a source"));
    }
}

/// The formulary's name and version.
fn head(file: &File, lines: &[Node], cx: &mut Lower<'_>) -> Option<(String, String)> {
    let start = crate::layout::span(file.number, 0, 0);
    let missing = |word: &str| !file.items.iter().any(|item: &Item| item.word() == word);
    for (word, line) in [("care", "care edition 2026"), ("formulary", "formulary NAME version \"2026.1\"")] {
        if missing(word) {
            let message = format!("this formulary has no `{word}` line");
            let error = Diagnostic::new(code::HEADER, start, message, "it belongs at the start");
            cx.errors.push(error.help(format!("write `{line}`")));
        }
    }
    let mut heads = lines.iter().filter(|line| line.rule == Rule::formulary_head);
    let head = heads.next()?;
    for again in heads {
        cx.errors.push(Diagnostic::new(code::HEADER, again.span, "a file holds one formulary", "another starts here"));
    }
    Some((head.name()?.text.clone(), head.words()?))
}

/// `class acei, arb`.
fn class(cx: &mut Lower<'_>, line: &Node, classes: &mut Vec<String>) {
    for named in line.child(Rule::names).map(names).unwrap_or_default() {
        let id = ClassId(u32::try_from(classes.len()).unwrap_or(u32::MAX));
        let added = cx.scope.classes.add(&named, id);
        if cx.take(added).is_some() {
            classes.push(named.text);
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    drugs: Vec<Drug>,
    products: Vec<Product>,
    outside: Vec<Named>,
    never: Vec<NeverTogether>,
    /// Where each code stands, with its name.
    codes: BTreeMap<Code, (String, Span)>,
    /// Names of ingredients as lists write them: of a drug, or of what is outside.
    ingredients: BTreeMap<String, (Option<DrugId>, Span)>,
}

impl Reading {
    /// A code beside its name. The same code may not stand again: not with another name, and not for something else.
    fn coded(&mut self, cx: &mut Lower<'_>, node: &Node, display: String, span: Span) -> Option<Code> {
        let written = node.child(Rule::code)?;
        let system = node.all(Rule::name).last().map(name)?;
        let code = cx.code(&system, written)?;
        if display.trim().is_empty() {
            let error = Diagnostic::new(code::EMPTY, span, "a code stands with its name", "the name is empty");
            return cx.fail(error);
        }
        let Some((first, place)) = self.codes.get(&code) else {
            self.codes.insert(code.clone(), (display, span));
            return Some(code);
        };
        let (message, label) = if *first == display {
            (format!("{} {} stands twice", system.text, written.text), "again here")
        } else {
            (format!("{} {} is \"{first}\" and \"{display}\"", system.text, written.text), "another name here")
        };
        let code = if *first == display { code::TWICE } else { code::CODE_NAME };
        cx.fail(Diagnostic::new(code, span, message, label).label(*place, "first here"))
    }

    /// `drug amlodipine class ccb rxnorm 17767 "amlodipine" doses 2.5 mg, 5 mg, 10 mg daily tablets 2.5 mg, 5 mg, 10 mg`.
    fn drug(&mut self, cx: &mut Lower<'_>, line: &Node) {
        let mut named = line.all(Rule::name).map(name);
        let (Some(own), Some(class)) = (named.next(), named.next()) else { return };
        let class = cx.scope.classes.resolve(&class);
        let class = cx.take(class);
        let coded = line.child(Rule::coded_name);
        let display = coded.and_then(Node::words).unwrap_or_default();
        let code = coded.and_then(|node| self.coded(cx, node, display.clone(), node.span));
        code.iter().for_each(|code| cx.called(code, &display, line.span));
        let doses = line.child(Rule::doses).and_then(|doses| self::doses(cx, doses));
        let tablets = line.child(Rule::tablets).map_or(Some(Vec::new()), |tablets| self::tablets(cx, tablets));
        let cite = cx.cite_if_any(line);
        if let Some(place) = cx.scope.classes.place(&own.text) {
            cx.errors.push(twice("class or drug", &own, place));
            return;
        }
        let id = DrugId(u32::try_from(self.drugs.len()).unwrap_or(u32::MAX));
        // A drug that is broken keeps its name, so that what names it is not an error too.
        let added = cx.scope.drugs.add(&own, id);
        if cx.take(added).is_none() {
            return;
        }
        self.ingredient(cx, line, &[&own.text, &display], Some(id));
        let at = cx.at(line.span);
        self.drugs.push(Drug {
            name: own.text,
            class: class.unwrap_or(ClassId(0)),
            code: code.unwrap_or_else(|| Code::new(stepcare_core::value::CodeSystem::RxNorm, "")),
            display,
            doses: doses.unwrap_or_default(),
            tablets: tablets.unwrap_or_default(),
            cite,
            at,
        });
    }

    /// `product "lisinopril 20 mg / hydrochlorothiazide 25 mg" rxnorm 197887 contains lisinopril 20 mg, …`.
    fn product(&mut self, cx: &mut Lower<'_>, line: &Node) {
        let Some(display) = line.words() else { return };
        let code = self.coded(cx, line, display.clone(), line.span);
        let (mut contains, mut ok) = (Vec::<(DrugId, Number)>::new(), true);
        for part in line.all(Rule::drug_dose) {
            let Some(named) = part.name().map(name) else { continue };
            let drug = drugs::drug(cx, &named);
            let mg = part.child(Rule::quantity).and_then(|quantity| milligrams(cx, quantity));
            let (Some(drug), Some(mg)) = (drug, mg) else {
                ok = false;
                continue;
            };
            if contains.iter().any(|(first, _)| *first == drug) {
                let message = format!("`{}` stands twice in this product", named.text);
                cx.errors.push(Diagnostic::new(code::ONCE, part.span, message, "again here").help("add them up"));
                ok = false;
            }
            contains.push((drug, mg));
        }
        if let Some(code) = code.filter(|_| ok) {
            self.products.push(Product { code, display, contains, halves: line.has(Rule::halves) });
        }
    }

    /// `outside rxnorm 1191 "aspirin"`.
    fn outside(&mut self, cx: &mut Lower<'_>, line: &Node) {
        let Some(node) = line.child(Rule::coded_name) else { return };
        let Some(display) = node.words() else { return };
        if let Some(code) = self.coded(cx, node, display.clone(), node.span) {
            cx.called(&code, &display, node.span);
            self.ingredient(cx, line, &[&display], None);
            self.outside.push(Named { code, display });
        }
    }

    /// Keeps the names that lists may write for an ingredient, `also written` among them; each is of one.
    fn ingredient(&mut self, cx: &mut Lower<'_>, line: &Node, names: &[&str], of: Option<DrugId>) {
        let also = line.child(Rule::also_written);
        let also: Vec<String> = also.iter().flat_map(|also| also.all(Rule::text)).map(Node::unquoted).collect();
        for written in names.iter().copied().chain(also.iter().map(String::as_str)) {
            let words = words(written);
            match self.ingredients.get(&words) {
                Some((first, place)) if *first != of => {
                    let message = format!("\"{written}\" is the name of two ingredients");
                    let error = Diagnostic::new(code::CODE_NAME, line.span, message, "again here");
                    cx.errors.push(error.label(*place, "first here"));
                }
                _ => {
                    self.ingredients.insert(words, (of, line.span));
                }
            }
        }
    }

    /// `never together acei, arb`, `never together two of one class`.
    fn never(&mut self, cx: &mut Lower<'_>, line: &Node) {
        let cite = cx.cite_if_any(line);
        let classes = match line.child(Rule::names) {
            None => None,
            Some(list) => {
                let named: Vec<Name> = names(list);
                let classes = cx.classes(list);
                match (named.as_slice(), classes.as_deref()) {
                    (_, None) => return,
                    ([first, second], Some(_)) if first.text == second.text => {
                        let message = format!("`{}` with itself", first.text);
                        let error = Diagnostic::new(code::ONCE, second.span, message, "the same class again");
                        let help = "drugs of one class are barred by `never together two of one class`";
                        return cx.errors.push(error.help(help));
                    }
                    (_, Some([first, second])) => Some((*first, *second)),
                    _ => {
                        let message = "two classes never go together";
                        let error = Diagnostic::new(code::SYNTAX, list.span, message, "expected two classes");
                        return cx.errors.push(error.help("write one line for each pair"));
                    }
                }
            }
        };
        let same = |other: &NeverTogether| match (other.classes, classes) {
            (Some((a, b)), Some((c, d))) => (a, b) == (c, d) || (a, b) == (d, c),
            (None, None) => true,
            _ => false,
        };
        if self.never.iter().any(same) {
            let message = "this is said twice";
            cx.errors.push(Diagnostic::new(code::ONCE, line.span, message, "again here").help("keep one"));
            return;
        }
        let at = cx.at(line.span);
        self.never.push(NeverTogether { classes, cite, at });
    }
}

/// A day's totals in mg: each above the one before, so that "one dose more" means one thing.
fn doses(cx: &mut Lower<'_>, node: &Node) -> Option<Vec<Number>> {
    let (mut doses, mut ok) = (Vec::<Number>::new(), true);
    for quantity in node.all(Rule::quantity) {
        let Some(mg) = milligrams(cx, quantity) else {
            ok = false;
            continue;
        };
        if let Some(before) = doses.last().filter(|before| mg <= **before) {
            let message = format!("{mg} mg stands after {before} mg");
            let error = Diagnostic::new(code::CONTRADICTS, quantity.span, message, "doses rise from the lowest");
            cx.errors.push(error.help("put the doses in order, each once"));
            ok = false;
        }
        doses.push(mg);
    }
    ok.then_some(doses)
}

/// `25 mg in halves, 50 mg`.
fn tablets(cx: &mut Lower<'_>, node: &Node) -> Option<Vec<Tablet>> {
    let (mut tablets, mut ok) = (Vec::<Tablet>::new(), true);
    for tablet in node.all(Rule::tablet) {
        let Some(mg) = tablet.child(Rule::quantity).and_then(|quantity| milligrams(cx, quantity)) else {
            ok = false;
            continue;
        };
        if tablets.iter().any(|first| first.mg == mg) {
            let message = format!("a tablet of {mg} mg stands twice");
            cx.errors.push(Diagnostic::new(code::ONCE, tablet.span, message, "again here").help("keep one"));
            ok = false;
        }
        tablets.push(Tablet { mg, halves: tablet.has(Rule::halves) });
    }
    ok.then_some(tablets)
}

/// A mass in mg, above 0.
fn milligrams(cx: &mut Lower<'_>, quantity: &Node) -> Option<Number> {
    let mg = cx.quantity_in(quantity, Unit::written("mg")?)?;
    if mg > Number::ZERO {
        return Some(mg);
    }
    cx.fail(Diagnostic::new(code::BAD_NUMBER, quantity.span, "a dose is above 0", "not a dose"))
}

/// A name's words, so that capitals and blanks make no difference.
fn words(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
