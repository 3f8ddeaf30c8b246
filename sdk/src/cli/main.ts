import { readFile, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { run } from "./run";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader such as "| head" may close the output early, which is not a failure.
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(
    `pulumi-ens ${process.argv[2] ?? ""}: standard output cannot be written: ${error.message}\n`,
  );
  process.exit(1);
});
// Nothing is left to say it with.
process.stderr.on("error", () => undefined);

void run(process.argv.slice(2), {
  read: () => buffer(process.stdin),
  readFile: (file) => readFile(file),
  writeFile: (file, content) => writeFile(file, content),
  out: (content) => void process.stdout.write(content),
  err: (content) => void process.stderr.write(content),
  env: process.env,
  cwd: process.cwd(),
  inputIsTerminal: process.stdin.isTTY,
  outputIsTerminal: process.stdout.isTTY,
  columns: process.stdout.columns,
}).then((code) => {
  process.exitCode = code;
});
