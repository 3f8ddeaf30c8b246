import { lazy } from "../lazy";
import type { CredentialsSource } from "./source";

type Vendor = ReturnType<typeof lazy.vendorCredentials>;

/** A source of the vendor's library, which is loaded by the first fetch. */
export function vendorSource(
  label: string,
  create: (vendor: Vendor) => CredentialsSource,
): CredentialsSource {
  let inner: CredentialsSource | undefined;
  return {
    get label() {
      return inner?.label ?? label;
    },
    fetch: () => {
      inner ??= create(lazy.vendorCredentials());
      return inner.fetch();
    },
  };
}
