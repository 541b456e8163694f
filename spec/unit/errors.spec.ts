import { describe, expect, it } from "vitest";
import * as errors from "../../src/errors.ts";
import { sourceFiles } from "../support/source-imports.ts";

/** Every class once, with facts a user could meet, and the exact text. */
const texts: Readonly<
  Record<string, { readonly error: Error; readonly message: string; readonly hint: string }>
> = {
  InvalidInputError: {
    error: new errors.InvalidInputError({
      what: "--bases",
      got: 0,
      want: "a whole number of at least 1",
      hint: "Hint: the paper uses 1000.",
    }),
    message: "--bases is 0 (number); it must be a whole number of at least 1.",
    hint: "Hint: the paper uses 1000.",
  },
  ShapeMismatchError: {
    error: new errors.ShapeMismatchError({
      left: "W_dec",
      leftShape: [24576, 768],
      right: "b_dec",
      rightShape: [64],
    }),
    message: "W_dec has shape [24576, 768] but b_dec has shape [64].",
    hint: "Hint: check that both come from the same model and the same file.",
  },
  NonFiniteError: {
    error: new errors.NonFiniteError({ what: "the sensitivity curve", index: 7, value: Number.NaN }),
    message: "the sensitivity curve holds NaN at index 7.",
    hint: "Hint: non-finite numbers are never skipped; find the step that made it.",
  },
  MissingFileError: {
    error: new errors.MissingFileError({
      file: "/models/gpt2/config.json",
      what: "The model's config.json",
      hint: "Hint: give a Hugging Face directory with --model DIR.",
    }),
    message: "The model's config.json is missing or cannot be read: /models/gpt2/config.json.",
    hint: "Hint: give a Hugging Face directory with --model DIR.",
  },
  MalformedFileError: {
    error: new errors.MalformedFileError({ file: "model.safetensors", fact: "ends inside its header" }),
    message: "model.safetensors: ends inside its header.",
    hint: "Hint: the file is damaged or incomplete; fetch or export it again.",
  },
  UnsupportedConfigError: {
    error: new errors.UnsupportedConfigError({
      file: "config.json",
      field: "activation_function",
      got: "relu",
      want: "gelu_new or gelu",
    }),
    message: 'config.json: activation_function is "relu"; supported is gelu_new or gelu.',
    hint: "Hint: use a checkpoint with a supported setting; ignoring the field would give wrong numbers.",
  },
  WeightValueError: {
    error: new errors.WeightValueError({
      file: "model.safetensors",
      tensor: "h.0.attn.c_attn.weight",
      index: 12,
      value: Number.POSITIVE_INFINITY,
      limit: 1_000_000,
    }),
    message:
      "model.safetensors: h.0.attn.c_attn.weight holds Infinity at index 12; weights must be finite and at most 1000000 in size.",
    hint: "Hint: the file is damaged or its training diverged; fetch it again or use another checkpoint.",
  },
  SaeMismatchError: {
    error: new errors.SaeMismatchError({
      sae: "gpt2-small-res-jb",
      fact: "reads vectors of 768 numbers, but the model's residual stream has 64",
      hint: "Hint: pass the --sae that was trained on this --model.",
    }),
    message:
      "The SAE gpt2-small-res-jb reads vectors of 768 numbers, but the model's residual stream has 64.",
    hint: "Hint: pass the --sae that was trained on this --model.",
  },
  EmptySampleError: {
    error: new errors.EmptySampleError({ what: 'group "real"' }),
    message: 'group "real" is empty; a statistic needs at least one number.',
    hint: "Hint: check that the experiment kept at least one base.",
  },
  MissingValueError: {
    error: new errors.MissingValueError({ what: 'group "real"', index: 3, missing: 2, n: 1000 }),
    message: 'group "real" has no value (null) at index 3; 2 of its 1000 are missing.',
    hint: "Hint: say what a missing value counts as (nullAs), or use a statistic that ranks it last (ksCombination, medianOf).",
  },
  UnequalGroupsError: {
    error: new errors.UnequalGroupsError({
      left: "real",
      leftLength: 1000,
      right: "random",
      rightLength: 999,
    }),
    message: 'group "real" has 1000 samples but group "random" has 999.',
    hint: "Hint: every group holds one sample per base, in the same order; use null for a base without a value.",
  },
  CovarianceError: {
    error: new errors.CovarianceError({ size: 64, largestJitter: 1e-4 }),
    message:
      "The 64 x 64 covariance is not positive definite, even with 0.0001 of its mean variance added to the diagonal.",
    hint: "Hint: use more prompts for the covariance; fewer than d_model of them cannot span the space.",
  },
  ReportFormatError: {
    error: new errors.ReportFormatError({
      where: "report.json",
      pointer: "/criteria/0/n",
      fact: "must be a whole number",
    }),
    message: "report.json is not a valid report: /criteria/0/n must be a whole number.",
    hint: "Hint: reports are written by npm run reproduce and not edited; src/report/report.schema.json says what fits.",
  },
  OldReportError: {
    error: new errors.OldReportError({ where: "report.json", version: 1, wanted: 2 }),
    message: "report.json is a report of schema 1; this version reads schema 2 only.",
    hint: "Hint: run npm run reproduce again on the same model, or read it with the version that wrote it.",
  },
  UnwritableFolderError: {
    error: new errors.UnwritableFolderError({
      folder: "/reports",
      cause: new Error("EACCES: permission denied, mkdir '/reports'"),
    }),
    message: "/reports cannot be written: EACCES: permission denied, mkdir '/reports'.",
    hint: "Hint: choose a folder you may write with --out DIR, or free the disk; nothing half-written was left.",
  },
  ClaimDefinitionError: {
    error: new errors.ClaimDefinitionError({
      id: "my-claim",
      fact: "its statement is empty",
      hint: "Hint: one sentence that can be false.",
    }),
    message: 'The claim "my-claim" cannot be used: its statement is empty.',
    hint: "Hint: one sentence that can be false.",
  },
  UnequalBasesError: {
    error: new errors.UnequalBasesError({ left: "real", right: "random", n: [1000, 999] }),
    message: 'The samples "real" (1000 bases) and "random" (999 bases) are not of the same base prompts.',
    hint: "Hint: every group of a claim is measured on all bases of the run; check what `observe` returns.",
  },
  NotRunError: {
    error: new errors.NotRunError({
      what: 'The activation type "structured"',
      missing: "a sparse autoencoder",
      hint: "Hint: give its directory with --sae DIR.",
    }),
    message: 'The activation type "structured" needs a sparse autoencoder, and there is none.',
    hint: "Hint: give its directory with --sae DIR.",
  },
  GoldenRefusedError: {
    error: new errors.GoldenRefusedError({
      name: "generators",
      fact: "CI never accepts goldens",
      hint: "Hint: accept it on your own machine and commit it.",
    }),
    message: 'golden "generators" was not accepted: CI never accepts goldens.',
    hint: "Hint: accept it on your own machine and commit it.",
  },
  NotEnoughPromptsError: {
    error: new errors.NotEnoughPromptsError({
      source: "prompts.json",
      distinct: 2500,
      pairs: 1000,
      population: 640,
    }),
    message:
      "prompts.json holds 2500 distinct prompts; 1000 bases need 2000 of them and the covariance at least 640 more (10 d_model).",
    hint: "Hint: supply more prompts or ask for fewer bases with --bases and --more-bases.",
  },
  StandingDigestError: {
    error: new errors.StandingDigestError({
      file: "standing.json",
      weightsDigest: "0123456789abcdef0123",
      known: ["fedcba98765432100000"],
    }),
    message: "standing.json is about weights fedcba987654, but the model's are 0123456789ab.",
    hint: "Hint: the weights changed. Restore them, or remove the file: then nothing is expected of the model.",
  },
  NoPromptsError: {
    error: new errors.NoPromptsError({ model: "/models/gpt2" }),
    message:
      "There are no prompts for /models/gpt2: only an organism brings a language of its own, and only GPT-2 as it was published takes rows of OpenWebText.",
    hint: "Hint: add --prompts FILE, a JSON array of token-id arrays, .jsonl, or .txt with one prompt a line.",
  },
  TooFewRowsError: {
    error: new errors.TooFewRowsError({ source: "OpenWebText", groups: 12, pairs: 600, wanted: 1000 }),
    message: "OpenWebText: 12 row groups give 600 pairs of prompts; the run needs 1000.",
    hint: "Hint: ask for fewer bases with --bases and --more-bases, or give prompts of your own with --prompts FILE.",
  },
  DownloadLimitError: {
    error: new errors.DownloadLimitError({
      source: "OpenWebText",
      pairs: 4000,
      needs: 411_200_000,
      limit: 195_000_000,
    }),
    message:
      "OpenWebText: 4000 pairs of prompts lie in row groups of about 412 MB; at most 195 MB are fetched.",
    hint: "Hint: ask for fewer bases with --bases and --more-bases, or give prompts of your own with --prompts FILE.",
  },
  DamagedCacheWarning: {
    error: new errors.DamagedCacheWarning({ file: "/cache/prompts/x.footer" }),
    message: "/cache/prompts/x.footer is damaged and was removed.",
    hint: "Hint: nothing to do, it is fetched again.",
  },
  MissingDeviceError: {
    error: new errors.MissingDeviceError({
      device: "webgpu",
      fact: "the Vulkan loader finds no driver",
      hint: "Hint: install the driver of the GPU.",
    }),
    message: "--device webgpu cannot be used: the Vulkan loader finds no driver.",
    hint: "Hint: install the driver of the GPU.",
  },
  DeviceParityError: {
    error: new errors.DeviceParityError({
      runtime: "onnxruntime-node 1.30.0 cuda",
      what: "L2 curves",
      difference: 0.00123456,
      tolerance: 0.0001,
      unit: "of their largest value",
    }),
    message:
      "On onnxruntime-node 1.30.0 cuda L2 curves differ from those on the cpu by up to 0.0012 of their largest value; 0.0001 of their largest value is tolerated.",
    hint: "Hint: run with --device cpu. Products in TF32 or half precision differ so much (NVIDIA_TF32_OVERRIDE=0 turns TF32 off), and so do faulty drivers.",
  },
  DefaultSaeError: {
    error: new errors.DefaultSaeError({
      sae: "gpt2-small-res-jb",
      cause: new errors.HubOfflineError({ file: "cfg.json", cache: "/c" }),
    }),
    message:
      "cfg.json is not in /c, and HF_HUB_OFFLINE forbids fetching it. It belongs to gpt2-small-res-jb, the SAE that these weights get when none is named.",
    hint: "Hint: run once with HF_HUB_OFFLINE unset, or copy the cache from a machine that has the file. --sae DIR takes one of your own instead, and --no-sae runs without: claims that need one are then not-run.",
  },
  UnknownModelError: {
    error: new errors.UnknownModelError({ model: "gpt3" }),
    message: 'There is no model at "gpt3": no config.json is found there.',
    hint: "Hint: --model takes a Hugging Face GPT-2 directory with config.json and model.safetensors; leave it out for the organism that ships.",
  },
  AlreadyExistsError: {
    error: new errors.AlreadyExistsError({
      file: "spec/claims/my-claim.spec.ts",
      hint: "Hint: choose another name.",
    }),
    message: "spec/claims/my-claim.spec.ts exists already and was left as it is.",
    hint: "Hint: choose another name.",
  },
  StoreInUseError: {
    error: new errors.StoreInUseError({ folder: "/cache/runs/ab/whole", holder: "process 12 on node7" }),
    message: "/cache/runs/ab/whole is in use by process 12 on node7: the same run is being measured there.",
    hint: "Hint: wait for it, or end it and run again; a run that was killed is continued without being asked.",
  },
  StoreWriteError: {
    error: new errors.StoreWriteError({
      file: "curves.jsonl",
      kept: 24,
      cause: Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
    }),
    message: "curves.jsonl cannot be written: the disk is full. The 24 curves in it are kept.",
    hint: "Hint: free the space, or set BAG_OF_LATENTS_CACHE to another disk, and run again: a run continues where its curves are.",
  },
  DamagedRecordsWarning: {
    error: new errors.DamagedRecordsWarning({ file: "curves.jsonl", dropped: 2, kept: 24 }),
    message: "curves.jsonl: 2 damaged records were dropped, 24 are whole.",
    hint: "Hint: nothing to do, the run measures them again; a run that was killed while writing leaves one.",
  },
  PartsOfDifferentRunsError: {
    error: new errors.PartsOfDifferentRunsError({
      left: "part-1-of-2.jsonl",
      right: "part-2-of-2.jsonl",
      differ: ["weights", "seed"],
    }),
    message: "part-1-of-2.jsonl and part-2-of-2.jsonl are of different runs: they differ in weights, seed.",
    hint: "Hint: measure all parts with the same model, prompts, options and version of this program.",
  },
  OverlappingPartsError: {
    error: new errors.OverlappingPartsError({
      left: "part-1-of-2.jsonl",
      right: "part-1-of-3.jsonl",
      bases: [0, 6, 12, 18, 24, 30, 36],
    }),
    message: "part-1-of-2.jsonl and part-1-of-3.jsonl both hold bases 0, 6, 12, 18, 24 and 2 more.",
    hint: "Hint: give every part once, and parts of one --shard split.",
  },
  MissingPartsError: {
    error: new errors.MissingPartsError({ bases: [1], shards: ["2/8"] }),
    message: "The parts lack base 1: no part is of shard 2/8.",
    hint: "Hint: run reproduce with --shard 2/8 and give its part file too.",
  },
  MissingCurveError: {
    error: new errors.MissingCurveError({ what: "plateau random#2", base: 3 }),
    message: 'No part holds "plateau random#2" of base 3.',
    hint: "Hint: the part was measured for fewer claims or is damaged; measure that shard again.",
  },
};

