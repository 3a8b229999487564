//! A site's settings: text in the setting's own unit, inside the range that the ruleset allows.

use alloc::{string::String, vec::Vec};

use super::SettingDecl;
use crate::error::{LoadError, load};
use crate::record::nearest;
use crate::value::text::text;
use crate::value::{Constant, Date, Dimension, Duration, LocalTime, Number, SortedMap, TimeUnit, Unit};

/// Settings as they hold.
pub(super) struct Settings {
    /// By `SettingId`.
    pub values: Vec<Constant>,
    /// Those that differ from their default, by name, as shown.
    pub changed: SortedMap<String, String>,
}

/// Applies a site's texts to the declared settings.
pub(super) fn apply(declared: &[SettingDecl], texts: &SortedMap<String, String>) -> Result<Settings, LoadError> {
    if let Some(name) = texts.keys().find(|name| declared.iter().all(|setting| setting.name != **name)) {
        let error = LoadError::new(load::UNKNOWN_SETTING, text!["the ruleset declares no setting `", name, "`"]);
        return Err(match nearest(name, declared.iter().map(|setting| setting.name.as_str())) {
            Some(near) => error.help(text!["did you mean ", near, "?"]),
            None => error,
        });
    }
    let mut settings = Settings { values: Vec::with_capacity(declared.len()), changed: SortedMap::new() };
    for setting in declared {
        let value = match texts.get(&setting.name) {
            None => setting.default.clone(),
            Some(text) => value(setting, text)?,
        };
        if value != setting.default {
            settings.changed.insert(setting.name.clone(), shown(setting, &value));
        }
        settings.values.push(value);
    }
    Ok(settings)
}

fn value(setting: &SettingDecl, text: &str) -> Result<Constant, LoadError> {
    let text = text.trim();
    let read = match setting.default {
        Constant::Number(_) => number(setting, text).map(Constant::Number),
        Constant::Truth(_) => match text {
            "yes" => Some(Constant::Truth(true)),
            "no" => Some(Constant::Truth(false)),
            _ => None,
        },
        Constant::Date(_) => Date::parse(text).map(Constant::Date),
        Constant::Time(_) => LocalTime::parse(text).map(Constant::Time),
        Constant::Instant(_) | Constant::Symbol(_) | Constant::None => None,
    };
    let Some(value) = read else {
        let message =
            text!["setting `", setting.name, "`: expected a value such as \"", shown(setting, &setting.default), "\""];
        return Err(LoadError::new(load::UNREADABLE_SETTING, message));
    };
    if !is_within(setting, &value) {
        let shown = |bound: &Option<Constant>| bound.as_ref().map_or("any".into(), |bound| shown(setting, bound));
        let (low, high) = (shown(&setting.low), shown(&setting.high));
        let message = text!["setting `", setting.name, "`: expected a value from ", low, " to ", high];
        return Err(LoadError::new(load::SETTING_OUT_OF_RANGE, message));
    }
    Ok(value)
}

/// Whether a value lies in the setting's range, both ends in; what has no order has no range.
pub(super) fn is_within(setting: &SettingDecl, value: &Constant) -> bool {
    let not_below = |low: &Constant, value: &Constant| match (low, value) {
        (Constant::Number(low), Constant::Number(value)) => low <= value,
        (Constant::Time(low), Constant::Time(value)) => low <= value,
        _ => false,
    };
    setting.low.as_ref().is_none_or(|low| not_below(low, value))
        && setting.high.as_ref().is_none_or(|high| not_below(value, high))
}

/// A number with its unit, converted exactly into the setting's.
fn number(setting: &SettingDecl, text: &str) -> Option<Number> {
    let (digits, unit) = match text.split_once(|c: char| c.is_ascii_whitespace()) {
        Some((digits, unit)) => (digits, Some(unit.trim())),
        None => (text, None),
    };
    let number = Number::parse(digits)?;
    let Some(one) = setting.time else {
        let declared = setting.unit.unwrap_or(Unit::ONE);
        let Some(unit) = unit else {
            return (declared == Unit::ONE).then_some(number);
        };
        let number = number.mul(Unit::written(unit).or_else(|| Unit::ucum(unit))?.factor_to(declared)?)?;
        let calendar = matches!(declared.dimension(), Dimension::CalendarDays | Dimension::CalendarMonths);
        return if calendar { whole(number) } else { Some(number) };
    };
    let unit = TimeUnit::written(unit?)?.unit();
    whole(number.mul(unit.factor_to(one.unit.unit())?)?.div(Number::integer(one.count.into()))?)
}

