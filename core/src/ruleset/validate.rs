//! A hostile or broken bundle is refused here, once, so that nothing later has to wonder.

use super::Compiled;
use crate::error::LoadError;

/// Checks a compiled form in full. (Being written.)
pub(super) fn check(_compiled: &Compiled) -> Result<(), LoadError> {
    Ok(())
}
