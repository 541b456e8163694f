import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { curveCommandText } from "../../../src/cli/commands/curve.ts";
import { inspect, inspectCommandText } from "../../../src/cli/commands/inspect.ts";
import { linePlot } from "../../../src/cli/line-plot.ts";
import { parsePrompt } from "../../../src/cli/prompt-argument.ts";
import { textBar, textTable } from "../../../src/cli/text-table.ts";
import { InvalidInputError } from "../../../src/errors/index.ts";
import { LEXICON } from "../../../src/organism/lexicon.ts";
import { tokenizerFiles } from "../../../src/organism/tokenizer.ts";
import { oneCurve } from "../../../src/run/one-curve.ts";
import { quoted } from "../../../src/run/prompts/prompt-words.ts";
import { temporaryFolder } from "../../support/files.ts";
import { type TinyInstallation, writeTinyInstallation } from "../../support/tiny-installation.ts";

let tiny: TinyInstallation;
const words = LEXICON.words.slice(2, 7);
const ids = [2, 3, 4, 5, 6];

beforeAll(async () => {
  const folder = temporaryFolder();
  vi.stubEnv("BAG_OF_LATENTS_CACHE", join(folder, "cache"));
  tiny = await writeTinyInstallation(folder);
  for (const [name, text] of Object.entries(tokenizerFiles(12))) writeFileSync(join(tiny.model, name), text);
});

/** What a command prints and what it says beside it. */
async function told<O>(
  command: (options: O, how: { isTerminal: boolean; say: (sentence: string) => void }) => Promise<string>,
  options: O,
  isTerminal = false,
): Promise<{ readonly printed: string; readonly said: readonly string[] }> {
  const said: string[] = [];
  const printed = await command(options, { isTerminal, say: (sentence) => said.push(sentence) });
  return { printed, said };
}

const common = () => ({ model: tiny.model, threads: 1 });
const path = { schedule: "relative", points: 5 } as const;

it.each([false, true])(
  "inspect and curve say what is assumed of a model, at a terminal: %s",
  async (isTerminal) => {
    const model = join(temporaryFolder(), "silent");
    cpSync(tiny.model, model, { recursive: true });
    const config = JSON.parse(readFileSync(join(model, "config.json"), "utf8"));
    const { layer_norm_epsilon, ...silent } = config;
    expect(layer_norm_epsilon).toBeDefined();
    writeFileSync(join(model, "config.json"), JSON.stringify(silent));
    const note = ["Note: config.json has no layer_norm_epsilon: 0.00001 is assumed, as transformers does."];
    const inspected = { ...common(), model, tokens: ids };
    expect((await told(inspectCommandText, inspected, isTerminal)).said).toEqual(note);
    const asked = { ...common(), ...path, model, base: ids, target: [7, 8, 9] };
    expect((await told(curveCommandText, asked, isTerminal)).said).toEqual(note);
  },
);

describe("inspect", () => {
  it("prints in a pipe the JSON that it printed before, of text as of ids", async () => {
    const asked = { ...common(), loss: true, sae: tiny.sae };
    const expected = `${JSON.stringify(await inspect({ ...asked, tokens: ids }))}\n`;
    expect((await told(inspectCommandText, { ...asked, tokens: ids })).printed).toBe(expected);
    expect((await told(inspectCommandText, { ...asked, text: words.join(" ") })).printed).toBe(expected);
    const atTerminal = { ...asked, tokens: ids, json: true } as const;
    expect((await told(inspectCommandText, atTerminal, true)).printed).toBe(expected);
  });

  it("prints in a pipe the loss and the likeliest next tokens where nothing is asked for", async () => {
    const { printed } = await told(inspectCommandText, { ...common(), text: words.join(" ") });
    const { hooks, loss, next } = JSON.parse(printed);
    const asked = await inspect({ ...common(), tokens: ids, loss: true, logits: true });
    expect({ hooks, loss }).toEqual({ hooks: {}, loss: asked.loss });
    const likeliest = asked.logits!.indexOf(Math.max(...asked.logits!));
    expect(next[0].word.trim()).toBe(LEXICON.words[likeliest]!.trim());
    expect(next[0].probability).toBeGreaterThan(next[1].probability);
  });

  it("prints at a terminal words, norms, predictions and latents", async () => {
    const { printed } = await told(inspectCommandText, { ...common(), tokens: ids, sae: tiny.sae }, true);
    for (const word of words) expect(printed).toContain(JSON.stringify(word));
    expect(printed).toMatch(/blocks\.3\.hook_resid_post +\d+\.\d{3}/);
    expect(printed).toMatch(/\nNext token\n.* \d+\.\d % {2}█{24}\n/);
    const { sae, loss } = await inspect({ ...common(), tokens: ids, sae: tiny.sae, loss: true });
    expect(printed).toContain(`: ${sae!.l0} active; reconstruction off by `);
    expect(printed).toContain(`mean loss ${loss!.toFixed(4)} nats`);
    const strongest = Object.entries(sae!.active).sort(([, a], [, b]) => b - a)[0]!;
    expect(printed).toContain(`latent ${strongest[0]}  ${strongest[1].toFixed(3)}`);
  });

  it.each([
    [{}, /the prompt is undefined; it must be given once, by --tokens or by --text/],
    [{ tokens: [1], text: "a" }, /given twice/],
  ])("of %j is refused before anything is opened", async (prompt, message) => {
    const asked = told(inspectCommandText, { model: "no-such-model", ...prompt });
    await expect(asked).rejects.toThrow(InvalidInputError);
    await expect(asked).rejects.toThrow(message);
  });
});

