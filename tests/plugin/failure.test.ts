import assert from "node:assert/strict";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { asCallFailure, type CallFailure, partialFailure } from "../../plugin/src/failure";
import { close, open, type Properties } from "../../plugin/src/values";

const failed = (...reasons: string[]) => ({ reasons, advice: [], nothingStands: false });

/** What the engine makes of it. */
function keptOf({
  metadata,
}: CallFailure): { id: string; outputs: Properties; reasons: string[] } | undefined {
  const [encoded] = metadata.get("grpc-status-details-bin");
  if (encoded === undefined) return undefined;
  const [detail] = Status.deserializeBinary(Buffer.from(encoded)).getDetailsList();
  assert.equal(detail?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
  const kept = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  const outputs = open(kept.getProperties()?.serializeBinary()).values;
  return { id: kept.getId(), outputs, reasons: kept.getReasonsList() };
}

describe("a failure in part", () => {
  const MEGABYTE = "x".repeat(1_000_000);
  const megabytes = (count: number) => close({ some: Array.from({ length: count }, () => MEGABYTE) });

  it("tells the engine the outputs and the reasons", () => {
    const failure = partialFailure("id", failed("one", "two"), [() => close({ a: 1 })]);
    assert.deepEqual(keptOf(failure), { id: "id", outputs: { a: 1 }, reasons: ["one", "two"] });
    assert.equal(failure.details, "one\ntwo");
  });

  it("has the outputs that fit into the headers of an answer", () => {
    const outputs = (first: number) => [() => megabytes(first), () => close({ less: true })];
    assert.ok("some" in (keptOf(partialFailure("id", failed("one"), outputs(12)))?.outputs ?? {}));
    assert.deepEqual(keptOf(partialFailure("id", failed("one"), outputs(13)))?.outputs, { less: true });
    // The reasons go three times: in the message, and twice in the details.
    const long = failed("é".repeat(1_000_000));
    assert.deepEqual(keptOf(partialFailure("id", long, outputs(6)))?.outputs, { less: true });
  });

  it("says what to do where none fits", () => {
    const failure = partialFailure("id", failed("one"), [() => megabytes(20), () => megabytes(13)]);
    assert.equal(keptOf(failure), undefined);
    assert.match(
      failure.details,
      /The orders stand, and the next up finds them again\. Divide the plan.*\none$/s,
    );
  });
});

describe("a failure of a call", () => {
  it("has a text that gRPC can send, whatever ENS has said", () => {
    const { details } = asCallFailure(new Error("cut \ud83d"));
    assert.equal(decodeURI(encodeURI(details)), "cut \ufffd");
  });
});
