/** What a command touches besides the network, so that tests can replace it. */
export interface Io {
  /** Standard input to its end. */
  read: () => Promise<Uint8Array>;
  readFile: (file: string) => Promise<Uint8Array>;
  writeFile: (file: string, text: string) => Promise<void>;
  /** Standard output: results only. */
  out: (text: string) => void;
  /** Standard error: everything else. */
  err: (text: string) => void;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Nobody has piped anything in. */
  inputIsTerminal: boolean;
  outputIsTerminal: boolean;
  /** Columns of the terminal. */
  columns?: number;
}

/** Written the wrong way: exit code 2, and where to find help. */
export class UsageError extends Error {}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
