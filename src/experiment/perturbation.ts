import type { Activation } from "../math/vec.ts";
import type { LastRows } from "../model/language-model.ts";
import type { TypeDraw } from "./draw.ts";
import type { Reach } from "./walks/reach.ts";

/** The points of one path, and how far its end lies from its start. Shape of rows: [points, d_model]. */
export interface Path {
  readonly rows: LastRows;
  /** ‖target - start‖, residual units. */
  readonly length: number;
}

/** What a path may be made of: one base, and one activation type to try on it. */
export interface PathContext {
  /** A: the base prompt's own activation. */
  readonly base: Activation;
  readonly type: TypeDraw;
  readonly points: number;
  /** Length of one absolute step, residual units. */
  readonly step: number;
  /**
   * An activation of a type for this base. Equal type and stream give the same draw to every path of the base.
   *
   * `stream`: default "generate"; another name is an independent draw.
   */
  draw(type: TypeDraw, stream?: string): Activation;
}

/** Which points of the residual stream an experiment visits, and what the page calls them. */
export interface Perturbation {
  /** Unique within a paper: part of the key under which curves are kept. */
  readonly key: string;
  readonly title: string;
  /** A few words for a label: "relative step". */
  readonly short: string;
  /** What the horizontal axis counts. */
  readonly axis: string;
  /**
   * What the activation type is on this path. Where it is the target, its distance from the base is reported beside
   * every statistic. Where it is the direction, the path leads the way in which it lies, seen from the base, and its
   * distance plays no part.
   */
  readonly typeIs: "target" | "start" | "direction";
  /** Steps are shares of the way: types at other distances then have other steps, which a verdict must say. */
  readonly stepsGrowWithDistance: boolean;
  /** Which positions of the prompt are replaced and read. Default: the last and the last. */
  readonly reach?: Reach;
  /** Types that a path draws besides the one it is about. */
  readonly alsoDraws: readonly TypeDraw[];
  /** Throws: InvalidInputError for a path that cannot be walked. */
  path(context: PathContext): Path;
}