const classes = Object.entries(errors).filter(
  ([, value]) => value.prototype instanceof errors.BagOfLatentsError,
);

describe("error texts", () => {
  it("cover every class of the file and no other, those of the Hub in a spec of their own", () => {
    const elsewhere = sourceFiles("spec/unit/hub")
      .filter(({ path }) => path.endsWith("error-texts.spec.ts"))
      .flatMap(({ text }) => [...text.matchAll(/new errors\.(\w+)\(/g)].map(([, name]) => name!));
    expect(elsewhere.length).toBeGreaterThan(10);
    expect(classes.map(([name]) => name).sort()).toEqual(
      [...new Set([...Object.keys(texts), ...elsewhere])].sort(),
    );
  });

  for (const [name, { error, message, hint }] of Object.entries(texts)) {
    it(`${name} says the fact, then what to do`, () => {
      expect(error).toBeInstanceOf(errors.BagOfLatentsError);
      expect(error).toMatchObject({ name, message, hint });
      expect(hint).toMatch(/^Hint: \S/);
      expect(`${message}${hint}`).not.toMatch(/undefined|\[object|\n/);
    });
  }

  it("names nothing rather than an empty list when a standing file knows no weights", () => {
    const { message } = new errors.StandingDigestError({ file: "s.json", weightsDigest: "ab", known: [] });
    expect(message).toBe("s.json is about weights (none), but the model's are ab.");
  });

  it("says when it is the covariance that lacks rows, with another way out", () => {
    const others = { there: 700, wanted: 7680 };
    const error = new errors.TooFewRowsError({ source: "Rows", groups: 1, pairs: 5, wanted: 5, others });
    expect([error.message, error.hint]).toEqual([
      "Rows: 1 row group gives 700 prompts for the covariance; it needs at least 7680 (10 d_model).",
      "Hint: give prompts of your own with --prompts FILE.",
    ]);
  });

  it("keeps the cause of what could not be written or read", () => {
    const cause = new Error("EIO");
    expect(new errors.UnwritableFolderError({ folder: "/x", cause }).cause).toBe(cause);
    expect(new errors.MissingFileError({ file: "x", what: "A file", hint: "Hint: look.", cause }).cause).toBe(
      cause,
    );
  });

  it("says where a report is wrong, and that it is the whole of it at the root", () => {
    const error = new errors.ReportFormatError({ where: "r.json", pointer: "", fact: "is not JSON" });
    expect([error.pointer, error.message]).toEqual([
      "",
      "r.json is not a valid report: the whole is not JSON.",
    ]);
  });
});

describe("a value in an error", () => {
  it.each([
    ["text", "text", '"text"'],
    ["a long text", "x".repeat(81), `"${"x".repeat(77)}..."`],
    ["a number", -0.5, "-0.5 (number)"],
    ["NaN", Number.NaN, "NaN (number)"],
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["a truth value", true, "true"],
    ["an array", [1, 2], "an array of 2"],
    ["an object", { a: 1 }, "a value of type object"],
  ])("shows %s short and with its type", (_, value, shown) => {
    expect(errors.describeValue(value)).toBe(shown);
  });
});

describe("every hint of the source", () => {
  it("begins with Hint:", () => {
    const hints = sourceFiles("src").flatMap(({ path, text }) =>
      [...text.matchAll(/\bhint:\s*(["'`])(.{0,12})/g)].map(([, , start]) => ({ path, start: start! })),
    );
    expect(hints.length).toBeGreaterThan(40);
    expect(hints.filter(({ start }) => !start.startsWith("Hint: "))).toEqual([]);
  });
});
