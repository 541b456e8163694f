import type { SerializedError } from "vitest";
import { createVitest, type TestModule } from "vitest/node";
import { CONFIG_LOADER } from "./config-loader.ts";

/** What failed in some specs: a message each, none where all passed. */
export type SpecFailures = readonly string[];

/** Runs spec files of the project `specs` in this process's name. `process.exitCode` is left as it was found. */
export async function runSpecs(root: string, files: readonly string[]): Promise<SpecFailures> {
  const { exitCode } = process;
  const failures: string[] = [];
  const vitest = await createVitest("test", {
    root,
    project: ["specs"],
    watch: false,
    configLoader: CONFIG_LOADER,
    reporters: [
      {
        onTestRunEnd: (modules, unhandled) => void failures.push(...failuresOf(modules, unhandled)),
      },
    ],
  });
  try {
    await vitest.start([...files]);
  } finally {
    await vitest.close();
    process.exitCode = exitCode;
  }
  return failures;
}

/** What failed in finished files: a message each. */
export function failuresOf(
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
): readonly string[] {
  const tests = modules.flatMap((module) => [...module.children.allTests("failed")]);
  return [
    ...[...unhandled, ...modules.flatMap((module) => module.errors())].map(({ message }) => message),
    ...tests.map((test) => test.result().errors?.[0]?.message ?? test.fullName),
  ];
}
