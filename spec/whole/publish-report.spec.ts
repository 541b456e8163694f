import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ended, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";
import { asStep, readWorkflow, stepRunning } from "../support/workflows.ts";

const SCRIPTS = resolve(".github/scripts");
const SHA = "0123456789abcdef0123456789abcdef01234567";
const organismStep = stepRunning(readWorkflow("ci.yml"), "badges", "publish-report.sh").run;
const gpt2Step = stepRunning(readWorkflow("gpt2-small.yml"), "publish", "publish-report.sh").run;

/** A remote with one commit on main, and a checkout of it: every test copies both. */
const model = temporaryFolder();
beforeAll(() => {
  const [bare, clone] = [join(model, "remote.git"), join(model, "checkout")];
  const cloneAgain = () => {
    rmSync(clone, { recursive: true, force: true });
    git(".", "clone", "--quiet", "--depth", "1", `file://${bare}`, clone); // as actions/checkout does
    cpSync(SCRIPTS, join(clone, ".github/scripts"), { recursive: true });
    git(clone, "add", ".github");
  };
  git(".", "init", "--quiet", "--bare", bare);
  cloneAgain();
  git(clone, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "First");
  git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/main");
  cloneAgain();
});

let remote: string;
beforeEach(() => {
  remote = join(temporaryFolder(), "remote.git");
  cpSync(join(model, "remote.git"), remote, { recursive: true });
});

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** A checkout of the project with a report that some other job left in the folder `report`. */
function checkout(text = "a report"): string {
  const root = join(temporaryFolder(), "checkout");
  cpSync(join(model, "checkout"), root, { recursive: true });
  const config = join(root, ".git/config");
  writeFileSync(config, readFileSync(config, "utf8").replace(join(model, "remote.git"), remote));
  writeReport(root, text);
  return root;
}

function writeReport(root: string, text: string): void {
  rmSync(join(root, "report"), { recursive: true, force: true });
  mkdirSync(join(root, "report/badges"), { recursive: true });
  writeFileSync(join(root, "report/report.json"), `${text}\n`);
  for (const extension of ["svg", "json"])
    writeFileSync(join(root, `report/badges/gpt2-small.${extension}`), `${extension} badge of ${text}\n`);
  mkdirSync(join(root, "gallery"), { recursive: true });
  writeFileSync(join(root, "gallery/index.html"), `gallery with ${text}\n`);
}

/** One step, as a workflow runs it in its checkout. */
function run(step: string, root: string, own: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return start(asStep(step), { GITHUB_SHA: SHA, PUBLISH_PAUSE: "0", ...own }, { cwd: root }).ended;
}

/** What the branch `badges` holds. */
function published(): Record<string, string> {
  const paths = git(remote, "ls-tree", "-r", "--name-only", "badges").split("\n");
  const input = paths.map((path) => `badges:${path}\n`).join("");
  const [, ...contents] = execFileSync("git", ["cat-file", "--batch"], {
    cwd: remote,
    input,
    encoding: "utf8",
  })
    .split(/^[0-9a-f]+ blob \d+\n/m)
    .map((content) => content.trim());
  return Object.fromEntries(paths.map((path, i) => [path, contents[i]!]));
}

/** The files of one report under its folder. */
const filesOf = (folder: string, text: string) => ({
  [`${folder}/report.json`]: text,
  [`${folder}/badges/gpt2-small.svg`]: `svg badge of ${text}`,
  [`${folder}/badges/gpt2-small.json`]: `json badge of ${text}`,
});

/** The page of papers by models, made with this report. */
const galleryWith = (text: string) => ({ "index.html": `gallery with ${text}` });

