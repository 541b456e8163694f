import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  count,
  decimalsFor,
  formatFixed,
  formatInterval,
  formatNumber,
  list,
  withUnit,
} from "../../../src/report/words/format.ts";

const back = (text: string) => Number(text.replaceAll("\u202f", "").replace("\u2212", "-"));

describe("numbers", () => {
  it("have a true minus sign and no minus zero", () => {
    expect(formatFixed(-1.26, 1)).toBe("\u22121.3");
    expect(formatFixed(-0.01, 1)).toBe("0.0");
    expect(formatFixed(-0, 0)).toBe("0");
  });

  it("are grouped by narrow spaces from five digits on", () => {
    expect(formatNumber(1000)).toBe("1000");
    expect(formatNumber(10_000)).toBe("10\u202f000");
    expect(formatFixed(-1_234_567.8, 1)).toBe("\u22121\u202f234\u202f567.8");
  });

  it("keep three significant digits and drop trailing zeros", () => {
    expect(formatNumber(0.12345)).toBe("0.123");
    expect(formatNumber(2.5)).toBe("2.5");
    expect(formatNumber(41.1225, 4)).toBe("41.12");
    expect(formatNumber(1234.56)).toBe("1235");
  });

  it("are powers of ten where they would be all zeros", () => {
    expect(formatNumber(1e-10)).toBe("1\u202f\u00d7\u202f10\u207b\u00b9\u2070");
    expect(formatNumber(-2.5e12)).toBe("\u22122.5\u202f\u00d7\u202f10\u00b9\u00b2");
    expect(formatNumber(0)).toBe("0");
  });

  it("that do not exist are a dash, never 0", () => {
    expect(formatNumber(null)).toBe("\u2013");
    expect(formatInterval(null, 2)).toBe("\u2013");
    expect(withUnit(formatNumber(null), "steps")).toBe("\u2013");
  });

  it("read back within half a unit of the last decimal", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 9), max: 10 ** 9 }),
        fc.integer({ min: 0, max: 6 }),
        (k, decimals) => {
          const value = k / 1000;
          expect(Math.abs(back(formatFixed(value, decimals)) - value)).toBeLessThanOrEqual(
            0.5 * 10 ** -decimals + 1e-9,
          );
        },
      ),
    );
  });
});

describe("decimals of an interval", () => {
  it("show its half-width to two digits", () => {
    expect(decimalsFor([8.1, 10.1])).toBe(1);
    expect(decimalsFor([0.104, 0.159])).toBe(3);
    expect(decimalsFor([100, 300])).toBe(0);
    expect(decimalsFor([2, 2])).toBe(2);
    expect(decimalsFor(null)).toBe(2);
  });

  it("grow until an end that is not the threshold does not read as the threshold", () => {
    expect(decimalsFor([2.996, 5.1])).toBe(1);
    expect(decimalsFor([2.996, 5.1], [3])).toBe(3);
    expect(formatInterval([2.996, 5.1], decimalsFor([2.996, 5.1], [3]))).toBe("2.996 to 5.100");
    expect(decimalsFor([3, 5.1], [3])).toBe(1);
  });
});

describe("words", () => {
  it("leave out units that say nothing beside a number", () => {
    expect(withUnit("0.12", "probability")).toBe("0.12");
    expect(withUnit("9.4", "steps")).toBe("9.4\u202fsteps");
    expect(withUnit("1", "steps")).toBe("1\u202fstep");
    expect(withUnit("\u00b11.5", "steps")).toBe("\u00b11.5\u202fsteps");
  });

  it("count and list", () => {
    expect(count(1, "base")).toBe("1 base");
    expect(count(0, "base")).toBe("0 bases");
    expect(list(["a", "b", "c"])).toBe("a, b and c");
    expect(list([])).toBe("");
  });
});
