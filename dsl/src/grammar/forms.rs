//! What each clause looks like: an example that its author can write over. Each is read by the rule that it stands for.

use super::Rule;

/// A clause of a rule, as it is written; none where the message says all there is.
pub(super) fn form(rule: Rule) -> Option<&'static str> {
    FORMS.iter().find(|(known, _)| *known == rule).map(|(_, form)| *form)
}

const FORMS: [(Rule, &str); 72] = [
    (Rule::care_line, "care edition 2026"),
    (Rule::ruleset_line, "ruleset clinic version \"2026.1\" effective 2026-01-01"),
    (Rule::shared_line, "shared clinic version \"2026.1\""),
    (Rule::title_line, "title \"Remote hypertension management\""),
    (Rule::uses_line, "uses antihypertensives from \"antihypertensives.care\""),
    (Rule::every_line, "every clinical rule cites a source"),
    (Rule::source_line, "source acc_2017 \"2017 ACC/AHA Guideline\" doi \"10.1161/HYP.0000000000000065\""),
    (Rule::role_line, "role navigator, pharmacist"),
    (Rule::task_line, "task call \"Call the patient\""),
    (Rule::channel_line, "channel phone are tasks for navigator due in 2 business days"),
    (Rule::topic_line, "topic monitoring \"Reminders\" with consent version \"1\" only 08:00 .. 20:00 patient time"),
    (Rule::setting_line, "setting first_call : days = 7 days from 3 days .. 14 days"),
    (Rule::facts_head, "facts"),
    (Rule::fact_line, "weight : kg in 20 .. 400 valid 1 year from chart"),
    (Rule::series_head, "series home_bp"),
    (Rule::series_current, "current within 1 day"),
    (Rule::series_assume, "assume none when not supplied"),
    (Rule::codes_member, "icd10 E11 and below \"Type 2 diabetes mellitus\""),
    (Rule::define_line, "define age = whole years from birth_date to today"),
    (Rule::screening_head, "screening eligibility"),
    (Rule::screening_line, "exclude under_age when age < 18 years \"Under 18\" cite protocol"),
    (Rule::screening_otherwise, "otherwise eligible"),
    (Rule::average_head, "average home_average of home_bp"),
    (Rule::average_where, "where method is cuff"),
    (Rule::average_window, "window last 7 days"),
    (Rule::average_after, "after 2 weeks after last dose change"),
    (Rule::average_skip, "skip first day"),
    (Rule::average_session, "session morning 04:00 .. 12:00, evening 16:00 .. 24:00"),
    (Rule::average_take, "take first 2 in each session"),
    (Rule::average_reject, "reject when systolic - diastolic < 10 mmHg \"implausible\""),
    (Rule::average_need, "need 3 days with 2 morning and 2 evening"),
    (Rule::average_stands, "stands 14 days"),
    (Rule::average_report, "report mean systolic, mean diastolic, shown to 1 mmHg"),
    (Rule::alert_head, "alert out_of_bounds on each home_bp in last 14 days"),
    (Rule::alert_line, "critical when systolic >= 180 mmHg then task review for clinician due today cite protocol"),
    (Rule::alert_confirm, "confirm by another reading within 30 minutes"),
    (Rule::alert_daily, "one task a day"),
    (Rule::goal_head, "goal target for home_average"),
    (Rule::goal_line, "below 130/80 when age >= 85 years cite protocol"),
    (Rule::contraindicated_line, "contraindicated start of acei when potassium > 5.0 mmol/L cite protocol"),
    (
        Rule::check_line,
        "check potassium between 7 and 28 days after start or raise of acei then order bmp cite protocol",
    ),
    (Rule::ladder_head, "titration ladder for target cite protocol"),
    (Rule::ladder_path, "path sweet when conditions has diabetes"),
    (Rule::path_step, "step 1 start losartan 50 mg"),
    (Rule::ladder_hold, "hold when unwell then task call for navigator due in 1 day"),
    (Rule::ladder_step, "step then task review for pharmacist due in 2 business days"),
    (Rule::ladder_wait, "wait 4 weeks after each change or review"),
    (Rule::ladder_require, "require potassium before acei, arb then order bmp"),
    (Rule::ladder_exhausted, "exhausted then refer special for clinician"),
    (Rule::table_head, "table follow_up exactly one row cite protocol"),
    (Rule::score_head, "score risk cite protocol"),
    (Rule::score_line, "2 when conditions has heart_failure"),
    (Rule::when_line, "when risk >= 3 then task call for navigator again after 30 days"),
    (Rule::cards_head, "cards readings topic readings first row cite protocol"),
    (Rule::card_line, "warning \"Above goal\" when target is above goal"),
    (Rule::measure_head, "measure bp_controlled cite protocol"),
    (Rule::measure_line, "counts when target is at goal"),
    (Rule::measure_value, "value count days of home_bp in last 30 days"),
    (Rule::measure_split, "split by language, sex"),
    (Rule::message_head, "message check_your_bp topic monitoring"),
    (Rule::message_text, "en \"Please take two readings.\""),
    (Rule::reminder_head, "reminder first_readings"),
    (Rule::reminder_start, "start at cuff_sent_at"),
    (Rule::reminder_stop, "stop when any home_bp received since cuff_sent_at"),
    (Rule::reminder_after, "after 3 days message check_your_bp by sms, else phone"),
    (Rule::reminder_every, "every 7 days up to 2 times"),
    (Rule::formulary_head, "formulary small version \"2026.1\""),
    (
        Rule::formulary_drug,
        "drug amlodipine class ccb rxnorm 17767 \"amlodipine\" doses 5 mg, 10 mg daily tablets 5 mg, 10 mg",
    ),
    (
        Rule::formulary_product,
        "product \"amlodipine / valsartan\" rxnorm 722126 contains amlodipine 5 mg, valsartan 160 mg",
    ),
    (Rule::formulary_never, "never together acei, arb"),
    (Rule::tests_line, "tests for clinic from \"clinic.care\""),
    (Rule::as_of_line, "as of 2026-03-02T09:00 in America/New_York"),
];

#[cfg(test)]
mod tests {
    use super::FORMS;
    use crate::grammar::parse;

    #[test]
    fn each_example_is_read_by_the_rule_that_it_is_an_example_of() {
        for (rule, form) in FORMS {
            assert!(parse(rule, form, 0, 0).is_ok(), "{rule:?}: {form}");
        }
    }
}
