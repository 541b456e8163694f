import { TASKS, type Tasks } from "./tasks.ts";

/** The process of one task of `bench`, so that peak memory is the task's own. */
const [task, order = "{}"] = process.argv.slice(2);
const run = TASKS[task as keyof Tasks] as (order: unknown) => Promise<unknown>;
process.send?.(await run(JSON.parse(order)));
process.disconnect?.();
