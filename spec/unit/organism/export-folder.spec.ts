import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { AlreadyExistsError } from "../../../src/errors/index.ts";
import { checkExportFolder, exportOrganism } from "../../../src/organism/export-folder.ts";
import { temporaryFolder } from "../../support/files.ts";

const files = { "config.json": "{}", "sae/blocks.1.hook_resid_pre/cfg.json": "{}", "sae/x.json": "gone" };
const provenance = (listed: Readonly<Record<string, string>>) => ({
  files: Object.fromEntries(Object.keys(listed).map((path) => [path, "a digest"])),
});

it("an organism takes the place of an earlier one and leaves every other file alone", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "notes.md"), "mine");
  await checkExportFolder(folder);
  await exportOrganism(folder, files, provenance(files));
  await checkExportFolder(folder);
  const next = { "config.json": "{ }" };
  await exportOrganism(folder, next, provenance(next));
  expect(readdirSync(folder).sort()).toEqual(["config.json", "notes.md", "provenance.json"]);
  expect(readFileSync(join(folder, "config.json"), "utf8")).toBe("{ }");
});

it.each(["config.json", "model.safetensors", "sae/blocks.1.hook_resid_pre/cfg.json"])(
  "an organism is refused, before it is trained, where somebody else's %s is",
  async (path) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), "mine");
    await expect(checkExportFolder(folder)).rejects.toThrow(AlreadyExistsError);
    if (path in files) await expect(exportOrganism(folder, files, {})).rejects.toThrow(path);
    expect(readFileSync(join(folder, path), "utf8")).toBe("mine");
  },
);
