//! Lines of the medication list and of consents: the general ones, with a dose's units and this ruleset's channels and
//! topics.

use stepcare_core::record::Item;
use stepcare_core::value::{Dimension, Symbol};

use super::Schema;
use super::json::{reference, set, texts};

impl Schema<'_> {
    /// A medication, whose dose is in a unit of mass or in tablets.
    pub fn medication(&mut self) {
        self.unit(Dimension::Mass);
        self.define("medication_line", |schema| {
            let mut line = schema.general("medication");
            set(&mut line, &["allOf"], Item::List(vec![reference("medication_rules")]));
            line
        });
    }

    /// A consent, on one of the ruleset's channels. A topic that the ruleset does not declare is no problem: the consent
    /// speaks of nothing that is sent.
    pub fn consent(&mut self, channels: &[Symbol]) -> Item {
        let mut line = self.general("consent");
        let mut on = self.members(channels);
        on.push(Item::Null);
        set(&mut line, &["properties", "channel", "enum"], Item::List(on));
        let topics = &self.ruleset.topics;
        if !topics.is_empty() {
            let said: Vec<String> = topics.iter().map(|topic| format!("{} ({})", topic.name, topic.text)).collect();
            let said = format!("Of which topic: {}. Needed unless the scope is wider.", said.join(", "));
            set(&mut line, &["properties", "topic", "description"], said.into());
            let names = topics.iter().map(|topic| topic.name.as_str());
            set(&mut line, &["properties", "topic", "examples"], texts(names));
        }
        set(&mut line, &["allOf"], Item::List(vec![reference("consent_rules")]));
        self.define("consent_line", |_| line)
    }
}
