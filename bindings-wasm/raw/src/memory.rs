//! The module's buffers: the only place that turns integers into memory. Every buffer handed out is remembered, so that
//! an address the host made up is refused instead of read.

use alloc::{vec, vec::Vec};

use stepcare_core::value::SortedMap;

use crate::state::State;

/// Buffers in use, by address.
static BUFFERS: State<SortedMap<usize, Vec<u8>>> = State::new(SortedMap::new());

const HEADER: usize = 4;

/// Reserves a buffer of `length` zero bytes behind its length.
pub fn alloc(length: u32) -> u32 {
    let mut bytes = Vec::new();
    let Some(whole) = (length as usize).checked_add(HEADER) else { return 0 };
    if bytes.try_reserve_exact(whole).is_err() {
        return 0;
    }
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.resize(whole, 0);
    keep(bytes)
}

/// Hands out a text.
pub fn give(text: &str) -> u32 {
    let Ok(length) = u32::try_from(text.len()) else { return 0 };
    let mut bytes = vec![];
    if bytes.try_reserve_exact(text.len().saturating_add(HEADER)).is_err() {
        return 0;
    }
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
    keep(bytes)
}

fn keep(bytes: Vec<u8>) -> u32 {
    let at = bytes.as_ptr() as usize;
    BUFFERS.with(|buffers| buffers.insert(at, bytes));
    at as u32
}

/// Gives a buffer back; an unknown address is left alone.
pub fn free(buffer: u32) {
    BUFFERS.with(|buffers| buffers.remove(&(buffer as usize)));
}

/// Reads a buffer; 0 or an unknown address reads as nothing.
pub fn with<T>(buffer: u32, read: impl FnOnce(Option<&[u8]>) -> T) -> T {
    // The buffer is taken out while it is read, so that nothing can free it meanwhile.
    let taken = BUFFERS.with(|buffers| buffers.remove(&(buffer as usize)));
    let answer = read(taken.as_deref().and_then(|bytes| bytes.get(HEADER..)));
    if let Some(bytes) = taken {
        BUFFERS.with(|buffers| buffers.insert(buffer as usize, bytes));
    }
    answer
}
