// `stepcare/inline`: the module inside the script, for hosts that can load no second file.
import { create as from } from "./index.js";
import type { Engine } from "./engine.js";
// The bytes in base64; put in by the build.
import module from "stepcare.wasm";
export * from "./public.js";

/** An engine, at once and without a second file. */
export function create(): Engine {
  return from(module);
}
