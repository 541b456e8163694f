import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Plugin } from "vitest/config";
import { IMPORTED } from "./shared-specs.ts";

/** The folder of the compiled code that this process was started from; null where it runs from its sources. */
export function compiledFolder(): string | null {
  return process.env["BAG_OF_LATENTS_COMPILED"] ?? null;
}

/**
 * The folder of compiled code that the claims of a checkout can be run with; null also where one of them imports a file
 * outside `spec/claims` by its path: that file's sources, and not the compiled ones, would stand beside what is compiled.
 * Then this process and those that it starts go on with the sources.
 */
export function compiledForClaims(root: string): string | null {
  const folder = compiledFolder();
  if (folder === null || !claimsImportSources(join(root, "spec/claims"))) return folder;
  delete process.env["BAG_OF_LATENTS_COMPILED"];
  return null;
}

/**
 * Has claim files import the words of claims and the papers as they were compiled. Vitest would hand every source file
 * of the run over to the process that measures, one by one.
 */
export function importCompiled(folder: string): Plugin {
  return {
    name: "bag-of-latents:compiled",
    enforce: "pre",
    resolveId: (name) => {
      const [, compiled] = /^#(claims|papers(?:\/[\w-]+)?)$/.exec(name) ?? [];
      return compiled === undefined ? undefined : { id: join(folder, `${compiled}.mjs`), external: true };
    },
  };
}

function claimsImportSources(claims: string): boolean {
  return readdirSync(claims, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .some((name) => {
      const path = join(claims, name);
      return [...readFileSync(path, "utf8").matchAll(IMPORTED)].some(([, imported]) =>
        relative(claims, join(dirname(path), imported!)).startsWith(".."),
      );
    });
}
