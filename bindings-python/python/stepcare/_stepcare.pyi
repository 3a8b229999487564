from collections.abc import Mapping
from datetime import datetime, tzinfo
from os import PathLike
from typing import Any, final

from ._types import Diagnostic, EvaluationDict

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

__version__: str

class StepcareError(Exception):
    """Why there is no answer. It never holds a patient's value."""

    code: str
    pointer: str
    help: str

class UsageError(StepcareError):
    """The call itself was wrong: a value that is no JSON, a naive time, a missing zone."""

class LoadError(StepcareError):
    """The bundle, or a setting, was refused."""

class EvaluateError(StepcareError):
    """The record could not be evaluated at all."""

class RulesetError(StepcareError):
    """The ruleset's text has errors; every one is in `diagnostics`."""

    diagnostics: list[Diagnostic]

@final
class Evaluation:
    """The evaluation of one patient at one instant."""

    def to_json(self) -> str:
        """The document's own bytes: the same from every host."""

    def to_dict(self) -> EvaluationDict:
        """The document as Python values. Decimals are floats; `to_json` keeps every digit."""

    def _repr_html_(self) -> str: ...

@final
class Ruleset:
    """A loaded ruleset: immutable, safe to use from many threads."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def hash(self) -> str: ...
    def evaluate(
        self,
        record: Mapping[str, Any] | str | bytes,
        *,
        as_of: str | datetime,
        zone: str | tzinfo,
    ) -> Evaluation:
        """Evaluates one patient as of an instant, in a zone. Problems of the record stand inside the evaluation.

        `record` is JSON text, or a mapping: int and Decimal are exact, floats by their shortest form; NaN, infinity,
        naive times and values that JSON does not have are refused with a `UsageError`.
        """

    def to_bundle(self) -> str:
        """The compiled ruleset as a bundle, which every host loads."""

def load(
    source: str | bytes | PathLike[str],
    *,
    settings: Mapping[str, str] | None = None,
    key_secret: str | None = None,
) -> Ruleset:
    """Loads a ruleset: the path of a `.care` file or a bundle, a ruleset's text, or a bundle's text."""
