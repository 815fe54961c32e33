/**
 * Answers that the balancer itself gives, as JSON in the form that the SDKs of model providers read: with HTML in its place they report
 * a parse error instead of what happened.
 */
import type { ProxyLimits } from './proxy';

export interface ErrorText {
  readonly code: string;
  readonly message: string;
}

/** The limits that a message names. */
type NamedLimits = Pick<ProxyLimits, 'idleSeconds' | 'maxBodyMiB'>;

const errorTextsOf = ({ idleSeconds, maxBodyMiB }: NamedLimits) => ({
  400: { code: 'bad_request', message: 'The request is malformed.' },
  404: { code: 'not_found', message: 'There is nothing at this path.' },
  405: { code: 'method_not_allowed', message: 'This method is not allowed.' },
  408: { code: 'request_timeout', message: 'The request did not arrive in time.' },
  413: { code: 'request_too_large', message: `The body of the request is larger than ${maxBodyMiB} MiB.` },
  414: { code: 'uri_too_long', message: 'The address of the request is too long.' },
  421: { code: 'unknown_host', message: 'This host is not served here.' },
  422: { code: 'unprocessable', message: 'The body of the request is coded in a way that is not understood here.' },
  431: { code: 'headers_too_large', message: 'The headers of the request are too large.' },
  500: { code: 'internal_error', message: 'The request could not be served.' },
  502: { code: 'bad_gateway', message: 'The service gave no valid answer.' },
  503: { code: 'unavailable', message: 'The service is not available at the moment.' },
  504: { code: 'gateway_timeout', message: `The service did not answer within ${idleSeconds} seconds.` },
});

/** By status; what is not listed is answered as 500 is. */
export const errorTexts: (limits: NamedLimits) => Readonly<Record<keyof ReturnType<typeof errorTextsOf>, ErrorText>> = errorTextsOf;

/** The body of such an answer. `requestId` is what the program replaces by the id of the request. */
export const errorBody = (status: number, { code, message }: ErrorText, requestId: string | null): string =>
  JSON.stringify({
    error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param: null, code, request_id: requestId },
  });
