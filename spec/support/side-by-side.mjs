import { spawn } from "node:child_process";

/** `side-by-side.d.mts` says what it is for. */
export async function sideBySide(first, second, out = process.stdout) {
  const children = [];
  const pass = (signal) => {
    for (const child of children) child.kill(signal);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, pass);
  const waiting = [];
  let firstIsOver = false;
  const hear = (bytes) => {
    if (firstIsOver) out.write(bytes);
    else waiting.push(bytes);
  };
  const [command, ...args] = first;
  const [other, ...others] = second;
  const one = spawn(command, args, { stdio: "inherit" });
  const two = spawn(other, others, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) },
  });
  children.push(one, two);
  two.stdout?.on("data", hear);
  two.stderr?.on("data", hear);
  const ends = [one, two].map(codeOf);
  const code = await ends[0];
  firstIsOver = true;
  for (const bytes of waiting.splice(0)) out.write(bytes);
  const codes = [code, await ends[1]];
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.off(signal, pass);
  return codes.find((one) => one !== 0) ?? 0;
}

/** Its exit code when all that it wrote was heard; 1 where a signal ended it or it could not start. */
function codeOf(child) {
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}
