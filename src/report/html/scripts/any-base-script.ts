/**
 * Shows any base of the page's data: its prompt, a table of its targets, its curves with their steps. Everything that the
 * data says goes in as text.
 */
export const ANY_BASE_SCRIPT = `
const place = document.getElementById("any-base");
const loading = place && dataOf("bases");
if (loading) Promise.all([loading, dataOf("report")]).then(([bases, report]) => {
  const shown = place.querySelector(".shown");
  const field = place.querySelector("input");
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const draw = (name, attributes, text) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const number = (value) => value === null || value === undefined ? "\\u2013" : String(value).replace("-", "\\u2212");
  const colourOf = (type) => "var(--series-" + (1 + report.types.findIndex(({ key }) => key === type)) + ")";
  const dashes = ["none", "2 3", "7 3", "9 3 2 3", "4 3", "12 4", "6 2 2 2 2 2", "2 6"];
  const dashOf = (type) => dashes[report.types.findIndex(({ key }) => key === type)] ?? "1 3";
  const stepMetric = (key) => report.metrics.find((one) => one.along === key && one.output === "l2" && one.unit === "steps");
  const bytes = new Map();
  const curveOf = (kept, base) => {
    if (!bytes.has(kept)) bytes.set(kept, Uint8Array.from(atob(kept.steps), (letter) => letter.charCodeAt(0)));
    let level = 0;
    return Array.from(bytes.get(kept).subarray(base * bases.points, (base + 1) * bases.points), (step) => {
      level = (level + step) & 255;
      return level / 255 * kept.top[base];
    });
  };
  const valueOf = (metric, type, base) => bases.values.find((one) => one.metric === metric && one.type === type)?.of[base] ?? null;
  const latents = (of) => of === null || of === undefined ? "\\u2013" : of.length === 0 ? "none" : of.map(([id, value]) => id + " (" + value + ")").join(", ");
  const plot = (perturbation, base) => {
    const [W, H, L, R, T, B] = [420, 250, 44, 10, 14, 28];
    const metric = stepMetric(perturbation.key);
    const curves = bases.curves.filter((kept) => kept.perturbation === perturbation.key && kept.top[base] !== null)
      .map((kept) => ({ type: kept.type, curve: curveOf(kept, base), at: metric ? valueOf(metric.key, kept.type, base) : null }));
    const top = Math.max(...curves.flatMap(({ curve }) => curve), 0) * 1.04 || 1;
    const x = (n) => L + n / (bases.points - 1 || 1) * (W - L - R);
    const y = (value) => H - B - value / top * (H - T - B);
    const said = curves.map(({ type, at }) => type + (at === null ? ": no step" : ": step " + at)).join("; ");
    const svg = draw("svg", { viewBox: "0 0 " + W + " " + H, role: "img", "aria-label": perturbation.title + ". " + said });
    for (let i = 0; i <= 4; i++) {
      svg.append(draw("line", { x1: L, x2: W - R, y1: y(top * i / 4), y2: y(top * i / 4), stroke: "var(--line)" }));
      svg.append(draw("text", { x: L - 6, y: y(top * i / 4) + 4, "text-anchor": "end", fill: "var(--muted)" }, (top * i / 4).toPrecision(2)));
      const n = Math.round((bases.points - 1) * i / 4);
      svg.append(draw("text", { x: x(n), y: H - 8, "text-anchor": i === 4 ? "end" : "middle", fill: "var(--muted)" }, n));
    }
    for (const { type, curve } of curves)
      svg.append(draw("path", { d: "M" + curve.map((value, n) => x(n).toFixed(1) + "," + y(value).toFixed(1)).join("L"), fill: "none", stroke: colourOf(type), "stroke-width": 2, "stroke-dasharray": dashOf(type) }));
    for (const { type, curve, at } of curves)
      if (at !== null && curve[at] !== undefined) svg.append(draw("circle", { cx: x(at), cy: y(curve[at]), r: 4.5, fill: "var(--raised)", stroke: colourOf(type), "stroke-width": 2 }));
    return make("figure", {}, make("figcaption", {}, perturbation.title), svg);
  };
  const table = (base) => {
    const steps = report.perturbations.flatMap((along) => {
      const metric = stepMetric(along.key);
      return metric ? [{ metric: metric.key, head: metric.symbol + ", " + along.short }] : [];
    });
    const head = ["type", "distance", "norm", "cosine", ...steps.map((one) => one.head), "strongest latents"];
    const cell = (text, i, last) => make(i === 0 ? "th" : "td", { class: i > 0 && i < last ? "num" : "words", ...(i === 0 && { scope: "row" }) }, ...(i === 0 ? [mark(text), text] : [text]));
    const rows = bases.targets.map((target) => [target.type, number(target.distance[base]), number(target.norm[base]), number(target.cosine[base]),
      ...steps.map(({ metric }) => number(valueOf(metric, target.type, base))), latents(target.latents?.[base])]);
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Targets of base " + base },
      make("table", { class: "numbers" },
        make("thead", {}, make("tr", {}, ...head.map((text, i) => make("th", { scope: "col", class: i > 0 && i < head.length - 1 ? "num" : "words" }, text)))),
        make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells.map((text, i) => cell(text, i, cells.length - 1)))))));
  };
  const mark = (type) => {
    const svg = draw("svg", { class: "swatch", width: 26, height: 10, "aria-hidden": "true" });
    svg.append(draw("line", { x1: 1, x2: 25, y1: 5, y2: 5, stroke: colourOf(type), "stroke-width": 2.5, "stroke-dasharray": dashOf(type) }));
    return svg;
  };
  const show = () => {
    const base = Math.min(bases.tokens.length - 1, Math.max(0, Math.round(Number(field.value)) || 0));
    const prompt = bases.texts === null ? bases.tokens[base].join(", ") : bases.texts[base];
    const facts = "Base " + base + ", norm " + number(bases.norm[base]) + (bases.latents === null ? "" : "; strongest latents: " + latents(bases.latents[base]));
    const drawn = report.perturbations.filter(({ key }) => bases.curves.some((kept) => kept.perturbation === key)).map((one) => plot(one, base));
    shown.replaceChildren(make("p", { class: "prompt" }, prompt), make("p", { class: "note" }, facts), table(base), make("div", { class: "drawn" }, ...drawn));
  };
  const move = (by) => {
    field.value = Math.min(bases.tokens.length - 1, Math.max(0, (Number(field.value) || 0) + by));
    show();
  };
  place.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); show(); });
  for (const button of place.querySelectorAll("button[data-move]")) button.addEventListener("click", () => move(Number(button.dataset.move)));
  field.addEventListener("input", show);
  place.hidden = false;
  show();
});`;
