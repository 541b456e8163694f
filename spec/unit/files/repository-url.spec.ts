import { expect, it } from "vitest";
import { repositoryUrl } from "../../../src/files/repository-url.ts";

it.each([
  ["https://host.example/owner/name.git", "https://host.example/owner/name"],
  ["https://user:secret@host.example/owner/name", "https://host.example/owner/name"],
  ["git@host.example:owner/name.git", "https://host.example/owner/name"],
  ["ssh://git@host.example/owner/name/", "https://host.example/owner/name"],
])("of %s the page is %s, without what stands before the host", (remote, page) => {
  expect(repositoryUrl(remote)).toBe(page);
});

it.each([null, "", "/srv/git/name.git", "file:///x", "http://h/x", "https://h/../x", "javascript:alert(1)"])(
  "of %s there is no page",
  (remote) => {
    expect(repositoryUrl(remote)).toBeNull();
  },
);
