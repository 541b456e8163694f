import { klBetweenEnds } from "./kl-between-ends.ts";
import { endSlope, heightAt40, jumpAt, maxSlope } from "./of-the-response.ts";

/** The metrics that every report of this paper shows, in the order of the page. */
export const metrics = [maxSlope, endSlope, jumpAt, heightAt40, klBetweenEnds] as const;
