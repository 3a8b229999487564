// Runs the cases of a folder through an engine, one line a case: SHA-256, then the evaluation or the error.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function run(engine, StepcareError) {
  const [folder, out] = process.argv.slice(2);
  const file = (path) => readFileSync(join(folder, path));
  const { cases } = JSON.parse(file("cases.json").toString());
  const rulesets = new Map();
  const load = (path) => {
    if (!rulesets.has(path)) rulesets.set(path, engine.load(file(path)));
    return rulesets.get(path);
  };
  const answer = ({ bundle, record, as_of, zone }) => {
    try {
      return load(bundle).evaluateText(file(record), { asOf: as_of, zone });
    } catch (error) {
      if (!(error instanceof StepcareError)) throw error;
      return JSON.stringify({ error: { code: error.code, pointer: error.pointer, help: error.help } });
    }
  };
  const line = (text) => `${createHash("sha256").update(text).digest("hex")} ${text}\n`;
  writeFileSync(out, cases.map((one) => line(answer(one))).join(""));
}
