import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { create } from "stepcare/author";
import { at, entries, when } from "./support.mjs";

const module = readFileSync(at("dist/author.wasm"));
const author = create(module);
const text = `care edition 2026
ruleset joining version "1" effective 2026-01-01
source protocol "Für 🫀" choice
facts { birth_date : date  required  from chart }
define age = whole years from birth_date to today
screening eligibility {
  exclude under_age when age < 18 years  cite protocol
  otherwise eligible
}
test "18 today" {
  as of 2026-03-02T09:00 in America/New_York
  given birth_date is 2008-03-02
  expect eligibility is eligible
}
`;

test("a text is compiled in the page and evaluated by the engine", async () => {
  const { bundle, hash, findings } = author.compile("joining.care", { "joining.care": text });
  assert.deepEqual(findings, []);
  const ruleset = (await entries["stepcare/node"]()).load(bundle);
  assert.equal(ruleset.describe().hash, hash);
  const evaluation = ruleset.evaluate({ format: 1, patient: "p", facts: { birth_date: "2010-01-01" } }, when);
  assert.equal(evaluation.decisions.eligibility.status, "excluded");
});

test("a finding has a code, help, and its place as an editor counts", () => {
  const { findings } = author.check("joining.care", { "joining.care": text.replace("age < 18", "agee < 18") });
  const [{ code, severity, labels: [{ place }] }] = findings;
  assert.match(code, /^care::E0\d{3}$/);
  assert.equal(severity, "error");
  assert.deepEqual([place.file, place.line, place.column], ["joining.care", 7, 26]);
  assert.equal(text.replace("age < 18", "agee < 18").slice(place.start, place.end), "agee");
});

test("the tests of a text are run: none that fails, one day too young, and a text that does not compile", () => {
  assert.deepEqual(author.test("a.care", { "a.care": text }).tests.map(({ name, failed }) => [name, failed]), [["18 today", []]]);
  const younger = author.test("a.care", { "a.care": text.replace("2008-03-02", "2008-03-03") });
  assert.equal(younger.tests[0].failed[0].expected, "expect eligibility is eligible");
  const broken = author.test("a.care", { "a.care": "care edition" });
  assert.equal(broken.tests, undefined);
  assert.equal(broken.findings[0].severity, "error");
});

test("a file that another names is read from the texts, and one that is not there is a finding", () => {
  const tests = 'care edition 2026\ntests for joining from "joining.care"\ntest "17" {\n  as of 2026-03-02T09:00 in America/New_York\n  given birth_date is 2009-03-02\n  expect eligibility is excluded\n}\n';
  assert.deepEqual(author.test("joining.tests.care", { "joining.tests.care": tests, "joining.care": text }).tests[0].failed, []);
  assert.equal(author.check("joining.tests.care", { "joining.tests.care": tests }).findings[0].severity, "error");
});

test("the tree of a text holds its blocks, also of a broken one", () => {
  const { items, findings } = author.parse(text);
  assert.deepEqual(findings, []);
  assert.deepEqual(items.map((item) => item.word), ["care", "ruleset", "source", "facts", "define", "screening", "test"]);
  assert.equal(text.slice(items[5].start, items[5].end).split("\n")[0], "screening eligibility {");
  assert.ok(author.parse(text.replace("{ birth_date", "birth_date")).findings.length > 0);
});

test("a text is laid out, and one whose braces do not match is refused", () => {
  const { text: laid, findings } = author.format("a.care", "role navigator ,pharmacist// 🫀");
  assert.deepEqual([laid, findings], ["role navigator, pharmacist  // 🫀\n", []]);
  const refused = author.format("a.care", "facts {");
  assert.deepEqual([refused.text, refused.findings[0].code, refused.findings[0].labels[0].place.file], [undefined, "care::E0102", "a.care"]);
});

test("any text at all is answered", () => {
  for (const wild of ["", "\0", "{".repeat(50_000), "🫀".repeat(1_000), '"', "care edition 2026\n".repeat(1_000)]) {
    assert.ok(author.check("a.care", { "a.care": wild }).findings.length > 0);
    assert.ok(Array.isArray(author.parse(wild).items));
  }
});

test("CommonJS loads it too", () => {
  const require = createRequire(import.meta.url);
  assert.deepEqual(require("stepcare/author").create(module).check("a.care", { "a.care": text }), { findings: [] });
});
