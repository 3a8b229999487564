from collections.abc import Mapping
from datetime import datetime, tzinfo
from os import PathLike
from typing import Any, final

from .types import Diagnostic, EvaluationDict

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

__version__: str

class StepcareError(Exception):
    """Why there is no answer. It never holds a patient's value."""

    code: str
    """`care::H0104`: the same in every host; `stepcare explain H0104` says more."""
    pointer: str
    """JSON pointer into the record; empty where there is no place to point to."""
    help: str
    """What to do."""

class UsageError(StepcareError):
    """The call itself was wrong: a value that is no JSON, a naive time, a missing zone."""

class FileError(StepcareError):
    """A ruleset's file cannot be read: it is not there, is a folder, may not be opened."""

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
        record: Mapping[str, Any] | str | bytes | bytearray,
        *,
        as_of: str | datetime,
        zone: str | tzinfo,
    ) -> Evaluation:
        """Evaluates one patient as of an instant, in a zone. Problems of the record stand inside the evaluation.

        `record` is JSON text, or a mapping: int and Decimal are exact, floats by their shortest form; NaN, infinity,
        naive times and values that JSON does not have are refused with a `UsageError`. Both `as_of` and `zone` have to be
        given. Other threads run meanwhile.

        Raises `EvaluateError` where there is no answer at all, `UsageError` where the call is wrong.
        """

    def to_bundle(self) -> str:
        """The compiled ruleset as a bundle, which every host loads."""

def load(
    source: str | bytes | bytearray | PathLike[str],
    *,
    settings: Mapping[str, str] | None = None,
    key_secret: str | None = None,
) -> Ruleset:
    """Loads a ruleset: the path of a `.care` file or of a bundle, a ruleset's text, or a bundle's text or bytes.

    Text with more than one line is a ruleset's, text or bytes that begin with a brace are a bundle's, other text is a
    path. `settings` are a site's, by name, each in its unit: `{"critical_systolic": "170 mmHg"}`. `key_secret` makes the
    keys of actions your own; without one a fixed secret is used, and every evaluation says so.

    Raises `FileError`, `RulesetError` (with every error of the text), `LoadError` or `UsageError`.
    """
