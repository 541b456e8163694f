import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubAccessError } from "../../../src/errors/index.ts";
import { hubFile } from "../../../src/hub/download.ts";
import { fetchResolved } from "../../../src/hub/fetch-release.ts";
import { hubEnvironment } from "../../../src/hub/hub-environment.ts";
import { listHubFiles } from "../../../src/hub/range-reader.ts";
import { resolveModel } from "../../../src/hub/resolve-release.ts";
import { shownAddress, shownText } from "../../../src/hub/shown.ts";
import { checkAsyncProperty, checkProperty } from "../../../src/vitest/property.ts";
import { type HubScene, hubScene, REPO } from "../../support/hub-scene.ts";
import type { Fault } from "../../support/hub-server.ts";

/** Long enough to stand in no other word by chance. */
const secret = fc
  .string({ unit: fc.constantFrom(..."abcXYZ019-_.~!$&'()*+,;=%#?/@: é"), minLength: 6, maxLength: 12 })
  .map((text) => `S3${text}cr`);

/** All that a person, a log or a report could be shown of an error. */
function wordsOf(error: unknown): string {
  const words: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause)
    words.push(one.message, one.stack ?? "", JSON.stringify(one), JSON.stringify(Object.values(one)));
  return words.join("\n");
}

describe("an address in a sentence", () => {
  it("never holds a password, however it is written", () => {
    const address = fc.tuple(fc.constantFrom("http", "https", "ftp"), secret, fc.boolean());
    checkProperty(
      fc.property(address, ([scheme, password, encoded]) => {
        const typed = `${scheme}://user:${encoded ? encodeURIComponent(password) : password}@mirror.org/api`;
        const shown = [shownAddress(typed)];
        if (!typed.includes(" ")) shown.push(shownText(`cannot reach ${typed}, it is down`));
        try {
          hubEnvironment({ HF_ENDPOINT: typed }, "/home/ada");
        } catch (error) {
          shown.push(wordsOf(error));
        }
        for (const one of shown) {
          expect(one).not.toContain(password);
          expect(one).not.toContain(encodeURIComponent(password));
          expect(one).not.toContain(password.slice(0, 3));
        }
      }),
    );
  });

  it("never holds the query or fragment, where signatures stand, and keeps host and path", () => {
    expect(shownAddress("https://cdn.org/a/b?X-Sig=abc&x=1#t")).toBe("https://cdn.org/a/b");
    expect(shownText('see <https://cdn.org/a?sig=abc>, "https://x.org/b?t=1".')).toBe(
      'see <https://cdn.org/a>, "https://x.org/b".',
    );
  });
});

