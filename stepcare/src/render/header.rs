//! First line: whose answer, of which ruleset, as of when and where.

use super::page::Page;

pub fn write(page: &mut Page<'_>) {
    let e = page.evaluation;
    let as_of = page.calendar.full_moment(e.as_of);
    let (name, version, hash) = (&e.ruleset.name, &e.ruleset.version, short_hash(&e.ruleset.hash));
    let (patient, zone, rules) = (&e.patient, &e.zone, &e.zone_rules);
    page.line(&format!("{patient} · {name} {version} (sha {hash}) · as of {as_of}, {zone} (zone rules {rules})"));
    if !e.ruleset.settings.is_empty() {
        let set = e.ruleset.settings.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>();
        page.line(&format!("settings changed here: {}", set.join(", ")));
    }
}

/// `sha256:7f3c…a91e` as `7f3c…a91e`.
fn short_hash(hash: &str) -> String {
    let hex = hash.strip_prefix("sha256:").unwrap_or(hash);
    match (hex.get(..4), hex.len().checked_sub(4).and_then(|from| hex.get(from..))) {
        (Some(first), Some(last)) if hex.len() > 8 => format!("{first}…{last}"),
        _ => hex.into(),
    }
}
