import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import vm from "node:vm";
import { at, entries, rust, wasm, when } from "./support.mjs";

for (const [name, create] of Object.entries(entries)) {
  test(`${name}, as an ES module, gives the bytes that Rust gives`, async () => {
    const ruleset = (await create()).load(rust.bundle);
    assert.equal(ruleset.evaluateText(rust.record, when), rust.evaluation);
  });
}

test("each entry, as CommonJS, gives the bytes that Rust gives", () => {
  const require = createRequire(import.meta.url);
  for (const name of Object.keys(entries)) {
    const engine = require(name).create(wasm());
    assert.equal(engine.load(rust.bundle).evaluateText(rust.record, when), rust.evaluation, name);
  }
});

test("the classic script defines `stepcare` and nothing else", () => {
  const names = new Set(Object.getOwnPropertyNames(globalThis));
  vm.runInThisContext(readFileSync(at("dist/stepcare.global.js"), "utf8"), { filename: "stepcare.global.js" });
  assert.deepEqual(Object.getOwnPropertyNames(globalThis).filter((name) => !names.has(name)), ["stepcare"]);
  assert.equal(globalThis.stepcare.create().load(rust.bundle).evaluateText(rust.record, when), rust.evaluation);
});

test("`stepcare/js` loads and answers where `WebAssembly` does not exist", () => {
  const script = `
    delete globalThis.WebAssembly;
    const { create } = await import("stepcare/js");
    const { rust, when } = await import("./support.mjs");
    process.stdout.write(String(typeof WebAssembly) + create().load(rust.bundle).evaluateText(rust.record, when));
  `;
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: new URL(".", import.meta.url), encoding: "utf8" });
  assert.equal(ran.stderr, "");
  assert.equal(ran.stdout, `undefined${rust.evaluation}`);
});

test("`stepcare` takes a compiled module too, as a page compiles it while it arrives", async () => {
  const { create } = await import("stepcare");
  const engine = create(await WebAssembly.compile(wasm()));
  assert.equal(engine.load(rust.bundle).evaluateText(rust.record, when), rust.evaluation);
});

test("a bundle and a record may be text, bytes or a plain object", async () => {
  const engine = await entries["stepcare/node"]();
  const utf8 = new TextEncoder();
  for (const bundle of [rust.bundle, utf8.encode(rust.bundle), utf8.encode(rust.bundle).buffer, JSON.parse(rust.bundle)]) {
    const ruleset = engine.load(bundle);
    for (const record of [rust.record, utf8.encode(rust.record), JSON.parse(rust.record)]) {
      assert.equal(ruleset.evaluateText(record, when), rust.evaluation);
    }
    ruleset.free();
  }
});

test("a result is a plain object, or the text it was read from", async () => {
  const ruleset = (await entries["stepcare/node"]()).load(rust.bundle);
  const evaluation = ruleset.evaluate(rust.record, when);
  assert.deepEqual(evaluation, JSON.parse(rust.evaluation));
  assert.equal(Object.getPrototypeOf(evaluation), Object.prototype);
  assert.equal(evaluation.decisions.target.status, "at_goal");
});

test("engine and ruleset describe themselves", async () => {
  const engine = await entries["stepcare/node"]();
  const { version, ...formats } = engine.describe();
  assert.equal(version, JSON.parse(readFileSync(at("package.json"), "utf8")).version);
  assert.equal(formats.record_format, 1);
  const described = engine.load(rust.bundle).describe();
  assert.equal(described.name, "small");
  assert.equal(described.hash, JSON.parse(rust.bundle).hash);
  assert.deepEqual(described.facts.map((fact) => fact.name), ["birth_date", "weight", "pregnant", "potassium"]);
});
