import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError, printable } from "../../src/errors/index.ts";
import { checkProperty } from "../../src/vitest/property.ts";

/** Control characters and halves of pairs among all others. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
    .map((codes) => String.fromCharCode(...codes)),
  fc
    .array(
      fc.constantFrom("\u001b[2J", "\u202e", "\u0007", "\r", "\u0085", "a\nb", "\ud83d\ude00", "\ud83d", "é"),
    )
    .map((parts) => parts.join("")),
);

describe("a printable text", () => {
  it("has no character that a terminal obeys, but line feeds and tabs", () => {
    checkProperty(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(/(?![\n\t])\p{Cc}|\p{Bidi_Control}|\p{Cs}|\u2028|\u2029/u);
      }),
    );
  });

  it("is not changed again", () => {
    checkProperty(
      fc.property(anyText, fc.integer({ min: 80, max: 300 }), (text, longest) => {
        const once = printable(text, longest);
        expect(printable(once, longest)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it("is the text itself where there is nothing to write out", () => {
    for (const text of ["blocks.1.hook_resid_pre is [8, 96].\n\tHint: 20 µm — ‖x‖₂ 😀", ""])
      expect(printable(text)).toBe(text);
  });

  it("shows what it writes out", () => {
    expect(printable("\u001b]0;owned\u0007 \u202eexe")).toBe("\\u001b]0;owned\\u0007 \\u202eexe");
  });
});

it("an error's sentence and hint are printable, however long and strange what they name is", () => {
  const shape = Array.from({ length: 100_000 }, (_, i) => i).join(", ");
  const error = new InvalidInputError({
    what: `a field\u001b[2J of shape [${shape}]`,
    got: "\u0007",
    want: "another",
    hint: "Hint: \u009b31m",
  });
  expect(error.message).toMatch(
    /^a field\\u001b\[2J of shape \[0, 1, .* characters left out.*is "\\u0007"; it must be another\.$/s,
  );
  expect(error.message.length).toBeLessThan(5000);
  expect(error.hint).toBe("Hint: \\u009b31m");
});
