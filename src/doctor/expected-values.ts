/** What a doctor expects of a model and its SAE: a data file, so that another model needs no code. */
import { MalformedFileError } from "../errors/index.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { ModelSizes, ResidualConvention, Tokens } from "../model/language-model.ts";
import { type Schema, validatorOf } from "../validation/validator-of.ts";

/** A prompt the expected values are about. */
export interface GoldenPrompt {
  /** Without BOS. */
  readonly tokens: Tokens;
  /** The prompt was run with the BOS token in front. */
  readonly bos: boolean;
  /** What the ids spell, where a text was given. */
  readonly text?: string;
}

/**
 * What is measured. x is the residual stream at the hook, last position; logits are those of the last position minus
 * their mean over the vocabulary, as TransformerLens centres its unembedding.
 */
export type Measure =
  /** A size of the model or of the SAE. When one is another, no value can be compared. */
  | { readonly kind: "size"; readonly of: keyof ModelSizes | "dSae" }
  /** A setting of the installation. */
  | { readonly kind: "setting"; readonly of: "gelu" | "convention" | "hook" | "weights" }
  /** The number of user's prompts that begin with BOS. */
  | { readonly kind: "prompts-with-bos" }
  /** The number of the file's texts to which the tokenizer gives the file's ids. */
  | { readonly kind: "texts-tokenised-alike" }
  /** Mean of x over d_model. */
  | { readonly kind: "coordinate-mean"; readonly prompt: string }
  /** ‖x‖₂. */
  | { readonly kind: "norm"; readonly prompt: string }
  /** The activation of one latent on x; 0 when it is not active. */
  | { readonly kind: "latent"; readonly prompt: string; readonly latent: number }
  /** The number of latents above `share` of the largest. */
  | { readonly kind: "latents-above"; readonly prompt: string; readonly share: number }
  /** sum_i |decode(encode(x))_i - x_i|. */
  | { readonly kind: "l1-error"; readonly prompt: string }
  /** Mean L0 of x over several prompts. */
  | { readonly kind: "mean-l0"; readonly prompts: readonly string[] }
  /** Mean next-token loss, nats, BOS's prediction of the first token included where there is a BOS. */
  | { readonly kind: "loss"; readonly prompt: string }
  | { readonly kind: "logit"; readonly prompt: string; readonly token: number }
  /** Softmax of the logits, 0..1. */
  | { readonly kind: "probability"; readonly prompt: string; readonly token: number }
  /** logit of the first token - logit of the second. */
  | { readonly kind: "logit-difference"; readonly prompt: string; readonly tokens: readonly [number, number] }
  /** The number of tokens with a larger logit, plus 1. */
  | { readonly kind: "rank"; readonly prompt: string; readonly token: number }
  /** The shortest or the longest decoder direction. */
  | { readonly kind: "decoder-norm"; readonly of: "shortest" | "longest" }
  /** Sum over latents of the firing frequency: the mean L0 over the tokens they were counted on. */
  | { readonly kind: "frequency-sum" }
  /** log10 of the largest firing frequency. */
  | { readonly kind: "largest-log10-frequency" };

/** Two-sided. `rel` is a share of the expected value's size. */
export type Tolerance = { readonly abs: number } | { readonly rel: number };

export interface Check {
  readonly name: string;
  readonly measure: Measure;
  readonly expected: number | string;
  /** null: equal. */
  readonly tolerance: Tolerance | null;
  readonly source: string;
  /** false: shown, but what it means is inferred, so it decides nothing. */
  readonly decides?: boolean;
}

export interface ExpectedValues {
  /** What the values are of. */
  readonly of: string;
  readonly hook: HookPoint;
  readonly convention: ResidualConvention;
  /** Id of the BOS token. */
  readonly bos: number;
  /** sha256 of model.safetensors as published, where there is one. */
  readonly weightsDigest: string | null;
  readonly prompts: Readonly<Record<string, GoldenPrompt>>;
  readonly checks: readonly Check[];
}

