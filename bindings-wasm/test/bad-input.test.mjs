import assert from "node:assert/strict";
import test from "node:test";
import { bytes, entries, refusal, rust, when } from "./support.mjs";

for (const name of ["stepcare/node", "stepcare/js"]) {
  const engine = await entries[name]();
  const ruleset = engine.load(rust.bundle);

  for (const { name: what, record, as_of: asOf, zone, answer } of rust.records) {
    test(`${name}: a record with ${what} is answered as in Rust`, () => {
      const call = () => ruleset.evaluateText(bytes(record), { asOf, zone });
      if (answer.error) assert.deepEqual(refusal(call), answer.error);
      else assert.equal(call(), answer.evaluation);
    });
  }
  for (const { name: what, bundle, settings, error } of rust.bundles) {
    test(`${name}: a bundle with ${what} is refused as in Rust`, () => {
      assert.deepEqual(refusal(() => engine.load(bytes(bundle), { settings })), error);
    });
  }
}

const engine = await entries["stepcare/node"]();
const ruleset = engine.load(rust.bundle);
const record = () => JSON.parse(rust.record);

test("a missing asOf or zone is a usage error that names it, and there is no default", () => {
  const wrong = { asOf: [{ zone: when.zone }, { ...when, asOf: 0 }, { ...when, asOf: new Date() }, undefined], zone: [{ asOf: when.asOf }, { ...when, zone: null }] };
  for (const [name, calls] of Object.entries(wrong)) {
    for (const at of calls) {
      const { code, pointer, message, help } = refusal(() => ruleset.evaluate(rust.record, at));
      assert.deepEqual([code, pointer, message], ["care::H0201", "", `expected ${name}`]);
      assert.match(help, /no default/);
    }
  }
});

test("NaN and infinity are refused with their place, and never become a null", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    const bad = record();
    bad.series.home_bp.rows[0].systolic = value;
    const { code, pointer, message } = refusal(() => ruleset.evaluate(bad, when));
    assert.deepEqual([code, pointer, message], ["care::H0201", "/series/home_bp/rows/0/systolic", "expected a finite number"]);
  }
});

test("what JSON does not have is refused with its place, escaped as a JSON pointer", () => {
  for (const value of [1n, () => 1, Symbol("s"), new Date(NaN)]) {
    const { code, pointer } = refusal(() => ruleset.evaluate({ ...record(), "a/b~c": [value] }, when));
    assert.deepEqual([code, pointer], ["care::H0201", "/a~1b~0c/0"]);
  }
  const circle = record();
  circle.facts.self = circle;
  assert.equal(refusal(() => ruleset.evaluate(circle, when)).code, "care::H0201");
});

test("a record, a bundle or options of another kind are a usage error", () => {
  for (const value of [undefined, null, 12, true]) {
    assert.equal(refusal(() => ruleset.evaluate(value, when)).code, "care::H0201");
    assert.equal(refusal(() => engine.load(value)).code, "care::H0201");
  }
  assert.equal(refusal(() => engine.load(rust.bundle, { settings: { critical: 170 } })).code, "care::H0201");
});

test("text with half of a letter is refused, and never becomes another letter", () => {
  const half = rust.record.replace("p-001", "p-\ud83e");
  assert.equal(refusal(() => ruleset.evaluate(half, when)).code, "care::H0201");
  const whole = rust.record.replace("p-001", "p-\ud83e\udec0");
  assert.equal(ruleset.evaluate(whole, when).patient, "p-🫀");
});

test("an error's message says code, place, what was expected and what to do", () => {
  assert.throws(() => ruleset.evaluate("{\"patient\": \"p\"}", when), (error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.message, `care::H0109${error.pointer && ` at ${error.pointer}`}: ${error.reason}; ${error.help}`);
    return true;
  });
});

test("no error holds what the record holds", () => {
  const secret = "Zoë Quince";
  for (const text of [`{"format": 1, "patient": "${secret}", "facts": [`, `{"format": 9, "patient": "${secret}"}`, `"${secret}"`, `{"${secret}"`]) {
    assert.throws(() => ruleset.evaluate(text, when), (error) => !JSON.stringify([error.message, error]).includes("Quince"));
  }
});

test("a record of 10 MB is answered", () => {
  const big = record();
  for (let n = 0; n < 100_000; n += 1) {
    const two = (of, from) => String((n % of) + from).padStart(2, "0");
    big.series.home_bp.rows.push({ id: `old-${n}`, device: `cuff-${n}`, at: `20${two(20, 0)}-${two(12, 1)}-${two(28, 1)}T19:12:00-05:00`, systolic: 140, diastolic: 90 });
  }
  const text = JSON.stringify(big);
  assert.ok(text.length > 9_500_000, `${text.length}`);
  assert.equal(ruleset.evaluate(text, when).decisions.target.status, "at_goal");
});
