// `stepcare`: the module as an asset. The host fetches or reads `stepcare/stepcare.wasm` its own way and hands it over.
import { Engine, type Raw } from "./engine.js";
export * from "./public.js";

/** An engine from the module's bytes, or from a compiled module. Nothing is fetched and no thread is started. */
export function create(module: BufferSource | WebAssembly.Module): Engine {
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module);
  return new Engine(() => new WebAssembly.Instance(compiled, {}).exports as unknown as Raw);
}
