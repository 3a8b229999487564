// The package as its user meets it: what it holds, what it never does, and its README.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { at, rust } from "./support.mjs";

const manifest = JSON.parse(readFileSync(at("package.json"), "utf8"));
const files = (target) => (typeof target === "string" ? [target] : Object.values(target).flatMap(files));

test("every export is a file of the package", () => {
  for (const file of files(manifest.exports)) assert.ok(existsSync(at(file)), file);
});

test("the package depends on nothing", () => {
  assert.equal(manifest.dependencies, undefined);
});

test("no script of the default path fetches, evaluates code, starts a thread or a timer, or loads later", () => {
  // What the engine's own bytes may spell by chance, in base64, has no brackets.
  const never = /\bfetch\b|XMLHttpRequest|\bWorker\b|SharedArrayBuffer|Atomics|\beval\s*\(|new Function\b|\bFunction\s*\(|\bimport\s*\(|setTimeout|setInterval|localStorage|indexedDB|console\./;
  for (const name of ["index", "inline", "node", "js"].flatMap((entry) => [`${entry}.js`, `${entry}.cjs`]).concat("stepcare.global.js")) {
    const found = never.exec(readFileSync(at(`dist/${name}`), "utf8"));
    assert.equal(found && found[0], null, name);
  }
});

test("no clock and no source of chance is read", () => {
  for (const name of ["index.js", "js.js", "stepcare.global.js"]) {
    assert.doesNotMatch(readFileSync(at(`dist/${name}`), "utf8"), /Date\.now|new Date|performance\.|Math\.random|crypto\./, name);
  }
});

test("the lock file names no registry", () => {
  assert.doesNotMatch(readFileSync(at("package-lock.json"), "utf8"), /"resolved"/);
});

/** A folder inside the package, so that `stepcare` means this package. */
function folder(name) {
  const path = at(`build/${name}/`);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return (file, text) => (writeFileSync(new URL(file, path), text), fileURLToPath(new URL(file, path)));
}

test("the examples of the README run and print what stands beside them", () => {
  const put = folder("readme");
  put("small.json", rust.bundle);
  const examples = [...readFileSync(at("README.md"), "utf8").matchAll(/```(js|cjs)\n([^]*?)```/g)];
  assert.deepEqual(examples.map(([, language]) => language), ["js", "cjs"]);
  for (const [, language, source] of examples) {
    const file = put(language === "js" ? "example.mjs" : "example.cjs", source);
    const ran = spawnSync(process.execPath, [file], { cwd: new URL(".", `file://${file}`), encoding: "utf8" });
    assert.equal(ran.stderr, "");
    const expected = [...source.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, printed]) => printed);
    assert.ok(expected.length > 0);
    assert.deepEqual(ran.stdout.trim().split("\n"), expected);
  }
});

test("the types hold in strict mode for ES modules and CommonJS, and find a missing zone and a misspelt field", () => {
  const put = folder("types");
  const use = (entry, create, when, field) => `
import { create, StepcareError, type Evaluation } from "${entry}";
const evaluation: Evaluation = ${create}.load("{}", { settings: { a: "5 days" } }).evaluate({ format: 1 }, ${when});
export const said: string = evaluation.${field};
export const code = (error: unknown): string => (error instanceof StepcareError ? error.code : "");
`;
  const when = '{ asOf: "2026-03-02T09:00:00Z", zone: "UTC" }';
  put("module.mts", use("stepcare", "create(new Uint8Array())", when, "patient"));
  put("inline.mts", use("stepcare/inline", "create()", when, "ruleset.hash"));
  put("node.cts", use("stepcare/node", "create()", when, "patient"));
  put("js.cts", use("stepcare/js", "create()", when, "patient"));
  put("author.cts", 'import { create } from "stepcare/author";\nexport const code = create(new Uint8Array()).check("a", { a: "" }).findings[0]?.code;\n');
  const wrong = [put("zone.mts", use("stepcare/js", "create()", '{ asOf: "2026-03-02T09:00:00Z" }', "patient")), put("field.cts", use("stepcare/js", "create()", when, "patiemt"))];
  const options = { strict: true, noEmit: true, module: "nodenext", target: "es2022", lib: ["es2022", "dom"], types: [], skipLibCheck: false };
  put("tsconfig.json", JSON.stringify({ compilerOptions: options, include: ["*.mts", "*.cts"] }));
  const ran = spawnSync(fileURLToPath(at("node_modules/.bin/tsc")), ["--project", fileURLToPath(at("build/types/tsconfig.json"))], { encoding: "utf8" });
  const found = ran.stdout.trim().split("\n").filter((line) => / error /.test(line));
  assert.equal(found.length, wrong.length, ran.stdout);
  assert.ok(found.some((line) => /zone\.mts.*'At'/.test(line)) && found.some((line) => /field\.cts.*patiemt/.test(line)), ran.stdout);
});
