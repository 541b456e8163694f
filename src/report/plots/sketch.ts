/** A sketch of the experiment: prompt, blocks, path, read-out, with a run's own names and numbers. */
import { type Html, html, raw } from "../html/html.ts";
import type { SketchWords } from "../words/sketch-words.ts";
import { sketchText } from "../words/sketch-words.ts";
import { plotText } from "./plot-svg.ts";

/** Where the five parts of the sketch stand, viewBox units, which are pixels where there is room. */
interface Layout {
  readonly name: "wide" | "narrow";
  readonly size: readonly [width: number, height: number];
  readonly prompt: Box;
  readonly before: Box;
  readonly path: Box;
  readonly after: Box;
  readonly read: Box;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Side by side, for a window of a table's width or more. */
const WIDE: Layout = {
  name: "wide",
  size: [940, 222],
  prompt: { x: 2, y: 62, w: 104, h: 54 },
  before: { x: 132, y: 62, w: 104, h: 54 },
  path: { x: 262, y: 20, w: 300, h: 138 },
  after: { x: 588, y: 62, w: 116, h: 54 },
  read: { x: 730, y: 20, w: 206, h: 138 },
};

/** One below the other, for a phone. */
const NARROW: Layout = {
  name: "narrow",
  size: [330, 602],
  prompt: { x: 15, y: 2, w: 300, h: 46 },
  before: { x: 15, y: 72, w: 300, h: 38 },
  path: { x: 15, y: 134, w: 300, h: 138 },
  after: { x: 15, y: 356, w: 300, h: 38 },
  read: { x: 15, y: 418, w: 300, h: 138 },
};

/** Both layouts: the page shows the one that fits its width. */
export function sketchPlot(words: SketchWords): Html {
  return html`${drawn(WIDE, words)}${drawn(NARROW, words)}`;
}

function drawn(layout: Layout, words: SketchWords): Html {
  const { name, size, prompt, before, path, after, read } = layout;
  const id = `sketch-${name}`;
  const parts = [prompt, ...(words.before === null ? [] : [before]), path, after, read];
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="plot sketch ${name}" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${size[0]} ${size[1]}" width="${size[0]}" height="${size[1]}"><title id="${id}-title">The experiment</title><desc id="${id}-desc">${sketchText(words)}</desc>
${frame(prompt)}${lines(middle(prompt), ["prompt", words.prompt])}
${words.before === null ? null : html`${frame(before)}${lines(middle(before), [words.before])}`}
${frame(path)}${pathInside(path, words)}${lines(below(path), [words.perturbAt, ...words.targets], "small")}
${frame(after)}${lines(middle(after), [words.after])}
${frame(read)}${readInside(read, words)}${lines(below(read), [words.readAt, `one curve a path, ${words.bases}`], "small")}
${parts.slice(1).map((to, i) => arrow(parts[i]!, to, name))}</svg>`;
}

function frame({ x, y, w, h }: Box): Html {
  return html`<rect class="box" x="${x}" y="${y}" width="${w}" height="${h}" rx="6"/>`;
}

type Place = readonly [x: number, y: number];
const middle = ({ x, y, w, h }: Box): Place => [x + w / 2, y + h / 2];
/** Below a box, in its middle. */
const below = ({ x, y, w, h }: Box): Place => [x + w / 2, y + h + 18];

/** Lines of text around a place, or from it on downwards. */
function lines([x, y]: Place, texts: readonly string[], kind: "name" | "small" = "name"): Html {
  const first = kind === "small" ? y : y + 4.5 - (texts.length - 1) * 8.5;
  return html`${texts.map((text, i) => html`<text class="${kind}" x="${x}" y="${first + i * 17}" text-anchor="middle">${plotText(text)}</text>`)}`;
}

/** Base, target and the points between them. */
function pathInside({ x, y, w, h }: Box, { path }: SketchWords): Html {
  const [ax, ay, tx, ty] = [x + 34, y + h - 42, x + w - 34, y + 40];
  const points = Array.from({ length: 19 }, (_, i) => {
    const t = (i + 1) / 20;
    return html`<circle class="point" cx="${ax + t * (tx - ax)}" cy="${round(ay + t * (ty - ay))}" r="2"/>`;
  });
  return html`${points}<circle class="end" cx="${ax}" cy="${ay}" r="5.5"/><circle class="end target" cx="${tx}" cy="${ty}" r="5.5"/>
<text class="name" x="${ax - 18}" y="${ay + 26}">base A</text><text class="name" x="${tx + 18}" y="${ty - 18}" text-anchor="end">target T</text>
<text class="small" x="${x + w - 12}" y="${y + h - 16}" text-anchor="end">${plotText(path)} from A on</text>`;
}

/** A curve with its step. */
function readInside({ x, y, w, h }: Box, { mark }: SketchWords): Html {
  const [left, right, foot, head] = [x + 18, x + w - 18, y + h - 26, y + 40];
  const at = left + 0.52 * (right - left);
  return html`<path class="axis" d="${`M${left},${head - 8}V${foot}H${right}`}"/>
<path class="curve" d="${`M${left},${foot}C${at - 8},${foot - 4} ${at - 12},${foot - 8} ${round(at)},${round((foot + head) / 2)}S${at + 24},${head + 4} ${right},${head}`}"/>
<path class="mark" d="${`M${round(at)},${foot}V${head - 8}`}"/>
<text class="small" x="${x + w / 2}" y="${y + 18}" text-anchor="middle">distance from step 0</text>
<text class="small" x="${round(at) + 5}" y="${foot + 17}">${plotText(mark)}</text>`;
}

/** From the edge of one box to the next one's. */
function arrow(from: Box, to: Box, name: Layout["name"]): Html {
  const path =
    name === "wide"
      ? `M${from.x + from.w + 4},89H${to.x - 10}m-6,-5l7,5l-7,5`
      : `M165,${from.y + from.h + (to.y - from.y - from.h > 40 ? 66 : 4)}V${to.y - 6}m-5,-6l5,7l5,-7`;
  return raw(`<path class="arrow" d="${path}"/>`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
