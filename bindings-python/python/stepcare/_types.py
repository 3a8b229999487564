"""Shapes of the evaluation document, for type checkers. The JSON Schema in the repository says the same."""

from typing import Any, NotRequired, TypedDict


class Label(TypedDict):
    file: str
    line: int
    column: int
    text: str


class Diagnostic(TypedDict):
    """One error of a ruleset's text."""

    code: str
    severity: str
    message: str
    labels: list[Label]
    help: list[str]


class Problem(TypedDict):
    code: str
    pointer: str
    found: NotRequired[str]
    expected: str
    help: str


class Report(TypedDict):
    status: str
    value: NotRequired[dict[str, Any]]
    possible: NotRequired[list[dict[str, Any]]]
    ask: NotRequired[list[dict[str, Any]]]
    reasons: list[dict[str, Any]]
    assumed: list[dict[str, Any]]
    unknown: list[dict[str, Any]]


class AverageReport(TypedDict):
    status: str
    report: list[dict[str, Any]]
    days: int
    used: list[str]
    left_out: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    assumed: list[dict[str, Any]]
    unknown: list[dict[str, Any]]


class Action(TypedDict):
    key: str
    key_guid: str
    content: str
    do: str
    kind: str
    name: str
    text: str
    role: NotRequired[str]
    channel: NotRequired[str]
    language: NotRequired[str]
    due_date: NotRequired[str]
    due_at: NotRequired[str]
    because: list[str]
    note: NotRequired[str]
    anchor: str
    occurrence: int
    undecided: bool


class RulesetName(TypedDict):
    name: str
    version: str
    hash: str
    settings: dict[str, str]
    settings_hash: str


class EvaluationDict(TypedDict):
    format: int
    ruleset: RulesetName
    patient: str
    as_of: str
    zone: str
    zone_rules: str
    key_secret: str
    valid_until: dict[str, Any] | None
    feeds: dict[str, dict[str, str | None]]
    decisions: dict[str, Report]
    averages: dict[str, AverageReport]
    alerts: list[dict[str, Any]]
    actions: list[Action]
    waiting: list[dict[str, Any]]
    next: list[str]
    cards: list[str]
    measures: dict[str, str]
    undetermined: list[str]
    not_needed: list[dict[str, Any]]
    problems: list[Problem]
