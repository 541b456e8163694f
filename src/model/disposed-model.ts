import { InvalidInputError } from "../errors/index.ts";

/** What a call on a model gets that was disposed of. */
export function disposedModel(): InvalidInputError {
  return new InvalidInputError({
    what: "the model",
    got: "disposed",
    want: "open",
    hint: "Hint: open the model again; dispose() released its memory.",
  });
}
