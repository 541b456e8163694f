import { measuringThreadsText } from "../run/measuring-threads.ts";
import type { DryRun } from "../run/preflight/dry-run.ts";
import { textTable } from "./text-table.ts";

/** What a run would take, for a person; ends in "\n". */
export function dryRunText(found: DryRun): string {
  const { releases, hub, disk, memory, time, claims, measuring, problems } = found;
  const [model, sae] = releases;
  const unasked = releases.some(({ dir, toFetch }) => dir === null && toFetch === null);
  const rows = [
    ["model", model === undefined ? "none" : releaseText(model)],
    ["SAE", sae === undefined ? "none: claims that need latents are not-run" : releaseText(sae)],
    ["prompts", found.prompts],
    [
      "Hub",
      hub.answers === true
        ? "answers"
        : `${hub.answers === null ? "not asked" : "does not answer"}: ${hub.fact}`,
    ],
    ...disk.map(({ what, folder, bytes, free }, i) => [
      i === 0 ? "disk" : "",
      `${bytes === null ? "an unknown amount" : `${unasked && i === 0 ? "about " : ""}${size(bytes)}`} for ${what}; ${free === null ? "free space unknown" : `${size(free)} free`} in ${folder}`,
    ]),
    [
      "memory",
      `${memory.bytes === null ? "not known before the model is here" : `about ${size(memory.bytes)}`}; ${size(memory.free)} free`,
    ],
    ["claims", `${claims.files} of ${claims.of} files`],
    [
      "measured",
      `${found.bases} bases${found.moreBases > found.bases ? `, ${found.moreBases} for claims about a small effect` : ""}: about ${found.curves} curves`,
    ],
    [
      "time",
      time === null
        ? "not known before the model's config.json is here"
        : `about ${duration(time.minutes)} on ${measuringThreadsText(measuring)}: an estimate ${time.from}${found.isBusy ? `, which is busy with other work: alone it takes less${isMeasuredRun(found) ? " (RUNNING.md: about 150 min on 2 idle cores)" : ""}` : ""}`,
    ],
    ...found.decidable.map((sentence, i) => [i === 0 ? "decides" : "", sentence]),
    ["report", found.out],
  ];
  const ending =
    problems.length === 0 ? ["It can run."] : ["It cannot run:", ...problems.map((one) => `- ${one}`)];
  return `${["A dry run: nothing is fetched, written or judged.", "", ...textTable(rows), "", ...ending].join("\n")}\n`;
}

/** Whether it is the run whose time RUNNING.md tells: GPT-2 small's registered one, all of it. */
function isMeasuredRun({ releases: [model], bases, moreBases, claims, measuring, curves }: DryRun): boolean {
  const whole = bases === 1000 && moreBases === 7000 && claims.files === claims.of && curves > 40_000;
  return (
    whole &&
    measuring.threads === 2 &&
    measuring.workers === 1 &&
    (model?.name === "gpt2" || model?.repo === "openai-community/gpt2")
  );
}

function releaseText({
  typed,
  name,
  dir,
  repo,
  revision,
  files,
  missing,
  toFetch,
}: DryRun["releases"][number]): string {
  if (missing !== null) return `${typed}: ${missing}`;
  if (dir !== null) return dir;
  const cached = files.filter((file) => file.cached).map(({ path }) => path.split("/").at(-1)!);
  const fetch =
    toFetch === 0
      ? "all of it is in the cache"
      : `${toFetch === null ? "to fetch; the Hub was not asked how much" : `${size(toFetch)} to fetch`}${cached.length === 0 ? ", nothing of it is in the cache" : `, ${cached.join(", ")} in the cache`}`;
  return `${name} (${repo} at ${revision?.slice(0, 12)}): ${fetch}`;
}

/** "548 MB", "1.4 GB". */
function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

export function duration(minutes: number): string {
  if (minutes < 1) return `${Math.max(1, Math.round(60 * minutes))} s`;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  return `${(minutes / 60).toFixed(1)} h`;
}
