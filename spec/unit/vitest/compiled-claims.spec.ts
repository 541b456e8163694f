import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { compiledFolder, compiledForClaims } from "../../../src/vitest/compiled-claims.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

function checkoutWith(imports: string): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "spec/claims/mine"), { recursive: true });
  writeFileSync(join(root, "spec/claims/mine/helper.ts"), imports);
  return root;
}

it("the project's claims run compiled, and so do claims with a helper of their own", () => {
  vi.stubEnv("BAG_OF_LATENTS_COMPILED", "/compiled");
  const own = checkoutWith('import { criterion } from "#claims";\nimport { one } from "../mine/other.ts";\n');
  for (const root of [ROOT, own]) expect(compiledForClaims(root)).toBe("/compiled");
});

it("claims that import a source by its path run from the sources, with every process they start", () => {
  vi.stubEnv("BAG_OF_LATENTS_COMPILED", "/compiled");
  const root = checkoutWith('import { KsError } from "../../../src/errors/index.ts";\n');
  expect([compiledForClaims(root), compiledFolder()]).toEqual([null, null]);
});
