//! The binary form of a compiled ruleset: small to write, to read, and to link. Integers take seven bits a byte, the
//! least first; texts and lists begin with their length; an enumeration begins with its variant's number; what JSON
//! writes as one text is that text.

use super::text::text;
use alloc::{string::String, vec::Vec};

use super::{Code, CodeSystem, Date, Instant, LocalTime, Number, Symbol, Unit};

/// What has a binary form.
pub trait Wire: Sized {
    /// Writes it behind what is there.
    fn write(&self, to: &mut Vec<u8>);

    /// Reads it and leaves what follows. Where the bytes are no such thing the reading fails and the value is any.
    fn read(from: &mut Reading<'_>) -> Self;
}

/// Bytes being read. Once it failed there is nothing left to read: every number is 0, every list and text is empty. So
/// readers need not look whether it failed after each part, which would be most of their code.
pub struct Reading<'a> {
    rest: &'a [u8],
    failed: bool,
}

impl Reading<'_> {
    /// These bytes are not what was to be read.
    pub fn fail(&mut self) {
        self.failed = true;
        self.rest = &[];
    }

    /// Fails where this does not hold.
    #[inline(never)]
    pub fn only_if(&mut self, holds: bool) {
        if !holds {
            self.fail();
        }
    }

    fn or_fail<T>(&mut self, value: Option<T>, otherwise: T) -> T {
        value.unwrap_or_else(|| {
            self.fail();
            otherwise
        })
    }

    /// Reads each item of a list.
    #[inline(never)]
    fn list(&mut self, item: &mut dyn FnMut(&mut Self)) {
        let mut left = self.integer();
        while left > 0 && !self.failed {
            item(self);
            left -= 1;
        }
    }

    #[inline(never)]
    fn integer(&mut self) -> u128 {
        let value = read_integer(&mut self.rest);
        self.or_fail(value, 0)
    }
}

/// The binary form.
pub fn to_bytes(value: &impl Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.write(&mut bytes);
    bytes
}

/// Reads a binary form that nothing follows.
#[must_use]
pub fn from_bytes<T: Wire>(bytes: &[u8]) -> Option<T> {
    let mut from = Reading { rest: bytes, failed: false };
    let value = T::read(&mut from);
    (!from.failed && from.rest.is_empty()).then_some(value)
}

fn write_integer(mut value: u128, to: &mut Vec<u8>) {
    while let (Ok(low), high @ 1..) = (u8::try_from(value & 0x7f), value >> 7) {
        to.push(low | 0x80);
        value = high;
    }
    to.extend(u8::try_from(value & 0x7f));
}

#[inline(never)]
fn read_integer(from: &mut &[u8]) -> Option<u128> {
    let mut value = 0_u128;
    for shift in (0..128).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        let part = u128::from(*byte & 0x7f);
        let shifted = part << shift;
        if shifted >> shift != part {
            return None;
        }
        value |= shifted;
        if *byte < 0x80 {
            return Some(value);
        }
    }
    None
}

impl Wire for u32 {
    fn write(&self, to: &mut Vec<u8>) {
        write_integer(u128::from(*self), to);
    }

    #[inline(never)]
    fn read(from: &mut Reading<'_>) -> u32 {
        let value = from.integer();
        from.or_fail(u32::try_from(value).ok(), 0)
    }
}

impl Wire for bool {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    #[inline(never)]
    fn read(from: &mut Reading<'_>) -> bool {
        let value = u32::read(from);
        from.only_if(value <= 1);
        value == 1
    }
}

impl Wire for String {
    fn write(&self, to: &mut Vec<u8>) {
        write_integer(self.len() as u128, to);
        to.extend_from_slice(self.as_bytes());
    }

    #[inline(never)]
    fn read(from: &mut Reading<'_>) -> String {
        let length = from.integer();
        let found = usize::try_from(length).ok().and_then(|length| from.rest.split_at_checked(length));
        let found = found.and_then(|(text, rest)| Some((core::str::from_utf8(text).ok()?, rest)));
        let (text, rest) = from.or_fail(found, ("", &[]));
        from.rest = rest;
        text.into()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, to: &mut Vec<u8>) {
        write_integer(self.len() as u128, to);
        self.iter().for_each(|item| item.write(to));
    }

