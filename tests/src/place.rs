//! A place in a JSON document: a pointer of RFC 6901 in which a segment `*` stands for any element of a list.

use serde_json::Value;

/// Every value that the pointer reaches; `*` goes to each element of a list.
#[must_use]
pub fn reach<'a>(document: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let mut at = vec![document];
    for segment in pointer.split('/').skip(1) {
        let name = segment.replace("~1", "/").replace("~0", "~");
        at = at.into_iter().flat_map(|value| step(value, &name)).collect();
    }
    at
}

fn step<'a>(value: &'a Value, name: &str) -> Vec<&'a Value> {
    match value {
        Value::Array(items) if name == "*" => items.iter().collect(),
        Value::Array(items) => name.parse::<usize>().ok().and_then(|i| items.get(i)).into_iter().collect(),
        Value::Object(entries) => entries.get(name).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Whether a value holds another: a text a part of it, a list an element that holds it, an object every field of it.
#[must_use]
pub fn contains(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
        (Value::Object(entries), Value::Object(parts)) => parts
            .iter()
            .all(|(name, part)| entries.get(name).is_some_and(|value| value == part || contains(value, part))),
        (Value::Array(items), Value::Array(parts)) => {
            parts.iter().all(|part| items.iter().any(|i| i == part || contains(i, part)))
        }
        (Value::Array(items), part) => items.iter().any(|item| item == part || contains(item, part)),
        (value, part) => value == part,
    }
}

#[cfg(test)]
mod tests {
    use super::{contains, reach};
    use serde_json::json;

    #[test]
    fn a_star_reaches_every_element_and_a_missing_name_none() {
        let document = json!({ "actions": [{ "name": "a" }, { "name": "b" }], "odd/name": 1 });
        assert_eq!(reach(&document, "/actions/*/name"), [&json!("a"), &json!("b")]);
        assert_eq!(reach(&document, "/actions/1/name"), [&json!("b")]);
        assert_eq!(reach(&document, "/odd~1name"), [&json!(1)]);
        assert!(reach(&document, "/actions/2").is_empty() && reach(&document, "/no").is_empty());
        assert_eq!(reach(&document, ""), [&document]);
    }

    #[test]
    fn a_list_contains_an_element_that_has_the_fields_asked_for() {
        let list = json!([{ "do": "create", "name": "bmp", "role": null }]);
        assert!(contains(&list, &json!({ "name": "bmp" })));
        assert!(!contains(&list, &json!({ "name": "bmp", "do": "keep" })));
        assert!(contains(&json!("a reading leaves the window"), &json!("leaves")));
        assert!(!contains(&json!(130), &json!(131)));
    }
}
