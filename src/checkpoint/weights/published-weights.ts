import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { MalformedFileError, MissingFileError } from "../../errors/index.ts";
import { readText } from "../../files/read-text.ts";
import { openSafetensors, type SafetensorsFile } from "../safetensors.ts";
import type { TensorEntry } from "../safetensors-header.ts";
import { parseShardIndex, SHARD_INDEX } from "../shard-files.ts";
import { weightsFacts } from "../weights-facts.ts";

/** A tensor and the file it lies in. */
export interface StoredTensor {
  readonly file: SafetensorsFile;
  readonly entry: TensorEntry;
}

/** The weights of a model directory as they were published: one file, or shards in the order of their names. */
export interface PublishedWeights {
  readonly files: readonly SafetensorsFile[];
  /** By the names in the files. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly remarks: readonly string[];
}

const ONE_FILE = "model.safetensors";

/**
 * The headers of `model.safetensors` or, where there is none, of the shards that `model.safetensors.index.json` names.
 *
 * Every tensor of every shard is where the index says, and every one it names is there.
 * Throws: MissingFileError; MalformedFileError, also for a directory that has its weights in another format only.
 */
export async function openPublishedWeights(dir: string): Promise<PublishedWeights> {
  const sharded = await isThere(join(dir, SHARD_INDEX));
  if (await isThere(join(dir, ONE_FILE))) {
    const file = await openSafetensors(join(dir, ONE_FILE));
    const remarks = sharded ? [`${ONE_FILE} was read and not the shards of ${SHARD_INDEX} beside it.`] : [];
    return { files: [file], tensors: tensorsOf([file]), remarks };
  }
  if (!sharded) throw await noWeights(dir);
  return openShards(dir);
}

async function openShards(dir: string): Promise<PublishedWeights> {
  const indexFile = join(dir, SHARD_INDEX);
  const hint = "Hint: the folder must hold every file that the index names.";
  const text = await readText(indexFile, { what: "the index of the shards", hint });
  const index = parseShardIndex(indexFile, text);
  const files: SafetensorsFile[] = [];
  for (const shard of [...new Set(index.values())].sort()) {
    if (!(await isThere(join(dir, shard))))
      throw new MissingFileError({ file: join(dir, shard), what: `a shard that ${SHARD_INDEX} names`, hint });
    files.push(await openSafetensors(join(dir, shard)));
  }
  const tensors = tensorsOf(files);
  const other = (fact: string) =>
    new MalformedFileError({
      file: indexFile,
      fact,
      hint: "Hint: index and shards must come from one checkpoint.",
    });
  for (const file of files)
    for (const name of file.tensors.keys())
      if (index.get(name) !== basename(file.path))
        throw other(
          `places ${name} in ${index.get(name) ?? "no file"}, but ${basename(file.path)} holds one of that name`,
        );
  for (const [name, shard] of index)
    if (!tensors.has(name)) throw other(`places ${name} in ${shard}, which has no tensor of that name`);
  return { files, tensors, remarks: [] };
}

/**
 * The digest of the weights, and every number of `used` checked.
 *
 * One file: its sha256. Shards: the sha256 of the lines `<sha256>  <name>` that `sha256sum` prints of them, in the order
 * of their names. Every byte that decides a number is in it; the index only repeats what the shards say.
 * Throws: WeightValueError; MalformedFileError for a file that changes meanwhile.
 */
export async function publishedDigest(
  { files }: PublishedWeights,
  used: readonly StoredTensor[],
): Promise<string> {
  const lines: string[] = [];
  for (const file of files) {
    const checked = used.filter((tensor) => tensor.file === file).map(({ entry }) => entry);
    const { digest } = await weightsFacts(file, checked);
    if (files.length === 1) return digest;
    lines.push(`${digest}  ${basename(file.path)}\n`);
  }
  return createHash("sha256").update(lines.join("")).digest("hex");
}

function tensorsOf(files: readonly SafetensorsFile[]): ReadonlyMap<string, StoredTensor> {
  return new Map(
    files.flatMap((file) => [...file.tensors].map(([name, entry]) => [name, { file, entry }] as const)),
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Why a directory has no weights that are read, by what it holds instead. */
async function noWeights(dir: string): Promise<Error> {
  const names = (await readdir(dir).catch(() => [])).sort();
  const foreign = names.find((name) => /\.(bin|pt|pth|ckpt|msgpack|h5|gguf)(\.index\.json)?$/.test(name));
  if (foreign !== undefined)
    return new MalformedFileError({
      file: join(dir, foreign),
      fact: `is the only form of the weights here, and it is not read: there is no ${ONE_FILE}`,
      hint: "Hint: in Python: AutoModelForCausalLM.from_pretrained(OLD).save_pretrained(NEW, safe_serialization=True); then pass NEW.",
    });
  const other = names.filter((name) => name.endsWith(".safetensors"));
  const there = other.length > 0 ? ` This one has ${other.slice(0, 3).join(", ")}.` : "";
  return new MissingFileError({
    file: join(dir, ONE_FILE),
    what: "the weights file",
    hint: `Hint: a model directory holds config.json and ${ONE_FILE}, or the shards of a ${SHARD_INDEX}.${there}`,
  });
}
