//! Formulary: which drugs there are, in which doses, and what never goes together. A code always stands with its name.

use alloc::{string::String, vec::Vec};

use super::Cite;
use crate::value::id::{ClassId, DrugId, SpanId};
use crate::value::{Code, Number};

/// A formulary, in a file of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Formulary {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Classes, by `ClassId`.
    pub classes: Vec<String>,
    /// Drugs, by `DrugId`.
    pub drugs: Vec<Drug>,
    /// Products: tablets and combinations, by code.
    pub products: Vec<Product>,
    /// Codes known to be outside the formulary; any other code leaves the ladder undetermined.
    pub outside: Vec<Named>,
    /// What never goes together.
    pub never_together: Vec<NeverTogether>,
}

impl Formulary {
    /// Whether a code is of a drug or product of the formulary, or known to be outside it.
    #[must_use]
    pub fn knows(&self, code: &Code) -> bool {
        self.drugs.iter().any(|drug| drug.code == *code)
            || self.products.iter().any(|product| product.code == *code)
            || self.outside.iter().any(|named| named.code == *code)
    }
}

/// A code beside its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The code.
    pub code: Code,
    /// Its name.
    pub display: String,
}

/// `drug amlodipine class ccb rxnorm 17767 "amlodipine" doses 2.5 mg, 5 mg, 10 mg daily tablets 2.5 mg, 5 mg, 10 mg`.
#[derive(Debug, Clone, PartialEq)]
pub struct Drug {
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: ClassId,
    /// Its ingredient code.
    pub code: Code,
    /// The code's name.
    pub display: String,
    /// A day's totals in mg, rising.
    pub doses: Vec<Number>,
    /// Tablet strengths in mg.
    pub tablets: Vec<Tablet>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}

/// `25 mg in halves`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tablet {
    /// Strength in mg.
    pub mg: Number,
    /// Whether it may be halved.
    pub halves: bool,
}

/// `product "lisinopril 20 mg / hydrochlorothiazide 25 mg" rxnorm 197887 contains lisinopril 20 mg, hydrochlorothiazide 25 mg`.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// The code.
    pub code: Code,
    /// Its name.
    pub display: String,
    /// Ingredients and mg a tablet.
    pub contains: Vec<(DrugId, Number)>,
    /// Whether a tablet may be halved.
    pub halves: bool,
}

/// `never together acei, arb`, `never together two of one class`.
#[derive(Debug, Clone, PartialEq)]
pub struct NeverTogether {
    /// The two classes; none is "two of one class".
    pub classes: Option<(ClassId, ClassId)>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
    /// Where it stands.
    pub at: SpanId,
}
