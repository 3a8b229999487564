//! Ages: completed years and months between two dates.
//!
//! A birthday of 29 February is on 1 March in a year without one (D-33). Months follow the same rule: what has no such
//! day in a month turns on the first of the next.

use super::in_range;
use chrono::{Datelike, NaiveDate};

/// Completed years from one date to another; negative before `from`.
///
/// ```
/// use stepcare_core::value::date::whole_years;
/// let (born, day) = ("2008-02-29".parse().unwrap(), |text: &str| text.parse().unwrap());
/// assert_eq!(whole_years(born, day("2026-02-28")), 17);
/// assert_eq!(whole_years(born, day("2026-03-01")), 18);
/// ```
#[must_use]
pub fn whole_years(from: NaiveDate, to: NaiveDate) -> i64 {
    let years = i64::from(to.year()) - i64::from(from.year());
    let before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    years - i64::from(before_birthday)
}

/// Completed months from one date to another; negative before `from`.
#[must_use]
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> i64 {
    month_of(to) - month_of(from) - i64::from(to.day() < from.day())
}

/// The first day on which [`whole_years`] from `from` reaches `years`; `None` outside the years 1 to 9999.
#[must_use]
pub fn date_of_age(from: NaiveDate, years: i64) -> Option<NaiveDate> {
    date_of_months(from, years.checked_mul(12)?)
}

/// The first day on which [`whole_months`] from `from` reaches `months`; `None` outside the years 1 to 9999.
#[must_use]
pub fn date_of_months(from: NaiveDate, months: i64) -> Option<NaiveDate> {
    let month = month_of(from).checked_add(months)?;
    let first = |month: i64| {
        let (year, month0) = (i32::try_from(month.div_euclid(12)).ok()?, u32::try_from(month.rem_euclid(12)).ok()?);
        NaiveDate::from_ymd_opt(year, month0 + 1, 1)
    };
    let first_day = first(month)?;
    in_range(match first_day.with_day(from.day()) {
        Some(day) => day,
        None => first(month.checked_add(1)?)?,
    })
}

/// Months since the start of the year 0.
fn month_of(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{date_of_age, date_of_months, whole_months, whole_years};
    use alloc::string::ToString;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_birthday_completes_a_year() {
        assert_eq!(whole_years(day("1961-04-01"), day("2026-03-31")), 64);
        assert_eq!(whole_years(day("1961-04-01"), day("2026-04-01")), 65);
        assert_eq!(whole_years(day("1961-04-01"), day("1961-04-01")), 0);
        assert_eq!(whole_years(day("1961-04-01"), day("1961-03-31")), -1);
    }

    #[test]
    fn who_was_born_on_29_february_turns_on_1_march() {
        let born = day("2008-02-29");
        assert_eq!(whole_years(born, day("2026-02-28")), 17);
        assert_eq!(whole_years(born, day("2026-03-01")), 18);
        assert_eq!(whole_years(born, day("2028-02-28")), 19);
        assert_eq!(whole_years(born, day("2028-02-29")), 20);
        assert_eq!(date_of_age(born, 18), Some(day("2026-03-01")));
        assert_eq!(date_of_age(born, 20), Some(day("2028-02-29")));
    }

    #[test]
    fn months_complete_on_their_day_or_on_the_first_after_it() {
        assert_eq!(whole_months(day("2026-01-31"), day("2026-02-28")), 0);
        assert_eq!(whole_months(day("2026-01-31"), day("2026-03-01")), 1);
        assert_eq!(whole_months(day("2026-01-31"), day("2026-03-31")), 2);
        assert_eq!(date_of_months(day("2026-01-31"), 1), Some(day("2026-03-01")));
        assert_eq!(date_of_months(day("2026-12-15"), 1), Some(day("2027-01-15")));
    }

    #[test]
    fn an_age_out_of_range_has_no_date() {
        for years in [i64::MIN, -2026, 7974, i64::MAX] {
            assert_eq!(date_of_age(day("2026-03-02"), years), None);
        }
        assert_eq!(date_of_age(day("9998-12-31"), 1).map(|day| day.to_string()).as_deref(), Some("9999-12-31"));
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (600_000..900_000_i32).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap())
    }

    proptest! {
        #[test]
        fn the_date_of_an_age_is_the_first_day_of_it(from in any_day(), years in -200..200_i64) {
            let reached = date_of_age(from, years).unwrap();
            prop_assert_eq!(whole_years(from, reached), years);
            prop_assert_eq!(whole_years(from, reached.pred_opt().unwrap()), years - 1);
        }

        #[test]
        fn the_date_of_months_is_the_first_day_of_them(from in any_day(), months in -2000..2000_i64) {
            let reached = date_of_months(from, months).unwrap();
            prop_assert!(whole_months(from, reached) >= months);
            prop_assert!(whole_months(from, reached.pred_opt().unwrap()) < months);
        }

        #[test]
        fn twelve_months_are_a_year(from in any_day(), to in any_day()) {
            prop_assert_eq!(whole_months(from, to).div_euclid(12), whole_years(from, to));
        }
    }
}
