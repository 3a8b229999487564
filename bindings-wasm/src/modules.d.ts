declare module "stepcare.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module "stepcare.wasm.js" {
  export function instantiate(): unknown;
}
declare module "stepcare-author" {
  export function initSync(module: { module: BufferSource | WebAssembly.Module }): unknown;
  export function parse(text: string): string;
  export function check(main: string, files: string): string;
  export function compile(main: string, files: string): string;
  export function format(name: string, text: string): string;
  export function test(main: string, files: string): string;
}
