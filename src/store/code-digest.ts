import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT, IS_INSTALLED, PACKAGE } from "../files/checkout.ts";

/** The folders of src whose code decides no bit of a curve; whatever else there is counts, files of src itself too. */
const NOT_MEASURING: readonly string[] = ["bench", "claim", "cli", "doctor", "golden", "report", "vitest"];

/**
 * sha256 over the code that measures: every .ts file of src outside those folders by path and content, and
 * package-lock.json. Of an installed package it is all of its code, and what the project in `root` has of those.
 *
 * A changed comment changes it too: then a killed run starts anew, which costs time but never bits.
 */
export function codeDigest(root = CHECKOUT): string {
  const hash = createHash("sha256");
  const files = [...measuringFiles(root), "package-lock.json"].map(
    (file) => [file, join(root, file)] as const,
  );
  const installed = builtFiles().map((file) => [file, join(PACKAGE, file)] as const);
  const there = IS_INSTALLED ? files.filter(([, path]) => existsSync(path)) : files;
  for (const [file, path] of [...installed, ...there]) {
    const content = readFileSync(path);
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function measuringFiles(root: string): string[] {
  if (IS_INSTALLED && !existsSync(join(root, "src"))) return [];
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !NOT_MEASURING.includes(file.split("/")[0]!))
    .sort()
    .map((file) => `src/${file}`);
}

/** The code of an installed package, one file after the other; none where the sources are run. */
function builtFiles(): readonly string[] {
  if (!IS_INSTALLED) return [];
  const files = readdirSync(join(PACKAGE, "dist")).filter((file) => file.endsWith(".mjs"));
  return files.sort().map((file) => `dist/${file}`);
}
