//! `given setting critical_systolic is 170 mmHg`: a setting as a site may load it.

use stepcare_core::value::{Constant, Number, Unit};

use super::given::quantity;
use crate::diagnostic::{Diagnostic, code};
use crate::grammar::Node;
use crate::lower::Lower;
use crate::scope::Meaning;
use crate::syntax::expression::name;

/// The setting and its value, as text; out of its range is an error here, as it is when a site loads it.
pub(super) fn given(node: &Node, cx: &mut Lower<'_>) -> Option<(String, String)> {
    let named = name(node.name()?);
    let Some(Meaning::Setting(id)) = cx.scope.values.get(&named.text) else {
        let error = cx.unknown_value(&named, "setting");
        return cx.fail(error);
    };
    let declared = cx.out.settings.get(id.index())?;
    let unit = declared.unit.or(declared.time.map(|time| time.unit.unit())).unwrap_or(Unit::ONE);
    // A setting of time is a number of steps: `days`, `2 weeks`.
    let step = Number::integer(declared.time.map_or(1, |time| time.count).into());
    let (default, low, high) = (declared.default.clone(), declared.low.clone(), declared.high.clone());
    let written = node.children.last()?;
    if let Constant::Number(_) = default {
        let (number, from) = quantity(written, unit, cx)?;
        let number = number.mul(from.factor_to(unit)?)?.div(step)?;
        let bound = |bound: Option<Constant>| match bound {
            Some(Constant::Number(bound)) => Some(bound),
            _ => None,
        };
        let (low, high): (Option<Number>, Option<Number>) = (bound(low), bound(high));
        if low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high) {
            let message = format!("no site may set `{}` so", named.text);
            let error = Diagnostic::new(code::TEST, written.span, message, "outside the setting's range");
            return cx.fail(match cx.scope.values.place(&named.text) {
                Some(place) => error.label(place, "declared here"),
                None => error,
            });
        }
    }
    Some((named.text, written.text.clone()))
}
