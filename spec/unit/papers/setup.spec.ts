import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PAPER, SCALED } from "../../../src/papers/synthetic-activations/setup.ts";
import { ROOT } from "../../support/root.ts";
import { sourceTexts } from "../../support/source-texts.ts";

const FOLDER = "src/papers/synthetic-activations";

it("every number in the list of the paper's numbers is used by the paper's folder, and none only stands there", () => {
  expect(readFileSync(join(ROOT, FOLDER, "setup.ts"), "utf8")).toContain("Every number of the paper");
  const users = [
    ...sourceTexts(FOLDER),
    ...sourceTexts("src/papers").filter(({ path }) => /own\.ts$/.test(path)),
  ]
    .filter(({ path }) => !path.endsWith("/setup.ts"))
    .map(({ text }) => text)
    .join("\n");
  const names = [...Object.keys(PAPER), ...Object.keys(SCALED)];
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(users))).toEqual([]);
});
