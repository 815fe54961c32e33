/**
 * cdktf records the whole call stack for every token it makes, which nobody reads here, and no option turns that off: `stackTraces` of an App is
 * about annotations. It is the only caller that asks for stacks without a limit, so only these are left out; whoever no longer asks for them
 * loses nothing. CDKTF_TOKEN_TRACES=1 keeps them, to find where a token was made.
 */
if (process.env.CDKTF_TOKEN_TRACES !== '1') {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = function capture(object, below) {
    if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace.call(Error, object, below ?? capture);
  };
}
