import type { Paper } from "../../experiment/record.generated.ts";
import type { CriterionEntry } from "../report.generated.ts";
import { controlWords } from "../words/control-words.ts";
import {
  authorsText,
  controlNumbers,
  controlReason,
  criterionName,
  intervalText,
  plantedText,
  statisticWithUnit,
  thresholdText,
  unexpectedText,
  valueText,
  withMinus,
} from "../words/criterion-words.ts";
import { capital, formatNumber, withUnit } from "../words/format.ts";
import { registeredText, simultaneousText } from "../words/registration-words.ts";
import { agreeText, meanText } from "../words/replicate-words.ts";
import { turningText } from "../words/turning-words.ts";
import { flipText } from "../words/verdict-text.ts";
import { isUnexpected, verdictOf } from "../words/verdict-words.ts";
import type { CriterionCard, Span, Term } from "./section.ts";

/** What is said, what was found, against what, and how to see it again. */
export function criterionCard(criterion: CriterionEntry, { arxiv, subject }: Paper): CriterionCard {
  const { statistic, expected } = criterion;
  const off = unexpectedText(criterion);
  return {
    criterion,
    name: criterionName(criterion),
    where: criterion.where,
    arxiv,
    unexpected: off === null ? null : `${capital(off)}. ${expected?.because ?? ""}`,
    value: statistic.value === null ? "no value" : valueText(criterion),
    measured: [
      statisticWithUnit(criterion),
      ...(statistic.interval === null
        ? []
        : [`95 % interval ${intervalText(criterion)}, ${statistic.method} bootstrap`]),
      `n = ${formatNumber(criterion.n)} bases`,
    ],
    facts: factsOf(criterion),
    more: moreOf(criterion, subject.name),
  };
}

/** What the verdict rests on. */
function factsOf(criterion: CriterionEntry): Term[] {
  const { threshold, control } = criterion;
  const controlled = controlWords(control, criterion.verdict);
  return [
    {
      term: "Threshold",
      said: `Supported when the whole interval is ${thresholdText(criterion)}: ${threshold.because}.`,
    },
    ...replicateFacts(criterion),
    ...sensitivityFacts(criterion),
    {
      term: "Control",
      said: [
        `${control.name}: `,
        { control: controlled.state, word: controlled.long },
        `, ${controlNumbers(criterion)}. ${controlReason(criterion)}`,
      ],
    },
  ];
}

/** What stands beside it. */
function moreOf(criterion: CriterionEntry, subject: string): Term[] {
  const { reproduction, beside, rerun, authors } = criterion;
  const planted = plantedText(criterion);
  const theirs = authors === null ? "." : ". Not a value of this model, and it changes no verdict.";
  return [
    ...(planted === null ? [] : [{ term: "Planted effect", said: `${planted}.` }]),
    { term: "The authors’ value", said: `${capital(authorsText(criterion, subject))}${theirs}` },
    {
      term: `Reproduction on ${subject}`,
      said: [
        { verdict: verdictOf(reproduction.status), word: reproduction.status },
        `: ${reproduction.reason}`,
      ],
    },
    { term: "Expected of this model", said: expectedOf(criterion) },
    ...told("Simultaneous bounds", simultaneousText(criterion)),
    ...told("Registration", registeredText(criterion)),
    ...(beside.length === 0
      ? []
      : [
          {
            term: "Beside it, not judged",
            said: "",
            items: beside.map(({ name, unit, value }) => [
              `${withMinus(name)}: `,
              { strong: withUnit(formatNumber(value), unit) },
            ]),
          },
        ]),
    { term: "Run it again", said: [{ code: rerun }] },
  ];
}

/** A term that there is something to say of. */
function told(term: string, said: string | null): readonly Term[] {
  return said === null ? [] : [{ term, said: `${capital(said)}.` }];
}

/** What several runs come to that differ in their seed alone, and whether this one says the same. */
function replicateFacts(criterion: CriterionEntry): Term[] {
  const { replicates, verdict } = criterion;
  if (replicates === undefined) return [];
  const other = replicates.verdict === verdict ? "" : ` ${replicates.reason} This run alone is ${verdict}.`;
  return [
    {
      term: `Over ${replicates.of.values.length} replicates`,
      said: [
        word(replicates.verdict),
        ` (${agreeText(replicates)}), mean ${meanText(criterion, replicates)}.${other}`,
      ],
    },
  ];
}

/** What would turn the verdict: another threshold, or another draw of the bases. */
function sensitivityFacts(criterion: CriterionEntry): Term[] {
  const said = [turningText(criterion), flipText(criterion)].filter((text) => text !== null);
  return said.length === 0 ? [] : [{ term: "What would turn it", said: said.join(" ") }];
}

function expectedOf(criterion: CriterionEntry): readonly Span[] {
  const { expected } = criterion;
  if (expected === null) return ["Nothing."];
  const off = isUnexpected(criterion) ? " Not what was found." : "";
  return [word(expected.verdict), `: ${expected.because}${off}`];
}

function word(verdict: CriterionEntry["verdict"]): Span {
  return { verdict, word: verdict };
}
