import { TerraformResource, Tokenization, type IResolvable, type TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';

/** Names of the attributes within `T`, at any depth, whose values are maps with keys chosen by the caller. */
type MapNames<T> = T extends readonly (infer Element)[]
  ? MapNames<Element>
  : T extends IResolvable
    ? never
    : T extends object
      ? { [Name in keyof T & string]: string extends keyof Given<T[Name]> ? Name : MapNames<NonNullable<T[Name]>> }[keyof T & string]
      : never;

type Given<T> = Exclude<NonNullable<T>, IResolvable>;

type Own<T> = T extends object ? Omit<T, keyof TerraformMetaArguments> : never;

/** Exactly the names of the attributes within `Config` whose keys the caller chooses: the compiler checks that all are listed. */
export type Maps<Config> = Readonly<Record<MapNames<Own<Config>>, true>>;

/**
 * Builds a resource class from a binding's types alone, so that its megabytes of JavaScript, a fifth of a synth, are not loaded
 * (docs/adr/015). It writes the attributes of `Config`, and cannot change them afterwards.
 * __tests__/guards/typed-resources.test.ts holds these classes to the bindings.
 */
export function typedResource<Config extends TerraformMetaArguments>(terraformResourceType: string, maps: Maps<Config>) {
  return class TypedResource extends TerraformResource {
    private readonly written: Record<string, unknown>;

    constructor(scope: Construct, id: string, config: Config) {
      const { provider, dependsOn, count, lifecycle, provisioners, connection, forEach, ...own } = config;
      super(scope, id, {
        terraformResourceType,
        terraformGeneratorMetadata: { providerName: terraformResourceType.replace(/_.*/, '') },
        ...{ provider, dependsOn, count, lifecycle, provisioners, connection, forEach },
      });
      this.written = attributes(own, maps); // once: cdktf asks several times
    }

    protected override synthesizeAttributes(): Record<string, unknown> {
      return this.written;
    }

    protected override synthesizeHclAttributes(): never {
      throw new Error(`${this.node.path}: ${terraformResourceType} is written as JSON only`);
    }
  };
}

/** The provider's names for the bindings' camel-case attributes; keys of maps stay as they are. */
function attributes(value: object, maps: Readonly<Record<string, true>>): Record<string, unknown> {
  const converted = ([name, inner]: [string, unknown]) => [attributeName(name), attribute(inner, maps, Object.hasOwn(maps, name))] as const;
  return Object.fromEntries(Object.entries(value).map(converted));
}

/** `runAsNonRoot` is `run_as_non_root`, and `serviceAuth401Redirect` is `service_auth_401_redirect`. */
export const attributeName = (name: string): string => name.replace(/[A-Z]|\d{3}/g, (start) => `_${start.toLowerCase()}`);

/** A name can be a map in one place and a list in another: Cloudflare has both as `rules`. */
function attribute(value: unknown, maps: Readonly<Record<string, true>>, isMap: boolean): unknown {
  if (Array.isArray(value)) return value.map((element) => attribute(element, maps, false));
  const isData = typeof value === 'object' && value !== null && !Tokenization.isResolvable(value);
  return isData && !isMap ? attributes(value, maps) : value;
}
