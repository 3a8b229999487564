// Builds `dist/` from the raw module: the module made small, the same as plain JavaScript, one loader around both,
// each as ESM and CommonJS, one classic script, and types. `cargo xtask setup` has built the module first.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compileFromFile } from "json-schema-to-typescript";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);
const bin = (name, ...args) => execFileSync(at("node_modules/.bin", name), args, { cwd: here, stdio: "inherit" });
const raw = process.argv[2] ?? at("../target/wasm32v1-none/wasm/stepcare_raw.wasm");

rmSync(at("dist"), { recursive: true, force: true });
mkdirSync(at("dist"));
mkdirSync(at("build"), { recursive: true });

// WebAssembly 1.0 and nothing later: any host of the last ten years can run it.
bin("wasm-opt", "-mvp", "-Oz", raw, "-o", at("dist/stepcare.wasm"));
bin("wasm2js", "-Oz", at("dist/stepcare.wasm"), "-o", at("build/wasm2js.js"));
const translated = readFileSync(at("build/wasm2js.js"), "utf8");
const start = translated.indexOf("var retasmFunc = asmFunc(");
if (start < 0) throw new Error("wasm2js wrote another shape: no `var retasmFunc = asmFunc(`");
const imports = translated.slice(start + "var retasmFunc = asmFunc(".length, translated.indexOf(");", start));
writeFileSync(at("build/stepcare.wasm.js"), `${translated.slice(0, start)}export const instantiate = () => asmFunc(${imports});\n`);

// The two virtual imports of the loader: the module's bytes in base64, and its translation.
const modules = {
  name: "modules",
  setup(bundle) {
    bundle.onResolve({ filter: /^stepcare\.wasm$/ }, () => ({ path: at("dist/stepcare.wasm"), namespace: "base64" }));
    bundle.onLoad({ filter: /.*/, namespace: "base64" }, ({ path }) => ({
      contents: `const text = atob("${readFileSync(path).toString("base64")}");
export default Uint8Array.from(text, (c) => c.charCodeAt(0));`,
    }));
    bundle.onResolve({ filter: /^stepcare\.wasm\.js$/ }, () => ({ path: at("build/stepcare.wasm.js") }));
  },
};
const common = { bundle: true, minify: true, target: "es2022", plugins: [modules], absWorkingDir: here, logLevel: "warning" };
const place = { esm: 'new URL("./stepcare.wasm", import.meta.url)', cjs: 'require("node:path").join(__dirname, "stepcare.wasm")' };
for (const entry of ["index", "inline", "node", "js"]) {
  for (const format of ["esm", "cjs"]) {
    const platform = entry === "node" ? "node" : "neutral";
    let banner = {};
    if (entry === "node") {
      banner = { js: `const STEPCARE_WASM = ${place[format]};` };
    }
    await build({ ...common, entryPoints: [at(`src/${entry}.ts`)], outfile: at(`dist/${entry}.${format === "esm" ? "js" : "cjs"}`), format, platform, banner });
  }
}
await build({ ...common, entryPoints: [at("src/inline.ts")], outfile: at("dist/stepcare.global.js"), format: "iife", globalName: "stepcare" });

const types = await compileFromFile(at("../schemas/evaluation.schema.json"), { bannerComment: "/* Made from schemas/evaluation.schema.json. */", additionalProperties: false });
writeFileSync(at("src/evaluation.ts"), types);
bin("tsc", "--project", at("tsconfig.json"), "--emitDeclarationOnly", "--outDir", at("dist"));
