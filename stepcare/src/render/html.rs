//! The text for a page that shows HTML, as a notebook does.

use super::page::{BOLD, PLAIN};
use crate::{Evaluation, Zone};

/// The [`text`](super::text) as one HTML element. Whatever the record or the ruleset says is shown and never obeyed: `<`,
/// `>`, `&` and quotes are escaped, control characters are not passed on.
#[must_use]
pub fn html(evaluation: &Evaluation, zone: &Zone) -> String {
    element(&super::text(evaluation, zone))
}

fn element(text: &str) -> String {
    let mut out = String::from("<pre class=\"stepcare\">");
    let mut bold = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mark = [(BOLD, true), (PLAIN, false)].into_iter().find(|(mark, _)| rest.starts_with(mark));
        if let Some((mark, on)) = mark {
            // A name that holds a mark of its own neither opens twice nor closes what is not open.
            if on != bold {
                out.push_str(if on { "<b>" } else { "</b>" });
                bold = on;
            }
            rest = rest.get(mark.len()..).unwrap_or_default();
            continue;
        }
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push('\u{fffd}'),
            c => out.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    if bold {
        out.push_str("</b>");
    }
    out.push_str("</pre>");
    out
}

#[cfg(test)]
mod tests {
    use super::element;

    #[test]
    fn labels_are_bold_and_markup_is_shown_not_obeyed() {
        let shown = element("\x1b[1mALERT\x1b[0m  <script>alert('p & \"q\"')</script>\n");
        let escaped = "&lt;script&gt;alert(&#39;p &amp; &quot;q&quot;&#39;)&lt;/script&gt;";
        assert_eq!(shown, format!("<pre class=\"stepcare\"><b>ALERT</b>  {escaped}\n</pre>"));
    }

    #[test]
    fn a_name_with_a_terminal_s_codes_leaves_no_element_open() {
        assert_eq!(element("\x1b[0ma\x1b[1mb\x1b[1mc\x1b[2md"), {
            "<pre class=\"stepcare\">a<b>bc\u{fffd}[2md</b></pre>"
        });
    }
}
