import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseGolden } from "../../../src/golden/golden-store.ts";
import { MORE_BASES } from "../../../src/papers/synthetic-activations/setup.ts";
import { ROOT } from "../root.ts";
import { digestOfSources } from "./simulated-sources.ts";
import type { Rates as RatesOfRule, Scenario } from "./simulation.ts";

/** What the simulation finds: shares, 0..1. */
export interface Rates {
  readonly rules: Readonly<Record<string, Readonly<Record<Scenario, RatesOfRule | null>>>>;
  readonly e5OnMoreBases: number;
  readonly ksAlone: number;
}

/** Rates that were simulated once, and from what. */
export interface RecordedRates extends Rates {
  /** `digestOfSources` of the simulation. */
  readonly simulated: string;
}

/** What decides whether recorded rates are those that a simulation would find here. */
export interface Here {
  readonly simulated: string;
  /** Such as "v20.20.2". */
  readonly node: string;
  /** `FULL` in the environment: simulate in any case. */
  readonly full: boolean;
}

/** The recorded rates, where the same sources were simulated on the same major version of Node; else null. */
export function usable(
  recorded: { readonly rates: RecordedRates; readonly node: string } | null,
  here: Here,
): RecordedRates | null {
  if (recorded === null || here.full) return null;
  if (recorded.rates.simulated !== here.simulated || major(recorded.node) !== major(here.node)) return null;
  return recorded.rates;
}

/** The accepted golden; null where there is none, or one that holds no digest. */
export function readRecorded(
  folder: string = join(ROOT, "golden"),
): { readonly rates: RecordedRates; readonly node: string } | null {
  try {
    const { values, environment } = parseGolden(
      "decision-rules.json",
      readFileSync(join(folder, "decision-rules.json"), "utf8"),
    );
    const rates = values as unknown as Partial<RecordedRates>;
    return rates.simulated === undefined ? null : { rates: rates as RecordedRates, node: environment.node };
  } catch {
    return null; // the comparison with the golden says what is wrong with it
  }
}

/** What is simulated in this checkout, and on what. */
export async function here(): Promise<Here> {
  return {
    simulated: await digestOfSources(
      "spec/support/decision-rules/simulation.ts",
      (path) => readFileSync(join(ROOT, path), "utf8").replaceAll("\r\n", "\n"),
      [`E5 on ${MORE_BASES} times the bases`],
    ),
    node: process.version,
    full: !["", "0", "false"].includes(process.env["FULL"] ?? ""),
  };
}

function major(version: string): string {
  return version.split(".", 1)[0]!;
}
