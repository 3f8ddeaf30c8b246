import assert from "node:assert/strict";
import fc from "fast-check";
import { report } from "../report";

/** Values that nobody means well with, and places to put them. */

/** Any UTF-16 at all, lone surrogates too. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
  .map((units) => String.fromCharCode(...units));

const LONG = "a".repeat(10_000);

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 2, arbitrary: anyUnits },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "",
      " ",
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "hasOwnProperty",
      "valueOf",
      "length",
      "../../../../etc/passwd",
      "C:\\Windows\\win.ini",
      "file:///etc/passwd",
      "<script>alert(1)</script>",
      "\"><img src=x onerror='alert(1)'>",
      "' onmouseover='alert(1)",
      "</style><svg/onload=alert(1)>",
      "]]>",
      "<!--",
      "&lt;b&gt;",
      "[a](javascript:alert(1))",
      "![a](//evil.example/x.png)",
      "```\n# heading\n",
      "| a | b |",
      "@everyone",
      "https://evil.example/",
      "i-1 | immediate | wave 1 | abandon: local data is lost | password will change | #1.aaaaaaaa",
      " | released | ",
      "#",
      "e-1\n",
      "\r\nX-Injected: 1",
      "\u0000",
      "\u001b[2J\u001b]0;title\u0007",
      "\u202etxt.exe",
      "\u2028",
      "\ud800",
      "\udfff\ud800",
      "\ufffe",
      "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
      "${process.env.HOME}",
      "%00",
      "%s%n",
      "NaN",
      "-0",
      "1e400",
      "0x10",
      "null",
      "true",
      "9".repeat(400),
      `${"9".repeat(400)}d`,
      LONG,
    ),
  },
);

const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(
    0,
    -0,
    -1,
    0.5,
    1e21,
    1e308,
    -1e308,
    5e-324,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER + 2,
    8.64e15,
    8.64e15 + 2,
    -8.64e15,
    100_000_000_000,
    99_999_999_999,
    2 ** 31,
    2 ** 32,
  ),
);

/** JSON of any shape, with keys that mean something to JavaScript, and now and then hundreds of levels of it. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false),
    hostileNumber.map((number) => (Number.isFinite(number) ? number : null)),
    hostileText,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(hostileText, tie("value")), { maxLength: 4 }).map(Object.fromEntries),
    fc.integer({ min: 100, max: 300 }).map(nested),
  ),
})).value;

function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

type Path = readonly (string | number)[];

/** Every place in a value, the value itself included. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const members = Array.isArray(value)
    ? value.map((item, index): [number, unknown] => [index, item])
    : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

/** A copy of a value with something done at a place. `__proto__` is a key like any other. */
function changedAt(value: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? changedAt(item, rest, change) : (item as unknown)));
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, member]): [string, unknown][] => {
      if (name !== key) return [[name, member]];
      const changed = changedAt(member, rest, change);
      return changed === GONE ? [] : [[name, changed]];
    }),
  );
}

/** Places of a good value may be gone from a spoilt one. */
function isThere(value: unknown, path: Path): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
  return isThere((value as Record<string | number, unknown>)[key], rest);
}

const GONE = Symbol("left out");

/** One to three things wrong with a value that is well otherwise. */
export function spoilt(good: unknown, anything: fc.Arbitrary<unknown> = hostileJson): fc.Arbitrary<unknown> {
  const places = placesIn(good);
  const spoil = fc.tuple(
    fc.nat({ max: places.length - 1 }),
    fc.oneof(
      { weight: 6, arbitrary: anything.map((value) => () => value) },
      { weight: 1, arbitrary: fc.constant(() => GONE) },
      {
        weight: 2,
        arbitrary: fc.tuple(hostileText, anything).map(([key, value]) => (before: unknown): unknown => {
          if (Array.isArray(before)) return [...(before as unknown[]), value];
          return typeof before === "object" && before !== null
            ? Object.fromEntries([...Object.entries(before), [key, value]])
            : value;
        }),
      },
      {
        weight: 1,
        arbitrary: fc.constant((before: unknown): unknown =>
          Array.isArray(before) ? [...(before as unknown[]), ...(before as unknown[])] : [before],
        ),
      },
    ),
  );
  return fc.array(spoil, { minLength: 1, maxLength: 3 }).map((spoils) =>
    spoils.reduce<unknown>((value, [place, change]) => {
      const path = places[place] ?? [];
      const changed = isThere(value, path) ? changedAt(value, path, change) : value;
      return changed === GONE ? undefined : changed;
    }, good),
  );
}

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
const BEFORE = PROTOTYPES.map((prototype) => JSON.stringify(Object.getOwnPropertyNames(prototype)));

/** No prototype was written to, and no object in a result has one of a stranger. */
export function assertUnpolluted(result: unknown): void {
  assert.deepEqual(
    PROTOTYPES.map((prototype) => JSON.stringify(Object.getOwnPropertyNames(prototype))),
    BEFORE,
  );
  const rest = [result];
  for (let value = rest.pop(); rest.length > 0 || value !== undefined; value = rest.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if (value instanceof Map || value instanceof Set) {
      rest.push(...(value.values() as Iterable<unknown>));
    } else {
      const prototype: unknown = Object.getPrototypeOf(value);
      assert.ok(
        prototype === null || prototype === Object.prototype || prototype === Array.prototype,
        "an object has a prototype that somebody else gave it",
      );
      rest.push(...(Object.values(value) as unknown[]));
    }
  }
}

/** Counts inputs, and tells how many there were when the file's tests have run. */
export function counter(what: string): () => void {
  let tried = 0;
  after(() => report(`fuzzing tried ${tried.toLocaleString("en")} ${what}`));
  return () => void (tried += 1);
}
