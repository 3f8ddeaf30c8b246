/** What has happened, in words, where ENS's last word on an event is a bad one. */
export function badEndOf(status: string): string {
  return status === "Canceled"
    ? "the platform canceled this event (status Canceled)"
    : `its migration failed (status ${status})`;
}
