import { spawn } from "node:child_process";

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** A command as it would run by itself: nothing of this test's own environment but what a shell has. */
export function start(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  options: { readonly cwd?: string } = {},
) {
  const { PATH = "", HOME = "" } = process.env;
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    ...options,
    env: { PATH, HOME, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let errors = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code) => resolve({ code, out, errors }));
  });
  return { child, ended };
}

/** The product's command line, as the npm scripts start it. */
export function cli(command: string, ...args: string[]): readonly string[] {
  return [process.execPath, "src/cli/start.mjs", command, ...args];
}
