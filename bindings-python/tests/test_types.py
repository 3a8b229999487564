"""The typed shapes say what the published schema says."""

import json
import typing
from typing import Any

import pytest
from conftest import ROOT
from stepcare import types

SCHEMA = json.loads((ROOT / "schemas/evaluation.schema.json").read_text(encoding="utf-8"))

SHAPES: dict[str, Any] = {
    "span": types.Span,
    "side": types.Side,
    "comparison": types.Comparison,
    "reason": types.Reason,
    "assumption": types.Assumption,
    "unknown": types.Unknown,
    "component": types.Component,
    "proposal": types.Proposal,
    "passed_over": types.PassedOver,
    "report": types.Report,
    "average": types.AverageReport,
    "alert": types.AlertReport,
    "action": types.Action,
    "problem": types.Problem,
}


def same(shape: Any, schema: dict[str, Any]) -> None:
    assert set(shape.__required_keys__) == set(schema.get("required", []))
    assert set(shape.__required_keys__ | shape.__optional_keys__) == set(schema["properties"])
    hints = typing.get_type_hints(shape)
    for name, field in schema["properties"].items():
        if "enum" in field:
            assert set(typing.get_args(hints[name])) == set(field["enum"]), name


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_has_the_schema_s_fields_and_words(name: str) -> None:
    same(SHAPES[name], SCHEMA["$defs"][name])


def test_the_whole_document_has_the_schema_s_fields() -> None:
    same(types.EvaluationDict, SCHEMA)
    same(types.RulesetName, SCHEMA["properties"]["ruleset"])
    same(types.Waiting, SCHEMA["properties"]["waiting"]["items"])
    same(types.Feed, SCHEMA["properties"]["feeds"]["additionalProperties"])
    valid_until = SCHEMA["properties"]["valid_until"]["anyOf"][1]
    same(types.ValidUntil, valid_until)
    same(types.Cause, valid_until["properties"]["because"])
    same(types.Fraction, SCHEMA["$defs"]["number"]["anyOf"][1])


def test_what_a_report_holds_has_the_schema_s_fields() -> None:
    report = SCHEMA["$defs"]["report"]["properties"]
    same(types.Possible, report["possible"]["items"])
    same(types.Ask, report["ask"]["items"])
    values = {name: field for one in report["value"]["oneOf"] for name, field in one["properties"].items()}
    assert types.ReportValue.__optional_keys__ == set(values)
    for name, shape in [("lines", types.Lines), ("ladder", types.Ladder), ("check", types.Check)]:
        same(shape, values[name])
    average = SCHEMA["$defs"]["average"]["properties"]
    same(types.ReportedValue, average["report"]["items"])
    same(types.LeftOut, average["left_out"]["items"])
    same(types.Tablets, SCHEMA["$defs"]["tablets"])
    proposal = SCHEMA["$defs"]["proposal"]["properties"]
    same(types.ProposedDose, proposal["with"]["items"])
    same(types.Product, proposal["product"])


def test_the_words_for_status_are_the_schema_s() -> None:
    assert set(typing.get_args(types.Status)) == set(SCHEMA["$defs"]["status"]["enum"])
