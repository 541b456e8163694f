import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { arch, cpus, platform } from "node:os";
import { dirname, join } from "node:path";
import { InvalidInputError, MalformedFileError } from "../errors/index.ts";
import { CHECKOUT } from "../files/checkout.ts";
import type { GoldenValue, Tolerance } from "./golden-values.ts";

/** Where goldens and candidates lie, and whether this is a CI run, where nothing may be written. */
export interface GoldenStore {
  /** Accepted goldens, in version control. */
  goldenDirectory: string;
  /** Candidates waiting for `npm run golden:accept`, not in version control. */
  pendingDirectory: string;
  ci: boolean;
}

/** A numeric golden as it lies on disk. */
export interface GoldenFile {
  /** The call or command that makes the values. */
  madeBy: string;
  /** Where they were made: differences on another machine are read against this. */
  environment: { node: string; platform: string; cpu: string };
  tolerance: Tolerance;
  values: GoldenValue;
}

/** One line of `history.jsonl`: who changed what is in version control, why is here. */
export interface AcceptedChange {
  /** YYYY-MM-DD, UTC. */
  date: string;
  /** File below the golden directory. */
  golden: string;
  because: string;
  change: string;
}

/** The store of this repository; `CI` set to anything but "", "0" or "false" means a CI run. */
export function repositoryStore(environment: NodeJS.ProcessEnv = process.env): GoldenStore {
  return {
    goldenDirectory: join(CHECKOUT, "golden"),
    pendingDirectory: join(CHECKOUT, ".cache", "pending-golden"),
    ci: !["", "0", "false"].includes((environment["CI"] ?? "").toLowerCase()),
  };
}

/**
 * A golden's file name from the name a spec gives it.
 *
 * Throws: InvalidInputError for anything but letters, digits, "-", "_", ".", with "/" between.
 */
export function goldenFileName(name: string): string {
  if (!/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/.test(name))
    throw new InvalidInputError({
      what: "the name of a golden",
      got: name,
      want: 'letters, digits, "-", "_" and ".", with "/" between folders',
      hint: "Hint: name it after what it holds, such as reference-numerics.",
    });
  return name;
}

/** The text of a golden or candidate, or undefined where there is none. */
export function readIfThere(directory: string, file: string): string | undefined {
  const path = join(directory, file);
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
}

/** Writes a file whole or not at all. */
export function writeWhole(directory: string, file: string, text: string): void {
  const path = join(directory, file);
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export function removeIfThere(directory: string, file: string): void {
  rmSync(join(directory, file), { force: true });
}

/** Adds one line to the history beside the goldens. */
export function recordChange(store: GoldenStore, change: AcceptedChange): void {
  mkdirSync(store.goldenDirectory, { recursive: true });
  appendFileSync(join(store.goldenDirectory, "history.jsonl"), `${JSON.stringify(change)}\n`);
}

/**
 * A numeric golden from its text.
 *
 * Throws: MalformedFileError naming the file and the field that is wrong or missing.
 */
export function parseGolden(file: string, text: string): GoldenFile {
  const hint =
    "Hint: goldens are written by `npm run golden:accept`, not by hand; restore it from version control.";
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new MalformedFileError({ file, fact: `is not JSON (${(error as Error).message})`, hint });
  }
  const golden = parsed as Partial<GoldenFile> | null;
  const tolerance = golden?.tolerance;
  const wrong = [
    typeof golden?.madeBy === "string" ? "" : "madeBy",
    typeof golden?.environment === "object" && golden.environment !== null ? "" : "environment",
    isSize(tolerance?.abs) ? "" : "tolerance.abs",
    isSize(tolerance?.rel) ? "" : "tolerance.rel",
    typeof tolerance?.because === "string" && tolerance.because.trim() !== "" ? "" : "tolerance.because",
    golden?.values === undefined ? "values" : "",
  ].filter((field) => field !== "");
  if (wrong.length > 0)
    throw new MalformedFileError({ file, fact: `lacks a usable ${wrong.join(", ")}`, hint });
  return golden as GoldenFile;
}

/** A numeric golden as text: two-space JSON, a list without lists or objects in it on one line. */
export function formatGolden(golden: GoldenFile): string {
  return `${json(golden, "")}\n`;
}

function json(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((entry) => json(entry, deeper))
    : Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${json(entry, deeper)}`);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const flat = isList && value.every((entry) => typeof entry !== "object" || entry === null);
  if (flat || parts.length === 0) return `${open}${parts.join(", ")}${close}`;
  return `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
}

/** The machine, as a golden records it. */
export function environmentHere(): GoldenFile["environment"] {
  return {
    node: process.version,
    platform: `${platform()}-${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
  };
}

/** A tolerance is a finite number of at least 0: anything else would match everything or nothing. */
function isSize(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
