//! Where the patient lives, over time. (Being written.)
