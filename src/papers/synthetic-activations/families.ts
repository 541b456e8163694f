import type { Families } from "../../paper/registered-families.ts";

/**
 * Which criteria decide what: chosen before any of the bounds were computed (DECISIONS 117).
 *
 * The abstract names no schedule, so both of a sentence are primary. E6 reads the sentence of E5 literally, against the
 * authors' own relative data; E8 at equal norm, E9 and E10 ask what no sentence of the abstract says, and E11 to E17 are
 * said elsewhere in the paper. E7 and what later work asks (F) is exploratory.
 */
export const families: Families = {
  primary: [
    "step-like-response.absolute",
    "step-like-response.relative",
    "earlier-towards-real.absolute",
    "earlier-towards-real.relative",
    "structured-resembles-real.absolute",
    "structured-resembles-real.relative",
    "bag-resembles-real-less.absolute",
    "bag-resembles-real-less.relative",
    "longer-plateaus-around-real.as-drawn",
  ],
  secondary: [
    "uniform-bag-resembles-real-less.absolute",
    "uniform-bag-resembles-real-less.relative",
    "longer-plateaus-around-real.at-equal-norm",
    "plateau-order.real-over-random",
    "plateau-order.structured-over-baseline",
    "reconstruction-behaves-like-real.max-slope-absolute",
    "reconstruction-behaves-like-real.max-slope-relative",
    "reconstruction-behaves-like-real.plateau",
    "same-by-kl.earlier-towards-real",
    "same-by-kl.structured-resembles-real",
    "same-by-area.earlier-towards-real",
    "same-by-area.structured-resembles-real",
    "equal-lengths.earlier-towards-real",
    "equal-lengths.structured-resembles-real",
    "single-latents-spread-more",
    "code-structure.cosines-to-top",
    "code-structure.cosines-of-pairs",
    "code-structure.co-occurrence",
    "code-structure.share-of-strongest",
    "kl-flat-then-jump",
    "heavier-right-tail",
  ],
};
