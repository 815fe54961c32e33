import { each, map, object, otherwise, own, text, type Fields } from './fields';

/** The object that one resource of the provider creates. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly fields: Fields;
}

/** Kinds by resource type. */
export type Kinds = Readonly<Record<string, Kind>>;

export const inCluster = object({ ...each(text, 'name', 'generate_name'), labels: map, annotations: map });
export const inNamespace = object({
  ...each(text, 'name', 'generate_name'),
  namespace: otherwise('default', text), // the provider's default; kubectl would use its context's namespace
  labels: map,
  annotations: map,
});

/** Arguments that every resource has for cdktf and Terraform. */
const meta = each(own, '//', 'depends_on', 'lifecycle', 'provider', 'timeouts', 'id');

export const kind = (apiVersion: string, name: string, fields: Fields): Kind => ({
  apiVersion,
  kind: name,
  fields: { ...fields, ...meta },
});
