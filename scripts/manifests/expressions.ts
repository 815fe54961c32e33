/** Every string in Terraform's JSON is a template. https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping */

/** `${…}` and `%{…}`, and not the doubled sign that stands for itself. */
const template = /(?<!\$)\$\{|(?<!%)%\{/;

/** Whether Terraform would put something in: a value that is known at apply only. */
export const isTemplate = (text: string): boolean => template.test(text);

/** What Terraform makes of a text without templates. */
export const literal = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');
