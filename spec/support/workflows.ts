import { readFileSync } from "node:fs";
import { parse } from "yaml";

export type Permissions = Readonly<Record<string, string>>;

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Permissions;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Permissions;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": unknown };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A file of .github/workflows. YAML 1.2: `on` is a word, as for GitHub. */
export function readWorkflow(file: string): Workflow {
  return parse(readFileSync(`.github/workflows/${file}`, "utf8"), { strict: true });
}

/** What `${{ }}` may name, by its dotted path. */
export type Contexts = Readonly<Record<string, string | number>>;

/**
 * A text with its expressions replaced: dotted names, 'texts' and `||` between them, which is all that the commands use.
 *
 * Throws: on any other expression. A name that is not in `contexts` is empty, as on GitHub.
 */
export function expand(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    for (const operand of expression.split("||").map((part) => part.trim())) {
      const [, literal] = /^'([^']*)'$/.exec(operand) ?? [];
      if (literal === undefined && !/^[a-z][\w-]*(\.[\w-]+)+$/i.test(operand))
        throw new Error(`${operand} is more than a name or a text`);
      const value = literal ?? String(contexts[operand] ?? "");
      if (value !== "") return value;
    }
    return "";
  });
}

/** The environment a step's command has: the workflow's variables and its own, expanded. */
export function environmentOf(workflow: Workflow, step: Step, contexts: Contexts): Record<string, string> {
  const entries = Object.entries({ ...workflow.env, ...step.env });
  return Object.fromEntries(entries.map(([name, value]) => [name, expand(value, contexts)]));
}

/** The one step of a job that runs a command with these words in it. */
export function stepRunning(workflow: Workflow, job: string, words: string): Step & { readonly run: string } {
  const found = workflow.jobs[job]?.steps.filter(({ run }) => run?.includes(words)) ?? [];
  const [step] = found;
  if (found.length !== 1 || step?.run === undefined)
    throw new Error(`${found.length} steps of ${job} run ${words}`);
  return { ...step, run: step.run };
}

/** As GitHub runs a step on Linux without a `shell` of its own. */
export function asStep(run: string): readonly string[] {
  return ["bash", "-e", "-c", run];
}
