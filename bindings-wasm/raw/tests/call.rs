//! The calls on the host, without a module around them. The module has one thread; so has this test.

use stepcare_raw::call::{describe, evaluate, free, load};

#[test]
fn a_wrong_call_is_an_error_with_a_code_and_what_was_expected() {
    let usage = |text: &str| text.starts_with(r#"{"error":{"code":"care::H0201","pointer":"","message":"expected "#);
    assert!(usage(&load(None, None)), "no bundle");
    assert!(usage(&load(Some(b"{}"), Some(b"7"))), "options of another shape");
    assert!(usage(&load(Some(b"{}"), Some(b"[]"))), "options as a list");
    assert!(usage(&load(Some(b"{}"), Some(b"{\"colour\": 1}"))), "options that are not known");
    assert!(usage(&load(Some(b"{}"), Some(br#"{"settings": {"a": 1}}"#))), "a setting that is no text");
    assert!(usage(&load(Some(b"{}"), Some(br#"{"settings": {"a": "1", "a": "2"}}"#))), "a setting that stands twice");
    assert!(usage(&load(Some(b"{}"), Some(br#"{"key_secret": "\ud800"}"#))), "a secret that is no Unicode");
    let known = br#"{"settings": {"a": "1"}, "key_secret": null}"#;
    assert!(load(Some(b"{"), Some(known)).contains(r#""code":"care::H0002""#), "options that are known");
    assert!(usage(&evaluate(1, Some(b"{}"), None, Some(b"UTC"))), "no as-of");
    assert!(usage(&evaluate(1, Some(b"{}"), Some(b"2026-03-02T09:00:00Z"), None)), "no zone");
    assert!(usage(&evaluate(1, Some(b"{}"), Some(b"2026-03-02T09:00:00Z"), Some(b"\xff"))), "a zone that is no text");
    assert!(usage(&evaluate(1, Some(b"{}"), Some(b"2026-03-02T09:00:00Z"), Some(b"UTC"))), "nothing was loaded");
    assert!(usage(&describe(7)), "nothing was loaded");

    assert!(!free(1) && !free(0) && !free(u32::MAX), "no handle was given");
    assert!(load(Some(b"{"), None).contains(r#""code":"care::H0002""#), "the bundle's own error");
    assert!(describe(0).starts_with(r#"{"ok":{"version":"#), "the engine itself");
}
