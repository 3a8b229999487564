//! Sets and maps in order of their keys, and one sort for everything: small where a tree and a sort for each type would
//! make up half of a module.

use super::Listed;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::cmp::Ordering;

/// Keys once each, in order, in one list. An insertion moves what stands behind it: for keys that come in order or are
/// few. Many keys in any order are collected, which sorts them once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortedSet<K>(Vec<K>);

/// Values by key, in order of the keys; see [`SortedSet`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortedMap<K, V>(Vec<(K, V)>);

/// Sorts by what `compare` says; equals stay in their order.
pub fn sort_by<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let sorted = order(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(sorted, &mut |a, b| {
        if a < items.len() && b < items.len() {
            items.swap(a, b);
        }
    });
}

/// Sorts; equals stay in their order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, &mut |a, b| a.cmp(b));
}

/// In order; of equals the first.
#[inline(never)]
pub fn unique<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    sort(&mut items);
    let mut unique = Vec::new();
    for item in items {
        if unique.last() != Some(&item) {
            unique.push(item);
        }
    }
    unique
}

/// Positions in sorted order: runs of doubling length, merged.
#[inline(never)]
fn order(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..length).collect();
    if (1..length).all(|next| compare(next.saturating_sub(1), next) != Ordering::Greater) {
        return from;
    }
    let mut to = Vec::with_capacity(length);
    let mut run = 1_usize;
    while run < length {
        for pair in from.chunks(run.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            loop {
                let take_right = match (left.first(), right.first()) {
                    (Some(a), Some(b)) => compare(*a, *b) == Ordering::Greater,
                    (None, Some(_)) => true,
                    (Some(_), None) => false,
                    (None, None) => break,
                };
                let side = if take_right { &mut right } else { &mut left };
                if let Some((first, rest)) = side.split_first() {
                    to.push(*first);
                    *side = rest;
                }
            }
        }
        core::mem::swap(&mut from, &mut to);
        to.clear();
        run = run.saturating_mul(2);
    }
    from
}

/// Brings what stands at `sorted[i]` to `i`, for every i, by swaps.
#[inline(never)]
fn arrange(mut sorted: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..sorted.len() {
        let mut at = start;
        while let Some(slot) = sorted.get_mut(at) {
            let from = core::mem::replace(slot, at);
            if from == start || from == at {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

impl<K: Ord> SortedSet<K> {
    /// None.
    #[must_use]
    pub const fn new() -> SortedSet<K> {
        SortedSet(Vec::new())
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        place(self.0.len(), &mut |at| self.0.get(at).map_or(Ordering::Greater, |other| other.cmp(key)))
    }

    /// Adds a key; false when it was there.
    pub fn insert(&mut self, key: K) -> bool {
        match self.place(&key) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, key);
                true
            }
        }
    }

    /// Whether a key is in it.
    pub fn contains(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys in order.
    pub fn iter(&self) -> core::slice::Iter<'_, K> {
        self.0.iter()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The keys of both.
    #[must_use]
    pub fn union(&self, other: &SortedSet<K>) -> SortedSet<K>
    where
        K: Clone,
    {
        self.0.iter().chain(&other.0).cloned().collect()
    }

    /// The least.
    #[must_use]
    pub fn first(&self) -> Option<&K> {
        self.0.first()
    }

    /// Keeps those that are to be kept.
    pub fn retain(&mut self, keep: impl FnMut(&K) -> bool) {
        self.0.retain(keep);
    }

    /// Whether all of its keys are in another.
    pub fn is_subset(&self, of: &SortedSet<K>) -> bool {
        self.0.iter().all(|key| of.contains(key))
    }

    /// Its keys that are not in another.
    pub fn difference<'s>(&'s self, other: &'s SortedSet<K>) -> impl Iterator<Item = &'s K> {
        self.0.iter().filter(|key| !other.contains(key))
    }
}

/// Where a key stands among `length` in order, or would stand.
#[inline(never)]
fn place(length: usize, compare: &mut dyn FnMut(usize) -> Ordering) -> Result<usize, usize> {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low.midpoint(high);
        match compare(middle) {
            Ordering::Less => low = middle.saturating_add(1),
            Ordering::Equal => return Ok(middle),
            Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

impl<K: Ord, V> SortedMap<K, V> {
    /// None.
    #[must_use]
    pub const fn new() -> SortedMap<K, V> {
        SortedMap(Vec::new())
    }

    #[inline(never)]
    fn from_list(mut entries: Vec<(K, V)>) -> SortedMap<K, V> {
        sort_by(&mut entries, &mut |(a, _), (b, _)| a.cmp(b));
        let mut map: Vec<(K, V)> = Vec::new();
        for entry in entries {
            match map.last_mut() {
                Some(last) if last.0 == entry.0 => *last = entry,
                _ => map.push(entry),
            }
        }
        SortedMap(map)
    }

    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        place(self.0.len(), &mut |at| self.0.get(at).map_or(Ordering::Greater, |(other, _)| other.borrow().cmp(key)))
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().and_then(|at| self.0.get_mut(at)).map(|(_, value)| value)
    }

    /// Whether a key has a value.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Gives a key a value; the value it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(at) => self.0.get_mut(at).map(|(_, old)| core::mem::replace(old, value)),
            Err(at) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    /// The value of a key, which is the default one where it had none.
    pub fn slot(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let at = self.place(&key).unwrap_or_else(|at| {
            self.0.insert(at, (key, V::default()));
            at
        });
        #[allow(clippy::indexing_slicing, reason = "what was found or put there is there")]
        &mut self.0[at].1
    }

    /// Takes a key away, with its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|at| self.0.remove(at).1)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Keys with values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values in order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<K> Default for SortedSet<K> {
    fn default() -> Self {
        SortedSet(Vec::new())
    }
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        SortedMap(Vec::new())
    }
}

impl<K: Ord> FromIterator<K> for SortedSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        SortedSet(unique(keys.into_iter().listed()))
    }
}

