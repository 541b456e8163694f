import { describe, expect, it } from "vitest";
import { MORE_BASES } from "../../../src/papers/synthetic-activations/setup.ts";
import { here, readRecorded, usable } from "../../support/decision-rules/recorded-rates.ts";
import {
  type Rates,
  RULES,
  type Rule,
  type Scenario,
  simulateE5OnMoreBases,
  simulateKsAlone,
  simulateRule,
} from "../../support/decision-rules/simulation.ts";
import "../../../src/vitest/golden-matchers.ts";

/**
 * What `golden/decision-rules.json` holds is simulated again where anything that is simulated differs from what was
 * simulated then: sources, packages, Node's major version; and with FULL=1. Otherwise the same would come out.
 */
const HERE = await here();
const accepted = readRecorded();
const recorded = usable(accepted, HERE);
const known = new Map<string, Rates | null>();

function ratesOf(rule: Rule, scenario: Scenario): Rates | null {
  if (recorded) return recorded.rules[rule.name]![scenario];
  const key = `${rule.name}/${scenario}`;
  if (!known.has(key)) known.set(key, simulateRule(rule, scenario));
  return known.get(key)!;
}

let onMoreBases: number | undefined;
function e5OnMoreBases(): number {
  onMoreBases ??= recorded?.e5OnMoreBases ?? simulateE5OnMoreBases(MORE_BASES);
  return onMoreBases;
}

let alone: number | undefined;
function ksAlone(): number {
  alone ??= recorded?.ksAlone ?? simulateKsAlone();
  return alone;
}

describe.each(RULES.map((rule) => [rule.name, rule] as const))("the rule of %s", (_, rule) => {
  it("supports an effect that is exactly its threshold no more often than its bound", () => {
    expect(ratesOf(rule, "boundary")!.supported).toBeLessThanOrEqual(rule.falseRate);
  });

  it("contradicts an effect that is exactly its threshold no more often than its bound", () => {
    expect(ratesOf(rule, "boundary")!.contradicted).toBeLessThanOrEqual(rule.falseRate);
  });

  if (rule.identicalIs === "false")
    it("supports a difference between identical distributions no more often than its bound", () => {
      expect(ratesOf(rule, "identical")!.supported).toBeLessThanOrEqual(rule.falseRate);
    });

  const { power } = rule;
  if (power !== undefined)
    it(`supports the authors' effect in ${100 * power[0]} to ${100 * power[1]} % of data sets`, () => {
      expect(ratesOf(rule, "authors")!.supported).toBeGreaterThanOrEqual(power[0]);
      expect(ratesOf(rule, "authors")!.supported).toBeLessThanOrEqual(power[1]);
    });
});

describe("the rule of E5 on the bases that GPT-2 small is given for it", () => {
  it("supports the authors' effect in 95 to 100 % of data sets", () => {
    expect(e5OnMoreBases()).toBeGreaterThanOrEqual(0.95);
  });
});

describe("a KS distance that decides alone", () => {
  it("has percentile intervals that miss their own value in 10 to 30 % of identical distributions", () => {
    expect(ksAlone()).toBeGreaterThan(0.1);
    expect(ksAlone()).toBeLessThan(0.3);
  });
});

describe("the rates of all rules", () => {
  it("are the accepted ones, and with FULL=1 the accepted ones are of these sources", () => {
    const rules = Object.fromEntries(
      RULES.map((rule) => [
        rule.name,
        {
          identical: ratesOf(rule, "identical"),
          boundary: ratesOf(rule, "boundary"),
          authors: ratesOf(rule, "authors"),
        },
      ]),
    );
    // A digest of the past costs time and decides nothing: only a full run asks for a new one.
    const simulated = HERE.full ? HERE.simulated : (accepted?.rates.simulated ?? HERE.simulated);
    expect({ simulated, rules, e5OnMoreBases: e5OnMoreBases(), ksAlone: ksAlone() }).toMatchGolden(
      "decision-rules",
      {
        madeBy:
          "spec/unit/stats/decision-rules.spec.ts: shares of 500 data sets (n = 1000, 200 resamples) judged supported and contradicted",
        tolerance: {
          abs: 0.004,
          rel: 0,
          because: "exp and log may round otherwise elsewhere and flip two data sets",
        },
      },
    );
  });
});
