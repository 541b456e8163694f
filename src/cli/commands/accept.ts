import { join } from "node:path";
import { publishReport } from "../../files/publish-report.ts";
import type { GoldenStore } from "../../golden/golden-store.ts";
import { forgetPending, pendingGoldens } from "../../golden/pending-goldens.ts";
import type { Report } from "../../report/report.generated.ts";
import { committedFolderOf } from "../../run/papers-of-run.ts";
import type { RunOutcome } from "../../vitest/claim-reporter.ts";
import type { SpecFailures } from "../../vitest/run-specs.ts";
import { EXIT } from "../exit-code.ts";
import { tellOutcome } from "../tell.ts";
import { acceptGolden, checkMayAccept } from "./golden-accept.ts";
import { writeCommittedGallery } from "./reports/committed-gallery.ts";
import { updateReadme } from "./update-readme.ts";

/** Folders of goldens that the checks below make: what lies in others is no business of this command. */
const FOLDERS = ["generators", "organism"] as const;

/** What measures. Each leaves a candidate in the store for every golden that does not match. */
export interface Checks {
  /** The goldens of the generators. */
  generators(): Promise<SpecFailures>;
  /** Every claim on the organism as it ships; the reports go to a folder that is not committed. */
  claims(): Promise<RunOutcome>;
}

export interface AcceptOptions {
  /** The checkout. */
  readonly root: string;
  readonly store: GoldenStore;
  readonly because: string;
  readonly now: Date;
  readonly checks: Checks;
}

/**
 * What follows a new claim, generator, metric or paper: checks the generators, runs the claims once, and if every
 * verdict is the one expected publishes the reports, accepts the goldens that did not match, and updates README and
 * the gallery. Tells each change; gives the exit code. Nothing in version control has changed when it is not 0.
 *
 * Throws: GoldenRefusedError in CI and without a reason, before anything is measured; as `publishReport`.
 */
export async function accept({ root, store, because, now, checks }: AcceptOptions): Promise<number> {
  checkMayAccept(store, "all", because);
  for (const folder of FOLDERS) forgetPending(store, folder);

  const failures = await checks.generators();
  if (failures.length > pendingGoldens(store, "generators").length) return stopped(failures);
  const outcome = await checks.claims();
  const code = tellOutcome(outcome);
  const written = outcome.papers.flatMap((paper) => paper.written ?? []);
  if (code === EXIT.failed) return stopped([]);
  if (code === EXIT.unexpected)
    return stopped(
      written.flatMap(({ report }) => unexpectedOf(report, now)),
      code,
    );

  for (const { report, dir } of written) {
    const folder = committedFolderOf(report.paper.id);
    await publishReport({ report, dir }, join(root, folder));
    process.stdout.write(`${folder}: published, ${report.criteria.length} criteria.\n`);
  }
  const pending = FOLDERS.flatMap((folder) => pendingGoldens(store, folder));
  for (const file of pending) process.stdout.write(acceptGolden(store, file, because, now));
  if (pending.length === 0) process.stdout.write("Every golden matches.\n");
  process.stdout.write(await updateReadme(root));
  process.stdout.write(await writeCommittedGallery(root));
  return EXIT.asExpected;
}

function stopped(reasons: readonly string[], code: number = EXIT.failed): number {
  process.stderr.write(
    [...reasons, "Nothing was accepted or published."].map((line) => `${line}\n`).join(""),
  );
  return code;
}

/** What came out other than expected, and what to do about it. */
function unexpectedOf({ criteria, summary, model, paper }: Report, now: Date): readonly string[] {
  return criteria
    .filter(({ key }) => summary.unexpected.includes(key))
    .map(({ key, verdict, expected, reason, statistic: { value, interval } }) => {
      const name = key.slice(paper.id.length + 1);
      const entry = {
        verdict,
        date: now.toISOString().slice(0, 10),
        value,
        interval,
        reason: "why it is so on this model",
      };
      return `"${key}" is ${verdict}, expected is ${expected?.verdict}: ${reason}
Hint: its threshold stays. If claim and measurement are right, say so in fixtures/organism/standing.json and accept again.
Below "${model.weightsDigest}" and "${paper.id}" it says
  ${JSON.stringify(name)}: ${JSON.stringify(entry)}`;
    });
}
