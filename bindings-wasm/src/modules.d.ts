declare module "stepcare.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module "stepcare.wasm.js" {
  export function instantiate(): unknown;
}
