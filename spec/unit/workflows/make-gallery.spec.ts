import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type Ended, start } from "../../support/commands.ts";
import { temporaryFolder } from "../../support/files.ts";
import { asStep, readWorkflow, stepRunning } from "../../support/workflows.ts";

const SCRIPT = resolve(".github/scripts/make-gallery.sh");
const organismStep = stepRunning(readWorkflow("ci.yml"), "checks", "make-gallery.sh").run;
const gpt2Step = stepRunning(readWorkflow("gpt2-small.yml"), "merge", "make-gallery.sh").run;

let root: string;
/** An `npm` that writes into its page what it was asked for; it fails while a file `fails` has a word of that. */
let bin: string;
beforeEach(() => {
  root = temporaryFolder();
  bin = temporaryFolder();
  const site = "site=$6"; // run --silent gallery -- --out SITE
  const refuse = `[ -f "${bin}/fails" ] && echo "$*" | grep -q "$(cat "${bin}/fails")" && exit 2`;
  const page = `echo "$*" | sed "s#$site#SITE#g" > "$site/index.html"`;
  writeFileSync(join(bin, "npm"), `#!/bin/sh\n${site}\n${refuse}\n${page}\n`, { mode: 0o755 });
  git("init", "--quiet", ".");
  for (const name of ["reports/latest", "report"]) {
    mkdirSync(join(root, name, "b-paper"), { recursive: true });
    for (const file of ["report.json", "b-paper/report.json"]) writeFileSync(join(root, name, file), "{}");
  }
  git("remote", "add", "origin", join(root, "remote.git"));
  execFileSync("git", ["init", "--quiet", "--bare", join(root, "remote.git")]);
});

function git(...args: readonly string[]): void {
  const who = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
  execFileSync("git", [...who, ...args], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

/** Publishes a file for each of these paths on the branch `badges`. */
function publish(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "{}");
  }
  git("add", ...paths);
  git("commit", "--quiet", "-m", "Published");
  git("push", "--quiet", "origin", "HEAD:refs/heads/badges");
}

function run(step: string): Promise<Ended> {
  const { PATH = "" } = process.env;
  const here = step.replace(".github/scripts/make-gallery.sh", SCRIPT);
  return start(asStep(here), { PATH: `${bin}:${PATH}` }, { cwd: root }).ended;
}

/** What the page was made from. */
const shown = () =>
  readFileSync(join(root, "gallery/index.html"), "utf8")
    .split(" ")
    .flatMap((word) => /^SITE\/(.*)$/.exec(word.trim())?.[1] ?? [])
    .sort();

const ORGANISM = ["organism/b-paper/report.json", "organism/report.json"];

describe("the page of papers by models that a workflow makes", () => {
  it("is of its own reports, one a paper, as long as nothing else is published", async () => {
    expect(await run(organismStep)).toMatchObject({ code: 0 });
    expect(shown()).toEqual(ORGANISM);
  });

  it("is of what the other workflow has published too, and of nothing that it published itself before", async () => {
    publish("gpt2-small/report.json", "organism/report.json", "organism/gone/report.json");
    expect(await run(organismStep)).toMatchObject({ code: 0 });
    expect(shown()).toEqual(["gpt2-small/report.json", ...ORGANISM]);
    expect(await run(gpt2Step)).toMatchObject({ code: 0 });
    expect(shown()).toEqual([
      "gpt2-small/b-paper/report.json",
      "gpt2-small/report.json",
      "organism/gone/report.json",
      "organism/report.json",
    ]);
  });

  it("leaves out a folder that has badges and no report", async () => {
    publish("gpt2-small/badges/gpt2-small.json");
    expect(await run(organismStep)).toMatchObject({ code: 0, errors: "" });
    expect(shown()).toEqual(ORGANISM);
  });

  it("is of its own reports alone where another cannot be shown, and says so", async () => {
    publish("gpt2-small/report.json");
    writeFileSync(join(bin, "fails"), "gpt2-small");
    const { code, errors } = await run(organismStep);
    expect(code).toBe(0);
    expect(errors).toContain("a published report cannot be shown; the gallery is of organism alone");
    expect(shown()).toEqual(ORGANISM);
  });

  it.each([
    ["of a folder it does not know", "organism reports", "elsewhere reports", /the folder is elsewhere/],
    ["that is not there", "reports/latest", "nowhere", /nowhere has no report\.json/],
  ])("is not made for a report %s", async (_, given, other, message) => {
    const ended = await run(organismStep.replace(given, other));
    expect(ended).toMatchObject({ code: 2, errors: expect.stringMatching(message) });
  });
});
