//! The memory that regions and buffers are taken from: pieces whose size is a power of two, a list of free ones a size.
//! A module takes few and large pieces, so that this little is enough; a general allocator would be a hundredth of the module.

use core::arch::wasm32::memory_grow;
use core::ptr::{null_mut, without_provenance_mut};

/// What WebAssembly counts memory in.
const PAGE: usize = 64 << 10;
/// The smallest piece is 16 bytes, so every piece is aligned to that.
const SMALLEST: u32 = 4;

/// Free pieces by the power of two of their size, each holding the address of the next; and the memory not yet cut up.
pub struct Heap {
    free: [*mut *mut u8; usize::BITS as usize],
    top: usize,
    end: usize,
}

impl Heap {
    pub const EMPTY: Heap = Heap { free: [null_mut(); usize::BITS as usize], top: 0, end: 0 };

    /// At least so many bytes, aligned to 16; null when there are none.
    pub fn take(&mut self, size: usize) -> *mut u8 {
        self.find(size).unwrap_or(null_mut())
    }

    #[allow(unsafe_code, reason = "a free piece holds the address of the next")]
    fn find(&mut self, size: usize) -> Option<*mut u8> {
        let power = power(size)?;
        let first = self.free.get_mut(power as usize)?;
        if !first.is_null() {
            let piece = *first;
            // SAFETY: `give_back` wrote it, and nobody else has the piece.
            *first = unsafe { *piece }.cast();
            return Some(piece.cast());
        }
        self.cut(1 << power)
    }

    /// A piece that was never used.
    fn cut(&mut self, size: usize) -> Option<*mut u8> {
        if self.end - self.top < size {
            let pages = size.div_ceil(PAGE);
            let start = memory_grow(0, pages).checked_mul(PAGE)?;
            let end = start.checked_add(pages * PAGE)?;
            // Nothing but this grows the memory: what it gives follows what was there, except for the first time.
            if start != self.end {
                self.top = start;
            }
            self.end = end;
        }
        let piece = self.top;
        self.top += size;
        Some(without_provenance_mut(piece))
    }

    /// Takes a piece back.
    ///
    /// # Safety
    /// It was taken with this size, and is given back once.
    #[allow(unsafe_code, reason = "a free piece holds the address of the next")]
    pub unsafe fn give_back(&mut self, piece: *mut u8, size: usize) {
        if let Some(first) = power(size).and_then(|power| self.free.get_mut(power as usize)) {
            let piece: *mut *mut u8 = piece.cast();
            // SAFETY: a piece holds at least an address, aligned.
            unsafe { *piece = (*first).cast() };
            *first = piece;
        }
    }
}

/// The power of two that holds so many bytes; none above half the address space.
fn power(size: usize) -> Option<u32> {
    size.checked_next_power_of_two().map(|size| size.trailing_zeros().max(SMALLEST))
}
