/**
 * What the engine's provider process requires, by the name that lies in every state file: `@pulumi-ens/sdk/provider`.
 * The path and the export are a contract for ever.
 */
export { provider } from "@pulumi-ens/provider/dynamic";
