//! Positions in a ruleset's lists. Names are resolved to them once, when a ruleset is compiled.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the list it points into.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl super::json::ToJson for $name {
            fn json(&self, to: &mut alloc::string::String) {
                self.0.json(to);
            }
        }

        impl super::wire::Wire for $name {
            fn write(&self, to: &mut alloc::vec::Vec<u8>) {
                self.0.write(to);
            }

            fn read(from: &mut super::wire::Reading<'_>) -> $name {
                $name(u32::read(from))
            }
        }
    )*};
}

ids! {
    /// A node of the program.
    ExprId
    /// A declared fact, by its position in the ruleset.
    FactId
    /// A declared series.
    SeriesId
    /// A column of a series, by its position in that series.
    ColumnId
    /// A declared setting.
    SettingId
    /// A decision (screening, average, alert, goal, contraindication, check, ladder), by its place in the order of evaluation.
    DecisionId
    /// A declared code set.
    CodeSetId
    /// A declared task, order or referral.
    TaskId
    /// A class of the formulary.
    ClassId
    /// A drug of the formulary.
    DrugId
    /// A declared role.
    RoleId
    /// A declared message.
    MessageId
    /// A declared channel.
    ChannelId
    /// A declared topic.
    TopicId
    /// A declared source of citations.
    SourceId
    /// A place in the ruleset's text; the bundle carries the table, outside its hash.
    SpanId
}
