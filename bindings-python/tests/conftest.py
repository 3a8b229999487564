"""What the tests share: the small ruleset and record of `tests/`, and the raw module as another host to compare with."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import raw
import stepcare

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-03-02T09:00:00-05:00"
ZONE = "America/New_York"

Record = dict[str, Any]


@pytest.fixture(scope="session")
def text() -> str:
    return (ROOT / "tests/small.care").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def ruleset(text: str) -> stepcare.Ruleset:
    return stepcare.load(text)


@pytest.fixture
def record() -> Record:
    loaded: Record = json.loads((ROOT / "tests/small.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def answer(ruleset: stepcare.Ruleset) -> Callable[..., stepcare.Evaluation]:
    def evaluate(record: Any, as_of: Any = AS_OF, zone: Any = ZONE) -> stepcare.Evaluation:
        return ruleset.evaluate(record, as_of=as_of, zone=zone)

    return evaluate


@pytest.fixture(scope="session")
def module() -> Path:
    """The raw module: `cargo xtask wasm` builds it, `STEPCARE_WASM` names one that stands elsewhere."""
    named = os.environ.get("STEPCARE_WASM")
    return Path(named) if named else ROOT / "target/wasm32v1-none/wasm/stepcare_raw.wasm"


@pytest.fixture(scope="session")
def engine(module: Path) -> raw.Engine:
    return raw.Engine(module)
