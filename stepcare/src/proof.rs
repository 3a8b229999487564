//! What was proved of a text's tables, as findings at their places in it.

use stepcare_core::value::id::SpanId;
use stepcare_dsl::diagnostic::{Code, code};
use stepcare_dsl::{Compilation, Diagnostic, Span};
use stepcare_verify::{Finding, Kind, Proof, Witness, tables};

/// Every finding of every table.
pub(crate) fn findings(compilation: &Compilation) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for proof in tables(&compilation.compiled) {
        told.extend(proof.findings.iter().map(|finding| diagnostic(compilation, &proof, finding)));
    }
    told
}

fn place(compilation: &Compilation, at: SpanId) -> Span {
    compilation.places.rules.get(at.0 as usize).copied().unwrap_or(Span { file: 0, start: 0, end: 0 })
}

fn diagnostic(compilation: &Compilation, proof: &Proof, finding: &Finding) -> Diagnostic {
    let table = &proof.table;
    let rows: Vec<String> = finding.rows.iter().map(usize::to_string).collect();
    let rows = rows.join(" and ");
    let (code, message, label, help): (Code, _, _, &str) = match finding.kind {
        Kind::Gap => (
            code::GAP,
            format!("`{table}` has no row for somebody"),
            "no row holds",
            "add a row for them; or say `first row`, where nobody need have one",
        ),
        Kind::Overlap => (
            code::OVERLAP,
            format!("rows {rows} of `{table}` can hold at once"),
            "this row and the other",
            "narrow one of them; or say `first row`, where their order is meant to decide",
        ),
        Kind::Never => (
            code::NEVER,
            format!("nobody meets row {rows} of `{table}`"),
            "its conditions contradict each other, or what is declared",
            "change it, or take it out",
        ),
        Kind::Covered => (
            code::COVERED,
            format!("row {rows} of `{table}` is never reached"),
            "whoever meets it meets a row above it",
            "move it up, or take it out",
        ),
        Kind::NotProved => (
            code::NOT_PROVED,
            match finding.rows.is_empty() {
                true => format!("whether everybody has a row of `{table}` is not proved"),
                false => format!("whether rows {rows} of `{table}` can hold at once is not proved"),
            },
            "not proved",
            "compare with fixed values where you can, or say `first row`",
        ),
    };
    let mut at = finding.at.iter().map(|at| place(compilation, *at));
    let first = at.next().unwrap_or_else(|| place(compilation, proof.at));
    let mut told = Diagnostic::new(code, first, message, label).help(help);
    for other in at {
        told = told.label(other, "the other");
    }
    if let Some(witness) = &finding.witness {
        told = shown(told, witness);
    }
    if !finding.on.is_empty() {
        told = told.note(format!("it depends on {}", finding.on.join(", ")));
    }
    told
}

/// A patient who shows it: in words, and as the record to run.
fn shown(told: Diagnostic, witness: &Witness) -> Diagnostic {
    let who = if witness.told.is_empty() { "anybody".into() } else { witness.told.join(", ") };
    let told = told.note(format!("of this patient it is so: {who}"));
    if witness.record.facts.is_empty() {
        return told;
    }
    told.note(format!("as a record, as of {} in UTC: {}", witness.as_of, witness.json()))
}
