import { describe, expect, it } from "vitest";
import * as errors from "../../../src/errors/index.ts";

const file = "openai-community/gpt2@607a30d783df model.safetensors";
const attempt = 5;
const every: Record<string, errors.BagOfLatentsError> = {
  name: new errors.HubNameError({ what: "revision", got: "../x", want: "a commit, branch or tag" }),
  notFound: new errors.HubNotFoundError({ file, missing: "revision" }),
  access: new errors.HubAccessError({ file, status: 403, gated: true, tokenFrom: "HF_TOKEN" }),
  token: new errors.HubTokenError({ from: "/home/ada/.cache/huggingface/token" }),
  rate: new errors.HubRateLimitError({ file, waitMs: null, attempt }),
  server: new errors.HubServerError({ file, status: 502, waitMs: null, attempt }),
  connection: new errors.HubConnectionError({ file, fact: "nothing arrived for 30 s", attempt }),
  length: new errors.HubLengthError({ file, fact: "the bytes end at 5 of the announced 9", attempt }),
  range: new errors.HubRangeError({ file, from: 7, answer: "the whole file", attempt }),
  answer: new errors.HubAnswerError({ file, fact: "it names no commit for revision main" }),
  hash: new errors.HubHashError({ file, expected: "a", expectedBy: "the Hub", got: "b", fate: "deleted" }),
  full: new errors.HubWriteError({ path: "/c/b", code: "ENOSPC", stillNeeded: 9, cause: null }),
  denied: new errors.HubWriteError({ path: "/c/b", code: "EACCES", stillNeeded: null, cause: null }),
  offline: new errors.HubOfflineError({ file, cache: "/c" }),
  lock: new errors.HubLockError({ file, lockFile: "lock.json", recorded: "a", got: "b" }),
  release: new errors.UnknownReleaseError({ what: "SAE", got: "x", known: ["gpt2-small-res-jb"] }),
};

describe("the errors of the Hub", () => {
  it.each(Object.entries(every))("say fact and way out in one line each: %s", (_, error) => {
    expect(error.message).toMatch(/^\S.*\.$/);
    expect(error.hint).toMatch(/^Hint: \S.*\.$/);
    expect(error.message).not.toMatch(/undefined|null|\[object/);
  });

  it("read as written down here", () => {
    expect(Object.fromEntries(Object.entries(every).map(([key, error]) => [key, error.message]))).toEqual({
      name: 'The revision "../x" cannot be used: it must be a commit, branch or tag.',
      notFound: `${file}: the Hub has no such revision (404).`,
      access: `${file}: the Hub refused the request with the token from HF_TOKEN (403, a gated repository).`,
      token:
        'The Hub token from /home/ada/.cache/huggingface/token is not one: it must start with "hf_" and hold only letters, digits and underscores.',
      rate: `${file}: the Hub limits the rate of requests (429); given up at try 5.`,
      server: `${file}: the Hub answered with status 502; given up at try 5.`,
      connection: `${file}: nothing arrived for 30 s; given up at try 5.`,
      length: `${file}: the bytes end at 5 of the announced 9; given up at try 5.`,
      range: `${file}: asked for the bytes from 7 on, the Hub answered the whole file; given up at try 5.`,
      answer: `${file}: the Hub's answer cannot be used: it names no commit for revision main.`,
      hash: `${file}: its hash is b, but the Hub says a; it was deleted.`,
      full: "/c/b cannot be written: the disk is full, 9 bytes are still to come.",
      denied: "/c/b cannot be written: EACCES.",
      offline: `${file} is not in /c, and HF_HUB_OFFLINE forbids fetching it.`,
      lock: `${file} has sha256 b, but lock.json recorded a.`,
      release: 'There is no SAE "x"; known are gpt2-small-res-jb.',
    });
  });
});