    fn read(from: &mut Reading<'_>) -> Vec<T> {
        // Nothing is reserved for a length that was only claimed: every item takes a byte at least.
        let mut items = Vec::new();
        from.list(&mut |from| items.push(T::read(from)));
        items
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(u8::from(self.is_some()));
        self.iter().for_each(|value| value.write(to));
    }

    fn read(from: &mut Reading<'_>) -> Option<T> {
        bool::read(from).then(|| T::read(from))
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn write(&self, to: &mut Vec<u8>) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reading<'_>) -> (A, B) {
        (A::read(from), B::read(from))
    }
}

/// Whether it is below zero, then numerator and denominator.
impl Wire for Number {
    fn write(&self, to: &mut Vec<u8>) {
        (self.numerator() < 0).write(to);
        write_integer(self.numerator().unsigned_abs(), to);
        write_integer(self.denominator().unsigned_abs(), to);
    }

    #[inline(never)]
    fn read(from: &mut Reading<'_>) -> Number {
        let negative = bool::read(from);
        let (numerator, denominator) = (from.integer(), from.integer());
        let signed = || {
            let numerator = i128::try_from(numerator).ok()?;
            let numerator = if negative { numerator.checked_neg()? } else { numerator };
            Number::ratio(numerator, i128::try_from(denominator).ok()?)
        };
        from.or_fail(signed(), Number::ZERO)
    }
}

impl Wire for Symbol {
    fn write(&self, to: &mut Vec<u8>) {
        self.0.write(to);
    }

    fn read(from: &mut Reading<'_>) -> Symbol {
        Symbol(u32::read(from))
    }
}

/// What JSON writes as one text is that text here.
macro_rules! wire_text {
    ($($name:ident: $parse:expr, or $otherwise:expr;)*) => {
        $(impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                text![self].write(to);
            }

            #[inline(never)]
            fn read(from: &mut Reading<'_>) -> $name {
                let text = String::read(from);
                let parse: fn(&str) -> Option<$name> = $parse;
                from.or_fail(parse(&text), $otherwise)
            }
        })*
    };
}

wire_text! {
    Date: Date::parse, or Date::Year(1);
    Instant: |text| Instant::parse(text).ok(), or Instant::MIN;
    LocalTime: LocalTime::parse, or LocalTime::MIDNIGHT;
}

impl Wire for Unit {
    fn write(&self, to: &mut Vec<u8>) {
        String::from(self.code()).write(to);
    }

    #[inline(never)]
    fn read(from: &mut Reading<'_>) -> Unit {
        let code = String::read(from);
        from.or_fail(Unit::all().find(|unit| unit.code() == code), Unit::MMHG)
    }
}

impl Wire for Code {
    fn write(&self, to: &mut Vec<u8>) {
        String::from(self.system.uri()).write(to);
        self.code.write(to);
    }

    #[inline(never)]
    fn read(from: &mut Reading<'_>) -> Code {
        let system = CodeSystem::of_uri(&String::read(from));
        Code::new(system, &String::read(from))
    }
}

/// `wire_struct! { Duration { count, unit } }`: the fields, all of them, in the order in which they are written.
macro_rules! wire_struct {
    ($name:path { $($field:ident),* $(,)? }) => {
        impl $crate::value::wire::Wire for $name {
            fn write(&self, to: &mut alloc::vec::Vec<u8>) {
                let Self { $($field),* } = self;
                $($crate::value::wire::Wire::write($field, to);)*
            }

            fn read(from: &mut $crate::value::wire::Reading<'_>) -> Self {
                Self { $($field: $crate::value::wire::Wire::read(from)),* }
            }
        }
    };
}

