// What the tests share: the small ruleset and what Rust says of it, and every way of loading the engine.
import { readFileSync } from "node:fs";

export const at = (path) => new URL(`../${path}`, import.meta.url);

/** Written by `stepcare-tests --bin bad-input`: a bundle, a record, its evaluation, and what is refused with which words. */
export const rust = JSON.parse(readFileSync(at("build/bad-input.json"), "utf8"));
export const when = { asOf: rust.as_of, zone: rust.zone };

export const bytes = (base64) => Uint8Array.from(Buffer.from(base64, "base64"));
export const wasm = () => readFileSync(at("dist/stepcare.wasm"));

/** The engine by each entry of the package; `stepcare` is handed its module. */
export const entries = {
  "stepcare": async () => (await import("stepcare")).create(wasm()),
  "stepcare/inline": async () => (await import("stepcare/inline")).create(),
  "stepcare/node": async () => (await import("stepcare/node")).create(),
  "stepcare/js": async () => (await import("stepcare/js")).create(),
};

/** What an error says, as `bad-input` writes it. */
export function refusal(call) {
  try {
    call();
  } catch (error) {
    if (error.name !== "StepcareError") throw error;
    return { code: error.code, pointer: error.pointer, message: error.reason, help: error.help };
  }
  throw new Error("nothing was refused");
}

/** Numbers that look random and are the same in every run (xorshift). */
export function seeded(seed) {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
