// What a host hands over, as UTF-8. Nothing is dropped or turned into null without a word.
import { StepcareError, usage } from "./error.js";

/** JSON: as text or bytes, which keep every digit as it was written, or as a plain object. */
export type Json = string | Uint8Array | ArrayBuffer | object;

const utf8 = new TextEncoder();

/** Text as UTF-8; a lone surrogate, which UTF-8 does not have, would become another letter. What text it is, the engine judges. */
export function text(value: unknown, name: string, help: string): Uint8Array {
  if (typeof value !== "string") throw usage(name, "", help);
  return encode(value);
}

/** JSON as UTF-8; `what` names it in errors. */
export function json(value: Json, what: string): Uint8Array {
  if (typeof value === "string") return encode(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") return new Uint8Array(value as ArrayBuffer);
  if (typeof value !== "object" || value === null) throw usage(what, "", "hand over JSON text, its bytes, or a plain object");
  return encode(write(value));
}

function encode(value: string): Uint8Array {
  if (/\p{Surrogate}/u.test(value)) throw usage("text that UTF-8 can hold", "", "look for half of a surrogate pair: text that was cut inside a letter");
  return utf8.encode(value);
}

/** JSON text of an object. What `JSON.stringify` would write as null, or not at all, is refused with its place. */
function write(value: object): string {
  const places = new WeakMap<object, string>();
  const check = function (this: Record<string, unknown>, key: string, part: unknown): unknown {
    const place = this[""] === value && key === "" ? "" : `${places.get(this) ?? ""}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (typeof part === "number" && !Number.isFinite(part)) {
      throw usage("a finite number", place, "leave the value out where it is unknown: NaN and infinity are no readings");
    }
    if (["bigint", "function", "symbol"].includes(typeof part) || (part === null && this[key] !== null)) {
      throw usage("a value that JSON has", place, "write it as text, a number, true, false, null, a list or a plain object");
    }
    if (typeof part === "object" && part !== null) places.set(part, place);
    return part;
  };
  try {
    return JSON.stringify(value, check);
  } catch (error) {
    if (error instanceof StepcareError) throw error;
    throw usage("an object of a handful of levels", "", "look for a value that holds itself");
  }
}
