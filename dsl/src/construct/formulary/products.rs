//! `products from "rxnorm_products.csv"`: a list of products, each told apart by its ingredients. Charts carry codes of
//! products, and one that nobody maps leaves a regimen unknown (D-31).

use std::collections::BTreeSet;

use stepcare_core::expression::formulary::{Named, Product};
use stepcare_core::value::id::DrugId;
use stepcare_core::value::{Code, Number};

use super::{Reading, words};
use crate::data::{Row, Table};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;

/// The column of what a product contains: `hydrochlorothiazide=25; lisinopril=20`, in mg.
const INGREDIENTS: &str = "ingredients_mg";

/// How many names a warning lists.
const LISTED: usize = 8;

/// Adds a list's products to those of the text.
pub(super) fn read(cx: &mut Lower<'_>, line: &Node, formulary: &mut Reading) {
    let Some(path) = line.child(Rule::text) else { return };
    let Some(table) = cx.table(&path.unquoted(), path.span) else { return };
    let Some(columns) = cx.code_columns(&table, path.span) else { return };
    let Some(ingredients) = table.column(INGREDIENTS) else {
        let message = format!("`{}` has no column `{INGREDIENTS}`", table.path);
        let error = Diagnostic::new(code::NO_COLUMN, path.span, message, "a list of products needs it");
        return cx.errors.push(error.help("it holds ingredients with mg: `hydrochlorothiazide=25; lisinopril=20`"));
    };
    let (mut unmapped, mut unknown) = (0_usize, BTreeSet::new());
    for row in table.rows() {
        let Some(code) = cx.code_of(&table, &columns, row) else { continue };
        match contents(cx, &table, row, ingredients, formulary) {
            None => {}
            Some(Err(mut names)) => {
                unmapped = unmapped.saturating_add(1);
                unknown.append(&mut names);
            }
            Some(Ok(contains)) => {
                let display = row.cell(columns.display).to_string();
                formulary.add(cx, &table, row, Product { code, display, contains, halves: false });
            }
        }
    }
    if unmapped > 0 {
        let message = format!("{unmapped} products of `{}` hold ingredients that are not known here", table.path);
        let label = "whoever takes one has an unknown regimen";
        let warning = Diagnostic::new(code::UNMAPPED, path.span, message, label);
        let named: Vec<&str> = unknown.iter().take(LISTED).map(String::as_str).collect();
        let more = if unknown.len() > LISTED { ", and more" } else { "" };
        let warning = warning.note(format!("they are {}{more}", named.join(", ")));
        cx.warnings.push(warning.help("declare each as a drug, or `outside`; `also written \"…\"` gives another name"));
    }
}

/// The drugs of a product with their mg; or the names of ingredients that nobody knows.
type Contents = Result<Vec<(DrugId, Number)>, BTreeSet<String>>;

/// The drugs of a product with their mg, what is outside left out; the names of ingredients that nobody knows; none where
/// the line cannot be read, which is reported.
fn contents(cx: &mut Lower<'_>, table: &Table, row: &Row, column: usize, formulary: &Reading) -> Option<Contents> {
    let (mut contains, mut unknown) = (Vec::<(DrugId, Number)>::new(), BTreeSet::new());
    for part in row.cell(column).split(';') {
        let read = part.split_once('=').and_then(|(name, mg)| Some((name, Number::parse(mg.trim())?)));
        let Some((name, mg)) = read.filter(|(name, mg)| !name.trim().is_empty() && *mg > Number::ZERO) else {
            let message = format!("\"{}\" is no ingredient with its mg", part.trim());
            let error =
                Diagnostic::new(code::DATA, table.place(row), message, format!("in the column `{INGREDIENTS}`"));
            return cx.fail(error.help("write `NAME=MG`, and more after a semicolon: `amlodipine=5; valsartan=160`"));
        };
        match formulary.ingredients.get(&words(name)) {
            Some((Some(drug), _)) => match contains.iter_mut().find(|(known, _)| known == drug) {
                Some((_, sum)) => *sum = sum.add(mg)?,
                None => contains.push((*drug, mg)),
            },
            Some((None, _)) => {}
            None => {
                unknown.insert(name.trim().to_string());
            }
        }
    }
    Some(if unknown.is_empty() { Ok(contains) } else { Err(unknown) })
}

impl Reading {
    /// Adds a product of a list. One that the text has too is the text's, if both contain the same.
    fn add(&mut self, cx: &mut Lower<'_>, table: &Table, row: &Row, product: Product) {
        // A list may hold ingredients beside its products.
        if self.drugs.iter().any(|drug| drug.code == product.code) {
            return;
        }
        if let Some(known) = self.products.iter().find(|known| known.code == product.code) {
            if !same(&known.contains, &product.contains) {
                let message = format!("{} contains something else in two places", product.code.code);
                let mut error = Diagnostic::new(code::CONTRADICTS, table.place(row), message, "in this list");
                if let Some((_, place)) = self.codes.get(&product.code) {
                    error = error.label(*place, "here");
                }
                cx.errors.push(error.help("look the code up again: one of the two products is another"));
            }
            return;
        }
        let at = table.place(row);
        if product.contains.is_empty() {
            if !self.outside.iter().any(|named| named.code == product.code) {
                self.keep(&product.code, &product.display, at);
                self.outside.push(Named { code: product.code, display: product.display });
            }
            return;
        }
        if self.outside.iter().any(|named| named.code == product.code) {
            let message =
                format!("{} is outside the formulary in one place, and of its drugs in this list", product.code.code);
            let mut error = Diagnostic::new(code::CONTRADICTS, at, message, "in this list");
            if let Some((_, place)) = self.codes.get(&product.code) {
                error = error.label(*place, "here");
            }
            return cx.errors.push(error);
        }
        self.keep(&product.code, &product.display, at);
        self.products.push(product);
    }

    fn keep(&mut self, code: &Code, display: &str, at: crate::source::Span) {
        self.codes.entry(code.clone()).or_insert_with(|| (display.to_string(), at));
    }
}

/// Whether two products contain the same, in any order.
fn same(one: &[(DrugId, Number)], other: &[(DrugId, Number)]) -> bool {
    one.len() == other.len() && one.iter().all(|part| other.contains(part))
}
