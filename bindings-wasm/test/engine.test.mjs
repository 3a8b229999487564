// The loader against modules made up to misbehave: what the real one never does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Engine } from "stepcare";
import { at, entries, refusal, rust, when } from "./support.mjs";

/** A module of one page that answers `{"ok":…}`; `over` changes single calls. It counts what is allocated and not freed. */
function fake(over = {}) {
  const memory = { buffer: new ArrayBuffer(65536) };
  const held = new Set();
  let next = 8;
  const raw = {
    memory,
    held,
    alloc(length) {
      const buffer = next;
      next += (length + 11) & ~7;
      new DataView(memory.buffer).setUint32(buffer, length, true);
      held.add(buffer);
      return buffer;
    },
    free: (buffer) => void held.delete(buffer),
    say(text) {
      const utf8 = new TextEncoder().encode(text);
      const buffer = raw.alloc(utf8.length);
      new Uint8Array(memory.buffer).set(utf8, buffer + 4);
      return buffer;
    },
    load: () => raw.say('{"ok":{"ruleset":1}}'),
    evaluate: () => raw.say('{"ok":{"patient":"p"}}'),
    describe: () => raw.say('{"ok":{}}'),
  };
  return Object.assign(raw, over);
}

const trap = () => {
  throw new WebAssembly.RuntimeError("unreachable");
};

test("a trap is reported, its instance is never called again, and the next call has a new one with its rulesets", () => {
  const made = [];
  const engine = new Engine(() => {
    const raw = made.length === 0 ? fake({ evaluate: trap }) : fake();
    let loads = 0;
    const { load } = raw;
    raw.load = (...buffers) => ((loads += 1), load(...buffers));
    raw.loads = () => loads;
    made.push(raw);
    return raw;
  });
  const ruleset = engine.load("{}");
  const { code, help } = refusal(() => ruleset.evaluate("{}", when));
  assert.equal(code, "care::H0204");
  assert.match(help, /new engine/);
  for (const name of ["alloc", "free", "load", "evaluate", "describe"]) {
    made[0][name] = () => assert.fail(`${name} of a discarded instance`);
  }
  assert.deepEqual(ruleset.evaluate("{}", when), { patient: "p" });
  assert.equal(made.length, 2);
  assert.equal(made[1].loads(), 1);
  ruleset.evaluate("{}", when);
  assert.equal(made[1].loads(), 1, "a ruleset is loaded again once");
});

test("a ruleset that is freed after a trap frees nothing of the new instance", () => {
  const made = [];
  const engine = new Engine(() => (made.push(fake(made.length === 0 ? { describe: trap } : {})), made.at(-1)));
  const ruleset = engine.load("{}");
  assert.equal(refusal(() => engine.describe()).code, "care::H0204");
  engine.describe();
  made[1].free = () => assert.fail("nothing of it was there to free");
  ruleset.free();
  assert.equal(refusal(() => ruleset.evaluate("{}", when)).code, "care::H0201");
});

test("an answer that is no envelope discards the instance as a trap does, and is not quoted", () => {
  const engine = new Engine(() => {
    const raw = fake();
    raw.describe = () => raw.say('{"patient":"Quince"');
    return raw;
  });
  assert.throws(() => engine.describe(), (error) => error.code === "care::H0204" && !String(error.stack).includes("Quince"));
});

test("a call inside a call is refused, and the outer call ends well", () => {
  let engine;
  const found = [];
  const raw = fake();
  raw.describe = () => (found.push(refusal(() => engine.describe())), raw.say('{"ok":{"version":"1"}}'));
  engine = new Engine(() => raw);
  assert.deepEqual(engine.describe(), { version: "1" });
  assert.equal(found[0].code, "care::H0202");
  assert.equal(raw.held.size, 0);
});

test("where there is no memory, that is said, what was allocated is freed, and the engine goes on", () => {
  const raw = fake();
  const { alloc } = raw;
  const engine = new Engine(() => raw);
  const ruleset = engine.load("{}");
  raw.alloc = (length) => (length === 5 ? 0 : alloc(length));
  assert.equal(refusal(() => ruleset.evaluate("12345", when)).code, "care::H0203");
  raw.evaluate = () => 0;
  assert.equal(refusal(() => ruleset.evaluate("{}", when)).code, "care::H0203");
  assert.equal(raw.held.size, 0);
  raw.evaluate = () => raw.say('{"ok":{}}');
  assert.deepEqual(ruleset.evaluate("{}", when), {});
});

test("memory that grows in the middle of a call leaves no view behind", () => {
  const raw = fake();
  const { alloc } = raw;
  raw.alloc = (length) => {
    const old = raw.memory.buffer;
    raw.memory.buffer = old.transfer?.(old.byteLength + 65536) ?? structuredClone(new Uint8Array([...new Uint8Array(old), ...new Uint8Array(65536)]).buffer);
    return alloc(length);
  };
  const ruleset = new Engine(() => raw).load("{}");
  assert.deepEqual(ruleset.evaluate("{}", when), { patient: "p" });
  assert.equal(raw.held.size, 0);
});

test("an error frees what the call held", () => {
  const raw = fake();
  raw.evaluate = () => raw.say('{"error":{"code":"care::H0109","pointer":"","message":"m","help":"h"}}');
  const ruleset = new Engine(() => raw).load("{}");
  assert.equal(refusal(() => ruleset.evaluate("{}", when)).code, "care::H0109");
  assert.equal(raw.held.size, 0);
});

test("a freed ruleset is not used again, and is freed once", async () => {
  const ruleset = (await entries["stepcare/node"]()).load(rust.bundle);
  ruleset.free();
  ruleset.free();
  assert.equal(refusal(() => ruleset.evaluate(rust.record, when)).code, "care::H0201");
});

test("two rulesets, and two engines, know nothing of one another", async () => {
  const [one, two] = [await entries["stepcare/node"](), await entries["stepcare/js"]()];
  const [a, b, c] = [one.load(rust.bundle), one.load(rust.bundle, { keySecret: "s" }), two.load(rust.bundle)];
  a.free();
  assert.notEqual(b.evaluateText(rust.record, when), c.evaluateText(rust.record, when), "another secret");
  assert.equal(c.evaluateText(rust.record, when), rust.evaluation);
});

test("the loader's own errors say what the table of codes says", () => {
  const page = readFileSync(at("../docs/codes.md"), "utf8");
  const said = { H0202: refusalOf("nested"), H0203: refusalOf("memory"), H0204: refusalOf("trap") };
  for (const [code, { message, help }] of Object.entries(said)) {
    const section = page.split(`## ${code}: `)[1].split("\n## ")[0];
    assert.equal(section.split("\n")[0].toLowerCase(), message);
    assert.ok(section.includes(`What to do: ${help}.`), `${code}: ${help}`);
  }
});

function refusalOf(what) {
  let engine;
  const over = { nested: () => engine.describe(), memory: () => 0, trap };
  const raw = fake();
  raw.describe = () => {
    if (what !== "nested") return over[what]();
    const inner = refusal(over.nested);
    return raw.say(JSON.stringify({ error: inner }));
  };
  engine = new Engine(() => raw);
  return refusal(() => engine.describe());
}
