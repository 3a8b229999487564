"""Shapes of the evaluation document, for type checkers. `schemas/evaluation.schema.json` in the repository says the same."""

from typing import Literal, NotRequired, TypedDict

Why = Literal[
    "absent",
    "undated",
    "stale",
    "conflict",
    "refused",
    "partial",
    "not_supplied",
    "feed_behind",
    "no_rows",
    "unmapped",
]

Status = Literal[
    "eligible",
    "excluded",
    "referred",
    "ready",
    "insufficient",
    "at_goal",
    "above_goal",
    "below_range",
    "not_assessable",
    "fired",
    "quiet",
    "applies",
    "does_not_apply",
    "holds",
    "does_not_hold",
    "scored",
    "not_among",
    "excepted",
    "counted",
    "excused",
    "uncounted",
    "due",
    "overdue",
    "done",
    "stay",
    "step",
    "hold",
    "wait",
    "blocked",
    "exhausted",
    "matched",
    "no_row",
    "rows_conflict",
    "undetermined",
]


class Label(TypedDict):
    """A place in a ruleset's text; lines and columns count from 1."""

    file: str
    line: int
    column: int
    text: str


class Diagnostic(TypedDict):
    """One finding about a ruleset's text."""

    code: str
    severity: Literal["error", "warning"]
    message: str
    labels: list[Label]
    help: list[str]
    notes: list[str]


class Fraction(TypedDict):
    """A number whose decimals do not end."""

    num: int
    den: int
    shown: float


Number = int | float | Fraction


class Span(TypedDict):
    """Where a rule stands in the ruleset's text."""

    file: str
    line: int
    column: int


class Side(TypedDict):
    """One side of a comparison."""

    name: NotRequired[str]
    value: NotRequired[Number | str | list[str]]
    shown: NotRequired[Number]
    unit: NotRequired[str]
    at: NotRequired[str]
    source: NotRequired[str]
    turns: NotRequired[str]


class Comparison(TypedDict):
    """What a rule compared."""

    left: Side
    op: str
    right: Side
    holds: Literal["yes", "no", "unknown"]
    margin: NotRequired[Number]


class Reason(TypedDict):
    """Why: the rule, its place, its sources, what it compared."""

    rule: str
    span: NotRequired[Span]
    cite: list[str]
    text: NotRequired[str]
    comparisons: list[Comparison]
    rows_passed_over: int


class Assumption(TypedDict):
    """What the ruleset assumes of something unknown."""

    name: str
    value: str
    why: Why


class Unknown(TypedDict):
    """What is unknown, and why."""

    name: str
    why: Why
    since: NotRequired[str]


class Problem(TypedDict):
    """What was wrong in the record; `found` holds what stood there, which may be the patient's value."""

    code: str
    pointer: str
    found: NotRequired[str]
    expected: str
    help: str


class Lines(TypedDict):
    """The lines of a screening that hold."""

    reasons: list[str]


class Component(TypedDict):
    """One column of a goal against its limit."""

    column: str
    bound: Literal["below", "at_most", "within"]
    limit: Number
    low: NotRequired[Number]
    over_by: NotRequired[Number]
    unit: str


class Tablets(TypedDict):
    """How many a day of which strength; a half is 0.5."""

    count: Number
    mg: Number


class Product(TypedDict):
    """How many a day of a product; a half is 0.5."""

    count: Number
    name: str


# A drug that a step gives with the first; doses in mg a day.
ProposedDose = TypedDict(
    "ProposedDose", {"drug": str, "from": NotRequired[Number], "to": Number, "tablets": NotRequired[Tablets]}
)

# A step of a ladder, for a clinician to decide on; doses in mg a day. In this form since `from` is a word of Python's own.
Proposal = TypedDict(
    "Proposal",
    {
        "step": int,
        "drug": str,
        "from": NotRequired[Number],
        "to": Number,
        "tablets": NotRequired[Tablets],
        "with": NotRequired[list[ProposedDose]],
        "product": NotRequired[Product],
    },
)


class PassedOver(TypedDict):
    """A step that is not for this patient, and why."""

    step: int
    drug: str
    why: str


class Ladder(TypedDict):
    """Where the patient stands on a ladder, and what is proposed."""

    path: NotRequired[str]
    steps_taken: NotRequired[int]
    step: NotRequired[Proposal]
    until: NotRequired[str]
    wait_for: NotRequired[Literal["time", "readings"]]
    missing: NotRequired[list[str]]
    holds: NotRequired[list[str]]
    passed_over: NotRequired[list[PassedOver]]


# A check's window, and what is missing or late in it.
Check = TypedDict("Check", {"change": str, "from": str, "to": str, "missing": list[str], "late": list[str]})


class TableOutput(TypedDict):
    """What a row of a table says in one column."""

    column: str
    value: Number | str
    unit: NotRequired[str]


class TableRow(TypedDict):
    """A row of a table that gives the answer; rows count from 1."""

    row: int
    says: list[TableOutput]


