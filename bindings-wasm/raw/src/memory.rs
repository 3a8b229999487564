//! The module's buffers: the only place that turns integers into memory. Every buffer handed out is remembered, so that
//! an address the host made up is refused instead of read.

use alloc::string::String;

use stepcare_core::value::SortedMap;

use crate::region::{self, Region};
use crate::state::State;

/// Buffers in use: address and length. What the host writes over a buffer's own length does not count.
static BUFFERS: State<SortedMap<usize, usize>> = State::new(SortedMap::new());

/// Regions of loaded rulesets, by handle.
static KEPT: State<SortedMap<u32, Region>> = State::new(SortedMap::new());

const HEADER: usize = 4;

/// Reserves a buffer of `length` zero bytes behind its length.
pub fn alloc(length: u32) -> u32 {
    keep(reserve(length as usize))
}

/// Does a call's work in a region of its own. Gives the text that came of it as a buffer, and the region.
pub fn call(work: impl FnOnce() -> String) -> (u32, Region) {
    let before = region::begin();
    let text = work();
    let buffer = reserve(text.len()).inspect(|buffer| write(buffer, text.as_bytes()));
    let region = region::end(before);
    // Only now, so that the table of buffers is not part of what is released.
    (keep(buffer), region)
}

/// Keeps a loaded ruleset's region.
pub fn keep_region(handle: u32, region: Region) {
    KEPT.with(|kept| kept.insert(handle, region));
}

/// Releases an unloaded ruleset's region.
pub fn release(handle: u32) {
    if let Some(region) = KEPT.with(|kept| kept.remove(&handle)) {
        region::release(region);
    }
}

/// Gives a buffer back; an unknown address is left alone.
#[allow(unsafe_code, reason = "a buffer that was handed out is given back once")]
pub fn free(buffer: u32) {
    let at = buffer as usize;
    if let Some(length) = BUFFERS.with(|buffers| buffers.remove(&at)) {
        // SAFETY: it was in the table, so `reserve` took it with this size.
        unsafe { region::give_back(core::ptr::without_provenance_mut(at), HEADER + length) };
    }
}

/// Reads a buffer; 0 or an unknown address reads as nothing. The host does nothing meanwhile: calls do not nest.
#[allow(unsafe_code, reason = "a buffer that was handed out is memory of that length")]
pub fn with<T>(buffer: u32, read: impl FnOnce(Option<&[u8]>) -> T) -> T {
    let length = BUFFERS.with(|buffers| buffers.get(&(buffer as usize)).copied());
    // SAFETY: it is in the table, so it holds its length and that many bytes, all of them written when it was reserved.
    read(length.map(|length| unsafe {
        core::slice::from_raw_parts(core::ptr::without_provenance(buffer as usize + HEADER), length)
    }))
}

/// Bytes outside every region, all zero behind their length.
struct Buffer {
    at: *mut u8,
    length: usize,
}

#[allow(unsafe_code, reason = "memory that was just taken is filled in")]
fn reserve(length: usize) -> Option<Buffer> {
    let header = u32::try_from(length).ok()?.to_le_bytes();
    let at = region::take(length.checked_add(HEADER)?);
    if at.is_null() {
        return None;
    }
    // SAFETY: so many bytes were taken.
    unsafe {
        at.copy_from_nonoverlapping(header.as_ptr(), HEADER);
        at.add(HEADER).write_bytes(0, length);
    }
    Some(Buffer { at, length })
}

/// Fills a buffer with bytes as long as it is.
#[allow(unsafe_code, reason = "a buffer that was just reserved is filled in")]
fn write(buffer: &Buffer, bytes: &[u8]) {
    // SAFETY: a buffer holds `length` bytes behind its header.
    unsafe { buffer.at.add(HEADER).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len().min(buffer.length)) };
}

/// Hands a buffer out.
fn keep(buffer: Option<Buffer>) -> u32 {
    let Some(Buffer { at, length }) = buffer else { return 0 };
    BUFFERS.with(|buffers| buffers.insert(at.addr(), length));
    at.addr() as u32
}
