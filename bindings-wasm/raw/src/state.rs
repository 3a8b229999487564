//! The module's state: it has one thread, so a cell is enough.

use core::cell::RefCell;

/// A value that lives as long as the module.
pub struct State<T>(RefCell<T>);

/// A WebAssembly 1.0 module has no threads; on the host, tests hold a lock of their own.
#[allow(unsafe_code, reason = "one thread; see above")]
unsafe impl<T> Sync for State<T> {}

impl<T> State<T> {
    /// A state.
    pub const fn new(value: T) -> State<T> {
        State(RefCell::new(value))
    }

    /// Uses the state. Calls do not nest.
    pub fn with<R>(&self, use_it: impl FnOnce(&mut T) -> R) -> R {
        use_it(&mut self.0.borrow_mut())
    }
}