/// `wire_enum! { Take { 0 => FirstInEachSession(most), 1 => LastInEachSession(most) } }`: every variant with its number,
/// which stays its own for as long as the format does.
macro_rules! wire_enum {
    ($name:path {
        0 => $first:ident $(($($first_item:ident),*))? $({ $($first_field:ident),* })?
        $(, $number:literal => $variant:ident $(($($item:ident),*))? $({ $($field:ident),* })?)* $(,)?
    }) => {
        impl $crate::value::wire::Wire for $name {
            fn write(&self, to: &mut alloc::vec::Vec<u8>) {
                match self {
                    Self::$first $(($($first_item),*))? $({ $($first_field),* })? => {
                        to.push(0);
                        $($($crate::value::wire::Wire::write($first_item, to);)*)?
                        $($($crate::value::wire::Wire::write($first_field, to);)*)?
                    }
                    $(Self::$variant $(($($item),*))? $({ $($field),* })? => {
                        to.push($number);
                        $($($crate::value::wire::Wire::write($item, to);)*)?
                        $($($crate::value::wire::Wire::write($field, to);)*)?
                    })*
                }
            }

            fn read(from: &mut $crate::value::wire::Reading<'_>) -> Self {
                match <u32 as $crate::value::wire::Wire>::read(from) {
                    $($number => {
                        $($(let $item = $crate::value::wire::Wire::read(from);)*)?
                        $($(let $field = $crate::value::wire::Wire::read(from);)*)?
                        Self::$variant $(($($item),*))? $({ $($field),* })?
                    })*
                    // Of a number that is no variant's, too, the first is read, out of nothing.
                    number => {
                        from.only_if(number == 0);
                        $($(let $first_item = $crate::value::wire::Wire::read(from);)*)?
                        $($(let $first_field = $crate::value::wire::Wire::read(from);)*)?
                        Self::$first $(($($first_item),*))? $({ $($first_field),* })?
                    }
                }
            }
        }
    };
}

pub(crate) use {wire_enum, wire_struct};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};

    fn again<T: Wire>(value: &T) -> Option<T> {
        from_bytes(&to_bytes(value))
    }

    #[test]
    fn integers_take_seven_bits_a_byte_and_come_back() {
        assert_eq!(to_bytes(&127_u32), [0x7f]);
        assert_eq!(to_bytes(&128_u32), [0x80, 0x01]);
        for value in [0, 127, 128, 16_383, 16_384, u32::MAX] {
            assert_eq!(again(&value), Some(value));
        }
    }

    #[test]
    fn an_integer_that_is_too_large_or_cut_off_is_none() {
        assert_eq!(from_bytes::<u32>(&[0xff, 0xff, 0xff, 0xff, 0x1f]), None);
        assert_eq!(from_bytes::<u32>(&[0x80]), None);
        assert_eq!(from_bytes::<Number>(&[&[0_u8][..], &[0xff; 18], &[0x7f, 1]].concat()), None);
    }

    #[test]
    fn numbers_are_exact_in_both_signs() {
        for text in ["0", "133.75", "-0.45359237", "170141183460469231731687303715884105727"] {
            let number = Number::parse(text).unwrap();
            assert_eq!(again(&number), Some(number), "{text}");
        }
        assert_eq!(again(&Number::ratio(401, 3).unwrap()), Number::ratio(401, 3));
        assert_eq!(from_bytes::<Number>(&[0, 1, 0]), None, "a denominator of nothing");
    }

    #[test]
    fn a_claimed_length_reserves_nothing_and_bytes_that_are_left_over_are_refused() {
        assert_eq!(from_bytes::<Vec<u32>>(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1]), None);
        assert_eq!(from_bytes::<String>(&[9, b'a']), None);
        assert_eq!(from_bytes::<String>(&[1, 0xff]), None, "no UTF-8");
        assert_eq!(from_bytes::<bool>(&[1, 1]), None);
        assert_eq!(from_bytes::<Option<bool>>(&[2]), None);
        assert_eq!(again(&vec![String::from("über"), String::new()]), Some(vec![String::from("über"), String::new()]));
    }

    #[test]
    fn what_json_writes_as_text_is_that_text() {
        let (date, time) = (Date::parse("1961-04").unwrap(), LocalTime::parse("07:30").unwrap());
        let instant = Instant::parse("2026-03-02T09:00:00-05:00").unwrap();
        assert_eq!((again(&date), again(&time), again(&instant)), (Some(date), Some(time), Some(instant)));
        assert_eq!(again(&Unit::MMHG), Some(Unit::MMHG));
        let code = Code::new(CodeSystem::Icd10, "I10");
        assert_eq!(again(&code), Some(code));
    }
}
