"""What the pages show is run: the package's README, and the page for hosts that drive the raw module by wasmtime."""

import json
import re
import shutil
from pathlib import Path

import pytest
import raw
import stepcare
from conftest import AS_OF, ROOT, ZONE, Record


def examples(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)


def test_the_readme_s_example_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    [example] = examples(ROOT / "bindings-python/README.md")
    exec(compile(example, "README.md", "exec"), {})
    said = re.findall(r"print\(.*\) +# (.*)$", example, re.M)
    printed = capsys.readouterr().out.splitlines()
    assert printed == [line.split(": nobody")[0] for line in said]


def test_the_page_for_wasmtime_gives_this_package_s_bytes(
    module: Path,
    ruleset: stepcare.Ruleset,
    record: Record,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    [example] = examples(ROOT / "docs/hosts/wasmtime.md")
    shutil.copy(module, tmp_path / "stepcare.wasm")
    (tmp_path / "ruleset.bundle.json").write_text(ruleset.to_bundle(), encoding="utf-8")
    (tmp_path / "record.json").write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "wasmtime.md", "exec"), {})
    envelope = capsys.readouterr().out.removesuffix("\n")
    assert envelope == '{"ok":' + ruleset.evaluate(record, as_of=AS_OF, zone=ZONE).to_json() + "}"


def test_the_module_has_the_five_calls_and_asks_for_nothing(engine: raw.Engine) -> None:
    assert {"memory", "alloc", "free", "load", "evaluate", "describe"} <= set(engine.exports.keys())


@pytest.mark.parametrize("page", ["jvm", "dotnet", "go"])
def test_a_page_for_another_host_names_the_five_calls_and_says_what_was_not_tried(page: str) -> None:
    text = (ROOT / f"docs/hosts/{page}.md").read_text(encoding="utf-8")
    for call in ("alloc", "free", "load", "evaluate", "describe"):
        assert call in text
    assert "not tried" in text.lower()
