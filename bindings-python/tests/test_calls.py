"""The call itself: what it needs, and what it refuses."""

import json
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import stepcare
from conftest import AS_OF, ROOT, ZONE, Record

Answer = Callable[..., stepcare.Evaluation]


@pytest.mark.parametrize("given", [{}, {"as_of": AS_OF}, {"zone": ZONE}, {"as_of": None, "zone": ZONE}])
def test_as_of_and_zone_have_no_default(ruleset: stepcare.Ruleset, record: Record, given: dict[str, Any]) -> None:
    with pytest.raises(stepcare.UsageError) as caught:
        ruleset.evaluate(record, **given)
    assert caught.value.code == "care::H0201"
    missing = "zone" if given.get("as_of") else "as_of"
    assert f"expected {missing}:" in str(caught.value) and "no default" in caught.value.help


@pytest.mark.parametrize("as_of", [datetime(2026, 3, 2, 9), date(2026, 3, 2), 1772460000, b"2026"])
def test_an_as_of_without_its_offset_is_refused(answer: Answer, record: Record, as_of: Any) -> None:
    with pytest.raises(stepcare.UsageError, match="as_of") as caught:
        answer(record, as_of)
    assert caught.value.code == "care::H0201"


@pytest.mark.parametrize("zone", [UTC, -5, b"UTC"])
def test_a_zone_without_a_name_is_refused(answer: Answer, record: Record, zone: Any) -> None:
    with pytest.raises(stepcare.UsageError, match="zone") as caught:
        answer(record, AS_OF, zone)
    assert caught.value.code == "care::H0201"


def test_text_that_is_no_instant_or_no_zone_is_the_engine_s_to_refuse(answer: Answer, record: Record) -> None:
    for as_of, zone, code in [("2026-03-02T09:00:00", ZONE, "H0114"), (AS_OF, "America/Gotham", "H0113")]:
        with pytest.raises(stepcare.EvaluateError) as caught:
            answer(record, as_of, zone)
        assert caught.value.code == f"care::{code}"


def test_eight_threads_on_one_ruleset_answer_as_one_does(ruleset: stepcare.Ruleset, record: Record) -> None:
    rows = record["series"]["home_bp"]["rows"]
    records = []
    for systolic in range(100, 180):
        rows[0]["systolic"] = systolic
        records.append(json.dumps(record))

    def evaluate(text: str) -> str:
        return ruleset.evaluate(text, as_of=AS_OF, zone=ZONE).to_json()

    alone = [evaluate(text) for text in records]
    assert len(set(alone)) == 80
    together = threading.Barrier(8, timeout=60)

    def all_of_them(_: int) -> list[str]:
        together.wait()
        return [evaluate(text) for text in records]

    with ThreadPoolExecutor(8) as threads:
        assert all(answers == alone for answers in threads.map(all_of_them, range(8)))


def test_other_threads_run_while_one_evaluates(ruleset: stepcare.Ruleset, record: Record) -> None:
    row = {"at": "2026-03-01T19:12:00-05:00", "systolic": 140, "diastolic": 90}
    rows = [{**row, "id": f"r{n}"} for n in range(20_000)]
    record["series"]["home_bp"]["rows"] = rows
    text = json.dumps(record)
    ticks, running, done = 0, threading.Event(), threading.Event()

    def evaluate() -> None:
        running.set()
        ruleset.evaluate(text, as_of=AS_OF, zone=ZONE)
        done.set()

    thread = threading.Thread(target=evaluate)
    thread.start()
    running.wait(60)
    while not done.is_set():
        ticks += 1
        done.wait(0.001)
    thread.join()
    # With the interpreter held, this thread would first run again when the evaluation is over.
    assert ticks > 5


# ---- sources ---------------------------------------------------------------------------------------------


def test_a_ruleset_is_loaded_from_text_path_and_bundle(text: str, tmp_path: Path, record: Record) -> None:
    care = tmp_path / "small.care"
    care.write_text(text, encoding="utf-8")
    ruleset = stepcare.load(care)
    bundle = ruleset.to_bundle()
    file = tmp_path / "small.bundle.json"
    file.write_text(bundle, encoding="utf-8")
    sources: list[Any] = [text, text.encode(), str(care), bundle, bundle.encode(), bytearray(bundle.encode()), file]
    hashes = {stepcare.load(source).hash for source in [*sources, " \n" + bundle, str(file)]}
    assert hashes == {ruleset.hash}
    plain = ruleset.evaluate(record, as_of=AS_OF, zone=ZONE).to_json()
    assert stepcare.load(bundle).evaluate(record, as_of=AS_OF, zone=ZONE).to_json() == plain
    assert (ruleset.name, ruleset.version) == ("small", "1")