describe("curve", () => {
  const target = [7, 8, 9];

  it("prints in a pipe the JSON that it printed before, of text as of ids", async () => {
    const expected = `${JSON.stringify(await oneCurve({ ...common(), ...path, base: ids, target }))}\n`;
    const byIds = { ...common(), ...path, base: ids, target };
    const text = (tokens: readonly number[]) => tokens.map((id) => LEXICON.words[id]).join(" ");
    const byText = { ...common(), ...path, baseText: text(ids), targetText: text(target) };
    expect(await told(curveCommandText, byIds)).toEqual({ printed: expected, said: [] });
    expect(await told(curveCommandText, byText)).toEqual({ printed: expected, said: [] });
    expect((await told(curveCommandText, { ...byIds, json: true } as const, true)).printed).toBe(expected);
  });

  it("prints at a terminal the key numbers in their units, and draws where it is asked to", async () => {
    const asked = { ...common(), ...path, base: ids, target };
    const { printed } = await told(curveCommandText, asked, true);
    expect(printed).toMatch(/distance to the target +\S+ residual units\n/);
    expect(printed).toMatch(/max slope step +\d, where it rises by \S+ residual units\n/);
    expect(printed).toContain(JSON.stringify(words[0]));
    expect(printed).not.toMatch(/[\u2801-\u28ff]/);
    const drawn = (await told(curveCommandText, { ...asked, plot: true } as const)).printed;
    expect(drawn.startsWith(printed.trimEnd())).toBe(true);
    expect(drawn).toMatch(/[\u2801-\u28ff]/);
  });

  it("draws into a file and prints what it prints without one", async () => {
    const file = join(temporaryFolder(), "curve.svg");
    const asked = { ...common(), ...path, base: ids, target };
    const { printed } = await told(curveCommandText, asked);
    expect(await told(curveCommandText, { ...asked, plot: file })).toEqual({
      printed,
      said: [`Picture: ${file}`],
    });
    const svg = readFileSync(file, "utf8");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain("max slope step");
    expect(svg).not.toContain("var(--");
  });

  it("takes hook and convention of an SAE, as a run would", async () => {
    const asked = { ...common(), ...path, base: ids, target };
    const { printed } = await told(curveCommandText, { ...asked, sae: tiny.sae });
    const centred = await oneCurve({ ...asked, at: "blocks.1.hook_resid_pre", convention: "centred" });
    expect(JSON.parse(printed)).toEqual(centred);
    expect(centred).not.toEqual(await oneCurve(asked));
  });

  it("says that base and target are one point", async () => {
    const { said } = await told(curveCommandText, { ...common(), ...path, base: ids, target: ids });
    expect(said).toEqual([
      "Base and target are the same point: the path has no length, so every value is 0.",
    ]);
  });

  it("leaves nothing where its picture cannot be written", async () => {
    const file = join(temporaryFolder(), "none", "curve.svg");
    const asked = told(curveCommandText, { ...common(), ...path, base: ids, target, plot: file });
    await expect(asked).rejects.toThrow(/cannot be written/);
    expect(existsSync(file)).toBe(false);
  });
});

describe("a prompt on the command line", () => {
  it.each([
    ["12, 104", [12, 104]],
    ["the cat, it sat", "the cat, it sat"],
  ])("%j is %j", (typed, prompt) => {
    expect(parsePrompt(typed)).toEqual(prompt);
  });

  it.each(["", "12,x", "12,-1", "1.5", "the, 12"])("%j is refused", (typed) => {
    expect(() => parsePrompt(typed)).toThrow(/a token id is/);
  });

  it("is shown with nothing that a terminal obeys", () => {
    expect(quoted('a"\u001b[31m\u009b\u202e\n')).toBe('"a\\"\\u001b[31m\\u009b\\u202e\\n"');
  });
});

describe("a picture in characters", () => {
  it("has a dot in every column, and the largest value at its top", () => {
    const lines = linePlot({ values: [0, 1, 4, 2], axis: ["0", "n", "3"], size: { columns: 10, rows: 3 } });
    expect(lines).toHaveLength(4);
    const cells = lines.slice(0, 3).map((line) => [...line.slice(-10)]);
    for (let x = 0; x < 10; x++) expect(cells.some((row) => row[x] !== "\u2800")).toBe(true);
    expect(lines[0]).toMatch(/^4 ┤/);
    expect(cells[0]!.findIndex((cell) => cell !== "\u2800")).toBeGreaterThan(4);
  });

  it.each([[[]], [[0]], [[0, 0, 0]], [[-1, 1]]])("draws %j", (values) => {
    expect(linePlot({ values, axis: ["a", "b", "c"] }).join("\n")).not.toContain("NaN");
  });

  it("has columns that line up and bars to an eighth of a character", () => {
    expect(
      textTable(
        [
          ["a", "1"],
          ["bcd", "10"],
        ],
        [1],
      ),
    ).toEqual(["a     1", "bcd  10"]);
    expect([textBar(1, 2), textBar(0.5, 1), textBar(0, 3), textBar(7, 1)]).toEqual(["██", "▌", "", "█"]);
  });
});
