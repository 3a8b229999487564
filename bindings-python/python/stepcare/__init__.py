"""Stepcare: evaluate a patient of a remote blood-pressure programme by a ruleset that everyone can read.

It recommends; a clinician decides. Not a medical device.

    import stepcare

    ruleset = stepcare.load("remote_hypertension.care")
    answer = ruleset.evaluate(record, as_of="2026-03-02T09:00:00-05:00", zone="America/New_York")
    answer.to_dict()["decisions"]["target"]["status"]
"""

from ._stepcare import (
    Evaluation,
    EvaluateError,
    FileError,
    LoadError,
    Ruleset,
    RulesetError,
    StepcareError,
    UsageError,
    __version__,
    load,
)

__all__ = [
    "Evaluation",
    "EvaluateError",
    "FileError",
    "LoadError",
    "Ruleset",
    "RulesetError",
    "StepcareError",
    "UsageError",
    "__version__",
    "load",
]
