//! Texts put together from parts, `text!["at most ", limit, " rows"]`: what `format!` does, without its machinery, which
//! would be a thirtieth of the WebAssembly module.

use alloc::string::String;

/// What can stand in a text; written as [`core::fmt::Display`] writes it.
pub(crate) trait Part {
    /// Adds itself at the end.
    fn put(&self, to: &mut String);
}

/// The parts one after the other, as one `String`.
macro_rules! text {
    ($($part:expr),* $(,)?) => {{
        let mut text = alloc::string::String::new();
        $($crate::value::text::Part::put(&$part, &mut text);)*
        text
    }};
}
pub(crate) use text;

/// `Display` for what is a [`Part`], for everyone outside the engine.
macro_rules! display_of_part {
    ($($name:ty),* $(,)?) => {
        $(impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&$crate::value::text::text![self])
            }
        })*
    };
}
pub(crate) use display_of_part;

/// A whole number with zeros in front, up to so many digits.
pub(crate) struct Padded(pub u128, pub usize);

impl<T: Part + ?Sized> Part for &T {
    fn put(&self, to: &mut String) {
        (**self).put(to);
    }
}

impl Part for str {
    fn put(&self, to: &mut String) {
        to.push_str(self);
    }
}

impl Part for String {
    fn put(&self, to: &mut String) {
        to.push_str(self);
    }
}

impl Part for char {
    fn put(&self, to: &mut String) {
        to.push(*self);
    }
}

impl Part for bool {
    fn put(&self, to: &mut String) {
        to.push_str(if *self { "true" } else { "false" });
    }
}

impl Part for Padded {
    fn put(&self, to: &mut String) {
        digits(self.0, self.1, to);
    }
}

macro_rules! whole {
    ($($name:ty),*) => {
        $(impl Part for $name {
            fn put(&self, to: &mut String) {
                digits(*self as u128, 1, to);
            }
        })*
    };
}
whole!(u8, u16, u32, u64, usize, u128);

macro_rules! signed {
    ($($name:ty),*) => {
        $(impl Part for $name {
            fn put(&self, to: &mut String) {
                if *self < 0 {
                    to.push('-');
                }
                digits(self.unsigned_abs() as u128, 1, to);
            }
        })*
    };
}
signed!(i32, i64, i128);

/// The decimal digits, at least so many.
#[inline(never)]
fn digits(mut rest: u128, least: usize, to: &mut String) {
    // 2^128 has 39 digits.
    let mut written = [b'0'; 39];
    let mut count = 0;
    for place in written.iter_mut().rev() {
        if rest == 0 && count >= least {
            break;
        }
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
        count += 1;
    }
    for digit in written.iter().rev().take(count).rev() {
        to.push(char::from(*digit));
    }
}

#[cfg(test)]
mod tests {
    use super::Padded;
    use alloc::format;
    use alloc::string::ToString;

    #[test]
    fn numbers_read_as_elsewhere() {
        for number in [i128::MIN, -130, -1, 0, 9, 10, 130, i128::MAX] {
            assert_eq!(text![number], number.to_string());
        }
        assert_eq!(text![u128::MAX], u128::MAX.to_string());
        assert_eq!(text![7_u8, "/", 70_usize, '.', i64::MIN, true], format!("7/70.{}true", i64::MIN));
    }

    #[test]
    fn zeros_fill_the_places_in_front() {
        assert_eq!(
            text![Padded(0, 1), " ", Padded(7, 2), " ", Padded(2026, 2), " ", Padded(1, 12)],
            "0 07 2026 000000000001"
        );
    }
}
