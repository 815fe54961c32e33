/** What somebody gets whom the edge refuses, in the form in which SDKs of model providers read errors: HTML in its place is a parse error. */
export const refused = (status: 404 | 429, error: { readonly type: string; readonly code: string; readonly message: string }) => ({
  statusCode: status,
  contentType: 'application/json',
  content: JSON.stringify({ error: { message: error.message, type: error.type, param: null, code: error.code } }),
});