const whole = { type: "integer", minimum: 0 };
const text = { type: "string", minLength: 1 };
const oneOf = (...values: readonly string[]) => ({ enum: values });
/** Fields of each measure besides `kind`. */
const MEASURES: Readonly<Record<Measure["kind"], Readonly<Record<string, object>>>> = {
  size: { of: oneOf("layers", "heads", "dModel", "positions", "vocabulary", "dSae") },
  setting: { of: oneOf("gelu", "convention", "hook", "weights") },
  "prompts-with-bos": {},
  "texts-tokenised-alike": {},
  "coordinate-mean": { prompt: text },
  norm: { prompt: text },
  latent: { prompt: text, latent: whole },
  "latents-above": { prompt: text, share: { type: "number", minimum: 0, maximum: 1 } },
  "l1-error": { prompt: text },
  "mean-l0": { prompts: { type: "array", items: text, minItems: 1 } },
  loss: { prompt: text },
  logit: { prompt: text, token: whole },
  probability: { prompt: text, token: whole },
  "logit-difference": { prompt: text, tokens: { type: "array", items: whole, minItems: 2, maxItems: 2 } },
  rank: { prompt: text, token: whole },
  "decoder-norm": { of: oneOf("shortest", "longest") },
  "frequency-sum": {},
  "largest-log10-frequency": {},
};

const closed = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const above0 = { type: "number", exclusiveMinimum: 0 };
/** A file of expected values. */
export const expectedValuesSchema: Schema = {
  $id: "expected-values.schema.json",
  ...closed({
    of: text,
    hook: { type: "string", pattern: "^blocks\\.(0|[1-9]\\d*)\\.hook_resid_(pre|mid|post)$" },
    convention: oneOf("raw", "centred"),
    bos: whole,
    weightsDigest: { type: ["string", "null"], pattern: "^[0-9a-f]{64}$" },
    prompts: {
      type: "object",
      additionalProperties: closed(
        { tokens: { type: "array", items: whole, minItems: 1 }, bos: { type: "boolean" }, text },
        ["text"],
      ),
    },
    checks: {
      type: "array",
      minItems: 1,
      items: closed(
        {
          name: text,
          measure: {
            type: "object",
            properties: { kind: { type: "string" } },
            required: ["kind"],
            discriminator: { propertyName: "kind" },
            oneOf: Object.entries(MEASURES).map(([kind, fields]) =>
              closed({ kind: { const: kind }, ...fields }),
            ),
          },
          expected: { type: ["number", "string"] },
          tolerance: { anyOf: [closed({ abs: above0 }), closed({ rel: above0 }), { type: "null" }] },
          source: text,
          decides: { type: "boolean" },
        },
        ["decides"],
      ),
    },
  }),
};

const validator = validatorOf<ExpectedValues>(expectedValuesSchema);

/**
 * `value` as expected values. `file` names it in the message.
 *
 * Throws: MalformedFileError with the place that does not fit, for a check of a prompt that is not there, and when no
 * check decides anything.
 */
export function parseExpectedValues(value: unknown, file: string): ExpectedValues {
  const wrong = (fact: string) =>
    new MalformedFileError({
      file,
      fact,
      hint: "Hint: doctor.json in a folder of src/papers is an example of expected values.",
    });
  const fits = validator();
  if (!fits(value)) {
    const error = fits.errors?.[0];
    throw wrong(`${error?.instancePath || "the whole"} ${error?.message ?? "does not fit"}`);
  }
  for (const { name, measure } of value.checks)
    for (const prompt of promptsOf(measure))
      if (!Object.hasOwn(value.prompts, prompt))
        throw wrong(`the check "${name}" is of a prompt "${prompt}", which is not among the prompts`);
  const names = value.checks.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw wrong(`two checks have the name "${twice}"`);
  if (value.checks.every(({ decides }) => decides === false)) throw wrong("none of its checks decides");
  return value;
}

/** Names of the prompts a measure runs. */
function promptsOf(measure: Measure): readonly string[] {
  if ("prompt" in measure) return [measure.prompt];
  return "prompts" in measure ? measure.prompts : [];
}
