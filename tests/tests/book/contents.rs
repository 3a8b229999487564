//! The table of contents, and the links between pages.

use std::collections::BTreeSet;

use stepcare_tests::root;

use super::page::pages;

/// The targets of a text's links, fenced blocks apart.
fn links(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut open = false;
    for line in text.lines() {
        let fence = line.starts_with("```");
        if !open && !fence {
            plain.push_str(line);
            plain.push('\n');
        }
        open ^= fence;
    }
    plain.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(String::from).collect()
}

#[test]
fn every_page_stands_in_the_contents_once() {
    let summary = std::fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let listed = links(&summary);
    let different: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(different.len(), listed.len(), "a page stands twice in the contents");
    let pages: BTreeSet<String> =
        pages().iter().map(|page| page.name().replacen("docs/", "", 1)).filter(|name| name != "SUMMARY.md").collect();
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), pages);
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        for link in links(&page.text).iter().filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let target = link.split('#').next().unwrap();
            if !page.path.parent().unwrap().join(target).exists() {
                broken.push(format!("{}: {link}", page.name()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}
