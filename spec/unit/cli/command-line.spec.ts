import { describe, expect, it } from "vitest";
import { commandLine } from "../../../src/cli/command-line.ts";
import { ROOT } from "../../support/root.ts";

const line = (from: string, ...words: readonly string[]) => commandLine(words, { root: "/checkout", from });

describe("the command that a report tells", () => {
  it("is what was typed where the user stood in the checkout", () => {
    const typed = ["reproduce", "--model", "../own", "--out", "reports/my own"];
    expect(line("/checkout", ...typed)).toBe("npm run reproduce -- --model ../own --out 'reports/my own'");
    expect(line("/checkout", "reproduce")).toBe("npm run reproduce");
  });

  it("has every path from the checkout where the user stood elsewhere, and nothing else changed", () => {
    const typed = ["--prompts", "p.jsonl", "--out=o", "--seed", "o", "--claim", "E1,E2", "--bases", "300"];
    expect(line("/home/me", "reproduce", ...typed)).toBe(
      "npm run reproduce -- --prompts ../home/me/p.jsonl --out=../home/me/o --seed o --claim E1,E2 --bases 300",
    );
    expect(line("/checkout/reports", "merge", "parts/1.jsonl", "/a/2.jsonl", "--out", "..")).toBe(
      "npm run merge -- reports/parts/1.jsonl /a/2.jsonl --out .",
    );
  });

  it("keeps a name of the Hub as it was typed, and moves a directory that is there", () => {
    const from = `${ROOT}/fixtures`;
    const words = ["reproduce", "--model", "organism", "--sae", "gpt2-small-res-jb", "--no-doctor"];
    expect(commandLine(words, { root: ROOT, from })).toBe(
      "npm run reproduce -- --model fixtures/organism --sae gpt2-small-res-jb --no-doctor",
    );
  });
});
