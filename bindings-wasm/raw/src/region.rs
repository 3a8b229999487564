//! Where the module's objects lie: in regions, each given back as a whole. A call works in a region of its own, a loaded
//! ruleset lives in one. Nothing in a region is freed piece by piece, so no code is linked for that (a twentieth of the
//! module) and to allocate is to add.

use core::alloc::{GlobalAlloc, Layout};
use core::mem::replace;
use core::ptr::{null_mut, without_provenance_mut};

use crate::heap::Heap;
use crate::state::State;

/// What a region takes from the heap at once, header included; an object larger than that has a chunk of its own.
const CHUNK: usize = 64 << 10;
/// Before each chunk: the chunk taken before it, and its own size.
const HEADER: usize = 16;

/// Chunks, the last one first, and the free rest of the last one.
#[derive(Clone, Copy)]
pub struct Region {
    last: *mut [usize; 2],
    free: usize,
    end: usize,
}

struct Memory {
    heap: Heap,
    /// Where objects are made. The first region stays for as long as the module does.
    current: Region,
}

static MEMORY: State<Memory> = State::new(Memory { heap: Heap::EMPTY, current: Region::EMPTY });

/// From here on objects are made in a new region; gives the one before.
pub fn begin() -> Region {
    MEMORY.with(|memory| replace(&mut memory.current, Region::EMPTY))
}

/// Goes back to the region before; gives the one that ends, whose objects stay until it is released.
pub fn end(before: Region) -> Region {
    MEMORY.with(|memory| replace(&mut memory.current, before))
}

/// Gives a region back to the heap.
#[allow(unsafe_code, reason = "chunks are the heap's own, each freed once")]
pub fn release(region: Region) {
    MEMORY.with(|memory| {
        let mut last = region.last;
        while !last.is_null() {
            // SAFETY: the headers were written by `Memory::chunk`, and nothing uses the region any more.
            let [before, size] = unsafe { *last };
            unsafe { memory.heap.give_back(last.cast(), size) };
            last = without_provenance_mut(before);
        }
    });
}

/// Bytes outside every region, for the host; null when there are none.
pub fn take(size: usize) -> *mut u8 {
    MEMORY.with(|memory| memory.heap.take(size))
}

/// Gives such bytes back.
///
/// # Safety
/// They were taken with this size, and are given back once.
#[allow(unsafe_code, reason = "the heap's own call")]
pub unsafe fn give_back(bytes: *mut u8, size: usize) {
    MEMORY.with(|memory| unsafe { memory.heap.give_back(bytes, size) });
}

impl Region {
    const EMPTY: Region = Region { last: null_mut(), free: 0, end: 0 };

    /// Room in the last chunk.
    fn place(&mut self, layout: Layout) -> Option<usize> {
        let at = self.free.checked_next_multiple_of(layout.align())?;
        let free = at.checked_add(layout.size()).filter(|free| *free <= self.end)?;
        self.free = free;
        Some(at)
    }
}

impl Memory {
    fn place(&mut self, layout: Layout) -> Option<usize> {
        let found = self.current.place(layout);
        found.or_else(|| {
            self.chunk(layout.size().checked_add(layout.align())?)?;
            self.current.place(layout)
        })
    }

    /// One more chunk that holds at least this much.
    #[allow(unsafe_code, reason = "the header is written into a chunk that was just taken")]
    fn chunk(&mut self, least: usize) -> Option<()> {
        // The heap's pieces are powers of two: a chunk uses the whole of one.
        let size = least.checked_add(HEADER)?.max(CHUNK).checked_next_power_of_two()?;
        let chunk: *mut [usize; 2] = self.heap.take(size).cast();
        if chunk.is_null() {
            return None;
        }
        // SAFETY: it was just taken, and holds a header.
        unsafe { *chunk = [self.current.last.addr(), size] };
        let at = chunk.addr();
        self.current = Region { last: chunk, free: at.checked_add(HEADER)?, end: at.checked_add(size)? };
        Some(())
    }
}

/// The module's allocator.
pub struct Regions;

#[allow(unsafe_code, reason = "an allocator")]
unsafe impl GlobalAlloc for Regions {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MEMORY.with(|memory| memory.place(layout).map_or(null_mut(), without_provenance_mut))
    }

    // Seen through, so that nothing is left of dropping what holds only memory.
    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    #[inline(never)]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let grown = MEMORY.with(|memory| {
            let (region, at) = (&mut memory.current, old.addr());
            let end = at.checked_add(size)?;
            // The last object of the region grows where it stands.
            let last = at.checked_add(layout.size()) == Some(region.free) && end <= region.end;
            if last {
                region.free = end;
            }
            last.then_some(old)
        });
        grown.unwrap_or_else(|| unsafe {
            let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !new.is_null() {
                new.copy_from_nonoverlapping(old, layout.size().min(size));
            }
            new
        })
    }
}
