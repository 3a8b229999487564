// The cases in plain JavaScript, as on a page that forbids WebAssembly: the npm package's `stepcare/js`.
import { run } from "./cases.mjs";

delete globalThis.WebAssembly;
const { create, StepcareError } = await import("../../bindings-wasm/dist/js.js");
run(create(), StepcareError);
