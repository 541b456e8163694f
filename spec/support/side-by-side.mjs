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
  const inTurn = async (commands, start) => {
    const codes = [];
    for (const command of commands) {
      if (ended) break;
      const child = start(command);
      children.push(child);
      codes.push(await codeOf(child));
    }
    return codes;
  };
  const beside = inTurn(second, ([command, ...args]) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) },
    });
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    return child;
  });
  const codes = await inTurn(first, ([command, ...args]) => spawn(command, args, { stdio: "inherit" }));
  firstIsOver = true;
  for (const bytes of waiting.splice(0)) out.write(bytes);
  codes.push(...(await beside));
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
