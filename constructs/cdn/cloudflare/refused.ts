/** Response to a refused request, in the form that SDKs of model providers parse: HTML would be a parse error. */
export const refused = (status: 404 | 429, error: { readonly type: string; readonly code: string; readonly message: string }) => ({
  statusCode: status,
  contentType: 'application/json',
  content: JSON.stringify({ error: { message: error.message, type: error.type, param: null, code: error.code } }),
});