class ScoreValue(TypedDict):
    """The points of a score; `points` where they are known, else what they lie between."""

    points: NotRequired[Number]
    least: Number | None
    most: Number | None
    counted: list[str]
    open: NotRequired[list[str]]


class RowCount(TypedDict):
    """So many rows of one membership: a number, or what it lies between (``2 .. 4``, ``at least 2``)."""

    status: Status
    rows: NotRequired[Number | str]


class MeasureValue(TypedDict):
    """What a measure reports of a member; a side without a value is unknown."""

    value: NotRequired[Side]
    split: NotRequired[list[Side]]
    rows: NotRequired[list[RowCount]]


class Card(TypedDict):
    """A card on a screen."""

    kind: Literal["critical", "warning", "info"]
    text: str
    link: NotRequired[str]
    detail: NotRequired[str]


class CardSet(TypedDict):
    """The cards of one set, under their topic."""

    topic: str
    name: str
    status: Status
    cards: list[Card]


class ReportValue(TypedDict):
    """What a decision found: one of these, by what kind of decision it is."""

    lines: NotRequired[Lines]
    goal: NotRequired[list[Component]]
    ladder: NotRequired[Ladder]
    check: NotRequired[Check]
    table: NotRequired[list[TableRow]]
    score: NotRequired[ScoreValue]
    measure: NotRequired[MeasureValue]


class Possible(TypedDict):
    """A status that some answer to what is unknown would give."""

    status: Status
    rules: NotRequired[list[str]]


# Facts and series that settle a decision however they are answered, and with whom to ask.
Ask = TypedDict(
    "Ask",
    {
        "facts": list[str],
        "from": NotRequired[Literal["patient", "chart", "lab"]],
        "not_reduced": NotRequired[Literal[True]],
    },
)


class Report(TypedDict):
    """One decision."""

    status: Status
    value: NotRequired[ReportValue]
    possible: NotRequired[list[Possible]]
    ask: NotRequired[list[Ask]]
    reasons: list[Reason]
    assumed: list[Assumption]
    unknown: list[Unknown]


class ReportedValue(TypedDict):
    """A mean, least or greatest of a column: exact and as shown."""

    statistic: Literal["mean", "least", "greatest"]
    column: str
    value: NotRequired[Number]
    shown: NotRequired[Number]
    unit: str
    rows: int


class LeftOut(TypedDict):
    """A row that does not count, and why."""

    row: str
    why: str
    detail: NotRequired[str]


class AverageReport(TypedDict):
    """An average over a window of readings."""

    status: Literal["ready", "insufficient", "undetermined"]
    possible: NotRequired[list[Status]]
    report: list[ReportedValue]
    first_day: NotRequired[str]
    last_day: NotRequired[str]
    days: int
    used: list[str]
    left_out: list[LeftOut]
    missing: NotRequired[str]
    earliest: NotRequired[str]
    stands_from: NotRequired[str]
    reasons: list[Reason]
    assumed: list[Assumption]
    unknown: list[Unknown]


class AlertReport(TypedDict):
    """A reading out of bounds, or one of which that cannot be ruled out."""

    alert: str
    row: NotRequired[str]
    at: NotRequired[str]
    level: str
    status: Literal["fired", "undetermined"]
    confirmation: NotRequired[Literal["awaiting", "confirmed", "unconfirmed", "same_day_review"]]
    reasons: list[Reason]
    unknown: list[Unknown]


class Action(TypedDict):
    """Something to do; the same cause has the same `key` however often it is evaluated."""

    key: str
    key_guid: str
    content: str
    do: Literal["create", "keep", "update", "close"]
    kind: Literal["task", "order", "referral", "message"]
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
    assumed: NotRequired[list[Assumption]]


class Waiting(TypedDict):
    """A message that waits for its allowed hours."""

    name: str
    send_from: str
    because: list[str]


class Cause(TypedDict):
    """What changes then."""

    rule: str
    what: str
    row: NotRequired[str]


class ValidUntil(TypedDict):
    """The first instant at which time alone could change the answer."""

    at: str
    because: Cause


class Feed(TypedDict):
    """A series' own time."""

    through: str | None
    current_until: str | None


class RulesetName(TypedDict):
    """Which ruleset, with which settings."""

    name: str
    version: str
    hash: str
    settings: dict[str, str]
    settings_hash: str


class EvaluationDict(TypedDict):
    """The whole document."""

    format: Literal[1]
    ruleset: RulesetName
    patient: str
    as_of: str
    zone: str
    zone_rules: str
    key_secret: str
    valid_until: ValidUntil | None
    feeds: dict[str, Feed]
    decisions: dict[str, Report]
    averages: dict[str, AverageReport]
    alerts: list[AlertReport]
    actions: list[Action]
    waiting: list[Waiting]
    next: list[str]
    cards: list[CardSet]
    measures: dict[str, Report]
    undetermined: list[str]
    not_needed: list[Unknown]
    problems: list[Problem]
