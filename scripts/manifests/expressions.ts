/** Every string in Terraform's JSON is a template. https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping */

/** Matches `${…}` and `%{…}`, but not the doubled sign that escapes them. */
const template = /(?<!\$)\$\{|(?<!%)%\{/;

/** Whether Terraform would substitute something: a value known only at apply. */
export const isTemplate = (text: string): boolean => template.test(text);

/** The result of a Terraform string without templates. */
export const literal = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');
