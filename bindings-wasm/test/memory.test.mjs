// Memory stays flat: what is measured after a while is what is measured at the end.
import assert from "node:assert/strict";
import test from "node:test";
import { Engine } from "stepcare";
import { rust, wasm, when } from "./support.mjs";

/** An engine whose memory can be looked at. */
function watched() {
  let raw;
  const module = new WebAssembly.Module(wasm());
  const engine = new Engine(() => (raw = new WebAssembly.Instance(module, {}).exports));
  return { engine, size: () => raw.memory.buffer.byteLength };
}

test("100,000 evaluations leave the module's memory as it was after the first hundred", (t) => {
  const { engine, size } = watched();
  const [tiny, small] = [engine.load(rust.tiny.bundle), engine.load(rust.bundle)];
  // Every twentieth patient is one with readings.
  const evaluate = (n) => (n % 20 === 0 ? small.evaluateText(rust.record, when) : tiny.evaluateText(rust.tiny.record, when));
  for (let n = 0; n < 100; n += 1) evaluate(n);
  const before = size();
  const began = process.cpuUsage();
  for (let n = 0; n < 100_000; n += 1) evaluate(n);
  const took = process.cpuUsage(began).user / 1e6;
  assert.deepEqual([evaluate(0), evaluate(1)], [rust.evaluation, rust.tiny.evaluation]);
  assert.equal(size(), before);
  t.diagnostic(`${before} bytes before and after, ${took.toFixed(1)} s of processor time`);
});

test("1,000 rulesets loaded and freed leave the module's memory as it was after the first ten", (t) => {
  const { engine, size } = watched();
  for (let n = 0; n < 10; n += 1) engine.load(rust.bundle).free();
  const before = size();
  for (let n = 0; n < 1_000; n += 1) engine.load(rust.bundle).free();
  assert.equal(size(), before);
  t.diagnostic(`${before} bytes before and after`);
});

test("5,000 errors of each kind leave the module's memory as it was", () => {
  const { engine, size } = watched();
  const ruleset = engine.load(rust.bundle);
  const wrong = () => {
    for (const call of [() => engine.load("{"), () => ruleset.evaluateText("{", when), () => ruleset.evaluateText("{}", { ...when, zone: "Nowhere" })]) {
      assert.throws(call, { name: "StepcareError" });
    }
  };
  for (let n = 0; n < 100; n += 1) wrong();
  const before = size();
  for (let n = 0; n < 5_000; n += 1) wrong();
  assert.equal(size(), before);
});
