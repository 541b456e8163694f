import { vi } from "vitest";

/** What a spec file may do to its process, because it ends with the file: the call undoes it. */
export function undoneWithTheFile(): () => void {
  const { exitCode } = process;
  return () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.exitCode = exitCode;
  };
}
