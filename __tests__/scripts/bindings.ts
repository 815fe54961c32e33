/** What a resource of the kubernetes provider takes, as the declarations of its bindings say. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** One argument or block. */
export interface Argument {
  /** Its name in Terraform. */
  readonly name: string;
  /** `string`, `number`, `boolean`, `string[]`, `number[]`, `map`, or `block`, whose arguments are `inside`. */
  readonly type: string;
  readonly inside: readonly Argument[];
}

const library = path.dirname(require.resolve('@cdktf/provider-kubernetes/package.json'));

/** The arguments of a resource such as `kubernetes_config_map_v1`. */
export function argumentsOf(resource: string): readonly Argument[] {
  const directory = path.join(library, 'lib', resource.replace('kubernetes_', '').replaceAll('_', '-'));
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))) {
    const source = ts.createSourceFile(file, readFileSync(path.join(directory, file), 'utf8'), ts.ScriptTarget.Latest, true);
    source.forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
    });
  }
  const config = [...interfaces].find(([, { heritageClauses }]) =>
    heritageClauses?.some((clause) => clause.getText().includes('TerraformMetaArguments')),
  );
  if (config === undefined) throw new Error(`${resource}: no configuration in ${directory}`);

  const inside = (declaration: ts.InterfaceDeclaration): readonly Argument[] =>
    declaration.members.filter(ts.isPropertySignature).map((member) => {
      // The anchor of its documentation is the name in Terraform.
      const name = /\/docs\/resources\/\w+#(\w+)/.exec(member.getFullText())?.[1] ?? member.name.getText();
      const written = member.type?.getText().replace(' | cdktf.IResolvable', '') ?? '';
      const block = interfaces.get(written.replace('[]', ''));
      if (block !== undefined) return { name, type: 'block', inside: inside(block) };
      return { name, type: /^\{\s*\[key: string\]: string;\s*\}$/.test(written) ? 'map' : written, inside: [] };
    });
  return inside(config[1]);
}
