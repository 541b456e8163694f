import { expect, it } from "vitest";
import { userFolder } from "../../../src/files/user-folder.ts";

const root = "/checkout";
/** As npm 10 sets it for `cd /checkout/fixtures && npm run cli`, and for `npm --prefix /checkout run cli` elsewhere. */
const byNpm = {
  INIT_CWD: "/checkout/fixtures",
  npm_package_json: "/checkout/package.json",
  npm_lifecycle_script: "node src/cli/start.mjs",
};
const where = (environment: Record<string, string | undefined>, cwd = root) =>
  userFolder({ environment, cwd, root });

it("the user stands where npm was called, when npm started this command line", () => {
  expect(where(byNpm)).toBe("/checkout/fixtures");
  expect(where({ ...byNpm, npm_lifecycle_script: "node src/cli/start.mjs reproduce" })).toBe(
    "/checkout/fixtures",
  );
});

it.each([
  ["nothing of npm is set", {}, root],
  [
    "npm runs another script, as the tests are, and that starts this one",
    { ...byNpm, npm_lifecycle_script: "vitest run" },
    root,
  ],
  ["npm runs a script of another package", { ...byNpm, npm_package_json: "/other/package.json" }, root],
  ["the process was moved after npm started it", byNpm, "/elsewhere"],
  ["npm says no folder", { ...byNpm, INIT_CWD: undefined }, root],
])("the user stands where the process does when %s", (_, environment, cwd) => {
  expect(where(environment, cwd)).toBe(cwd);
});
