/**
 * cdktf records the whole call stack of every token, which nothing here reads, and no option turns that off: `stackTraces` of an App is about
 * annotations. cdktf is the only caller that asks for stacks without a limit, so only those are skipped and nothing else changes.
 * CDKTF_TOKEN_TRACES=1 keeps them, to find where a token was made.
 */
if (process.env.CDKTF_TOKEN_TRACES !== '1') {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = function capture(object, below) {
    if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace.call(Error, object, below ?? capture);
  };
}
