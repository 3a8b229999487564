//! The newest rows, and those of the latest day, where it is open which rows are there.

use alloc::vec::Vec;

use chrono::NaiveDate;

use super::series::Kept;
use crate::value::{Listed, Truth};

/// How many ways the newest rows may be before it is simply open.
const WAYS: usize = 64;

/// The newest n of each way. A row that may or may not be there is followed both ways, while they are few; else, and
/// where a row has no time, a row is certain only if it is among the newest however the others turn out.
pub(super) fn newest(ways: &[Kept], n: usize, is_dated: &dyn Fn(usize) -> bool) -> Vec<Kept> {
    let dated = |way: &Kept| way.iter().all(|(index, _)| is_dated(*index));
    followed(
        ways,
        &|way| way.len() <= n,
        &|way| dated(way),
        &|there| there.iter().skip(there.len().saturating_sub(n)).copied().listed(),
        &|way| newest_at_best(way, n, is_dated),
    )
}

/// The rows of the last local day that has one, of each way.
pub(super) fn latest_day(ways: &[Kept], day: &dyn Fn(usize) -> Option<NaiveDate>) -> Vec<Kept> {
    followed(
        ways,
        &|way| way.len() <= 1,
        &|way| way.iter().all(|(index, _)| day(*index).is_some()),
        &|there| {
            let last = there.iter().map(|(index, _)| day(*index)).max();
            there.iter().filter(|(index, _)| Some(day(*index)) == last).copied().listed()
        },
        &|way| on_latest_at_best(way, day),
    )
}

/// Each way, with the rows that are open there or not; where they are too many, the rows as certain as they are at best.
fn followed(
    ways: &[Kept],
    as_it_is: &dyn Fn(&Kept) -> bool,
    all_dated: &dyn Fn(&Kept) -> bool,
    pick: &dyn Fn(&Kept) -> Kept,
    at_best: &dyn Fn(&Kept) -> Kept,
) -> Vec<Kept> {
    let mut found = Vec::new();
    for way in ways {
        if as_it_is(way) {
            found.push(way.clone());
            continue;
        }
        let open = way.iter().filter(|(_, kept)| *kept != Truth::Yes).count();
        let followed = u32::try_from(open).ok().and_then(|open| 1_usize.checked_shl(open)).filter(|w| *w <= WAYS);
        match followed {
            Some(count) if all_dated(way) => found.extend((0..count).map(|choice| pick(&there_if(way, choice)))),
            _ => found.push(at_best(way)),
        }
        if found.len() > WAYS {
            return ways.iter().map(at_best).listed();
        }
    }
    found
}

/// The rows that are there if the open ones are as the bits of `choice` say.
fn there_if(way: &Kept, choice: usize) -> Kept {
    let mut bit = 0_u32;
    let there = way.iter().filter(|(_, kept)| {
        let taken = *kept == Truth::Yes || choice.checked_shr(bit).is_some_and(|bits| bits & 1 == 1);
        bit = if *kept == Truth::Yes { bit } else { bit.saturating_add(1) };
        taken
    });
    there.map(|(index, _)| (*index, Truth::Yes)).listed()
}

fn newest_at_best(way: &Kept, n: usize, is_dated: &dyn Fn(usize) -> bool) -> Kept {
    let undated = way.iter().filter(|(index, _)| !is_dated(*index)).count();
    let (mut sure, mut possible) = (0_usize, undated);
    let mut found = Vec::new();
    for (index, kept) in way.iter().rev() {
        if !is_dated(*index) {
            found.push((*index, Truth::Unknown));
            continue;
        }
        if sure >= n {
            break;
        }
        found.push((*index, if possible < n { *kept } else { Truth::Unknown }));
        possible = possible.saturating_add(1);
        sure = sure.saturating_add(usize::from(*kept == Truth::Yes));
    }
    found.reverse();
    found
}

/// A row is of the latest day unless one of a later day is there, or may be.
fn on_latest_at_best(way: &Kept, day: &dyn Fn(usize) -> Option<NaiveDate>) -> Kept {
    let sure = way.iter().filter(|(_, kept)| *kept == Truth::Yes).filter_map(|(index, _)| day(*index)).max();
    let possible = way.iter().filter_map(|(index, _)| day(*index)).max();
    let undated = way.iter().any(|(index, _)| day(*index).is_none());
    let mut found = Vec::new();
    for (index, kept) in way {
        match day(*index) {
            Some(on) if sure.is_some_and(|sure| on < sure) => {}
            on if undated || on < possible => found.push((*index, Truth::Unknown)),
            _ => found.push((*index, *kept)),
        }
    }
    found
}
