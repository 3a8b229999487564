// What every way of loading the engine has in common.
export { Engine, Ruleset } from "./engine.js";
export type { At, EngineDescription, LoadOptions, Raw, RulesetDescription } from "./engine.js";
export { StepcareError } from "./error.js";
export type { Refusal } from "./error.js";
export type { Evaluation } from "./evaluation.js";
export type { Json } from "./input.js";
