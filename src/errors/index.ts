/** Every error a user can meet. */
export { BagOfLatentsError, describeValue } from "./base.ts";
export {
  AlreadyExistsError,
  GoldenRefusedError,
  MalformedFileError,
  MissingFileError,
  NewerReportError,
  OldReportError,
  ReportFormatError,
  StandingDigestError,
  UnsupportedConfigError,
  UnwritableFolderError,
  WeightValueError,
} from "./files.ts";
export {
  DefaultSaeError,
  DownloadLimitError,
  HubAccessError,
  HubAnswerError,
  HubConnectionError,
  HubHashError,
  HubLengthError,
  HubNameError,
  HubNotFoundError,
  HubRangeError,
  HubRateLimitError,
  HubServerError,
  HubTokenError,
  UnknownReleaseError,
} from "./hub.ts";
export { DamagedCacheWarning, HubLockError, HubOfflineError, HubWriteError } from "./hub-cache.ts";
export {
  ClaimDefinitionError,
  CovarianceError,
  DeviceParityError,
  EmptySampleError,
  InvalidInputError,
  MissingDeviceError,
  MissingValueError,
  NonFiniteError,
  NoPromptsError,
  NotEnoughPromptsError,
  NotRunError,
  SaeMismatchError,
  ShapeMismatchError,
  ThreadEndedError,
  TooFewRowsError,
  UnequalBasesError,
  UnequalGroupsError,
  UnknownModelError,
  UnmetNeedsError,
} from "./input.ts";
export { printable } from "./printable.ts";
export { isSystemError, reasonOf } from "./reason-of.ts";
export { type Sentence, sentenceOf } from "./sentence-of.ts";
export {
  DamagedRecordsWarning,
  MissingCurveError,
  MissingPartsError,
  OverlappingPartsError,
  PartsOfDifferentRunsError,
  StoreInUseError,
  StoreLockError,
  StoreWriteError,
} from "./store.ts";