def test_a_file_that_cannot_be_read_has_an_error_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for path, why in [(tmp_path / "nobody.care", "there is no such file"), (folder, "is a folder")]:
        with pytest.raises(stepcare.FileError, match=why) as caught:
            stepcare.load(path)
        assert caught.value.code == "care::H0205" and caught.value.help
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("source", [None, 5, [], {}, "", "care\ud800\n"])
def test_what_is_no_source_is_a_wrong_call(source: Any) -> None:
    with pytest.raises(stepcare.UsageError) as caught:
        stepcare.load(source)
    assert caught.value.code == "care::H0201"


def test_every_error_of_a_text_is_told_with_its_place(text: str) -> None:
    broken = text.replace("when pregnant is one of", "when pregnent is one of").replace("weight > 200 kg", "weight > 200 cm")
    with pytest.raises(stepcare.RulesetError) as caught:
        stepcare.load(broken)
    error = caught.value
    lines = [label["line"] for found in error.diagnostics for label in found["labels"][:1]]
    at = [n for n, line in enumerate(broken.splitlines(), 1) if "200 cm" in line or "pregnent is" in line]
    assert lines == at
    assert {found["severity"] for found in error.diagnostics} == {"error"}
    assert error.code == error.diagnostics[0]["code"] and error.code.startswith("care::E")
    told = json.dumps(error.diagnostics)
    assert "did you mean" in told and error.diagnostics[1]["labels"][0]["column"] > 1
    assert f"ruleset.care:{at[0]}:" in str(error)


def test_a_text_on_disk_that_is_no_ruleset_is_told_so(tmp_path: Path) -> None:
    for content in (b"systolic 128\n", b"care edition 2026\n\xff\xfe"):
        path = tmp_path / "other.care"
        path.write_bytes(content)
        with pytest.raises(stepcare.RulesetError) as caught:
            stepcare.load(path)
        assert str(path) in str(caught.value) and "128" not in str(caught.value)


def test_a_setting_is_text_in_its_unit(ruleset: stepcare.Ruleset) -> None:
    with pytest.raises(stepcare.LoadError) as caught:
        stepcare.load(ruleset.to_bundle(), settings={"no_such": "1 mmHg"})
    assert caught.value.code == "care::H0009" and caught.value.help
    for settings in ({"a": 1}, {1: "a"}, "a", 5):
        with pytest.raises(stepcare.UsageError):
            stepcare.load(ruleset.to_bundle(), settings=settings)  # type: ignore[arg-type]


def test_a_setting_changes_what_is_evaluated_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "rulesets/remote-hypertension"
    monkeypatch.chdir(folder)
    patient = Path("patients/01-textbook-step.json").read_text(encoding="utf-8")
    ruleset = stepcare.load("remote_hypertension.care", settings={"critical_systolic": "170 mmHg"})
    told = ruleset.evaluate(patient, as_of=AS_OF, zone=ZONE).to_dict()["ruleset"]
    assert told["settings"] == {"critical_systolic": "170 mmHg"}


def test_a_secret_of_your_own_makes_keys_of_your_own(text: str, record: Record) -> None:
    record["series"]["home_bp"]["rows"][0]["systolic"] = 185
    keys = set()
    for secret in (None, "one", "two"):
        evaluation = stepcare.load(text, key_secret=secret).evaluate(record, as_of=AS_OF, zone=ZONE).to_dict()
        assert (evaluation["key_secret"] == "fixed") == (secret is None)
        keys.add(evaluation["actions"][0]["key"])
    assert len(keys) == 3
    with pytest.raises(stepcare.UsageError):
        stepcare.load(text, key_secret=b"one")  # type: ignore[arg-type]


# ---- what comes back -------------------------------------------------------------------------------------


def test_nothing_that_is_printed_or_logged_holds_a_patient_s_value(answer: Answer, record: Record) -> None:
    evaluation = answer(record)
    assert repr(evaluation) == str(evaluation) == "<stepcare.Evaluation>"
    record["patient"] = {"name": "Jane Roe"}
    with pytest.raises(stepcare.EvaluateError) as caught:
        answer(record)
    assert "Jane" not in repr(caught.value)


def test_a_notebook_shows_the_answer_and_obeys_no_markup_in_it(answer: Answer, record: Record) -> None:
    record["patient"] = "<script>alert(1)</script>"
    shown = getattr(answer(record), "_repr_html_")()
    assert shown.startswith('<pre class="stepcare">') and shown.endswith("</pre>")
    assert "&lt;script&gt;" in shown and "<script>" not in shown and "\x1b" not in shown
    for part in ("AT GOAL", "128", "A clinician decides"):
        assert part in shown


def test_an_error_passes_between_processes_whole(answer: Answer) -> None:
    with pytest.raises(stepcare.EvaluateError) as caught:
        answer("{")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, again.pointer, again.help, str(again)) == (
        caught.value.code,
        caught.value.pointer,
        caught.value.help,
        str(caught.value),
    )
