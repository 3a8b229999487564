//! The rulesets that were loaded, by handle. Handles are odd and buffers are not, so that `free` can tell them apart.

use alloc::{boxed::Box, vec::Vec};

use stepcare_core::ruleset::Ruleset;

use crate::state::State;

static LOADED: State<Vec<Option<Box<Ruleset>>>> = State::new(Vec::new());

/// The handle of the next ruleset; keeping that one takes no memory any more but its own.
pub fn reserve() -> u32 {
    LOADED.with(|loaded| {
        let at = loaded.iter().position(Option::is_none).unwrap_or(loaded.len());
        if at == loaded.len() {
            loaded.push(None);
        }
        handle(at).unwrap_or(0)
    })
}

/// Keeps a ruleset and gives its handle.
pub fn keep(ruleset: Ruleset) -> Option<u32> {
    let reserved = reserve();
    LOADED.with(|loaded| {
        *loaded.get_mut(place(reserved)?)? = Some(Box::new(ruleset));
        Some(reserved)
    })
}

/// Whether a handle is one of a ruleset.
#[cfg(target_arch = "wasm32")]
pub fn is_loaded(handle: u32) -> bool {
    with(handle, |_| ()).is_some()
}

/// Uses a ruleset; `None` for a handle that was never given or was freed.
pub fn with<T>(handle: u32, use_it: impl FnOnce(&Ruleset) -> T) -> Option<T> {
    LOADED.with(|loaded| loaded.get(place(handle)?)?.as_deref().map(use_it))
}

/// Unloads a ruleset; false when this is no handle of one.
pub fn unload(handle: u32) -> bool {
    LOADED.with(|loaded| place(handle).and_then(|at| loaded.get_mut(at)).and_then(Option::take).is_some())
}

fn handle(place: usize) -> Option<u32> {
    u32::try_from(place).ok()?.checked_mul(2)?.checked_add(1)
}

fn place(handle: u32) -> Option<usize> {
    (handle % 2 == 1).then_some((handle / 2) as usize)
}
