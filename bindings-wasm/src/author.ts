// `stepcare/author`: the language itself, for editors and pages where rulesets are written. A module of its own, several
// times larger than the engine; the host hands over `stepcare/author.wasm` its own way.
// Made from bindings-wasm/author by wasm-bindgen.
import { check, compile, format, initSync, parse, test } from "stepcare-author";

/** A place in a text: as a person reads it (line and column from 1), and in UTF-16 units as an editor marks it. */
export interface Place {
  file: string;
  line: number;
  column: number;
  start: number;
  end: number;
}

/** An error or a warning; the first label is the main place. */
export interface Finding {
  /** `care::E0214`; `stepcare explain E0214` says more. */
  code: string;
  severity: "error" | "warning";
  message: string;
  labels: { place: Place; text: string }[];
  help: string[];
  notes: string[];
}

/** A clause, and its block if it has one. `start` and `end` are in UTF-16 units. */
export interface Item {
  word: string;
  text: string;
  start: number;
  end: number;
  items?: Item[];
}

/** A `test` block and what of it does not hold; nothing is a test that passes. */
export interface Tested {
  name: string;
  place: Place;
  failed: { expected: string; found: string; place: Place }[];
}

/** The texts of a ruleset, by the path that `main` or a `from "…"` names. */
export type Texts = Record<string, string>;

/** The language. Nothing is fetched and no thread is started. */
export interface Author {
  /** The tree of one text. */
  parse(text: string): { items: Item[]; findings: Finding[] };
  /** Every finding, errors first. */
  check(main: string, texts: Texts): { findings: Finding[] };
  /** A text in the language's one layout, whose hash is the same; where its blocks cannot be told apart, what was found. */
  format(name: string, text: string): { text?: string; findings: Finding[] };
  /** The bundle that `Engine.load` takes, and its hash; where the text does not compile, what was found. */
  compile(main: string, texts: Texts): { bundle?: string; hash?: string; findings: Finding[] };
  /** Runs the `test` blocks; where the text does not compile, what was found. */
  test(main: string, texts: Texts): { tests?: Tested[]; findings: Finding[] };
}

/** The language, from its module's bytes or from a compiled module. */
export function create(module: BufferSource | WebAssembly.Module): Author {
  initSync({ module });
  const on = <Said>(call: (main: string, texts: string) => string) => (main: string, texts: Texts): Said =>
    JSON.parse(call(main, JSON.stringify(texts))) as Said;
  return {
    parse: (text) => JSON.parse(parse(text)) as ReturnType<Author["parse"]>,
    check: on(check),
    format: (name, text) => JSON.parse(format(name, text)) as ReturnType<Author["format"]>,
    compile: on(compile),
    test: on(test),
  };
}
