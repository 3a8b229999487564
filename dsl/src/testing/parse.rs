//! Reads a `test` block.

use super::TestBlock;
use crate::lower::Lower;
use crate::syntax::Item;

/// The test of an item.
pub(crate) fn block(item: &Item, _cx: &mut Lower<'_>) -> Option<TestBlock> {
    Some(TestBlock { name: item.text.clone(), span: item.span })
}
