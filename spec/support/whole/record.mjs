import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export const WHOLE = "spec/whole";
export const RECORD = `${WHOLE}/passed.json`;

const PLACES = [
  ...["src", "spec", "fixtures", "golden", "reports/organism", "deploy", ".github", ".ci"],
  ...["package.json", "package-lock.json", "tsconfig.json", "tsconfig.docs.json", "typedoc.json"],
  ...["vitest.config.ts", "biome.json", "README.md", "CONTRIBUTING.md", "LICENSE"],
];

/** `record.d.mts` says what each is for. */
export function whatRuns(root) {
  const hash = createHash("sha256");
  for (const path of PLACES.flatMap((place) => filesIn(root, place)).sort()) {
    if (path === RECORD) continue;
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

export function isRecorded(root) {
  const { sha256, node, platform } = recordOf(root);
  return (
    platform === process.platform &&
    node === Number(process.versions.node.split(".")[0]) &&
    sha256 === whatRuns(root)
  );
}

export function wholeSpecs(root) {
  return filesIn(root, WHOLE).filter((path) => path.endsWith(".spec.ts"));
}

function recordOf(root) {
  try {
    return JSON.parse(readFileSync(join(root, RECORD), "utf8"));
  } catch {
    return {}; // none, or one that a merge left in two parts
  }
}

function filesIn(root, place) {
  const found = statSync(join(root, place), { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [place] : [];
  return readdirSync(join(root, place))
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => filesIn(root, `${place}/${name}`));
}
