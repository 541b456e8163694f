import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { openRun } from "../../../src/cli/commands/reproduce.ts";
import { doctorCommand } from "../../../src/cli/definitions/doctor.ts";
import { reproduceCommand } from "../../../src/cli/definitions/reproduce.ts";
import { typedOptions } from "../../../src/cli/options.ts";
import { checkOptions } from "../../../src/run/check-options.ts";
import { defaultRunOptions, NOTHING_TYPED, type Typed } from "../../../src/run/run-options.ts";
import { ROOT } from "../../support/root.ts";

/** What a command would be called with. */
function typedFor(register: (program: Command) => void, ...typed: readonly string[]): Typed {
  const program = new Command();
  register(program);
  const [command] = program.commands;
  command!.parseOptions([...typed]);
  return { ...NOTHING_TYPED, ...typedOptions(command!) };
}

const reproduce = (...typed: readonly string[]) =>
  typedFor((program) => reproduceCommand(program, ROOT), ...typed);

describe("--no-sae", () => {
  it("is false where a name would be, and nothing where nothing is typed", () => {
    for (const flags of [reproduce, (...typed: readonly string[]) => typedFor(doctorCommand, ...typed)]) {
      expect(flags("--no-sae").sae).toBe(false);
      expect(flags("--sae", "mine").sae).toBe("mine");
      expect(flags().sae).toBeNull();
    }
  });

  it("takes the organism's SAE away, which a run has unasked", async () => {
    expect((await openRun(ROOT, reproduce())).sae).toEqual(defaultRunOptions(ROOT).sae);
    expect((await openRun(ROOT, reproduce("--no-sae"))).sae).toBeNull();
  });

  it("must stand beside --at, since an SAE is used where it was trained", () => {
    const check = (...more: readonly string[]) =>
      checkOptions(ROOT, reproduce("--at", "blocks.2.hook_resid_pre", ...more));
    expect(() => check()).toThrow(
      '--at is "blocks.2.hook_resid_pre"; it must be left out, or given with --no-sae',
    );
    expect(() => check("--sae", "mine")).toThrow("given with --no-sae");
    expect(() => check("--no-sae")).not.toThrow();
  });
});
