// Whatever bytes it is handed, the module answers. Every input is made from a seed, so that a failure can be made again.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { rust, seeded, wasm } from "./support.mjs";

const { exports: raw } = new WebAssembly.Instance(new WebAssembly.Module(wasm()), {});
const utf8 = new TextEncoder();
const sound = utf8.encode(rust.bundle);

/** Where the compiled form ends; what follows are places in the text. */
const places = rust.bundle.indexOf('"spans":');
const form = Buffer.from(JSON.parse(rust.bundle).compiled, "base64");

/** Counts and numbers that no ruleset holds, as the binary form writes them: 2^32 - 1, 2^32, 2^64 - 1, 2^127, one without an end. */
const huge = ["ffffffff0f", "8080808010", "ffffffffffffffffff01", `${"80".repeat(18)}02`, "ff".repeat(40)].map((hex) => Buffer.from(hex, "hex"));

/** A bundle of these bytes as compiled form, with their hash: all that a forger needs. */
function forged(bytes) {
  const hash = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return utf8.encode(JSON.stringify({ ...JSON.parse(rust.bundle), hash, compiled: Buffer.from(bytes).toString("base64") }));
}

function give(bytes) {
  const buffer = raw.alloc(bytes.length) >>> 0;
  assert.notEqual(buffer, 0);
  new Uint8Array(raw.memory.buffer).set(bytes, buffer + 4);
  return buffer;
}

/** What an envelope holds. */
function take(buffer) {
  const length = new DataView(raw.memory.buffer).getUint32(buffer >>> 0, true);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(raw.memory.buffer, (buffer >>> 0) + 4, length));
  raw.free(buffer);
  return JSON.parse(text);
}

/** Loads bytes as a bundle: refused with a code, or a ruleset that answers the sound record. */
function load(bytes, note) {
  const buffer = give(bytes);
  let envelope;
  try {
    envelope = take(raw.load(buffer, 0));
  } catch (error) {
    assert.fail(`${note}: ${error}`);
  }
  raw.free(buffer);
  if (envelope.error) {
    assert.match(envelope.error.code, /^care::H0\d{3}$/, note);
    return envelope.error.code;
  }
  const buffers = [rust.record, rust.as_of, rust.zone].map((text) => give(utf8.encode(text)));
  assert.ok(take(raw.evaluate(envelope.ok.ruleset, ...buffers)), note);
  for (const each of [...buffers, envelope.ok.ruleset]) raw.free(each);
  return "loaded";
}

const tally = (codes) => JSON.stringify(codes.reduce((all, code) => ({ ...all, [code]: (all[code] ?? 0) + 1 }), {}));

test("random bytes are no bundle and no trap", (t) => {
  const codes = [];
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const random = seeded(seed);
    codes.push(load(Uint8Array.from({ length: random(600) }, () => random(256)), `seed ${seed}`));
  }
  assert.ok(!codes.includes("loaded"));
  t.diagnostic(tally(codes));
});

test("a bundle cut off anywhere is refused", (t) => {
  const codes = [];
  const step = Math.max(1, Math.floor(sound.length / 500));
  for (let end = 0; end < sound.length - 1; end += step) codes.push(load(sound.subarray(0, end), `cut at ${end}`));
  assert.ok(!codes.includes("loaded"));
  t.diagnostic(tally(codes));
});

test("a bundle with characters changed before its places in the text is refused", (t) => {
  const codes = [];
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const random = seeded(seed);
    const bytes = Uint8Array.from(sound);
    for (let n = random(4); n >= 0; n -= 1) bytes[random(places)] = random(128);
    if (Buffer.compare(bytes, sound) !== 0) codes.push(load(bytes, `seed ${seed}`));
  }
  // A space for a space is the same document.
  assert.ok(codes.filter((code) => code === "loaded").length < 20, tally(codes));
  t.diagnostic(tally(codes));
});

test("a compiled form that was changed with its hash made anew is refused, or answers: the hash is no wall", (t) => {
  const codes = [];
  for (let seed = 1; seed <= 6_000; seed += 1) {
    const random = seeded(seed);
    const bytes = Buffer.from(form);
    // Small numbers are positions, counts and variants: the changes that another part of the form could have made.
    for (let n = random(3); n >= 0; n -= 1) bytes[random(bytes.length)] = random(3) === 0 ? random(256) : random(40);
    codes.push(load(forged(bytes), `seed ${seed}`));
  }
  assert.ok(["loaded", "care::H0004", "care::H0006", "care::H0007"].every((code) => codes.includes(code)), tally(codes));
  t.diagnostic(tally(codes));
});

