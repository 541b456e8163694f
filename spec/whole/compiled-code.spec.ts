import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { cli, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";
import { ROOT } from "../support/root.ts";

const CODE = "src/files/compiled/compiled-code.mjs";
const scene = temporaryFolder();

/** A checkout that has what is compiled, and nothing else. */
function copyOfSources(name: string): string {
  const root = join(scene, name);
  mkdirSync(root);
  for (const part of ["src", "vitest.config.ts", "package.json"])
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  return root;
}

function temporary(name: string): string {
  const folder = join(scene, name);
  mkdirSync(folder);
  return folder;
}

/** What `compiledCode` gives in a process of its own; "null" for null. */
async function compiledIn(root: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const code = JSON.stringify(pathToFileURL(join(root, CODE)).href);
  const say = `const { compiledCode } = await import(${code}); process.stdout.write(String(await compiledCode()));`;
  const command = [process.execPath, "--input-type=module", "-e", say];
  const { out, errors } = await start(command, environment).ended;
  expect(errors).toBe("");
  return out;
}

function helpOf(root: string, environment: Readonly<Record<string, string>>) {
  return start([process.execPath, join(root, "src/cli/start.mjs"), "--help"], environment).ended;
}

describe("compiled code", () => {
  it("is made once for equal sources, also by two processes at once, and nothing unfinished stays", async () => {
    const TMPDIR = temporary("together");
    const roots = [copyOfSources("one"), copyOfSources("two")];
    const folders = await Promise.all(roots.map((root) => compiledIn(root, { TMPDIR })));
    expect(folders[0]).toBe(folders[1]);
    expect(folders[0]!.startsWith(TMPDIR)).toBe(true);
    expect(readdirSync(join(folders[0]!, ".."))).toHaveLength(1);
  });

  it("is other code as soon as a source was edited", async () => {
    const TMPDIR = temporary("edited");
    const root = copyOfSources("edited-sources");
    const before = await compiledIn(root, { TMPDIR });
    const program = join(root, "src/cli/program.ts");
    const text = readFileSync(program, "utf8").replace(
      "A reproducibility harness",
      "B reproducibility harness",
    );
    writeFileSync(program, text);
    expect((await helpOf(root, { TMPDIR })).out).toContain("B reproducibility harness");
    expect(await compiledIn(root, { TMPDIR })).not.toBe(before);
  });

  it("is not used where another user could have written it, where it cannot be kept, and where places in the sources are asked for", async () => {
    const TMPDIR = temporary("others");
    const own = await compiledIn(ROOT, { TMPDIR });
    chmodSync(join(own, ".."), 0o777);
    expect(await compiledIn(ROOT, { TMPDIR })).toBe("null");
    writeFileSync(join(scene, "a-file"), "");
    expect(await compiledIn(ROOT, { TMPDIR: join(scene, "a-file") })).toBe("null");
    expect(await compiledIn(ROOT, { BAG_OF_LATENTS_STACK: "1" })).toBe("null");
  });

  it("says and computes what the sources do", async () => {
    const curve = cli(
      "curve",
      ...["--model", "fixtures/organism", "--base", "12,104,106", "--target", "7,8,9"],
      "--schedule",
      "relative",
    );
    const environment = { BAG_OF_LATENTS_CACHE: join(scene, "cache") };
    const compiled = await start(curve, environment).ended;
    expect(compiled).toMatchObject({ code: 0, errors: "" });
    expect(await start(curve, { ...environment, BAG_OF_LATENTS_STACK: "1" }).ended).toEqual(compiled);
  });

  it("keeps the names of errors", async () => {
    const errors = join(await compiledIn(ROOT, {}), "errors.mjs");
    const classes = Object.entries(
      (await import(pathToFileURL(errors).href)) as Record<string, unknown>,
    ).filter(
      (entry): entry is [string, () => void] =>
        typeof entry[1] === "function" && entry[1].prototype instanceof Error,
    );
    expect(classes.length).toBeGreaterThan(20);
    expect(classes.map(([, made]) => made.name)).toEqual(classes.map(([exported]) => exported));
  });
});
