// Errors as every host has them: a code, where, what was expected, what to do. None holds a patient's value.

/** An error as the engine writes it. */
export interface Refusal {
  code: string;
  pointer?: string;
  message: string;
  help?: string;
}

/** Why there is no answer. */
export class StepcareError extends Error {
  override readonly name = "StepcareError";
  /** `care::H0104`; the same in every host, and `stepcare explain H0104` says more. */
  readonly code: string;
  /** JSON pointer to the place in the record (or to the argument of the call), or empty. */
  readonly pointer: string;
  /** What was expected, or what is wrong. */
  readonly reason: string;
  /** What to do. */
  readonly help: string;

  constructor({ code, pointer = "", message, help = "" }: Refusal) {
    super(`${code}${pointer && ` at ${pointer}`}: ${message}${help && `; ${help}`}`);
    this.code = code;
    this.pointer = pointer;
    this.reason = message;
    this.help = help;
  }
}

/** The call itself is wrong. */
export const usage = (expected: string, pointer: string, help: string): StepcareError =>
  new StepcareError({ code: "care::H0201", pointer, message: `expected ${expected}`, help });

/** A call inside a call. */
export const nested = (): StepcareError =>
  new StepcareError({ code: "care::H0202", message: "a call was made while another was still running", help: "wait until the call has returned" });

/** The module has no memory for what it was handed, or for its answer. */
export const noMemory = (): StepcareError =>
  new StepcareError({ code: "care::H0203", message: "there is no memory for the input", help: "send less at once, or give the host more memory" });

/** The module trapped. */
export const stopped = (): StepcareError =>
  new StepcareError({ code: "care::H0204", message: "the engine stopped and was discarded", help: "report it; the next call uses a new engine" });
