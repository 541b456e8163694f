import { spawn } from "node:child_process";

/** `side-by-side.d.mts` says what it is for. */
export async function sideBySide(first, second, out = process.stdout) {
  const children = [];
  let ended = false;
  const pass = (signal) => {
    ended = true;
    for (const child of children) child.kill(signal);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, pass);
  const waiting = [];
  let firstIsOver = false;
  const hear = (bytes) => {
    if (firstIsOver) out.write(bytes);
    else waiting.push(bytes);
  };
  const two = spawn(second[0], second.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) },
  });
  children.push(two);
  two.stdout?.on("data", hear);
  two.stderr?.on("data", hear);
  const endOfTwo = codeOf(two);
  const codes = [];
  for (const [command, ...args] of first) {
    if (ended) break;
    const one = spawn(command, args, { stdio: "inherit" });
    children.push(one);
    codes.push(await codeOf(one));
  }
  firstIsOver = true;
  for (const bytes of waiting.splice(0)) out.write(bytes);
  codes.push(await endOfTwo);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.off(signal, pass);
  return codes.find((code) => code !== 0) ?? (ended ? 1 : 0);
}

/** Its exit code when all that it wrote was heard; 1 where a signal ended it or it could not start. */
function codeOf(child) {
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}
