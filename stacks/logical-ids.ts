import { TerraformElement } from 'cdktf';
import type { Node } from 'constructs';

/** `AppTier_Backend_Deployment`: the ids below the stack, without a hash (docs/adr/004-readable-logical-ids.md). One for each stack. */
export class LogicalIds {
  private readonly paths = new Map<string, string>();

  of(element: TerraformElement | Node): string {
    const { path } = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = path.split('/').slice(1);
    const name = ids.filter((id, index) => id !== 'Resource' || index === 0).join('_');
    const taken = this.paths.get(name);
    if (taken !== undefined && taken !== path) throw new Error(`${path} and ${taken} would both be ${name}`);
    this.paths.set(name, path);
    return name;
  }
}
