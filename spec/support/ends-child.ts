/** A process whose ends are watched, as the command line's are: ends in the way its argument names. */
import { onEnd, watchEnds } from "../../src/cli/ends.ts";

watchEnds();
const [way] = process.argv.slice(2);
onEnd((signal) => `${signal}: 412 of 1000 kept\u001b[2J`);
switch (way) {
  case "throw":
    throw new TypeError("x is not a function\n    with more");
  case "reject":
    void Promise.reject(new Error("nobody waits"));
    break;
  case "later":
    setImmediate(() => {
      throw Object.assign(new Error("EMFILE: too many open files, open '/x'"), {
        ...{ code: "EMFILE", syscall: "open", path: "/x" },
      });
    });
    break;
  case "strings":
    new Function("return 1")();
    break;
  case "write":
    for (let i = 0; i < 2000; i++) process.stdout.write(`${"line ".repeat(20)}\n`);
    setTimeout(() => {
      process.stdout.write("the report is written all the same\n");
      process.stderr.write("done\n");
      process.exitCode = 0;
    }, 50);
    break;
  case "wait":
    process.stdout.write("waiting\n");
    setInterval(() => {}, 1000);
}
