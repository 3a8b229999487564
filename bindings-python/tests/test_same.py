"""The same as in every other host: golden evaluations, and the list of bad input against the raw module."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import raw
import stepcare
from conftest import AS_OF, ROOT, ZONE, Record

FOLDER = ROOT / "rulesets/remote-hypertension"
PATIENTS = sorted(path.stem for path in (FOLDER / "patients").glob("*.json") if ".evaluation" not in path.name)


@pytest.fixture(scope="module")
def programme() -> stepcare.Ruleset:
    with pytest.MonkeyPatch.context() as patch:
        # Places name the file as it was given, so that it is given as the golden evaluations have it.
        patch.chdir(FOLDER)
        return stepcare.load("remote_hypertension.care")


@pytest.mark.parametrize("patient", PATIENTS)
def test_a_patient_s_evaluation_is_the_golden_one_byte_for_byte(programme: stepcare.Ruleset, patient: str) -> None:
    golden = (FOLDER / f"patients/{patient}.evaluation.json").read_bytes().decode()
    told = json.loads(golden)
    text = (FOLDER / f"patients/{patient}.json").read_text(encoding="utf-8")
    from_text = programme.evaluate(text, as_of=told["as_of"], zone=told["zone"])
    assert from_text.to_json() == golden.removesuffix("\n")
    from_dict = programme.evaluate(json.loads(text), as_of=told["as_of"], zone=told["zone"])
    assert from_dict.to_json() == from_text.to_json()
    assert from_dict.to_dict() == told


def bad(pointer: str, value: Any) -> Callable[[Record], Record]:
    """The record with another value at a pointer; `-` stands for a new item."""

    def change(record: Record) -> Record:
        *way, last = pointer.strip("/").split("/")
        at: Any = record
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if last == "-":
            at.append(value)
        elif isinstance(at, list):
            at[int(last)] = value
        else:
            at[last] = value
        return record

    return change


ROWS = "/series/home_bp/rows"
ROW = {"id": "r2", "at": "2026-03-01T19:20:00-05:00", "systolic": 128, "diastolic": 78}

# The record's part of the list of bad input, each with the code of the problem that it has to give.
PROBLEMS = [
    ("P0020", bad("/facts/shoe_size", 44)),
    ("P0004", bad("/colour", "red")),
    ("P0022", bad(f"{ROWS}/0/mood", "good")),
    ("P0025", bad("/facts/weight", {"value": 80, "unit": "mm[Hg]", "at": "2026-02-01T09:00:00Z"})),
    ("P0027", bad("/facts/weight", {"value": 4000, "unit": "kg", "at": "2026-02-01T09:00:00Z"})),
    ("P0027", bad(f"{ROWS}/-", {**ROW, "systolic": 310, "diastolic": 140})),
    ("P0013", bad("/facts/birth_date", "1961-02-30")),
    ("P0011", bad(f"{ROWS}/0/at", "2026-03-01T19:12:00")),
    ("P0014", bad("/zones", [{"zone": "America/Gotham", "from": "2026-01-01T00:00:00Z"}])),
    ("P0034", bad(f"{ROWS}/-", {**ROW, "id": "r1", "systolic": 150, "diastolic": 95})),
    ("P0023", bad("/facts/birth_date", None)),
    ("P0031", bad(f"{ROWS}/-", {**ROW, "at": "2026-03-03T19:20:00-05:00"})),
]

# What is no record at all: the document, and the code of the error.
DOCUMENTS: list[tuple[bytes, str]] = [
    (b"", "H0105"),
    (b"systolic 128", "H0104"),
    (b"[]", "H0108"),
    (b'{"patient": "\xff"}', "H0102"),
    (b'\xef\xbb\xbf{"format": 1}', "H0103"),
    (b'{"format": 1', "H0105"),
    (b'{"format": 1, "patient": "p"} {}', "H0106"),
    (b'{"format": 2, "patient": "p"}', "H0110"),
    (b'{"patient": "p"}', "H0109"),
    (b'{"format": 1}', "H0111"),
    (b'{"format": 1, "patient": "p", "facts": []}', "H0108"),
    (b"[" * 100 + b"]" * 100, "H0107"),
]


@pytest.fixture(scope="module")
def handle(engine: raw.Engine, ruleset: stepcare.Ruleset) -> int:
    loaded = engine.call("load", ruleset.to_bundle().encode(), 0)
    return int(loaded["ok"]["ruleset"])


@pytest.mark.parametrize(("code", "change"), PROBLEMS)
def test_a_bad_record_has_the_same_problems_in_every_host(
    ruleset: stepcare.Ruleset,
    engine: raw.Engine,
    handle: int,
    record: Record,
    code: str,
    change: Callable[[Record], Record],
) -> None:
    changed = change(record)
    text = json.dumps(changed)
    other = engine.call("evaluate", handle, text.encode(), AS_OF.encode(), ZONE.encode())
    evaluation = ruleset.evaluate(changed, as_of=AS_OF, zone=ZONE)
    assert evaluation.to_dict() == other["ok"]
    assert evaluation.to_json() == ruleset.evaluate(text, as_of=AS_OF, zone=ZONE).to_json()
    assert f"care::{code}" in [problem["code"] for problem in evaluation.to_dict()["problems"]]


@pytest.mark.parametrize(("document", "code"), DOCUMENTS)
def test_what_is_no_record_is_the_same_error_in_every_host(
    ruleset: stepcare.Ruleset, engine: raw.Engine, handle: int, document: bytes, code: str
) -> None:
    other = engine.call("evaluate", handle, document, AS_OF.encode(), ZONE.encode())["error"]
    with pytest.raises(stepcare.EvaluateError) as caught:
        ruleset.evaluate(document, as_of=AS_OF, zone=ZONE)
    error = caught.value
    assert (error.code, error.pointer, error.help) == (f"care::{code}", other["pointer"], other["help"])
    assert other["code"] == error.code


@pytest.mark.parametrize(("as_of", "zone"), [("2026-03-02T09:00:00", ZONE), ("yesterday", ZONE), (AS_OF, "America/Gotham")])
def test_a_wrong_as_of_or_zone_is_the_same_error_in_every_host(
    ruleset: stepcare.Ruleset, engine: raw.Engine, handle: int, record: Record, as_of: str, zone: str
) -> None:
    other = engine.call("evaluate", handle, json.dumps(record).encode(), as_of.encode(), zone.encode())["error"]
    with pytest.raises(stepcare.EvaluateError) as caught:
        ruleset.evaluate(record, as_of=as_of, zone=zone)
    assert (caught.value.code, caught.value.help) == (other["code"], other["help"])


def changed(bundle: bytes) -> bytes:
    """One digit of the compiled form is another one."""
    at = bundle.index(b'"compiled":"') + 400
    return bundle[:at] + (b"B" if bundle[at : at + 1] == b"A" else b"A") + bundle[at + 1 :]


def bundles(bundle: bytes) -> list[bytes]:
    cut = [bundle[: len(bundle) * part // 50] for part in range(50)]
    other = [
        b"not json",
        bytes(range(256)),
        b'{"name": "a recipe"}',
        bundle.replace(b'"format":1', b'"format":99', 1),
        changed(bundle),
        b'{"format":1,"name":"a","version":"1","hash":"x","compiled":"/////w8=","spans":""}',
        b'{"format":1,"name":"a","version":"1","hash":"x","compiled":[4294967295],"spans":[]}',
        b'{"a":' * 5000,
    ]
    return cut + other


def test_a_hostile_bundle_is_the_same_error_in_every_host(ruleset: stepcare.Ruleset, engine: raw.Engine) -> None:
    for bundle in bundles(ruleset.to_bundle().encode()):
        other = engine.call("load", bundle, 0)["error"]
        with pytest.raises(stepcare.LoadError) as caught:
            stepcare.load(bundle)
        assert (caught.value.code, caught.value.help) == (other["code"], other["help"]), bundle[:40]
        assert caught.value.code.startswith("care::H00")


def test_a_record_is_no_ruleset(record: Record) -> None:
    with pytest.raises(stepcare.LoadError) as caught:
        stepcare.load(json.dumps(record))
    assert caught.value.code == "care::H0004"


def test_the_page_of_codes_has_the_host_s_own() -> None:
    page = (ROOT / "docs/codes.md").read_text(encoding="utf-8")
    assert "## H0201:" in page and "## H0205:" in page
