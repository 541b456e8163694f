import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { papers } from "../../../src/papers/index.ts";
import { ROOT } from "../../support/root.ts";

const foldersOf = (where: string) =>
  readdirSync(join(ROOT, where), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
const ids = papers.map(({ id }) => id);

describe("the list of papers", () => {
  it("has every folder of src/papers, under its name, and no other", () => {
    expect([...ids].sort()).toEqual(foldersOf("src/papers"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has claims for every paper, and every folder of claims has its paper", () => {
    expect(foldersOf("spec/claims")).toEqual([...ids].sort());
    for (const id of ids) {
      const claims = readdirSync(join(ROOT, "spec/claims", id)).filter((name) => name.endsWith(".spec.ts"));
      expect(claims.length, id).toBeGreaterThan(0);
    }
  });

  it("begins with the project's own", () => {
    expect(ids[0]).toBe("synthetic-activations");
  });

  it("has a door for each: src/papers/<id>/index.ts gives the same paper", async () => {
    for (const paper of papers) {
      expect(existsSync(join(ROOT, "src/papers", paper.id, "index.ts"))).toBe(true);
      const door: Readonly<Record<string, unknown>> = await import(
        `../../../src/papers/${paper.id}/index.ts`
      );
      expect(door["paper"]).toBe(paper);
    }
  });

  it("says of each its version on arXiv, the digest of its subject, and what its step is called", () => {
    for (const { subject, scales, arxiv } of papers) {
      expect(arxiv).toMatch(/^\d{4}\.\d{5}v\d+$/);
      expect(subject.weights).toMatch(/^[0-9a-f]{64}$/);
      expect(subject.key).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(Object.keys(scales.words)).toContain("step");
    }
  });
});
