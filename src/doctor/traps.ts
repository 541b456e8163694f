import type { HookPlaces, HookPoint } from "../model/hook-point.ts";
import { isSamePoint, parseHookPoint, pointAt } from "../model/hook-point.ts";
import type { Tokens } from "../model/language-model.ts";
import type { ExpectedValues } from "./expected-values.ts";
import type { Installation } from "./installation.ts";

export type TrapName =
  | "uncentred stream"
  | "missing BOS"
  | "extra BOS"
  | "exact GELU"
  | "wrong hook"
  | "wrong layer"
  | "quantised weights";

/** A trap that was sprung. */
export interface TrapFound {
  readonly name: TrapName;
  readonly evidence: string;
  readonly hint: string;
}

/** One way to take a trap's effect back. When all values then come right, the trap was sprung. */
export interface Repair {
  /** Completes "All values come right when ...". */
  readonly when: string;
  readonly installation: Installation;
}

export interface Trap {
  readonly name: TrapName;
  /** What to do about it; from the installation where its model's family says it. Only asked for a trap that was sprung. */
  readonly hint: string | ((installation: Installation) => string);
  /** The repairs to try, likeliest first; none when the trap cannot have been sprung. */
  readonly repairs: (installation: Installation, expected: ExpectedValues) => readonly Repair[];
}

/** Blocks on either side among which a stream that is not at its hook is looked for. */
const NEIGHBOURS = 2;

/** The known traps that can be undone. Quantised weights cannot: `examine` sees them on the weights themselves. */
export const TRAPS: readonly Trap[] = [
  {
    name: "uncentred stream",
    hint: "Hint: open the model with --convention centred; an SAE's cfg.json asks for it by center_writing_weights.",
    repairs: (installation, expected) =>
      installation.recentre || expected.convention === "raw"
        ? []
        : [
            {
              when: "the mean over d_model is subtracted from the residual stream",
              installation: { ...installation, recentre: true },
            },
          ],
  },
  {
    name: "missing BOS",
    hint: "Hint: put the BOS token in front of the prompts that are meant to have it, and of no others.",
    repairs: (installation, { bos }) => [
      {
        when: `token ${bos} (BOS) stands in front of the prompts that should have it`,
        installation: withTokens(installation, (tokens, wanted) =>
          wanted && tokens[0] !== bos ? [bos, ...tokens] : tokens,
        ),
      },
    ],
  },
  {
    name: "extra BOS",
    hint: "Hint: remove the BOS token: the paper's prompts are rows of token ids without one.",
    repairs: (installation, { bos }) => [
      {
        when: `token ${bos} (BOS) is removed where it should not stand`,
        installation: {
          ...withTokens(installation, (tokens, wanted) => {
            const found = tokens.findIndex((id) => id !== bos);
            return tokens.slice(Math.max(0, found - (wanted ? 1 : 0)));
          }),
          prompts: installation.prompts?.map((tokens) => withoutFirst(tokens, bos)) ?? null,
          encode: installation.encode && ((text) => withoutFirst(installation.encode?.(text) ?? [], bos)),
        },
      },
    ],
  },
  {
    name: "exact GELU",
    hint: ({ gelu }) => gelu!.hint,
    repairs: ({ gelu, ...installation }) =>
      gelu === null || gelu.form === "tanh"
        ? []
        : [
            {
              when: "the model runs with the tanh form of GELU",
              installation: { ...installation, gelu: { ...gelu, form: "tanh" }, model: gelu.with("tanh") },
            },
          ],
  },
  {
    name: "wrong hook",
    hint: "Hint: read the residual stream at the hook the values are of, and pass the SAE that was trained there.",
    repairs: (installation, expected) =>
      readElsewhere(installation, expected).filter(({ otherLayer }) => !otherLayer),
  },
  {
    name: "wrong layer",
    hint: "Hint: read the residual stream at the layer the values are of, and pass the SAE that was trained there.",
    repairs: (installation, expected) =>
      readElsewhere(installation, expected).filter(({ otherLayer }) => otherLayer),
  },
];

function withoutFirst(tokens: Tokens, bos: number): Tokens {
  return tokens[0] === bos ? tokens.slice(1) : tokens;
}

function withTokens(
  installation: Installation,
  change: (tokens: Tokens, bosWanted: boolean) => Tokens,
): Installation {
  return {
    ...installation,
    tokensOf: (prompt) => change(installation.tokensOf(prompt), prompt.bos),
  };
}

/**
 * The same installation read at another point: at the expected one where it reads elsewhere, otherwise at the
 * neighbours, for a stream that is not what its name says. An SAE of another point is also tried left out, since its
 * latents cannot come right.
 */
function readElsewhere(
  installation: Installation,
  expected: ExpectedValues,
): readonly (Repair & { readonly otherLayer: boolean })[] {
  const { layers, sites } = installation.model.shape;
  const want = parseHookPoint(expected.hook, layers, sites);
  const have = parseHookPoint(installation.hook, layers, sites);
  if (!isSamePoint(installation.hook, expected.hook)) {
    const right = { ...installation, hook: expected.hook, readAt: expected.hook };
    const otherLayer = have.layer !== want.layer;
    return [
      { otherLayer, when: `the stream is read at ${expected.hook}`, installation: right },
      ...(installation.sae
        ? [
            {
              otherLayer,
              when: `the stream is read at ${expected.hook} and the SAE, trained at ${installation.sae.hook}, is left out`,
              installation: { ...right, sae: null },
            },
          ]
        : []),
    ];
  }
  return neighbours(want.depth, installation.model.shape).map(({ hook, depth }) => ({
    otherLayer: Math.abs(depth - want.depth) > 1,
    when: `the stream is read at ${hook}, which then is in truth ${expected.hook}`,
    installation: { ...installation, readAt: hook },
  }));
}

/** Points up to NEIGHBOURS blocks away, nearest first, two depths a block. */
function neighbours(
  depth: number,
  places: HookPlaces,
): readonly { readonly hook: HookPoint; readonly depth: number }[] {
  return Array.from(
    { length: 4 * NEIGHBOURS },
    (_, i) => depth + (i % 2 === 0 ? 1 : -1) * ((i >> 1) + 1),
  ).flatMap((near) => {
    const hook = pointAt(near, places);
    return hook === null ? [] : [{ hook, depth: near }];
  });
}
