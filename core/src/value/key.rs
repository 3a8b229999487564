//! Digests, and the keys by which a host knows an action again. A key tells nothing about the patient it is of.

use alloc::{string::String, vec::Vec};
use core::fmt;
use hmac::{Hmac, KeyInit, Mac, digest::Key};
use sha2::{Digest, Sha256};

use super::base::{base32, hexadecimal};
use crate::value::text::text;

/// SHA-256 in lower-case hexadecimal: 64 characters.
///
/// ```
/// use stepcare_core::value::key::sha256_hex;
/// assert!(sha256_hex(b"abc").starts_with("ba7816bf8f01cfea"));
/// ```
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// A short digest that tells an action's content from another's: the first 128 bits of SHA-256, 32 characters.
#[must_use]
pub fn content_digest(bytes: &[u8]) -> String {
    hexadecimal(&first::<16>(&Sha256::digest(bytes)))
}

/// The secret that action keys are made with, so that nobody without it can test whom a key is of.
///
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySecret(Vec<u8>);

impl KeySecret {
    /// What stands in where the caller gives no secret. It is public: keys made with it hide nobody.
    const FIXED: &'static [u8] = b"stepcare: no key secret was given";

    /// The caller's secret; 32 random bytes are as good as more.
    #[must_use]
    pub fn new(bytes: &[u8]) -> KeySecret {
        KeySecret(bytes.into())
    }

    /// The secret used when none is given; results say so.
    #[must_use]
    pub fn fixed() -> KeySecret {
        KeySecret::new(KeySecret::FIXED)
    }

    /// Whether it is the public one of [`KeySecret::fixed`].
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.0 == KeySecret::FIXED
    }

    /// The name of the secret in a result: `sha256:` and its digest.
    #[must_use]
    pub fn digest(&self) -> String {
        text!["sha256:", sha256_hex(&self.0)]
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(..)")
    }
}

/// The key of an action: the first 160 bits of HMAC-SHA-256 over its parts, each after its length in 4 bytes, big end first.
///
/// The lengths keep parts apart: `["ab", "c"]` and `["a", "bc"]` have different keys.
#[must_use]
pub fn action_key(secret: &KeySecret, parts: &[&[u8]]) -> [u8; 20] {
    let mut mac = Hmac::<Sha256>::new(&block(&secret.0));
    for part in parts {
        // No part nears 4 GiB; were one to, the capped length would still be followed by all of its bytes.
        mac.update(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        mac.update(part);
    }
    first(&mac.finalize().into_bytes())
}

/// The secret as one block of the hash, as RFC 2104 says: its digest if it is longer, then zeros.
fn block(secret: &[u8]) -> Key<Hmac<Sha256>> {
    let mut block = Key::<Hmac<Sha256>>::default();
    let digest = Sha256::digest(secret);
    let bytes = if secret.len() > block.len() { digest.as_slice() } else { secret };
    block.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    block
}

/// The key as a result writes it: lower-case base32 of RFC 4648, 32 characters without padding.
#[must_use]
pub fn key_text(key: [u8; 20]) -> String {
    base32(&key)
}

/// The key for a host that wants a GUID: its first 128 bits as a version 8 UUID of RFC 9562, of which 122 are the key's.
#[must_use]
pub fn key_guid(key: [u8; 20]) -> String {
    let version = 0x8000_u128 << 64;
    let variant = 0x8000_u128 << 48;
    let bits = u128::from_be_bytes(first(&key)) & !(0xf000_u128 << 64) & !(0xc000_u128 << 48) | version | variant;
    let mut guid = hexadecimal(&bits.to_be_bytes());
    for at in [8, 13, 18, 23] {
        guid.insert(at, '-');
    }
    guid
}

/// The first `N` bytes, zeros where there are fewer.
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut first = [0; N];
    first.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    first
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{KeySecret, action_key, content_digest, key_guid, key_text, sha256_hex};
    use alloc::format;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    const KEY: [u8; 20] = [
        0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x01, 0x02,
        0x03, 0x04,
    ];

    #[test]
    fn digests_are_those_of_fips_180() {
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(content_digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223");
        assert_eq!(KeySecret::new(b"abc").digest(), format!("sha256:{}", sha256_hex(b"abc")));
    }

    #[test]
    fn a_key_is_the_hmac_of_parts_after_their_lengths() {
        for secret in [&b"Jefe"[..], &[0xaa; 64], &[0xaa; 131], b""] {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
            mac.update(b"\0\0\0\x0bremote_care\0\0\0\0\0\0\0\x05p-001");
            let whole = mac.finalize().into_bytes();
            let key = action_key(&KeySecret::new(secret), &[b"remote_care", b"", b"p-001"]);
            assert_eq!(Some(key.as_slice()), whole.get(..20));
        }
    }

    #[test]
    fn where_one_part_ends_and_whose_the_secret_is_change_the_key() {
        let secret = KeySecret::new(b"secret");
        assert_ne!(action_key(&secret, &[b"ab", b"c"]), action_key(&secret, &[b"a", b"bc"]));
        assert_ne!(action_key(&secret, &[b"a"]), action_key(&secret, &[b"a", b""]));
        assert_ne!(action_key(&secret, &[b"a"]), action_key(&KeySecret::fixed(), &[b"a"]));
    }

    #[test]
    fn a_key_is_written_in_base32_and_as_a_version_8_guid() {
        assert_eq!(key_text(KEY), "aaisem2ekvthpcezvk54zxpo74aqeaye");
        assert_eq!(key_guid(KEY), "00112233-4455-8677-8899-aabbccddeeff");
        assert_eq!(key_guid([0xff; 20]), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }

    #[test]
    fn the_secret_is_not_shown_and_the_fixed_one_says_so() {
        assert_eq!(format!("{:?}", KeySecret::new(b"abc")), "KeySecret(..)");
        assert!(KeySecret::fixed().is_fixed() && !KeySecret::new(b"abc").is_fixed());
    }
}
