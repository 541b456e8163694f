/** Every error a user can meet. */
export { BagOfLatentsError, describeValue } from "./base.ts";
export {
  AlreadyExistsError,
  GoldenRefusedError,
  MalformedFileError,
  MissingFileError,
  OldReportError,
  ReportFormatError,
  StandingDigestError,
  UnsupportedConfigError,
  UnwritableFolderError,
  WeightValueError,
} from "./files.ts";
export {
  DamagedCacheWarning,
  DefaultSaeError,
  DownloadLimitError,
  HubAccessError,
  HubAnswerError,
  HubConnectionError,
  HubHashError,
  HubLengthError,
  HubLockError,
  HubNameError,
  HubNotFoundError,
  HubOfflineError,
  HubRangeError,
  HubRateLimitError,
  HubServerError,
  HubTokenError,
  HubWriteError,
  UnknownReleaseError,
} from "./hub.ts";
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
  StoreWriteError,
} from "./store.ts";
