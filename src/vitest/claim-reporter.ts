import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import { familyBounds } from "../claim/joint/family-bounds.ts";
import { InvalidInputError } from "../errors/index.ts";
import { ledgersOf } from "../files/registered/ledger-file.ts";
import { writeReport } from "../files/report-files.ts";
import { runProvenance } from "../files/run-provenance.ts";
import { shellLine } from "../files/shell-words.ts";
import { agreementWith } from "../paper/agreement.ts";
import { authorsMarks } from "../paper/authors-marks.ts";
import type { Paper } from "../paper/paper.ts";
import { familiesOf } from "../paper/registered-families.ts";
import { listedPapers } from "../papers/listed.ts";
import { buildReport } from "../report/build-report.ts";
import type { Report } from "../report/report.generated.ts";
import type { KeptRun } from "../run/kept-run.ts";
import type { RunProgress } from "../run/out/how-far.ts";
import { folderOfTry } from "../run/out/standard-folder.ts";
import { folderOf } from "../run/papers-of-run.ts";
import { optionsAgain } from "../run/run-options.ts";
import { type CriterionMeta, PROGRESS, REMARK, type RunMeta, WARNING } from "./claim-meta.ts";
import { replicatesAtHand } from "./replicates-at-hand.ts";

/** An error as a command tells it: one sentence and a hint. */
export interface ToldError {
  readonly message: string;
  readonly hint: string | null;
}

/** What one paper's run amounts to. */
export interface PaperOutcome {
  readonly paper: string;
  /** null when no criterion left evidence: nothing could be measured, or nothing was to be judged. */
  readonly written: { readonly report: Report; readonly dir: string } | null;
  /** The store of its curves; null where none was kept. */
  readonly kept: KeptRun | null;
}

/** What a finished run of the claims amounts to. */
export interface RunOutcome {
  readonly papers: readonly PaperOutcome[];
  /** What kept claims from being judged, each once. */
  readonly errors: readonly ToldError[];
}

export interface ClaimReporterOptions {
  /** The checkout; default: the working directory. */
  readonly root?: string;
  /** The command that makes this run again. */
  readonly command?: string;
  /** Those that criteria may be of; default: every paper of the project. */
  readonly papers?: readonly Paper[];
  /** `claim`: which file of claims measures. */
  readonly onProgress?: (progress: RunProgress, claim: string) => void;
  readonly onWarning?: (warning: ToldError) => void;
  readonly onFinished?: (outcome: RunOutcome) => void;
}

/** Everything the criteria of one paper left. */
interface Left {
  readonly criteria: CriterionMeta[];
  run: RunMeta | null;
  kept: KeptRun | null;
  /** It cannot be reported. */
  ends: boolean;
}

/**
 * Turns the evidence that claims leave into report folders, one a paper. `npm test` and `npm run reproduce` use the
 * same one, so they write the same report.
 */
export default class ClaimReporter implements Reporter {
  readonly #options: ClaimReporterOptions;
  readonly #remarks = new Set<string>();
  #startedAt = new Date();

  constructor(options: ClaimReporterOptions = {}) {
    this.#options = options;
  }

  onTestRunStart(): void {
    this.#startedAt = new Date();
  }

  onTestCaseAnnotate(test: TestCase, annotation: { type: string; message: string }): void {
    if (annotation.type === PROGRESS)
      this.#options.onProgress?.(JSON.parse(annotation.message), test.module?.moduleId ?? "");
    if (annotation.type === WARNING) this.#options.onWarning?.(JSON.parse(annotation.message));
    if (annotation.type === REMARK) this.#remark(annotation.message);
  }

  /** Once, whichever papers and claims say it. */
  #remark(sentence: string): void {
    if (this.#remarks.has(sentence)) return;
    this.#remarks.add(sentence);
    this.#options.onWarning?.({ message: `Note: ${sentence}`, hint: null });
  }

