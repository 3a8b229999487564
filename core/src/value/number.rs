//! Exact rational numbers. A mean of 401/3 stays 401/3; nothing is rounded but where a ruleset writes it.
//! (Being written: see the helper's branch.)
