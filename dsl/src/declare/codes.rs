//! Code sets: concepts by name, each code beside its own name, its check digit looked at.

use stepcare_core::expression::{CodeSet, Member};
use stepcare_core::value::id::CodeSetId;
use stepcare_core::value::{Code, CodeSystem};

use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::syntax::Item;
use crate::syntax::expression::{Name, name};

pub(super) fn codes(item: &Item, cx: &mut Lower<'_>) {
    let Some(node) = cx.parse(Rule::codes_head, item) else { return };
    let Some(named) = node.name().map(name) else { return };
    let id = CodeSetId(u32::try_from(cx.out.code_sets.len()).unwrap_or(u32::MAX));
    let added = cx.scope.code_sets.add(&named, id);
    if cx.take(added).is_none() {
        return;
    }
    if let Some(from) = node.child(Rule::k_from) {
        cx.errors.push(crate::later::not_yet(from.span, "codes from a file"));
    }
    let mut members: Vec<Member> = Vec::new();
    for line in item.items() {
        let Some(node) = cx.parse(Rule::codes_member, line) else { continue };
        let Some(member) = member(&node, cx) else { continue };
        if members.iter().any(|m| m.code == member.code) {
            let message = "this code stands twice in its set";
            cx.errors.push(Diagnostic::new(code::TWICE, node.span, message, "again here"));
        }
        members.push(member);
    }
    if item.items().is_empty() && !node.has(Rule::k_from) {
        cx.lacks(item, "a code: `icd10 I10 \"Essential hypertension\"`");
    }
    let at = cx.at(item.head);
    cx.out.code_sets.push(CodeSet { name: named.text, members, at });
}

fn member(node: &Node, cx: &mut Lower<'_>) -> Option<Member> {
    let code = cx.code(&name(node.name()?), node.child(Rule::code)?)?;
    let and_below = node.has(Rule::k_below);
    if and_below && code.system != CodeSystem::Icd10 {
        let message = "`and below` needs a system whose codes show their hierarchy";
        let error = Diagnostic::new(code::DECLARATION, node.span, message, "only icd10 does");
        cx.errors.push(error.help("list the codes that are meant"));
    }
    Some(Member { code, display: node.words()?, and_below })
}

impl Lower<'_> {
    /// A code of a system, its check digit looked at where it has one.
    pub(crate) fn code(&mut self, system: &Name, node: &Node) -> Option<Code> {
        let Some(known) = CodeSystem::written(&system.text) else {
            let message = format!("`{}` is not a code system", system.text);
            let error = Diagnostic::new(code::UNKNOWN_NAME, system.span, message, "icd10, snomed, loinc or rxnorm");
            return self.fail(error.did_you_mean(&system.text, ["icd10", "snomed", "loinc", "rxnorm"]));
        };
        let code = Code::new(known, &node.text);
        if code.check_digit_holds() == Some(false) {
            let message = format!("the check digit of {} {} is wrong", system.text, node.text);
            let error = Diagnostic::new(code::CHECK_DIGIT, node.span, message, "a digit was mistyped");
            self.errors.push(error.help("look the code up again by its name"));
        }
        Some(code)
    }
}
