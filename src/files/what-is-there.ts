import { readdirSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { LISTED_NAMES } from "../limits.ts";

/**
 * What is found where a file was looked for, as a sentence: the nearest folder that is there, and some of what is in it,
 * names like the one that is missing first. undefined where not even that can be read.
 */
export function whatIsThere(file: string): string | undefined {
  let missing = resolve(file);
  let folder = dirname(missing);
  while (!isFolder(folder)) {
    if (dirname(folder) === folder) return undefined;
    missing = folder;
    folder = dirname(folder);
  }
  const names = namesIn(folder);
  if (names === undefined) return undefined;
  if (names.length === 0) return `${folder} is there and empty.`;
  const wanted = basename(missing).toLowerCase();
  const listed = names.sort((a, b) => likeness(b, wanted) - likeness(a, wanted) || (a < b ? -1 : 1));
  const more = listed.length - LISTED_NAMES;
  return `${folder} holds ${listed.slice(0, LISTED_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** How many characters two names share at their beginning. */
function likeness(name: string, wanted: string): number {
  const lower = name.toLowerCase();
  let same = 0;
  while (same < wanted.length && lower[same] === wanted[same]) same++;
  return same;
}
