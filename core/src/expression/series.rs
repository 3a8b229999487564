//! The one form for everything about a series: which rows, and what is asked of them. (Being written with the machine.)
