//! The binary form of a compiled ruleset: small to write, to read, and to link. Integers take seven bits a byte, the
//! least first; texts and lists begin with their length; an enumeration begins with its variant's number; what JSON
//! writes as one text is that text.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use super::{Code, CodeSystem, Date, Instant, LocalTime, Number, Symbol, Unit};

/// What has a binary form.
pub trait Wire: Sized {
    /// Writes it behind what is there.
    fn write(&self, to: &mut Vec<u8>);

    /// Reads it and leaves what follows; `None` where the bytes are no such thing.
    fn read(from: &mut &[u8]) -> Option<Self>;
}

/// The binary form.
pub fn to_bytes(value: &impl Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.write(&mut bytes);
    bytes
}

/// Reads a binary form that nothing follows.
#[must_use]
pub fn from_bytes<T: Wire>(mut bytes: &[u8]) -> Option<T> {
    let value = T::read(&mut bytes)?;
    bytes.is_empty().then_some(value)
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

    fn read(from: &mut &[u8]) -> Option<u32> {
        u32::try_from(read_integer(from)?).ok()
    }
}

impl Wire for bool {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn read(from: &mut &[u8]) -> Option<bool> {
        match u32::read(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Wire for String {
    fn write(&self, to: &mut Vec<u8>) {
        write_integer(self.len() as u128, to);
        to.extend_from_slice(self.as_bytes());
    }

    #[inline(never)]
    fn read(from: &mut &[u8]) -> Option<String> {
        let length = usize::try_from(read_integer(from)?).ok()?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        core::str::from_utf8(text).ok().map(String::from)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, to: &mut Vec<u8>) {
        write_integer(self.len() as u128, to);
        self.iter().for_each(|item| item.write(to));
    }

    fn read(from: &mut &[u8]) -> Option<Vec<T>> {
        // Nothing is reserved for a length that was only claimed: every item takes a byte at least.
        let mut items = Vec::new();
        for _ in 0..read_integer(from)? {
            items.push(T::read(from)?);
        }
        Some(items)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(u8::from(self.is_some()));
        self.iter().for_each(|value| value.write(to));
    }

    fn read(from: &mut &[u8]) -> Option<Option<T>> {
        if bool::read(from)? { T::read(from).map(Some) } else { Some(None) }
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn write(&self, to: &mut Vec<u8>) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut &[u8]) -> Option<(A, B)> {
        Some((A::read(from)?, B::read(from)?))
    }
}

/// Whether it is below zero, then numerator and denominator.
impl Wire for Number {
    fn write(&self, to: &mut Vec<u8>) {
        (self.numerator() < 0).write(to);
        write_integer(self.numerator().unsigned_abs(), to);
        write_integer(self.denominator().unsigned_abs(), to);
    }

    fn read(from: &mut &[u8]) -> Option<Number> {
        let negative = bool::read(from)?;
        let mut integer = || i128::try_from(read_integer(from)?).ok();
        let (numerator, denominator) = (integer()?, integer()?);
        let numerator = if negative { numerator.checked_neg()? } else { numerator };
        Number::ratio(numerator, denominator)
    }
}

impl Wire for Symbol {
    fn write(&self, to: &mut Vec<u8>) {
        self.0.write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Symbol> {
        u32::read(from).map(Symbol)
    }
}

impl Wire for Date {
    fn write(&self, to: &mut Vec<u8>) {
        self.to_string().write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Date> {
        Date::parse(&String::read(from)?)
    }
}

impl Wire for Instant {
    fn write(&self, to: &mut Vec<u8>) {
        self.to_string().write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Instant> {
        Instant::parse(&String::read(from)?).ok()
    }
}

impl Wire for LocalTime {
    fn write(&self, to: &mut Vec<u8>) {
        self.to_string().write(to);
    }

    fn read(from: &mut &[u8]) -> Option<LocalTime> {
        LocalTime::parse(&String::read(from)?)
    }
}

impl Wire for Unit {
    fn write(&self, to: &mut Vec<u8>) {
        String::from(self.code()).write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Unit> {
        let code = String::read(from)?;
        Unit::all().find(|unit| unit.code() == code)
    }
}

impl Wire for Code {
    fn write(&self, to: &mut Vec<u8>) {
        String::from(self.system.uri()).write(to);
        self.code.write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Code> {
        let system = CodeSystem::of_uri(&String::read(from)?);
        Some(Code::new(system, &String::read(from)?))
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

            fn read(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: $crate::value::wire::Wire::read(from)?),* })
            }
        }
    };
}

/// `wire_enum! { Take { 0 => FirstInEachSession(most), 1 => LastInEachSession(most) } }`: every variant with its number,
/// which stays its own for as long as the format does.
macro_rules! wire_enum {
    ($name:path { $($number:literal => $variant:ident $(($($item:ident),*))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl $crate::value::wire::Wire for $name {
            fn write(&self, to: &mut alloc::vec::Vec<u8>) {
                match self {
                    $(Self::$variant $(($($item),*))? $({ $($field),* })? => {
                        to.push($number);
                        $($($crate::value::wire::Wire::write($item, to);)*)?
                        $($($crate::value::wire::Wire::write($field, to);)*)?
                    })*
                }
            }

            fn read(from: &mut &[u8]) -> Option<Self> {
                Some(match <u32 as $crate::value::wire::Wire>::read(from)? {
                    $($number => {
                        $($(let $item = $crate::value::wire::Wire::read(from)?;)*)?
                        $($(let $field = $crate::value::wire::Wire::read(from)?;)*)?
                        Self::$variant $(($($item),*))? $({ $($field),* })?
                    })*
                    _ => return None,
                })
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
