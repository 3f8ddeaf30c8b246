/* eslint-disable @typescript-eslint/no-require-imports -- `import()` in CommonJS output is asynchronous and bypasses
   the loaders that run TypeScript directly; a plain `require` is what "load it now" means here. */
import type * as BuiltinTransport from "./builtinTransport";
import type * as CredentialsModule from "./credentials";
import type * as VendorCredentials from "./credentials/vendor";
import type * as ClientModule from "./ensClient";
import type * as Responses from "./responses";
import type * as Rpc from "./rpc";
import type * as SdkTransport from "./sdkTransport";
import type * as TransportChoice from "./transportChoice";

/** Our own modules that pull in what takes long to load, each loaded by the first call that needs it. */
export const lazy = {
  client: () => require("./ensClient") as typeof ClientModule,
  credentials: () => require("./credentials") as typeof CredentialsModule,
  transportChoice: () => require("./transportChoice") as typeof TransportChoice,
  /** Brings valibot. */
  responses: () => require("./responses") as typeof Responses,
  /** Bring `node:https`. */
  builtinTransport: () => require("./builtinTransport") as typeof BuiltinTransport,
  rpc: () => require("./rpc") as typeof Rpc,
  sdkTransport: () => require("./sdkTransport") as typeof SdkTransport,
  /** Brings `@alicloud/credentials`, about 80 ms. */
  vendorCredentials: () => require("./credentials/vendor") as typeof VendorCredentials,
};
