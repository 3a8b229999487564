//! Making and writing JSON whose keys stay in order and whose numbers stay exact.

use stepcare_core::record::Item;
use stepcare_core::value::json::written;

/// An object of these members, in their order.
pub fn object<const N: usize>(members: [(&str, Item); N]) -> Item {
    Item::Object(members.into_iter().map(|(name, item)| (name.into(), item)).collect())
}

/// A list of texts.
pub fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Item {
    Item::List(texts.into_iter().map(Item::from).collect())
}

/// What is one of these.
pub fn any_of(choices: impl Into<Vec<Item>>) -> Item {
    object([("anyOf", Item::List(choices.into()))])
}

/// Null and nothing else.
pub fn null() -> Item {
    object([("type", "null".into())])
}

/// A definition of the same document.
pub fn reference(name: &str) -> Item {
    let pointer = crate::pointer_below("#/$defs", name);
    let (root, name) = pointer.split_at("#/$defs/".len());
    object([("$ref", Item::Text(format!("{root}{}", encoded(name))))])
}

/// As part of a URI: whatever might mean something in one is written as its bytes.
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// Sets a member along a path, where objects and members that are not there yet come last.
pub fn set(item: &mut Item, path: &[&str], value: Item) {
    let Some((name, rest)) = path.split_first() else {
        *item = value;
        return;
    };
    if !matches!(item, Item::Object(_)) {
        *item = Item::Object(Vec::new());
    }
    let Item::Object(members) = item else { return };
    match members.iter_mut().find(|(member, _)| member == name) {
        Some((_, member)) => set(member, rest, value),
        None => {
            let mut member = Item::Null;
            set(&mut member, rest, value);
            members.push(((*name).into(), member));
        }
    }
}

/// Takes a member out of an object; null where it is not there.
pub fn take(item: &mut Item, name: &str) -> Item {
    let Item::Object(members) = item else { return Item::Null };
    let at = members.iter().position(|(member, _)| member == name);
    at.map_or(Item::Null, |at| members.remove(at).1)
}

/// The names of all definitions that something refers to.
pub fn references(item: &Item, found: &mut Vec<String>) {
    match item {
        Item::List(items) => items.iter().for_each(|item| references(item, found)),
        Item::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), member) {
                    ("$ref", Item::Text(text)) => found.push(text.clone()),
                    _ => references(member, found),
                }
            }
        }
        _ => {}
    }
}

/// As text: two spaces a level, a list of plain values on one line.
pub fn text(item: &Item) -> String {
    let mut to = String::new();
    write(item, 0, &mut to);
    to.push('\n');
    to
}

fn write(item: &Item, level: usize, to: &mut String) {
    let parts: Vec<(String, &Item)> = match item {
        Item::Null | Item::Refused => return to.push_str("null"),
        Item::Flag(flag) => return to.push_str(if *flag { "true" } else { "false" }),
        Item::Number(number) => return to.push_str(&written(number)),
        Item::Text(text) => return to.push_str(&written(text)),
        Item::List(items) => items.iter().map(|item| (String::new(), item)).collect(),
        Item::Object(members) => members.iter().map(|(name, item)| (written(name) + ": ", item)).collect(),
    };
    let (open, close) = if matches!(item, Item::List(_)) { ('[', ']') } else { ('{', '}') };
    let plain = |item: &Item| !matches!(item, Item::List(_) | Item::Object(_));
    let one_line = parts.is_empty() || open == '[' && parts.iter().all(|(_, item)| plain(item));
    let indent = |level: usize| if one_line { String::new() } else { format!("\n{}", "  ".repeat(level)) };
    to.push(open);
    for (position, (name, item)) in parts.iter().enumerate() {
        if position > 0 {
            to.push_str(if one_line { ", " } else { "," });
        }
        to.push_str(&indent(level + 1));
        to.push_str(name);
        write(item, level + 1, to);
    }
    to.push_str(&indent(level));
    to.push(close);
}

#[cfg(test)]
mod tests {
    use super::{encoded, object, reference, set, text};
    use stepcare_core::record::Item;

    #[test]
    fn keys_stay_in_order_and_numbers_exact() {
        let mut item = object([("b", 1.into()), ("a", Item::List(vec!["x".into(), Item::Null, true.into()]))]);
        set(&mut item, &["c", "d"], object([]));
        let expected = "{\n  \"b\": 1,\n  \"a\": [\"x\", null, true],\n  \"c\": {\n    \"d\": {}\n  }\n}\n";
        assert_eq!(text(&item), expected);
    }

    #[test]
    fn a_name_that_means_something_in_a_uri_is_written_as_its_bytes() {
        assert_eq!(encoded("2026.1 é"), "2026.1%20%C3%A9");
        assert!(reference("a/b").get("$ref") == Some(&"#/$defs/a~1b".into()));
    }
}
