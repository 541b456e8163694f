import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/files.ts";
import { copyProject } from "../support/project-copy.ts";
import { ROOT } from "../support/root.ts";
import { sourceTexts } from "../support/source-texts.ts";

/** User and group without rights, as on every Linux: who runs as root cannot be kept from writing otherwise. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Every file below a folder, by its path. */
const below = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

describe("commands of another user, in a checkout that is only to be read, with an empty home and no network", () => {
  const place = temporaryFolder();
  const home = join(place, "home");
  const log = join(place, "network.log");
  const project = copyProject();
  const before = below(project.root);
  const own = before.filter((path) => path !== "node_modules"); // a link to what everybody uses

  const run = (...args: string[]) => runAt(home, ...args);

  async function runAt(HOME: string | undefined, ...args: string[]) {
    const command = [join(project.root, "src/cli/start.mjs"), ...args];
    const child = spawn(process.execPath, command, {
      cwd: place,
      env: {
        PATH: process.env["PATH"],
        ...(HOME === undefined ? {} : { HOME }),
        TMPDIR: place,
        NODE_OPTIONS: `--require=${join(place, "no-network.cjs")}`,
        NETWORK_LOG: log,
      },
      stdio: ["ignore", "pipe", "pipe"],
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stderr.on("data", (part: Buffer) => parts.push(part));
    return new Promise<{ code: number | null; text: string }>((done) => {
      child.on("close", (code) => done({ code, text: Buffer.concat(parts).toString() }));
    });
  }

  beforeAll(() => {
    cpSync(join(ROOT, "spec/support/no-network.cjs"), join(place, "no-network.cjs"));
    mkdirSync(home);
    for (const folder of [place, home]) chmodSync(folder, 0o777);
    chmodSync(project.root, 0o755);
    if (!isRoot) for (const path of ["", ...own]) chmodSync(join(project.root, path), 0o555);
    return () => {
      if (!isRoot) for (const path of ["", ...own]) chmodSync(join(project.root, path), 0o755);
    };
  });

  it("inspect runs a model", async () => {
    const ended = await run(
      "inspect",
      "--model",
      join(project.root, "fixtures/organism"),
      "--tokens",
      "1,2",
      "--loss",
    );
    expect(ended.text).toMatch(/"loss":\d/);
    expect(ended.code).toBe(0);
    expect(below(home).filter((path) => !/^\.cache(\/bag-of-latents(\/|$)|$)/.test(path))).toEqual([]);
  });

  it("inspect runs a model where there is no HOME and no variable of the desktop", async () => {
    const model = join(project.root, "fixtures/organism");
    const ended = await runAt(undefined, "inspect", "--model", model, "--tokens", "1,2", "--loss");
    expect(ended).toEqual({ code: 0, text: expect.stringMatching(/^\{"hooks":\{\},"loss":[\d.]+\}\n$/) });
  });

  it("reproduce writes its report", async () => {
    const ended = await run(
      "reproduce",
      "--no-sae",
      "--bases",
      "5",
      "--workers",
      "1",
      "--claim",
      "step-like-response",
      "--out",
      "mine",
    );
    expect(ended.text).toContain("Report: mine/report.html");
    expect(existsSync(join(place, "mine/report.json"))).toBe(true);
  });

  it("nothing was written beside the code, nothing at home but in the cache, and no socket was opened", () => {
    // packages are everybody's: a repository that another spec tries has vite read its configuration there meanwhile
    const ofOthers = /^node_modules\/\.vite-temp(\/|$)/;
    const notOfOthers = (paths: readonly string[]) => paths.filter((path) => !ofOthers.test(path));
    expect(notOfOthers(below(project.root))).toEqual(notOfOthers(before));
    expect(below(home).filter((path) => !/^\.cache(\/bag-of-latents(\/|$)|$)/.test(path))).toEqual([]);
    expect(existsSync(log) ? readFileSync(log, "utf8") : "").toBe("");
  });
});

it("whoever imports onnxruntime-node turns its telemetry off first", () => {
  const loading = sourceTexts("src").filter(({ text }) =>
    /^import (?!type\b).*"onnxruntime-node"/m.test(text),
  );
  expect(loading.length).toBeGreaterThan(0);
  for (const { path, text } of loading) {
    const [first] = /^import .*$/m.exec(text) ?? [];
    expect(first, path).toMatch(/^import "(\.\.\/model|\.)\/ort-telemetry\.ts";/);
  }
});

it("the variable is set in this very process, a worker of vitest", () => {
  expect(process.env["ORT_DISABLE_TELEMETRY"]).toBe("1");
});
