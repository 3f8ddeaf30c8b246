import assert from "node:assert/strict";
import fc from "fast-check";
import { DAY, MINUTE } from "../builders";
import { event, events, type Inputs, plannedOf, timeOf, tryPlan } from "./builders";
import { runs } from "./runs";
import { anyNow, anyRules, HORIZON, share, type Specimen, walk, written } from "./specimen";

/** Wave and time of each of `count` events, found minute by minute; fewer if a year has no more. Without stagger and groups. */
function search(specimen: Specimen, now: number, count: number): [wave: number, at: number][] {
  const found: [number, number][] = [];
  let earliest = now + specimen.lead * MINUTE;
  let wave = 1;
  for (const { at, slot } of walk(specimen, now, now + HORIZON)) {
    if (!slot || at < earliest) continue;
    const size = specimen.waves[Math.min(wave, specimen.waves.length) - 1] ?? 1;
    const members = Math.min(share(size, count, "up"), count - found.length);
    for (let member = 0; member < members; member++) found.push([wave, at]);
    if (found.length === count) break;
    earliest = at + Math.max(specimen.interval, 1) * MINUTE;
    wave += 1;
  }
  return found;
}

function timed(list: Inputs[], specimen: Specimen, now: number): [number | undefined, number][] {
  const { inputs, failures } = tryPlan({ events: list, schedule: written(specimen), now });
  for (const { reason } of failures) assert.match(reason, /no slot: |more events without a slot/);
  return failures.length > 0 ? [] : plannedOf(inputs).map((each) => [each.wave, timeOf(each)]);
}

const readable = (list: readonly (readonly [number | undefined, number])[]): string[] =>
  list.map(([wave, at]) => `${wave}@${new Date(at).toISOString()}`);

const withNow = <T>(arbitrary: (now: number) => fc.Arbitrary<T>): fc.Arbitrary<[T, number]> =>
  anyNow.chain((now) => fc.tuple(arbitrary(now), fc.constant(now)));

describe("a search of every minute of a year finds the same", function () {
  this.timeout("60s");

  it("for one event, whatever the windows, zones and exclusions", () => {
    let slots = 0;
    const many = runs(250);
    fc.assert(
      fc.property(withNow(anyRules), ([specimen, now]) => {
        const expected = search(specimen, now, 1);
        slots += expected.length;
        assert.deepEqual(readable(timed([event(1)], specimen, now)), readable(expected));
      }),
      many,
    );
    assert.ok(slots > many.numRuns / 3, `only ${slots} had a slot`);
  });

  it("for waves an interval apart", () => {
    fc.assert(
      fc.property(
        withNow(anyRules),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom("10%", "25%", "50%")), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.oneof(fc.nat({ max: 60 }), fc.nat({ max: 3_000 })),
        fc.integer({ min: 1, max: 12 }),
        ([rules, now], waves, interval, count) => {
          const specimen = { ...rules, waves, interval };
          const found = search(specimen, now, count);
          const expected = found.length < count ? [] : found;
          assert.deepEqual(readable(timed(events(count), specimen, now)), readable(expected));
        },
      ),
      runs(120),
    );
  });

  it("for a deadline: it is met if, and only if, the first slot is not after it", () => {
    fc.assert(
      fc.property(withNow(anyRules), fc.integer({ min: -60, max: 60 }), ([specimen, now], minutes) => {
        const [first] = search(specimen, now, 1);
        const deadline = (first?.[1] ?? now + DAY) + minutes * MINUTE;
        const list = [event(1, { deadline: new Date(deadline).toISOString() })];
        assert.deepEqual(
          readable(timed(list, specimen, now)),
          readable(first && first[1] <= deadline ? [first] : []),
        );
      }),
      runs(60),
    );
  });
});
