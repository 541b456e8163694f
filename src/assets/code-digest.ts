import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout this file belongs to. */
const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));

/** The folders of src whose code decides the bits of a curve. */
const MEASURING = ["activations", "assets", "experiment", "math", "model", "sae", "stats"] as const;

/**
 * sha256 over the code that measures: every .ts file of those folders by path and content, and package-lock.json.
 *
 * A changed comment changes it too: then a killed run starts anew, which costs time but never bits.
 */
export function codeDigest(root = CHECKOUT): string {
  const hash = createHash("sha256");
  for (const file of [...MEASURING.flatMap((folder) => sourceFilesOf(root, folder)), "package-lock.json"]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function sourceFilesOf(root: string, folder: string): string[] {
  return readdirSync(join(root, "src", folder), { recursive: true, encoding: "utf8" })
    .map((file) => `src/${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts"))
    .sort();
}
