//! Check digits: the two that can tell a mistyped code without a table of codes.

/// Whether a LOINC code's last digit is right; `None` for a part, answer or group (`LP…`, `LA…`), which are made otherwise.
pub(super) fn loinc(code: &str) -> Option<bool> {
    if code.starts_with('L') {
        return None;
    }
    let Some((number, check)) = code.split_once('-') else {
        return Some(false);
    };
    Some(modulus_10(number).is_some_and(|digit| digits(check) == Some(digit) && check.len() == 1))
}

/// The modulus 10 ("Luhn") check digit: every second digit from the right is doubled.
fn modulus_10(number: &str) -> Option<u32> {
    digits(number)?;
    let sum = number.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().fold(0, |sum, (place, digit)| {
        let weighted = if place % 2 == 0 { digit * 2 } else { digit };
        (sum + weighted / 10 + weighted % 10) % 10
    });
    Some((10 - sum) % 10)
}

/// The value of a short run of ASCII digits.
fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Whether a SNOMED CT identifier has 6 to 18 digits and the last, Verhoeff's check digit, is right.
pub(super) fn snomed(code: &str) -> bool {
    let plausible = (6..=18).contains(&code.len()) && !code.starts_with('0');
    plausible && code.bytes().all(|b| b.is_ascii_digit()) && verhoeff(code) == Some(0)
}

/// Verhoeff's sum: multiplies in the group of a pentagon's symmetries, each digit permuted by its place.
fn verhoeff(number: &str) -> Option<usize> {
    number.chars().rev().zip((0..8).cycle()).try_fold(0, |sum, (c, place)| {
        let digit = usize::try_from(c.to_digit(10)?).ok()?;
        let permuted = (0..place).try_fold(digit, |digit, _| STEP.get(digit).copied())?;
        Some(times(sum, permuted))
    })
}

/// The permutation that each place to the left applies once more; the eighth time it is none.
const STEP: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// The product of two symmetries: 0 to 4 are the turns, 5 to 9 the mirrorings.
fn times(left: usize, right: usize) -> usize {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => (left + right) % 5 + 5,
        (false, true) => (left + 5 - right) % 5 + 5,
        (false, false) => (left + 5 - right) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::{loinc, snomed};

    #[test]
    fn loinc_codes_in_use_hold_and_one_wrong_digit_does_not() {
        for code in
            ["8480-6", "8462-4", "2823-3", "2160-0", "29463-7", "4548-4", "30934-4", "85354-9", "55284-4", "9318-7"]
        {
            assert_eq!(loinc(code), Some(true), "{code}");
        }
        for code in ["8480-5", "8840-6", "2832-3", "8480", "8480-", "-6", "8480-66", "84a0-6", "", "99999999999-1"] {
            assert_eq!(loinc(code), Some(false), "{code}");
        }
        assert_eq!(loinc("LP7768-7"), None);
    }

    #[test]
    fn snomed_codes_in_use_hold_and_one_wrong_digit_does_not() {
        for code in
            ["41291007", "38341003", "271649006", "271650006", "73211009", "84114007", "77386006", "900000000000207008"]
        {
            assert!(snomed(code), "{code}");
        }
        for code in ["41291008", "41219007", "38341004", "0", "", "4129100x", "12345", "9000000000002070080"] {
            assert!(!snomed(code), "{code}");
        }
    }
}
