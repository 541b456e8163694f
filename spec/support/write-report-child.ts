import { readReport, writeReport } from "../../src/files/report-files.ts";
import { oneValue } from "./claims.ts";

/** Writes a report into a folder over and over, or stops for ever before a file moves: `N` times, or at move `-N`. */
const [, , folder = "", file = "", times = "1"] = process.argv;
const report = await readReport(file);
const evidence = report.criteria.map(({ key }) => ({ key, samples: { own: oneValue(report.model.name) } }));
process.stdout.write("ready\n");
if (Number(times) > 0) {
  for (let i = 0; i < Number(times); i++) await writeReport(folder, report, { evidence });
} else {
  const { rename } = await import("node:fs/promises");
  let moves = 0;
  const move = async (from: string, to: string) => {
    moves += 1;
    if (moves === -Number(times)) {
      process.stdout.write("stopped\n");
      await new Promise(() => setInterval(() => {}, 1000));
    }
    await rename(from, to);
  };
  await writeReport(folder, report, { evidence, move });
}
