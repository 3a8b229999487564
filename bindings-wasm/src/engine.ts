// The typed loader: one engine, whatever made it. It speaks the module's five calls (bindings-wasm/raw) and nothing else.
import { type Refusal, StepcareError, nested, noMemory, stopped, usage } from "./error.js";
import { type Json, json, text } from "./input.js";
import type { Evaluation } from "./evaluation.js";

/** The module's exports. Every argument and result is a 32-bit integer. */
export interface Raw {
  readonly memory: { readonly buffer: ArrayBufferLike };
  alloc(length: number): number;
  free(bufferOrRuleset: number): void;
  load(bundle: number, options: number): number;
  evaluate(ruleset: number, record: number, asOf: number, zone: number): number;
  describe(ruleset: number): number;
}

/** What a site sets when it loads a ruleset. */
export interface LoadOptions {
  /** Settings by name, as text with its unit: `{ critical_systolic: "170 mmHg" }`. */
  settings?: Record<string, string>;
  /** The secret that action keys are made with; without one a fixed secret is used, and every evaluation says so. */
  keySecret?: string;
}

/** As of when, and where the patient's days begin. Both are required: a default would be another answer elsewhere. */
export interface At {
  /** An instant with an offset: `2026-03-02T09:00:00-05:00`. */
  asOf: string;
  /** An IANA zone: `America/New_York`. */
  zone: string;
}

/** What the engine says of itself. */
export interface EngineDescription {
  version: string;
  record_format: number;
  evaluation_format: number;
  bundle_format: number;
  zone_rules: string;
}

/** What a ruleset says of itself: its names, what a site may set, what a record may hold. */
export interface RulesetDescription {
  name: string;
  version: string;
  title: string | null;
  effective: string;
  hash: string;
  settings: Record<string, unknown>[];
  facts: ({ name: string } & Record<string, unknown>)[];
  series: { name: string; columns: ({ name: string } & Record<string, unknown>)[] }[];
  symbols: string[];
}

/** A call on the instance in use, with the ruleset's handle there. */
type Within = (call: (raw: Raw, handle: number) => string) => string;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** One engine. Calls are synchronous and do not nest; nothing is fetched and no thread is started. */
export class Engine {
  readonly #make: () => Raw;
  #raw: Raw | undefined;
  #busy = false;

  /** `make` gives a fresh instance of the module: called now, and again after an instance has trapped. */
  constructor(make: () => Raw) {
    this.#make = make;
    this.#raw = make();
  }

  /** Loads a compiled ruleset: the text, bytes or object that `stepcare compile` wrote. */
  load(bundle: Json, options: LoadOptions = {}): Ruleset {
    const { settings = {}, keySecret = null } = options;
    const parts = [json(bundle, "a bundle"), json({ settings, key_secret: keySecret }, "options")];
    let home: Raw | undefined;
    let handle = 0;
    // A ruleset outlives a discarded instance: where it is not at home, it is loaded again from its bundle.
    const within: Within = (call) =>
      this.#run((raw) => {
        if (home !== raw) {
          handle = (JSON.parse(ask(raw, parts, (...at: [number, number]) => raw.load(...at))) as { ruleset: number }).ruleset;
          home = raw;
        }
        return call(raw, handle);
      });
    within(() => "");
    return new Ruleset(within, () => {
      if (home !== undefined && home === this.#raw) this.#run((raw) => raw.free(handle));
    });
  }

  /** Version, formats and zone rules. */
  describe(): EngineDescription {
    return JSON.parse(this.#run((raw) => ask(raw, [], () => raw.describe(0)))) as EngineDescription;
  }

  /** One call at a time. Whatever is thrown but a refusal is a trap: that instance is never used again. */
  #run<T>(use: (raw: Raw) => T): T {
    if (this.#busy) throw nested();
    this.#busy = true;
    try {
      return use((this.#raw ??= this.#make()));
    } catch (error) {
      if (error instanceof StepcareError) throw error;
      this.#raw = undefined;
      // What was thrown is not passed on: it may quote what was read.
      throw stopped();
    } finally {
      this.#busy = false;
    }
  }
}

/** Hands buffers in, makes one call and takes what the envelope holds out, unread. Every buffer is given back. */
function ask<Buffers extends number[]>(raw: Raw, parts: Uint8Array[], call: (...buffers: Buffers) => number): string {
  const held: number[] = [];
  const keep = (buffer: number): number => {
    if (buffer !== 0) return held.push(buffer), buffer >>> 0;
    held.forEach((at) => raw.free(at));
    throw noMemory();
  };
  for (const part of parts) {
    const at = keep(raw.alloc(part.length));
    // Any call may have grown the memory and left older views empty: a view is taken anew after each.
    new Uint8Array(raw.memory.buffer).set(part, at + 4);
  }
  const at = keep(call(...([...held] as Buffers)));
  const length = new DataView(raw.memory.buffer).getUint32(at, true);
  const envelope = utf8.decode(new Uint8Array(raw.memory.buffer, at + 4, length));
  held.forEach((buffer) => raw.free(buffer));
  // The evaluation's own bytes are cut out of `{"ok":…}`, so that no number is read and written again.
  if (envelope.startsWith('{"ok":')) return envelope.slice(6, -1);
  throw new StepcareError((JSON.parse(envelope) as { error: Refusal }).error);
}

/** A loaded ruleset. */
export class Ruleset {
  readonly #within: Within;
  readonly #unload: () => void;
  #freed = false;

  /** @internal */
  constructor(within: Within, unload: () => void) {
    this.#within = within;
    this.#unload = unload;
  }

  /** Evaluates one patient: a record as JSON text, bytes or an object. Text and bytes keep every digit of every number. */
  evaluate(record: Json, at: At): Evaluation {
    return JSON.parse(this.evaluateText(record, at)) as Evaluation;
  }

  /** The evaluation's own JSON text: the same bytes as from every other host. */
  evaluateText(record: Json, at: At): string {
    const help = "call as the host's page describes it; as-of and zone have no default";
    const parts = [json(record, "a record"), text(at?.asOf, "asOf", help), text(at?.zone, "zone", help)];
    return this.#use((raw, handle) => ask(raw, parts, (...buffers: [number, number, number]) => raw.evaluate(handle, ...buffers)));
  }

  /** Names, version, hash, settings, facts and series. */
  describe(): RulesetDescription {
    return JSON.parse(this.#use((raw, handle) => ask(raw, [], () => raw.describe(handle)))) as RulesetDescription;
  }

  /** Gives the ruleset's memory back. It cannot be used afterwards. */
  free(): void {
    if (!this.#freed) this.#unload();
    this.#freed = true;
  }

  #use(call: (raw: Raw, handle: number) => string): string {
    if (this.#freed) throw usage("a ruleset that was not freed", "", "load it again, or free it later");
    return this.#within(call);
  }
}
