/** Latents on a circle, joined where they are active together more often than chance has it. */
import type { CoActivation } from "../../experiment/record.generated.ts";
import { type Html, html } from "../html/html.ts";
import { drawnPairs } from "../sections/codes/latents.ts";

const WIDTH = 420;
const HEIGHT = 340;
/** Of the circle, and how far beyond it a label begins, px. */
const RADIUS = 140;
const LABEL_AT = 13;
/** How far a line is drawn to the middle, 0..1. */
const BEND = 0.65;
/** The largest dot and the widest line, px; areas of dots go with frequencies. */
const LARGEST_DOT = 8;
const WIDEST_LINE = 5;

/** The graph, with `said` for who cannot see it. */
export function coActivationGraph(
  found: CoActivation,
  { title, said }: { title: string; said: string },
): Html {
  const pairs = drawnPairs(found);
  const order = aroundTheCircle(found);
  const angle = (id: number) => (2 * Math.PI * order.indexOf(id)) / order.length - Math.PI / 2;
  const at = (id: number, radius: number) =>
    [WIDTH / 2 + radius * Math.cos(angle(id)), HEIGHT / 2 + radius * Math.sin(angle(id))].map(round) as [
      number,
      number,
    ];
  const most = Math.max(...found.latents.map(({ codes }) => codes));
  const largest = Math.max(1, ...pairs.map(({ lift }) => lift));
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="plot graph" role="img" aria-labelledby="co-activation-title co-activation-desc" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"><title id="co-activation-title">${title}</title><desc id="co-activation-desc">${said}</desc>
${pairs.toReversed().map(({ a, b, lift }) => {
  const [[x1, y1], [x2, y2]] = [at(a, RADIUS), at(b, RADIUS)];
  const width = round(Math.max(0.6, WIDEST_LINE * ((lift - 1) / (largest - 1 || 1))));
  return html`<path class="join" d="${`M${x1},${y1}Q${bent(x1, x2, WIDTH)},${bent(y1, y2, HEIGHT)} ${x2},${y2}`}" stroke-width="${width}"/>`;
})}${found.latents.map(({ id, codes }) => {
  const [x, y] = at(id, RADIUS);
  const [lx, ly] = at(id, RADIUS + LABEL_AT);
  const side = Math.cos(angle(id));
  const anchor = Math.abs(side) < 0.25 ? "middle" : side > 0 ? "start" : "end";
  return html`<circle class="dot" cx="${x}" cy="${y}" r="${round(Math.max(2, LARGEST_DOT * Math.sqrt(codes / most)))}"/><text x="${lx}" y="${ly + 4}" text-anchor="${anchor}">${id}</text>`;
})}</svg>`;
}

/** Where a line bends to: from the middle of its ends most of the way to that of the circle, which parts lines. */
function bent(from: number, to: number, size: number): number {
  return round(BEND * (size / 2) + (1 - BEND) * ((from + to) / 2));
}

/** Neighbours on the circle are joined where that can be: each is followed by the one it has the largest lift with. */
function aroundTheCircle({ latents, pairs }: CoActivation): readonly number[] {
  const order: number[] = [];
  let rest = latents.map(({ id }) => id);
  while (rest.length > 0) {
    const last = order.at(-1);
    const pair = pairs.find(
      ({ a, b, lift }) => lift > 1 && ((a === last && rest.includes(b)) || (b === last && rest.includes(a))),
    );
    const next = pair === undefined ? rest[0]! : pair.a === last ? pair.b : pair.a;
    order.push(next);
    rest = rest.filter((id) => id !== next);
  }
  return order;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
