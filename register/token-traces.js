/**
 * cdktf notes for every token where in the sources it was made, a whole stack at a time: a seventh of a synth, for what nobody reads here.
 * It is the only one that asks for stacks without a limit. CDKTF_TOKEN_TRACES=1 keeps them, for whoever looks for a token's origin.
 */
if (process.env.CDKTF_TOKEN_TRACES !== '1') {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = function capture(object, below) {
    if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace.call(Error, object, below ?? capture);
  };
}
