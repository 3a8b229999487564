//! A step as it is proposed: a daily dose, and the fewest tablets of one strength that make it.

use alloc::string::String;

use super::{Proposal, TabletCount};
use crate::expression::formulary::Drug;
use crate::value::Number;
use crate::value::text::text;

/// Tablets a day of one strength: whole ones where they make the dose, halves only of tablets that may be halved;
/// the fewest. None where no strength makes it.
pub(super) fn tablets(drug: &Drug, daily: Number) -> Option<TabletCount> {
    let rank = |count: Number| (!count.is_integer(), count);
    let mut fewest: Option<TabletCount> = None;
    for tablet in &drug.tablets {
        let Some(count) = daily.div(tablet.mg).filter(|count| *count > Number::ZERO) else { continue };
        let in_halves = tablet.halves && count.mul(Number::integer(2)).is_some_and(Number::is_integer);
        let fewer = fewest.as_ref().is_none_or(|known| rank(count) < rank(known.count));
        if fewer && (count.is_integer() || in_halves) {
            fewest = Some(TabletCount { count, mg: tablet.mg });
        }
    }
    fewest
}

impl Proposal {
    /// `amlodipine 5 mg to 10 mg (1 tablet of 10 mg)`.
    #[must_use]
    pub fn words(&self) -> String {
        let dose = match self.from {
            Some(from) => text![self.drug, " ", from, " mg to ", self.to, " mg"],
            None => text![self.drug, " ", self.to, " mg"],
        };
        match &self.tablets {
            Some(tablets) => text![dose, " (", tablets.words(), ")"],
            None => dose,
        }
    }
}

impl TabletCount {
    /// `1 tablet of 10 mg`, `half a tablet of 25 mg`, `1.5 tablets of 25 mg`.
    #[must_use]
    pub fn words(&self) -> String {
        let count = match text![self.count].as_str() {
            "0.5" => "half a tablet".into(),
            "1" => "1 tablet".into(),
            count => text![count, " tablets"],
        };
        text![count, " of ", self.mg, " mg"]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::tablets;
    use crate::construct::ladder::Proposal;
    use crate::expression::formulary::{Drug, Tablet};
    use crate::value::id::{ClassId, SpanId};
    use crate::value::{Code, CodeSystem, Number};
    use alloc::{string::String, vec::Vec};

    fn words(strengths: &[(&str, bool)], daily: &str) -> Option<String> {
        let number = |text: &str| Number::parse(text).unwrap();
        let of = |(mg, halves): &(&str, bool)| Tablet { mg: number(mg), halves: *halves };
        let drug = Drug {
            name: "chlorthalidone".into(),
            class: ClassId(0),
            code: Code::new(CodeSystem::RxNorm, "2409"),
            display: "chlorthalidone".into(),
            doses: Vec::new(),
            tablets: strengths.iter().map(of).collect(),
            cite: Vec::new(),
            at: SpanId(0),
        };
        tablets(&drug, number(daily)).map(|t| t.words())
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
        let mut step =
            Proposal { step: 2, drug: "amlodipine".into(), from: Some(number("5")), to: number("10"), tablets: None };
        assert_eq!(step.words(), "amlodipine 5 mg to 10 mg");
        step.from = None;
        assert_eq!(step.words(), "amlodipine 10 mg");
    }
}
