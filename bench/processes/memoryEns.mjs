// ENS in memory, as fast as maps are: every order is taken, and scheduled at once.

/** @typedef {import("../../provider/src/api/ens.js").EnsClient} EnsClient */

/**
 * @param {readonly { eventId: string; resourceId: string }[]} events
 * @returns {EnsClient}
 */
export function memoryEns(events) {
  /** @type {Map<string, import("../../provider/src/api/ens.js").HistoryEvent>} */
  const byInstance = new Map(
    events.map(({ eventId, resourceId }) => [
      resourceId,
      { eventId, resourceId, eventType: "Instance:SystemUpgrade.Migrate", eventStatus: "Inquiring" },
    ]),
  );
  let calls = 0;
  return {
    transport: "builtin",
    credentialsSource: "nowhere",
    platformTime: () => undefined,
    batchEventMigrateInstance(eventInfos) {
      calls += 1;
      const results = eventInfos.map((order) => {
        const event = byInstance.get(order.resourceId);
        if (event && order.opsType === "scheduled") {
          event.eventStatus = "Scheduled";
          event.notBefore = order.planTime;
        }
        return { code: 200, message: "success", eventId: order.eventId, resourceId: order.resourceId };
      });
      const requestId = `4E7C1A60-0000-4000-8000-${String(calls).padStart(12, "0")}`;
      return Promise.resolve({ requestId, results });
    },
    describeHistoryEvents({ resourceIds = [] }) {
      const found = resourceIds.flatMap((resourceId) => {
        const event = byInstance.get(resourceId);
        return event ? [{ ...event }] : [];
      });
      return Promise.resolve(found);
    },
    describeInstances: () => {
      throw new Error("a plan does not ask for instances");
    },
    listTagResources: () => {
      throw new Error("a plan does not ask for tags");
    },
  };
}
