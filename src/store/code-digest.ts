import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../files/checkout.ts";

/** The folders of src whose code decides no bit of a curve; whatever else there is counts, files of src itself too. */
const NOT_MEASURING: readonly string[] = ["bench", "claim", "cli", "doctor", "golden", "report", "vitest"];

/**
 * sha256 over the code that measures: every .ts file of src outside those folders by path and content, and
 * package-lock.json.
 *
 * A changed comment changes it too: then a killed run starts anew, which costs time but never bits.
 */
export function codeDigest(root = CHECKOUT): string {
  const hash = createHash("sha256");
  for (const file of [...measuringFiles(root), "package-lock.json"]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function measuringFiles(root: string): string[] {
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !NOT_MEASURING.includes(file.split("/")[0]!))
    .sort()
    .map((file) => `src/${file}`);
}
