"""Stepcare: evaluate a patient of a remote blood-pressure programme by a ruleset that everyone can read.

It recommends; a clinician decides. Not a medical device.

>>> import stepcare
>>> ruleset = stepcare.load("rulesets/remote-hypertension/remote_hypertension.care")  # doctest: +SKIP
>>> answer = ruleset.evaluate(record, as_of="2026-03-02T09:00:00-05:00", zone="America/New_York")  # doctest: +SKIP
>>> answer.to_dict()["decisions"]["target"]["status"]  # doctest: +SKIP
'above_goal'
"""

from ._stepcare import (
    Evaluation,
    EvaluateError,
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
    "LoadError",
    "Ruleset",
    "RulesetError",
    "StepcareError",
    "UsageError",
    "__version__",
    "load",
]
