// The typed loader: one engine, whatever made it. It speaks the module's five calls (bindings-wasm/raw) and nothing else.
import type { Evaluation } from "./evaluation.js";

/** The module's exports. Every argument and result is a 32-bit integer. */
export interface Raw {
  memory: { readonly buffer: ArrayBuffer };
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

/** As of when, and where the patient's days begin. Both are required. */
export interface At {
  /** An instant with an offset: `2026-03-02T09:00:00-05:00`. */
  asOf: string;
  /** An IANA zone: `America/New_York`. */
  zone: string;
}

/** Why there is no answer. It never holds a patient's value. */
export class StepcareError extends Error {
  override name = "StepcareError";
  /** `care::H0104`; the same code in every host. */
  readonly code: string;
  /** JSON pointer into the record, or empty. */
  readonly pointer: string;
  /** What to do. */
  readonly help: string;

  constructor(error: { code: string; pointer?: string; message: string; help?: string }) {
    super(`${error.code}: ${error.message}${error.help ? `; ${error.help}` : ""}`);
    this.code = error.code;
    this.pointer = error.pointer ?? "";
    this.help = error.help ?? "";
  }
}

/** What the engine says of itself. */
export interface EngineDescription {
  version: string;
  record_format: number;
  evaluation_format: number;
  bundle_format: number;
  zone_rules: string;
}

const utf8 = new TextEncoder();
const text = new TextDecoder("utf-8", { fatal: true });

/** One instance of the engine. Calls are synchronous and do not nest. */
export class Engine {
  #make: () => Raw;
  #raw: Raw | undefined;
  #busy = false;
  #generation = 0;

  /** `make` gives a fresh instance of the module: called once now, and once more after a trap. */
  constructor(make: () => Raw) {
    this.#make = make;
    this.#raw = make();
  }

  /** Loads a compiled ruleset: the text, bytes or object that `stepcare compile` wrote. */
  load(bundle: string | Uint8Array | object, options: LoadOptions = {}): Ruleset {
    const bytes = bundle instanceof Uint8Array ? bundle : utf8.encode(typeof bundle === "string" ? bundle : JSON.stringify(bundle));
    const chosen = utf8.encode(JSON.stringify({ settings: options.settings ?? {}, key_secret: options.keySecret ?? null }));
    let handle = 0;
    let generation = -1;
    // A ruleset outlives a discarded instance: it is loaded again from its bundle when it is next used.
    const current = (): number => {
      if (generation !== this.#generation) {
        handle = (JSON.parse(this.#call([bytes, chosen], (raw, [b, o]) => raw.load(b!, o!))) as { ruleset: number }).ruleset;
        generation = this.#generation;
      }
      return handle;
    };
    current();
    return new Ruleset(
      (record, asOf, zone) => this.#call([record, asOf, zone].map((part) => utf8.encode(part)), (raw, [r, a, z]) => raw.evaluate(current(), r!, a!, z!), current),
      () => this.#call([], (raw) => raw.describe(current()), current),
      () => {
        if (generation === this.#generation) this.#raw?.free(handle);
        generation = -1;
      },
    );
  }

  /** Version, formats and zone rules. */
  describe(): EngineDescription {
    return JSON.parse(this.#call([], (raw) => raw.describe(0))) as EngineDescription;
  }

  /** Hands buffers in, runs one call, takes the envelope out. `before` runs first, so that it may call too. */
  #call(parts: Uint8Array[], run: (raw: Raw, buffers: number[]) => number, before?: () => unknown): string {
    if (this.#busy) throw new StepcareError({ code: "care::H0202", message: "calls do not nest", help: "wait until the call has returned" });
    before?.();
    this.#busy = true;
    let raw = this.#raw;
    try {
      if (!raw) {
        raw = this.#raw = this.#make();
        this.#generation += 1;
      }
      const engine = raw;
      const buffers = parts.map((part) => {
        const at = engine.alloc(part.length);
        if (at === 0) throw new StepcareError({ code: "care::H0203", message: "no memory for this much input", help: "send less" });
        // Memory may have grown: a view is taken anew after each call.
        new Uint8Array(engine.memory.buffer).set(part, at + 4);
        return at;
      });
      const answer = run(engine, buffers);
      for (const buffer of buffers) engine.free(buffer);
      const length = new DataView(engine.memory.buffer).getUint32(answer, true);
      const envelope = text.decode(new Uint8Array(engine.memory.buffer, answer + 4, length));
      engine.free(answer);
      // The envelope is `{"ok":…}`; the evaluation's own bytes are cut out, so that no number is read and written again.
      if (envelope.startsWith('{"ok":')) return envelope.slice(6, -1);
      throw new StepcareError((JSON.parse(envelope) as { error: ConstructorParameters<typeof StepcareError>[0] }).error);
    } catch (error) {
      if (error instanceof StepcareError) throw error;
      this.#raw = undefined;
      throw new StepcareError({ code: "care::H0204", message: "the engine stopped and was discarded", help: "report this; the next call uses a new engine" });
    } finally {
      this.#busy = false;
    }
  }
}

/** A loaded ruleset. */
export class Ruleset {
  #evaluate: (record: string, asOf: string, zone: string) => string;
  #describe: () => string;
  #free: () => void;

  /** @internal */
  constructor(evaluate: (record: string, asOf: string, zone: string) => string, describe: () => string, free: () => void) {
    this.#evaluate = evaluate;
    this.#describe = describe;
    this.#free = free;
  }

  /** Evaluates one patient: a record as JSON text or as an object. Text keeps every digit of every number. */
  evaluate(record: string | object, at: At): Evaluation {
    return JSON.parse(this.evaluateText(record, at)) as Evaluation;
  }

  /** The evaluation's own JSON text: the same bytes as from every other host. */
  evaluateText(record: string | object, at: At): string {
    for (const [name, value] of [["asOf", at?.asOf], ["zone", at?.zone]] as const) {
      if (typeof value !== "string" || value === "") throw new StepcareError({ code: "care::H0201", message: `expected ${name}`, help: "give asOf and zone: { asOf: \"2026-03-02T09:00:00-05:00\", zone: \"America/New_York\" }" });
    }
    return this.#evaluate(typeof record === "string" ? record : JSON.stringify(record), at.asOf, at.zone);
  }

  /** Name, version, hash, settings, facts and series. */
  describe(): unknown {
    return JSON.parse(this.#describe());
  }

  /** Gives the ruleset's memory back. */
  free(): void {
    this.#free();
  }
}
