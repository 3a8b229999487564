// `stepcare/node`: reads the module from beside this file.
import { readFileSync } from "node:fs";
import { create as from } from "./index.js";
import type { Engine } from "./engine.js";
export * from "./public.js";

declare const STEPCARE_WASM: URL | string;

/** An engine; the module is read once, synchronously. */
export function create(): Engine {
  return from(readFileSync(STEPCARE_WASM));
}
