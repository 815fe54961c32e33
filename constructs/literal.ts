/**
 * The text as Terraform has to be given it: `${` and `%{` would begin a template otherwise.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export const literal = (text: string): string => text.replace(/[$%](?=\{)/g, '$&$&');

/** Every text of a ConfigMap. */
export const literals = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, literal(text)]));
