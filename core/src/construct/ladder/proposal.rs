//! A step as it is proposed: a daily dose, and the fewest tablets of one strength that make it.

use alloc::string::String;

use super::step::Candidate;
use super::{ProductCount, Proposal, TabletCount};
use crate::expression::Formulary;
use crate::expression::formulary::Tablet;
use crate::value::Number;
use crate::value::text::text;

/// How many tablets of so many mg make a day's dose: a whole number, or halves of one that may be halved.
fn count(daily: Number, mg: Number, halves: bool) -> Option<Number> {
    let count = daily.div(mg).filter(|count| *count > Number::ZERO)?;
    let in_halves = halves && count.mul(Number::integer(2)).is_some_and(Number::is_integer);
    (count.is_integer() || in_halves).then_some(count)
}

/// Whole tablets go before halves, and fewer before more.
fn is_fewer(count: Number, known: Option<Number>) -> bool {
    let rank = |count: Number| (!count.is_integer(), count);
    known.is_none_or(|known| rank(count) < rank(known))
}

/// Tablets a day of one strength: whole ones where they make the dose, halves only of tablets that may be halved;
/// the fewest. None where no strength makes it.
pub(super) fn tablets(strengths: &[Tablet], daily: Number) -> Option<TabletCount> {
    let mut fewest: Option<TabletCount> = None;
    for tablet in strengths {
        let Some(count) = count(daily, tablet.mg, tablet.halves) else { continue };
        if is_fewer(count, fewest.as_ref().map(|known| known.count)) {
            fewest = Some(TabletCount { count, mg: tablet.mg });
        }
    }
    fewest
}

/// The product that holds several drugs of a step, and nothing else, in the proportion of their doses; the fewest tablets.
pub(super) fn product(drugs: &[Candidate], formulary: &Formulary) -> Option<ProductCount> {
    let mut fewest: Option<ProductCount> = None;
    for product in &formulary.products {
        if drugs.len() < 2 || product.contains.len() != drugs.len() {
            continue;
        }
        let mut same: Option<Number> = None;
        let mut fits = true;
        for one in drugs {
            let part = product.contains.iter().find(|(drug, _)| *drug == one.drug);
            let number = part.and_then(|(_, mg)| count(one.to, *mg, product.halves));
            fits &= number.is_some() && same.is_none_or(|same| Some(same) == number);
            same = number;
        }
        if let Some(count) = same.filter(|_| fits)
            && is_fewer(count, fewest.as_ref().map(|known| known.count))
        {
            fewest = Some(ProductCount { count, name: product.display.clone() });
        }
    }
    fewest
}

impl Proposal {
    /// `amlodipine 5 mg to 10 mg (1 tablet of 10 mg)`; of several drugs `lisinopril 10 mg with hydrochlorothiazide 12.5 mg
    /// (half a tablet of lisinopril 20 mg / hydrochlorothiazide 25 mg)`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = dose(&self.drug, self.from, self.to, self.own_tablets());
        for also in &self.with {
            let tablets = if self.product.is_none() { also.tablets.as_ref() } else { None };
            words.push_str(" with ");
            words.push_str(&dose(&also.drug, also.from, also.to, tablets));
        }
        match &self.product {
            Some(product) => text![words, " (", tablets_in_words(product.count), " of ", product.name, ")"],
            None => words,
        }
    }

    /// Tablets of the first drug, where no product holds it with the others.
    fn own_tablets(&self) -> Option<&TabletCount> {
        self.tablets.as_ref().filter(|_| self.product.is_none())
    }
}

fn dose(drug: &str, from: Option<Number>, to: Number, tablets: Option<&TabletCount>) -> String {
    let dose = match from {
        Some(from) if from == to => text![drug, " ", to, " mg as now"],
        Some(from) => text![drug, " ", from, " mg to ", to, " mg"],
        None => text![drug, " ", to, " mg"],
    };
    match tablets {
        Some(tablets) => text![dose, " (", tablets.words(), ")"],
        None => dose,
    }
}

impl TabletCount {
    /// `1 tablet of 10 mg`, `half a tablet of 25 mg`, `1.5 tablets of 25 mg`.
    #[must_use]
    pub fn words(&self) -> String {
        text![tablets_in_words(self.count), " of ", self.mg, " mg"]
    }
}

fn tablets_in_words(count: Number) -> String {
    match text![count].as_str() {
        "0.5" => "half a tablet".into(),
        "1" => "1 tablet".into(),
        count => text![count, " tablets"],
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::tablets;
    use crate::construct::ladder::Proposal;
    use crate::expression::formulary::Tablet;
    use crate::value::Number;
    use alloc::{string::String, vec::Vec};

    fn words(strengths: &[(&str, bool)], daily: &str) -> Option<String> {
        let number = |text: &str| Number::parse(text).unwrap();
        let of = |(mg, halves): &(&str, bool)| Tablet { mg: number(mg), halves: *halves };
        let strengths: Vec<Tablet> = strengths.iter().map(of).collect();
        tablets(&strengths, number(daily)).map(|t| t.words())
    }

    #[test]
    fn a_half_is_proposed_only_of_a_tablet_that_may_be_halved() {
        assert_eq!(words(&[("25", true), ("50", false)], "12.5").as_deref(), Some("half a tablet of 25 mg"));
        assert_eq!(words(&[("25", false), ("50", false)], "12.5"), None);
    }

    #[test]
    fn whole_tablets_come_before_halves_and_fewer_before_more() {
        assert_eq!(words(&[("12.5", false), ("25", true)], "12.5").as_deref(), Some("1 tablet of 12.5 mg"));
        assert_eq!(words(&[("2.5", false), ("5", false), ("10", false)], "10").as_deref(), Some("1 tablet of 10 mg"));
        assert_eq!(words(&[("5", false), ("20", false)], "15").as_deref(), Some("3 tablets of 5 mg"));
        assert_eq!(words(&[("25", true)], "37.5").as_deref(), Some("1.5 tablets of 25 mg"));
    }

    #[test]
    fn a_proposal_reads_as_a_pharmacist_says_it() {
        let number = |text: &str| Number::parse(text).unwrap();
        let mut step = Proposal {
            step: 2,
            drug: "amlodipine".into(),
            from: Some(number("5")),
            to: number("10"),
            tablets: None,
            with: Vec::new(),
            product: None,
        };
        assert_eq!(step.words(), "amlodipine 5 mg to 10 mg");
        step.from = None;
        assert_eq!(step.words(), "amlodipine 10 mg");
    }
}
