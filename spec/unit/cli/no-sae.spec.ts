import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { doctorCommand } from "../../../src/cli/commands/doctor.ts";
import { type ReproduceFlags, reproduceCommand, runOptions } from "../../../src/cli/commands/reproduce.ts";
import { defaultRunOptions } from "../../../src/run/run-options.ts";
import { ROOT } from "../../support/root.ts";

/** What a command would be called with. */
function flagsOf(register: (program: Command) => void, ...typed: readonly string[]): ReproduceFlags {
  const program = new Command();
  register(program);
  const [command] = program.commands;
  command!.parseOptions([...typed]);
  return command!.opts<ReproduceFlags>();
}

const reproduce = (...typed: readonly string[]) =>
  flagsOf((program) => reproduceCommand(program, ROOT), ...typed);

describe("--no-sae", () => {
  it("is false where a name would be, and nothing where nothing is typed", () => {
    for (const flags of [reproduce, (...typed: readonly string[]) => flagsOf(doctorCommand, ...typed)]) {
      expect(flags("--no-sae").sae).toBe(false);
      expect(flags("--sae", "mine").sae).toBe("mine");
      expect(flags().sae).toBeUndefined();
    }
  });

  it("takes the organism's SAE away, which a run has unasked", async () => {
    expect((await runOptions(ROOT, reproduce())).sae).toBe(defaultRunOptions(ROOT).sae);
    expect((await runOptions(ROOT, reproduce("--no-sae"))).sae).toBeNull();
  });
});
