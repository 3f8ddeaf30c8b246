// Events as large as ENS's: ids have as many characters as those in its documentation.
import { createHash } from "node:crypto";

const GROUPS = 40;

/**
 * @typedef {{ eventId: string; resourceId: string; planTime?: number; group?: string }} BenchEvent
 */

/**
 * The first `count` events, each to be moved at `planTime`.
 * @param {number} count
 * @param {number} planTime
 * @returns {(BenchEvent & { planTime: number })[]}
 */
export function plannedEvents(count, planTime) {
  return Array.from({ length: count }, (_, index) => ({ ...ids(index), planTime }));
}

/**
 * The first `count` events, for a schedule to time: in forty groups, as instances lie in regions.
 * @param {number} count
 * @returns {(BenchEvent & { group: string })[]}
 */
export function groupedEvents(count) {
  return Array.from({ length: count }, (_, index) => ({
    ...ids(index),
    group: `cn-region-${index % GROUPS}-telecom`,
  }));
}

/** The README's schedule. */
export const SCHEDULE = {
  timeZone: "Asia/Shanghai",
  windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
  exclusions: [{ from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" }],
  waves: [1, "10%", "50%"],
  interval: "30m",
  maxUnavailable: "20%",
  assumedDowntime: "20m",
};

/** @param {number} index */
function ids(index) {
  const digest = createHash("sha256").update(String(index)).digest("hex");
  return { eventId: `e-${digest.slice(0, 32)}`, resourceId: `i-${digest.slice(32, 57)}` };
}

/** A whole second thirty days from now. */
export function inThirtyDays() {
  return Math.floor(Date.now() / 1_000) * 1_000 + 30 * 86_400_000;
}
