// Answers signed ENS calls as they should be answered, and does nothing else, so that what is measured is the client.
import http from "node:http";

/** @type {Map<string, string>} */
const answers = new Map();

const server = http.createServer({ maxHeaderSize: 1 << 20 }, (request, response) => {
  request.resume();
  const parameters = new URL(request.url ?? "/", "http://loopback").searchParams;
  const ids = parameters.get("ResourceIds") ?? parameters.get("EventInfos") ?? "";
  let answer = answers.get(ids);
  if (answer === undefined) {
    answer = parameters.has("EventInfos") ? taken(ids) : history(ids.split(","));
    answers.set(ids, answer);
  }
  response.writeHead(200, { "content-type": "application/json;charset=utf-8" }).end(answer);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") console.log(address.port);
});

/** @param {string[]} resourceIds */
function history(resourceIds) {
  const events = resourceIds.map((resourceId) => ({
    EventId: resourceId.replace("i-", "e-"),
    ResourceId: resourceId,
    EventType: "Instance:SystemUpgrade.Migrate",
    EventStatus: "Scheduled",
    EventLevel: "CRITICAL",
    PublishTime: 1_796_000_000_000,
    PublishUtcTime: "2026-11-29T23:53:20Z",
    NotBefore: 1_796_086_800_000,
    NotBeforeUtcTime: "2026-12-01T00:00:00Z",
    Reason: "The host needs an upgrade.",
    ExtendedAttribute: "{}",
  }));
  return JSON.stringify({
    RequestId: "4E7C1A60-0000-4000-8000-000000000000",
    Events: events,
    TotalCount: events.length,
    PageNumber: 1,
    PageSize: 100,
  });
}

/** @param {string} eventInfos */
function taken(eventInfos) {
  /** @type {{ EventId: string; ResourceId: string }[]} */
  const orders = JSON.parse(eventInfos);
  const results = orders.map(({ EventId, ResourceId }) => ({
    EventId,
    ResourceId,
    Code: 200,
    Message: "success",
  }));
  return JSON.stringify({ RequestId: "4E7C1A60-0000-4000-8000-000000000000", Results: results });
}
