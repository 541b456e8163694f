/** Every criterion in a panel of its own, every run a row in it: a picture that stands alone. */
import { escapeHtml } from "../html/html.ts";
import { axisOver, type EffectAxis } from "../plots/effect-axis.ts";
import { PALETTE } from "../plots/palette.ts";
import { withMinus } from "../words/criterion-words.ts";
import { formatNumber, withUnit } from "../words/format.ts";
import { visibleLine } from "../words/visible.ts";
import type { Across, AcrossCriterion } from "./across.ts";

const WIDTH = 840;
const PER_ROW = 2;
const PANEL = WIDTH / PER_ROW;
/** Left of the dots are the names of the runs, px. */
const NAMES = 150;
const AXIS = PANEL - NAMES - 24;
const [HEAD, ROW, FOOT, GAP] = [40, 20, 20, 14];
/** Letters of a run's name that fit left of its dot, and of a statistic's over its panel. */
const LONGEST = { name: 24, statistic: 58 } as const;

/** What the drawing shows. */
export type Drawn = Pick<Across, "runs" | "criteria">;

/** The whole text of an SVG file, in light and dark. */
export function acrossFigure(found: Drawn): string {
  const shown = found.criteria.filter(({ found }) => found.some(({ value }) => value !== null));
  const height = HEAD + found.runs.length * ROW + FOOT + GAP;
  const total = Math.max(1, Math.ceil(shown.length / PER_ROW)) * height;
  const title = `${found.runs.length} runs compared`;
  const panels = shown.map((criterion, i) => {
    const [x, y] = [(i % PER_ROW) * PANEL, Math.floor(i / PER_ROW) * height];
    return `<g transform="translate(${x} ${y})">${panel(criterion, found)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="across-title across-desc" viewBox="0 0 ${WIDTH} ${total}" width="${WIDTH}" height="${total}"><title id="across-title">${escapeHtml(title)}</title><desc id="across-desc">${escapeHtml(inWords(found))}</desc><style>${STYLE}</style>
${panels.join("\n")}
</svg>
`;
}

const [FIRST] = PALETTE;
const scheme = (text: string, ground: string, faint: string, mark: string) =>
  `svg{color:${text};background:${ground}}.faint{stroke:${faint}}.mark{stroke:${mark};fill:${mark}}.open{fill:${ground}}`;
const STYLE = `svg{font-family:system-ui,sans-serif;font-size:12px}text{fill:currentColor}.name{text-anchor:end}.tick{text-anchor:middle;font-size:11px}.title{font-weight:600;font-size:13px}.threshold{stroke:currentColor;stroke-dasharray:4 3}${scheme("#1d2129", "#fff", "#d5d9e0", FIRST!.light)}@media (prefers-color-scheme:dark){${scheme("#e4e6ea", "#14171b", "#3a4048", FIRST!.dark)}}`;

function panel(criterion: AcrossCriterion, { runs }: Pick<Across, "runs">): string {
  const { name, statistic, unit, threshold, found } = criterion;
  const edges = threshold.above === undefined ? [-threshold.within!, threshold.within!] : [threshold.above];
  const values = found.flatMap(({ value, interval }) => [
    ...(value === null ? [] : [value]),
    ...(interval ?? []),
  ]);
  const axis = axisOver([...edges, ...values]);
  const bottom = HEAD + runs.length * ROW;
  const measure = withUnit("", unit).trim();
  const of = `${withMinus(statistic)}${measure === "" ? "" : `, ${measure}`}`;
  return [
    text(12, 16, name, "title"),
    text(12, 32, shortened(of, LONGEST.statistic)),
    ...axis.ticks.flatMap((tick) => [
      line(at(axis, tick), HEAD, at(axis, tick), bottom, "faint"),
      text(at(axis, tick), bottom + 14, formatNumber(tick), "tick"),
    ]),
    ...edges.map((edge) => line(at(axis, edge), HEAD, at(axis, edge), bottom, "threshold")),
    ...found.flatMap((one, i) => row(one, runs[i]!, HEAD + (i + 0.5) * ROW, axis)),
  ].join("");
}

/** A filled dot where the run supports it, an open one where it does not. */
function row(
  { value, interval, verdict }: AcrossCriterion["found"][number],
  name: string,
  y: number,
  axis: EffectAxis,
): readonly string[] {
  const label = text(NAMES, y + 4, shortened(name, LONGEST.name), "name");
  if (value === null) return [label, text(NAMES + 12, y + 4, verdict)];
  const open = verdict === "supported" ? "" : " open";
  return [
    label,
    interval === null ? "" : line(at(axis, interval[0]), y, at(axis, interval[1]), y, "mark"),
    `<circle class="mark${open}" cx="${at(axis, value)}" cy="${y}" r="4"/>`,
  ];
}

/** Pixels of a value, from the left of its panel. */
function at(axis: EffectAxis, value: number): number {
  return Math.round(100 * (NAMES + 12 + (axis.at(value) / 100) * AXIS)) / 100;
}

function shortened(words: string, letters: number): string {
  return words.length <= letters ? words : `${words.slice(0, letters - 1)}…`;
}

function text(x: number, y: number, words: string, kind = ""): string {
  return `<text x="${x}" y="${y}"${kind === "" ? "" : ` class="${kind}"`}>${escapeHtml(visibleLine(words))}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function inWords({ runs, criteria }: Drawn): string {
  const of = ({ name, found, supported, judged }: AcrossCriterion) =>
    `${name}: ${found.map(({ value, verdict }, i) => `${runs[i]} ${value === null ? "" : `${formatNumber(value)}, `}${verdict}`).join("; ")}. Holds in ${supported} of ${judged}.`;
  return criteria.map(of).join(" ");
}