  async onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const claims = tests.filter((test) => test.project.name === "claims");
    const crashed = claims.filter((test) => !test.meta().criterion && test.result().state === "failed");
    const errors: { message?: string; hint?: unknown }[] = [
      ...unhandled,
      ...modules.flatMap((module) => module.errors()),
      ...crashed.flatMap((test) => test.result().errors ?? []),
    ];
    const unwritten: Error[] = []; // the reports of other papers are written all the same
    const outcomes: PaperOutcome[] = [];
    for (const [paper, { criteria, run, kept, ends }] of leftByPaper(tests)) {
      const written =
        run === null || ends
          ? null
          : await this.#write(paper, run, criteria).catch((error: Error) => {
              unwritten.push(error);
              return null;
            });
      outcomes.push({ paper, written, kept });
    }
    const { onFinished } = this.#options;
    onFinished?.({ papers: outcomes, errors: distinct([...errors, ...unwritten]) });
    if (!onFinished && unwritten[0]) throw unwritten[0];
  }

  async #write(
    id: string,
    { options, record, bases, subject, notes, parity, measuring }: RunMeta,
    criteria: readonly CriterionMeta[],
  ): Promise<{ report: Report; dir: string }> {
    const { root = process.cwd(), command = "npm test", papers: listed = listedPapers() } = this.#options;
    const paper = paperOf(id, listed);
    const dir = folderOf(options, id);
    const again = optionsAgain(options, { root, onSubject: subject.weights });
    const columns = criteria.flatMap(({ evidence, joint }) =>
      joint ? [[evidence.key, joint] as const] : [],
    );
    const primaries = familiesOf(paper).primary.length;
    const bounds = familyBounds(new Map(columns), primaries);
    const report = buildReport({
      record,
      subject,
      hypotheses: paper.hypotheses,
      abstract: paper.abstract ?? null,
      evidence: criteria.map(({ evidence, expected, ofOtherSeed, family, registered }) => ({
        ...{ ...evidence, expected, ofOtherSeed, family, registered },
        simultaneous: bounds.get(evidence.key) ?? null,
      })),
      agreement: subject.same && paper.authors ? agreementWith(paper.authors, record) : null,
      ...(paper.authors && { authorsMarks: subject.same ? authorsMarks(paper.authors) : null }),
      notes,
      replicates: await replicatesAtHand(id, { weights: record.model.weightsDigest, primaries }),
      rerun: ({ key }) => {
        const claim = key.split(".")[0]!;
        const words = ["--claim", claim, ...again, "--out", folderOfTry(claim, again)];
        return shellLine(["npm", "run", "reproduce", "--", ...words]);
      },
      provenance: runProvenance(root, {
        startedAt: this.#startedAt,
        seconds: (Date.now() - this.#startedAt.getTime()) / 1000,
        peakMemoryMiB: Math.max(...criteria.map(({ peakMemoryMiB }) => peakMemoryMiB)),
        measuring,
        deviceParity: parity,
        command,
        ledgers: ledgersOf(id),
        digests: [
          { name: "model.safetensors", sha256: record.model.weightsDigest },
          ...(record.sae ? [{ name: "sae_weights.safetensors", sha256: record.sae.weightsDigest }] : []),
        ],
        files: [
          resolve(options.model.dir, "provenance.json"),
          ...(options.prompts === null ? [] : [options.prompts]),
        ],
      }),
    });
    await writeReport(dir, report, { evidence: criteria.map(({ evidence }) => evidence), bases });
    return { report, dir };
  }
}

/** What tests left, by paper, in the order of the tests. */
function leftByPaper(tests: readonly TestCase[]): ReadonlyMap<string, Left> {
  const papersLeft = new Map<string, Left>();
  for (const test of tests) {
    const { criterion, run, kept, endsRun = false } = test.meta();
    if (!kept) continue;
    const left = papersLeft.get(kept.paper) ?? { criteria: [], run: null, kept: null, ends: false };
    papersLeft.set(kept.paper, left);
    if (criterion) left.criteria.push(criterion);
    left.run ??= run ?? null;
    left.ends ||= endsRun;
    left.kept ??= kept.kept;
  }
  return papersLeft;
}

/** Throws: InvalidInputError for a paper that is not listed. */
function paperOf(id: string, listed: readonly Paper[]): Paper {
  const paper = listed.find((one) => one.id === id);
  if (paper) return paper;
  throw new InvalidInputError({
    what: "the paper of a criterion",
    got: id,
    want: `one that src/papers/index.ts lists: ${listed.map((one) => one.id).join(", ")}`,
    hint: "Hint: a line in src/papers/index.ts adds a paper; its claims are in spec/claims under its id.",
  });
}

/** Each error once, as a sentence, without the colours a compiler gives its own, and a hint. Vitest carries the own fields of a typed error across processes. */
function distinct(errors: readonly { message?: string; hint?: unknown }[]): ToldError[] {
  const told = new Map<string, ToldError>();
  for (const { message = "unknown error", hint } of errors)
    told.set(message, {
      message: stripVTControlCharacters(message),
      hint: typeof hint === "string" ? hint : null,
    });
  return [...told.values()];
}
