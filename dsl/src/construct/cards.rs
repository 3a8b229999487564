//! `cards NAME topic TOPIC when … first row { warning "…" when …; info "…" otherwise }`: what a screen shows. A set of
//! cards is a table whose rows say a card, and `when` of its head stands before each of them.

use stepcare_core::construct::Decision;
use stepcare_core::construct::table::{Cell, Output, Policy, Row, Table};
use stepcare_core::expression::{Cite, Node as Step};
use stepcare_core::value::Constant;
use stepcare_core::value::id::ExprId;

use super::block::empty;
use super::{Built, Construct, Declares, Found};
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::{Node, Rule};
use crate::lower::Lower;
use crate::scope::DecisionKind;
use crate::source::Span;

pub(super) const CONSTRUCT: Construct = Construct {
    word: "cards",
    head: Rule::cards_head,
    declares: Declares::Decision(DecisionKind::Cards),
    look_over: |item, cx| {
        for clause in item.items() {
            cx.clause(clause, "cards", CLAUSES);
        }
    },
    lower,
};

const CLAUSES: &super::block::Words =
    &[("critical", Rule::card_line), ("warning", Rule::card_line), ("info", Rule::card_line)];

/// A card as it is written.
struct Card {
    kind: &'static str,
    text: String,
    link: String,
    detail: String,
    /// None is `otherwise`.
    when: Option<ExprId>,
    cite: Vec<Cite>,
    span: Span,
}

/// One of a card's texts.
type Says = fn(&Card) -> &str;

fn lower(found: &Found<'_>, cx: &mut Lower<'_>) -> Option<Built> {
    let head = &found.head;
    let topic = head.all(Rule::name).nth(1)?.text.clone();
    let gate = head.child(Rule::expression).map(|gate| cx.condition(gate));
    let shared = cx.cite_if_any(head);
    let mut cards = Vec::new();
    let mut always: Option<Span> = None;
    for clause in found.item.items() {
        let card = cx.clause(clause, "cards", CLAUSES).and_then(|node| card(&node, &shared, cx));
        if let Some(first) = always {
            let error = Diagnostic::new(
                code::LAST,
                clause.word_span(),
                "a card after `otherwise` is never shown",
                "never reached",
            );
            cx.errors
                .push(error.label(first, "this card is shown where no other is").help("move it above `otherwise`"));
        }
        if let Some(card) = &card
            && card.when.is_none()
        {
            always = always.or(Some(card.span));
        }
        cards.push(card);
    }
    let policy = policy(found, cards.len(), cx);
    if cards.is_empty() {
        empty(cx, found.item, "there are no cards", "warning \"Words for the screen\" when CONDITION");
        return None;
    }
    let cards = cards.into_iter().collect::<Option<Vec<Card>>>()?;
    let gate = super::block::optional(gate)?;
    let table = table(found, topic, gate, policy?, &cards, shared, cx);
    Some(Built::Decision(Decision::Table(table)))
}

/// One card needs no word on how many are shown; of several it must be said.
fn policy(found: &Found<'_>, cards: usize, cx: &mut Lower<'_>) -> Option<Policy> {
    match found.head.child(Rule::cards_policy) {
        Some(policy) if policy.has(Rule::k_all) => Some(Policy::All),
        Some(_) => Some(Policy::First),
        None if cards <= 1 => Some(Policy::First),
        None => {
            let message = "it is not said how many of these cards are shown";
            let error = Diagnostic::new(code::EMPTY, found.item.head, message, "`first row` or `all rows` is missing");
            cx.fail(error.help("`first row` shows the first card that holds, `all rows` every one"))
        }
    }
}

fn card(node: &Node, shared: &[Cite], cx: &mut Lower<'_>) -> Option<Card> {
    let kinds = [(Rule::k_critical, "critical"), (Rule::k_warning, "warning"), (Rule::k_info, "info")];
    let kind = kinds.iter().find(|(rule, _)| node.has(*rule)).map(|(_, kind)| *kind)?;
    let once = |rule: Rule, what: &str, cx: &mut Lower<'_>| {
        let mut all = node.all(rule);
        let first = all.next().and_then(Node::words).unwrap_or_default();
        if let Some(again) = all.next() {
            let message = format!("a card has one {what}");
            cx.errors.push(Diagnostic::new(code::ONCE, again.span, message, "a second one here").help("keep one"));
        }
        first
    };
    let (link, detail) = (once(Rule::card_link, "link", cx), once(Rule::card_detail, "detail", cx));
    let when = node.child(Rule::expression).map(|when| cx.condition(when));
    let cite = match shared {
        [] => cx.cite(node, "this card"),
        _ => cx.cite_if_any(node),
    };
    let when = super::block::optional(when)?;
    Some(Card { kind, text: node.words()?, link, detail, when, cite, span: node.span })
}

fn table(
    found: &Found<'_>,
    topic: String,
    gate: Option<ExprId>,
    policy: Policy,
    cards: &[Card],
    cite: Vec<Cite>,
    cx: &mut Lower<'_>,
) -> Table {
    let has = |of: Says| cards.iter().any(|card| !of(card).is_empty());
    let columns: Vec<(&str, Says)> = vec![("text", |c| &c.text), ("link", |c| &c.link), ("detail", |c| &c.detail)];
    let columns: Vec<_> = columns.into_iter().filter(|(name, of)| *name == "text" || has(*of)).collect();
    let mut rows = Vec::new();
    for card in cards {
        let when = match (card.when, policy) {
            (Some(when), _) => Some(when),
            (None, Policy::All) => otherwise(cards, cx),
            (None, _) => None,
        };
        let all: Vec<ExprId> = gate.into_iter().chain(when).collect();
        let when = match all.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => Some(cx.out.program.push(Step::All(all))),
        };
        let mut says = vec![Cell::Value(Constant::Symbol(cx.symbol(card.kind)))];
        says.extend(columns.iter().map(|(_, of)| Cell::Words(of(card).into())));
        rows.push(Row { when, says, cite: card.cite.clone(), at: cx.at(card.span) });
    }
    let output = |name: &str| Output { name: name.into(), unit: None };
    let mut outputs = vec![output("kind")];
    outputs.extend(columns.iter().map(|(name, _)| output(name)));
    let (name, at) = (found.name.clone(), cx.at(found.item.head));
    Table { name, policy, topic: Some(topic), outputs, rows, cite, at }
}

/// `otherwise` where every card that holds is shown: none of the others does.
fn otherwise(cards: &[Card], cx: &mut Lower<'_>) -> Option<ExprId> {
    let others: Vec<ExprId> = cards.iter().filter_map(|card| card.when).collect();
    if others.is_empty() {
        return None;
    }
    let any = cx.out.program.push(Step::Any(others));
    Some(cx.out.program.push(Step::Not(any)))
}
