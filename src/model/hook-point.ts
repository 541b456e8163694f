import { InvalidInputError } from "../errors/index.ts";

/**
 * Where a residual stream is read or replaced, by its TransformerLens name:
 * `blocks.<layer>.hook_resid_pre | hook_resid_mid | hook_resid_post`.
 */
export type HookPoint = `blocks.${number}.hook_resid_${ResidualSite}`;

/** Before a block, between its attention and its MLP, after it. */
export type ResidualSite = "pre" | "mid" | "post";

/** Every site a block can have, in the order of the stream. One that runs attention and MLP side by side has no mid. */
export const SITES: readonly ResidualSite[] = ["pre", "mid", "post"];

/** What decides which points a model has. */
export interface HookPlaces {
  readonly layers: number;
  readonly sites: readonly ResidualSite[];
}

/** The parts of a hook point. `depth` orders points: `blocks.0.hook_resid_post` and `blocks.1.hook_resid_pre` are equal. */
export interface HookAddress {
  readonly layer: number;
  readonly site: ResidualSite;
  /** As `depthOf`: equal for the two names of one tensor. */
  readonly depth: number;
}

const PATTERN = /^blocks\.(0|[1-9]\d*)\.hook_resid_(pre|mid|post)$/;
const SITE_DEPTH = { pre: 0, mid: 1, post: 2 } as const;

/**
 * Parses a hook name for a model of `layers` blocks that have these sites; default: all of them.
 *
 * Throws: InvalidInputError when the name is of another form or names a block or a site the model lacks.
 */
export function parseHookPoint(
  name: string,
  layers: number,
  sites: readonly ResidualSite[] = SITES,
): HookAddress {
  const match = PATTERN.exec(name);
  const layer = match ? Number(match[1]) : Number.NaN;
  const site = match?.[2] as ResidualSite;
  if (!match || layer >= layers || !sites.includes(site))
    throw new InvalidInputError({
      what: "the hook point",
      got: name,
      want: `blocks.L.${sitesInWords(sites)} with L from 0 to ${layers - 1}`,
      hint:
        match && !sites.includes(site)
          ? "Hint: its blocks run attention and MLP side by side, so there is no stream between the two."
          : "Hint: the paper perturbs blocks.1.hook_resid_pre and reads the last block's hook_resid_post.",
    });
  return { layer, site, depth: depthOf(layer, site) };
}

/** "hook_resid_pre, hook_resid_mid or hook_resid_post" */
function sitesInWords(sites: readonly ResidualSite[]): string {
  return sites
    .map((site) => `hook_resid_${site}`)
    .reduceRight((last, name, i) => {
      return i === sites.length - 2 ? `${name} or ${last}` : `${name}, ${last}`;
    });
}

/** Whether two names are of one tensor; what is no hook's name is only itself. */
export function isSamePoint(a: string, b: string): boolean {
  if (a === b) return true;
  const depth = (name: string) => parseHookPoint(name, Number.POSITIVE_INFINITY).depth;
  try {
    return depth(a) === depth(b);
  } catch (error) {
    if (error instanceof InvalidInputError) return false;
    throw error;
  }
}

/** The hook point's name. */
export function hookPoint(layer: number, site: ResidualSite): HookPoint {
  return `blocks.${layer}.hook_resid_${site}`;
}

/** 2 x layer + (pre 0, mid 1, post 2), whatever sites a model has. */
export function depthOf(layer: number, site: ResidualSite): number {
  return 2 * layer + SITE_DEPTH[site];
}

/** The block in which a depth lies; a block's post is the next one's pre. */
export function layerAt(depth: number): number {
  return depth >> 1;
}

/** The point at a depth, by the later block's name where it has two; null where the model has none. */
export function pointAt(depth: number, { layers, sites }: HookPlaces): HookPoint | null {
  if (depth < 0 || depth > depthOf(layers - 1, "post")) return null;
  if (depth === depthOf(layers - 1, "post")) return hookPoint(layers - 1, "post");
  const site = depth === depthOf(layerAt(depth), "pre") ? "pre" : "mid";
  return sites.includes(site) ? hookPoint(layerAt(depth), site) : null;
}
