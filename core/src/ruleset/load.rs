//! Loading: a bundle, checked in full, with a site's settings and the secret that keys are made with.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use super::{Bundle, Compiled};
use crate::error::LoadError;
use crate::expression::Span;
use crate::record::Limits;
use crate::value::key::KeySecret;
use crate::value::{Constant, Number};

/// What a host may set when it loads a ruleset.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Settings by name, as text of a quantity in the setting's own unit (`"170 mmHg"`, `"5 days"`). Outside the declared range is an error.
    pub settings: BTreeMap<String, String>,
    /// The secret for action keys; without one a fixed secret is used, and the evaluation says so.
    pub key_secret: Option<KeySecret>,
    /// Limits on what is read and done.
    pub limits: Limits,
}

/// A loaded ruleset: immutable, cheap to share between threads, ready to evaluate.
#[derive(Debug, Clone)]
pub struct Ruleset {
    pub(crate) compiled: Compiled,
    pub(crate) spans: Vec<Span>,
    pub(crate) hash: String,
    pub(crate) settings: Vec<Constant>,
    /// Settings that differ from their default, by name, as shown.
    pub(crate) changed: BTreeMap<String, String>,
    pub(crate) settings_hash: String,
    pub(crate) secret: KeySecret,
    pub(crate) limits: Limits,
}

impl Ruleset {
    /// Reads a bundle's JSON.
    ///
    /// # Errors
    /// Not JSON, an unknown format, a hash that does not match, an index that points nowhere, a setting that is unknown or out of range.
    pub fn from_bundle(_bytes: &[u8], _options: LoadOptions) -> Result<Ruleset, LoadError> {
        let _: Option<(Bundle, Number)> = None;
        todo!("helper: ruleset")
    }

    /// Takes a compiled form directly, as the language hands it over.
    ///
    /// # Errors
    /// As for [`Ruleset::from_bundle`], less those of reading.
    pub fn new(_compiled: Compiled, _spans: Vec<Span>, _options: LoadOptions) -> Result<Ruleset, LoadError> {
        todo!("helper: ruleset")
    }

    /// The bundle's JSON.
    #[must_use]
    pub fn to_bundle(&self) -> String {
        todo!("helper: ruleset")
    }

    /// The compiled form.
    #[must_use]
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// `sha256:…` of the compiled form.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
}
