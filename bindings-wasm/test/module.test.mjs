// The module's interface: nothing imported, five calls of 32-bit integers, WebAssembly 1.0.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { at, wasm } from "./support.mjs";

const tool = (name) => fileURLToPath(at(`node_modules/.bin/${name}`));
const I32 = 0x7f;

/** Types, imports, the types of functions, globals and exports of a module in its binary form. */
function interfaceOf(bytes) {
  let here = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[here++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const list = (read) => Array.from({ length: number() }, read);
  const text = (length) => new TextDecoder().decode(bytes.subarray(here, (here += length)));
  const found = { types: [], imports: 0, functions: [], exports: [] };
  while (here < bytes.length) {
    const [section, size] = [bytes[here++], number()];
    const end = here + size;
    if (section === 1) found.types = list(() => (assert.equal(bytes[here++], 0x60), { takes: list(number), gives: list(number) }));
    if (section === 2) found.imports = number();
    if (section === 3) found.functions = list(number);
    if (section === 7) found.exports = list(() => ({ name: text(number()), kind: bytes[here++], index: number() }));
    here = end;
  }
  return found;
}

const found = interfaceOf(wasm());

test("the module imports nothing", () => {
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(wasm())), []);
  assert.equal(found.imports, 0);
});

test("its functions are five calls, and each takes and gives 32-bit integers alone", () => {
  const calls = found.exports.filter(({ kind }) => kind === 0);
  const shape = calls.map(({ name, index }) => [name, found.types[found.functions[index]]]);
  const takes = (count, gives) => ({ takes: Array(count).fill(I32), gives: Array(gives).fill(I32) });
  assert.deepEqual(Object.fromEntries(shape), { alloc: takes(1, 1), free: takes(1, 0), load: takes(2, 1), evaluate: takes(4, 1), describe: takes(1, 1) });
});

test("beside them it exports its memory, and at most where its data ends", () => {
  const others = found.exports.filter(({ kind }) => kind !== 0).map(({ name }) => name).sort();
  assert.deepEqual(others.filter((name) => !["__data_end", "__heap_base"].includes(name)), ["memory"]);
});

/** Whether a file is WebAssembly 1.0 and nothing later, as Binaryen validates it. */
function isFirst(file) {
  const ran = spawnSync(tool("wasm-opt"), ["-mvp", file, "-o", file + ".out"], { encoding: "utf8" });
  return ran.status === 0;
}

test("it holds no instruction beyond WebAssembly 1.0", () => {
  assert.ok(isFirst(fileURLToPath(at("dist/stepcare.wasm"))));
  rmSync(at("dist/stepcare.wasm.out"));
});

test("the check for WebAssembly 1.0 finds what came later", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepcare-"));
  const later = {
    "sign-ext": "(func (param i32) (result i32) (i32.extend8_s (local.get 0)))",
    "bulk-memory": "(memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 1)))",
    "nontrapping-float-to-int": "(func (param f32) (result i32) (i32.trunc_sat_f32_s (local.get 0)))",
    "multivalue": "(func (result i32 i32) (i32.const 0) (i32.const 0))",
    "": "(memory 1) (func (param i32) (result i32) (i32.load (local.get 0)))",
  };
  for (const [feature, text] of Object.entries(later)) {
    writeFileSync(join(folder, "a.wat"), `(module ${text})`);
    const flags = feature ? [`--enable-${feature}`] : [];
    const made = spawnSync(tool("wasm-as"), ["-mvp", ...flags, join(folder, "a.wat"), "-o", join(folder, "a.wasm")], { encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
    assert.equal(isFirst(join(folder, "a.wasm")), feature === "", feature);
  }
  rmSync(folder, { recursive: true });
});