describe("publishing a report on the branch badges", () => {
  it("keeps each workflow's folder when the other publishes, twice from both", async () => {
    for (const round of ["first", "second"]) {
      expect(await run(organismStep, checkout(`organism ${round}`))).toMatchObject({ code: 0 });
      const small = await run(gpt2Step, checkout(`gpt2 ${round}`));
      expect(small).toMatchObject({ code: 0, out: "Published report as gpt2-small on the branch badges.\n" });
    }
    expect(published()).toEqual({
      ...filesOf("organism", "organism second"),
      ...filesOf("gpt2-small", "gpt2 second"),
      ...galleryWith("gpt2 second"),
    });
    expect(await run(organismStep, checkout("organism third"))).toMatchObject({ code: 0 });
    expect(published()).toEqual({
      ...filesOf("organism", "organism third"),
      ...filesOf("gpt2-small", "gpt2 second"),
      ...galleryWith("organism third"),
    });
  });

  it("leaves out what a folder's last report had and this one has not", async () => {
    const root = checkout("organism");
    writeFileSync(join(root, "report/badges/gone.svg"), "x");
    await run(gpt2Step, root);
    expect(published()).toHaveProperty(["gpt2-small/badges/gone.svg"]);
    await run(gpt2Step, checkout("gpt2"));
    expect(published()).toEqual({ ...filesOf("gpt2-small", "gpt2"), ...galleryWith("gpt2") });
  });

  it("gives GPT-2 small the badge of the organism's report, which says not-run, until it has run", async () => {
    await run(organismStep, checkout("organism"));
    const { "gpt2-small/report.json": none, ...seeded } = filesOf("gpt2-small", "organism");
    expect(none).toBeDefined();
    expect(published()).toEqual({
      ...filesOf("organism", "organism"),
      ...seeded,
      ...galleryWith("organism"),
    });
    await run(gpt2Step, checkout("gpt2"));
    await run(organismStep, checkout("organism"));
    expect(published()).toEqual({
      ...filesOf("organism", "organism"),
      ...filesOf("gpt2-small", "gpt2"),
      ...galleryWith("organism"),
    });
  });

  it("is done again on top of what another has published in between", async () => {
    await run(organismStep, checkout("organism"));
    const late = checkout("gpt2");
    const other = checkout("organism meanwhile");
    const { PATH = "" } = process.env;
    const bin = temporaryFolder();
    // a git that lets the other publish when this one has read the branch and is about to write it
    const meanwhile = `(cd "${other}" && unset GIT_INDEX_FILE && PATH="${PATH}" && ${organismStep}) >&2`;
    const wrapper = `[ "$1" = commit-tree ] && mkdir "${bin}/once" 2>/dev/null && ${meanwhile}`;
    writeFileSync(join(bin, "git"), `#!/bin/sh\n${wrapper}\nPATH="${PATH}" exec git "$@"\n`, { mode: 0o755 });
    const ended = await run(gpt2Step, late, { PATH: `${bin}:${PATH}` });
    expect(ended.code).toBe(0);
    expect(ended.errors).toContain(
      "The branch badges was not written (attempt 1); it may have changed meanwhile.",
    );
    expect(published()).toEqual({
      ...filesOf("organism", "organism meanwhile"),
      ...filesOf("gpt2-small", "gpt2"),
      ...galleryWith("gpt2"),
    });
  });

  it("keeps the page of papers by models where it is given none", async () => {
    await run(organismStep, checkout("organism"));
    await run(gpt2Step.replace(/ gallery$/, ""), checkout("gpt2"));
    expect(published()).toMatchObject({ ...filesOf("gpt2-small", "gpt2"), ...galleryWith("organism") });
  });

  it("leaves one commit that names what was measured, and the checkout and its own index alone", async () => {
    const root = checkout("organism");
    const before = git(root, "status", "--porcelain");
    await run(organismStep, root);
    await run(organismStep, root);
    expect(git(remote, "rev-list", "--count", "badges")).toBe("1");
    expect(git(remote, "log", "-1", "--format=%s", "badges")).toBe(`Report of organism at ${SHA}`);
    expect(git(root, "status", "--porcelain")).toBe(before);
    expect(git(remote, "for-each-ref", "--format=%(refname)").split("\n")).toEqual([
      "refs/heads/badges",
      "refs/heads/main",
    ]);
  });

  it.each([
    [
      "of a folder it does not know",
      "organism report",
      "elsewhere report",
      /the folder is elsewhere; it must be/,
    ],
    ["that is not there", "organism report", "organism nowhere", /nowhere has no report\.json/],
    ["with a gallery that is not there", "report gallery", "report badges", /badges has no index\.html/],
  ])("refuses a report %s, and publishes nothing", async (_, given, other, message) => {
    const ended = await run(organismStep.replace(given, other), checkout());
    expect(ended).toMatchObject({ code: 2, errors: expect.stringMatching(message) });
    expect(git(remote, "for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
  });

  it("fails after six tries when the branch cannot be written", async () => {
    const root = checkout();
    writeFileSync(join(remote, "hooks/pre-receive"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const ended = await run(organismStep, root);
    expect(ended.code).toBe(1);
    expect(ended.errors).toContain("(attempt 6)");
    expect(ended.errors).toMatch(/the branch badges could not be written\.\n$/);
  });
});
