import { cpSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { organismPlace } from "../../../src/run/run-options.ts";
import { openSources } from "../../../src/run/sources/open-sources.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

const ORGANISM = join(ROOT, "fixtures/organism");
const HOOK = "sae/blocks.1.hook_resid_pre";
afterEach(() => vi.restoreAllMocks());

/** What is opened, and what is said on stderr. */
async function opened(model: string | null, sae: string | false | null = null) {
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const place = await openSources(ROOT, { model, sae });
  return { sae: place.sae?.dir ?? null, said: said.join("") };
}

describe("the SAE of a run whose model is a directory", () => {
  it("is the only one in it, which is said: naming the default is the default", async () => {
    const { sae, said } = await opened(ORGANISM);
    expect(sae).toBe(organismPlace(ROOT).sae!.dir);
    expect(said).toBe(
      `SAE: ${relative(process.cwd(), join(ORGANISM, HOOK))}, taken from the model's directory; --no-sae leaves it out.\n`,
    );
    expect(await opened(null)).toEqual({ sae, said: "" });
  });

  it("is the one that is named, or none, where that is said", async () => {
    const other = join(ROOT, "fixtures/reference/prototype", HOOK);
    expect(await opened(ORGANISM, other)).toEqual({ sae: other, said: "" });
    expect(await opened(ORGANISM, false)).toEqual({ sae: null, said: "" });
    expect(await opened(null, false)).toEqual({ sae: null, said: "" });
  });

  it("is none where there is none, and none of several, which are named", async () => {
    const model = join(temporaryFolder(), "model");
    cpSync(ORGANISM, model, { recursive: true, filter: (file) => !file.includes("/sae") });
    expect(await opened(model)).toEqual({ sae: null, said: "" });
    for (const name of ["a", "b"])
      cpSync(join(ORGANISM, HOOK), join(model, "sae", name), { recursive: true });
    const { sae, said } = await opened(model);
    expect(sae).toBeNull();
    expect(said).toMatch(
      /^The model's directory holds 2 SAEs, of which none is taken: .*a, .*b\. Hint: name one, as in --sae .*a\n$/,
    );
  });
});
