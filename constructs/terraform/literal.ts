/**
 * The text as Terraform has to be given it: `${` and `%{` would begin a template otherwise. A token of cdktf stays one: it is what Terraform
 * is to fill in.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export const literal = (text: string): string => text.replace(/[$%](?=\{(?!TfToken\[))/g, '$&$&');

/** Every text of a ConfigMap. */
export const literals = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, literal(text)]));
