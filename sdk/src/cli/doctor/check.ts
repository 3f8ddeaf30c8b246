/** One line of the doctor's findings. */
export interface Check {
  name: string;
  state: "ok" | "warn" | "fail";
  /** What was found, and what to do about it. Never a secret. */
  text: string;
}

export const ok = (name: string, text: string): Check => ({ name, state: "ok", text });
export const warn = (name: string, text: string): Check => ({ name, state: "warn", text });
export const fail = (name: string, text: string): Check => ({ name, state: "fail", text });
