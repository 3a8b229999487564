//! Bytes as text: hexadecimal, base32 and base64 of RFC 4648.

use alloc::{string::String, vec::Vec};

const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Lower-case hexadecimal.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    digits(bytes, 4, HEXADECIMAL)
}

/// Lower-case base32 without padding.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    digits(bytes, 5, BASE32)
}

/// Base64 with padding.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    let mut text = digits(bytes, 6, BASE64);
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// Digits of `width` bits each from the first bit on; the last one is filled up with zeros.
fn digits(bytes: &[u8], width: u32, alphabet: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    let mut push = |digit: u32| text.extend(alphabet.get(digit as usize).map(|digit| char::from(*digit)));
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= width {
            bits -= width;
            push(held >> bits);
            held &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        push(held << (width - bits));
    }
    text
}

/// The bytes of padded base64; `None` for any other text.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let digits = text.strip_suffix("==").or(text.strip_suffix('=')).unwrap_or(text);
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            if let Ok(byte) = u8::try_from(held >> bits) {
                bytes.push(byte);
            }
            held &= (1 << bits) - 1;
        }
    }
    (held == 0).then_some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_rfc_4648() {
        for (bytes, sixteen, thirty_two, sixty_four) in [
            ("", "", "", ""),
            ("f", "66", "my", "Zg=="),
            ("fo", "666f", "mzxq", "Zm8="),
            ("foo", "666f6f", "mzxw6", "Zm9v"),
            ("foobar", "666f6f626172", "mzxw6ytboi", "Zm9vYmFy"),
        ] {
            assert_eq!(hexadecimal(bytes.as_bytes()), sixteen);
            assert_eq!(base32(bytes.as_bytes()), thirty_two);
            assert_eq!(base64(bytes.as_bytes()), sixty_four);
            assert_eq!(from_base64(sixty_four).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn what_is_no_base64_is_none() {
        for text in ["Z", "Zg", "Zg=", "Zh==", "Z===", "====", "Zm9v\n", "Zm-v", "Zm9ü"] {
            assert_eq!(from_base64(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(from_base64(&base64(&bytes)), Some(bytes));
        }
    }
}