/// Days, months and hours to wait are counted whole.
fn whole(count: Number) -> Option<Number> {
    (count.is_integer() && count >= Number::ZERO).then_some(count)
}

/// As a person reads it: `170 mmHg`, `5 days`.
pub(super) fn shown(setting: &SettingDecl, value: &Constant) -> String {
    match (value, setting.time, setting.unit) {
        (Constant::Number(number), Some(one), _) => {
            let count = number.mul(Number::integer(one.count.into())).and_then(Number::to_i64);
            match count.and_then(|count| u32::try_from(count).ok()) {
                Some(count) => text![Duration { count, unit: one.unit }],
                None => text![number, " ", one.unit.unit()],
            }
        }
        (Constant::Number(number), None, Some(unit)) if unit != Unit::ONE => text![number, " ", unit],
        (Constant::Number(number), ..) => text![number],
        (Constant::Truth(truth), ..) => if *truth { "yes" } else { "no" }.into(),
        (Constant::Date(date), ..) => text![date],
        (Constant::Time(time), ..) => text![time],
        (Constant::Instant(instant), ..) => text![instant],
        (Constant::Symbol(_) | Constant::None, ..) => "as the ruleset has it".into(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::{Settings, apply};
    use crate::error::LoadError;
    use crate::ruleset::SettingDecl;
    use crate::value::SortedMap;
    use crate::value::id::SpanId;
    use crate::value::{Constant, Duration, Number, Unit};
    use alloc::{string::ToString, vec};

    fn n(number: i128) -> Constant {
        Constant::Number(Number::integer(number))
    }

    fn with(name: &str, text: &str) -> Result<Settings, LoadError> {
        let systolic = SettingDecl {
            name: "critical_systolic".into(),
            unit: Some(Unit::MMHG),
            time: None,
            default: n(180),
            low: Some(n(160)),
            high: Some(n(200)),
            at: SpanId(0),
        };
        let reminder = SettingDecl {
            name: "first_reminder".into(),
            unit: None,
            time: Duration::parse("1 day"),
            default: n(7),
            low: Some(n(3)),
            high: Some(n(14)),
            at: SpanId(0),
        };
        apply(&[systolic, reminder], &SortedMap::from([(name.into(), text.into())]))
    }

    fn error(name: &str, text: &str) -> &'static str {
        with(name, text).err().unwrap().code
    }

    #[test]
    fn a_setting_is_read_in_its_unit_and_shown_where_it_differs() {
        let settings = with("critical_systolic", "170 mmHg").unwrap();
        assert_eq!(settings.values, vec![n(170), n(7)]);
        assert_eq!(settings.changed, SortedMap::from([("critical_systolic".into(), "170 mmHg".into())]));
        let settings = with("first_reminder", "1 week").unwrap();
        assert_eq!((settings.values, settings.changed.len()), (vec![n(180), n(7)], 0));
        assert_eq!(with("first_reminder", "10 days").unwrap().changed.get("first_reminder").unwrap(), "10 days");
        assert_eq!(with("critical_systolic", "24 kPa").unwrap().changed.len(), 1);
    }

    #[test]
    fn both_ends_of_the_range_are_in_it() {
        for text in ["160 mmHg", "200 mmHg"] {
            assert!(with("critical_systolic", text).is_ok(), "{text}");
        }
        for text in ["159 mmHg", "201 mmHg", "159.999 mmHg", "-180 mmHg"] {
            assert_eq!(error("critical_systolic", text), "care::H0011", "{text}");
        }
        assert_eq!(error("first_reminder", "2 days"), "care::H0011");
        let message = with("critical_systolic", "210 mmHg").err().unwrap().to_string();
        assert!(
            message.starts_with("care::H0011: setting `critical_systolic`: expected a value from 160 mmHg to 200 mmHg")
        );
    }

    #[test]
    fn without_its_unit_or_in_another_it_is_not_taken() {
        for text in ["170", "170 kg", "mmHg", "", "1e2x mmHg", "170mmHg", "170 mmHg or so"] {
            assert_eq!(error("critical_systolic", text), "care::H0010", "{text}");
        }
        for text in ["7", "7.5 days", "48 hours", "1 month", "-7 days"] {
            assert_eq!(error("first_reminder", text), "care::H0010", "{text}");
        }
    }

    #[test]
    fn an_unknown_setting_is_an_error_with_the_name_that_was_meant() {
        let error = with("critical_sistolic", "170 mmHg").err().unwrap();
        assert_eq!((error.code, error.help.as_str()), ("care::H0009", "did you mean critical_systolic?"));
    }
}
