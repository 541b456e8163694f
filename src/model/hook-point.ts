import { InvalidInputError } from "../errors/index.ts";

/**
 * Where a residual stream is read or replaced, by its TransformerLens name:
 * `blocks.<layer>.hook_resid_pre | hook_resid_mid | hook_resid_post`.
 */
export type HookPoint = `blocks.${number}.hook_resid_${ResidualSite}`;
export type ResidualSite = "pre" | "mid" | "post";

/** The parts of a hook point. `depth` orders points: `blocks.0.hook_resid_post` and `blocks.1.hook_resid_pre` are equal. */
export interface HookAddress {
  readonly layer: number;
  readonly site: ResidualSite;
  /** 2 x layer + (pre 0, mid 1, post 2): equal for the two names of one tensor. */
  readonly depth: number;
}

const PATTERN = /^blocks\.(0|[1-9]\d*)\.hook_resid_(pre|mid|post)$/;
const SITE_DEPTH = { pre: 0, mid: 1, post: 2 } as const;

/**
 * Parses a hook name for a model of `layers` blocks.
 *
 * Throws: InvalidInputError when the name is of another form or names a block the model lacks.
 */
export function parseHookPoint(name: string, layers: number): HookAddress {
  const match = PATTERN.exec(name);
  const layer = match ? Number(match[1]) : Number.NaN;
  if (!match || layer >= layers)
    throw new InvalidInputError({
      what: "the hook point",
      got: name,
      want: `blocks.L.hook_resid_pre, hook_resid_mid or hook_resid_post with L from 0 to ${layers - 1}`,
      hint: "Hint: the paper perturbs blocks.1.hook_resid_pre and reads the last block's hook_resid_post.",
    });
  const site = match[2] as ResidualSite;
  return { layer, site, depth: 2 * layer + SITE_DEPTH[site] };
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