test("a compiled form with parts left out, twice or cut off is refused, or answers", (t) => {
  const codes = [];
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const random = seeded(seed);
    const [from, length] = [random(form.length), 1 + random(60)];
    const part = form.subarray(from, from + length);
    const kept = [Buffer.alloc(0), Buffer.concat([part, part])][random(2)];
    const bytes = random(4) === 0 ? form.subarray(0, from) : Buffer.concat([form.subarray(0, from), kept, form.subarray(from + length)]);
    codes.push(load(forged(bytes), `seed ${seed}`));
  }
  assert.ok(codes.includes("care::H0004"), tally(codes));
  t.diagnostic(tally(codes));
});

test("huge numbers, huge indices and huge counts anywhere in a compiled form are refused, or answer", (t) => {
  const codes = [];
  for (let seed = 1; seed <= 1_500; seed += 1) {
    const random = seeded(seed);
    const at = random(form.length);
    const bytes = Buffer.concat([form.subarray(0, at), huge[random(huge.length)], form.subarray(at + 1)]);
    codes.push(load(forged(bytes), `seed ${seed}`));
  }
  assert.ok(codes.filter((code) => code !== "loaded").length > 750, tally(codes));
  t.diagnostic(tally(codes));
});

test("a bundle that nests 100,000 levels deep, or repeats one element 100,000 times, is refused", () => {
  assert.notEqual(load(utf8.encode("[".repeat(100_000)), "deep lists"), "loaded");
  assert.notEqual(load(utf8.encode('{"a":'.repeat(100_000)), "deep objects"), "loaded");
  assert.notEqual(load(forged(Buffer.alloc(100_000, 1)), "long"), "loaded");
});

test("random and changed records are answered or refused, never a trap", (t) => {
  const loaded = take(raw.load(give(sound), 0)).ok.ruleset;
  const record = utf8.encode(rust.record);
  const codes = [];
  for (let seed = 1; seed <= 4_000; seed += 1) {
    const random = seeded(seed);
    const bytes = seed % 4 === 0 ? Uint8Array.from({ length: random(300) }, () => random(256)) : Uint8Array.from(record);
    if (seed % 4 !== 0) for (let n = random(6); n >= 0; n -= 1) bytes[random(bytes.length)] = random(128);
    const buffers = [bytes, utf8.encode(rust.as_of), utf8.encode(rust.zone)].map(give);
    try {
      codes.push(take(raw.evaluate(loaded, ...buffers)).error?.code ?? "answered");
    } catch (error) {
      assert.fail(`seed ${seed}: ${error}`);
    }
    buffers.forEach((buffer) => raw.free(buffer));
  }
  raw.free(loaded);
  assert.ok(codes.includes("answered"));
  t.diagnostic(tally(codes));
});

test("an address or a handle that was never given is an error, not a reading of memory", () => {
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const random = seeded(seed);
    const any = () => (random(2) === 0 ? random(2 ** 20) : random(2 ** 32));
    assert.equal(take(raw.load(any(), any())).error.code, "care::H0201");
    assert.equal(take(raw.evaluate(any(), any(), any(), any())).error.code, "care::H0201");
    assert.equal(take(raw.describe(any() || 1)).error.code, "care::H0201");
    raw.free(any());
  }
  assert.equal(load(sound, "afterwards"), "loaded");
});

test("memory is given back: the hundredth load, evaluation and refusal takes no more than the first few", () => {
  const round = () => {
    for (const length of [5, 60_000, 70_000, 2 ** 20]) raw.free(raw.alloc(length));
    assert.equal(load(sound, "round"), "loaded");
    assert.equal(load(sound.slice(0, -9), "cut"), "care::H0002");
  };
  for (let n = 0; n < 3; n += 1) round();
  const before = raw.memory.buffer.byteLength;
  for (let n = 0; n < 100; n += 1) round();
  assert.equal(raw.memory.buffer.byteLength, before);
});

test("buffers in use do not share memory", () => {
  const lengths = [0, 1, 12, 13, 60, 65_532, 65_533, 300_000];
  const buffers = lengths.flatMap((length) => [length, length]).map((length) => give(new Uint8Array(length).fill(length % 251)));
  const held = (buffer, length) => new Uint8Array(raw.memory.buffer, buffer + 4, length);
  buffers.forEach((buffer, n) => assert.ok(held(buffer, lengths[n >> 1]).every((byte) => byte === lengths[n >> 1] % 251)));
  assert.equal(load(sound, "beside them"), "loaded");
  buffers.forEach((buffer, n) => assert.ok(held(buffer, lengths[n >> 1]).every((byte) => byte === lengths[n >> 1] % 251)));
  buffers.forEach((buffer) => raw.free(buffer));
});

test("a length that no memory holds gives 0", () => {
  assert.equal(raw.alloc(0xffff_ffff), 0);
  assert.equal(raw.alloc(0xffff_ff00), 0);
  assert.equal(load(sound, "afterwards"), "loaded");
});
