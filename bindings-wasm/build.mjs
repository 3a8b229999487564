// Builds `dist/` from the raw module: the module made small, the same as plain JavaScript, one loader around both,
// each as ESM and CommonJS, one classic script, and types. `cargo xtask` builds the modules first and names them:
//
//     node build.mjs RAW.wasm [FOLDER with author.js, author.d.ts and author_bg.wasm of wasm-bindgen]
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { compile } from "json-schema-to-typescript";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);
const bin = (name, ...args) => execFileSync(at("node_modules/.bin", name), args, { cwd: here, stdio: "inherit" });
const [raw = at("../target/wasm32v1-none/wasm/stepcare_raw.wasm"), author] = process.argv.slice(2).map((path) => resolve(path));

mkdirSync(at("build"), { recursive: true });
rmSync(at("dist"), { recursive: true, force: true });
mkdirSync(at("dist"));

/** Making small and translating take minutes: they are done once for each module. */
async function once(name, module, make) {
  const hash = createHash("sha256").update(readFileSync(module)).update(readFileSync(at("build.mjs"))).digest("hex");
  const note = at("build", `${name}.made`);
  if (existsSync(note) && readFileSync(note, "utf8") === hash) return;
  await make();
  writeFileSync(note, hash);
}

await once("stepcare", raw, async () => {
  // WebAssembly 1.0 and nothing later: any host of the last ten years can run it.
  // The first kilobyte is the far end of the stack, where no object begins: additions may move into loads and stores.
  const passes = ["-mvp", "--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-Oz", "--reorder-functions"];
  bin("wasm-opt", ...passes, raw, "-o", at("build/stepcare.wasm"));
  bin("wasm2js", "-Oz", at("build/stepcare.wasm"), "-o", at("build/wasm2js.js"));
  writeFileSync(at("build/stepcare.wasm.js"), await instantiable(readFileSync(at("build/wasm2js.js"), "utf8")));
});
copyFileSync(at("build/stepcare.wasm"), at("dist/stepcare.wasm"));
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"]) copyFileSync(at("..", licence), at("dist", licence));

/** wasm2js starts one instance when it is imported; the loader wants a fresh one each time it asks. */
async function instantiable(translated) {
  const call = "var retasmFunc = asmFunc(";
  const start = translated.indexOf(call);
  if (start < 0 || translated.includes("import ")) throw new Error(`wasm2js wrote another shape: no \`${call}\`, or an import`);
  const imports = translated.slice(start + call.length, translated.indexOf(");", start));
  const source = `${translated.slice(0, start)}export const instantiate = () => asmFunc(${imports});\n`;
  return (await transform(source, { minify: true, target: "es2022" })).code;
}

// The types of an evaluation, from its schema.
const schema = JSON.parse(readFileSync(at("../schemas/evaluation.schema.json"), "utf8"));
const types = await compile({ ...schema, title: "Evaluation" }, "Evaluation", {
  bannerComment: "/* Made from schemas/evaluation.schema.json by build.mjs. */",
  additionalProperties: false,
});
writeFileSync(at("src/evaluation.ts"), types);

// The two virtual imports of the loader: the module's bytes in base64, and its translation.
const modules = {
  name: "modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^stepcare\.wasm$/ }, () => ({ path: at("dist/stepcare.wasm"), namespace: "base64" }));
    onLoad({ filter: /.*/, namespace: "base64" }, ({ path }) => ({
      contents: `const text = atob("${readFileSync(path).toString("base64")}");
export default Uint8Array.from(text, (c) => c.charCodeAt(0));`,
    }));
    onResolve({ filter: /^stepcare\.wasm\.js$/ }, () => ({ path: at("build/stepcare.wasm.js") }));
    onResolve({ filter: /^stepcare-author$/ }, () => ({ path: join(author, "author.js") }));
  },
};
const common = { bundle: true, minify: true, target: "es2022", plugins: [modules], absWorkingDir: here, logLevel: "warning" };
const beside = { esm: 'new URL("./stepcare.wasm", import.meta.url)', cjs: 'require("node:path").join(__dirname, "stepcare.wasm")' };
const entries = ["index", "inline", "node", "js", ...(author ? ["author"] : [])];
for (const entry of entries) {
  for (const [format, ending] of [["esm", "js"], ["cjs", "cjs"]]) {
    await build({
      ...common,
      entryPoints: [at(`src/${entry}.ts`)],
      outfile: at(`dist/${entry}.${ending}`),
      format,
      platform: entry === "node" ? "node" : "neutral",
      banner: entry === "node" ? { js: `const STEPCARE_WASM = ${beside[format]};` } : {},
      // The place of the author's module is the host's to say.
      define: entry === "author" ? { "import.meta.url": '""' } : {},
    });
  }
}
await build({ ...common, entryPoints: [at("src/inline.ts")], outfile: at("dist/stepcare.global.js"), format: "iife", globalName: "stepcare" });
if (author) {
  const module = join(author, "author_bg.wasm");
  await once("author", module, () => {
    // wasm-bindgen's own table needs what came after 1.0; any browser or Node that can run an editor has it.
    const later = ["bulk-memory", "sign-ext", "nontrapping-float-to-int", "mutable-globals", "reference-types", "multivalue"];
    bin("wasm-opt", "-Oz", ...later.map((feature) => `--enable-${feature}`), module, "-o", at("build/author.wasm"));
  });
  copyFileSync(at("build/author.wasm"), at("dist/author.wasm"));
}

// Types for both: a CommonJS module's are another file, though they say the same.
bin("tsc", "--project", at("tsconfig.json"), "--emitDeclarationOnly", "--outDir", at("dist"));
for (const file of readdirSync(at("dist")).filter((name) => name.endsWith(".d.ts"))) {
  const text = readFileSync(at("dist", file), "utf8").replaceAll('.js"', '.cjs"');
  writeFileSync(at("dist", file.replace(/\.d\.ts$/, ".d.cts")), text);
}
