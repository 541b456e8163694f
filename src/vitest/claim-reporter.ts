import { resolve } from "node:path";
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import { writeEvidence } from "../files/evidence-files.ts";
import { writeReport } from "../files/report-files.ts";
import { runProvenance } from "../files/run-provenance.ts";
import { buildReport } from "../report/build-report.ts";
import type { Report } from "../report/report.generated.ts";
import type { KeptRun } from "../run/kept-run.ts";
import { optionsAgain } from "../run/run-options.ts";
import { type ClaimMeta, PROGRESS, WARNING } from "./claim-meta.ts";

/** An error as a command tells it: one sentence and a hint. */
export interface ToldError {
  readonly message: string;
  readonly hint: string | null;
}

/** What a finished run of the claims amounts to. */
export interface RunOutcome {
  /** null when no claim left evidence: nothing could be measured. */
  readonly written: { readonly report: Report; readonly dir: string } | null;
  /** What kept claims from being judged, each once. */
  readonly errors: readonly ToldError[];
  /** The store of this run's curves; null where none was kept. */
  readonly kept: KeptRun | null;
}

export interface ClaimReporterOptions {
  /** The checkout; the working directory unless given. */
  readonly root?: string;
  /** The command that makes this run again. */
  readonly command?: string;
  readonly onProgress?: (progress: { what: string; done: number; of: number; unit?: string }) => void;
  readonly onWarning?: (warning: ToldError) => void;
  readonly onFinished?: (outcome: RunOutcome) => void;
}

/**
 * Turns the evidence that claim tests leave into a report folder. `npm test` and `npm run reproduce` use the same
 * one, so they write the same report.
 */
export default class ClaimReporter implements Reporter {
  readonly #options: ClaimReporterOptions;
  #startedAt = new Date();

  constructor(options: ClaimReporterOptions = {}) {
    this.#options = options;
  }

  onTestRunStart(): void {
    this.#startedAt = new Date();
  }

  onTestCaseAnnotate(_test: TestCase, annotation: { type: string; message: string }): void {
    if (annotation.type === PROGRESS) this.#options.onProgress?.(JSON.parse(annotation.message));
    if (annotation.type === WARNING) this.#options.onWarning?.(JSON.parse(annotation.message));
  }

  async onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const claims = tests.flatMap((test) => test.meta().claim ?? []);
    const measured = tests.flatMap((test) => test.meta().measured ?? []);
    const crashed = tests.filter(
      (test) => !test.meta().claim && !test.meta().measured && test.project.name === "claims",
    );
    const errors: { message?: string; hint?: unknown }[] = [
      ...unhandled,
      ...modules.flatMap((module) => module.errors()),
      ...crashed.flatMap((test) => test.result().errors ?? []),
    ];
    const written =
      claims.length === 0 || tests.some((test) => test.meta().endsRun)
        ? null
        : await this.#write(claims).catch((error: Error) => {
            if (!this.#options.onFinished) throw error;
            errors.push(error);
            return null;
          });
    const kept = claims[0]?.run.kept ?? measured[0]?.kept ?? null;
    this.#options.onFinished?.({ written, errors: distinct(errors), kept });
  }

  async #write(claims: readonly ClaimMeta[]): Promise<{ report: Report; dir: string }> {
    const { root = process.cwd(), command = "npm test" } = this.#options;
    const { run, lab } = claims[0]!;
    const { options } = run;
    const report = buildReport({
      lab,
      kind: run.kind,
      evidence: claims.map(({ evidence, expected }) => ({ ...evidence, expected })),
      notes: run.notes,
      rerun: ({ id }) =>
        `npm run reproduce -- --claim ${id.split(".")[0]}${optionsAgain(options, { root, kind: run.kind })}`,
      provenance: runProvenance(root, {
        startedAt: this.#startedAt,
        seconds: (Date.now() - this.#startedAt.getTime()) / 1000,
        peakMemoryMiB: Math.max(...claims.map((claim) => claim.run.peakMemoryMiB)),
        threads: options.threads,
        deviceParity: run.parity,
        command,
        digests: [
          { name: "model.safetensors", sha256: lab.model.weightsDigest },
          ...(lab.sae ? [{ name: "sae_weights.safetensors", sha256: lab.sae.weightsDigest }] : []),
        ],
        files: [
          resolve(options.model.dir, "provenance.json"),
          ...(options.prompts === null ? [] : [options.prompts]),
        ],
      }),
    });
    await writeReport(options.out, report);
    await writeEvidence(
      options.out,
      claims.map(({ evidence }) => evidence),
    );
    return { report, dir: options.out };
  }
}

/** Each error once, as a sentence and a hint. Vitest carries the own fields of a typed error across processes. */
function distinct(errors: readonly { message?: string; hint?: unknown }[]): ToldError[] {
  const told = new Map<string, ToldError>();
  for (const { message = "unknown error", hint } of errors)
    told.set(message, { message, hint: typeof hint === "string" ? hint : null });
  return [...told.values()];
}