describe("user, password and token", () => {
  let scene: HubScene;
  beforeEach(async () => {
    scene = await hubScene();
  });
  afterEach(() => scene.stop());

  /** What went wrong, what was said, and what was written, of one look at everything through one environment. */
  async function shownOf(variables: Readonly<Record<string, string>>, faults: readonly Fault[]) {
    const home = join(scene.cacheDir, "..");
    const tools = scene.tools({ environment: hubEnvironment({ HF_HOME: home, ...variables }, null) });
    const errors: unknown[] = [];
    const lockFile = join(home, "lock.json");
    const caught = (error: unknown) => void errors.push(error);
    scene.server.faults.push(...faults);
    await listHubFiles({ repo: "someone/none", type: "model", revision: "main" }, tools).catch(caught);
    await hubFile(scene.file({ revision: "main" }), tools).catch(caught);
    scene.server.faults.length = 0;
    await fetchResolved(
      resolveModel(REPO, () => false),
      { tools, lockFile },
    ).catch(caught);
    const written: string[] = [];
    for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
      written.push(entry.name);
      if (entry.isFile() && entry.parentPath !== join(scene.cacheDir, "blobs"))
        written.push(await readFile(join(entry.parentPath, entry.name), "latin1"));
    }
    return [...errors.map(wordsOf), ...scene.warnings, JSON.stringify(scene.progress), ...written].join("\n");
  }

  it("of a mirror stand in no error, warning, lock file or cache", async () => {
    const user = fc.constantFrom("user", "");
    await checkAsyncProperty(
      fc.asyncProperty(secret, secret, user, fc.nat(5), async (password, token, name, which) => {
        const url = new URL(scene.server.url);
        url.username = name;
        url.password = password;
        const echo = { "retry-after": "9999", "x-error-code": password, etag: `"${token}"` };
        const faults: readonly Fault[] = [
          { on: "info", kind: "status", status: 401, headers: echo },
          { on: "info", kind: "redirect", to: `https://a:${encodeURIComponent(password)}@h/?t=${token}` },
          { on: "info", kind: "redirect", to: `ftp://h/${encodeURIComponent(token)}` },
          { on: "info", kind: "refuse", times: 9 },
          { on: "info", kind: "status", status: 418, headers: echo },
        ];
        const variables = which === 5 ? {} : { HF_TOKEN: encodeURIComponent(token) };
        const endpoint = which % 2 === 0 ? url.href : scene.server.url;
        const shown = await shownOf({ ...variables, HF_ENDPOINT: endpoint }, faults.slice(which, which + 1));
        for (const one of [password, encodeURIComponent(password), token, encodeURIComponent(token)])
          expect(shown).not.toContain(one);
      }),
      { numRuns: 12 },
    );
  });

  it("stand in no error of a connection that fails in words of the system", async () => {
    const token = { value: "hf_abcdefghij", from: "HF_TOKEN" };
    const environment = { ...scene.tools().environment, token };
    const request = { headers: `Bearer ${token.value}` };
    const cause = Object.assign(new Error("no route to https://cdn.org/x?X-Sig=s3cr3t with hf_abcdefghij"), {
      code: "EHOSTUNREACH",
      request,
    });
    const fail = async () => Promise.reject(new TypeError("fetch failed", { cause }));
    const tools = scene.tools({ environment, fetch: fail as typeof fetch });
    const words = wordsOf(await hubFile(scene.file(), tools).catch((thrown: unknown) => thrown));
    expect(words).toContain("EHOSTUNREACH: no route to https://cdn.org/x with …");
    expect(words).not.toMatch(/s3cr3t|hf_abcdefghij/);
  });

  it("of HF_ENDPOINT are sent to it as basic authentication, and to no other host", async () => {
    const endpoint = scene.server.url.replace("//", "//ada:p%40ss@");
    const environment = hubEnvironment({ HF_HOME: join(scene.cacheDir, ".."), HF_ENDPOINT: endpoint }, null);
    expect(environment.endpoint).toBe(scene.server.url);
    await hubFile(scene.file(), scene.tools({ environment }));
    const sent = (host: string) => [
      ...new Set(
        scene.server.seen.filter((one) => one.host === host).map(({ authorization }) => authorization),
      ),
    ];
    expect(sent("hub")).toEqual([`Basic ${Buffer.from("ada:p@ss").toString("base64")}`]);
    expect(sent("storage")).toEqual([null]);
  });

  it("are named, not shown, where the mirror refuses them", async () => {
    const endpoint = scene.server.url.replace("//", "//ada:pw-of-ada@");
    const environment = hubEnvironment({ HF_HOME: join(scene.cacheDir, ".."), HF_ENDPOINT: endpoint }, null);
    scene.server.faults.push({ on: "info", kind: "status", status: 401 });
    const error = await hubFile(scene.file(), scene.tools({ environment })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(HubAccessError);
    expect((error as HubAccessError).message).toContain("with the password from HF_ENDPOINT (401)");
  });

  it("of any form are sent as they are, with one word where the Hub's own look otherwise", async () => {
    for (const value of ["AKCp8aBc", "eyJ2ZXIiOiIyIn0.eyJzdWIiOiJ4In0.c2ln-_", "two words"]) {
      const environment = { ...scene.tools().environment, token: { value, from: "HF_TOKEN" } };
      await hubFile(scene.file({ path: "config.json", revision: "main" }), scene.tools({ environment }));
      expect(scene.server.seen.at(-1)?.authorization).toBe(`Bearer ${value}`);
    }
    expect(scene.warnings).toEqual([]);
    const environment = { ...hubEnvironment({}, "/nowhere"), token: { value: "AKCp8aBc", from: "HF_TOKEN" } };
    const nobody = async () => Promise.reject(new Error("no network"));
    const tools = scene.tools({ environment, fetch: nobody as typeof fetch });
    await hubFile(scene.file(), tools).catch(() => undefined);
    expect(scene.warnings).toEqual([
      'The token from HF_TOKEN does not begin with "hf_", as the Hub\'s do; it is sent as it is.',
    ]);
  });
});