/// Of several values of one key the last stands.
impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        SortedMap::from_list(entries.into_iter().listed())
    }
}

impl<K: Ord> Extend<K> for SortedSet<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(key);
        }
    }
}

impl<'a, K: Ord + Copy + 'a> Extend<&'a K> for SortedSet<K> {
    fn extend<I: IntoIterator<Item = &'a K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(*key);
        }
    }
}

impl<K: Ord, V> Extend<(K, V)> for SortedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K> IntoIterator for SortedSet<K> {
    type Item = K;
    type IntoIter = alloc::vec::IntoIter<K>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'s, K> IntoIterator for &'s SortedSet<K> {
    type Item = &'s K;
    type IntoIter = core::slice::Iter<'s, K>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = alloc::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, const N: usize> From<[K; N]> for SortedSet<K> {
    fn from(keys: [K; N]) -> Self {
        keys.into_iter().collect()
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for SortedMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use alloc::{collections::BTreeMap, vec, vec::Vec};
    use proptest::prelude::*;

    #[test]
    fn a_key_is_in_a_set_once_and_in_its_place() {
        let mut set = SortedSet::new();
        assert!(set.insert(130) && set.insert(129) && set.insert(131) && !set.insert(130));
        assert_eq!(set.iter().copied().collect::<Vec<_>>(), [129, 130, 131]);
        assert!(set.contains(&129) && !set.contains(&128));
    }

    #[test]
    fn of_several_values_of_one_key_the_last_stands() {
        let map = SortedMap::from([("b", 1), ("a", 2), ("b", 3)]);
        assert_eq!(map.iter().collect::<Vec<_>>(), [(&"a", &2), (&"b", &3)]);
        let mut map = map;
        assert_eq!((map.insert("b", 4), map.insert("c", 5)), (Some(3), None));
        *map.slot("d") += 1;
        *map.slot("d") += 1;
        assert_eq!((map.get(&"b"), map.get(&"d"), map.get(&"e")), (Some(&4), Some(&2), None));
    }

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_sort_does_and_keeps_the_order_of_equals(keys in prop::collection::vec(0_u8..20, 0..70)) {
            let mut ours: Vec<(u8, usize)> = keys.iter().copied().zip(0..).collect();
            let mut theirs = ours.clone();
            sort_by(&mut ours, &mut |a, b| a.0.cmp(&b.0));
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn it_is_a_map_as_a_tree_is_one(entries in prop::collection::vec((0_u8..20, 0_u8..9), 0..50)) {
            let tree: BTreeMap<u8, u8> = entries.iter().copied().collect();
            let collected: SortedMap<u8, u8> = entries.iter().copied().collect();
            let mut inserted = SortedMap::new();
            inserted.extend(entries);
            prop_assert_eq!(collected.into_iter().collect::<Vec<_>>(), tree.clone().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(inserted.into_iter().collect::<Vec<_>>(), tree.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_and_one_are_sorted() {
        let mut none: Vec<u8> = vec![];
        sort(&mut none);
        let mut one = vec![130];
        sort(&mut one);
        assert_eq!((none.len(), one), (0, vec![130]));
    }
}
