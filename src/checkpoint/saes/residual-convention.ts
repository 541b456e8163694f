import type { ResidualConvention } from "../../model/language-model.ts";
import { type ConfigFields, isRecord } from "./config-fields.ts";

/** The version of SAELens since which an SAE is trained on the stream as the model has it: 3.19.2. */
const RAW_SINCE = [3, 19, 2] as const;

/** A stream, and in a sentence why it was taken where the file leaves that open. */
export interface ReadConvention {
  readonly convention: ResidualConvention;
  readonly assumption: string | null;
}

/**
 * The residual convention an SAE of SAELens was trained in.
 *
 * 1. `model_from_pretrained_kwargs.center_writing_weights`, where it is there.
 * 2. Else the version that trained it: from 3.19.2 on SAELens loads models without processing unless those arguments
 *    say otherwise, so an empty field means raw; before, it took TransformerLens's default, which is centred. The
 *    object `metadata` is written by 6.0 and later only.
 * 3. Else `hook_point`, which became `hook_name` in 3.0.0: such a file is older than 3.19.2, so centred
 *    (gpt2-small-res-jb is one, and SAELens's list of releases says the same of it).
 * 4. Else nothing says it: centred, as those files were always read here, or raw where a new version wrote down an SAE
 *    that it did not train; either is an assumption.
 *
 * Source: decoderesearch/SAELens, CHANGELOG v3.19.2 (2024-09-04) and pull request 279; `load_model` and
 * `handle_pre_6_0_config`; `hook_name` since commit "Quality of Life Refactor" (162), 2024-05-28, which is 3.0.0;
 * `metadata` since "SAELens v6" (500), 2025-07-14; pretrained_saes.yaml, config_overrides of gpt2-small-res-jb.
 */
export function residualConvention({ find, flag }: ConfigFields): ReadConvention {
  const kwargs = find("model_from_pretrained_kwargs");
  const centre = isRecord(kwargs.value) ? kwargs.value["center_writing_weights"] : undefined;
  const said = { field: `${kwargs.field}.center_writing_weights`, value: centre };
  if (centre !== undefined && centre !== null) return known(flag(said, true) ? "centred" : "raw");
  const trained = find("sae_lens_training_version");
  const written = find("sae_lens_version");
  const trainedBy = versionOf(trained.value);
  if (trainedBy) return known(isAtLeast(trainedBy, RAW_SINCE) ? "raw" : "centred");
  const writtenBy = versionOf(written.value);
  if (trained.value === undefined) {
    if (writtenBy) return known(isAtLeast(writtenBy, RAW_SINCE) ? "raw" : "centred");
    if (isRecord(find("metadata").value)) return known("raw");
    if (find("hook_point").value !== undefined) return known("centred");
  }
  const convention = writtenBy && isAtLeast(writtenBy, RAW_SINCE) ? "raw" : "centred";
  return { convention, assumption: assumed(convention, said.field) };
}

function known(convention: ResidualConvention): ReadConvention {
  return { convention, assumption: null };
}

function assumed(convention: ResidualConvention, field: string): string {
  return `cfg.json says neither which version of SAELens trained the SAE nor ${field}: the ${convention} residual stream was assumed. If the SAE explains little, write ${convention === "raw"} into that field and compare.`;
}

type Version = readonly [number, number, number];

function versionOf(value: unknown): Version | null {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(String(value ?? "")) ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch ?? 0)];
}

function isAtLeast(version: Version, than: Version): boolean {
  const at = version.findIndex((n, i) => n !== than[i]);
  return at < 0 || version[at]! > than[at]!;
}
