// The cases in WebAssembly: the npm package's `stepcare/node`.
import { create, StepcareError } from "../../bindings-wasm/dist/node.js";
import { run } from "./cases.mjs";

run(create(), StepcareError);
