//! The ruleset: every construct by name, settings as loaded, and the bundle that carries the compiled form.

pub mod bundle;
pub mod compiled;
pub mod inputs;
pub mod load;
mod settings;
mod validate;
mod wire;

pub use crate::record::Limits;
pub use bundle::BUNDLE_FORMAT;
pub use compiled::{Compiled, SettingDecl, SourceDecl};
pub use load::{LoadOptions, Ruleset};
