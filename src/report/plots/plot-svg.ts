/** Observable Plot without a browser: one document for the process, one SVG string a plot. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { escapeHtml } from "../html/html.ts";
import { visibleLine } from "../words/visible.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** Names, sizes and marks of one plot. */
export interface PlotSpec {
  /** Unique in the page: the ids of title and description are made from it. */
  name: string;
  title: string;
  /** The plot in words, for who cannot see it. */
  description: string;
  options: Omit<Plot.PlotOptions, "document" | "className">;
}

/** A name or an axis as Plot takes it: one line, for it would break others into several elements. */
export function plotText(text: string): string {
  return visibleLine(text);
}

/**
 * The plot as an SVG that follows the page: lines in CSS variables, text in currentColor, no style of its own.
 *
 * Coordinates are rounded to 0.01 px, so that equal data give equal text on any machine.
 */
export function plotSvg({ name, title, description, options }: PlotSpec): string {
  const figure = Plot.plot({ ...options, document, className: "plot" } as Plot.PlotOptions) as unknown as {
    outerHTML: string;
  };
  const svg = figure.outerHTML
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<[^>]*>/g, rounded)
    .replace(/ aria-label="(?:[xyf]+-axis|line|area|text|dot|link|rule|frame|grid)[^"]*"/g, "");
  const id = name.replace(/[^A-Za-z0-9]+/g, "-");
  const opening = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-title ${id}-desc"`;
  const words = `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>`;
  return svg.replace(/^<svg([^>]*)>/, (_, attributes: string) => `${opening}${attributes}>${words}`);
}

/** The numbers of a tag: those of a text are the report's own words. */
function rounded(tag: string): string {
  return tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
