import { HUB_URL as LIBRARYS } from "@huggingface/hub";
import { describe, expect, it } from "vitest";
import { HUB_URL, hubEnvironment } from "../../../src/hub/hub-environment.ts";

const cacheOf = (variables: Record<string, string>) => hubEnvironment(variables, "/home/ada").cacheDir;

describe("hubEnvironment", () => {
  it("has the Hub where its library has it", () => {
    expect(HUB_URL).toBe(LIBRARYS);
  });

  it("finds the cache in the order of Python's library", () => {
    const all = {
      HF_HUB_CACHE: "/1",
      HUGGINGFACE_HUB_CACHE: "/2",
      HF_HOME: "/3",
      XDG_CACHE_HOME: "/4",
    };
    expect(cacheOf(all)).toBe("/1");
    expect(cacheOf({ ...all, HF_HUB_CACHE: "" })).toBe("/2");
    expect(cacheOf({ HF_HOME: "/3", XDG_CACHE_HOME: "/4" })).toBe("/3/hub");
    expect(cacheOf({ XDG_CACHE_HOME: "/4" })).toBe("/4/huggingface/hub");
    expect(cacheOf({})).toBe("/home/ada/.cache/huggingface/hub");
  });

  it("expands ~ and names of variables in folders, and leaves unknown names as they are", () => {
    expect(cacheOf({ HF_HOME: "~/hf" })).toBe("/home/ada/hf/hub");
    const braced = ["$SCRATCH/a/$", "{USER}"].join("");
    expect(cacheOf({ HF_HUB_CACHE: braced, SCRATCH: "/s", USER: "ada" })).toBe("/s/a/ada");
    expect(cacheOf({ HF_HUB_CACHE: "/a/$NOBODY" })).toBe("/a/$NOBODY");
    expect(cacheOf({ HF_HUB_CACHE: "/a~b" })).toBe("/a~b");
  });

  it("takes the token from HF_TOKEN, then HUGGING_FACE_HUB_TOKEN, then leaves it to the token file", () => {
    const tokenOf = (variables: Record<string, string>) => hubEnvironment(variables, "/home/ada").token;
    expect(tokenOf({ HF_TOKEN: " hf_a\r\n", HUGGING_FACE_HUB_TOKEN: "hf_b" })).toEqual({
      value: "hf_a",
      from: "HF_TOKEN",
    });
    expect(tokenOf({ HF_TOKEN: "\n", HUGGING_FACE_HUB_TOKEN: "hf_b" })?.value).toBe("hf_b");
    expect(tokenOf({})).toBeNull();
    expect(hubEnvironment({ HF_HOME: "/3" }, "/home/ada").tokenFile).toBe("/3/token");
    expect(hubEnvironment({ HF_TOKEN_PATH: "~/t" }, "/home/ada").tokenFile).toBe("/home/ada/t");
  });

  it("sends no token at all when HF_HUB_DISABLE_IMPLICIT_TOKEN says so", () => {
    const quiet = hubEnvironment({ HF_TOKEN: "hf_a", HF_HUB_DISABLE_IMPLICIT_TOKEN: "1" }, "/home/ada");
    expect([quiet.token, quiet.tokenFile]).toEqual([null, null]);
  });

  it("is offline for 1, on, yes and true in any case, and for nothing else", () => {
    const offline = (value: string) => hubEnvironment({ HF_HUB_OFFLINE: value }, "/").offline;
    for (const value of ["1", "ON", "yes", "True"]) expect(offline(value), value).toBe(true);
    for (const value of ["", "0", "no", "off", "2"]) expect(offline(value), value).toBe(false);
    expect(hubEnvironment({ TRANSFORMERS_OFFLINE: "1" }, "/").offline).toBe(true);
    expect(hubEnvironment({ HF_HUB_OFFLINE: "0", TRANSFORMERS_OFFLINE: "1" }, "/").offline).toBe(false);
  });

  it("takes HF_ENDPOINT without its last slash and refuses what is no address", () => {
    const endpoint = (value: string) => hubEnvironment({ HF_ENDPOINT: value }, "/").endpoint;
    expect(endpoint("http://127.0.0.1:8000/mirror//")).toBe("http://127.0.0.1:8000/mirror");
    expect(endpoint("")).toMatch(/^https:/);
    for (const value of ["mirror", "ftp://mirror", "file:///hub"])
      expect(() => endpoint(value)).toThrow(/^HF_ENDPOINT is .*it must be the address of a Hub/);
  });
});
