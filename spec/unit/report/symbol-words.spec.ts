import { expect, it } from "vitest";
import { symbolMeaning } from "../../../src/report/words/symbol-words.ts";
import { frozenReport } from "./frozen.ts";

it("a symbol of several metrics is the first of them, with what the others' titles add", () => {
  const [first] = frozenReport().metrics;
  const metric = (symbol: string, title: string) => ({ ...first!, symbol, title, meaning: `Of ${title}.` });
  const metrics = [
    metric("AP", "Plateau length"),
    metric("MSS", "Max slope step, relative"),
    metric("MSS", "Max slope step, absolute, of KL"),
    metric("MSS", "Steepest"),
  ];
  expect(symbolMeaning("AP", { metrics })).toBe("Plateau length. Of Plateau length.");
  expect(symbolMeaning("MSS", { metrics })).toBe(
    "Max slope step, relative. Of Max slope step, relative. Also by other readings, which a criterion names: absolute, of KL; Steepest.",
  );
  expect(symbolMeaning("NL", { metrics })).toBe("");
});
