//! Until when the answer holds, and whose word it is.

use super::page::Page;

pub fn write(page: &mut Page<'_>) {
    page.gap();
    let e = page.evaluation;
    let until = match &e.valid_until {
        Some(until) => {
            let row = until.because.row.as_ref().map(|row| format!(", reading {row}")).unwrap_or_default();
            let (at, what) = (page.calendar.full_moment(until.at), &until.because.what);
            format!("Holds until {at} ({}: {what}{row})", until.because.rule)
        }
        None => "Holds until something new arrives".into(),
    };
    let feeds: Vec<String> = e
        .feeds
        .iter()
        .filter_map(|(name, feed)| {
            Some(format!("{name} is heard from before {}", page.calendar.moment(feed.current_until?)))
        })
        .collect();
    let while_ = if feeds.is_empty() { String::new() } else { format!(" while {}", feeds.join(" and ")) };
    page.line(&format!("{until}{while_}"));
    page.line("A clinician decides. This is not a medical device.");
}
