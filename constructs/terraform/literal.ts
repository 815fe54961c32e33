/**
 * Text escaped for Terraform: `${` and `%{` would otherwise begin a template. A cdktf token stays a token: Terraform is meant to fill it
 * in.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export const literal = (text: string): string => text.replace(/[$%](?=\{(?!TfToken\[))/g, '$&$&');

/** Every text of a ConfigMap. */
export const literals = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, literal(text)]));
