//! JSON to record: every number exact, every mistake with its pointer. (Being written.)
