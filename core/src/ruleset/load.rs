//! Loading: a bundle, checked in full, with a site's settings and the secret that keys are made with.

use alloc::{string::String, vec::Vec};

use super::bundle::{self, Bundle};
use super::{Compiled, settings, validate};
use crate::error::LoadError;
use crate::expression::Span;
use crate::record::Limits;
use crate::value::key::KeySecret;
use crate::value::wire::to_bytes;
use crate::value::{Constant, SortedMap};

/// What a host may set when it loads a ruleset.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Settings by name, as text of a quantity in the setting's own unit (`"170 mmHg"`, `"5 days"`). Outside the declared range is an error.
    pub settings: SortedMap<String, String>,
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
    pub(crate) changed: SortedMap<String, String>,
    pub(crate) settings_hash: String,
    pub(crate) secret: KeySecret,
    pub(crate) limits: Limits,
}

impl Ruleset {
    /// Reads a bundle's JSON.
    ///
    /// # Errors
    /// Not JSON, an unknown format, a hash that does not match, an index that points nowhere, a setting that is unknown or out of range.
    pub fn from_bundle(bytes: &[u8], options: LoadOptions) -> Result<Ruleset, LoadError> {
        let Bundle { hash, compiled, spans } = Bundle::read(bytes, &options.limits)?;
        Ruleset::hashed(compiled, hash, spans, options)
    }

    /// Takes a compiled form directly, as the language hands it over.
    ///
    /// # Errors
    /// As for [`Ruleset::from_bundle`], less those of reading.
    pub fn new(compiled: Compiled, spans: Vec<Span>, options: LoadOptions) -> Result<Ruleset, LoadError> {
        let hash = compiled.hash();
        Ruleset::hashed(compiled, hash, spans, options)
    }

    fn hashed(compiled: Compiled, hash: String, spans: Vec<Span>, options: LoadOptions) -> Result<Ruleset, LoadError> {
        validate::check(&compiled)?;
        let settings = settings::apply(&compiled.settings, &options.settings)?;
        let named = compiled.settings.iter().map(|setting| setting.name.clone()).zip(settings.values.clone());
        let named: Vec<(String, Constant)> = named.collect();
        let settings_hash = bundle::digest(&to_bytes(&(hash.clone(), named)));
        Ok(Ruleset {
            compiled,
            spans,
            hash,
            settings: settings.values,
            changed: settings.changed,
            settings_hash,
            secret: options.key_secret.unwrap_or_else(KeySecret::fixed),
            limits: options.limits,
        })
    }

    /// The bundle's JSON. Settings are the site's, not the bundle's: they are given again when it is loaded.
    #[must_use]
    pub fn to_bundle(&self) -> String {
        bundle::write(&self.hash, &self.compiled, &self.spans)
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
