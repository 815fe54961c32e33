/**
 * Which functions a text calls that Terraform reads as a template. Where the syntax leaves any doubt, the text is refused: a scanner that
 * ends an expression earlier than Terraform does would not see what is behind it.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */

/** Functions whose result depends on their arguments alone, apart from `plantimestamp`. Those that read files or paths are not among them. */
const pure = new Set(
  (
    'abs alltrue anytrue base64decode base64encode base64sha256 can ceil chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce ' +
    'coalescelist compact concat contains csvdecode distinct element endswith flatten floor format formatdate formatlist indent index join ' +
    'jsondecode jsonencode keys length log lookup lower matchkeys max md5 merge min one parseint plantimestamp pow range regex ' +
    'regexall replace reverse sensitive setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith ' +
    'strcontains strrev substr sum timeadd timecmp title tobool tolist tomap tonumber toset tostring transpose trim trimprefix trimspace ' +
    'trimsuffix try upper urlencode uuidv5 values yamldecode yamlencode zipmap'
  ).split(' '),
);

/** Words before a parenthesis that are no functions. */
const keywords = new Set(['if', 'in', 'else', 'for', 'endif', 'endfor']);

/** Whatever the scanner below makes of a text: a call of these is never meant. */
const reads = /(?:file\w*|abspath|pathexpand|basename|dirname|template\w+|provider\s*::[\w:\s]*)\s*\(/;

class Refused extends Error {}

/** Why the text is not taken, or null. It quotes nothing but the name of a function. */
export function refusal(text: string): string | null {
  try {
    const end = literal(text, 0, false);
    if (end !== text.length) return 'has a template that cannot be followed';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message;
  }
  return /(?:^|[^$])\$\{|(?:^|[^%])%\{/.test(text) && reads.test(text) ? 'calls a function that reads files' : null;
}

/** Reads literal text from `at` to its end: that of the whole, or the closing quotation mark. Returns the index of the end. */
function literal(text: string, at: number, quoted: boolean): number {
  let index = at;
  while (index < text.length) {
    const character = text[index];
    if (quoted && character === '"') return index;
    if (quoted && character === '\\') {
      if (!/[nrt"\\uU]/.test(text[index + 1] ?? '')) throw new Refused('has an escape that is none');
      index += 2;
    } else if (quoted && character === '\n') throw new Refused('has a line break in quotation marks');
    else if (character === '$' || character === '%') {
      let run = 1;
      while (text[index + run] === character) run++;
      const opens = text[index + run] === '{';
      // Two and more are an escape, however many there are.
      index += run + (opens ? 1 : 0);
      if (opens && run === 1) index = expression(text, index) + 1;
    } else index++;
  }
  if (quoted) throw new Refused('has quotation marks that do not end');
  return index;
}

/** Reads an expression from `at`, behind its opening brace, to the closing one, whose index it returns. */
function expression(text: string, at: number): number {
  const open: string[] = ['}'];
  const closing: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };
  let word = '';
  let index = at;
  while (index < text.length) {
    const rest = text.slice(index, index + 2);
    const character = text[index] ?? '';
    if (rest === '//' || rest === '/*' || character === '#') throw new Refused('has a comment in an expression');
    if (rest === '<<') throw new Refused('has a heredoc in an expression');
    if (rest === '::') throw new Refused('calls a function of a provider');
    const name = /^[A-Za-z_][\w-]*/.exec(text.slice(index, index + 256))?.[0];
    if (name !== undefined) {
      if (name.length > 200) throw new Refused('has a name that is too long');
      word = name;
      index += name.length;
      continue;
    }
    if (/[^\x20-\x7e\n\t\r]/.test(character)) throw new Refused('has a character in an expression that is not ASCII');
    if (character === '(' && word !== '' && !pure.has(word) && !keywords.has(word))
      throw new Refused(`calls ${word}, which is not allowed`);
    if (!/\s/.test(character)) word = '';
    if (character === '"') index = literal(text, index + 1, true);
    else if (closing[character] !== undefined) open.push(closing[character]);
    else if ('}])'.includes(character)) {
      if (open.pop() !== character) throw new Refused('has brackets that do not match');
      if (open.length === 0) return index;
    }
    index++;
  }
  throw new Refused('has an expression that does not end');
}
