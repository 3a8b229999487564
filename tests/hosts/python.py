"""The cases in Python: one line a case, SHA-256, then the evaluation or the error."""

import hashlib
import json
import sys
from pathlib import Path

import stepcare


def main(folder: Path, out: Path) -> None:
    rulesets: dict[str, stepcare.Ruleset] = {}

    def answer(case: dict[str, str]) -> str:
        try:
            path = case["bundle"]
            if path not in rulesets:
                rulesets[path] = stepcare.load((folder / path).read_bytes())
            record = (folder / case["record"]).read_bytes()
            return rulesets[path].evaluate(record, as_of=case["as_of"], zone=case["zone"]).to_json()
        except stepcare.StepcareError as error:
            told = {"code": error.code, "pointer": error.pointer, "help": error.help}
            return json.dumps({"error": told}, ensure_ascii=False, separators=(",", ":"))

    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))["cases"]
    with out.open("w", encoding="utf-8", newline="\n") as lines:
        for case in cases:
            text = answer(case)
            lines.write(f"{hashlib.sha256(text.encode()).hexdigest()} {text}\n")


main(Path(sys.argv[1]), Path(sys.argv[2]))
