// `stepcare/js`: the same module translated to plain JavaScript, for pages that forbid WebAssembly. Slower, same bytes.
import { Engine, type Raw } from "./engine.js";
// Made from the module by wasm2js; each call of it is a fresh instance.
import { instantiate } from "stepcare.wasm.js";
export * from "./public.js";

/** An engine in plain JavaScript. */
export function create(): Engine {
  return new Engine(() => instantiate() as Raw);
}
